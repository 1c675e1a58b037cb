"""What a page repeats: running heads and feet, page numbers, also one that stuck to the end of a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from kg.repair.lines import Line

_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads or feet
_LONGEST = 60
_FEWEST_NUMBERS = 3
_SHORTEST_PROSE = 40  # characters of a line that a page number may stick to
_FARTHEST_STEP = 2  # pages between two numbers that stuck
_DIGITS = re.compile(r"[\d０-９]+")
_STUCK = re.compile(r"[一-鿿，、](\d{1,3})$")
_BARE = re.compile(r"[\d０-９]{1,4}$")


def mark(lines: list[Line], pages: tuple[int, ...]) -> list[Line]:
    """Return `lines` with what pages repeat marked as furniture and stuck page numbers cut off."""
    return _without_stuck(_heads(lines, pages) if len(pages) > 1 else lines)


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


def _without_stuck(lines: list[Line]) -> list[Line]:
    """Cut page numbers off the lines that they stuck to: such numbers rise through the document by one or two."""
    long = [i for i, line in enumerate(lines) if len(line.text) >= _SHORTEST_PROSE]
    ends = [(i, int(match[1])) for i in long if (match := _STUCK.search(lines[i].text))]
    if len(ends) < _FEWEST_NUMBERS:
        return lines
    chain = _rising(ends)
    if len(chain) < _FEWEST_NUMBERS or 5 * len(chain) < 4 * len(ends):
        return lines
    cut = list(lines)
    for i, number in chain:
        line, length = lines[i], len(str(number))
        cut[i] = line._replace(end=line.end - length, text=line.text[:-length])
    return cut


def _rising(ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `ends` in which each number is a little greater than the one before."""
    best: list[tuple[int, int]] = []
    chain: list[tuple[int, int]] = []
    for end in ends:
        if chain and 0 < end[1] - chain[-1][1] <= _FARTHEST_STEP:
            chain.append(end)
        elif len(chain) < 2 or end[1] <= 1:
            chain = [end]
        if len(chain) > len(best):
            best = list(chain)
    return best
