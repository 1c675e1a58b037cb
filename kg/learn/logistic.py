"""Logistic regression over sparse yes/no features, in numpy: full batches, no randomness."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Table:
    """Examples as lists of features; features that are seen fewer than `least` times are left out."""

    def __init__(self, examples: Sequence[Sequence[str]], least: int = 4) -> None:
        counts: dict[str, int] = {}
        for example in examples:
            for feature in example:
                counts[feature] = counts.get(feature, 0) + 1
        self.features = sorted(f for f, n in counts.items() if n >= least)
        index = {feature: i for i, feature in enumerate(self.features)}
        pairs = [(row, index[f]) for row, example in enumerate(examples) for f in example if f in index]
        self.rows = np.array([row for row, _ in pairs], dtype=np.int64)
        self.columns = np.array([column for _, column in pairs], dtype=np.int64)
        self.size = len(examples)

    def scores(self, weights: Floats) -> Floats:
        return np.bincount(self.rows, weights[self.columns], minlength=self.size).astype(np.float64)

    def gradient(self, residual: Floats) -> Floats:
        return np.bincount(self.columns, residual[self.rows], minlength=len(self.features)).astype(np.float64)


def binary(table: Table, labels: Floats, *, decay: float = 1.0, rounds: int = 120) -> dict[str, float]:
    """Weights that tell examples with label 1 from those with 0; `decay` is the L2 penalty."""

    def cost(weights: Floats) -> tuple[float, Floats]:
        raw = table.scores(weights)
        loss = float(np.sum(np.logaddexp(0.0, raw) - labels * raw)) + decay / 2 * float(weights @ weights)
        residual = 1.0 / (1.0 + np.exp(-np.clip(raw, -40, 40))) - labels
        return loss, table.gradient(residual) + decay * weights

    return _named(table, _minimum(cost, len(table.features), rounds))


def choice(
    table: Table, groups: NDArray[np.int64], labels: Floats, *, decay: float = 1.0, rounds: int = 120
) -> dict[str, float]:
    """Weights that pick a labelled one among the examples of each group (numbered from 0, each with a label)."""
    count = int(groups.max()) + 1 if len(groups) else 0

    def cost(weights: Floats) -> tuple[float, Floats]:
        power = np.exp(np.clip(table.scores(weights), -40, 40))
        every = np.bincount(groups, power, minlength=count)
        right = np.maximum(np.bincount(groups, power * labels, minlength=count), 1e-300)
        loss = float(np.sum(np.log(every) - np.log(right))) + decay / 2 * float(weights @ weights)
        residual = power / every[groups] - power * labels / right[groups]
        return loss, table.gradient(residual) + decay * weights

    return _named(table, _minimum(cost, len(table.features), rounds))


def _minimum(cost: Callable[[Floats], tuple[float, Floats]], size: int, rounds: int) -> Floats:
    """L-BFGS with a halving line search."""
    weights = np.zeros(size)
    loss, slope = cost(weights)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(rounds):
        way = -_scaled(slope, steps)
        length, gain = 1.0, float(way @ slope)
        if gain > -1e-7:
            break
        while True:
            ahead = weights + length * way
            new_loss, new_slope = cost(ahead)
            if new_loss <= loss + 1e-4 * length * gain or length < 1e-8:
                break
            length /= 2
        if (ahead - weights) @ (new_slope - slope) > 1e-12:
            steps = [*steps[-7:], (ahead - weights, new_slope - slope)]
        if loss - new_loss < 1e-7 * max(1.0, abs(loss)):
            return ahead
        weights, loss, slope = ahead, new_loss, new_slope
    return weights


def _scaled(slope: Floats, steps: list[tuple[Floats, Floats]]) -> Floats:
    """The slope times the inverse curvature that the last steps tell."""
    result, shares = slope.copy(), []
    for moved, bent in reversed(steps):
        share = float(moved @ result) / float(moved @ bent)
        shares.append(share)
        result -= share * bent
    if steps:
        moved, bent = steps[-1]
        result *= float(moved @ bent) / float(bent @ bent)
    else:
        result /= max(1.0, float(np.abs(slope).sum()))
    for (moved, bent), share in zip(steps, reversed(shares), strict=True):
        result += (share - float(bent @ result) / float(moved @ bent)) * moved
    return result


def _named(table: Table, weights: Floats) -> dict[str, float]:
    return {f: round(float(w), 3) for f, w in zip(table.features, weights, strict=True) if abs(w) >= 0.005}
