"""What the numbers of one sentence share: a unit said once, a 突破 before the first, a 以上 behind the last."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Quantity

_LINKS = frozenset(("、", "和", "及", "与", "，", "以及", "或", ",", "、和"))
_CLOSE = frozenset(("、", "和", "及", "与", "以及", "或"))
_LISTED = frozenset(("plain", "bare", "times"))
_PEOPLE = frozenset(("人", "名", "位"))
_RATE_GAP = re.compile("[^。；，！？\n]{0,16}")
_FALL_GAP = re.compile("[^。；，！？\n0-9]{0,8}$")
_REACH = 40  # how far back the list word 分别 is looked for


def settle_lists(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return `found` with what a list says once given to all its numbers.

    A unit (分别增长5.1、6.3和8.2个百分点), a qualifier (突破800亿元、6000亿元; 分别增长5%、6%左右), the form `class`
    (5亿元、10亿元的，奖励…), the base of a rate (每三户就有一户), the unit of what fell to nought (由5处减为零).
    """
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        out[index] = _from_next(text, out, index)
    for index in range(1, len(out)):
        out[index] = _from_previous(text, out[index - 1], out[index])
    return out


def _from_next(text: str, found: list[Quantity], index: int) -> Quantity:
    this, following = found[index], found[index + 1]
    gap = text[this.end : following.start]
    if this.form not in _LISTED or gap not in _LINKS:
        return this
    if following.form == "class" and gap in _CLOSE and this.unit == following.unit:
        return replace(this, form="class")
    if following.form not in _LISTED:
        return this
    if not this.unit and following.unit and gap in _CLOSE:
        this = _with_unit(text, this, following)
    shared = this.qualifier == "exact" != following.qualifier and this.unit == following.unit
    behind = following.end > following.number[1] or "分别" in text[max(0, this.start - 2) : this.start]
    if shared and behind and "分别" in text[max(0, this.start - _REACH) : this.start].rpartition("。")[2]:
        return replace(this, qualifier=following.qualifier)
    return this


def _with_unit(text: str, this: Quantity, following: Quantity) -> Quantity:
    """Give `this` the unit of `following`, and its magnitude where it has none of its own."""
    written = text[following.number[0] : following.number[1]]
    factor = 1.0
    if text[this.number[1] - 1] not in "万亿":
        factor = (1e8 if "亿" in written else 1.0) * (1e4 if "万" in written else 1.0)
    return replace(this, unit=following.unit, value=round(this.value * factor, 6), form="plain")


def _from_previous(text: str, before: Quantity, this: Quantity) -> Quantity:
    if before.form == "per":
        return _rate(text, before, this)
    if this.form == "zero":
        fell = before.unit and _FALL_GAP.match(text[before.end : this.start])
        return replace(this, unit=before.unit) if fell else this
    if this.qualifier != "exact" or before.qualifier == "exact" or this.form not in (*_LISTED, "class"):
        return this
    led = before.start < before.number[0] and before.end == before.number[1] and before.unit == this.unit
    return replace(this, qualifier=before.qualifier) if led and text[before.end : this.start] in _CLOSE else this


def _rate(text: str, base: Quantity, this: Quantity) -> Quantity:
    """每三台就有一台 is a third; 每千人7张 床位 stays what it is."""
    same = base.unit == this.unit or (base.unit in _PEOPLE and this.unit in _PEOPLE)
    if not same or not 1 < base.value <= 1000 or this.value > base.value or this.form not in ("plain", "one"):
        return this
    gap = text[base.end : this.start]
    if _RATE_GAP.fullmatch(gap) is None and _RATE_GAP.fullmatch(gap.replace("，", "", 1)) is None:
        return this
    return replace(this, value=round(100 * this.value / base.value, 2), value_max=None, unit="%", form="rate")
