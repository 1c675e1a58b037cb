"""Relations between the things of a document, within sentences and across them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.model import Annotation, ObservationDraft, RelationDraft, Span
from kg.relate.relations_candidates import Candidate, candidates
from kg.relate.relations_features import features
from kg.relate.relations_located import Option, choices
from kg.relate.relations_metrics import effects
from kg.relate.relations_model import Weights, built_in, probability
from kg.relate.relations_scene import Point, Scene, scene
from kg.relate.relations_tables import rows
from kg.relate.relations_triggers import heard
from kg.schema import Schema, load_schema
from kg.seeds import Seeds

LOCATED, METRIC = "LOCATED_IN", "PROMOTES_METRIC"
PART = re.compile(r"（?(?:第?[一二三四五六七八九十\d]{1,3}(?:期|标段|标|号线)|[东西南北]区)(?:工程|项目)?）?")
QUOTE = 70  # characters of a quote, at most


def find(
    annotation: Annotation,
    seeds: Seeds,
    observations: Sequence[ObservationDraft],
    *,
    schema: Schema | None = None,
    weights: Weights | None = None,
) -> list[RelationDraft]:
    """Return the relations of a document; one draft a place where the text says it."""
    schema, weights = schema or _built_in_schema(), weights or built_in()
    stage = scene(annotation, seeds)
    tabled = list(_tabled(stage, schema))
    placed = {draft.head for draft in tabled if draft.type == LOCATED}
    found = [*tabled, *(draft for draft in _located(stage, schema, weights) if draft.head not in placed)]
    for edge in schema.edges.values():
        if not edge.structural and edge.name != LOCATED and edge.name in weights.features:
            found += _related(stage, schema, edge.name, weights)
    found += _moved(stage, schema, observations, weights)
    return sorted(found, key=lambda d: (d.quote.start, d.quote.end, d.type, d.head, d.tail))


def _tabled(stage: Scene, schema: Schema) -> Iterator[RelationDraft]:
    """What the rows of project lists say."""
    for project, cells in rows(stage):
        for cell in cells:
            quote = _quote(stage, min(project.start, cell.start), max(project.end, cell.end))
            if cell.type == "Place" and schema.allows("Project", LOCATED, "Place"):
                yield RelationDraft(project.entity, LOCATED, cell.entity, quote, "located: row", 0.9)
            if cell.type == "Organization" and schema.allows("Organization", "PARTICIPATES_IN", "Project"):
                yield RelationDraft(cell.entity, "PARTICIPATES_IN", project.entity, quote, "participates_in: row", 0.8)


def _located(stage: Scene, schema: Schema, weights: Weights) -> Iterator[RelationDraft]:
    """Each thing in the one place that fits best, or nowhere; a part where the whole lies."""
    if LOCATED not in schema.edges:
        return
    chosen: dict[str, tuple[Option, float]] = {}
    for entity, options in choices(stage, schema.edges[LOCATED]):
        scores = [weights.score(LOCATED, option.features) for option in options]
        best = max(range(len(options)), key=lambda i: scores[i])
        rest = max((score for i, score in enumerate(scores) if i != best), default=0.0)
        chosen[entity] = (options[best], scores[best] - rest)
    for entity, (option, lead) in chosen.items():
        whole = chosen.get(_whole(stage, entity) or entity, (option, lead))[0]
        tail, how = (whole.tail, "of the whole") if whole is not option and whole.tail else (option.tail, option.how)
        if tail is not None and tail != entity:
            quote = _quote(stage, *option.quote)
            yield RelationDraft(entity, LOCATED, tail, quote, f"located: {how}", probability(lead))


def _whole(stage: Scene, entity: str) -> str | None:
    """The project that a phase or lot is one of, by its name."""
    if stage.types[entity][0] != "Project":
        return None
    name = stage.types[entity][2]
    for inner in stage.held.get(entity, ()):
        if inner.start == 0 and stage.types[inner.entity][0] == "Project" and PART.fullmatch(name[inner.end :]):
            return inner.entity
    return None


def _related(stage: Scene, schema: Schema, relation: str, weights: Weights) -> Iterator[RelationDraft]:
    """Every pair that the weights take for related; what the text says outright goes before what it implies."""
    edge = schema.edges[relation]
    words = heard(stage, edge)
    least = weights.least.get(relation, 0.0)
    for candidate in candidates(stage, edge, words, weights.never.get(relation, frozenset())):
        score = weights.score(relation, features(stage, candidate, words))
        if score >= least:
            quote = _quote(stage, *_extent(candidate))
            rule = f"{relation.lower()}: {_rule(stage, candidate, words.pattern)}"
            yield RelationDraft(candidate.head, relation, candidate.tail, quote, rule, probability(score))


def _moved(
    stage: Scene, schema: Schema, observations: Sequence[ObservationDraft], weights: Weights
) -> Iterator[RelationDraft]:
    """The figures that a policy or project moves."""
    edge = schema.edges.get("PROMOTES")
    if edge is None or "Metric" not in edge.tail:
        return
    least = weights.least.get(METRIC, 0.0)
    for effect in effects(stage, observations, heard(stage, edge)):
        score = weights.score(METRIC, effect.features)
        if score >= least:
            quote = _quote(stage, effect.head.start, effect.observation.number.end)
            tail = f"metric:{effect.observation.metric}"
            yield RelationDraft(effect.head.entity, "PROMOTES", tail, quote, "promotes: figure", probability(score))


def _extent(candidate: Candidate) -> tuple[int, int]:
    points = [p for p in (candidate.head_point, candidate.tail_point) if p]
    return min(p.start for p in points), max(p.end for p in points)


def _rule(stage: Scene, candidate: Candidate, pattern: re.Pattern[str]) -> str:
    """The word that says it, else how the pair came to mind."""
    if candidate.head_point is None or candidate.tail_point is None:
        return f"default {candidate.how}"
    first, second = sorted((candidate.head_point, candidate.tail_point), key=_start)
    match = pattern.search(stage.text, first.end, min(second.start, first.end + 120))
    return match.group() if match else candidate.how


def _start(point: Point) -> int:
    return point.start


def _quote(stage: Scene, start: int, end: int) -> Span:
    """The stretch from `start` to `end`; widened to its clause when it is one name, cut to its end when too long."""
    if end - start > QUOTE:
        return Span(max(start, end - QUOTE), end)
    if end - start < QUOTE // 2:
        marks = "，。；：！？\n"
        left = max(stage.text.rfind(mark, max(0, start - 20), start) for mark in marks) + 1
        stops = [at for mark in marks if (at := stage.text.find(mark, end, end + 20)) >= 0]
        start = left if left and not stage.text[left:start].isspace() else start
        end = min(stops) if stops else end
    return Span(start, end)


@cache
def _built_in_schema() -> Schema:
    return load_schema()
