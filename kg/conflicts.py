"""Which values of one indicator cannot both be true: rounding and words such as 超 and 近 taken into account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any

NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
MAGNITUDES = (("万亿", 1e12), ("亿", 1e8), ("千万", 1e7), ("百万", 1e6), ("万", 1e4), ("千", 1e3), ("百", 1e2))
APPROX = 0.05  # how far 约 and 近 may be off
OVER = 0.25  # how much more 超 and 余 may hide
MANY = 6  # more different values of one indicator than this are a misread list, not a quarrel


def conflicts(observations: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of ids whose values differ beyond rounding.

    `observations` are nodes of one subject, metric, period, kind, modality and unit: value, value_max, qualifier and
    surface count. Where there are more than MANY, each is compared with the next larger one alone.
    """
    ids = sorted(observations, key=lambda id: (observations[id]["value"], id))
    pairs = combinations(ids, 2) if len(ids) <= MANY else pairwise(ids)
    for a, b in pairs:
        if not _agree(observations[a], observations[b]):
            yield min(a, b), max(a, b)


def resolution(value: float, surface: str) -> float:
    """Half a unit of the last place that the text gives.

    >>> resolution(265000000000, "2650亿元"), resolution(3.07, "3.07%")
    (50000000.0, 0.005)
    """
    found = NUMBER.search(surface)
    if not found:
        return abs(value) * 1e-9
    magnitude = next((m for word, m in MAGNITUDES if word in surface[found.end() : found.end() + 2]), 1.0)
    return magnitude / 2 / float(10 ** len(found.group(1) or ""))


def _span(o: Mapping[str, Any]) -> tuple[float, float]:
    value, top = o["value"], o.get("value_max", o["value"])
    half = resolution(value, o.get("surface", ""))
    low, high = value - half, top + half
    size = max(abs(value), abs(top))
    if o["qualifier"] == "approx":
        return low - size * APPROX, high + size * APPROX
    if o["qualifier"] == "over":
        return value, high + size * OVER
    if o["qualifier"] == "under":
        return low - size * OVER, top
    return low, high


def _agree(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    (low, high), (least, most) = _span(a), _span(b)
    return low <= most and least <= high
