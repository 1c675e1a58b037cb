"""Training of linear rankers: maximum entropy over groups of candidates, with numpy, deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """One decision: the features of each candidate, and which candidates are right."""

    features: tuple[tuple[str, ...], ...]
    right: frozenset[int]


def train(groups: Sequence[Group], l2: float = 1.0, rounds: int = 120, rare: int = 2) -> dict[str, float]:
    """Return the weights under which the right candidates of `groups` are likeliest.

    Features seen in fewer than `rare` groups are left out. Full-batch Adagrad: no randomness.
    """
    counts = Counter(f for g in groups for f in {f for fs in g.features for f in fs})
    names = sorted(f for f, n in counts.items() if n >= rare)
    index = {f: i for i, f in enumerate(names)}
    rows, columns, starts, right = [], [], [], []
    candidate = 0
    for group in groups:
        starts.append(candidate)
        for k, features in enumerate(group.features):
            known = [index[f] for f in features if f in index]
            rows += [candidate] * len(known)
            columns += known
            right.append(k in group.right)
            candidate += 1
    weights = _fit(
        (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)),
        (np.array(starts, dtype=np.int64), np.array(right, dtype=bool)),
        (len(names), l2, rounds),
    )
    return {name: round(float(w), 3) for name, w in zip(names, weights) if abs(w) >= 0.01}


def _fit(
    entries: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    labels: tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]],
    how: tuple[int, float, int],
) -> Floats:
    (rows, columns), (starts, right), (size, l2, rounds) = entries, labels, how
    candidates = len(right)
    group = np.zeros(candidates, dtype=np.int64)
    group[starts[1:]] = 1
    group = np.cumsum(group)
    weights, square = np.zeros(size), np.full(size, 1e-6)
    for _ in range(rounds):
        scores: Floats = np.bincount(rows, weights[columns], minlength=candidates).astype(np.float64)
        pull = _shares(scores, group, starts) - _shares(np.where(right, scores, -1e9), group, starts)
        gradient = np.bincount(columns, pull[rows], minlength=size) + l2 * weights
        square += gradient**2
        weights -= 0.5 * gradient / np.sqrt(square)
    return weights


def _shares(scores: Floats, group: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> Floats:
    """Softmax within each group."""
    top = np.maximum.reduceat(scores, starts)
    exp = np.exp(scores - top[group])
    share: Floats = exp / np.add.reduceat(exp, starts)[group]
    return share
