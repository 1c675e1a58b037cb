"""How sure a chain model is of a name: the share of all paths of labels that go through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from kg.annotate.tagger.decode import Floats, Labels, may_follow

Span = tuple[str, int, int]  # type, start, end


def certainties(emissions: Floats, steps: Floats, labels: Labels, spans: Sequence[Span]) -> Iterator[float]:
    """Yield the probability of each span; `emissions` has a row for each character of one piece of text."""
    links = np.exp(steps.astype(np.float64)) * _allowed(labels)
    rows = np.exp(emissions.astype(np.float64) - emissions.max(axis=1, keepdims=True))
    ahead, scales = _forward(rows, links, labels)
    back = _backward(rows, links, labels, scales)
    number_of = {name: i for i, name in enumerate(labels.names)}
    for kind, start, end in spans:
        path = [number_of[f"{mark}-{kind}"] for mark in _marks(end - start)]
        share = ahead[start, path[0]] * back[end - 1, path[-1]]
        for at, (before, after) in enumerate(pairwise(path), start + 1):
            share *= links[before, after] * rows[at, after] / scales[at]
        yield round(min(1.0, float(share)), 3)


def _allowed(labels: Labels) -> Any:
    closing = any(name[0] == "E" for name in labels.names)
    return np.array([[float(may_follow(a, b, closing)) for b in labels.names] for a in labels.names])


def _marks(length: int) -> str:
    return "S" if length == 1 else "B" + "I" * (length - 2) + "E"


def _forward(rows: Any, links: Any, labels: Labels) -> tuple[Any, Any]:
    ahead, scales = np.zeros_like(rows), np.ones(len(rows))
    current = rows[0] * (labels.start == 0)
    for at in range(len(rows)):
        if at:
            current = (ahead[at - 1] @ links) * rows[at]
        if at == len(rows) - 1:
            current = current * (labels.end == 0)
        scales[at] = current.sum() or 1.0
        ahead[at] = current / scales[at]
    return ahead, scales


def _backward(rows: Any, links: Any, labels: Labels, scales: Any) -> Any:
    back = np.zeros_like(rows)
    back[-1] = labels.end == 0
    for at in range(len(rows) - 2, -1, -1):
        last = (labels.end == 0) if at == len(rows) - 2 else 1.0
        back[at] = links @ (back[at + 1] * rows[at + 1] * last) / scales[at + 1]
    return back
