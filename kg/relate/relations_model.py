"""The learned part of reading relations: weights of features, read once, and what they say of a candidate."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent.parent / "learn"
FILES = ("relations.json", "milestones.json")


@dataclass(frozen=True)
class Weights:
    """Weights of features by relation (PROMOTES_METRIC for figures), and the score from which a pair is related."""

    features: Mapping[str, Mapping[str, float]]
    least: Mapping[str, float]
    never: Mapping[str, frozenset[str]] = field(default_factory=dict)  # sorts of pairs that are not worth a look

    def score(self, relation: str, features: Iterable[str]) -> float:
        """The sum of the weights of features, the same in whatever order they come."""
        known = self.features.get(relation, {})
        return math.fsum(map(known.get, features, repeat(0.0)))


def probability(score: float) -> float:
    """The score as a share of certainty, two digits."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score)))), 2)


@cache
def built_in() -> Weights:
    """The weights that travel with the program."""
    return load_weights(WEIGHTS)


def load_weights(folder: Path) -> Weights:
    """The weights that lie in a folder; without any, no relation is read but those of tables."""
    paths = [folder / name for name in FILES]
    return merged(json.loads(path.read_text("utf-8")) for path in paths if path.exists())


def merged(contents: Iterable[Mapping[str, Mapping[str, Any]]]) -> Weights:
    """Weights from the parsed files of kg/learn."""
    features: dict[str, Mapping[str, float]] = {}
    least: dict[str, float] = {}
    never: dict[str, frozenset[str]] = {}
    for content in contents:
        features.update(content["features"])
        least.update(content["least"])
        never.update({name: frozenset(sorts) for name, sorts in content.get("never", {}).items()})
    return Weights(features=features, least=least, never=never)
