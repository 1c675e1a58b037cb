"""Linear rankers and classifiers: the candidate or class whose features weigh most wins."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kg.relate.observations.features import Bundle, of_making, of_name, of_shape, of_source
from kg.relate.observations.period_features import of_mark, of_time
from kg.relate.observations.slots import Slot
from kg.relate.observations.subject import of_way, of_whom

WEIGHTS = Path(__file__).parents[2] / "learn" / "observations.json"
MEMORY = 200_000  # bundles whose weight is kept

SPELL: Mapping[str, Callable[[Bundle], Iterable[str]]] = {
    "source": of_source,
    "name": of_name,
    "shape": of_shape,
    "made": of_making,
    "whom": of_whom,
    "way": of_way,
    "time": of_time,
    "mark": of_mark,
}


def spelled(bundles: Iterable[Bundle]) -> list[str]:
    """All features of some bundles."""
    return [feature for bundle in bundles for feature in SPELL[str(bundle[0])](bundle)]


class Rankers:
    """The weights of all decisions: by task and feature; a classifier has one weight for each class."""

    def __init__(
        self, ranks: Mapping[str, Mapping[str, float]], classes: Mapping[str, Mapping[str, Sequence[float]]]
    ) -> None:
        self.ranks, self.classes = ranks, classes
        self._sums: dict[str, dict[Bundle, float]] = {task: {} for task in ranks}

    def rank(
        self, task: str, slot: Slot, values: Sequence[str | None], bundles: Sequence[Sequence[Bundle]]
    ) -> tuple[int, float]:
        """Return the index of the best candidate (the first of equals) and its probability among all."""
        if task not in self.ranks:
            return 0, 1.0 / len(values)
        sums = self._sums[task]
        if len(sums) > MEMORY:
            sums.clear()
        scores = []
        for some in bundles:
            total = 0.0
            for bundle in some:
                weight = sums.get(bundle)
                if weight is None:
                    weight = sums[bundle] = self._sum(task, bundle)
                total += weight
            scores.append(total)
        return _best(scores)

    def _sum(self, task: str, bundle: Bundle) -> float:
        get = self.ranks[task].get
        return sum([get(feature, 0.0) for feature in SPELL[str(bundle[0])](bundle)])

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
