"""Hard line breaks: which lines of a page are one paragraph that was broken to fit a column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kg.repair.kinds import is_closed, is_heading, is_label, is_numbered, is_prose
from kg.repair.lines import Line

NARROWEST, WIDEST = 12, 60  # characters in a line of a wrapped column
_SLACK = 3  # characters that a full line may lack
_NEVER_FIRST = frozenset("，。、；：！？”’）》」』】,.;:!?)％%")
_CONTINUES = frozenset("的了着过等")
_SHORTEST_PROSE = 18  # a broken line of prose outside wrapped text is at least so long


class Column(NamedTuple):
    """The width of a wrapped column, in characters and in display columns."""

    length: int
    width: int

    def is_full(self, line: Line) -> bool:
        """Say whether `line` reaches the edge of the column."""
        length = len(line.text) + line.indent // 2
        return length >= self.length - _SLACK or line.width >= self.width - 2 * _SLACK


def runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield stretches of running text without a blank line, a caption, furniture or a row between."""
    run: list[Line] = []
    for line in lines:
        if run and (line.kind or line.gap or run[-1].kind):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def column_of(run: list[Line]) -> Column | None:
    """Return the column that the lines of `run` fill, or None where they are not wrapped."""
    if len(run) < 3:
        return None
    lengths = sorted(len(line.text) + line.indent // 2 for line in run)
    length = lengths[-1 - len(lengths) // 20]
    if not NARROWEST <= length <= WIDEST:
        return None
    column = Column(length, sorted(line.width for line in run)[-1 - len(run) // 20])
    full = [line for line in run if column.is_full(line)]
    inner = [line for line in full if not is_closed(line.text)]
    prose = sum(is_prose(line.text) for line in full)
    if 2 * len(full) < len(run) or 2 * len(inner) < len(full) or 5 * prose < 2 * len(full) or len(inner) < 2:
        return None
    return column


class Columns:
    """The columns that the wrapped runs of a page prove, for the short runs that prove nothing."""

    def __init__(self, found: list[Column]) -> None:
        self._found = sorted(set(found))

    def nearest(self, run: list[Line]) -> Column | None:
        """Return a proved column that the longest line of the short `run` fills exactly, else None."""
        length = max(len(line.text) + line.indent // 2 for line in run)
        at = bisect_left(self._found, (length - 1, 0))
        if at < len(self._found) and self._found[at].length <= length + 1:
            return Column(length, max(line.width for line in run))
        return None


def paragraphs(run: list[Line], column: Column | None) -> Iterator[list[Line]]:
    """Yield the lines of `run` that make one paragraph each."""
    indented = any(line.indent >= 2 for line in run)
    paragraph: list[Line] = []
    for line in run:
        if paragraph and not _continues(paragraph, line, column, indented):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _continues(paragraph: list[Line], line: Line, column: Column | None, indented: bool) -> bool:
    last = paragraph[-1]
    if line.text[0] in _NEVER_FIRST and (column or len(line.text) > 2):
        return not (is_closed(last.text) and column is None) or line.text[0] in "，。、；"
    if line.indent > paragraph[0].indent + 1 or (line.indent >= 2 and line.indent > last.indent):
        return False
    closed = is_closed(last.text)
    if indented and line.indent >= 2 and len(paragraph) > 1:
        return False
    if column is None:
        return not closed and _is_broken_prose(last, line, indented)
    if is_numbered(line.text) and closed:
        return False
    if column.is_full(last):
        return True
    if closed:
        return indented and 5 * last.width >= 4 * column.width and line.indent < 2
    return len(paragraph) > 1 or not is_heading(last.text)


def _is_broken_prose(last: Line, line: Line, indented: bool) -> bool:
    """Say whether prose that is not wrapped was broken once between the two lines."""
    if line.indent >= 2 or is_numbered(line.text) or (indented and last.indent >= 2 and is_numbered(line.text)):
        return False
    if last.text[-1].isdigit() and line.text[0].isdigit() and is_prose(last.text):
        return True
    if is_label(line.text) or not is_prose(line.text):
        return False
    if line.text[0] in _CONTINUES and len(last.text) >= _SHORTEST_PROSE:
        return True
    return len(last.text) >= _SHORTEST_PROSE and is_prose(last.text) and not is_heading(last.text)
