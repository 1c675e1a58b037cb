"""All paths of a chain model at once: how likely a name begins, ends or spans a stretch of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.annotate.tagger.decode import Floats, Labels, Span

LEAST = 0.02  # probability below which a border is not looked at
LONGEST = 60  # characters of a name
TINY = 1e-30
Doubles = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Lattice:
    """Forward and backward probabilities of each label (column) at each character (row) of some pieces of text."""

    rows: Doubles  # exponents of the emissions
    scales: Doubles  # of the forward pass
    ahead: Doubles
    back: Doubles
    links: Doubles  # exponents of the transitions
    stops: Any  # of each character: the end of its piece
    labels: Labels

    def spans(self) -> Iterator[Span]:
        """Yield the spans whose borders are likely, by type."""
        likely = self.ahead * self.back > LEAST
        for kind in self.labels.kinds:
            starts, ends = self._borders(kind, likely)
            chances = self.chances(kind, starts, ends)
            yield from zip([kind] * len(starts), starts.tolist(), ends.tolist(), chances.tolist())

    def _borders(self, kind: str, likely: Any) -> tuple[Any, Any]:
        """Starts and ends of all pairs of a likely first and a likely last character within a piece."""
        begin, _, close, single = self._numbers(kind)
        begins, closes = np.flatnonzero(likely[:, begin]), np.flatnonzero(likely[:, close]) + 1
        low = np.searchsorted(closes, begins + 2)
        high = np.searchsorted(closes, np.minimum(begins + LONGEST, self.stops[begins]), side="right")
        counts = np.maximum(high - low, 0)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        alone = np.flatnonzero(likely[:, single])
        starts = np.concatenate([np.repeat(begins, counts), alone])
        return starts, np.concatenate([closes[np.repeat(low, counts) + within], alone + 1])

    def chances(self, kind: str, starts: Any, ends: Any) -> Doubles:
        """The probability of each span [start, end) of a type; each lies within a piece."""
        begin, inner, close, single = self._numbers(kind)
        last, second = ends - 1, np.minimum(starts + 1, ends - 1)
        long, label = ends - starts > 2, np.where(ends - starts > 2, inner, close)
        steps = np.log(np.maximum(self.links[inner, inner] * self.rows[:, inner] / self.scales, TINY)).cumsum()
        gone = np.exp(np.where(long, steps[ends - 2] - steps[second], 0.0))
        closed = gone * self.links[inner, close] * self.rows[last, close] / self.scales[last]
        share = self.ahead[starts, begin] * self.links[begin, label] * self.rows[second, label] / self.scales[second]
        share = np.where(long, share * closed, share) * self.back[last, close]
        share = np.where(second == starts, self.ahead[starts, single] * self.back[starts, single], share)
        result: Doubles = np.clip(share, 0.0, 1.0).round(6)
        return result

    def _numbers(self, kind: str) -> tuple[int, int, int, int]:
        """The columns of a type's labels: first, inner and last character, a name of one."""
        begin, inner, close, single = (self.labels.number_of[f"{mark}-{kind}"] for mark in "BIES")
        return begin, inner, close, single


def lattice(emissions: Floats, bounds: Sequence[tuple[int, int]], steps: Floats, labels: Labels) -> Lattice:
    """Sum over all paths of each piece [start, end); `bounds` make up the rows of `emissions`.

    All pieces go side by side, longest first: at step t those longer than t are alive.
    """
    rows = np.exp(emissions - emissions.max(axis=1, keepdims=True), dtype=np.float64)
    links = np.exp(steps, dtype=np.float64) * labels.allowed
    order = sorted(bounds, key=lambda piece: piece[0] - piece[1])
    starts, ends = (np.array([piece[side] for piece in order]) for side in (0, 1))
    rows[starts] *= labels.start
    rows[ends - 1] *= labels.end
    alive = np.searchsorted(starts - ends, -np.arange(int((ends - starts).max())), side="left").tolist()
    ahead, back, scales = np.zeros_like(rows), np.ones_like(rows), np.ones(len(rows))
    for t, count in enumerate(alive):
        at = starts[:count] + t
        current = (ahead[at - 1] @ links) * rows[at] if t else rows[at]
        scales[at] = np.maximum(current.sum(axis=1), TINY)
        ahead[at] = current / scales[at, None]
    for t in range(len(alive) - 1, 0, -1):
        at = starts[: alive[t]] + t
        back[at - 1] = ((back[at] * rows[at]) @ links.T) / scales[at, None]
    stops = np.repeat([end for _, end in bounds], [end - start for start, end in bounds])
    return Lattice(rows, scales, ahead, back, links, stops, labels)
