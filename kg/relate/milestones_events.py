"""Collective signings and starts, lists of projects, and the columns of tables that tell when works are due."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.model import Annotation, MilestoneDraft, Period, Span
from kg.relate.relations_scene import Point, Scene

LEAD = 400  # characters in which an event is announced
CELL = 40  # characters of a cell, at most
REACHED = frozenset(("signed", "started", "under_construction", "structure_done", "completed", "opened"))


@dataclass(frozen=True)
class Event:
    """A collective signing or start: what it makes of a project, when, and where it is told."""

    status: str
    date: str | None
    start: int


def with_events(
    annotation: Annotation, stage: Scene, data: Mapping[str, Any], drafts: Sequence[MilestoneDraft]
) -> list[MilestoneDraft]:
    """The milestones found, with those of an event of which the whole document tells, and due dates of tables."""
    found = list(drafts)
    event = _event(annotation, data)
    if event:
        found = [replace(d, date=event.date) if d.status == event.status and d.date is None else d for d in found]
        done = {d.project for d in found if d.status in REACHED}
        found += [_draft(p, event) for p in _partakers(annotation, stage, data, event) if p.entity not in done]
    return found + list(_due(annotation, stage, data))


def _event(annotation: Annotation, data: Mapping[str, Any]) -> Event | None:
    """The event that title or lead announce."""
    text, known = annotation.reading.folded, annotation.frame.reference_date
    for row in data.get("events", ()):
        told = list(re.compile(row["like"]).finditer(text, 0, 2 * LEAD))
        if told and told[0].start() < LEAD:
            day = _day(annotation, told)
            return Event(row["says"], day or (known if known and len(known) == 10 else None), told[0].start())
    return None


def _day(annotation: Annotation, told: Sequence[re.Match[str]]) -> str | None:
    """The day that stands just before a mention of the event."""
    text = annotation.reading.folded
    days = [p for p in annotation.periods if p.kind == "day" and p.start < 2 * LEAD and p.value]
    for match in told:
        for day in reversed(days):
            if 0 <= match.start() - day.end <= 60 and "\n" not in text[day.end : match.start()]:
                return day.value
    return None


def _partakers(annotation: Annotation, stage: Scene, data: Mapping[str, Any], event: Event) -> Iterator[Point]:
    """Projects that the text speaks of as part of the event: with what is invested, or in a list."""
    commits = re.compile("|".join(map(re.escape, data.get("commits", ()))) or "(?!)")
    listed = [m.start() for m in re.compile(data.get("lists", "(?!)")).finditer(stage.text, event.start + 1)]
    for point in stage.first.values():
        if point.type != "Project" or point.start < event.start or stage.kinds[point.entity] in ("line", "stop"):
            continue
        sentence = stage.sentences[point.sentence]
        cell = _is_cell(annotation, stage, point)
        if (cell and listed and point.start > listed[0]) or (
            not cell and commits.search(stage.text, sentence.start, sentence.end)
        ):
            yield point


def _draft(point: Point, event: Event) -> MilestoneDraft:
    return MilestoneDraft(point.entity, event.status, event.date, Span(point.start, point.end), "milestone: event", 0.6)


def _due(annotation: Annotation, stage: Scene, data: Mapping[str, Any]) -> Iterator[MilestoneDraft]:
    """Dates in a row or in the cells behind a project, below a header that says that they are due dates."""
    header = re.compile(data.get("due", "(?!)")).search(stage.text)
    if not header:
        return
    starts = [p.start for p in annotation.periods]
    for point in stage.first.values():
        if point.type != "Project" or point.start < header.end() or not _is_cell(annotation, stage, point):
            continue
        period = _date_of(annotation, stage, starts, point)
        if period:
            end = min(period.end, point.start + 60)
            quote = Span(period.start, period.end) if end < period.end else Span(point.start, period.end)
            yield MilestoneDraft(point.entity, "planned", period.value, quote, "milestone: due", 0.6)


def _is_cell(annotation: Annotation, stage: Scene, point: Point) -> bool:
    """Does a name stand in the row of a table, or alone in what may be a cell?"""
    sentence = stage.sentences[point.sentence]
    if annotation.reading.blocks[sentence.block].kind == "row":
        return True
    return sentence.end - sentence.start <= CELL and point.start - sentence.start <= 1


def _date_of(annotation: Annotation, stage: Scene, starts: Sequence[int], point: Point) -> Period | None:
    """The date in the row of a project, or in a cell of its own before the next project."""
    last = min(point.sentence + 8, len(stage.sentences) - 1)
    for number in range(point.sentence, last + 1):
        sentence = stage.sentences[number]
        lo, hi = stage.ranges[number]
        if number > point.sentence and any(p.type == "Project" for p in stage.points[lo:hi]):
            return None
        for period in annotation.periods[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]:
            whole = sentence.end - sentence.start <= period.end - period.start + 2
            if period.value and (whole or (number == point.sentence and period.start > point.end)):
                return period
    return None
