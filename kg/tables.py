"""Rows as a table for people, or as csv or json for programs."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMATS = ("table", "csv", "json")
WIDEST = 60  # columns that a cell of a table takes at most


def render(rows: Sequence[Mapping[str, Any]], format: str = "table", columns: Iterable[str] | None = None) -> str:
    """Return rows in one of FORMATS. Control characters never reach a terminal; a table cuts long cells with …"""
    names = list(columns or dict.fromkeys(key for row in rows for key in row))
    if format == "json":
        return json.dumps([{n: row.get(n) for n in names} for row in rows], ensure_ascii=False, indent=1) + "\n"
    if format == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_plain(row.get(n)) for n in names] for row in rows)
        return out.getvalue()
    cells = [[_cut(clean(_plain(row.get(n)))) for n in names] for row in rows]
    widths = [max([width(n), *(width(row[i]) for row in cells)]) for i, n in enumerate(names)]
    lines = [names, ["-" * w for w in widths], *cells]
    return "".join("  ".join(c + " " * (w - width(c)) for c, w in zip(line, widths)).rstrip() + "\n" for line in lines)


def clean(text: str) -> str:
    """The text in one line, without control and direction-changing characters."""
    return "".join(
        " " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )


def width(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width("周巷镇A")
    7
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def number(value: float) -> str:
    """A value as people write it: 265000000000, not 2.65e+11.

    >>> number(265000000000.0), number(3.07), number(-0.5)
    ('265000000000', '3.07', '-0.5')
    """
    return str(int(value)) if value == int(value) and abs(value) < 1e18 else repr(round(value, 6))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _cut(text: str) -> str:
    if width(text) <= WIDEST:
        return text
    out, used = "", 0
    for c in text:
        used += width(c)
        if used >= WIDEST:
            break
        out += c
    return out + "…"
