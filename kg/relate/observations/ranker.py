"""Linear rankers and classifiers: the candidate or class whose features weigh most wins."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kg.relate.observations.slots import Slot

WEIGHTS = Path(__file__).parents[2] / "learn" / "observations.json"


class Rankers:
    """The weights of all decisions: by task and feature; a classifier has one weight for each class."""

    def __init__(
        self, ranks: Mapping[str, Mapping[str, float]], classes: Mapping[str, Mapping[str, Sequence[float]]]
    ) -> None:
        self.ranks, self.classes = ranks, classes

    def rank(
        self, task: str, slot: Slot, values: Sequence[str | None], features: Sequence[Sequence[str]]
    ) -> tuple[int, float]:
        """Return the index of the best candidate (the first of equals) and its probability among all."""
        get = self.ranks.get(task, {}).get
        scores = [sum([get(f, 0.0) for f in fs]) for fs in features]
        return _best(scores)

    def classify(self, task: str, slot: Slot, classes: Sequence[str], features: Sequence[str]) -> tuple[int, float]:
        """Return the index of the best class and its probability."""
        weights = self.classes.get(task, {})
        rows = [weights[f] for f in features if f in weights]
        if not rows:
            return len(classes) - 1 if task == "accept" else 0, 0.5
        return _best([sum(column) for column in zip(*rows)])


def _best(scores: Sequence[float]) -> tuple[int, float]:
    top = max(scores)
    return scores.index(top), 1.0 / sum([math.exp(s - top) for s in scores])


@lru_cache(maxsize=2)
def load_rankers(path: Path = WEIGHTS) -> Rankers:
    """Read the weights; without any, every figure is taken and the first candidate wins."""
    if not path.exists():
        return Rankers({}, {})
    stored = json.loads(path.read_text("utf-8"))
    return Rankers(stored["ranks"], stored["classes"])
