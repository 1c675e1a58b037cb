"""A bare number in the text: digits or Chinese numerals, with the magnitudes behind them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.values.numerals import MAGNITUDES, decimal, neighbours
from kg.values.units import Units

_ARABIC = re.compile(
    r"(?:(?P<groups>[0-9]{1,3}(?:[,，][0-9]{3}){1,5}(?![0-9]))|(?P<spaced>[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}(?![0-9.]))"
    r"|(?P<whole>[0-9]{1,15}))(?:(?: ?[.·] ?|点)(?P<part>[0-9]{1,8}(?: [0-9]{1,2}(?=%))?))?(?![0-9])"
)
_APART = frozenset("\t\n　|")
_CHINESE = re.compile("[〇零○一二两三四五六七八九十百千万亿]{1,16}(?:点[〇零一二三四五六七八九]{1,6})?")
_MORE = "余多几"


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


def number_at(text: str, start: int, units: Units) -> Number | None:
    """Return the number that begins at `start`, None when none does.

    >>> from kg.values.units import default_units
    >>> number_at("1.1万亿元", 0, default_units())[:3]
    (0, 5, 1100000000000.0)
    """
    if text[start] in "0123456789":
        return _arabic(text, start, units)
    return _chinese(text, start, units)


def _arabic(text: str, start: int, units: Units) -> Number | None:
    found = _ARABIC.match(text, start)
    if found is None:
        return None
    end = found.end()
    if not _holds(text, found, units):  # what looked like 12，300 is two numbers
        end = start + len(re.split("[,， ]", found[0], maxsplit=1)[0])
    digits, _, part = re.sub("[,， ]", "", text[start:end]).replace("·", ".").replace("点", ".").partition(".")
    value = float(f"{digits}.{part}") if part else float(digits)
    end, size, more = magnitudes(text, end, units)
    value *= size
    if size >= 1e4 and not more and text[end : end + 1].isdecimal():  # 1亿2000万
        rest = _arabic(text, end, units)
        if rest and 1.0 < rest.size < size:
            return Number(start, rest.end, round(value + rest.value, 6), None, size, rest.more)
    return Number(start, end, round(value, 6), None, size, more)


def _holds(text: str, found: re.Match[str], units: Units) -> bool:
    """Are digits in groups of three one number? Parted by a blank or ， only with a unit or a cell's edge behind."""
    if not found["spaced"] and "，" not in (found["groups"] or "") and " " not in (found["part"] or ""):
        return True
    end = found.end()
    following = text[end : end + 1]
    if found["spaced"] and following in _APART and (found.start() == 0 or text[found.start() - 1] in _APART):
        return True
    return following in ("万", "亿", "余", "多") or bool(units.match(text, end + (following == " ")))


def _chinese(text: str, start: int, units: Units) -> Number | None:
    found = _CHINESE.match(text, start)
    if found is None:
        return None
    end = found.end()
    while (
        end - start > 1
        and units.match(text, end - 1)[1:]
        and text[end - 1] in MAGNITUDES
        and not units.match(text, end)
    ):
        end -= 1  # 五千瓦: 五 + 千瓦
    written = text[start:end]
    pair = neighbours(written)
    if pair:
        low, high = pair
        end, size, more = magnitudes(text, end, units)
        return Number(start, end, low * size, high * size, size, more, True)
    value = decimal(written)
    bare = all(c in MAGNITUDES and c != "十" for c in written)
    if value is None or (not bare and written[0] in "百千万亿"):
        return None
    end, size, more = magnitudes(text, end, units)
    return Number(start, end, round(value * size, 6), None, size, more, True, bare)


def magnitudes(text: str, position: int, units: Units) -> tuple[int, float, bool]:
    """Read 万, 亿, 百, 千 and 余, 多, 几 from `position` on: (end, factor, was there a 余?)."""
    size, more = 1.0, False
    while position < len(text):
        letter = text[position]
        if letter in "万亿百千" and not units.match(text, position):
            size *= MAGNITUDES[letter]
        elif letter in _MORE and not more:
            more = True
        elif (
            (letter == "来" and units.match(text, position + 1) and text[position - 1] in "十百千万")
            or (letter == " " and text[position + 1 : position + 2] in ("万", "亿"))
            or (
                letter == "个"
                and text[position + 1 : position + 2] == "亿"
                and text[position + 2 : position + 4] != "元以"
            )
        ):
            pass
        else:
            break
        position += 1
    return position, size, more
