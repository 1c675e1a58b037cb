"""Milestones of projects: what state the works are in, and when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.model import Annotation, MilestoneDraft, Span
from kg.relate import milestones_time as time
from kg.relate.milestones_events import with_events
from kg.relate.milestones_features import features
from kg.relate.milestones_find import Claim, Lexicon, Said, claims, lexicon, phrases
from kg.relate.relations_model import Weights, built_in, probability
from kg.relate.relations_scene import Scene, scene
from kg.schema import Schema, load_schema
from kg.seeds import Seeds

CLAIM, FUTURE = "MILESTONE", "MILESTONE_PLANNED"
LISTED = 3.0  # log odds by which the other members of a list may be less likely
LONGEST = 80  # members of a list that one phrase is said of
AROUND = 8  # phrases on each side that are looked at with a phrase
QUOTE = 60  # characters of a quote, at most


def find(
    annotation: Annotation, seeds: Seeds, *, schema: Schema | None = None, weights: Weights | None = None
) -> list[MilestoneDraft]:
    """Return the milestones of a document's projects; one draft a place where the text tells of one."""
    data = (schema or _built_in_schema()).data.get("milestones", {})
    words = lexicon(data)
    stage = scene(annotation, seeds)
    if not any(kind == "Project" for kind, _, _ in stage.types.values()):
        return []
    found = with_events(annotation, stage, data, list(_drafts(annotation, stage, words, weights or built_in())))
    return sorted(_once(found), key=lambda d: (d.quote.start, d.quote.end, d.project, d.status))


def _drafts(annotation: Annotation, stage: Scene, words: Lexicon, weights: Weights) -> Iterator[MilestoneDraft]:
    for said, around in told(annotation, stage, words):
        meant = _meant(stage, words, said, around, weights)
        if not meant:
            continue
        future = time.expected(annotation, words, said)
        if future is None:
            future = weights.score(FUTURE, time.features(annotation, words, said)) >= weights.least.get(FUTURE, 0.0)
        statuses = ("planned",) if future else said.statuses
        for claim, score in meant:
            for status in statuses:
                yield MilestoneDraft(
                    project=claim.project,
                    status=status,
                    date=time.date(annotation, said, status),
                    quote=_quote(stage, claim),
                    rule=f"milestone: {said.word}",
                    score=probability(score),
                )


def _meant(stage: Scene, words: Lexicon, said: Said, around: list[Said], weights: Weights) -> list[tuple[Claim, float]]:
    """The project that a phrase is said of, with the rest of the list that it stands in."""
    scored = [(claim, weights.score(CLAIM, features(stage, words, claim, around))) for claim in claims(stage, said)]
    if not scored:
        return []
    best, top = max(scored, key=lambda pair: pair[1])
    if top < weights.least.get(CLAIM, 0.0):
        return []
    if best.point is None or best.point.first == best.point.last:
        return [(best, top)]
    known = {claim.project: score for claim, score in scored}
    members = stage.points[best.point.first : min(best.point.last, best.point.first + LONGEST) + 1]
    return [
        (Claim(said, point.entity, point, best.how), known.get(point.entity, top))
        for point in members
        if point.type == "Project" and known.get(point.entity, top) >= top - LISTED
    ]


def _once(drafts: list[MilestoneDraft]) -> Iterator[MilestoneDraft]:
    """Without the undated ones of what is dated elsewhere; a state that is reached is reached once."""
    dated = {(d.project, d.status) for d in drafts if d.date}
    best: dict[tuple[str, str], MilestoneDraft] = {}
    for draft in drafts:
        key = (draft.project, draft.status)
        if draft.date is None and key in dated:
            continue
        if draft.status in ("planned", "under_construction", "structure_done"):
            yield draft
        elif key not in best or (draft.score or 0) > (best[key].score or 0):
            best[key] = draft
    yield from best.values()


def told(annotation: Annotation, stage: Scene, words: Lexicon) -> Iterator[tuple[Said, list[Said]]]:
    """Each phrase with those around it in its sentence."""
    every = list(phrases(stage, words, annotation.mentions))
    for at, said in enumerate(every):
        around = every[max(0, at - AROUND) : at + AROUND + 1]
        yield said, [one for one in around if one.sentence == said.sentence]


def _quote(stage: Scene, claim: Claim) -> Span:
    """From the project to the phrase, as far as it is near; else the clause of the phrase."""
    said, point = claim.said, claim.point
    start, end = said.clause
    if point and point.start >= said.end:
        end = max(said.end, point.end)
        start = max(start, min(said.start, end - QUOTE))
    elif point and said.end - point.start <= QUOTE:
        start, end = min(point.start, start), min(end, max(said.end, point.start + QUOTE))
    if end - start > QUOTE:
        start = max(start, said.end - QUOTE)
        end = min(end, start + QUOTE)
    return Span(start, max(end, said.end))


@cache
def _built_in_schema() -> Schema:
    return load_schema()
