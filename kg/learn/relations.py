"""Gold to weights for relations (`python -m kg.learn.relations GOLD`).

LOCATED_IN is one choice a thing among its places; the other relations are yes or no for each pair of things.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.learn.gold import GoldDocument, annotation, gold_documents
from kg.learn.logistic import Table, binary, choice
from kg.learn.observations import align
from kg.learn.sources import record
from kg.model import Annotation, ObservationDraft, Span
from kg.relate.relations import LOCATED, METRIC
from kg.relate.relations_candidates import Candidate, candidates, shape
from kg.relate.relations_features import features
from kg.relate.relations_located import choices
from kg.relate.relations_metrics import effects
from kg.relate.relations_model import WEIGHTS
from kg.relate.relations_scene import Scene, scene
from kg.relate.relations_triggers import heard
from kg.schema import EdgeType, Schema, load_schema
from kg.seeds import Seeds, load_seeds

# Log odds from which a pair is taken for related, found by cross-validation.
LEAST = {"PROMOTES": -0.9, METRIC: -0.9, "RECEIVED": -0.7, "CONNECTS": -0.5, "COOPERATES_WITH": -0.5}
USUAL = -0.3
OFTEN, RARE = 8, 0.02  # a sort of pair seen so often and so rarely related is not worth a look


@dataclass(frozen=True)
class Example:
    """One annotated document: its mentions, its figures, and its relations (head, type, tail) with their quotes."""

    annotation: Annotation
    observations: Sequence[ObservationDraft]
    relations: Mapping[tuple[str, str, str], str]  # a Metric's key is metric:NAME, that of an unnamed main place ""


def example(annotated: Annotation, observations: Sequence[ObservationDraft], gold: Mapping[str, Any]) -> Example:
    """Return what is learned from one gold document, whose entity ids are the keys of the mentions."""
    keys = {e["id"]: f"metric:{e['name']}" if e["type"] == "Metric" else e["id"] for e in gold["entities"]}
    named = {m.entity for m in annotated.mentions}
    keys |= {e["id"]: "" for e in gold["entities"] if e["name"] == gold["main_place"] and e["id"] not in named}
    relations = {(keys[r["head"]], r["type"], keys[r["tail"]]): r["quote"] for r in gold["relations"]}
    return Example(annotated, observations, relations)


def read(documents: Iterable[GoldDocument], seeds: Seeds) -> Iterator[Example]:
    """The gold documents as examples."""
    for document in documents:
        annotated = annotation(document.gold, document.text, seeds, document.name)
        yield example(annotated, observed(annotated, document.gold), document.gold)


def observed(annotated: Annotation, gold: Mapping[str, Any]) -> list[ObservationDraft]:
    """The figures of a gold document where they stand in the reading text."""
    numbers = {q.start: Span(*q.number) for q in annotated.quantities}
    found = []
    for start, known in sorted(align(annotated.reading.text, annotated.quantities, gold["observations"]).items()):
        at, quote = placed(annotated.reading.text, known["quote"])
        said = {k: known[k] for k in ("metric", "subject", "value", "unit", "kind", "qualifier", "period", "modality")}
        span = Span(at, at + len(quote)) if at >= 0 else numbers[start]
        found.append(ObservationDraft(**said, quote=span, number=numbers[start], rule="gold"))
    return found


def placed(text: str, quote: str) -> tuple[int, str]:
    """Where a gold quote stands in a reading text (-1: nowhere), and how it reads there."""
    joined = quote.replace("\n", "")
    at = text.find(quote)
    return (at, quote) if at >= 0 else (text.find(joined), joined)


def train(examples: Iterable[Example], schema: Schema, seeds: Seeds) -> dict[str, Any]:
    """Return the weights as they are written to kg/learn/relations.json."""
    stages = [(scene(e.annotation, seeds), e) for e in examples]
    learned: dict[str, dict[str, float]] = {}
    never: dict[str, list[str]] = {}
    for name in sorted(schema.edges):
        edge = schema.edges[name]
        if edge.structural:
            continue
        if name == LOCATED:
            learned[name] = _places(stages, edge)
        else:
            never[name] = _never(stages, edge)
            learned[name] = _pairs(stages, edge, frozenset(never[name]))
    if "PROMOTES" in schema.edges:
        learned[METRIC] = _figures(stages, schema.edges["PROMOTES"])
    return {
        "features": learned,
        "never": never,
        "least": {name: LEAST.get(name, USUAL) for name in learned if name != LOCATED},
    }


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


def _never(stages: Sequence[tuple[Scene, Example]], edge: EdgeType) -> list[str]:
    """Sorts of pairs that were seen often enough and are hardly ever related."""
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for stage, known in stages:
        for candidate in candidates(stage, edge, heard(stage, edge)):
            counts = seen[shape(stage, candidate)]
            counts[0] += 1
            counts[1] += _known(known, edge, candidate) is not None
    return sorted(sort for sort, (count, right) in seen.items() if count >= OFTEN and right <= RARE * count)


def _pairs(stages: Sequence[tuple[Scene, Example]], edge: EdgeType, never: frozenset[str]) -> dict[str, float]:
    rows: list[list[str]] = []
    labels: list[float] = []
    for stage, known in stages:
        words = heard(stage, edge)
        told: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for candidate in candidates(stage, edge, words, never):
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
    start, quote = placed(stage.text, quote)
    end = start + len(quote)

    def worth(candidate: Candidate) -> tuple[int, int, int]:
        points = [p for p in (candidate.head_point, candidate.tail_point) if p]
        held = sum(start <= p.start and p.end <= end for p in points) if start >= 0 else 0
        return held, len(points), -abs(points[0].start - points[-1].start)

    best = max(map(worth, some))
    return [candidate for candidate in some if candidate.held or worth(candidate) == best]


def _figures(stages: Sequence[tuple[Scene, Example]], edge: EdgeType) -> dict[str, float]:
    rows: list[tuple[str, ...]] = []
    labels: list[float] = []
    for stage, known in stages:
        for effect in effects(stage, known.observations, heard(stage, edge)):
            rows.append(effect.features)
            key = (effect.head.entity, "PROMOTES", f"metric:{effect.observation.metric}")
            labels.append(float(key in known.relations))
    return binary(Table(rows), np.array(labels))


def write(weights: Mapping[str, Any], name: str, folder: Path = WEIGHTS) -> None:
    """Write weights to kg/learn or another folder, one feature a line."""
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    known, documents = load_seeds(), list(gold_documents(Path(sys.argv[1])))
    write(train(read(documents, known), load_schema(), known), "relations.json")
    record("relations.json", documents)
