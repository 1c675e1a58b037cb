"""From scores of characters to names: the best path through labels, for many pieces at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
PIECE = re.compile(r"[^。！？；\n]{1,400}[。！？；\n]{0,40}|[。！？；\n]{1,400}")
NEVER = np.float32(-1e4)
FEW = 2  # labels that may stand before an inner label


class Labels:
    """Labels of names (O and B-, I-, E-, S- of each type) or of words (B-, I-): which may follow which.

    A name's inner labels have two labels before them at most, so that the best step into them is found apart.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        closing = any(name[0] == "E" for name in names)  # an open name must be closed
        before = [[i for i, a in enumerate(names) if may_follow(a, b, closing)] for b in names]
        self.few = np.array([j for j, known in enumerate(before) if len(known) <= FEW], dtype=np.intp)
        self.many = np.array([j for j, known in enumerate(before) if len(known) > FEW], dtype=np.intp)
        self.before_few = np.array([(before[j] * FEW)[:FEW] for j in self.few], dtype=np.intp).reshape(-1, FEW)
        self.before_many = np.array(sorted({i for j in self.many for i in before[j]}), dtype=np.intp)
        self.start = np.array([NEVER if name[0] in "IE" else 0 for name in names], dtype=np.float32)
        self.end = np.array([NEVER if closing and name[0] in "BI" else 0 for name in names], dtype=np.float32)

    def step(self, best: Floats, steps: Floats) -> tuple[Floats, Any]:
        """Scores of the best paths into each label, one row a piece, and the labels they come from."""
        into, back = np.empty_like(best), np.empty(best.shape, dtype=np.uint8)
        scores = best[:, self.before_many, None] + steps[self.before_many[:, None], self.many]
        chosen = scores.argmax(axis=1)
        back[:, self.many] = self.before_many[chosen]
        into[:, self.many] = np.take_along_axis(scores, chosen[:, None], axis=1)[:, 0]
        inner = best[:, self.before_few] + steps[self.before_few, self.few[:, None]]
        second = inner[:, :, 1] > inner[:, :, 0]
        back[:, self.few] = np.where(second, self.before_few[:, 1], self.before_few[:, 0])
        into[:, self.few] = inner.max(axis=2)
        return into, back


def may_follow(before: str, after: str, closing: bool = True) -> bool:
    """Can the label `after` stand behind `before`? Where names are closed, an open one must go on."""
    if before[0] in "BI" and before[2:] == after[2:] and after[0] in "IE":
        return True
    return after[0] not in "IE" and not (closing and before[0] in "BI")


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, or parts of at most 400 characters: together the whole text."""
    return (match.span() for match in PIECE.finditer(text))


def best_paths(emissions: Floats, bounds: Sequence[tuple[int, int]], steps: Floats, labels: Labels) -> Any:
    """Return the best label of each row of `emissions`, each piece [start, end) by itself.

    Viterbi over all pieces side by side, longest first: at step t those longer than t are alive.
    """
    order = sorted(range(len(bounds)), key=lambda i: bounds[i][0] - bounds[i][1])
    starts = np.array([bounds[i][0] for i in order])
    lengths = np.array([bounds[i][1] - bounds[i][0] for i in order])
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
        rows = starts[:alive] + t
        into, back[rows] = labels.step(best[:alive], steps)
        best = into + emissions[rows]
    path = np.zeros(len(emissions), dtype=np.uint8)
    current = (last + labels.end).argmax(axis=1)
    for t in range(int(lengths[0]) - 1, -1, -1):
        alive = int(np.searchsorted(-lengths, -t, side="left"))
        rows = starts[:alive] + t
        path[rows] = current[:alive]
        if t:
            current[:alive] = back[rows, current[:alive]]
    return path


def names_on(path: Any, names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (type, start, end) of the names on a path of labels."""
    outside = names.index("O")
    start = -1
    for at in np.flatnonzero(path != outside).tolist():
        label = names[path[at]]
        if label[0] in "BS":
            start = at
        if label[0] in "ES" and start >= 0:
            yield label[2:], start, at + 1
            start = -1
