"""What pages repeat: running heads and feet, and page numbers between the lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from kg.repair.kinds import is_closed
from kg.repair.lines import Line

_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads or feet
_LONGEST = 60
_FEWEST_NUMBERS = 3
_SHORTEST_PROSE = 25  # characters of a line that a page number may follow
_FARTHEST_STEP = 2  # pages between two numbers
_DIGITS = re.compile(r"[\d０-９]+")
_BARE = re.compile(r"[\d０-９]{1,4}$")


def mark(lines: list[Line], pages: tuple[int, ...]) -> list[Line]:
    """Return `lines` with page numbers and what pages repeat marked as furniture."""
    return _numbers(_heads(lines, pages) if len(pages) > 1 else lines)


def _heads(lines: list[Line], pages: tuple[int, ...]) -> list[Line]:
    """Mark the first and last lines of pages that are the same on several pages, numbers aside."""
    by_page: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        by_page.setdefault(bisect_right(pages, line.start), []).append(i)
    edges = {i for page in by_page.values() for i in (*page[:_EDGE], *page[-_EDGE:]) if len(lines[i].text) <= _LONGEST}
    counts = Counter(_shape(lines[i]) for i in edges)
    wanted = 2 if len(by_page) < 4 else 3
    marked = {i for i in edges if counts[_shape(lines[i])] >= wanted or _BARE.match(lines[i].text)}
    return [line._replace(kind="furniture") if i in marked else line for i, line in enumerate(lines)]


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _numbers(lines: list[Line]) -> list[Line]:
    """Mark page numbers that stand as lines of their own in the middle of sentences and rise through the document."""
    found = [
        (i, int(line.text))
        for i, line in enumerate(lines)
        if len(line.text) <= 3 and _BARE.match(line.text) and i and len(lines[i - 1].text) >= _SHORTEST_PROSE
    ]
    chain = _rising(found)
    cutting = sum(not is_closed(lines[i - 1].text) for i, _ in chain)
    if len(chain) < _FEWEST_NUMBERS or 5 * len(chain) < 4 * len(found) or 2 * cutting < len(chain):
        return lines
    marked = {i for i, _ in chain}
    return [line._replace(kind="furniture") if i in marked else line for i, line in enumerate(lines)]


def _rising(numbers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest stretch of `numbers` in which each is a little greater than the one before."""
    best: list[tuple[int, int]] = []
    chain: list[tuple[int, int]] = []
    for number in numbers:
        if not chain or not 0 < number[1] - chain[-1][1] <= _FARTHEST_STEP:
            chain = []
        chain.append(number)
        if len(chain) > len(best):
            best = list(chain)
    return best
