"""Numbers that are words: ranks, halves, doublings, nought, two digits."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values.numerals import integer
from kg.values.qualifiers import after, before, far
from kg.values.units import Units

_NUMERAL = "[0-9]{1,5}|[一二两三四五六七八九十百千]{1,5}"
_ORDINAL = re.compile(rf"第 ?({_NUMERAL}) ?(位|名|(?=[，。；、：！？,;）)\n\t”]|和宁|$|之列|的位置|[ 　]))")
_LIST = re.compile(
    "居|列|排|全省|全国|全市|全县|全区|全州|全球|世界|国内|国际|省|市|县|区|州|兵团|百强|同类|同行|行业|位|升至|跃|进至|前移|退至|降至|跻身|增[速幅]|总量|名次"
)
_FRONT = re.compile(rf"前 ?({_NUMERAL}) ?(位|名|强(?![县市镇村企区])|甲|(?=[，。；、！？）)\n”]|$|之列|行列))")
_FRONT_WORD = re.compile("(?:居|列|排|进入|进|入|跻身|位居|稳居|位列|保持|全省|全国|全市|百强|全球|世界|[省市县区榜])$")
_FIRST = re.compile(
    "首(?:位(?![度产置战])|名(?=[，。；、]|$))|(?<=[居列排])首(?=[，。；、！？“”\n]|$)|(?<=之)[首冠最]|榜首"
)
_NOT_FIRST = re.compile("(?:[摆放置]在|作为|当作|列为)(?:[^，。；]{0,3})$")
_DOUBLE = re.compile("翻(?:了|上)?(?P<near>近|约|超)?(?P<n>[一二两三四1-4])?(?:个)?番(?P<more>还多|多|以上|有余)?")
_HALF = re.compile(
    "(?P<most>过半数?|超半数?|大半(?![年天个]))|(?P<near>近半数?)|(?P<cut>减半)|半数|一半(?!是|时间|天|年)"
    "|半(?P<time>小时|个小时|天|个月|公里)"
)
_NOUGHT = re.compile("清零|归零|(?<=[为到至])零(?![零一二三四五六七八九点售距])")
_DIGITS = re.compile("(?P<n>[两双三四个])位数(?P<more>以上|的)?")
_RUN = re.compile(f"({_NUMERAL})连(?:增|丰|冠|涨|升|快|胜|跨|降|优|进|超|贯)")


def rank_at(text: str, start: int) -> Quantity | None:
    """Return the rank whose 第 or 前 stands at `start`.

    >>> rank_at("综合实力居全国第六位", 7).value, rank_at("第六届", 0)
    (6.0, None)
    """
    found = _ORDINAL.match(text, start)
    if found:
        number = integer(found[1])
        if not number or not (found[2] or _is_listed(text, start, number)):
            return None
        return _rank(found.start(), found.end(), number, "exact")
    found = _FRONT.match(text, start)
    if found is None or not (found[2] or _FRONT_WORD.search(text, max(0, start - 8), start)):
        return None
    number = integer(found[1])
    return _rank(found.start(), found.end(), number, "under") if number else None


def _is_listed(text: str, start: int, number: int) -> bool:
    """Is a bare 第三 a place in a list? It follows a word, and a word of lists stands a little before it."""
    if start == 0 or text[start - 1] in "，。；：、！？\n （(“":
        return start > 0 and text[start - 1] == "、" and False
    return _LIST.search(text, max(0, start - (12 if number > 1 else 10)), start) is not None


def _rank(start: int, end: int, number: int, qualifier: str) -> Quantity:
    return Quantity(start, end, (start, end), float(number), None, "位", qualifier, True, "rank")


def word_at(text: str, anchor: int, units: Units) -> Quantity | None:
    """Return the number word of which the letter 翻, 半, 首, 清, 归, 零, 位 or 连 stands at `anchor`."""
    letter = text[anchor]
    if letter == "翻":
        return _double(text, anchor, units)
    if letter in "首榜冠最":
        return _first(text, anchor)
    if letter in "清归零":
        found = _NOUGHT.match(text, anchor)
        return Quantity(anchor, found.end(), found.span(), 0.0, None, "", "exact", False, "zero") if found else None
    if letter in "半一":
        return _half(text, anchor, units)
    return None


def digits_at(text: str, start: int) -> Quantity | None:
    """Return 两位数, 三位数 at `start`: at least ten, at least a hundred per cent."""
    found = _DIGITS.match(text, start)
    if found is None:
        return None
    value, qualifier = {"个": (10.0, "under"), "三": (100.0, "over"), "四": (1000.0, "over")}.get(
        found["n"], (10.0, "over")
    )
    return Quantity(start, found.end(), (start, found.start("n") + 3), value, None, "%", qualifier, False, "digits")


def run_at(text: str, start: int) -> Quantity | None:
    """Return 九连增 at `start`: nine years."""
    found = _RUN.match(text, start)
    number = integer(found[1]) if found else None
    if found is None or not number or number < 2:
        return None
    return Quantity(start, found.end(), found.span(), float(number), None, "年", "exact", False, "run")


def _double(text: str, start: int, units: Units) -> Quantity | None:
    found = _DOUBLE.match(text, start)
    if found is None:
        return None
    times = float(2 ** (integer(found["n"] or "一") or 1) - 1)
    near = {"近": "approx", "约": "approx", "超": "over"}.get(found["near"] or "")
    qualifier, first = before(text, start, units)
    qualifier = "over" if found["more"] else near or qualifier
    return Quantity(first, found.end(), found.span(), times, None, "倍", qualifier, False, "double")


def _first(text: str, start: int) -> Quantity | None:
    found = _FIRST.match(text, start)
    if found is None or _NOT_FIRST.search(text, max(0, start - 6), start):
        return None
    return _rank(start, found.end(), 1, "exact")


def _half(text: str, anchor: int, units: Units) -> Quantity | None:
    previous = text[anchor - 1 : anchor]
    start = anchor - 1 if previous and previous in "过超近减大" else anchor
    found = _HALF.match(text, start) or _HALF.match(text, anchor)
    if found is None:
        return None
    prefix, first = before(text, found.start(), units)
    value, unit = (-50.0 if found["cut"] else 50.0), "%"
    if found["time"]:
        value, unit = 0.5, found["time"].removeprefix("个") if "小时" in found["time"] else found["time"]
    suffix, last = after(text, found.end(), unit, units)
    own = "over" if found["most"] else "approx" if found["near"] else "exact"
    qualifier = next((q for q in (suffix, own, prefix) if q != "exact"), far(text, first))
    return Quantity(
        first, last, found.span(), value, None, unit, qualifier, False, "plain" if found["time"] else "half"
    )
