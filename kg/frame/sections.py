"""Sections by heading, and the period, modality and place that hold in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.frame.where import Where
from kg.model import Place, Reading, Section

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十\d]{1,3}[编章部]"),
    re.compile(r"[一二三四五六七八九十]{1,3}\s*、|第[一二三四五六七八九十\d]{1,3}节"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}\s*[、.．]|[（(]\d{1,2}[）)]|——|[■●◆]"),
)
_UNNUMBERED = len(_LEVELS)
_LONGEST = 60
_YEAR = r"(?<![\d.])((?:19|20)\d\d)(?=年)"
_PAST = r"回顾|总结|工作情况|主要工作|发展成就|完成情况|执行情况|取得的成绩|主要成绩|回眸|过去"
_AIM = r"目标|任务|安排|打算|重点|预期|部署|工作建议|总体要求|计划|展望|思路|要求"
_FIRST = {
    "八五": 1991,
    "九五": 1996,
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
}
_PLAN = re.compile(r"[“‘\"]?(八五|九五|十一五|十二五|十三五|十四五|十五五|十五)[”’\"]?")


_TOP = 8  # headings among which the title of a plan stands
_PLANNED = re.compile(r"规划|纲要|方案|行动计划|年计划")
_REPORTED = re.compile(r"执行情况|公报|工作报告|总结|评估|完成情况")
_RANGE = re.compile(r"((?:19|20)\d\d)年?\s*[-—–－~～至到]{1,2}\s*((?:19|20)\d\d)年?")
_NUMBERED_PLAN = re.compile(r"第(十[一二三四五]?|[六七八九])个五年")
_FIRST_NUMBERED = {
    "六": 1981,
    "七": 1986,
    "八": 1991,
    "九": 1996,
    "十": 2001,
    "十一": 2006,
    "十二": 2011,
    "十三": 2016,
    "十四": 2021,
    "十五": 2026,
}
_BASIS = r"(?:发展|工作|现实)基础|基础条件|现状|成就|成效|成绩|回顾|背景|形势|起点"


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    text: str
    level: int


def sections(reading: Reading, reference: str | None, review: str | None, seen: Where) -> tuple[Section, ...]:
    """The sections of a reading, by start and without overlap; a sub-heading takes over what its section says."""
    headings = list(_headings(reading))
    open_: list[tuple[int, str | None, str | None, Place | None]] = []
    found = []
    plan = planned_years(heading.text for heading in headings[:_TOP])
    for index, heading in enumerate(headings):
        while open_ and open_[-1][0] >= heading.level:
            open_.pop()
        _, period, modality, place = open_[-1] if open_ else (0, None, None, None)
        own_period, own_modality = says(heading.text, reference, review)
        if plan and not own_period and heading.level < _UNNUMBERED and not (open_ and open_[-1][1]):
            own_period, own_modality = in_plan(heading.text, plan)
        if own_period or own_modality:
            period, modality = own_period or period, own_modality
        place = _place(heading.text, seen) or place
        open_.append((heading.level, period, modality, place))
        end = headings[index + 1].start if index + 1 < len(headings) else len(reading.text)
        found.append(Section(heading.start, end, heading.text, period, modality, place))
    return tuple(found)


def _headings(reading: Reading) -> Iterator[_Heading]:
    for block in reading.blocks:
        line = reading.folded[block.start : block.end]
        numbered = next((level for level, pattern in enumerate(_LEVELS) if pattern.match(line)), None)
        if block.kind == "heading":
            yield _Heading(block.start, line, _UNNUMBERED if numbered is None else numbered)
        elif numbered is not None and numbered < 3 and block.kind == "body":
            cut = re.match(r"[^。；\n]{2,60}?[。：\n]|[^。；\n]{2,60}$", line)
            yield _Heading(block.start, cut[0] if cut else line[:_LONGEST], numbered)


def says(heading: str, reference: str | None, review: str | None) -> tuple[str | None, str | None]:
    """Period and modality that a heading sets, None for what it leaves open."""
    this = int(reference[:4]) if reference else None
    past, aim = re.search(_PAST, heading), re.search(_AIM, heading)
    years = [int(y) for y in re.findall(_YEAR, heading)]
    if past and not (aim and aim.start() > past.end() and len(years) > 1):
        if years:
            return str(years[0]), None
        if plan := _PLAN.search(heading):
            return f"{_FIRST[plan[1]]}/{_FIRST[plan[1]] + 4}", None
        if this and re.search(r"(?:过去|近)五年|五年来|五年(?:工作)?回顾|本届政府", heading):
            return f"{this - 5}/{this - 1}", None
        return review, None
    if aim:
        if this and re.search(r"(?:今后|未来|下一?个?)五年", heading) and not years:
            return f"{this}/{this + 4}", "target"
        if years:
            return (str(years[0]), "target") if not this or years[0] >= this or not review else (str(years[0]), None)
        if (plan := _PLAN.search(heading)) and (not this or _FIRST[plan[1]] + 4 >= this):
            return f"{_FIRST[plan[1]]}/{_FIRST[plan[1]] + 4}", "target"
        if re.search(r"今年|下一步|下步|下一阶段", heading) and reference:
            return reference[:4], "target"
    return None, None


def planned_years(titles: Iterable[str]) -> tuple[int, int] | None:
    """First and last year of the plan that a document is, by the lines of its head; None where it is no plan.

    >>> planned_years(["关于印发《某县乡村振兴实施方案（2018—2020年）》的通知"])
    (2018, 2020)
    >>> planned_years(["某市“十四五”交通发展规划"]), planned_years(["某市2021年计划执行情况的报告"])
    ((2021, 2025), None)
    """
    for title in titles:
        if not _PLANNED.search(title) or _REPORTED.search(title):
            continue
        if years := _RANGE.search(title):
            return int(years[1]), int(years[2])
        if plan := _PLAN.search(title) or _NUMBERED_PLAN.search(title):
            first = _FIRST.get(plan[1]) or _FIRST_NUMBERED[plan[1]]
            return first, first + 4
    return None


def in_plan(heading: str, plan: tuple[int, int]) -> tuple[str, str | None]:
    """Period and modality of a section of a plan: what was reached before it, or what it sets out to reach."""
    if re.search(_BASIS, heading) and not re.search(_AIM, heading):
        return str(plan[0] - 1), None
    return f"{plan[0]}/{plan[1]}", "target"


def _place(heading: str, seen: Where) -> Place | None:
    """The one listed place that a heading begins with (周巷镇：…)."""
    body = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．\s]*", "", heading)
    hits = [hit for hit in seen.gazetteer.scan(body[:16]) if hit.start == 0 and hit.form == "full"]
    if not hits or body[hits[0].end : hits[0].end + 1] not in ("", "：", ":", " ", "　", "—", "｜", "|"):
        return None
    return seen.place(hits[0].name, hits[0].codes)
