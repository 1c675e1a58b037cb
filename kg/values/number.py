"""A bare number in the text: digits or Chinese numerals, with the magnitudes behind them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.values.numerals import MAGNITUDES, decimal, neighbours
from kg.values.units import Units

_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,8})?(?![0-9 ,，.·点])")
_ARABIC = re.compile(
    r"(?:(?P<groups>[0-9]{1,3}(?:[,，][0-9]{3}){1,5}(?![0-9]))|(?P<spaced>[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}(?![0-9.]))"
    r"|(?P<whole>[0-9]{1,15}))(?:(?: ?[.·] ?|点)(?P<part>[0-9]{1,8}(?: [0-9]{1,2}(?=%))?))?(?![0-9])"
)
_APART = frozenset("\t\n　|")
_CHINESE = re.compile("[〇零○一二两三四五六七八九十百千万亿]{1,16}(?:点[〇零一二三四五六七八九]{1,6})?")
_BARE = re.compile("[百千万亿]+")
_SIZES = frozenset("万亿百千余多几来 个")


class Number(NamedTuple):
    """A number [start, end) with magnitudes folded in; `size` is what they multiply by."""

    start: int
    end: int
    value: float
    high: float | None = None  # of 三四百
    size: float = 1.0
    more: bool = False  # 余, 多, 几 within: 1300多万
    chinese: bool = False
    bare: bool = False  # a magnitude alone: 亿, 百, 千万


def arabic_at(text: str, start: int, units: Units) -> Number | None:
    """Return the number in digits that begins at `start`, None when none does.

    >>> from kg.values.units import default_units
    >>> [arabic_at(s, 0, default_units())[2] for s in ("1.1万亿元", "43 625元", "1亿2000万元")]
    [1100000000000.0, 43625.0, 120000000.0]
    """
    number = _digits(text, start, units)
    if number and number.size >= 1e4 and not number.more and text[number.end : number.end + 1].isdecimal():
        rest = _digits(text, number.end, units)
        if rest and 1.0 < rest.size < number.size:
            value = round(number.value + rest.value, 6)
            return Number(start, rest.end, value, None, number.size, rest.more)
    return number


def _digits(text: str, start: int, units: Units) -> Number | None:
    found = _PLAIN.match(text, start)
    if found:
        value, end = float(found[0]), found.end()
    else:
        found = _ARABIC.match(text, start)
        if found is None:
            return None
        end = found.end()
        if not _holds(text, found, units):  # what looked like 12，300 is two numbers
            end = start + len(re.split("[,， ]", found[0], maxsplit=1)[0])
        value = float(re.sub("[,， ]", "", text[start:end]).replace("·", ".").replace("点", "."))
    if text[end : end + 1] not in _SIZES:
        return Number(start, end, value)
    end, size, more = magnitudes(text, end, units)
    return Number(start, end, scaled(value, size), None, size, more)


def _holds(text: str, found: re.Match[str], units: Units) -> bool:
    """Are digits in groups of three one number? Parted by a blank or ， only with a unit or a cell's edge behind."""
    if not found["spaced"] and "，" not in (found["groups"] or "") and " " not in (found["part"] or ""):
        return True
    end = found.end()
    following = text[end : end + 1]
    if found["spaced"] and following in _APART and (found.start() == 0 or text[found.start() - 1] in _APART):
        return True
    return following in ("万", "亿", "余", "多") or bool(units.match(text, end + (following == " ")))


def chinese_at(text: str, start: int, units: Units) -> Number | None:
    """Return the number in Chinese numerals that begins at `start`, None when none does.

    >>> from kg.values.units import default_units
    >>> [chinese_at(s, 0, default_units())[2:4] for s in ("三点五", "三四百家", "五千瓦")]
    [(3.5, None), (300.0, 400.0), (5.0, None)]
    """
    found = _CHINESE.match(text, start)
    if found is None:
        return None
    end = found.end()
    if end - start > 1 and text[end - 1] in MAGNITUDES:  # 五千瓦: 五 + 千瓦
        end -= len(units.match(text, end - 1)) > len(units.match(text, end))
    written = text[start:end]
    pair = neighbours(written) if end - start > 1 else None
    bare = _BARE.fullmatch(written) is not None
    value = float(pair[0]) if pair else decimal(written)
    if not value or (not bare and written[0] in "百千万亿"):
        return None
    end, size, more = magnitudes(text, end, units)
    high = scaled(pair[1], size) if pair else None
    return Number(start, end, scaled(value, size), high, size, more, True, bare)


def scaled(value: float, size: float) -> float:
    """A value times its magnitude, without the noise of binary fractions.

    >>> scaled(71.6, 1e8)
    7160000000.0
    """
    return float(f"{value * size:.12g}")


def magnitudes(text: str, position: int, units: Units) -> tuple[int, float, bool]:
    """Read 万, 亿, 百, 千 and 余, 多, 几 from `position` on: (end, factor, was there a 余?)."""
    size, more = 1.0, False
    while (letter := text[position : position + 1]) and letter in _SIZES and size < 1e16:
        if letter in "万亿百千":
            if letter in "百千" and units.match(text, position):
                break
            size *= MAGNITUDES[letter]
        elif letter in "余多几":
            if more:
                break
            more = True
        elif not _is_filler(text, position, units):
            break
        position += 1
    return position, size, more


def _is_filler(text: str, position: int, units: Units) -> bool:
    """Does a letter stand here that only parts a number from its magnitude or unit (十来公里, 3 万, 两个亿)?"""
    letter, following = text[position], text[position + 1 : position + 2]
    if letter == "来":
        return text[position - 1] in "十百千万" and bool(units.match(text, position + 1))
    if letter == " ":
        return following in ("万", "亿")
    return following == "亿" and text[position + 2 : position + 4] != "元以"
