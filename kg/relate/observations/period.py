"""Candidates for the time a figure holds: times of its sentence and before, section, review, reference date, none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.model import Annotation, Frame, Period, Section
from kg.relate.observations.candidate import Earlier
from kg.relate.observations.slots import Slot
from kg.relate.observations.subject import Choice
from kg.relate.observations.words import Words

BASE = re.compile(r"(?:比|较|同比|相比|相较|由|从|自|与|对比|超过|高于|低于|多于|为|是|相当于|恢复到|占|达到)(?:了)?$")
YEAR = re.compile(r"\d{4}$")
YEARS = re.compile(
    r"(?=[两二三四五六七八九十\d])(?<![第\d])(两|[二三四五六七八九十]|\d{1,2})年(?=来|间|累计|共|新|完成|投|建|关|引|改|整|实|总|，|里|多|以|平均)"
)
STATE = re.compile(
    r"已|目前|如今|眼下|将|正在|计划|此次|去年|今年|明年|原来|过去|以前|仍|建成后|投产后|达产|届时|全部建成|全年|截至|"
    r"下一步|下半年|年内|年底前|同时|完成后|全线|建成|开通后|满产|可|能|还|先后|累计|明后|今后|未来|要求|要|须|规划|拟"
)
DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


Marks = dict[str | None, tuple[str, ...]]  # period -> the ways it was come upon
Form = str  # its shape, whether it lies before or after the reference date, whether it is that date: "4 < False"


class _Forms(dict[str | None, Form]):
    """What periods look like beside the reference date."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def __missing__(self, value: str | None) -> Form:
        year = self.reference[:4]
        when = "-" if not value else "=" if value[:4] == year else "<" if value[:4] < year else ">"
        same = value is not None and value == self.reference[: len(value)]
        form = self[value] = f"{shape(value)} {when} {same}"
        return form


class Times:
    """The time expressions of a document and what holds where none is given."""

    def __init__(self, annotation: Annotation) -> None:
        self.text = annotation.reading.folded
        self.periods = annotation.periods
        self.starts = [p.start for p in annotation.periods]
        self.frame: Frame = annotation.frame
        self.reference = annotation.frame.reference_date or ""
        self.bases: dict[int, str] = {}
        self.kept: tuple[int, Section | None, Marks] = (-1, None, {})
        self.forms = _Forms(self.reference)
        self.heard: dict[int, tuple[bool, bool, bool]] = {}

    def between(self, start: int, end: int) -> Sequence[Period]:
        """The time expressions that begin in text[start:end]."""
        return self.periods[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def base(self, period: Period) -> str:
        """The word that makes a time a basis of comparison, or ""."""
        if period.kind == "base":
            return "kind"
        word = self.bases.get(period.start)
        if word is None:
            found = BASE.search(self.text, max(0, period.start - 4), period.start)
            word = self.bases[period.start] = found.group() if found else ""
        return word

    def spoken(self, sentence: int, words: Words) -> tuple[bool, bool, bool]:
        """Does a sentence hold words of plans, of estimates, of the state of things?"""
        found = self.heard.get(sentence)
        if found is None:
            start, end = self.frame.sentences[sentence].start, self.frame.sentences[sentence].end
            some = [pattern.search(self.text, start, end) for pattern in (words.target, words.estimated, STATE)]
            found = self.heard[sentence] = (some[0] is not None, some[1] is not None, some[2] is not None)
        return found

    def standing(self, sentence: int, section: Section | None) -> Marks:
        """What holds in a sentence before its own times are looked at."""
        if self.kept[:2] != (sentence, section):
            self.kept = (sentence, section, self._standing(sentence, section))
        return self.kept[2]

    def _standing(self, number: int, section: Section | None) -> Marks:
        found: Marks = {None: ("none",)}
        start = self.frame.sentences[number].start
        before = self.between(max(0, start - 600), start)
        for k, period in enumerate(reversed([p for p in before if not self.base(p)][-2:])):
            _add(found, period.value, f"back{k}")
            _add(found, period.value, f"back:{period.kind}")
        for said, mark in ((section.period if section else None, "section"), (self.frame.review_period, "review")):
            if said:
                _add(found, said, mark)
                if YEAR.search(said):
                    _add(found, f"{said[-4:]}-12-31", mark + "~day")
                if "/" in said and YEAR.search(said):  # a plan's goals: its last year, and growth since the year before
                    _add(found, said[-4:], mark + "~end")
                    _add(found, f"{int(said[:4]) - 1}/{said[-4:]}", mark + "~base")
        end = self.frame.sentences[number].end
        pieces = (("sentence", start, min(end, start + 200)), ("back", max(0, start - 300), start))
        for where, low, high in pieces:
            for value, mark in _spans(where, self.text[low:high], self, section):
                _add(found, value, mark)
        for value, mark in _spans("heading", section.heading[:40] if section else "", self, section):
            _add(found, value, mark)
        for value, mark in self._reference():
            _add(found, value, mark)
        return found

    def _reference(self) -> Iterator[tuple[str, str]]:
        """The reference date and the years around it."""
        year = self.reference[:4]
        if not year:
            return
        for offset, mark in ((0, "now"), (-1, "last"), (1, "next")):
            yield str(int(year) + offset), mark
        yield self.reference, "ref"
        if len(self.reference) > 4:
            yield f"{year}-01/{self.reference[:7]}", "ytd"
            yield self.reference[:7], "month"


class Held(NamedTuple):
    """The periods that a figure may hold for, and whether one of them is said in its clause or before it."""

    choices: list[Choice]
    inside: str


def times(slot: Slot, earlier: Sequence[Earlier], known: Times, section: Section | None, subject: str) -> Held:
    """Return the candidate periods of `slot`, by value, each with the ways it was come upon."""
    found: Marks = known.standing(slot.sentence, section).copy()
    at = slot.quantity.start
    inside = known.between(max(slot.start, at - 400), slot.clause_end)[-8:]
    before = [p for p in inside if p.start < at]
    own = _clause_times(slot, known, before, found) if before else "00"
    for period in inside[len(before) :]:
        if period.start >= slot.quantity.end:
            _add(found, period.value, f"after:{period.kind}")
    if slot.cell and slot.cell.header:
        for period in known.between(*slot.cell.span):
            _add(found, period.value, f"header:{slot.cell.role}")
    latest = before[-1].start if before else -1
    k = 0
    for e in earlier[:-3:-1]:
        last = e.slot
        if last.block == slot.block:
            near = "far" if last.sentence != slot.sentence else "same"
            near = "clause" if last.clause_start == slot.clause_start else near
            ways = (
                f"e{k}{near}{latest > last.quantity.end:d}",
                f"e{k}{e.kind}{near}",
                f"e{k}{near}{e.subject == subject:d}",
            )
            found[e.period] = found.get(e.period, ()) + ways
            k += 1
    for value, mark in _spans("clause", known.text[slot.clause_start : slot.clause_end], known, section):
        _add(found, value, mark)
    return Held(list(map(Choice._make, found.items())), own)


def _add(found: Marks, value: str | None, mark: str) -> None:
    marks = found.get(value, ())
    if mark not in marks:
        found[value] = (*marks, mark)


def _clause_times(slot: Slot, known: Times, before: Sequence[Period], found: Marks) -> str:
    """Add the times before a figure; say if one stands in its clause, and if one does before that."""
    clause, sentence, own = 0, 0, False
    for period in reversed(before):
        base = known.base(period)
        if period.start >= slot.clause_start:
            mark = f"c{min(clause, 2)}{'B' + base if base else ''}"
            own = own or (clause < 2 and not base)
            clause += 1
        else:
            mark = f"s{min(sentence, 2)}{'B' if base else ''}"
            sentence += not base
        _add(found, period.value, mark)
        _add(found, period.value, f"k:{mark[:2]}{period.kind}")
        for value in implied(period.value):
            _add(found, value, mark + "~" + shape(value))
        if base and period.value and YEAR.match(period.value):
            for end in (known.frame.review_period, known.reference[:4]):
                if end and end[:4] > period.value[:4]:
                    end = end[-4:] if "/" in end and len(end) == 9 else end[:4]
                    _add(found, f"{period.value[:4]}/{end}", mark + "-span")
    return f"{own:d}{before[0].start < slot.clause_start:d}"


def _spans(where: str, text: str, known: Times, section: Section | None) -> Iterator[tuple[str, str]]:
    """Spans of years counted back from the end of the review: 五年来, 三年间, 五年新建."""
    found = YEARS.search(text) if "年" in text else None
    if not found:
        return
    count = int(found.group(1)) if found.group(1).isdigit() else DIGITS[found.group(1)]
    ends = [v[-4:] for v in (known.frame.review_period, section.period if section else None) if v and YEAR.search(v)]
    for end in dict.fromkeys([*ends, known.reference[:4], str(int(known.reference[:4] or 1) - 1)]):
        if 1 < count < 30 and end.isdigit():
            yield f"{int(end) - count + 1}/{end}", f"years:{where}"
            yield f"{int(end) - count}/{end}", f"years~:{where}"


@lru_cache(maxsize=4096)
def implied(value: str | None) -> tuple[str, ...]:
    """Periods that a period implies: its last day, its base year, its last year."""
    if not value:
        return ()
    if YEAR.match(value):
        return (f"{value}-12-31", str(int(value) - 1))
    if len(value) == 9 and value[4] == "/":
        low, high = value.split("/")
        return (f"{int(low) - 1}/{high}", high, f"{high}-12-31", f"{int(low) + 1}/{high}", low)
    if len(value) == 10 and value[4] == "-":
        return (value[:4],)
    if len(value) == 15:
        return (value[:4], value[8:])
    return (value[:4],)


@lru_cache(maxsize=4096)
def shape(value: str | None) -> str:
    return "none" if not value else f"{len(value)}{'/' if '/' in value else ''}"
