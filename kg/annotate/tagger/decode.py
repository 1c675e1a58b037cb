"""Which label may follow which, the pieces that a text is read in, and the best set of names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Span = tuple[str, int, int, float]  # type, start, end, how likely it is
PIECE = re.compile(r"[^。！？；\n]{1,400}[。！？；\n]{0,40}|[。！？；\n]{1,400}")
PRICE = 0.35  # how likely a name must be to be taken


class Labels:
    """Labels of names (O and B-, I-, E-, S- of each type): which may begin and end a piece, and follow each other."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.number_of = {name: i for i, name in enumerate(names)}
        self.kinds = tuple(dict.fromkeys(name[2:] for name in names if name != "O"))
        self.start = np.array([name[0] not in "IE" for name in names])
        self.end = np.array([name[0] not in "BI" for name in names])
        self.allowed = np.array([[may_follow(a, b) for b in names] for a in names])


def may_follow(before: str, after: str) -> bool:
    """Can the label `after` stand behind `before`? An open name must go on."""
    if before[0] in "BI":
        return before[2:] == after[2:] and after[0] in "IE"
    return after[0] not in "IE"


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, or parts of at most 400 characters: together the whole text."""
    return (match.span() for match in PIECE.finditer(text))


def best_set(spans: Sequence[Span], price: float = PRICE) -> list[Span]:
    """Of spans that overlap, those without overlap whose likelihoods, each less `price`, sum up to most; by start.

    The best path of a chain decides between whole readings of a sentence; this decides on each name, and takes one
    whose likelihood is shared among many readings.
    """
    order = sorted((span for span in spans if span[3] > price), key=lambda span: (span[2], span[1], span[0]))
    ends = [span[2] for span in order]
    before = [bisect_right(ends, span[1], 0, at) for at, span in enumerate(order)]
    gains, taken = [0.0], []
    for span, free in zip(order, before):
        gain = gains[free] + span[3] - price
        taken.append(gain > gains[-1])
        gains.append(max(gain, gains[-1]))
    result, at = [], len(order)
    while at:
        if taken[at - 1]:
            result.append(order[at - 1])
            at = before[at - 1]
        else:
            at -= 1
    return result[::-1]
