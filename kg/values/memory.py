"""The dates of one text in order: whose year a bare month belongs to, what 当年 and 同期 point back to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.values.calendar import Value, edge, first_month, inside
from kg.values.numerals import integer
from kg.values.reference import Reference, span, write

_AHEAD_BEFORE = re.compile(
    "预计|计划|力争|确保|将|拟|有望|争取|定于|明年|可望|预期|目标|届时|力促|赶在|到[^，。；]{0,2}$|至[^，。；]{0,1}$"
)
_AHEAD_AFTER = re.compile("[^，。；\n]{0,2}前(?!后)|[^，。；\n]{0,12}(?:将|拟|有望|预计|计划|力争|可望|确保)")
_SHIFTS = {"今": 0, "本": 0, "去": -1, "前": -2, "大": -3, "明": 1, "后": 2}
_STOCK_BEFORE = ("截至", "截止", "到", "至", "由", "从", "自", "比", "较")


@dataclass(slots=True)
class Memory:
    """Reads the dates of one text in order and remembers what was named."""

    at: Reference
    year: int = 0  # named last anywhere
    last: str | None = None  # value named last
    sentence: int = 0  # year named in this sentence
    month: int = 0  # month named in this sentence
    turn: int = 0  # month named together with that year: an earlier one that follows lies in the next year

    def forget(self) -> None:
        """Begin a new sentence."""
        self.sentence = self.month = self.turn = 0

    def iso(self, year: int, month: int, day: int) -> str | None:
        """Remember a full date and return it as written."""
        self.year = self.sentence = year
        self.month = self.turn = month
        self.last = write(year, month, day)
        return self.last

    def date(self, found: re.Match[str], text: str) -> Value | None:
        """Return kind and value of a match of dates.DATE; None when it is no date after all."""
        if found["y"]:
            first, second = integer(found["y"]) or 0, integer(found["y2"]) or 0
            self.last = span(write(first), write(second))
            return ("span", self.last) if first < second else None
        if not found["head"] and (found["whole"] or (found["feast"] and not _is_dated(found))):
            return None
        year = self._year(found) if found["head"] else self._bare_year(found, text)
        kind, value = self._value(found, text, year)
        self._remember(found, text, year, value)
        if (found["word"] or "")[:1] in ("当", "同", "次", "翌", "该") and not found["within"] and not found["tail"]:
            kind = "same"
        return kind, value

    def _remember(self, found: re.Match[str], text: str, year: int, value: str | None) -> None:
        self.last = value or self.last
        self.year = year or self.year
        source = text[found.end() - 1] == "的" or text[max(0, found.start() - 1) : found.start()] in ("由", "从")
        if source or not (found["head"] or found["m"]):
            return
        self.turn = first_month(found) if found["head"] else self.turn if self.sentence == year else 0
        self.sentence, self.month = year, first_month(found)

    def _year(self, found: re.Match[str]) -> int:
        """The year that a date names."""
        if found["y1"]:
            return integer(found["y1"]) or 0
        if found["yy"]:
            two = integer(found["yy"][:2]) or 0
            return (1900 if two >= 50 else 2000) + two
        word, at = found["word"], self.at
        if word[0] in "当同该":
            return self.year
        if word[0] in "次翌":
            return self.year + 1 if self.year else 0
        if word[0] in "上本" and at.year:
            return at.closed_year() - (word[0] == "上")
        return at.year + _SHIFTS[word[0]] if at.year else 0

    def _bare_year(self, found: re.Match[str], text: str) -> int:
        """The year of a date that names none."""
        at, month = self.at, first_month(found)
        day = integer(found["d2"] or found["d"] or "") or 0
        ahead = is_ahead(text, found.start(), found.end())
        if self.sentence:
            year = self.sentence + (0 < month < self.turn)
            if ahead or year > at.year or at.is_past(year, month, day) or not at.year:
                return year
        if at.review:
            return at.review + (1 if ahead and at.year > at.review else 0)
        if not at.year or not month:
            return at.year
        if at.is_past(at.year, month, day):
            return at.year + (1 if ahead and at.month >= 8 and month <= 6 else 0)
        return at.year if ahead or not at.is_early() else at.year - 1

    def _value(self, found: re.Match[str], text: str, year: int) -> Value:
        tail = found["tail"] or ""
        if found["bd"]:
            return "day", self._bare_day(integer(found["bd"]) or 0)
        if tail == "同期":
            return "base", self._same_period(found, year)
        kind, value = inside(found, year)
        if tail == "以来":
            return "span", self._since(found, value)
        if not tail or tail in ("起", "期间") or "旬" in tail or kind == "span":
            return kind, value
        stock = (
            "末" in tail or bool(found["m"]) or text[max(0, found.start() - 2) : found.start()].endswith(_STOCK_BEFORE)
        )
        past = not self.at.year or self.at.is_past(year, integer(found["m"] or "12") or 12)
        return edge(found, year, stock=stock, past=past)

    def closing(self, text: str, start: int, end: int) -> Value | None:
        """年底 and 月底 where the text says more than WORDS can know: still to come, or of the month just named."""
        if text[start] == "月":
            return ("month", write(self.sentence, self.month)) if self.sentence and self.month else None
        if text[start:end] in ("年底", "岁末") and not self.at.review and is_ahead(text, start, end):
            return "month", write(self.at.year, 12)
        return None

    def _same_period(self, found: re.Match[str], year: int) -> str | None:
        """去年同期: the months named last, a year before."""
        months = re.fullmatch("[0-9]{4}(-[0-9]{2})/[0-9]{4}(-[0-9]{2})", self.last or "")
        if found["within"] or months is None:
            return inside(found, year)[1]
        return f"{year:04d}{months[1]}/{year:04d}{months[2]}" if year else None

    def _since(self, found: re.Match[str], value: str | None) -> str | None:
        at = self.at
        begin = (value or "").partition("/")[0]
        if found["word"] and len(begin) == 4:  # 今年以来, 去年以来: by months
            begin = begin + "-01" if at.month else begin
        end = write(at.past_year()) if len(begin) == 4 else write(at.year, at.month)
        return span(begin, end) if begin and end and begin <= end else None

    def _bare_day(self, day: int) -> str | None:
        """15日: of the month named in this sentence, else of the reference's month or the one before."""
        at = self.at
        if self.sentence and self.month:
            return write(self.sentence, self.month, day)
        if not at.month:
            return None
        count = at.year * 12 + at.month - 1 - (1 if at.day and day > at.day else 0)
        return write(count // 12, count % 12 + 1, day)


def is_ahead(text: str, start: int, end: int) -> bool:
    """Do the words around a date [start, end) say that it is still to come?"""
    clause = re.split("[。；，]", text[max(0, start - 12) : start])[-1]
    return bool(_AHEAD_BEFORE.search(clause) or _AHEAD_AFTER.match(text, end) or text[end - 1] == "前")


def _is_dated(found: re.Match[str]) -> bool:
    """Is a feast with no year a date (国庆假期, 国庆前), or only a name?"""
    return bool(found["eve"] or found["after"]) or found["feast"].strip("“”").endswith(("周", "假期", "长假"))
