"""Spans that name a listed indicator (seeds/indicators.yaml). Composed names and open ones are read by `relate`."""

from __future__ import annotations

import re

from kg.model import Mention
from kg.seeds import Seeds

_compiled: list[tuple[Seeds, re.Pattern[str], dict[str, str]]] = []  # those of the seeds used last


def find(text: str, seeds: Seeds) -> list[Mention]:
    """Return a Metric mention for each indicator that `text` names, the longest at each place, without overlap."""
    if not _compiled or _compiled[0][0] is not seeds:
        _compiled[:] = [_compile(seeds)]
    _, pattern, names = _compiled[0]
    return [
        Mention("Metric", m.start(), m.end(), names[m.group()], "seed:indicators", entity=f"metric:{names[m.group()]}")
        for m in pattern.finditer(text)
    ]


def _compile(seeds: Seeds) -> tuple[Seeds, re.Pattern[str], dict[str, str]]:
    """All ways to write an indicator; an abbreviation stands for the full name, other ways for themselves."""
    names: dict[str, str] = {}
    for name, entry in seeds.data["indicators"]["indicators"].items():
        names[name] = name
        names.update({way: way for way in entry.get("also", ())})
        names.update(dict.fromkeys(entry.get("short", ()), name))
    longest_first = sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n))
    return seeds, re.compile("|".join(map(re.escape, longest_first))), names
