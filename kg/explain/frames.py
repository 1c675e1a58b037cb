"""What holds at a place: the document's frame, its section, the words that stand for something named before."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explain.spot import Row, Spot
from kg.relate.milestones_time import section_at


def frames(spot: Spot) -> Iterator[Row]:
    """One row a fact of the frame: what, its value, where that comes from."""
    frame, reading = spot.annotation.frame, spot.annotation.reading
    place = frame.main_place
    yield {"what": "main place", "value": place.name if place else None, "rule": frame.main_place_rule}
    yield {"what": "reference date", "value": frame.reference_date, "published": frame.published}
    yield {"what": "period under review", "value": frame.review_period}
    yield {"what": "genre", "value": frame.genre, "title": frame.title}
    section = section_at(frame.sections, spot.start)
    if section:
        at = section.place.name if section.place else None
        row: Row = {"what": "section", "value": section.heading, "period": section.period}
        yield row | {"modality": section.modality, "place": at}
    for _, sentence in spot.sentences():
        kind = reading.blocks[sentence.block].kind
        yield {"what": "sentence", "value": reading.text[sentence.start : sentence.end], "block": kind}
    for period in spot.annotation.periods:
        if spot.holds(period.start, period.end):
            text = reading.text[period.start : period.end]
            yield {"what": "time", "value": text, "period": period.value, "kind": period.kind}
    for reference in spot.stage.discourse.references:
        if spot.holds(reference.start, reference.end):
            meant = "、".join(spot.name(entity) for entity in reference.entities)
            yield {"what": "reference", "value": reading.text[reference.start : reference.end], "means": meant}
