"""Numbers with their units in a text."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values import words
from kg.values.dates import date_end
from kg.values.fold import fold
from kg.values.lists import settle_lists
from kg.values.measure import measure
from kg.values.names import name_end
from kg.values.number import number_at
from kg.values.shapes import coins_at, fraction_at, ratio_at, shared_at, tenths_at
from kg.values.units import Units, default_units

_ANCHOR = re.compile("[0-9〇零○一二两三四五六七八九十百千万亿翻半首榜冠最清归第前双个]+")
_NUMERAL = re.compile("[0-9〇零○一二两三四五六七八九十百千万亿]+")
_WORDS = frozenset("翻半首榜冠最清归零")
_AFTER_DATE = frozenset("年月日季-—–~～至到/.:：时点 个")
Found = tuple[tuple[Quantity, ...], int]  # what was read, and where to go on


def quantities(text: str, units: Units | None = None) -> list[Quantity]:
    """Return the numbers of `text` by start, magnitudes folded in, without dates, codes, ages and list numbers.

    `form` says how the number is written:

    plain     number and unit; `bare` a number with no unit (倍差1.54, a cell of a table), unit ""
    cell      a number whose unit stands in the cell before it (万吨, tab, 30926.6)
    one       Chinese 一 and a measure word (一家, 一个), often no count at all
    class     a bound that names a class or sets a condition (亿元以上项目, 产值超过10亿元的，奖励…)
    per       the base of a rate (每百户, 每10万人); `rate` the number that it is said of, in % (每三台就有一台)
    rank      第六位, 首位 (exact), 前20位 (under); `rank` is true and the unit is 位
    times     4倍; `double` 翻番 (1), 翻两番 (3), unit 倍
    tenth     四成, 七成二; `fraction` 分之 and 1/3; `half` 一半, 过半, 减半 (-50); all in %
    ratio     a∶b∶c: one quantity a part, in % where they add up to a hundred; 2.11∶1 is one quantity, unit ""
    digits    两位数 (10, over); `zero` 清零, 降为零 (the unit of what it fell from); `run` 九连增 (9 年)

    A sign before the digits is kept; words of decrease are not read here. Full-width digits are folded first.

    >>> found = quantities("产值超２６５０亿元，增长5%至6%，居全省第四。")
    >>> [(q.value, q.value_max, q.unit, q.qualifier) for q in found]
    [(265000000000.0, None, '元', 'over'), (5.0, 6.0, '%', 'exact'), (4.0, None, '位', 'exact')]
    """
    table = units or default_units()
    text = fold(text)
    found: list[Quantity] = []
    position = 0
    for anchor in _ANCHOR.finditer(text):
        position = max(position, anchor.start())
        while position < anchor.end():
            made, after = _read(text, position, anchor.end(), table)
            found.extend(made)
            position = max(after, position + 1)
    return settle_lists(text, found)


def _read(text: str, start: int, end: int, units: Units) -> Found:
    """Read what begins at `start` within a run of number letters up to `end`."""
    letter = text[start]
    if letter in "第前":
        rank = words.rank_at(text, start)
        if rank:
            return (rank,), rank.end
        return (), _after_order(text, start)
    if letter in _WORDS or (letter == "一" and text.startswith("一半", start)):
        word = words.word_at(text, start, units)
        if word or letter not in "零一":
            return ((word,), word.end) if word else ((), start + 1)
    special = words.digits_at(text, start) or words.run_at(text, start)
    if special:
        return (special,), special.end
    return ((), start + 1) if letter in "双个" else _number(text, start, end, units)


def _after_order(text: str, start: int) -> int:
    """Skip the ordinal behind 第 (第三次会议); behind 前 only a period is skipped (前三季度)."""
    if text[start] == "前":
        return date_end(text, start)
    ordinal = _NUMERAL.match(text, start + 1)
    return ordinal.end() if ordinal else start + 1


def _number(text: str, start: int, end: int, units: Units) -> Found:
    run = _NUMERAL.match(text, start)
    run_end = run.end() if run else end
    if text[start].isdecimal():
        name = name_end(text, start, run_end)
        if name > 0:
            return (), name
    if text[run_end : run_end + 1] in _AFTER_DATE:
        date = date_end(text, start)
        if date > 0:
            return (), date
    shaped = (
        ratio_at(text, start)
        or fraction_at(text, start, units)
        or tenths_at(text, start, units)
        or coins_at(text, start)
        or shared_at(text, start)
    )
    if shaped:
        return shaped, shaped[-1].end
    number = number_at(text, start, units)
    if number is None:
        return (), run_end
    made = measure(text, number, units)
    return ((made,), made.end) if made else ((), max(number.end, run_end if number.chinese else 0))
