"""Periods as bounds: what `2023-01/2023-09` means in days."""

from __future__ import annotations

import calendar
from typing import Any


def bounds(period: str | None) -> dict[str, Any]:
    """Return {start, end, year} of a period: first day, last day, the year in which it ends; {} for None.

    >>> bounds("2023-01/2023-09")
    {'start': '2023-01-01', 'end': '2023-09-30', 'year': 2023}
    >>> bounds("2024-02")
    {'start': '2024-02-01', 'end': '2024-02-29', 'year': 2024}
    """
    if not period:
        return {}
    first, _, last = period.partition("/")
    end = _last_day(last or first)
    return {
        "start": (first + "-01-01")[:10] if len(first) == 4 else (first + "-01")[:10],
        "end": end,
        "year": int(end[:4]),
    }


def _last_day(date: str) -> str:
    parts = [int(p) for p in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day:02d}"
