"""Chinese numerals to numbers."""

from __future__ import annotations

import re

DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
MAGNITUDES = _SMALL | _LARGE
CHARACTERS = "".join((*DIGITS, *MAGNITUDES))
_NUMERAL = re.compile(rf"[{CHARACTERS}]{{1,24}}")
_LETTERS = str.maketrans("〇零○一二两三四五六七八九", "0001223456789")
_NEIGHBOURS = re.compile("(.*?)([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)")


def integer(text: str) -> int | None:
    """Return the integer that Arabic or Chinese numerals write, None when `text` is no such number.

    Reads positions (三百二十), digits in a row (二〇二三) and what is left out at the end (一百五 is 150).

    >>> [integer(s) for s in ("三百二十", "二〇二三", "十五", "一千零五", "两亿三千万", "一百五", "28", "三门")]
    [320, 2023, 15, 1005, 230000000, 150, 28, None]
    """
    if text.isascii():
        return int(text) if text.isdecimal() and len(text) <= 24 else None
    if _NUMERAL.fullmatch(text) is None:
        return None
    if len(text) > 1 and all(character in DIGITS for character in text):
        return int(text.translate(_LETTERS))
    return _positional(text)


def _positional(text: str) -> int:
    total = section = digit = 0
    unit = 0  # of the last magnitude, for what is left out at the end
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
            unit = 0 if digit == 0 else unit
        elif character in _SMALL:
            unit = _SMALL[character]
            section += (digit or 1) * unit
            digit = 0
        else:
            unit = _LARGE[character]
            total = (
                (total + section + digit or 1) * unit if unit > _last(total) else total + (section + digit or 1) * unit
            )
            section = digit = 0
    return total + section + digit * (unit // 10 if unit >= 100 else 1)


def _last(total: int) -> int:
    """The size of the lowest large magnitude already in `total`: 三亿五千万 adds, 三万亿 multiplies."""
    return next((size for size in (10**8, 10**4) if total and total % size == 0), 0)


def decimal(text: str) -> float | None:
    """Return the number that Arabic or Chinese numerals write, a decimal point (. or 点) allowed.

    >>> [decimal(s) for s in ("三点二五", "12.5", "四十", "点")]
    [3.25, 12.5, 40.0, None]
    """
    whole, point, part = text.replace("点", ".").partition(".")
    head = integer(whole)
    if head is None or not point:
        return None if head is None else float(head)
    digits = part.translate(_LETTERS)
    return float(f"{head}.{digits}") if digits.isdecimal() and digits.isascii() else None


def neighbours(text: str) -> tuple[int, int] | None:
    """Return the range that two neighbouring numerals say, None when they say none.

    >>> neighbours("三四百"), neighbours("十五六"), neighbours("七八"), neighbours("一九"), neighbours("二〇二三")
    ((300, 400), (15, 16), (7, 8), None, None)
    """
    found = _NEIGHBOURS.fullmatch(text)
    if found is None or DIGITS[found[3]] != DIGITS[found[2]] + 1 or (found[1] and found[1][-1] not in MAGNITUDES):
        return None
    low, high = integer(found[1] + found[2] + found[4]), integer(found[1] + found[3] + found[4])
    if low is None or high is None or (found[1] and not found[4] and found[1][-1] != "十"):
        return None
    return low, high
