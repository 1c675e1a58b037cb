"""Words with places on a page to lines in reading order: two columns are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Word(NamedTuple):
    """A piece of text without a wide blank, and its box; `top` counts downwards."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str


Table = tuple[float, list[str]]  # top, rows
_SAME_LINE = 0.5  # of a word's height
_WIDE_BLANK = 1.2  # of a word's height: two words so far apart have a wide blank between
_INDENT = (1.5, 4.5)  # of a word's height: how far a paragraph's first line stands in
_FEWEST_LINES = 6  # on both sides of a gutter
_GUTTER = 8.0  # points


def page_lines(words: Sequence[Word], width: float, tables: Sequence[Table]) -> list[str]:
    """Return the lines of a page from top to bottom, tables where they stand."""
    lines = _lines(words)
    gutter = _gutter(lines, width)
    placed: list[tuple[float, str]] = []
    for part in _bands(lines, gutter):
        left = min((line[0].x0 for line in part), default=0.0)
        placed.extend(_written(part, left))
    return _with_tables(placed, tables)


def _with_tables(lines: list[tuple[float, str]], tables: Sequence[Table]) -> list[str]:
    """Put each table in front of the first line that stands below its top."""
    waiting = sorted(tables)
    found: list[str] = []
    for top, text in lines:
        while waiting and waiting[0][0] < top:
            found.extend(waiting.pop(0)[1])
        found.append(text)
    for _, rows in waiting:
        found.extend(rows)
    return found


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Gather words of one height into lines."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        middle = (word.top + word.bottom) / 2
        last = lines[-1][-1] if lines else None
        if last and abs(middle - (last.top + last.bottom) / 2) <= _SAME_LINE * max(word.bottom - word.top, 1.0):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line) for line in lines]


def _gutter(lines: Sequence[Sequence[Word]], width: float) -> float | None:
    """Return the middle of the blank strip between two columns, or None."""
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        x = width * step / 100
        both = sum(_sides(line, x) == 3 for line in lines)
        crossed = sum(any(w.x0 < x + _GUTTER / 2 and w.x1 > x - _GUTTER / 2 for w in line) for line in lines)
        if both >= _FEWEST_LINES and 5 * crossed <= both and (best is None or both - crossed > best[0]):
            best = (both - crossed, x)
    return best[1] if best else None


def _sides(line: Sequence[Word], x: float) -> int:
    """Return 1 for words left of `x`, 2 for words right of it, 3 for both, 0 where a word crosses it."""
    if any(w.x0 < x < w.x1 for w in line):
        return 0
    return any(w.x1 <= x for w in line) + 2 * any(w.x0 >= x for w in line)


def _bands(lines: list[list[Word]], gutter: float | None) -> list[list[list[Word]]]:
    """Part the lines at those that cross the gutter; between two such, the left column comes first."""
    if gutter is None:
        return [lines]
    parts: list[list[list[Word]]] = []
    left: list[list[Word]] = []
    right: list[list[Word]] = []
    for line in lines:
        if _sides(line, gutter) == 0:
            parts += [left, right, [line]]
            left, right = [], []
            continue
        for side, members in (
            (left, [w for w in line if w.x1 <= gutter]),
            (right, [w for w in line if w.x0 >= gutter]),
        ):
            if members:
                side.append(members)
    return [part for part in (*parts, left, right) if part]


def _written(lines: list[list[Word]], left: float) -> list[tuple[float, str]]:
    """Write the lines of one column; a line that stands in gets two full-width blanks, a wide gap a blank line."""
    found: list[tuple[float, str]] = []
    bottom: float | None = None
    for line in lines:
        height = max(line[0].bottom - line[0].top, 1.0)
        text = line[0].text
        for before, word in pairwise(line):
            gap = word.x0 - before.x1
            text += ("  " if gap > _WIDE_BLANK * height else " " if gap > 0.3 * height else "") + word.text
        inset = (line[0].x0 - left) / height
        if _INDENT[0] <= inset <= _INDENT[1] and len(text) > 8:
            text = "\u3000\u3000" + text
        if bottom is not None and line[0].top - bottom > 1.3 * height:
            found.append((line[0].top, ""))
        bottom = line[0].bottom
        found.append((line[0].top, text))
    return found
