"""Numbers with their units in a text."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values import words
from kg.values.dates import date_end
from kg.values.fold import fold
from kg.values.lists import settle_lists
from kg.values.measure import COUNTED, measure, plain_at
from kg.values.names import name_end
from kg.values.number import arabic_at, chinese_at
from kg.values.shapes import coins_at, fraction_at, ratio_at, shared_at, tenths_at
from kg.values.units import Units, default_units

_ANCHOR = re.compile("[0-9〇零○一二两三四五六七八九十百千万亿翻半首榜冠最清归第前双]+")
_DIGITS = re.compile("[0-9]+")
_CHINESE = re.compile("[〇零○一二两三四五六七八九十百千万亿]+")
_ORDINAL = re.compile("[0-9]+|[〇零○一二两三四五六七八九十百千万亿]+")
_WORDS = frozenset("翻半首榜冠最清归零")
_AFTER_DATE = frozenset("年月日季-—–~～至到/.:：时点 个")
_SHAPES = {"分": fraction_at, "成": tenths_at, "块": coins_at, "/": fraction_at, **dict.fromkeys("∶:：︰", ratio_at)}
_BEHIND = frozenset("余多几来个至到-—–~～年点 半")  # what may follow Chinese numerals, but units
_AFTER_ONE = COUNTED | {"位", "角", "毛"}
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
        start, end = anchor.span()
        position = start if start > position else position
        while position < end:
            made, after = _read(text, position, end, table)
            found += made
            position = after if after > position else position + 1
    return settle_lists(text, found)


def _read(text: str, start: int, end: int, units: Units) -> Found:
    """Read what begins at `start` within a run of number letters up to `end`."""
    letter = text[start]
    if letter in "0123456789":
        return _arabic(text, start, end, units)
    if letter in "第前":
        rank = words.rank_at(text, start)
        return ((rank,), rank.end) if rank else ((), _after_order(text, start))
    if letter in _WORDS or (letter == "一" and text.startswith("一半", start)):
        word = words.word_at(text, start, units)
        if word or letter not in "零一":
            return ((word,), word.end) if word else ((), start + 1)
    return _chinese(text, start, end, units)


def _after_order(text: str, start: int) -> int:
    """Skip the ordinal behind 第 (第三次会议); behind 前 only a period is skipped (前三季度)."""
    if text[start] == "前":
        return date_end(text, start)
    ordinal = _ORDINAL.match(text, start + 1)
    return ordinal.end() if ordinal else start + 1


def _arabic(text: str, start: int, end: int, units: Units) -> Found:
    plain = plain_at(text, start, units)
    if plain:
        return (plain,), plain.end
    run = _DIGITS.match(text, start)
    run_end = run.end() if run else end
    following = text[run_end : run_end + 1]
    name = name_end(text, start, run_end)
    if name > 0:
        return (), name
    date = date_end(text, start) if following in _AFTER_DATE else -1
    if date > 0:
        return (), date
    if following == "连" and (years := words.run_at(text, start)):
        return (years,), years.end
    number = arabic_at(text, start, units)
    if number is None:
        return (), run_end
    shape = _SHAPES.get(text[number.end : number.end + 1])
    shaped = shape(text, start, units) if shape else ()
    if shaped:
        return shaped, shaped[-1].end
    made = measure(text, number, units)
    return ((made,), made.end) if made else ((), number.end)


def _chinese(text: str, start: int, end: int, units: Units) -> Found:
    if text[start] == "双":
        return _word(words.digits_at(text, start), start + 1)
    run = _CHINESE.match(text, start)
    run_end = run.end() if run else start + 1
    following = text[run_end : run_end + 1]
    if following in _AFTER_DATE and (date := date_end(text, start)) > 0:
        return (), date
    shape = _SHAPES.get(following)
    shaped = shape(text, start, units) if shape else ()
    if not shaped and following in ("比", "开"):
        shaped = shared_at(text, start)
    if shaped:
        return shaped, shaped[-1].end
    if following == "位" and (digits := words.digits_at(text, start)):
        return (digits,), digits.end
    if following == "连":
        return _word(words.run_at(text, start), run_end)
    letters = _AFTER_ONE if text[start:run_end] == "一" else units.chinese_letters
    if following not in letters and following not in _BEHIND and text[run_end - 1] not in "百千万亿":
        return (), run_end
    number = chinese_at(text, start, units)
    return _word(measure(text, number, units) if number else None, max(run_end, number.end if number else 0))


def _word(made: Quantity | None, otherwise: int) -> Found:
    return ((made,), made.end) if made else ((), otherwise)
