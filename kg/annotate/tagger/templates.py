"""Features as hashes: a template is a tuple of (column, offset); its feature at a character is a 64-bit number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.uint64]]
Template = tuple[tuple[str, int], ...]

PRIME = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(29)
PAD = 8  # characters added before and behind, so that offsets never leave the columns


WINDOWS = (
    "0", "-1", "1", "-2", "2", "-3", "3", "-1 0", "0 1", "-1 1", "-2 -1", "1 2", "-3 -2", "2 3",
    "-2 -1 0", "-1 0 1", "0 1 2", "-3 -2 -1", "1 2 3",
)  # fmt: skip


WORD_TEMPLATES: tuple[Template, ...] = (
    *(tuple(("char", int(at)) for at in window.split()) for window in WINDOWS),
    (("class", -1), ("class", 0), ("class", 1)),
    (("class", -2), ("class", -1), ("class", 0), ("class", 1), ("class", 2)),
)
TEMPLATES: tuple[Template, ...] = (
    *WORD_TEMPLATES,
    (("quote", 0),),
    (("quote", 0), ("quote", -1)),
    (("next", 0),),
    (("line", 0),),
    (("head", 0),),
    (("head", -1),),
    (("honor", 0),),
    (("level", 0),),
    (("industry", 0),),
    (("trigger", 0),),
    (("rule", 0),),
    (("rule", 0), ("rule", -1)),
    (("place", 0),),
    (("place", -1),),
    (("place", 1),),
    (("since", 0),),
    (("since", 0), ("next", 0)),
    (("tag", 0),),
    (("tags", 0),),
    (("word", 0),),
)
DENSE = frozenset({"char", "class"})


def hashed(number: int, template: Template, columns: Mapping[str, Array], start: int, end: int) -> tuple[Any, Array]:
    """Positions (from `start`) where the template has a feature, and the features' hashes.

    A column other than characters and classes says 0 where it says nothing; the template's first column decides.
    """
    name, offset = template[0]
    first = columns[name][start + PAD + offset : end + PAD + offset]
    at = np.arange(end - start) if name in DENSE else np.flatnonzero(first)
    result = np.full(len(at), number + 1, dtype=np.uint64)
    for name, offset in template:
        values = columns[name][start + PAD + offset : end + PAD + offset]
        result = (result ^ (values if len(at) == end - start else values[at])) * PRIME
        result ^= result >> MIX
    return at, result
