"""Numbers with their units in a text."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values import qualifiers, words
from kg.values.dates import date_end
from kg.values.fold import fold
from kg.values.lists import settle_lists
from kg.values.names import name_end
from kg.values.number import Number, number_at
from kg.values.shapes import fraction_at, ratio_at, tenths_at
from kg.values.units import Units, default_units

_ANCHOR = re.compile("[0-9〇零○一二两三四五六七八九十百千万亿翻半首榜清归第前双个]+")
_ORDER = frozenset("第前")
_WORDS = frozenset("翻半首榜清归零")
_DATED = frozenset("年月日季-—–~～至到/.:：时点 个半")
_TO = re.compile(" ?(?:[-—–~～－]{1,2}|至|到) ?")
_HALF = re.compile("半(?=小时|个小时|天|个月|公里|年|亩|径)?")
_CLASS = re.compile(
    "(?P<level>级|以上|以下)?(?:的)?(?:重大|重点|工业|产业|服务业|制造业|新开工|新签约|签约|招商|优质|大|好|高|龙头|规上|投资|固投|单体|先进|产值|税收|农业|文旅|外资|新)*"
    "(?:项目|企业|集群|产业|产业链|镇|村(?!民)|街道|乡镇|楼宇|园区|单品|品牌|市场|基金|平台|龙头|园|链|赛道|大县|强县|强镇|县|[区乡])"
)
_WEAK = frozenset(
    "起道面手路点线带块身口场次度流体批方层环对步边头片样类种轮代阵股级些定般性位眼号笔门把人天年季重节部段组支"
)


def quantities(text: str, units: Units | None = None) -> list[Quantity]:
    """Return the numbers of `text` by start, magnitudes folded in, without dates, codes and list numbers.

    `form` says how the number is written:
    plain     number and unit; bare a number with no unit (倍差1.54, a cell of a table), unit ""
    one       Chinese 一 and a measure word (一家, 一个), often no count at all
    class     a bound in the name of a class (亿元以上项目, 百亿级产业)
    per       the base of a rate (每百户, 每10万人)
    rank      第六位, 首位 (exact), 前20位 (under); `rank` is true and the unit is 位
    times     4倍; double 翻番 (1), 翻两番 (3), unit 倍
    tenth     四成, 七成二; fraction 分之 and 1/3; half 一半, 过半, 减半 (-50); all in %, ‰ only where ‰ is written
    ratio     a∶b∶c: one quantity a part, in % where they add up to a hundred; 2.11∶1 is one quantity, unit ""
    digits    两位数 (10, over); zero 清零, 降为零; run 九连增 (9 年)
    A sign before the digits is kept; words of decrease are not read here. Full-width digits are folded first.

    >>> [(q.value, q.value_max, q.unit, q.qualifier) for q in quantities("产值超２６５０亿元，增长5%至6%，居全省第四。")]
    [(265000000000.0, None, '元', 'over'), (5.0, 6.0, '%', 'exact'), (4.0, None, '位', 'exact')]
    """
    table = units or default_units()
    text = fold(text)
    found: list[Quantity] = []
    position = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.end() <= position:
            continue
        position = _run(text, max(anchor.start(), position), anchor.end(), table, found)
    return settle_lists(text, found, table)


def _run(text: str, start: int, end: int, units: Units, found: list[Quantity]) -> int:
    """Read one run of number letters: append what it holds to `found`, return where to go on."""
    while start < end:
        made, after = _read(text, start, end, units)
        found.extend(made)
        start = after if after > start else start + 1
    return start


def _read(text: str, start: int, end: int, units: Units) -> tuple[tuple[Quantity, ...], int]:
    letter = text[start]
    if letter in _ORDER:
        rank = words.rank_at(text, start)
        if rank:
            return (rank,), rank.end
        return (), _after_order(text, start, end)
    if letter in _WORDS:
        word = words.word_at(text, start, units)
        if word:
            return (word,), word.end
        if letter != "零":
            return (), start + 1
    special = words.digits_at(text, start) or words.run_at(text, start)
    if special:
        return (special,), special.end
    if letter in "双个":
        return (), start + 1
    return _number(text, start, end, units)


def _after_order(text: str, start: int, end: int) -> int:
    """Skip the ordinal behind 第 (第三次会议); behind 前 only a period is skipped (前三季度)."""
    if text[start] == "前":
        return max(date_end(text, start), start + 1)
    while start + 1 < end and text[start + 1] not in "翻半首榜清归第前双个":
        start += 1
    return start + 1


def _number(text: str, start: int, end: int, units: Units) -> tuple[tuple[Quantity, ...], int]:
    if text[start].isdecimal():
        name = name_end(text, start, end)
        if name > 0:
            return (), name
    run_end = start
    while run_end < end and text[run_end] not in "翻半首榜清归第前双个":
        run_end += 1
    if text[run_end : run_end + 1] in _DATED or text[run_end : run_end + 1] == "":
        date = date_end(text, start)
        if date > 0:
            return (), date
    shaped = ratio_at(text, start) or fraction_at(text, start, units) or tenths_at(text, start, units)
    if shaped:
        return shaped, shaped[-1].end
    number = number_at(text, start, units)
    if number is None:
        return (), run_end
    made = _measure(text, number, units)
    if made is None:
        return (), max(number.end, start + 1) if not number.chinese else max(run_end, start + 1)
    return (made,), made.end


def _measure(text: str, number: Number, units: Units) -> Quantity | None:
    """Put number, unit, range and qualifiers together."""
    low, unit, end = number, *_unit_at(text, number.end, number, units)
    high = number.high
    ranged = _range(text, low, unit, end, units)
    if ranged:
        low, high, unit, end = ranged
    if not unit and (number.chinese or _is_name(text, number, end, units)):
        return None
    return _quantity(text, low, high, unit, end, units)


def _unit_at(text: str, position: int, number: Number, units: Units) -> tuple[str, int]:
    """Return the unit written at `position` and where it ends; ("", position) when there is none."""
    first = position + 1 if text[position : position + 1] == " " and not number.chinese else position
    unit = units.match(text, first)
    if not unit or (number.chinese and unit in units.arabic_only):
        return "", position
    end = first + len(unit)
    while text[end : end + 1] in ("/", "每") and units.match(text, _past_magnitudes(text, end + 1)):
        more = units.match(text, _past_magnitudes(text, end + 1))
        end = _past_magnitudes(text, end + 1) + len(more)
    if end > first + len(unit):
        return text[first:end], end
    return units.aliases.get(unit, unit), end


def _past_magnitudes(text: str, position: int) -> int:
    while text[position : position + 1] in ("万", "百", "亿", "十"):
        position += 1
    return position


def _range(text: str, low: Number, unit: str, end: int, units: Units) -> tuple[Number, float, str, int] | None:
    """Return the range that begins with `low`: 5-6%, 5%至6%, 3万到5万人; None when there is none."""
    link = _TO.match(text, end)
    if link is None or link.end() >= len(text) or text[link.end()] not in "0123456789一二两三四五六七八九十":
        return None
    if unit and link[0].strip() in ("至", "到") and text[low.start - 1 : low.start] in ("由", "从"):
        return None
    second = number_at(text, link.end(), units)
    if second is None or second.chinese != low.chinese or second.high is not None:
        return None
    other, last = _unit_at(text, second.end, second, units)
    if not other or (unit and unit != other):
        return None
    factor = second.size if not unit and low.size == 1.0 and low.value < second.value / second.size else 1.0
    value = round(low.value * factor, 6)
    if value >= second.value:
        return None
    return low._replace(value=value), second.value, other, last


def _is_name(text: str, number: Number, end: int, units: Units) -> bool:
    """Is a number with no unit a code or a name rather than a figure?"""
    if units.is_label(text, end) or text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return True
    if number.size > 1.0:
        return False
    plain = number.value == int(number.value) and "." not in text[number.start : end]
    previous, following = text[number.start - 1 : number.start], text[end : end + 1]
    if plain and (1900 <= number.value <= 2100 or number.value >= 10**7):
        return True
    if previous in ("“", "‘", "《", "「", "〔", "[", "（", "(") and following in (
        "”",
        "’",
        "》",
        "」",
        "〕",
        "]",
        "）",
        ")",
    ):
        return True
    return previous in tuple("附件图表号序栏页卷册编款条") and previous != "" or following in ("+", "号")


def _quantity(text: str, low: Number, high: float | None, unit: str, end: int, units: Units) -> Quantity | None:
    start, number = low.start, (low.start, end)
    if not unit:
        unit = _implied(text, low, units)
    value, end = _with_half(text, low.value, unit, end, units)
    number = (low.start, end)
    prefix, start = qualifiers.before(text, low.start, units)
    suffix, last = qualifiers.after(text, end, unit, units)
    if low.bare and prefix == suffix == "exact" and not _is_reached(text, low.start):
        return None
    if text[low.start - 1 : low.start] in ("-", "−") and not low.chinese:
        value, number = -value, (low.start - 1, end)
        start = min(start, low.start - 1)
    qualifier = "over" if low.more and suffix == "exact" else suffix if suffix != "exact" else prefix
    form = _form(text, low, unit, end, units)
    return Quantity(start, last, number, value, high, unit, qualifier, False, form) if form else None


def _with_half(text: str, value: float, unit: str, end: int, units: Units) -> tuple[float, int]:
    """Add the half of 3年半, 2个半小时."""
    if unit in units.time and text[end : end + 1] == "半":
        return value + 0.5, end + 1
    return value, end


def _is_reached(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] in ("达", "到", "至", "成", "数", "为")


def _implied(text: str, number: Number, units: Units) -> str:
    """The unit that a bare 亿 or 万 leaves out, from the words a little before it."""
    if number.size < 1e4:
        return ""
    left = text[max(0, number.start - 12) : number.start]
    return next((unit for unit, cues in units.implied.items() if any(cue in left for cue in cues)), "")


def _form(text: str, number: Number, unit: str, end: int, units: Units) -> str:
    if text[number.start - 1 : number.start] == "每":
        return "per"
    if not unit:
        return "bare"
    if unit == "倍":
        return "times"
    if unit in units.money and (found := _CLASS.match(text, end)) and (found["level"] or number.bare):
        return "class"
    if number.chinese and number.value == 1.0:
        return "" if unit in _WEAK else "one"
    return "plain"
