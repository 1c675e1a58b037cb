"""The room as a spaCy pipeline: the only place of `annotate`, with its tokenizer, that imports spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate import annotate_with
from kg.annotate.tagger import load_tagger
from kg.annotate.tokenizer import NAME as TOKENIZER
from kg.annotate.tokenizer import make_characters
from kg.frame import frame
from kg.model import ENTITY_TYPES, Annotation, Document, Mention, Reading
from kg.repair import repair
from kg.repair.mapping import to_raw
from kg.seeds import load_seeds

__all__ = ["FACTORY", "TOKENIZER", "load_pipeline", "make_characters"]

FACTORY = "kg_names"
ENTITIES, QUANTITIES, PERIODS = "entities", "quantities", "periods"


def load_pipeline(seeds: Iterable[str | Path] = (), *, tagger: bool = True) -> Language:
    """Return a spaCy pipeline for Chinese, one token a character, with one component, `kg_names`.

    It fills `doc.spans["entities"]` (label_ the type, kb_id_ the full name, id_ the same for mentions of one thing),
    `["quantities"]` (label_ the unit, kb_id_ the value) and `["periods"]` (label_ the kind, kb_id_ the value). Spans
    that an earlier component put into `doc.spans["entities"]` with one of our types win over all others.
    `doc.user_data` may say when the document was "published", and its "main_place". `seeds` are folders of a user's
    own words; without `tagger` the rules alone read.
    """
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe(FACTORY, config={"seeds": [str(folder) for folder in seeds], "tagger": tagger})
    return nlp


class Names:
    """The component: text → spans."""

    def __init__(self, seeds: Sequence[str], tagger: bool) -> None:
        self.seeds = load_seeds(seeds)
        self.tagger = load_tagger() if tagger else None

    def __call__(self, doc: Doc) -> Doc:
        """Put the names, quantities and periods of the Doc into its spans."""
        text = doc.text
        said = doc.user_data
        document = Document(
            id="", text=text, sha256="", published=said.get("published"), main_place=said.get("main_place")
        )
        reading = repair(document)
        framed = frame(document, reading, self.seeds)
        given = list(_given(doc.spans.get(ENTITIES, ()), reading))
        _fill(doc, annotate_with(document, reading, framed, self.seeds, model=self.tagger, given=given))
        return doc


@Language.factory(FACTORY, default_config={"seeds": [], "tagger": True})
def make_names(nlp: Language, name: str, seeds: list[str], tagger: bool) -> Names:
    """What spaCy's configuration asks for."""
    return Names(seeds, tagger)


def _given(spans: Iterable[Span], reading: Reading) -> Iterator[Mention]:
    """A user's spans as mentions; such as repair took apart are left to the user."""
    for span in spans:
        where = _in_reading(reading, span.start_char, span.end_char)
        if where and span.label_ in ENTITY_TYPES:
            name = span.kb_id_ or span.text
            yield Mention(span.label_, *where, name, f"user:{span.id_ or 'span'}")


def _in_reading(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    for segment in reading.segments:
        if segment.raw <= start and end <= segment.raw + segment.length:
            return segment.start + start - segment.raw, segment.start + end - segment.raw
    return None


def _fill(doc: Doc, annotation: Annotation) -> None:
    reading = annotation.reading
    doc.spans[ENTITIES] = list(
        _spans(doc, reading, ((m.start, m.end, m.type, m.name, m.entity) for m in annotation.mentions))
    )
    doc.spans[QUANTITIES] = list(
        _spans(doc, reading, ((q.start, q.end, q.unit, f"{q.value:g}", "") for q in annotation.quantities))
    )
    doc.spans[PERIODS] = list(
        _spans(doc, reading, ((p.start, p.end, p.kind, p.value or "", "") for p in annotation.periods))
    )


def _spans(doc: Doc, reading: Reading, rows: Iterable[tuple[int, int, str, str, str]]) -> Iterator[Span]:
    """One span a row (start, end, label, what it is, key) in raw offsets; over a cut, its first part."""
    for start, end, label, name, key in rows:
        first, last, parts = to_raw(reading, start, end)
        if parts and last - first > 2 * (end - start):
            first, last = parts[0]
        span: Any = Span(doc, first, last, label=label, kb_id=name, span_id=key)
        yield span
