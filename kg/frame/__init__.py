"""What a document says of itself: title, kind, main place, reference date, sections, sentences."""

from __future__ import annotations

from kg.frame.dates import reference_date, review_period
from kg.frame.head import head
from kg.frame.main_place import main_place
from kg.frame.sections import sections
from kg.frame.sentences import sentences
from kg.frame.where import where
from kg.model import Document, Frame, Reading
from kg.seeds import Seeds

__all__ = ["frame"]


def frame(document: Document, reading: Reading, seeds: Seeds) -> Frame:
    """Return the frame of a document."""
    text = reading.folded
    top = head(document, reading)
    seen = where(text, seeds.places)
    place, rule = main_place(document, top, text, seen)
    date = reference_date(document.published, top, text)
    review = review_period(top, top.genre, date, text)
    return Frame(
        title=top.title,
        genre=top.genre,
        main_place=place,
        main_place_rule=rule,
        reference_date=date,
        published=document.published,
        review_period=review,
        sections=sections(reading, date, review, seen),
        sentences=sentences(reading),
        issuer=top.issuer,
    )
