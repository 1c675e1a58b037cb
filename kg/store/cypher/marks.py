"""Refusing a query: the message, the line with the place marked, and names that are near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, NoReturn

from kg.errors import UsageError
from kg.tables import clean, width

SHOWN = 100  # characters of a line that are shown around the place


def refuse(code: str, query: str, start: int, end: int, **values: Any) -> NoReturn:
    """Raise UsageError with the message `code`, whose blank `at` is the query with the place marked."""
    raise UsageError(code, at=marked(query, start, end), **values)


def marked(query: str, start: int, end: int) -> str:
    """The line of the place, and a line of marks below it."""
    start = min(start, len(query))
    line_start = query.rfind("\n", 0, start) + 1
    line_end = query.find("\n", start)
    line_end = len(query) if line_end < 0 else line_end
    number = query.count("\n", 0, start) + 1
    left = max(line_start, start - SHOWN // 2)
    before = clean(query[left:start])
    inside = clean(query[start : max(start + 1, min(end, line_end))])
    after = clean(query[max(start + 1, min(end, line_end)) : min(line_end, left + SHOWN)])
    head = f"{number}: "
    marks = " " * (len(head) + width(before)) + "^" * max(1, min(width(inside), SHOWN))
    return f"\n{head}{before}{inside[:SHOWN]}{after}\n{marks}"


def near(name: str, known: Iterable[str], other: dict[str, str] | None = None) -> list[str]:
    """Up to three known names that `name` may have meant; `other` maps further spellings to known names."""
    names = sorted(set(known))
    if other and name in other:
        return [other[name]]
    folded = {n.lower().replace("_", ""): n for n in names}
    found = difflib.get_close_matches(name.lower().replace("_", ""), folded, n=3, cutoff=0.6)
    return [folded[f] for f in found]


def unknown(code: str, query: str, place: tuple[int, int], name: str, known: Iterable[str], **more: Any) -> NoReturn:
    """Refuse an unknown name, with those that are near, else all that are known."""
    others: dict[str, str] = more.pop("other", {})
    close = near(name, known, others)
    listed = ", ".join(close or sorted(set(known)))
    refuse(f"{code}_near" if close else code, query, *place, name=clean(name), known=listed, **more)
