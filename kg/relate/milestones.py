"""Milestones of projects: what state the works are in, and when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.model import Annotation, MilestoneDraft, Span
from kg.relate import milestones_time as time
from kg.relate.milestones_find import Claim, Lexicon, Said, claims, features, lexicon, phrases
from kg.relate.relations_model import Weights, built_in, probability
from kg.relate.relations_scene import Scene, scene
from kg.schema import Schema, load_schema
from kg.seeds import Seeds

CLAIM, FUTURE = "MILESTONE", "MILESTONE_PLANNED"
QUOTE = 60  # characters of a quote, at most


def find(
    annotation: Annotation, seeds: Seeds, *, schema: Schema | None = None, weights: Weights | None = None
) -> list[MilestoneDraft]:
    """Return the milestones of a document's projects; one draft a place where the text tells of one."""
    words = lexicon((schema or _built_in_schema()).data.get("milestones", {}))
    stage = scene(annotation, seeds)
    if not any(kind == "Project" for kind, _, _ in stage.types.values()):
        return []
    found = list(_drafts(annotation, stage, words, weights or built_in()))
    return sorted(found, key=lambda d: (d.quote.start, d.quote.end, d.project, d.status))


def _drafts(annotation: Annotation, stage: Scene, words: Lexicon, weights: Weights) -> Iterator[MilestoneDraft]:
    for said, around in told(annotation, stage, words):
        future = weights.score(FUTURE, time.features(annotation, words, said)) >= weights.least.get(FUTURE, 0.0)
        statuses = ("planned",) if future else said.statuses
        for claim in claims(stage, said):
            score = weights.score(CLAIM, features(stage, words, claim, around))
            if score < weights.least.get(CLAIM, 0.0):
                continue
            for status in statuses:
                yield MilestoneDraft(
                    project=claim.project,
                    status=status,
                    date=time.date(annotation, said, status),
                    quote=_quote(stage, claim),
                    rule=f"milestone: {said.word}",
                    score=probability(score),
                )


def told(annotation: Annotation, stage: Scene, words: Lexicon) -> Iterator[tuple[Said, list[Said]]]:
    """Each phrase with all phrases of its sentence."""
    sentence: list[Said] = []
    for said in phrases(stage, words, annotation.mentions):
        if sentence and said.sentence != sentence[0].sentence:
            yield from ((one, sentence) for one in sentence)
            sentence = []
        sentence.append(said)
    yield from ((one, sentence) for one in sentence)


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
