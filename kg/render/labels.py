"""Labels as a map draws them: of constant size, the most important first, none over another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

CELL = 64.0


@dataclass(frozen=True)
class Label:
    text: str
    x: float  # middle
    y: float  # baseline
    size: float
    owner: int  # node number, or -1 - group number


def width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as high, a Latin one a little over half."""
    return sum(size if ord(c) > 0x2E7F else size * 0.58 for c in text)


def shortened(text: str, most: int = 16) -> str:
    """A text that is no longer than `most` Chinese characters, … at its end where it was."""
    room, kept = float(most), ""
    for c in text:
        room -= 1 if ord(c) > 0x2E7F else 0.55
        if room < 0:
            return kept + "…"
        kept += c
    return kept


class Room:
    """What is taken already: boxes in the cells of a grid."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)

    def take(self, box: tuple[float, float, float, float], *, force: bool = False) -> bool:
        """Take the box (left, top, right, bottom) if it is free; say whether it was taken."""
        cells = [
            (x, y)
            for x in range(int(box[0] // CELL), int(box[2] // CELL) + 1)
            for y in range(int(box[1] // CELL), int(box[3] // CELL) + 1)
        ]
        if not force and any(_meet(box, other) for cell in cells for other in self._cells[cell]):
            return False
        for cell in cells:
            self._cells[cell].append(box)
        return True


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


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
            if room.take((x - wide / 2 - 1, y - high * 0.9, x + wide / 2 + 1, y + high * 0.22)):
                kept.append(Label(label.text, x, y, label.size, label.owner))
                break
    return kept
