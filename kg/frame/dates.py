"""When a document speaks: its reference date and the period it looks back on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.frame.head import Head

_DIGITS = {d: str(i) for i, d in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "O": "0", "０": "0"}
_CN = "零〇○O一二三四五六七八九"
_YEAR = rf"((?:19|20)\d\d|[一二][{_CN}]{{3}})"
_NUM = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
FULL = re.compile(rf"(?<!\d){_YEAR}\s?[年/.\-]\s?{_NUM}(?:\s?[月/.\-]\s?{_NUM}(?!\d)\s?日?|\s?月)?(?=\D|$)")
DAY = re.compile(rf"(?<!\d)(?<!年){_NUM}月{_NUM}日")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[\s·]|$)")
_LABEL = re.compile(
    r"(?:发布|公开|生成|成文|发文|发表|印发|更新)(?:日期|时间)?\s*[:：]?\s*$|时间\s*[:：]\s*$|日期\s*[:：]\s*$"
)
_MASTHEAD = re.compile(r"星期|[日晚时都商]报|第\s?\d+\s?[版期]|来源|\d\d:\d\d")
_MEETING = re.compile(r"在[^，。]{2,40}(?:会议|全会|大会)上")
_ISSUE = re.compile(rf"{_YEAR}年第\s?(\d{{1,2}})\s?期")
_REVIEWED = re.compile(
    r"(?:刚刚过去的|刚刚翻过去的|过去的|回顾|走过)(?:了)?((?:19|20)\d\d)年?|((?:19|20)\d\d)年[^，。；\n]{0,14}(?:工作)?(?:回顾|总结|工作情况|主要工作|国民经济和社会发展统计公报|统计公报)"
)
_AHEAD = re.compile(
    r"((?:19|20)\d\d)年[^，。；\n]{0,16}(?:目标任务|工作安排|工作任务|重点工作|工作打算|主要目标|总体要求|工作建议|主要任务)"
)
_THIS = re.compile(r"(?:今年|当前)(?:是)?[（(]?((?:19|20)\d\d)年?")
_OPENING = {
    "八五": 1991,
    "九五": 1996,
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
}
_PLAN_YEAR = re.compile(
    r"[“‘\"]?(八五|九五|十一五|十二五|十三五|十四五|十五五|十五)[”’\"]?(?:规划|计划)?(?:的)?(开局|收官|决胜|起步)"
)
_PLAN_OVER = re.compile(r"刚刚过去的[“‘\"]?(八五|九五|十一五|十二五|十三五|十四五|十五五|十五)")
_PLAN_REVIEW = re.compile(
    r"[“‘\"](八五|九五|十一五|十二五|十三五|十四五|十五五|十五)[”’\"](?:时期|期间)[^，。\n]{0,16}回顾"
)
_PLAN_TITLE = re.compile(
    r"[“‘\"](八五|九五|十一五|十二五|十三五|十四五|十五五|十五)[”’\"].{0,16}规划|第(十[一二三四五]?|[八九])个五年规划"
)
_ORDINAL = {
    "八": "八五",
    "九": "九五",
    "十": "十五",
    "十一": "十一五",
    "十二": "十二五",
    "十三": "十三五",
    "十四": "十四五",
    "十五": "十五五",
}
_NUMBERED = re.compile(r"[〔\[【（(]((?:19|20)\d\d)[〕\]】）)]\s?第?\d{1,4}\s?号")
_QUARTER = re.compile(r"((?:19|20)\d\d)年(前三季度|上半年|一季度|第一季度|三季度)")
_PAST_YEAR = re.compile(r"过去的?一年|一年来|回首|刚刚过去")
_LAST = re.compile(
    r"到((?:19|20)\d\d)年[^。]{0,8}(?:力争|达|将|实现|要)|(?:力争|规划|目标)[^。]{0,10}((?:19|20)\d\d)年"
)
_NEWSY = re.compile(
    rf"(?:本报|新华社|讯|电)[^，。\n]{{0,10}}?{_NUM}月{_NUM}日[电讯]|^[^，。\d\n]{{2,12}}{_NUM}月{_NUM}日[电讯]|^(?:昨日|今日|昨天)?{_NUM}月{_NUM}日[，,（上下]",
    re.MULTILINE,
)


_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")


def number(text: str) -> int:
    """A number of one or two places, in digits or Chinese.

    >>> number("12"), number("十二"), number("二十一"), number("三")
    (12, 12, 21, 3)
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    low = int(_DIGITS.get(ones, "0")) if ones else 0
    return (int(_DIGITS.get(tens, "1")) if tens else 1) * 10 + low if ten else low


def year(text: str) -> int:
    """A year in digits or Chinese."""
    return int("".join(_DIGITS.get(character, character) for character in text))


def iso(match: re.Match[str]) -> str:
    """The date of a match of FULL."""
    parts = [f"{year(match[1]):04d}", f"{number(match[2]):02d}"]
    if match[3]:
        parts.append(f"{number(match[3]):02d}")
    month = int(parts[1])
    if not 1 <= month <= 12 or (len(parts) > 2 and not 1 <= int(parts[2]) <= 31):
        return parts[0]
    return "-".join(parts)


def reference_date(published: str | None, head: Head, text: str) -> str | None:
    """When the document speaks from: YYYY-MM-DD, YYYY-MM or YYYY; None where nothing tells."""
    return published or _stated(head) or _signed(text) or _alone(text[:3000]) or _implied(head, text)


def _stated(head: Head) -> str | None:
    """The best date that the head itself gives."""
    found: list[tuple[int, str]] = []
    for index, line in enumerate(head.lines):
        if (issue := _ISSUE.search(line)) and not FULL.search(line):
            found.append((3, f"{year(issue[1])}-{int(issue[2]):02d}" if int(issue[2]) <= 12 else str(year(issue[1]))))
        found += [(_trust(line, match, index), iso(match)) for match in FULL.finditer(line)]
    found = [(trust, date) for trust, date in found if trust and len(date) > 4]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _trust(line: str, match: re.Match[str], index: int) -> int:
    """How well a date of the head stands for the document's own: 1 best, 0 not at all."""
    before, after = line[: match.start()], line[match.end() :]
    if _LABEL.search(before):
        return 1
    alone = len(line) - len(match[0]) < 8
    alone = alone or (not after.strip(" 　）)") and before[-1:].isspace() and len(line) < 40)
    if alone or _MASTHEAD.search(line) or re.search(r"[（(]\s*$", before):
        return 2
    if _MEETING.match(after) or _MEETING.search(line):
        return 2
    return 0 if match[3] is None else 4


def _signed(text: str) -> str | None:
    """A date that ends the document."""
    tail = text[-200:]
    lines = [line.strip() for line in tail.split("\n") if line.strip()][-3:]
    for line in reversed(lines):
        match = FULL.search(line)
        if match and match[3] and len(line) - len(match[0]) < 14:
            return iso(match)
    return None


def _alone(text: str) -> str | None:
    """A day that stands in a line of its own, as below the body that issues a notice."""
    matches = (FULL.fullmatch(line.strip(" 　（）()")) for line in text.split("\n") if len(line) < 20)
    return next((iso(match) for match in matches if match and match[3]), None)


def _implied(head: Head, text: str) -> str | None:
    """A date put together from what is said: a day without its year, the year under review, the year of the title."""
    title, top = digits("\n".join(head.titles)), digits("\n".join((*head.lines, head.opening)))
    speaking, month = speaking_year(title, top, digits(text))
    day = _NEWSY.search(head.opening) or _NEWSY.search(top)
    if day:
        said = [number(g) for g in day.groups() if g]
        speaking = _year_of_day(digits(text), (said[0], said[1])) or speaking
        return f"{speaking}-{said[0]:02d}-{said[1]:02d}" if speaking else None
    if speaking is None:
        return None
    return f"{speaking}-{month:02d}" if month else str(speaking)


def _year_of_day(text: str, day: tuple[int, int]) -> int | None:
    """The year of a dateline without one: that of the latest day told in full which lies before it in its year."""
    told = [(int(y), (int(m), int(d))) for y, m, d in _DAY.findall(text)]
    if not told:
        return None
    latest = max(told)
    return latest[0] if latest[1] <= day else None


def speaking_year(title: str, top: str, text: str) -> tuple[int | None, int | None]:
    """The year in which the document speaks, and the month where its kind tells it."""
    report = "工作报告" in title.replace(" ", "") or "各位代表" in top or "我代表" in top
    january = 1 if report else None
    if numbered := _NUMBERED.search(top):
        return int(numbered[1]), january
    if match := _PLAN_OVER.search(top):
        return _OPENING[match[1]] + 5, january
    if match := _REVIEWED.search(title) or _REVIEWED.search(top):
        return int(match[1] or match[2]) + 1, 1 if report or "过去的" in match[0] else None
    if (planned := _plan_year(title, top)) is not None:
        return planned, january
    if (voted := _voted(text)) is not None:
        return voted, january
    if match := _THIS.search(text):
        return int(match[1]), january
    if quarter := _QUARTER.search(title):
        return int(quarter[1]), {"前三季度": 10, "三季度": 10, "上半年": 7}.get(quarter[2], 4)
    if _PAST_YEAR.search(top) and (years := YEAR.findall(title)):
        return int(max(years)) + 1, 1
    return _latest(text, report), january


def _plan_year(title: str, top: str) -> int | None:
    """The year that a five-year plan tells: its first, its last, or the one after it."""
    if match := _PLAN_REVIEW.search(top):
        return _OPENING[match[1]] + 5
    if match := _PLAN_YEAR.search(title) or _PLAN_YEAR.search(top[:600]):
        return _OPENING[match[1]] + (0 if match[2] in ("开局", "起步") else 4)
    if match := _PLAN_TITLE.search(title):
        return _OPENING[match[1] or _ORDINAL.get(match[2], "十四五")]
    return None


def _voted(text: str) -> int | None:
    """The year that most headings of review and of tasks ahead agree on."""
    votes = Counter(int(match[1]) for match in _AHEAD.finditer(text))
    votes.update(int(match[1] or match[2]) + 1 for match in _REVIEWED.finditer(text))
    if not votes:
        return None
    best, count = max(votes.items(), key=lambda item: (item[1], -item[0]))
    latest = _latest(text)
    return best if count > 1 or len(votes) == 1 or latest is None or abs(latest - best) <= 1 else None


def _latest(text: str, report: bool = False) -> int | None:
    """One year after the last that is told as past, or that year when it is spoken of as running."""
    aims = {group for match in _LAST.finditer(text) for group in match.groups() if group}
    years = Counter(match[1] for match in YEAR.finditer(text))
    past = sorted(int(y) for y, count in years.items() if y not in aims or count > 3)
    if report:  # 到2010年 is a goal there
        past = [y for y in past if len(re.findall(rf"[到至前]{y}年|{y}年前", text)) < years[str(y)]] or past
    while len(past) > 1 and past[-1] - past[-2] > 1 and (past[-1] % 5 == 0 or years[str(past[-1])] == 1):
        past.pop()  # the year of a goal
    if not past:
        return None
    last = past[-1]
    if re.search(r"今年|上半年|前\d个月|[1-9]月", text[:3000]):
        return last + (1 if re.search(rf"(?:到|与|比|较){last}年|{last}年[，,]?[全年市县区]", text) else 0)
    return last + 1


_CN_YEAR = re.compile(rf"[一二][{_CN}]{{3}}(?=年)")


def digits(text: str) -> str:
    """The text with years that are written in Chinese numerals in digits."""
    return _CN_YEAR.sub(lambda match: str(year(match[0])), text)


def review_period(head: Head, genre: str, reference: str | None, text: str) -> str | None:
    """The period that an undated sentence of a review takes."""
    for source in (*head.titles, "\n".join(head.lines), text[:1500]):
        if match := re.search(r"((?:19|20)\d\d)年[^，。\n]{0,20}(?:公报|回顾|回眸|掠影|扫描|总结|解读)", source):
            return match[1]
    if match := re.search(r"刚刚(?:翻)?过去的((?:19|20)\d\d)年?", text[:3000]):
        return match[1]
    early = reference is not None and len(reference) > 4 and int(reference[5:7]) <= 4
    if reference and (genre == "report" or "过去一年" in text[:1500] or "过去的一年" in text[:1500]) and early:
        return str(int(reference[:4]) - 1)
    return None


def all_dates(text: str) -> Iterator[str]:
    """Every full date of a text."""
    return (iso(match) for match in FULL.finditer(text))
