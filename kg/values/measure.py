"""A number and its unit: range, half, qualifier and form put together."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.values import qualifiers
from kg.values.number import Number, arabic_at, chinese_at, scaled
from kg.values.units import Units

_TO = re.compile(" ?(?:[-—–~～－]{1,2}|至|到) ?")
_LINKS = frozenset(" -—–~～－至到")
_HALF = re.compile("个?半(?=个?小时|个?月|天|年|公里|亩)")
_NOUN = (
    "(?:重大|重点|工业|产业|服务业|制造业|新开工|新签约|签约|招商|优质|大|好|高|龙头|规上|投资|固投|单体|先进|产值|税收|农业|文旅|外资|新|省市)*"
    "(?:项目|企业|集群|产业链|产业|乡镇|镇|村(?!民)|街道|楼宇|园区|单品|品牌|市场|基金|平台|龙头|园|链|赛道|大县|强县|强镇|县|[区乡])"
)
_BOUND = re.compile(f"(?P<level>级|及?以上|以下)?的?{_NOUN}")
_STOPS = frozenset("，。、；：,;（）()！\n")
_CONDITION = re.compile(
    f"的(?:[，,；;。有达仅共]|[0-9一二两三四五六七八九十]{{1,4}}[多余]?[个家户项]"
    f"|{_NOUN}(?:（[^（）]{{1,12}}）)?[^，。；、0-9]{{0,4}}[0-9一二两三四五六七八九十])"
)
_CELL = re.compile("(?:^|(?<=[ \t\n　]))([^ \t\n　0-9，。；]{1,8})[ \t\n　]{1,12}$")
_MOVED = re.compile("(?:前移|后移|上升|下降|提升|跃升|前进|退后|后退|上移|下移|进|退|升|降|位次)(?:了)?$")
_AGED = re.compile("寿命|年龄")
_TIMED = frozenset(("年", "岁", "周岁"))
_SPAN_WORDS = ("过去", "今后", "未来", "往后", "回望", "这", "头", "最近")
_FACTORS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
COUNTED = frozenset("个家条项座处所名人户栋台套件件吨亩辆艘架艘枚株头元公里平方米倍对")

_PLAIN = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?)(万亿|[万亿]?)(?=[^0-9 ,，.·点余多几来百千万亿])")
_GOES_ON = frozenset("的并且和及与或在为是将有已均还占以可能比较同其也增下提上后就才便又再而但")
_SIZES = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_CLOSED = frozenset("，。、；：,;）！？\n")
_OPEN = frozenset(
    "左上许及或以有开还强多之不弱内的级/每-—–~～－至到半 （(次亿"
)  # what may belong to the number before it


def plain_at(text: str, start: int, units: Units) -> Quantity | None:
    """Return the quantity at `start` in the usual case, read at once: digits, magnitude, unit, nothing around them.

    None where there may be more to read; `measure` then reads the same the long way.
    """
    found = _PLAIN.match(text, start)
    previous = text[start - 1 : start]
    if found is None or not "一" <= previous <= "龥" or previous in units.before_plain:
        return None
    digits, size = found.groups()
    word = units.match(text, found.end())
    unit = units.plain.get(word)
    end = found.end() + len(word)
    following = text[end : end + 1]
    if unit is None or (following not in _CLOSED and (following in _OPEN or unit in units.money)):
        return None
    if previous in units.qualifiers and qualifiers.before(text, start, units)[0] != "exact":
        return None
    value = scaled(float(digits), _SIZES[size]) if size else float(digits)
    form = "times" if unit == "倍" else "plain"
    return Quantity(start, end, (start, end), value, None, unit, qualifiers.far(text, start), False, form)


def measure(text: str, number: Number, units: Units) -> Quantity | None:
    """Return the quantity that `number` begins; None when it is a name, a code or no figure at all."""
    half = _HALF.match(text, number.end) if text[number.end : number.end + 1] in ("个", "半") else None
    if half and number.value < 1000:
        number = number._replace(value=number.value + 0.5, end=half.end())
    unit, end = unit_at(text, number.end, number.chinese, units)
    if half and text[half.end()] == "月":  # 两个半月
        unit, end = "个月", half.end() + 1
    low, high = number, number.high
    if text[end : end + 1] in _LINKS and (ranged := _range(text, number, unit, end, units)):
        low, high, unit, end = ranged
    if not unit:
        return _unitless(text, low, high, end, units)
    if (number.chinese and number.value == 1.0 and _is_no_count(text, low, unit, end, units)) or _is_idle(
        text, low, unit
    ):
        return None
    return _quantity(text, low, high, unit, end, units)


def unit_at(text: str, position: int, chinese: bool, units: Units) -> tuple[str, int]:
    """Return the unit written at `position` and where it ends; ("", position) when there is none."""
    first = position + 1 if not chinese and text[position : position + 1] == " " else position
    unit = units.match(text, first)
    if not unit or (chinese and unit in units.arabic_only):
        return "", position
    end = first + len(unit)
    follows = text[end : end + 1]
    if follows == " " and text[end + 1 : end + 2] == "次" and units.has(unit + "次"):
        return unit + "次", end + 2
    while follows and follows in "/每":
        more = _past_magnitudes(text, end + 1)
        other = units.match(text, more)
        if not other:
            break
        end = more + len(other)
        unit, follows = text[first:end], text[end : end + 1]
    return units.aliases.get(unit, unit), end


def _past_magnitudes(text: str, position: int) -> int:
    while text[position : position + 1] in ("万", "百", "亿", "十"):
        position += 1
    return position


def _range(text: str, low: Number, unit: str, end: int, units: Units) -> tuple[Number, float, str, int] | None:
    """Return the range that begins with `low`: 5-6%, 5%至6%, 3万到5万人; None when there is none."""
    link = _TO.match(text, end)
    if link is None or text[link.end() : link.end() + 1] not in tuple("0123456789一二两三四五六七八九十"):
        return None
    if unit and link[0].strip() in ("至", "到") and text[low.start - 1 : low.start] in ("由", "从"):
        return None
    second = (chinese_at if low.chinese else arabic_at)(text, link.end(), units)
    if second is None or second.high is not None:
        return None
    other, last = unit_at(text, second.end, second.chinese, units)
    if not other or (unit and unit != other):
        return None
    share = not unit and low.size == 1.0 and low.value < second.value / second.size
    value = round(low.value * (second.size if share else 1.0), 6)
    return (low._replace(value=value, size=second.size), second.value, other, last) if value < second.value else None


def _is_no_count(text: str, number: Number, unit: str, end: int, units: Units) -> bool:
    """Is 一 and a measure word no count (一起, 一条条, 这一家)?"""
    if text[number.start - 1 : number.start] in tuple("这那另某同任上下每又再唯统逐哪进新头") or text.startswith(
        unit, end
    ):
        return text[number.start - 1 : number.start] != "每"
    if unit == "位":
        return _MOVED.search(text, max(0, number.start - 4), number.start) is None
    return unit[0] not in COUNTED and unit not in units.money and unit not in units.scales


def _is_idle(text: str, number: Number, unit: str) -> bool:
    """Is it an age, or years that are a period (过去五年) or vague (几十年)?"""
    left = text[max(0, number.start - 14) : number.start]
    if unit in ("岁", "周岁"):
        return _AGED.search(left) is None
    return (number.chinese and left[-1:] in ("几", "数")) or (unit == "年" and left.endswith(_SPAN_WORDS))


def _unitless(text: str, number: Number, high: float | None, end: int, units: Units) -> Quantity | None:
    """A number without a unit: one that is left out, one in the cell before, or none."""
    unit = units.left_out(text, number.start, end)
    if unit and number.value >= 2:
        return _quantity(text, number, high, unit, end, units)
    if number.chinese or _is_name(text, number, end, units):
        return None
    if text[number.start - 1 : number.start] in (" ", "\t", "\n", "　"):
        cell = _cell(text, number, end, units)
        if cell:
            return cell
    return _quantity(text, number, high, "", end, units)


def _cell(text: str, number: Number, end: int, units: Units) -> Quantity | None:
    """The quantity whose unit stands alone in the cell before the number."""
    cell = _CELL.search(text, max(0, number.start - 24), number.start)
    word, factor = (cell[1], 1.0) if cell else ("", 1.0)
    while word and not units.has(word):
        factor *= _FACTORS.get(word[0], 0.0)
        word = word[1:] if factor else ""
    if not word:
        return None
    span = (number.start, end)
    value, start = number.value * factor, number.start
    if text[start - 1] in "-−":
        value, span = -value, (start - 1, end)
    return Quantity(*span, span, round(value, 6), None, units.aliases.get(word, word), "exact", False, "cell")


def _is_name(text: str, number: Number, end: int, units: Units) -> bool:
    """Is a number with no unit a code, a year or a list number rather than a figure?"""
    following = text[end : end + 1]
    if units.is_label(text, end) or (following.isascii() and following.isalpha()):
        return True
    if number.size > 1.0:
        return False
    written = text[number.start : end]
    previous = text[number.start - 1 : number.start]
    if "." not in written and "·" not in written:
        if 1900 <= number.value <= 2100 or number.value >= 10**7 or (written[0] == "0" and len(written) > 1):
            return True
        if (
            following in (".", "．", "、")
            and previous in ("：", "；", ";", "。", ":", " ", "　")
            and number.value < 100
        ):
            return True
    if previous in tuple("“‘《「〔[（(") and following in tuple("”’》」〕]）)") and previous and following:
        return True
    around = text[max(0, number.start - 3) : number.start].strip(" 　")[-1:], text[end : end + 3].strip(" 　")[:1]
    if around in (("—", "—"), ("-", "-"), ("·", "·")) or (written.endswith(".0") and "一" <= previous <= "龥"):
        return True
    return (previous != "" and previous in "附件图表号序栏页卷册编款条") or following in ("+", "号")


def _quantity(text: str, low: Number, high: float | None, unit: str, end: int, units: Units) -> Quantity | None:
    value, number = low.value, (low.start, end)
    if unit in units.time and text[end : end + 1] == "半":  # 三年半
        value, number = value + 0.5, (low.start, end + 1)
    prefix, start = qualifiers.before(text, low.start, units)
    suffix, last = qualifiers.after(text, number[1], unit, units)
    previous = text[low.start - 1 : low.start]
    if low.bare and previous == "上":  # 上百家
        prefix, start = "over", low.start - 1
    if low.bare and prefix == suffix == "exact" and previous not in tuple("达到至成数为"):
        return None
    if previous in ("-", "−") and not low.chinese:
        value, number, start = -value, (low.start - 1, number[1]), min(start, low.start - 1)
    form = _form(text, low, unit, number[1], last, units)
    if form == "plain" and suffix in ("over", "under") and _names_class(text, low, unit, last, prefix):
        form = "class"
    factor, unit = units.scales.get(unit, (1.0, unit))
    value, high = round(value * factor, 6), None if high is None else round(high * factor, 6)
    qualifier = suffix if suffix != "exact" else "over" if low.more else prefix
    if qualifier == "exact":
        qualifier = qualifiers.far(text, start)
    return Quantity(start, last, number, value, high, unit, qualifier, False, form)


def _names_class(text: str, number: Number, unit: str, last: int, prefix: str) -> bool:
    """Does 以上 or 以下 bound a class that is named behind it (100张以上养老机构, 万头以上猪场)?"""
    if text[last - 1] not in "上下" or prefix != "exact" or unit == "%":
        return False
    following = text[last : last + 1]
    return number.bare or ("一" <= following <= "龥" and following not in _GOES_ON)


def _form(text: str, number: Number, unit: str, end: int, last: int, units: Units) -> str:
    if text[number.start - 1 : number.start] == "每":
        return "per"
    if not unit:
        return "bare"
    if (text[last : last + 1] == "的" and _CONDITION.match(text, last)) or (
        unit in units.money
        and text[end : end + 1] not in _STOPS
        and (bound := _BOUND.match(text, end))
        and (bound["level"] or number.bare)
    ):
        return "class"
    if unit == "倍":
        return "times"
    return "one" if number.chinese and number.value == 1.0 else "plain"
