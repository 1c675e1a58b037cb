"""The pairs that may be related, and the phrases that may tell of a milestone, with their scores."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explain.spot import Row, Spot, ordered, telling
from kg.relate import milestones_time as time
from kg.relate.milestones import CLAIM, FUTURE, told
from kg.relate.milestones_features import features as claim_features
from kg.relate.milestones_find import claims, lexicon
from kg.relate.relations import LOCATED, METRIC
from kg.relate.relations_candidates import Candidate, candidates
from kg.relate.relations_features import features
from kg.relate.relations_located import choices
from kg.relate.relations_metrics import effects
from kg.relate.relations_model import probability
from kg.relate.relations_triggers import Heard, heard
from kg.schema import EdgeType

MOST = 6  # candidates of one relation that are shown


def relations(spot: Spot) -> Iterator[Row]:
    """One row a candidate: relation, ends, score, the score it needs, whether it was taken."""
    for name, edge in spot.tools.schema.edges.items():
        if edge.structural:
            continue
        found = _places(spot, edge) if name == LOCATED else _pairs(spot, edge)
        yield from ordered(list(found), MOST)
        if name == "PROMOTES":
            yield from ordered(list(_effects(spot, edge)), MOST)


def _places(spot: Spot, edge: EdgeType) -> Iterator[Row]:
    """Where the things named in the spot may lie."""
    known = spot.learned.weights.features.get(LOCATED, {})
    here = {p.entity for p in spot.stage.points if spot.holds(p.start, p.end)}
    for entity, options in choices(spot.stage, edge):
        if entity not in here:
            continue
        scores = [spot.learned.weights.score(LOCATED, option.features) for option in options]
        best = max(range(len(options)), key=lambda i: scores[i])
        rest = max((score for i, score in enumerate(scores) if i != best), default=0.0)
        for i, option in enumerate(options):
            row = _row(spot, edge.name, (entity, option.tail), scores[i] - (rest if i == best else scores[best]))
            row |= {"how": option.how, "won": i == best}
            yield row | {"why": telling(known, sorted(option.features))}


def _pairs(spot: Spot, edge: EdgeType) -> Iterator[Row]:
    weights = spot.learned.weights
    known, least = weights.features.get(edge.name, {}), weights.least.get(edge.name, 0.0)
    words = heard(spot.stage, edge)
    for pair in candidates(spot.stage, edge, words, weights.never.get(edge.name, frozenset())):
        if not spot.holds(*_extent(pair)):
            continue
        told_by = features(spot.stage, pair, words)
        score = weights.score(edge.name, told_by)
        row = _row(spot, edge.name, (pair.head, pair.tail), score)
        row |= {"needed": probability(least), "how": pair.how, "won": score >= least}
        yield row | {"words": _words(words, pair), "why": telling(known, told_by)}


def _effects(spot: Spot, edge: EdgeType) -> Iterator[Row]:
    """The figures that a policy or project may have moved."""
    weights = spot.learned.weights
    known, least = weights.features.get(METRIC, {}), weights.least.get(METRIC, 0.0)
    for effect in effects(spot.stage, spot.observed, heard(spot.stage, edge)):
        if spot.holds(effect.head.start, effect.observation.number.end):
            score = weights.score(METRIC, effect.features)
            row = _row(spot, "PROMOTES", (effect.head.entity, effect.observation.metric), score)
            row |= {"needed": probability(least), "how": "figure", "won": score >= least}
            yield row | {"why": telling(known, effect.features)}


def milestones(spot: Spot) -> Iterator[Row]:
    """For each phrase that may tell of a milestone: the projects it may be said of, and whether it is to come."""
    words = lexicon(spot.tools.schema.data.get("milestones", {}))
    weights, stage = spot.learned.weights, spot.stage
    for said, around in told(spot.annotation, stage, words):
        if not spot.holds(said.start, said.end):
            continue
        settled = time.expected(spot.annotation, words, said)
        marks = time.features(spot.annotation, words, said)
        future = weights.score(FUTURE, marks) >= weights.least.get(FUTURE, 0.0) if settled is None else settled
        status = "planned" if future else "+".join(said.statuses)
        how = "clause" if settled is not None else telling(weights.features.get(FUTURE, {}), marks)
        yield {"phrase": said.word, "status": status, "date": time.date(spot.annotation, said, status), "why": how}
        rows = []
        for claim in claims(stage, said):
            marks = claim_features(stage, words, claim, around)
            score = weights.score(CLAIM, marks)
            row: Row = {"project": spot.name(claim.project), "how": claim.how, "score": probability(score)}
            row |= {"needed": probability(weights.least.get(CLAIM, 0.0))}
            rows.append(row | {"why": telling(weights.features.get(CLAIM, {}), marks)})
        yield from ordered(rows, MOST)


def _row(spot: Spot, relation: str, ends: tuple[str, str | None], score: float) -> Row:
    head, tail = ends
    named = spot.name(tail) if tail is not None else None
    return {"relation": relation, "head": spot.name(head), "tail": named, "score": probability(score)}


def _extent(pair: Candidate) -> tuple[int, int]:
    points = [p for p in (pair.head_point, pair.tail_point) if p]
    return min(p.start for p in points), max(p.end for p in points)


def _words(words: Heard, pair: Candidate) -> list[str]:
    """The trigger words in the sentence of a pair."""
    number = next(p.sentence for p in (pair.head_point, pair.tail_point) if p)
    sentence = words.scene.sentences[number]
    return list(dict.fromkeys(hit.word for hit in words.hits(number, sentence.start, sentence.end)))
