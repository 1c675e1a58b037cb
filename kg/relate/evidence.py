"""Reading spans become evidence with raw offsets; what does not equal the raw text is refused here."""

from __future__ import annotations

from bisect import bisect_right

from kg.model import Annotation, Evidence
from kg.repair import to_raw

Parts = tuple[tuple[int, int], ...]


class Witness:
    """Makes evidence for one document."""

    def __init__(self, annotation: Annotation) -> None:
        self._document = annotation.document
        self._reading = annotation.reading
        self._segments = annotation.reading.segments
        self._segment_starts = [s.start for s in self._segments]
        self._sentences = annotation.frame.sentences
        self._starts = [s.start for s in self._sentences]
        self._said: dict[int, str] = {}  # sentences that were asked for

    def evidence(self, start: int, end: int, rule: str, score: float | None = None) -> Evidence | None:
        """Return the evidence of reading span [start, end), or None where the raw text does not bear it out."""
        text, document = self._reading.text, self._document
        if not 0 <= start < end <= len(text):
            return None
        quote = text[start:end]
        if quote.isspace():
            return None
        first, last, parts = self._raw(start, end)
        if not (_holds(document.text, quote, parts) if parts else document.text[first:last] == quote):
            return None
        return Evidence(
            document.id,
            first,
            last,
            quote,
            self.sentence(start, end),
            rule,
            None if score is None else round(score, 4),
            parts,
            bisect_right(document.pages, first) or None if document.pages else None,
        )

    def sentence(self, start: int, end: int) -> str:
        """The text of the sentence in which [start, end) begins, up to the one in which it ends."""
        text, sentences = self._reading.text, self._sentences
        if not sentences:
            return text[start:end]
        first = max(bisect_right(self._starts, start) - 1, 0)
        one = sentences[first]
        if one.start <= start and end <= one.end:
            if first not in self._said:
                self._said[first] = text[one.start : one.end].strip()
            return self._said[first]
        last = max(bisect_right(self._starts, end - 1) - 1, first)
        return text[min(one.start, start) : max(sentences[last].end, end)].strip()

    def _raw(self, start: int, end: int) -> tuple[int, int, Parts]:
        """As `to_raw`; at once where the span lies in one segment, as nearly all do."""
        at = bisect_right(self._segment_starts, start) - 1
        if at >= 0:
            segment = self._segments[at]
            if end <= segment.start + segment.length:
                first = segment.raw + start - segment.start
                return first, first + end - start, ()
        return to_raw(self._reading, start, end)


def _holds(raw: str, quote: str, parts: Parts) -> bool:
    joined = "".join(raw[a:b] for a, b in parts)
    return "".join(joined.split()) == "".join(quote.split())
