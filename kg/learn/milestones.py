"""Gold to weights for milestones (`python -m kg.learn.milestones GOLD`).

One says which project a phrase is said of, the other whether what it tells is still to come.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.learn.gold import annotation, gold_documents
from kg.learn.logistic import Table, binary
from kg.learn.relations import placed, write
from kg.learn.sources import record
from kg.model import Annotation
from kg.relate import milestones_time as time
from kg.relate.milestones import CLAIM, FUTURE, told
from kg.relate.milestones_features import features
from kg.relate.milestones_find import Claim, Lexicon, claims, lexicon
from kg.relate.relations_scene import scene
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds

LEAST = {CLAIM: -0.9, FUTURE: 0.0}  # log odds, found by cross-validation


@dataclass(frozen=True)
class Known:
    """A gold milestone and where it is quoted, in reading offsets."""

    project: str
    status: str
    start: int
    end: int


def train(examples: Iterable[tuple[Annotation, Mapping[str, Any]]], schema: Schema, seeds: Seeds) -> dict[str, Any]:
    """Return the weights as they are written to kg/learn/milestones.json, from annotated gold documents."""
    words = lexicon(schema.data.get("milestones", {}))
    rows: dict[str, list[list[str]]] = {CLAIM: [], FUTURE: []}
    labels: dict[str, list[float]] = {CLAIM: [], FUTURE: []}
    for annotated, gold in examples:
        for name, row, label in _rows(annotated, _known(annotated, gold), words, seeds):
            rows[name].append(row)
            labels[name].append(label)
    learned = {name: binary(Table(rows[name], least=3), np.array(labels[name])) for name in (CLAIM, FUTURE)}
    return {"features": learned, "least": LEAST}


def _known(annotated: Annotation, gold: Mapping[str, Any]) -> list[Known]:
    found = []
    for milestone in gold["milestones"]:
        at, quote = placed(annotated.reading.text, milestone["quote"])
        if at >= 0:
            found.append(Known(milestone["project"], milestone["status"], at, at + len(quote)))
    return found


def _rows(
    annotated: Annotation, known: Sequence[Known], words: Lexicon, seeds: Seeds
) -> Iterable[tuple[str, list[str], float]]:
    stage = scene(annotated, seeds)
    for said, around in told(annotated, stage, words):
        here = [k for k in known if k.start <= said.start and said.end <= k.end + 2 and _fits(k, said.statuses)]
        right = {k.project for k in here}
        told_of = False
        for claim in claims(stage, said):
            label = claim.project in right
            if not label and _elsewhere(claim, known):
                continue
            told_of = told_of or label
            yield CLAIM, features(stage, words, claim, around), float(label)
        if told_of and said.statuses != ("planned",):
            planned = any(k.status == "planned" for k in here)
            yield FUTURE, time.features(annotated, words, said), float(planned)


def _fits(known: Known, statuses: tuple[str, ...]) -> bool:
    return known.status in (*statuses, "planned")


def _elsewhere(claim: Claim, known: Sequence[Known]) -> bool:
    """The same thing is told of the project in another quote: neither right nor wrong here."""
    return any(k.project == claim.project and k.status in claim.said.statuses for k in known)


if __name__ == "__main__":
    lore, documents = load_seeds(), list(gold_documents(Path(sys.argv[1])))
    read = ((annotation(d.gold, d.text, lore, d.name), d.gold) for d in documents)
    write(train(read, load_schema(), lore), "milestones.json")
    record("milestones.json", documents)
