"""All that the room has learned, from one folder of weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.relate.observations.ranker import Rankers, load_rankers
from kg.relate.relations_model import WEIGHTS, Weights, load_weights


@dataclass(frozen=True)
class Learned:
    """The rankers of observations, and the weights of relations and milestones."""

    rankers: Rankers
    weights: Weights


@lru_cache(maxsize=2)
def load_learned(folder: Path = WEIGHTS) -> Learned:
    """Read the weights of a folder, those that travel with the program unless told otherwise."""
    return Learned(load_rankers(folder / "observations.json"), load_weights(folder))
