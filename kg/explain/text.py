"""An explanation as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.explain.spot import Row
from kg.messages import say

LEAD = ("what", "type", "figure", "decision", "relation", "phrase", "project", "fact")  # what a row is about


def lines(sections: Sequence[tuple[str, list[Row]]], lang: str) -> Iterator[str]:
    """Yield a heading a section and a line a row; what won is marked with *."""
    for name, rows in sections:
        yield f"== {say(f'explain.{name}', lang)}"
        for row in rows:
            yield _line(row)
        if not rows:
            yield f"   {say('explain.none', lang)}"


def _line(row: Row) -> str:
    won = row.get("won") or row.get("outcome") == "won"
    lead = next((key for key in LEAD if key in row), "")
    rest = (f"{key} {_plain(value)}" for key, value in row.items() if key not in (lead, "won") and value is not None)
    return f" {'*' if won else ' '} {_plain(row.get(lead))}  " + " · ".join(rest)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)
