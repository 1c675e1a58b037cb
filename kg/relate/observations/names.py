"""Candidates for the name of a figure's indicator: spans beside it, carried names, composed ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.relate.observations.candidate import Earlier, Named
from kg.relate.observations.composed import by_unit, carried, composed
from kg.relate.observations.lists import joint, listed
from kg.relate.observations.slots import Slot
from kg.relate.observations.spans import in_table, left_of, ranked, right_of
from kg.relate.observations.words import Words

SECTOR = re.compile(r"^第?([一二三])产(?:业)?(?=[^业])")
MOST = 40  # candidates of one figure
LONG = 28  # characters of a name


def candidates(slot: Slot, earlier: Sequence[Earlier], words: Words) -> list[Named]:
    """Return the candidates for the name of `slot`, without repeats, at most MOST."""
    left, right = list(left_of(slot)), list(right_of(slot))
    found: dict[str, Named] = {}
    last = _last(slot, earlier)
    for named in (
        *in_table(slot),
        *left,
        *right,
        *listed(slot, earlier, left, words),
        *carried(slot, last),
        *composed(slot, last, left, words),
        *joint(slot, left, words),
        *ranked(slot, words),
        *by_unit(slot, left, right, words),
    ):
        name = words.short.get(named.name, named.name)
        if "产" in name[:3]:
            name = SECTOR.sub(r"第\1产业", name)
        if 1 < len(name) <= LONG and name not in found:
            found[name] = (
                named if name == named.name else Named(name, named.source, named.spans, (*named.features, "short"))
            )
    return list(found.values())[:MOST]


def _last(slot: Slot, earlier: Sequence[Earlier]) -> list[Earlier]:
    """The figures read before in the same block, nearest first, at most four."""
    return [e for e in reversed(earlier[-4:]) if e.slot.block == slot.block]
