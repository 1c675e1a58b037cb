"""Periods as the frame lets them be read: the year under review, or a section's own, decides what 6月 means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.model import Frame, Period
from kg.values import periods


def find_periods(text: str, frame: Frame) -> list[Period]:
    """All time expressions of the reading text, by start."""
    found = []
    for start, end, review in _stretches(len(text), frame):
        for period in periods(text[start:end], frame.reference_date, review=review):
            found.append(replace(period, start=period.start + start, end=period.end + start))
    return found


def _stretches(length: int, frame: Frame) -> Iterator[tuple[int, int, str | None]]:
    """Parts of the text with the year that each is about; neighbours of one year are one part."""
    start, review = 0, frame.review_period
    for section in frame.sections:
        own = section.period or frame.review_period
        if own != review:
            if section.start > start:
                yield start, section.start, review
            start, review = section.start, own
    yield start, length, review
