"""Labels as a map draws them: of constant size, the most important first, none over another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

CELL = 64.0


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Label:
    text: str
    x: float  # middle
    y: float  # baseline
    size: float
    owner: int  # node number


def width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as high, a Latin one a little over half."""
    return sum(size if ord(c) > 0x2E7F else size * 0.58 for c in text)


def shortened(text: str, most: int = 16) -> str:
    """A text that is no longer than `most` Chinese characters, … at its end where it was.

    >>> shortened("一二三四五", 3), shortened("一二三", 3)
    ('一二三…', '一二三')
    """
    room, kept = float(most), ""
    for c in text:
        room -= 1 if ord(c) > 0x2E7F else 0.55
        if room < 0:
            return kept + "…"
        kept += c
    return kept


class Room:
    """What is taken already: boxes in the cells of a grid. Nothing is taken outside `paper`."""

    def __init__(self, paper: Box | None = None) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._paper = paper

    def take(self, box: Box, *, force: bool = False) -> bool:
        """Take the box if it is free; say whether it was taken."""
        cells = [
            (x, y)
            for x in range(int(box.left // CELL), int(box.right // CELL) + 1)
            for y in range(int(box.top // CELL), int(box.bottom // CELL) + 1)
        ]
        if not force:
            if self._paper and not _holds(self._paper, box):
                return False
            if any(_meet(box, other) for cell in cells for other in self._cells[cell]):
                return False
        for cell in cells:
            self._cells[cell].append(box)
        return True


def _meet(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def _holds(paper: Box, box: Box) -> bool:
    inside = paper.left <= box.left and box.right <= paper.right
    return inside and paper.top <= box.top and box.bottom <= paper.bottom


def settled(wanted: Iterable[tuple[Label, float]], room: Room) -> list[Label]:
    """Of labels with the radius of their mark, in order of importance, those that find room: below, above, beside."""
    kept = []
    for label, radius in wanted:
        wide, high = width(label.text, label.size), label.size
        for dx, dy in (
            (0.0, radius + high),
            (0.0, -radius - high * 0.25),
            (radius + wide / 2 + 3, high * 0.36),
            (-radius - wide / 2 - 3, high * 0.36),
        ):
            x, y = label.x + dx, label.y + dy
            if room.take(Box(x - wide / 2 - 1, y - high * 0.9, x + wide / 2 + 1, y + high * 0.22)):
                kept.append(Label(label.text, x, y, label.size, label.owner))
                break
    return kept
