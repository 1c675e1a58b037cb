"""Explicit dates: what stands in the text as year, month, day, quarter or half, alone or together."""

from __future__ import annotations

import re

_DIGIT = "〇零○一二三四五六七八九"
_TO = "[-—–~～至到]{1,2}"
_YEAR = f"(?:1[5-9]|2[01])[0-9]{{2}}|[一二][{_DIGIT}]{{3}}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
YEAR_WORDS = (
    "去年|今年|明年|(?<![目之以此年提眼])前年(?!产|均)|(?<![以])上年(?![龄纪])|上一年|(?<!成)本年|当年|(?<![不共相如])同年"
    "|次年|翌年|(?<![产投成目用营年之以此])后年|大前年|该年"
)

DATE = re.compile(
    rf"""
    (?P<head>(?P<word>{YEAR_WORDS})度?
      |(?P<y>{_YEAR})[ ]?(?:年度?)?[ ]?{_TO}[ ]?(?P<y2>{_YEAR})[ ]?年度?
      |(?P<y1>{_YEAR})[ ]?年度?
      |(?P<yy>0[0-9]|[89][0-9]|7[89]|[九八]{"[" + _DIGIT + "]"}|七[八九])年(?![来间多余历均代级])
    )?
    (?(head)(?:的|全年的?|[ ])?)
    (?P<within>
      (?P<m1>{_MONTH})[ ]?(?:月份?)?{_TO}(?P<m2>{_MONTH})[ ]?月份?(?![0-9])
      |(?P<m>{_MONTH})[ ]?月份?(?:
         [ ]?(?P<d>{_DAY})(?:[ ]?[日号])?(?:{_TO}(?:(?P<rm>{_MONTH})月)?(?P<d2>{_DAY}))?[ ]?[日号]
       )?
      |[前头](?P<fm>1[01]|[2-9]|十一?|[两二三四五六七八九])个?月份?
      |[前头](?P<fq>[两二三23])个?季度
      |第?(?P<q>[一二三四1-4])季度
      |(?P<q1>首季度?|首个季度)
      |(?P<half>[上下]半年)
      |(?P<whole>全年)
      |(?P<bd>3[01]|[12][0-9]|[1-9])日(?!均|内|游|元|报|常|益|产|处|供|志|记|语)
      |(?P<feast>(?:国庆节?|中秋、?国庆|“?五一”?|春节)(?:黄金周|假期|长假|小长假)?)(?:(?P<eve>前夕?(?!后))|(?P<after>前后|后|期间))?
    )?
    (?P<tail>(?:年?(?:底|末|终|初|中(?![央心国学小部间等高期考医]))|[上中下]旬末?)前?|以来|起|同期|期间)?
    """,
    re.X,
)
ISO = re.compile(r"([12][0-9]{3})([-/.年])(1[0-2]|0?[1-9])\2(3[01]|[12][0-9]|0?[1-9])日?(?![0-9.])")
CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4])(?:[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9.∶:：])|[时点](?:[0-5]?[0-9]分|半|整)?)(?!间)"
)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_end(text: str, start: int) -> int:
    """Return where the date or clock time ends that begins at `start`; -1 when none begins there.

    >>> date_end("2023年9月末", 0), date_end("9年", 0), date_end("1-9月", 0), date_end("10:21", 0)
    (8, -1, 4, 5)
    """
    found = DATE.match(text, start)
    end = found.end() if found and (found["head"] or found["within"]) else -1
    if end < 0:
        other = ISO.match(text, start) or CLOCK.match(text, start)
        end = other.end() if other else -1
    return end


def month_end(year: int, month: int) -> int:
    """Return the last day of a month.

    >>> month_end(2023, 2), month_end(2024, 2), month_end(2024, 9)
    (28, 29, 30)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _LENGTHS[month - 1]
