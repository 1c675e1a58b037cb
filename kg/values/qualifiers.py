"""What stands around a number and says how exact it is: 约, 近, 超, 不足, 以上, 左右."""

from __future__ import annotations

import re

from kg.values.units import Units

_AFTER = re.compile(
    r"(?:的(?:目标|水平|范围|红线|控制目标))?(?:(?P<approx>左右|上下|许(?![可多]))"
    r"|(?P<over>[及或]?以上|(?<![0-9])有余|开外|还多|还强|强(?![镇县市村国化])|(?<=[成年倍元里米斤天时月数一])多(?![元个种次样年数层功式媒方点项]))"
    r"|(?P<under>[及或]?以下|以内|之内|不到|弱(?![势项])))"
)
_FIRST = frozenset("的左上许及或以有开还强多之不弱内")
_INSIDE = frozenset("部容蒙外地陆需销资生置设控涵河")

_FAR = re.compile(
    "(?P<under>最高(?<![史年期]最高)(?![的水点法院峰纪值价气])|最多|不超过|至多|不及|不足|最低(?=降至))|(?P<approx>几乎是?)|(?P<over>至少)"
)
_NEAR = re.compile("(?:[0-9]{4}年|[^，。；、：0-9\n]){0,14}$")


def far(text: str, start: int) -> str:
    """Return the qualifier said a little before, in the same clause: 最多卖出, 几乎是上年的."""
    found = _FAR.search(text, max(0, start - 14), start)
    if found and _NEAR.match(text, found.end(), start):
        return found.lastgroup or "exact"
    return "exact"


def before(text: str, start: int, units: Units) -> tuple[str, int]:
    """Return the qualifier that stands before `start` and where it begins.

    >>> from kg.values.units import default_units
    >>> before("规模超过30亿元", 4, default_units()), before("签约30个", 2, default_units())
    (('over', 2), ('exact', 2))
    """
    last = start - 1
    if last >= 0 and text[last] == " ":
        last -= 1
    if last < 0:
        return "exact", start
    for word, qualifier in units.qualifiers.get(text[last], ()):
        first = last + 1 - len(word)
        if first >= 0 and text.startswith(word, first):
            if len(word) == 1 and first and text[first - 1] in units.not_qualifier.get(word, ""):
                continue
            return qualifier, first
    return "exact", start


def after(text: str, end: int, unit: str, units: Units) -> tuple[str, int]:
    """Return the qualifier that stands at `end`, behind a number and its unit, and where it ends."""
    if end >= len(text) or text[end] not in _FIRST:
        return "exact", end
    found = _AFTER.match(text, end)
    if found and found.lastgroup:
        return found.lastgroup, found.end()
    if text[end] == "内" and unit in units.time and text[end + 1 : end + 2] not in _INSIDE:
        return "under", end + 1
    return "exact", end
