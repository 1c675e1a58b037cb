"""What the numbers of one list share: a unit said once, a 突破 before the first, a 以上 behind the last."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Quantity
from kg.values.units import Units

_LINKS = frozenset(("、", "和", "及", "与", "，", "以及", "或", ",", "、和"))
_LISTED = frozenset(("plain", "bare", "times"))


def settle_lists(text: str, found: list[Quantity], units: Units) -> list[Quantity]:
    """Return `found` with unit and qualifier carried along lists (分别增长5.1、6.3和8.2个百分点)."""
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        first, second = out[index], out[index + 1]
        gap = text[first.end : second.start]
        if gap not in _LINKS or second.form not in _LISTED or first.form not in _LISTED:
            continue
        if not first.unit and second.unit and gap != "，" and gap != ",":
            first = _with_unit(text, first, second)
        if (
            second.end > second.number[1]
            and second.qualifier != "exact"
            and first.unit == second.unit
            and first.qualifier == "exact"
        ):
            if "分别" in text[max(0, _chain_start(text, out, index) - 12) : first.start]:
                first = replace(first, qualifier=second.qualifier)
        out[index] = first
    for index in range(1, len(out)):
        before, this = out[index - 1], out[index]
        if (
            before.start < before.number[0]
            and before.qualifier != "exact"
            and this.qualifier == "exact"
            and before.unit == this.unit
            and text[before.end : this.start] in ("、", "和", "及")
            and this.form in _LISTED
        ):
            out[index] = replace(this, qualifier=before.qualifier)
    return out


def _with_unit(text: str, first: Quantity, second: Quantity) -> Quantity:
    """Give `first` the unit of `second`, and its magnitude where `first` has none of its own."""
    written = text[second.number[0] : second.number[1]]
    factor = 1.0
    for letter, size in (("亿", 1e8), ("万", 1e4)):
        if letter in written and first.value < 10000:
            factor *= size
    return replace(first, unit=second.unit, value=round(first.value * factor, 6), form="plain")


def _chain_start(text: str, found: list[Quantity], index: int) -> int:
    while index and text[found[index - 1].end : found[index].start] in _LINKS:
        index -= 1
    return found[index].start
