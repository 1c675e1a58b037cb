"""Time words that are no dates: 目前, 近年来, 五年来, 党的十八大以来, ‘十四五’期间."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.values.numerals import integer
from kg.values.reference import Reference, span, write

_N = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_D = "一二三四五六七八九十"

WORDS = re.compile(
    rf"""
    (?P<now>截[至止]目前|目前为止|到目前为止|目前|眼下|如今|当前(?!位)|现如今|至今|迄今(?:为止)?|现在|截止现在)
    |(?P<recent>近年来?|近几年来?|近些年来?|近两年来?(?!平均)|多年来|长期以来|历年来)
    |(?P<lately>近日|日前(?!日)|近期|不久前|前不久|最近(?![的一]个|[0-9一二两三四五六七八九十])|连日来)
    |(?P<ytd>今年以来|今年来|本年以来)
    |(?P<today>今天|今日(?!头条)|当前日|昨[天日](?!夜)|昨夜|前[天日](?!夜)|明[天日](?!夜))
    |(?P<same>当[天日月](?!历)|同[日月](?!而)|同一天|次日|翌日|其间)
    |(?P<whole>全年(?!龄)|年度(?![计目任考综预投工重报指总评审会经])|(?<![0-9一二三四五六七八九])一年来|过去的?一年|过去一年|这一年)
    |(?P<end>年[末底]前?|年终|岁末|(?<![0-9一二三四五六七八九十])月[底末]前?|(?<![0-9一二两三四五六七八九十])年内|年初|年中(?![央心国学小部间等高期考医]))
    |(?P<seasonword>[今去明][春夏秋冬](?:[、明]?[今明]?[春夏秋冬])?)
    |(?P<lastmonth>本月|上个?月(?![半球])|下个?月(?![半球]))
    |(?P<plan>[“‘"「]?(?P<pn>[{_D}]{{1,2}})五[”’"」]?(?P<pt>时期|期间|以来|末期?|初期?|开局之年|开局年|收官之年|收官|规划期内?|规划时期|前[{_D}两]年|的?五年|头年|首年))
    |(?P<congress>(?:党的|自党的|中共)?(?P<cn>[{_D}]{{2,3}})大(?:召开)?以来)
    |(?P<reform>改革开放(?:四十年|4[0-9]年|三十年)?以来|(?:新中国成立|建国|解放)(?:[0-9]{{2}}年|[{_D}]{{2,3}}年)?以?来)
    |(?P<decade>(?P<century>上世纪|20世纪|二十世纪|本世纪)?(?P<ten>[0-9]0|[{_D[:9]}]十)年代(?P<dt>初期?|中期|末期?|后期|前期)?)
    |(?P<midcentury>本世纪中叶)
    |(?P<soon>(?P<p6>{_N})年内)
    |(?P<run>(?P<runword>连续|持续)(?P<rn>{_N})(?P<ru>个?季度|年|个月|届)(?!以上))
    |(?P<average>(?P<an>[两三四五]|[2-5])年(?:平均|净增|累计|共|里|年均))
    |(?P<past>(?:过去|近|最近|此前|前|这|刚刚过去的|过去的)的?(?P<p1>{_N})年(?:来|间|里|时间|中)?(?!级|前|行动|规划|计划|期|后))
    |(?P<coming>(?:今后|未来|往后|接下来|今后的|未来的)(?P<p2>{_N})(?:[至到-](?P<p3>{_N}))?年)
    |(?P<years>(?P<p4>{_N})年(?:多来|来|间(?!隔)|以来))
    |(?P<ago>(?P<p5>{_N})年(?:多)?前(?!景|后|列|沿|置|期|述|三|身))
    |(?P<yoy>同比|环比|与?(?:上年|去年)?同期(?:相比)?)
    """,
    re.X,
)
_COUNT = f"[0-9{_D}两]"
CUES = (  # what a time expression may begin with, by the first letter: the search skips letters that begin none
    rf"去[年春夏秋冬]|今[年天日春夏秋冬]|明[年天日春夏秋冬]|昨[天日夜]|前(?:年|天|日|不久|{_COUNT})|上(?:年|半年|一年|旬|个?月|世纪)"
    r"|下(?:半年|旬|个?月)|中(?:旬|秋、?国庆|共)|本(?:年|月|世纪)|当[年前天日月]|同(?:[年日月比期]|一天)|与(?:上年|去年)?同期|次[年日]|翌[年日]"
    r"|后年|大前年|该年|首(?:季|个季)|国庆|五一|“五一|春节|全年|截[至止]目|目前|眼下|如今|现(?:如今|在)|到目前|至今|迄今|多年来|长期以来"
    rf"|近(?:[年日期几些]|{_COUNT})|历年来|日前|不久前|最近|连(?:日来|续)|持续|其间|年[度末底终内初中]|一年来|过去|这(?:一年|{_COUNT})"
    rf"|岁末|月[底末]|党的|自党的|改革开|新中国|建国|解放|此前|刚刚过|今后|未来|往后|接下来|环比|头{_COUNT}|第[一二三四1-4]季"
)
Value = tuple[str, str | None]  # kind, value


def meaning(found: re.Match[str], at: Reference, last: str | None) -> Value:
    """Return kind and value of a match of WORDS; `last` is the value named last."""
    name = next(key for key in _READERS if found[key])
    return _READERS[name](found, at, last)


def _now(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "now", write(at.year)


def _recent(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "recent", None


def _lately(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "lately", write(at.year, at.month, at.day)


def _ytd(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "span", span(write(at.year, 1 if at.month else 0), write(at.year, at.month))


def _today(found: re.Match[str], at: Reference, last: str | None) -> Value:
    if not at.day:
        return "day", write(at.year, at.month)
    return "day", _shift(at, {"今": 0, "当": 0, "昨": -1, "前": -2, "明": 1}[found[0][0]])


def _shift(at: Reference, days: int) -> str:
    return (date(at.year, at.month, at.day) + timedelta(days)).isoformat()


def _same(found: re.Match[str], at: Reference, last: str | None) -> Value:
    word = found[0]
    end = (last or "").rpartition("/")[2]
    if "月" in word:
        return "same", end[:7] if len(end) >= 7 else None
    if word == "其间":
        return "same", last
    return "same", end if len(end) == 10 and word[0] not in "次翌" else None


def _whole(found: re.Match[str], at: Reference, last: str | None) -> Value:
    if found[0] in ("全年", "年度"):
        return "whole", write(at.review)
    return "year", write(at.past_year())


def _end(found: re.Match[str], at: Reference, last: str | None) -> Value:
    word = found[0]
    if word == "年内":
        return "year", write(at.year)
    if word[0] == "月":
        return "month", write(at.year, at.month)
    if word == "年初":
        return "start", write(at.past_year() if at.review else at.year, 1)
    if word == "年中":
        return "month", write(at.year, 6)
    if word.endswith("前"):
        return "month", write(at.year, 12)
    if word in ("年末", "年终"):
        closed = at.closed_year()
        return "end", write(closed - (closed == at.year and at.month < 12 and not at.review), 12, 31)
    return "month", write(at.past_year(), 12)


def _season(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "year", write(at.year + {"今": 0, "去": -1, "明": 1}[found[0][0]] if at.year else 0)


def _lastmonth(found: re.Match[str], at: Reference, last: str | None) -> Value:
    if not at.month:
        return "month", None
    count = at.year * 12 + at.month - 1 + {"本": 0, "上": -1, "下": 1}[found[0][0]]
    return "month", write(count // 12, count % 12 + 1)


def _plan(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number = integer(found["pn"]) or 0
    first = 1951 + 5 * number  # “十一五” began in 2006
    tail = found["pt"]
    if "末" in tail or "收官" in tail:
        return "year", write(first + 4)
    if tail.startswith(("初", "开局", "头年", "首年")):
        return "year", write(first)
    if tail.startswith("前"):
        return "plan", span(write(first), write(first + (integer(tail[1:-1]) or 1) - 1))
    if tail == "以来":
        return "span", span(write(first), write(at.past_year()))
    return "plan", span(write(first), write(first + 4))


def _congress(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number = integer(found["cn"]) or 0
    return "span", span(write(1922 + 5 * number if 12 <= number <= 30 else 0), write(at.past_year()))


def _reform(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "span", span("1978" if found[0].startswith("改革") else "1949", write(at.past_year()))


def _decade(found: re.Match[str], at: Reference, last: str | None) -> Value:
    ten = integer(found["ten"]) or 0
    century = 2000 if found["century"] == "本世纪" or (not found["century"] and ten < 50) else 1900
    return "span", span(write(century + ten), write(century + ten + 9))


def _midcentury(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "year", "2050"


def _run(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number, end = integer(found["rn"]) or 0, at.past_year()
    if found["ru"].endswith("季度"):
        return "run", _quarters(number, at, last)
    if found["ru"] != "年" or not end or not number:
        return "run", None
    return "run", span(write(end - number + 1), write(end))


def _quarters(number: int, at: Reference, last: str | None) -> str | None:
    """The months of `number` quarters up to the end of the span named last, or of the year looked back on."""
    end = (last or "").rpartition("/")[2]
    if len(end) == 7 and "/" in (last or ""):
        count = int(end[:4]) * 12 + int(end[5:])
    elif at.is_early() or at.review:
        count = at.past_year() * 12 + 12
    else:
        return None
    first = count - 3 * number
    return span(write(first // 12, first % 12 + 1), write((count - 1) // 12, (count - 1) % 12 + 1)) if number else None


def _average(found: re.Match[str], at: Reference, last: str | None) -> Value:
    """两年平均 grows from the year before the two; 五年累计 is done in the five."""
    end, number = at.past_year(), integer(found["an"]) or 0
    inclusive = found[0].endswith(("累计", "共", "里"))
    return "span", span(write(end - number + inclusive if end else 0), write(end))


def _past(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number = integer(found["p1"] or found["p4"]) or 0
    if not at.year or not number or number > 200:
        return "span", None
    end = at.past_year()
    first = end - number + at.is_whole()
    return "span", span(write(first), write(end))


def _coming(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number = integer(found["p3"] or found["p2"]) or 0
    if not at.year or not number:
        return "span", None
    first = at.year if 0 < at.month <= 3 else at.year + 1
    return "span", span(write(first), write(first + number - 1))


def _soon(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number = integer(found["p6"]) or 0
    return "span", span(write(at.year), write(at.year + number if at.year and number else 0))


def _ago(found: re.Match[str], at: Reference, last: str | None) -> Value:
    number, end = integer(found["p5"]) or 0, at.past_year()
    return "year", write(end - number if end and number else 0)


def _yoy(found: re.Match[str], at: Reference, last: str | None) -> Value:
    return "base", None


_READERS: dict[str, Callable[[re.Match[str], Reference, str | None], Value]] = {
    "now": _now,
    "recent": _recent,
    "lately": _lately,
    "ytd": _ytd,
    "today": _today,
    "same": _same,
    "whole": _whole,
    "end": _end,
    "seasonword": _season,
    "lastmonth": _lastmonth,
    "plan": _plan,
    "congress": _congress,
    "reform": _reform,
    "decade": _decade,
    "midcentury": _midcentury,
    "run": _run,
    "average": _average,
    "past": _past,
    "coming": _coming,
    "years": _past,
    "soon": _soon,
    "ago": _ago,
    "yoy": _yoy,
}
