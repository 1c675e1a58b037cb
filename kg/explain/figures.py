"""How a figure was read: every decision of the reader of observations, with its candidates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.explain.spot import Row, Spot, telling
from kg.relate.observations.candidate import Aspect, Bundle
from kg.relate.observations.ranker import Rankers, spelled, spelled_of
from kg.relate.observations.reader import Reader
from kg.relate.observations.slots import Slot

MOST = 6  # candidates of one decision that are shown


@dataclass(frozen=True)
class Decision:
    """One choice: the candidates with their scores and features, and which of them won."""

    task: str
    values: Sequence[str | None]
    scores: Sequence[float]
    features: Sequence[Sequence[str]]
    weights: Sequence[Mapping[str, float]]  # of each candidate
    best: int


@dataclass
class Listener:
    """Decides as the rankers do, and keeps what they decided about figures of the spot."""

    rankers: Rankers
    spot: Spot
    heard: dict[int, list[Decision]] = field(default_factory=lambda: defaultdict(list))

    def rank(self, task: str, slot: Slot, values: Sequence[str | None], aspects: Sequence[Aspect]) -> tuple[int, float]:
        """As `Rankers.rank`."""
        best, sure = self.rankers.rank(task, slot, values, aspects)
        if self._asked(slot):
            weights = self.rankers.ranks.get(task, {})
            features = [spelled_of(aspects, i) for i in range(len(values))]
            scores = [sum(weights.get(f, 0.0) for f in some) for some in features]
            self._keep(slot, Decision(task, values, scores, features, [weights] * len(values), best))
        return best, sure

    def classify(self, task: str, slot: Slot, classes: Sequence[str], bundles: Sequence[Bundle]) -> tuple[int, float]:
        """As `Rankers.classify`."""
        best, sure = self.rankers.classify(task, slot, classes, bundles)
        if self._asked(slot):
            known, features = self.rankers.classes.get(task, {}), spelled(bundles)
            weights = [{f: known[f][i] for f in features if f in known} for i in range(len(classes))]
            scores = [sum(some.values()) for some in weights]
            self._keep(slot, Decision(task, classes, scores, [features] * len(classes), weights, best))
        return best, sure

    def _asked(self, slot: Slot) -> bool:
        return self.spot.holds(slot.quantity.start, slot.quantity.end)

    def _keep(self, slot: Slot, decision: Decision) -> None:
        self.heard[slot.quantity.start].append(decision)


def figures(spot: Spot) -> Iterator[Row]:
    """For each quantity of the spot: a row for it, then one for each candidate of each decision about it."""
    listener = Listener(spot.learned.rankers, spot)
    Reader(spot.annotation, spot.tools.seeds, listener).read()
    drafts = {draft.number.start: draft for draft in spot.observed}
    for quantity in spot.annotation.quantities:
        if not spot.holds(quantity.start, quantity.end):
            continue
        row: Row = {"figure": spot.at(quantity.start, quantity.end)["text"], "value": quantity.value}
        row |= {"value_max": quantity.value_max, "unit": quantity.unit, "qualifier": quantity.qualifier}
        draft = drafts.get(quantity.number[0])
        yield row | {"outcome": draft.rule if draft else "no observation"}
        for decision in listener.heard.get(quantity.start, ()):
            yield from _options(spot, decision)


def _options(spot: Spot, decision: Decision) -> Iterator[Row]:
    shares = _shares(decision.scores)
    order = sorted(range(len(shares)), key=lambda i: (i != decision.best, -decision.scores[i]))
    second = decision.features[order[1]] if len(order) > 1 and decision.features[0] is not decision.features[-1] else ()
    for i in order[:MOST]:
        value = decision.values[i]
        named = spot.name(value) if decision.task == "subject" else value
        row: Row = {"decision": decision.task, "candidate": named, "score": round(shares[i], 3), "won": i == order[0]}
        if i == order[0]:
            row["why"] = telling(decision.weights[i], decision.features[i], second)
        yield row


def _shares(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    return [power / sum(powers) for power in powers]
