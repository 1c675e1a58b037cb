"""Linear rankers and classifiers: the candidate or class whose features weigh most wins."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.relate.observations.candidate import Aspect, Bundle
from kg.relate.observations.slots import Slot

WEIGHTS = Path(__file__).parents[2] / "learn" / "observations.json"
ASKED = frozenset(("accept", "metric"))  # decisions whose certainty counts for the score of an observation
NOISE = 1e-9  # sums of weights that differ by less are equal
MEMORY = 50_000  # sums of one sort that are kept


def spelled(bundles: Iterable[Bundle]) -> list[str]:
    """All features of some bundles."""
    return [feature for bundle in bundles for feature in bundle[0](*bundle[1:])]


def spelled_of(aspects: Iterable[Aspect], candidate: int) -> list[str]:
    """All features of one candidate."""
    pairs = [(told, mark) for aspect in aspects for mark in aspect.of(candidate) for told in aspect.told]
    return [feature for told, mark in pairs for feature in _features(told, mark)]


def _features(told: Bundle, mark: Any) -> Iterable[str]:
    return (f"{told[0]}:{mark}:{told[1]}",) if isinstance(told[0], str) else told[0](*told[1:], mark)


class _Marks(dict[Any, float]):
    """What each mark weighs under one bundle, summed when first asked for."""

    __slots__ = ("told", "weights")

    def __init__(self, weights: Mapping[str, float], told: Bundle) -> None:
        self.weights, self.told = weights, told

    def __missing__(self, mark: Any) -> float:
        if len(self) > MEMORY:
            self.clear()
        get = self.weights.get
        total = self[mark] = sum([get(feature, 0.0) for feature in _features(self.told, mark)])
        return total


class _Crossed(dict[str, float]):
    """What each mark of a family weighs when crossed with one thing."""

    __slots__ = ()

    def __missing__(self, mark: str) -> float:
        return 0.0


NOTHING = _Crossed()


class _Ranks(dict[Bundle, dict[Any, float]]):
    """The sums of one ranker, by bundle."""

    __slots__ = ("families", "weights")

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self.families: dict[str, dict[str, _Crossed]] = {}

    def __missing__(self, told: Bundle) -> dict[Any, float]:
        if len(self) > MEMORY:
            self.clear()
        first = told[0]
        marks = self._family(first).get(told[1], NOTHING) if isinstance(first, str) else _Marks(self.weights, told)
        self[told] = marks
        return marks

    def _family(self, name: str) -> dict[str, _Crossed]:
        """The weights of a family by what the marks are crossed with, sorted out when first asked for."""
        family = self.families.get(name)
        if family is None:
            family = self.families[name] = {}
            for feature, weight in self.weights.items():
                if feature.startswith(name + ":"):
                    mark, _, thing = feature[len(name) + 1 :].rpartition(":")
                    family.setdefault(thing, _Crossed())[mark] = weight
        return family


class _Classes(dict[Bundle, tuple[float, ...]]):
    """What each bundle weighs for each class; empty for one without a known feature."""

    __slots__ = ("weights",)

    def __init__(self, weights: Mapping[str, Sequence[float]]) -> None:
        self.weights = weights

    def __missing__(self, bundle: Bundle) -> tuple[float, ...]:
        if len(self) > MEMORY:
            self.clear()
        rows = [self.weights[feature] for feature in bundle[0](*bundle[1:]) if feature in self.weights]
        total = self[bundle] = tuple([sum(column) for column in zip(*rows)])
        return total


class Rankers:
    """The weights of all decisions: by task and feature; a classifier has one weight for each class."""

    def __init__(
        self, ranks: Mapping[str, Mapping[str, float]], classes: Mapping[str, Mapping[str, Sequence[float]]]
    ) -> None:
        self.ranks, self.classes = ranks, classes
        self._ranks = {task: _Ranks(weights) for task, weights in ranks.items()}
        self._classes = {task: _Classes(weights) for task, weights in classes.items()}

    def rank(self, task: str, slot: Slot, values: Sequence[str | None], aspects: Iterable[Aspect]) -> tuple[int, float]:
        """Return the index of the best candidate (the first of equals) and its probability among all (1 if unasked)."""
        ranks = self._ranks.get(task)
        if ranks is None:
            return 0, 1.0 / len(values)
        rows: list[Iterable[float]] = []
        for told, marks, many in aspects:
            for bundle in told:
                known = ranks[bundle]
                if known is not NOTHING:
                    get = known.__getitem__
                    rows.append([sum(map(get, some)) for some in marks] if many else map(get, marks))
        return _best([sum(column) for column in zip(*rows)], task in ASKED)

    def classify(self, task: str, slot: Slot, classes: Sequence[str], bundles: Iterable[Bundle]) -> tuple[int, float]:
        """Return the index of the best class and its probability (1 if unasked)."""
        known = self._classes.get(task)
        rows = [row for bundle in bundles if (row := known[bundle])] if known is not None else []
        if not rows:
            return len(classes) - 1 if task == "accept" else 0, 0.5
        return _best([sum(column) for column in zip(*rows)], task in ASKED)


def _best(scores: Sequence[float], asked: bool) -> tuple[int, float]:
    """The index of the best, the first of equals, and its share if that is asked for."""
    top = max(scores)
    best = scores.index(top)
    for i in range(best):
        if scores[i] >= top - NOISE:
            best = i
            break
    return best, 1.0 / sum([math.exp(s - top) for s in scores]) if asked else 1.0


@lru_cache(maxsize=2)
def load_rankers(path: Path = WEIGHTS) -> Rankers:
    """Read the weights; without any, every figure is taken and the first candidate wins."""
    if not path.exists():
        return Rankers({}, {})
    stored = json.loads(path.read_text("utf-8"))
    return Rankers(stored["ranks"], stored["classes"])
