"""Whether a milestone has come about or is expected, and when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import Annotation, Period, Section
from kg.relate.milestones_find import Lexicon, Said

_UNDATED = frozenset(("base", "run", "plan", "recent", "whole"))


def section_at(sections: Sequence[Section], offset: int) -> Section | None:
    """The innermost section that holds `offset`: the last to begin before it."""
    at = bisect_right(sections, offset, key=lambda s: s.start) - 1
    return sections[at] if at >= 0 and sections[at].end >= offset else None


def features(annotation: Annotation, words: Lexicon, said: Said) -> list[str]:
    """What speaks for an event to come rather than one that has come about."""
    text, frame = annotation.reading.folded, annotation.frame
    status = "+".join(said.statuses)
    before, after = text[said.clause[0] : said.start], text[said.end : said.clause[1]]
    found = ["bias", f"status:{status}", f"word:{said.word}", f"genre:{frame.genre}"]
    found += sorted({f"future:{m.group()}" for m in words.future.finditer(before[-20:])})
    found += sorted({f"future after:{m.group()}" for m in words.future.finditer(after[:6])})
    found += sorted({f"past:{m.group()}" for m in words.past.finditer(before[-12:])})
    found += sorted({f"past after:{m.group()}" for m in words.past.finditer(after[:3])})
    found.append(f"then:{after[:1]}")
    section = section_at(frame.sections, said.start)
    target = section is not None and section.modality == "target"
    found += [f"target:{target}", f"target:{target}:{status}"]
    sentence = text[max(0, said.clause[0] - 40) : said.clause[0]]
    found += sorted({f"earlier:{m.group()}" for m in words.future.finditer(sentence) if len(m.group()) > 1})
    period = nearest(annotation, said)
    year = _year(annotation, section)
    when = _relation(_rebased(annotation, period, "", year) if period else None, frame.reference_date)
    hint = bool(words.future.search(before[-20:]))
    done = bool(words.past.search(before[-12:]) or words.past.match(after))
    found += [f"when:{when}", f"when:{when}:{target}", f"when:{when}:{target}:{hint}:{done}", f"hints:{hint}:{done}"]
    if frame.reference_date and year:
        found.append(f"section year:{year >= frame.reference_date[:4]}")
    if period:
        found.append(f"period:{period.kind}")
        found.append(f"period ends:{text[period.end - 1 : period.end + 1]}")
    return found


def expected(annotation: Annotation, words: Lexicon, said: Said) -> bool | None:
    """What the clause itself settles: to come (计划…开工), come about (a date gone by), or None."""
    before = annotation.reading.folded[said.clause[0] : said.start]
    if words.surely.search(before):
        return True
    period = nearest(annotation, said)
    if period is None:
        return None
    section = section_at(annotation.frame.sections, said.start)
    value = _rebased(annotation, period, "", _year(annotation, section))
    return False if _relation(value, annotation.frame.reference_date) == "earlier" else None


def _year(annotation: Annotation, section: Section | None) -> str | None:
    """The year that an undated sentence takes: its section's, else that under review."""
    period = section.period if section and section.period else annotation.frame.review_period
    return period if period and len(period) == 4 else None


def nearest(annotation: Annotation, said: Said) -> Period | None:
    """The time expression that dates a phrase: in its clause, else in the clauses of its sentence before it."""
    periods = annotation.periods
    sentence = annotation.frame.sentences[said.sentence]
    at = bisect_left(periods, said.start, key=lambda p: p.start)
    for period in reversed(periods[max(0, at - 6) : at]):
        if period.start < max(sentence.start, said.start - 80):
            break
        if period.kind not in _UNDATED and (period.start >= said.clause[0] or _frames(annotation, period, said)):
            return period
    for period in periods[at : at + 2]:
        if period.end <= said.clause[1] and period.kind not in _UNDATED and period.start - said.end <= 8:
            return period
    return None


def _frames(annotation: Annotation, period: Period, said: Said) -> bool:
    """Does a period of an earlier clause hold for the phrase: no 。；, nothing else between but clauses of its own?"""
    between = annotation.reading.folded[period.end : said.start]
    return "；" not in between and "。" not in between and between.count("，") <= 2


def _relation(value: str | None, reference: str | None) -> str:
    if not value or not reference:
        return "none"
    start, size = value.split("/")[0], min(len(value.split("/")[0]), len(reference))
    return "later" if start[:size] > reference[:size] else "earlier" if start[:size] < reference[:size] else "same"


def date(annotation: Annotation, said: Said, status: str) -> str | None:
    """The date of a milestone as a period, None where the text does not tell."""
    frame = annotation.frame
    period = nearest(annotation, said)
    section = section_at(frame.sections, said.start)
    year = _year(annotation, section)
    reference = frame.reference_date
    if period and period.value:
        return _rebased(annotation, period, status, year)
    if year:
        return year
    if status == "planned":
        return None
    return reference[:4] if reference and status == "under_construction" else None


def _rebased(annotation: Annotation, period: Period, status: str, year: str | None) -> str | None:
    """A bare month or day takes the year of its section, and lies ahead when it is expected."""
    value, reference = period.value, annotation.frame.reference_date
    if value is None or period.kind not in ("month", "day", "span", "end", "quarter"):
        return value
    words = annotation.reading.folded[period.start : period.end]
    if "年" in words.replace("年底", "").replace("年末", "").replace("年初", "").replace("年中", "").replace(
        "上半年", ""
    ).replace("下半年", ""):
        return value
    wanted = year
    if (
        wanted is None
        and status == "planned"
        and reference
        and value.split("/")[-1] < reference[: len(value.split("/")[-1])]
    ):
        wanted = reference[:4] if value[:4] < reference[:4] else str(int(reference[:4]) + 1)
    if wanted is None or any(word in words for word in ("上月", "昨", "今", "本月", "下月", "月前")):
        return value
    return "/".join(wanted + part[4:] for part in value.split("/"))
