"""From scores of characters to names: the best path through labels, for many pieces at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
PIECE = re.compile(r"[^。！？；\n]{1,400}[。！？；\n]{0,40}|[。！？；\n]{1,400}")
NEVER = np.float32(-1e4)


class Labels:
    """Labels O and B-, I-, E-, S- of each type: which may follow which, begin and end."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        size = len(names)
        self.forbidden = np.zeros((size, size), dtype=np.float32)
        for i, before in enumerate(names):
            for j, after in enumerate(names):
                if not may_follow(before, after):
                    self.forbidden[i, j] = NEVER
        self.start = np.array([NEVER if name[0] in "IE" else 0 for name in names], dtype=np.float32)
        self.end = np.array([NEVER if name[0] in "BI" else 0 for name in names], dtype=np.float32)


def may_follow(before: str, after: str) -> bool:
    """Can the label `after` stand behind `before`?"""
    if before[0] in "BI":
        return after[0] in "IE" and after[2:] == before[2:]
    return after[0] not in "IE"


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, or parts of at most 400 characters: together the whole text."""
    return (match.span() for match in PIECE.finditer(text))


def decode(
    emissions: Floats, bounds: Sequence[tuple[int, int]], transitions: Floats, labels: Labels
) -> list[tuple[str, int, int]]:
    """Return (type, start, end) of the names in each piece [start, end) of the rows of `emissions`, in order."""
    order = sorted(range(len(bounds)), key=lambda i: bounds[i][0] - bounds[i][1])
    starts = np.array([bounds[i][0] for i in order])
    lengths = np.array([bounds[i][1] - bounds[i][0] for i in order])
    path = _best_paths(emissions, starts, lengths, transitions + labels.forbidden, labels)
    return list(_names(path, labels.names))


def _best_paths(emissions: Floats, starts: Any, lengths: Any, steps: Floats, labels: Labels) -> Any:
    """Viterbi over all pieces side by side, longest first: at step t those longer than t are alive."""
    size = len(labels.names)
    best = emissions[starts] + labels.start
    back = np.zeros((len(emissions), size), dtype=np.uint8)
    last = np.zeros((len(starts), size), dtype=np.float32)
    alive = len(starts)
    for t in range(1, int(lengths[0]) + 1):
        still = int(np.searchsorted(-lengths, -t, side="left"))
        last[still:alive] = best[still:alive]
        alive = still
        if not alive:
            break
        scores = best[:alive, :, None] + steps[None]
        back[starts[:alive] + t] = scores.argmax(axis=1)
        best = scores.max(axis=1) + emissions[starts[:alive] + t]
    path = np.zeros(len(emissions), dtype=np.uint8)
    current = (last + labels.end).argmax(axis=1)
    for t in range(int(lengths[0]) - 1, -1, -1):
        alive = int(np.searchsorted(-lengths, -t, side="left"))
        rows = starts[:alive] + t
        path[rows] = current[:alive]
        if t:
            current[:alive] = back[rows, current[:alive]]
    return path


def _names(path: Any, names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    outside = names.index("O")
    start = -1
    for at in np.flatnonzero(path != outside).tolist():
        label = names[path[at]]
        if label[0] in "BS":
            start = at
        if label[0] in "ES" and start >= 0:
            yield label[2:], start, at + 1
            start = -1
