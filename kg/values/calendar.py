"""Explicit dates to values: whose year a bare month belongs to, where a quarter begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.values.dates import month_end
from kg.values.numerals import integer
from kg.values.reference import Reference, span, write

_FUTURE_BEFORE = re.compile(
    "预计|计划|力争|确保|将|拟|有望|争取|定于|明年|可望|预期|目标|届时|到[^，。；]{0,2}$|至[^，。；]{0,1}$"
)
_FUTURE_AFTER = re.compile("[^，。；\n]{0,2}前|[^，。；\n]{0,12}(?:将|拟|有望|预计|计划|力争|可望|确保)")
_SHIFTS = {"今": 0, "本": 0, "去": -1, "前": -2, "大": -3, "明": 1, "后": 2}


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one text in order and remembers the year that was named last."""

    at: Reference
    year: int = 0  # named last anywhere
    month: int = 0
    last: str | None = None  # value named last
    sentence: int = 0  # year named in this sentence

    def forget(self) -> None:
        """Begin a new sentence."""
        self.sentence = 0

    def name(self, value: str | None) -> str | None:
        """Remember `value` as the date named last."""
        if value:
            self.last, self.year = value, int(value[:4])
            self.sentence = self.year
            self.month = int(value[5:7]) if len(value) in (7, 10) else self.month
        return value

    def date(self, found: re.Match[str], text: str) -> tuple[str, str | None] | None:
        """Return kind and value of a match of dates.DATE; None when it is no date after all."""
        if found["y"]:
            first, second = integer(found["y"]) or 0, integer(found["y2"]) or 0
            return ("span", self.name(span(write(first), write(second)))) if first < second else None
        if not found["head"] and (found["whole"] or (found["feast"] or "")[:3] in ("国庆", "国庆节")):
            return None
        year, named = self._year(found, text)
        anaphor = (found["word"] or "")[:1] in ("当", "同", "次", "翌", "该")
        kind, value = self._within(found, text, year)
        if named or found["within"]:
            self.name(value if value and "/" not in value else None)
            self.last = value or self.last
            self.sentence = self.year = year or self.year
        if anaphor and not found["within"] and not found["tail"]:
            return "same", value
        return kind, value

    def _year(self, found: re.Match[str], text: str) -> tuple[int, bool]:
        """The year of a date, and whether the text names it."""
        if found["y1"]:
            return integer(found["y1"]) or 0, True
        if found["yy"]:
            two = integer(found["yy"]) or 0
            return (1900 if two >= 50 else 2000) + two, True
        word = found["word"] or ""
        if word[:1] in ("当", "同", "该"):
            return self.year, bool(self.year)
        if word[:1] in ("次", "翌"):
            return (self.year + 1 if self.year else 0), bool(self.year)
        if word.startswith("上"):
            return (self.at.past_year() - 1 if self.at.year else 0), True
        if word:
            return (self.at.year + _SHIFTS[word[0]] if self.at.year else 0), True
        return self._bare_year(found, text), False

    def _bare_year(self, found: re.Match[str], text: str) -> int:
        """The year of a date that names none."""
        if self.sentence:
            return self.sentence
        month, day = _first_month(found), integer(found["d2"] or found["d"] or "") or 0
        at = self.at
        if not at.year or not month or at.is_past(at.year, month, day):
            return at.year
        start, end = found.span()
        future = _FUTURE_BEFORE.search(text[max(0, start - 10) : start].rpartition("。")[2]) or _FUTURE_AFTER.match(
            text, end
        )
        return at.year if future or found.group().endswith("前") else at.year - 1

    def _within(self, found: re.Match[str], text: str, year: int) -> tuple[str, str | None]:
        tail = found["tail"] or ""
        if tail == "同期":
            return "base", _inside(found, year, self)[1]
        kind, value = _inside(found, year, self)
        if tail.startswith(("以来", "起")) and value:
            end = write(self.at.past_year()) if len(value) == 4 else write(self.at.year, self.at.month)
            begin = value.partition("/")[0]
            return ("span", span(begin, end)) if tail == "以来" and end and end >= begin else (kind, value)
        if not tail or tail in ("期间",) or "旬" in tail or kind == "span":
            return kind, value
        return self._edge(found, text, year, tail)

    def _edge(self, found: re.Match[str], text: str, year: int, tail: str) -> tuple[str, str | None]:
        """The end, middle or beginning of a year or month."""
        month = integer(found["m"] or "") or 0
        if "初" in tail or "中" in tail:
            return (
                ("month", write(year, month))
                if month
                else ("start", write(year, 1))
                if "初" in tail
                else ("month", write(year, 6))
            )
        last = month or 12
        stock = (
            "末" in tail
            or month > 0
            or text[max(0, found.start() - 2) : found.start()].endswith(("截至", "截止", "到", "至"))
        )
        past = self.at.is_past(year, last) or not self.at.year
        if stock and past and not tail.endswith("前") and year:
            return "end", write(year, last, month_end(year, last))
        return ("month" if month else "end"), write(year, last)


def _first_month(found: re.Match[str]) -> int:
    """The month that must have come for a bare date to lie in the reference's year."""
    for group, factor in (("m2", 1), ("m", 1), ("fm", 1), ("fq", 3)):
        if found[group]:
            return (integer(found[group]) or 0) * factor
    if found["q"] or found["q1"]:
        return 3 * (integer(found["q"] or "1") or 1) - 2
    if found["half"]:
        return 5 if found["half"][0] == "上" else 7
    return 0


def _inside(found: re.Match[str], year: int, reader: DateReader) -> tuple[str, str | None]:
    """Kind and value of month, day, quarter or half within `year`."""
    if found["m1"]:
        return "span", _months(year, integer(found["m1"]) or 0, integer(found["m2"]) or 0)
    if found["m"]:
        return _day(found, year)
    if found["fm"]:
        return "span", _months(year, 1, integer(found["fm"]) or 0)
    if found["fq"]:
        return "span", _months(year, 1, 3 * (integer(found["fq"]) or 0))
    if found["q"] or found["q1"]:
        quarter = integer(found["q"] or "1") or 1
        return "span", _months(year, 3 * quarter - 2, 3 * quarter)
    if found["half"]:
        return "span", _months(year, 1, 6) if found["half"][0] == "上" else _months(year, 7, 12)
    if found["bd"]:
        return "day", _bare_day(reader, integer(found["bd"]) or 0)
    if found["feast"]:
        return _feast(found["feast"], year)
    return "year", write(year)


def _months(year: int, first: int, last: int) -> str | None:
    return span(write(year, first), write(year, last)) if 0 < first <= last <= 12 else None


def _day(found: re.Match[str], year: int) -> tuple[str, str | None]:
    month, day = integer(found["m"]) or 0, integer(found["d"] or "") or 0
    if not day:
        return "month", write(year, month)
    if found["d2"]:
        return "span", span(
            write(year, month, day), write(year, integer(found["rm"] or found["m"]) or 0, integer(found["d2"]) or 0)
        )
    return "day", write(year, month, day)


def _bare_day(reader: DateReader, day: int) -> str | None:
    """15日: of the month named in this sentence, else of the reference's month or the one before."""
    at = reader.at
    if reader.sentence and reader.month:
        return write(reader.sentence, reader.month, day)
    if not at.month:
        return None
    count = at.year * 12 + at.month - 1 - (1 if at.day and day > at.day else 0)
    return write(count // 12, count % 12 + 1, day)


def _feast(name: str, year: int) -> tuple[str, str | None]:
    if name.startswith(("国庆", "中秋")):
        return (
            ("month", write(year, 10))
            if name in ("国庆", "国庆节")
            else ("span", span(write(year, 10, 1), write(year, 10, 7)))
        )
    return "span", span(write(year, 5, 1), write(year, 5, 5))
