"""Observations: every figure that the document states of an indicator."""

from __future__ import annotations

from kg.model import Annotation, ObservationDraft
from kg.relate.observations.ranker import Rankers, load_rankers
from kg.relate.observations.reader import Reader
from kg.seeds import Seeds


def find(annotation: Annotation, seeds: Seeds, rankers: Rankers | None = None) -> list[ObservationDraft]:
    """Return a draft for every figure of `annotation` that is an observation of an indicator, in order."""
    return Reader(annotation, seeds, rankers or load_rankers()).read()
