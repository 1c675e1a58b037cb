"""Weights for relations from annotated documents: one choice a thing for LOCATED_IN, yes or no for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.learn.logistic import Table, binary, choice
from kg.model import Annotation, ObservationDraft
from kg.relate.relations import LOCATED, METRIC
from kg.relate.relations_candidates import Candidate, candidates
from kg.relate.relations_features import features, triggers_pattern
from kg.relate.relations_located import choices
from kg.relate.relations_metrics import effects
from kg.relate.relations_scene import Scene, scene
from kg.schema import EdgeType, Schema
from kg.seeds import Seeds

LEAST = -0.3  # log odds from which a pair is taken for related: found by cross-validation


@dataclass(frozen=True)
class Example:
    """One annotated document: its mentions, its figures, and its relations (head, type, tail) with their quotes."""

    annotation: Annotation
    observations: Sequence[ObservationDraft]
    relations: Mapping[tuple[str, str, str], str]  # a Metric's key is metric:NAME, that of an unnamed main place ""


def example(annotation: Annotation, observations: Sequence[ObservationDraft], gold: Mapping[str, Any]) -> Example:
    """Return what is learned from one gold document, whose entity ids are the keys of the mentions."""
    keys = {e["id"]: f"metric:{e['name']}" if e["type"] == "Metric" else e["id"] for e in gold["entities"]}
    named = {m.entity for m in annotation.mentions}
    keys |= {e["id"]: "" for e in gold["entities"] if e["name"] == gold["main_place"] and e["id"] not in named}
    relations = {(keys[r["head"]], r["type"], keys[r["tail"]]): r["quote"] for r in gold["relations"]}
    return Example(annotation, observations, relations)


def train(examples: Iterable[Example], schema: Schema, seeds: Seeds) -> dict[str, Any]:
    """Return the weights as they are written to kg/learn/relations.json."""
    stages = [(scene(e.annotation, seeds), e) for e in examples]
    learned: dict[str, dict[str, float]] = {}
    for name in sorted(schema.edges):
        edge = schema.edges[name]
        if edge.structural:
            continue
        learned[name] = _places(stages, edge) if name == LOCATED else _pairs(stages, edge)
    if "PROMOTES" in schema.edges:
        learned[METRIC] = _figures(stages, schema.edges["PROMOTES"])
    return {"features": learned, "least": {name: LEAST for name in learned if name != LOCATED}}


def _places(stages: Sequence[tuple[Scene, Example]], edge: EdgeType) -> dict[str, float]:
    rows: list[list[str]] = []
    groups: list[int] = []
    labels: list[float] = []
    number = 0
    for stage, known in stages:
        for entity, options in choices(stage, edge):
            tails = {tail for head, kind, tail in known.relations if head == entity and kind == LOCATED}
            right = [option.tail in tails for option in options]
            if not any(right):
                right = [option.tail is None for option in options]
            rows += [sorted(option.features) for option in options]
            groups += [number] * len(options)
            labels += [float(is_right) for is_right in right]
            number += 1
    return choice(Table(rows), np.array(groups, dtype=np.int64), np.array(labels))


def _pairs(stages: Sequence[tuple[Scene, Example]], edge: EdgeType) -> dict[str, float]:
    words = triggers_pattern(edge.triggers)
    rows: list[list[str]] = []
    labels: list[float] = []
    for stage, known in stages:
        told: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for candidate in candidates(stage, edge):
            key = _known(known, edge, candidate)
            if key is None:
                rows.append(features(stage, candidate, words))
                labels.append(0.0)
            else:
                told[key].append(candidate)
        for (head, tail), some in told.items():
            quote = known.relations[head, edge.name, tail]
            for candidate in _quoted(stage, some, quote):
                rows.append(features(stage, candidate, words))
                labels.append(1.0)
    return binary(Table(rows), np.array(labels))


def _known(known: Example, edge: EdgeType, candidate: Candidate) -> tuple[str, str] | None:
    """The ends of the gold relation that a candidate is, or None."""
    pair = (candidate.head, candidate.tail)
    for head, tail in (pair, pair[::-1]) if edge.symmetric else (pair,):
        if (head, edge.name, tail) in known.relations:
            return head, tail
    return None


def _quoted(stage: Scene, some: list[Candidate], quote: str) -> list[Candidate]:
    """Of the places where a related pair stands, those that the quote shows best; the others teach nothing."""
    start = stage.text.find(quote)
    end = start + len(quote)

    def worth(candidate: Candidate) -> tuple[int, int, int]:
        points = [p for p in (candidate.head_point, candidate.tail_point) if p]
        held = sum(start <= p.start and p.end <= end for p in points) if start >= 0 else 0
        return held, len(points), -abs(points[0].start - points[-1].start)

    best = max(map(worth, some))
    return [candidate for candidate in some if worth(candidate) == best]


def _figures(stages: Sequence[tuple[Scene, Example]], edge: EdgeType) -> dict[str, float]:
    words = triggers_pattern(edge.triggers)
    rows: list[tuple[str, ...]] = []
    labels: list[float] = []
    for stage, known in stages:
        for effect in effects(stage, known.observations, words):
            rows.append(effect.features)
            key = (effect.head.entity, "PROMOTES", f"metric:{effect.observation.metric}")
            labels.append(float(key in known.relations))
    return binary(Table(rows), np.array(labels))
