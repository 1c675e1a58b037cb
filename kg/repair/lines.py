"""Raw text to lines: where each begins and ends, how far it is indented, what follows what."""

from __future__ import annotations

from typing import NamedTuple

_BLANK = " \t\u3000\u00a0\u2002\u2003\ufeff\u200b\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Line(NamedTuple):
    """One line that is not blank. Offsets are raw; blanks at both ends are left out."""

    start: int
    end: int
    text: str
    indent: int  # columns of blank in front, a full-width one counting two
    gap: int  # blank lines before it
    kind: str = ""  # furniture | caption | row | "" for running text

    @property
    def width(self) -> int:
        """Columns that the line takes, indentation included; a full-width character takes two."""
        return self.indent + 2 * len(self.text) - narrow(self.text)


def narrow(text: str) -> int:
    """Return how many characters of `text` take one column."""
    return len(text.encode("ascii", "ignore"))


def lines(text: str, start: int, end: int) -> list[Line]:
    """Return the lines of raw text [start, end)."""
    found: list[Line] = []
    at, gap = start, 0
    for raw in text[start:end].split("\n"):
        content = raw.strip(_BLANK)
        if content:
            head = raw.index(content[0]) if raw[0] in _BLANK else 0
            indent = 2 * head - narrow(raw[:head]) if head else 0
            found.append(Line(at + head, at + head + len(content), content, indent, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return found
