"""Gold files as the program's own nouns: an Annotation with the annotators' names in it.

So the rooms of `relate` can be trained and measured apart from the finders of names.
"""

from __future__ import annotations

import dataclasses
import json
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.annotate.times import find_periods
from kg.frame import frame
from kg.model import Annotation, Document, Frame, Mention, Place, Reading
from kg.repair import repair
from kg.seeds import Seeds
from kg.values import quantities


@dataclasses.dataclass(frozen=True)
class GoldDocument:
    """One annotated document: the gold as parsed JSON, its text, and the files they came from."""

    name: str
    gold: dict[str, Any]
    text: str
    path: Path
    text_path: Path


def gold_documents(folder: Path) -> Iterator[GoldDocument]:
    """Yield the annotated documents of `folder` (NNN.json, the text beside it or in texts/), by name."""
    for path in sorted(folder.glob("*.json")):
        beside, below = path.with_suffix(".txt"), folder / "texts" / f"{path.stem}.txt"
        text_path = beside if beside.exists() else below
        yield GoldDocument(
            name=path.stem,
            gold=json.loads(path.read_text("utf-8")),
            text=text_path.read_text("utf-8"),
            path=path,
            text_path=text_path,
        )


def annotation(gold: dict[str, Any], text: str, seeds: Seeds, name: str = "gold") -> Annotation:
    """Return an Annotation of `text` whose mentions, main place and reference date are those of `gold`.

    Every occurrence of a surface counts as a mention, longer surfaces first, none inside another. Metrics are
    left out: they are named by `relate`.
    """
    document = Document(id=name, text=text, sha256="", published=gold.get("reference_date"))
    reading = repair(document)
    found = frame(document, reading, seeds)
    framed = dataclasses.replace(
        found, reference_date=gold.get("reference_date"), main_place=_main_place(gold, found), main_place_rule="gold"
    )
    mentions = tuple(_mentions(gold, text, reading))
    taken = [(m.start, m.end) for m in mentions]
    return Annotation(
        document=document,
        reading=reading,
        frame=framed,
        mentions=mentions,
        quantities=tuple(q for q in quantities(reading.folded) if not inside(q.number, taken)),
        periods=tuple(find_periods(reading.folded, framed)),
    )


def inside(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Does `span` lie within one of the spans `taken` (sorted, without overlap)?"""
    at = bisect_right(taken, (span[0], 1 << 60)) - 1
    return at >= 0 and taken[at][1] >= span[1]


def _main_place(gold: dict[str, Any], found: Frame) -> Place | None:
    for entity in gold["entities"]:
        if entity["type"] == "Place" and entity["name"] == gold.get("main_place"):
            if found.main_place and found.main_place.name == entity["name"]:
                return found.main_place
            return Place(name=entity["name"], kind=entity["kind"])
    return found.main_place


def _mentions(gold: dict[str, Any], text: str, reading: Reading) -> Iterator[Mention]:
    found = []
    for at, end, entity in _occurrences(gold, text):
        where = _to_reading(reading, at, end)
        if where:
            found.append(
                Mention(
                    type=entity["type"],
                    start=where[0],
                    end=where[1],
                    name=entity["name"],
                    rule="gold",
                    kind=entity.get("kind"),
                    entity=entity["id"],
                )
            )
    yield from sorted(found, key=lambda m: m.start)


def _occurrences(gold: dict[str, Any], text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Raw spans of all surfaces and whose they are, longer ones first, none inside another."""
    owners: dict[str, list[dict[str, Any]]] = {}
    for entity in gold["entities"]:
        if entity["type"] != "Metric":
            for surface in entity["surfaces"]:
                owners.setdefault(surface, []).append(entity)
    taken = bytearray(len(text))
    for surface in sorted(owners, key=lambda s: (-len(s), s)):
        at = text.find(surface)
        while at >= 0:
            end = at + len(surface)
            if not any(taken[at:end]):
                taken[at:end] = b"\1" * len(surface)
                yield at, end, _owner(owners[surface], surface, text[:at])
            at = text.find(surface, at + 1)


def _owner(entities: list[dict[str, Any]], surface: str, before: str) -> dict[str, Any]:
    """Of several things that a surface may name (一期 of two projects), the one spoken of last."""
    if len(entities) == 1:
        return entities[0]

    def last(entity: dict[str, Any]) -> int:
        others = {s for s in (entity["name"], *entity["surfaces"]) if s != surface}
        others |= {s.removesuffix(surface) for s in others if len(s) - len(surface) > 1}
        return max((before.rfind(s) for s in others), default=-1)

    return max(entities, key=last)


def _to_reading(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """The reading span of a raw one, or None where its characters were not kept together."""
    pieces = [
        (
            segment.start + max(start, segment.raw) - segment.raw,
            min(end, segment.raw + segment.length) - max(start, segment.raw),
        )
        for segment in reading.segments
        if segment.raw < end and segment.raw + segment.length > start
    ]
    if not pieces:
        return None
    first, last = min(p for p, _ in pieces), max(p + n for p, n in pieces)
    return (first, last) if last - first <= end - start else None
