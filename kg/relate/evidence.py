"""Reading spans become evidence with raw offsets; what does not equal the raw text is refused here."""

from __future__ import annotations

from bisect import bisect_right

from kg.model import Annotation, Evidence
from kg.repair import to_raw


class Witness:
    """Makes evidence for one document."""

    def __init__(self, annotation: Annotation) -> None:
        self._document = annotation.document
        self._reading = annotation.reading
        self._sentences = annotation.frame.sentences
        self._starts = [s.start for s in self._sentences]

    def evidence(self, start: int, end: int, rule: str, score: float | None = None) -> Evidence | None:
        """Return the evidence of reading span [start, end), or None where the raw text does not bear it out."""
        if not 0 <= start < end <= len(self._reading.text):
            return None
        if self._reading.text[start:end].isspace():
            return None
        first, last, parts = to_raw(self._reading, start, end)
        quote = self._reading.text[start:end]
        if not self._holds(quote, first, last, parts):
            return None
        return Evidence(
            document=self._document.id,
            start=first,
            end=last,
            quote=quote,
            sentence=self.sentence(start, end),
            rule=rule,
            score=None if score is None else round(score, 4),
            parts=parts,
            page=bisect_right(self._document.pages, first) or None if self._document.pages else None,
        )

    def sentence(self, start: int, end: int) -> str:
        """The text of the sentence in which [start, end) begins, up to the one in which it ends."""
        if not self._sentences:
            return self._reading.text[start:end]
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, end - 1) - 1, first)
        begin, stop = min(self._sentences[first].start, start), max(self._sentences[last].end, end)
        return self._reading.text[begin:stop].strip()

    def _holds(self, quote: str, first: int, last: int, parts: tuple[tuple[int, int], ...]) -> bool:
        raw = self._document.text
        if not parts:
            return raw[first:last] == quote
        joined = "".join(raw[a:b] for a, b in parts)
        return "".join(joined.split()) == "".join(quote.split())
