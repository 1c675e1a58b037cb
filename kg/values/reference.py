"""The time from which a text speaks, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = re.compile(r"([12][0-9]{3})(?:-([0-9]{2}))?(?:-([0-9]{2}))?$")
_EARLY = 3  # a text of the first months of a year looks back on the year before
_LATE = 11  # a text of the last months looks back on its own year
_CLOSED = 4  # until then, 上年 and 年末 are those of the year before


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference date (`year` 0: unknown) and the year under review."""

    year: int = 0
    month: int = 0
    day: int = 0
    review: int = 0

    def is_early(self) -> bool:
        """Is the text of the first months of a year?"""
        return 0 < self.month <= _EARLY

    def past_year(self) -> int:
        """The last year that the text looks back on."""
        return self.review or (self.year - 1 if self.year and self.is_early() else self.year)

    def is_whole(self) -> bool:
        """Is the year looked back on over, so that 五年来 counts it as one of five?"""
        return bool(self.review) or self.is_early() or self.month >= _LATE

    def closed_year(self) -> int:
        """The year that 本年 means: 上年 is the one before it."""
        return self.review or (self.year - 1 if self.year and 0 < self.month <= _CLOSED else self.year)

    def is_past(self, year: int, month: int, day: int = 0) -> bool:
        """Does the date lie before the reference date or on it?"""
        if year != self.year or not self.month:
            return year <= self.year
        return (month, day if self.day else 0) <= (self.month, self.day)


def read_reference(date: str | None, review: str | None = None) -> Reference:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; of a span A/B the end counts.

    >>> read_reference("2024-01", "2023")
    Reference(year=2024, month=1, day=0, review=2023)
    """
    year, month, day = _numbers(date)
    return Reference(year, month, day, _numbers(review)[0])


def _numbers(date: str | None) -> tuple[int, int, int]:
    found = _DATE.match((date or "").rpartition("/")[2])
    if found is None:
        return 0, 0, 0
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)


def write(year: int, month: int = 0, day: int = 0) -> str | None:
    """Write a date as far as it is known; None when the year is not.

    >>> write(2024), write(2024, 9), write(2024, 9, 30), write(0, 9)
    ('2024', '2024-09', '2024-09-30', None)
    """
    if year <= 0:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def span(first: str | None, last: str | None) -> str | None:
    """Join two dates to A/B; None when one is unknown, one date when they are equal.

    >>> span("2012", "2022"), span(None, "2022"), span("2024-01", "2024-01")
    ('2012/2022', None, '2024-01')
    """
    if not first or not last:
        return None
    return first if first == last else f"{first}/{last}"
