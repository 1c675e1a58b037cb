"""Months, days, quarters, halves and feasts within a known year."""

from __future__ import annotations

import re

from kg.values.dates import month_end
from kg.values.numerals import integer
from kg.values.reference import span, write

Value = tuple[str, str | None]  # kind and value of a Period
_FEASTS = {"国": (10, 1, 7), "中": (10, 1, 7), "五": (5, 1, 5), "春": (2, 0, 0)}  # month, first and last day
_LONG = ("周", "期", "假")  # 黄金周, 假期, 长假: the days, not the month


def first_month(found: re.Match[str]) -> int:
    """Return the month that must have come for a match of dates.DATE to lie in the past; 0 for a whole year."""
    for group, factor in (("m2", 1), ("m", 1), ("fm", 1), ("fq", 3)):
        if found[group]:
            return (integer(found[group]) or 0) * factor
    if found["q"] or found["q1"]:
        return 3 * (integer(found["q"] or "1") or 1) - 2
    if found["half"]:
        return 5 if found["half"][0] == "上" else 7
    return _FEASTS[found["feast"].strip("“")[0]][0] if found["feast"] else 0


def inside(found: re.Match[str], year: int) -> Value:
    """Return kind and value of what a match of dates.DATE names within `year` (0: unknown)."""
    if found["m1"]:
        return "span", _months(year, integer(found["m1"]) or 0, integer(found["m2"]) or 0)
    if found["m"]:
        return _day(found, year)
    if found["fm"]:
        return "span", _months(year, 1, integer(found["fm"]) or 0)
    if found["fq"]:
        return "span", _months(year, 1, 3 * (integer(found["fq"]) or 0))
    if found["q"] or found["q1"]:
        quarter = integer(found["q"] or "1") or 1
        return "span", _months(year, 3 * quarter - 2, 3 * quarter)
    if found["half"]:
        return "span", _months(year, 1, 6) if found["half"][0] == "上" else _months(year, 7, 12)
    return _feast(found, year) if found["feast"] else ("year", write(year))


def _months(year: int, first: int, last: int) -> str | None:
    return span(write(year, first), write(year, last)) if 0 < first <= last <= 12 else None


def _day(found: re.Match[str], year: int) -> Value:
    month, day = integer(found["m"]) or 0, integer(found["d"] or "") or 0
    if not day:
        return "month", write(year, month)
    if found["d2"]:
        last = write(year, integer(found["rm"] or found["m"]) or 0, integer(found["d2"]) or 0)
        return "span", span(write(year, month, day), last)
    return "day", write(year, month, day)


def _feast(found: re.Match[str], year: int) -> Value:
    """国庆 is the month, 国庆假期 its days, 国庆前 the month before."""
    name = found["feast"].strip("“”")
    month, first, last = _FEASTS[name[0]]
    if found["eve"]:
        return "month", write(year, month - 1)
    if first and name.endswith(_LONG):
        return "span", span(write(year, month, first), write(year, month, last))
    return "month", write(year, month)


def edge(found: re.Match[str], year: int, *, stock: bool, past: bool) -> Value:
    """Return kind and value of the 底, 末, 初 or 中 of a year or month.

    The last day for a `stock` (年末, 9月末, 截至…底) that lies in the past, else the month.
    """
    tail = found["tail"]
    month = integer(found["m"] or "") or 0
    if "初" in tail:
        return ("month", write(year, month)) if month else ("start", write(year, 1))
    if "中" in tail:
        return "month", write(year, month or 6)
    last = month or 12
    if stock and past and year and not tail.endswith("前"):
        return "end", write(year, last, month_end(year, last))
    return ("month" if month else "end"), write(year, last)
