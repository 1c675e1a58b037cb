"""Weights for milestones from gold: which project a phrase is said of, and whether it is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.learn.logistic import Table, binary
from kg.model import Annotation
from kg.relate import milestones_time as time
from kg.relate.milestones import CLAIM, FUTURE, told
from kg.relate.milestones_find import Claim, Lexicon, claims, features, lexicon
from kg.relate.relations_scene import scene
from kg.schema import Schema
from kg.seeds import Seeds

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
    for annotation, gold in examples:
        for name, row, label in _rows(annotation, _known(annotation, gold), words, seeds):
            rows[name].append(row)
            labels[name].append(label)
    learned = {name: binary(Table(rows[name], least=3), np.array(labels[name])) for name in (CLAIM, FUTURE)}
    return {"features": learned, "least": LEAST}


def _known(annotation: Annotation, gold: Mapping[str, Any]) -> list[Known]:
    text = annotation.reading.text
    found = []
    for milestone in gold["milestones"]:
        quote = milestone["quote"].replace("\n", "")
        at = text.find(milestone["quote"])
        at = text.find(quote) if at < 0 else at
        if at >= 0:
            found.append(Known(milestone["project"], milestone["status"], at, at + len(quote)))
    return found


def _rows(
    annotation: Annotation, known: Sequence[Known], words: Lexicon, seeds: Seeds
) -> Iterable[tuple[str, list[str], float]]:
    stage = scene(annotation, seeds)
    for said, around in told(annotation, stage, words):
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
            yield FUTURE, time.features(annotation, words, said), float(planned)


def _fits(known: Known, statuses: tuple[str, ...]) -> bool:
    return known.status in (*statuses, "planned")


def _elsewhere(claim: Claim, known: Sequence[Known]) -> bool:
    """The same thing is told of the project in another quote: neither right nor wrong here."""
    return any(k.project == claim.project and k.status in claim.said.statuses for k in known)
