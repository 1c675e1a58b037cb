"""Numbers of two parts: a∶b∶c, 百分之三, 四成五."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values import qualifiers
from kg.values.numerals import DIGITS, decimal, neighbours
from kg.values.units import Units

_PART = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_RATIO = re.compile(rf"{_PART}(?: ?[∶:：︰] ?{_PART}){{1,5}}")
_CUT = re.compile(" ?[∶:：︰] ?")
_DENOMINATORS = {"百": 100, "千": 1000, "万": 10000, "十": 10, "几": 0}
_CHINESE = "[零〇一二两三四五六七八九十百]{1,6}(?:点[零〇一二三四五六七八九]{1,6})?"
_FRACTION = re.compile(
    rf"(?P<low>[一二两三四五六七八九十百千万]{{1,4}}|[0-9]{{1,4}})分之(?P<high>{_CHINESE}|{_PART})(?:[至到-]{{1,2}}(?:百分之)?(?P<to>{_CHINESE}|{_PART}))?(?P<more>[多余])?"
)
_SLASH = re.compile(r"([1-9])/([2-9]|10)(?![0-9/.年月])")
_TENTHS = re.compile(
    "(?P<n>[一二三四五六七八九两]{1,2}|[1-9](?:[.][0-9])?)成(?P<part>[一二三四五六七八九半](?![家个名户项条]))?(?![功立为果熟长本品员都不分])"
)

_COINS = re.compile(
    "([0-9]{1,3}|[一二两三四五六七八九十]{1,3})块([一二两三四五六七八九])(?=[毛角，。；、一每多左钱”：\n])"
)
_SHARED = re.compile("([一二三四五六七八九])([一二三四五六七八九])(?:开|比例|分成|分账)")


def ratio_at(text: str, start: int, units: Units) -> tuple[Quantity, ...]:
    """Return the parts of the ratio at `start`, () when there is none."""
    if not text[start].isdecimal():
        return ()
    found = _RATIO.match(text, start)
    if found is None:
        return ()
    spans, at = [], start
    for part in _CUT.split(found[0]):
        at = text.index(part, at)
        spans.append((float(part), at, at + len(part)))
        at += len(part)
    total = sum(part[0] for part in spans)
    if len(spans) == 2 and 1.0 in (spans[0][0], spans[1][0]):
        value = spans[0][0] if spans[1][0] == 1.0 else spans[1][0]
        return (Quantity(start, found.end(), found.span(), value, None, "", "exact", False, "ratio"),)
    unit = "%" if 98.0 <= total <= 102.0 else ""
    return tuple(Quantity(a, b, (a, b), value, None, unit, "exact", False, "ratio") for value, a, b in spans)


def fraction_at(text: str, start: int, units: Units) -> tuple[Quantity, ...]:
    """Return the fraction at `start` in per cent, () when there is none."""
    found = _FRACTION.match(text, start)
    if found is None:
        found = _SLASH.match(text, start)
        if found is None or int(found[1]) >= int(found[2]):
            return ()
        value, high = round(100 * int(found[1]) / int(found[2]), 2), None
        more = None
    else:
        base = _DENOMINATORS.get(found["low"]) or decimal(found["low"])
        part = decimal(found["high"])
        if not base or part is None:
            return ()
        upper = decimal(found["to"]) if found["to"] else None
        value, high = _percent(part, base), None if upper is None else _percent(upper, base)
        more = found["more"]
    prefix, first = qualifiers.before(text, start, units)
    suffix, last = qualifiers.after(text, found.end(), "%", units)
    qualifier = "over" if more else suffix if suffix != "exact" else prefix
    return (Quantity(first, last, found.span(), value, high, "%", qualifier, False, "fraction"),)


def _percent(part: float, base: float) -> float:
    return round(100 * part / base, 4 if base in (100, 1000, 10000) else 2)


def tenths_at(text: str, start: int, units: Units) -> tuple[Quantity, ...]:
    """Return 四成, 七成二, 两三成 at `start` in per cent, () when there is none."""
    found = _TENTHS.match(text, start)
    if found is None:
        return ()
    pair = neighbours(found["n"])
    if pair is None and len(found["n"]) == 2 and not found["n"].isascii():
        return ()
    value = 10.0 * pair[0] if pair else 10 * (decimal(found["n"]) or 0)
    high = 10.0 * pair[1] if pair else None
    part = found["part"]
    value += 0 if not part else 5 if part == "半" else decimal(part) or 0
    prefix, first = qualifiers.before(text, start, units)
    suffix, last = qualifiers.after(text, found.end(), "%", units)
    qualifier = suffix if suffix != "exact" else prefix
    return (Quantity(first, last, found.span(), value, high, "%", qualifier, False, "tenth"),)


def coins_at(text: str, start: int, units: Units) -> tuple[Quantity, ...]:
    """Return spoken prices at `start` in 元 (三块八, 一块二), () when there is none."""
    found = _COINS.match(text, start)
    if found is None:
        return ()
    value = (decimal(found[1]) or 0) + (decimal(found[2]) or 0) / 10
    return (Quantity(start, found.end(), found.span(), round(value, 2), None, "元", "exact", False, "plain"),)


def shared_at(text: str, start: int) -> tuple[Quantity, ...]:
    """Return the two shares of 六四比例, 三七开 at `start` in per cent, () when there is none."""
    found = _SHARED.match(text, start)
    if found is None or DIGITS[found[1]] + DIGITS[found[2]] != 10:
        return ()
    return tuple(
        Quantity(at, at + 1, (at, at + 1), 10.0 * DIGITS[text[at]], None, "%", "exact", False, "ratio")
        for at in (start, start + 1)
    )
