"""Candidates for the time a figure holds: times of its sentence and before, section, review, reference date, none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from kg.model import Annotation, Frame, Period, Section
from kg.relate.observations.features import context
from kg.relate.observations.names import Earlier
from kg.relate.observations.slots import Slot
from kg.relate.observations.subject import Choice

BASE = re.compile(r"(?:比|较|同比|相比|相较|由|从|自|与|对比|超过|高于|低于|多于|为|是|相当于|恢复到|占|达到)(?:了)?$")
YEAR = re.compile(r"\d{4}$")
END = re.compile(r"年末|年底|月末|月底|截至|截止|期末|季末|末，|底，")
EVERY = re.compile(r"年均|平均每年|每年|两年平均|三年平均|五年平均|年平均|年递增")
STATE = re.compile(
    r"已|目前|如今|眼下|每年|年产|每天|一天|可|将|正|计划|此次|本次|近年|去年|今年|刚|原来|过去|以前|仍|还|建成后|投产后|达产|届时|全部|"
    r"每月|日均|年均|先后|共|现有|拥有|现|当年|同期|国庆|期间|假期"
)
STOCK = re.compile(r"比年初|较年初|比上年末|较上年末|累计|至今|以来|目前|眼下|如今|现在|当年|当月|一年来|五年来")


class Times:
    """The time expressions of a document and what holds where none is given."""

    def __init__(self, annotation: Annotation) -> None:
        self.text = annotation.reading.folded
        self.periods = annotation.periods
        self.starts = [p.start for p in annotation.periods]
        self.frame: Frame = annotation.frame
        self.reference = annotation.frame.reference_date or ""

    def between(self, start: int, end: int) -> Sequence[Period]:
        """The time expressions that begin in text[start:end]."""
        return self.periods[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def base(self, period: Period) -> str:
        """The word that makes a time a basis of comparison, or ""."""
        if period.kind == "base":
            return "kind"
        found = BASE.search(self.text, max(0, period.start - 4), period.start)
        return found.group() if found else ""


def times(slot: Slot, earlier: Sequence[Earlier], known: Times, section: Section | None, subject: str) -> list[Choice]:
    """Return the candidate periods of `slot`, by value."""
    found: dict[str | None, list[str]] = {None: ["none"]}
    frame = known.frame
    sentence = frame.sentences[slot.sentence]
    at = slot.quantity.start

    def add(value: str | None, mark: str) -> None:
        marks = found.setdefault(value, [])
        if mark not in marks:
            marks.append(mark)

    inside = known.between(max(sentence.start, at - 400), slot.clause_end)[-8:]
    before = [p for p in inside if p.start < at]
    _clause_times(slot, known, before, add)
    for period in inside:
        if period.start >= slot.quantity.end:
            add(period.value, f"after:{period.kind}")
    if slot.cell and slot.cell.header:
        for period in known.between(*slot.cell.span):
            add(period.value, f"header:{slot.cell.role}")
    earlier_here = known.between(max(0, sentence.start - 600), sentence.start)
    for k, period in enumerate(reversed([p for p in earlier_here if not known.base(p)][-3:])):
        add(period.value, f"back{k}")
    for k, e in enumerate(e for e in reversed(earlier[-2:]) if e.slot.block == slot.block):
        near = (
            "clause"
            if e.slot.clause_start == slot.clause_start
            else "same"
            if e.slot.sentence == slot.sentence
            else "far"
        )
        new = any(p.start > e.slot.quantity.end for p in before)
        add(e.period, f"e{k}{near}{new:d}")
        add(e.period, f"e{k}{e.kind}{near}")
        add(e.period, f"e{k}{near}{e.subject == subject:d}")
        for derived in _derived(e.period):
            add(derived, f"e{k}~")
    for value, mark in ((section.period if section else None, "section"), (frame.review_period, "review")):
        if value:
            add(value, mark)
            for derived in _derived(value):
                add(derived, mark + "~" + _shape(derived))
    year = known.reference[:4]
    if year:
        for offset, mark in ((0, "now"), (-1, "last"), (1, "next")):
            add(str(int(year) + offset), mark)
        add(known.reference, "ref")
        if len(known.reference) > 4:
            add(f"{year}-01/{known.reference[:7]}", "ytd")
            add(known.reference[:7], "month")
    return [Choice(value, tuple(marks)) for value, marks in found.items()]


def _clause_times(slot: Slot, known: Times, before: Sequence[Period], add: Callable[[str | None, str], None]) -> None:
    clause, sentence = 0, 0
    for period in reversed(before):
        base = known.base(period)
        if period.start >= slot.clause_start:
            mark = f"c{min(clause, 2)}{'B' + base if base else ''}"
            clause += 1
        else:
            mark = f"s{min(sentence, 2)}{'B' if base else ''}"
            sentence += not base
        add(period.value, mark)
        add(period.value, f"k:{mark[:2]}{period.kind}")
        for value in _derived(period.value):
            add(value, mark + "~" + _shape(value))
        if base and period.value and YEAR.match(period.value):
            for end in (known.frame.review_period, known.reference[:4]):
                if end and end[:4] > period.value[:4]:
                    add(f"{period.value[:4]}/{end[-4:] if '/' in end and len(end) == 9 else end[:4]}", mark + "-span")


def _derived(value: str | None) -> list[str]:
    """Periods that a period implies: its last day, its base year, its last year."""
    if not value:
        return []
    if YEAR.match(value):
        return [f"{value}-12-31", str(int(value) - 1)]
    if len(value) == 9 and value[4] == "/":
        low, high = value.split("/")
        return [f"{int(low) - 1}/{high}", high, f"{high}-12-31", f"{int(low) + 1}/{high}", low]
    if len(value) == 10 and value[4] == "-":
        return [value[:4]]
    if len(value) == 15:
        return [value[:4], value[8:]]
    return [value[:4]]


def _shape(value: str | None) -> str:
    return "none" if not value else f"{len(value)}{'/' if '/' in value else ''}"


def period_features(
    slot: Slot, reading: tuple[str, str, str, str], choices: Sequence[Choice], known: Times
) -> list[list[str]]:
    """Return the features of each candidate period; `reading` is metric, kind, subject's type, modality."""
    metric, kind, subject, modality = reading
    ctx = context(slot)
    sentence = known.frame.sentences[slot.sentence]
    clause = known.text[slot.clause_start : slot.clause_end]
    before = known.text[max(sentence.start, slot.quantity.start - 120) : slot.clause_end]
    flags = [
        f"end{bool(END.search(clause))}{bool(END.search(before))}",
        f"ev{(EVERY.search(clause) or EVERY.search(before[-30:])) is not None}",
        f"st{found.group() if (found := STOCK.search(clause)) else ''}",
    ]
    state = STATE.findall(clause)[-2:] or [""]
    acts = [t.text for t in slot.left[slot.clause :] if t.sign == "A"][-1:] or [""]
    in_clause = any(c.features and c.features[0][:2] in ("c0", "c1") and "B" not in c.features[0] for c in choices)
    in_sentence = any(m.startswith("s0") for c in choices for m in c.features)
    out = []
    for choice in choices:
        value = choice.value
        shape = _shape(value)
        when = (
            "-"
            if not value
            else "="
            if value[:4] == known.reference[:4]
            else "<"
            if value[:4] < known.reference[:4]
            else ">"
        )
        same = value is not None and value == known.reference[: len(value)]
        base = [
            f"sh:{shape}:{kind}",
            f"wh:{when}:{modality}",
            f"whs:{when}:{subject}:{modality}",
            f"shz:{shape}:{metric[-2:]}",
            f"shm:{shape}:{metric}",
            f"shs:{shape}:{subject}:{kind}",
            f"shu:{shape}:{slot.quantity.unit}",
            f"shv:{shape}:{ctx.verb}",
            f"shg:{shape}:{known.frame.genre}",
            f"ref:{same}",
            *(f"sta:{shape}:{when}:{w}" for w in state),
            f"act:{shape}:{when}:{acts[0]}",
            f"actk:{value is None}:{acts[0]}:{subject}",
            f"gen:{shape}:{when}:{known.frame.genre}:{subject}",
            f"genm:{shape}:{when}:{known.frame.genre}:{modality}",
            f"non:{value is None}:{subject}:{metric[-2:]}",
            f"noc:{value is None}:{subject}:{in_clause}:{in_sentence}",
            f"nom:{value is None}:{subject}:{modality}:{kind}",
            *(f"{shape}:{kind}:{f}" for f in flags),
        ]
        marks = choice.features
        base += [f"m:{m}" for m in marks]
        base += [f"mk:{m}:{kind}:{modality}" for m in marks]
        base += [f"ms:{m}:{subject}" for m in marks]
        base += [f"mc:{m}:{in_clause}:{in_sentence}" for m in marks]
        base += [f"mf:{m}:{f}" for m in marks for f in flags]
        base += [f"mg:{m}:{known.frame.genre}" for m in marks]
        base.append(f"all:{'|'.join(m.split(':')[0] for m in marks[:3])}")
        out.append(base)
    return out
