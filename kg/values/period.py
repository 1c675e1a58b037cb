"""Time expressions in a text and what they mean."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Period
from kg.values.dates import CLOCK, DATE, ISO
from kg.values.fold import fold
from kg.values.memory import Memory
from kg.values.phrases import CUES, WORDS, meaning
from kg.values.reference import read_reference

_DIGITS = re.compile("[0-9〇零○一二两三四五六七八九十]+")
_AFTER_DIGITS = frozenset("年月日季-—–~～至到大世”’时期末")
_AFTER_YEAR = frozenset("/. ")  # 2024.8.16, 2024 年
_BREAK = re.compile("[。！？\n]")
_BASE_BEFORE = re.compile(
    "(?:较|(?<![占环同类对])比|(?<=[高低多少大小早晚优快慢])于|[高多低少快超]出|超过了?|恢复[到至]|相当于|对比)"
    "(?:至|了)? ?$"
)
_BASE_AFTER = re.compile(
    "(?:的?(?:同期|全年|年末|水平|当期)?(?:水平)?)?(?:相比|比较|持平|相当|相若|翻|增长|增加|下降|的?[0-9.一二两三四五六七八九十]{1,6}倍)"
)
_WITH = re.compile("[与同和跟](?:[^，。；、\n]{0,2})$")
_IS = re.compile("(?:是|为|相当于|达到?)$")


_CUES = re.compile(CUES)


def periods(text: str, reference: str | None = None, *, review: str | None = None) -> list[Period]:
    """Return the time expressions of `text` by start, read as of the date `reference` (YYYY, YYYY-MM or YYYY-MM-DD).

    `review` is the year that the text or section is about, where it is known: 6月, 上半年, 年底, 全年 are then its own;
    else a text of January to March looks back on the year before.
    `value` is YYYY, YYYY-MM, YYYY-MM-DD or A/B; None where it cannot be known. `kind` is one of

    year, month, day  a date, as exact as it says. 9月 or 15日 without a year lies in the year named in the sentence,
                      else in the reference's; in a text that looks back, where that would be the future and no
                      将 or 前 stands by, in the year before. 4月中旬 is the month, 今秋 the year.
    span              from A to B: 1-9月, 前三季度, 上半年, 2016-2020年, 五年来, 2014年以来, 党的十八大以来, 今年以来
    end               年末, 9月末 and 截至…底: the last day (2021-12-31); any other 年底: the month (2021-12)
    start             年初: the month (2021-01)
    plan              ‘十四五’期间 (2021/2025); its 末 and 初 are a year
    run               连续19年: up to the year looked back on; 连续8个季度 by months
    base              what is compared with, no frame of a figure: 较2020年, 比上年, 与2019年相比, 去年同期, 同比 (None)
    now               目前, 截至目前, 如今: the reference's year
    recent            近年来: None
    lately            近日, 日前: the reference date as far as it is known
    whole             全年: the year under review, None when not given
    same              当年, 同日, 其间: what was named last, None when nothing was

    The span is the time expression alone: 较, 到, 截至, 由 stand before it.

    >>> [(p.kind, p.value) for p in periods("去年前三季度增长5%，较2020年翻番，9月末建成。", "2024-01")]
    [('span', '2023-01/2023-09'), ('base', '2020'), ('end', '2023-09-30')]
    """
    text = fold(text)
    memory = Memory(read_reference(reference, review))
    found: list[Period] = []
    end = 0
    for position in _anchors(text):
        if position < end:
            continue
        if memory.sentence and found and _BREAK.search(text, found[-1].end, position):
            memory.forget()
        period = _at(text, position, memory)
        if period:
            found.append(period)
            end = period.end
    return found


def _anchors(text: str) -> list[int]:
    """Return where a time expression may begin."""
    starts = [m.start() for m in _CUES.finditer(text)]
    for run in _DIGITS.finditer(text):
        start, end = run.span()
        following = text[end : end + 1]
        if following in _AFTER_DIGITS or (following in _AFTER_YEAR and end - start == 4):
            starts.append(start)
    starts.sort()
    return starts


def _at(text: str, start: int, memory: Memory) -> Period | None:
    """Return the time expression that begins at `start`."""
    previous = text[start - 1 : start]
    if text[start].isdecimal():
        if previous.isascii() and (previous.isalnum() or previous == "."):
            return None
        iso = ISO.match(text, start)
        if iso:
            return Period(start, iso.end(), memory.iso(int(iso[1]), int(iso[3]), int(iso[4])), "day")
        if CLOCK.match(text, start):
            return None
    date = DATE.match(text, start)
    if date and (date["head"] or date["within"]) and previous != "第":
        base = _is_base(text, start, date.end())
        read = (replace(memory) if base else memory).date(date, text)
        if read:
            kind = "base" if base and read[0] != "same" else read[0]
            return Period(start, date.end(), read[1], kind)
    phrase = WORDS.match(text, start)
    if phrase is None or (previous == "第" and text[start] != "第"):
        return None
    closing = memory.closing(text, start, phrase.end()) if phrase["end"] else None
    kind, value = closing or meaning(phrase, memory.at, memory.last)
    if kind == "now":
        memory.forget()
    if kind in ("year", "span", "month", "day", "end"):
        memory.last = value
    first = start - 1 if phrase["plan"] and previous and previous in '“‘"「' else start
    return _period(text, first, phrase.end(), kind, value)


def _period(text: str, start: int, end: int, kind: str, value: str | None) -> Period:
    return Period(start, end, value, "base" if kind != "same" and _is_base(text, start, end) else kind)


def _is_base(text: str, start: int, end: int) -> bool:
    """Is the time what a figure is compared with?"""
    left = text[max(0, start - 5) : start]
    if _BASE_BEFORE.search(left):
        return True
    after = _BASE_AFTER.match(text, end)
    if after is None:
        return False
    if after[0].endswith("倍"):
        return _IS.search(left) is not None
    return after[0].endswith(("相比", "比较", "持平", "相当")) and _WITH.search(left) is not None
