"""What is known of each character: columns of numbers that the tagger's features are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np

from kg.annotate.names import Lexicon
from kg.annotate.settle import settle
from kg.annotate.tagger.columns import text_columns
from kg.annotate.tagger.templates import PAD, Array
from kg.annotate.tagger.words import Words, no_columns
from kg.model import Mention

QUOTED = re.compile(r"[“‘「]([^“”‘’「」\n]{1,40})[”’」]|《([^《》\n]{1,60})》")
LINE = re.compile(r"[^\n]+")
BREAK = re.compile(r"[，。；！？\n：]")
SHORT_LINE = 35
REACH = 14  # characters over which a place behind or a head word ahead is felt
Span = tuple[int, int, str]


def attributes(text: str, found: Sequence[Mention], lexicon: Lexicon, words: Words | None = None) -> dict[str, Array]:
    """Return the columns of `text`, PAD longer at both ends; `found` are the candidates of the rules."""
    places, _ = settle(m for m in found if m.type == "Place")
    rules, _ = settle(m for m in found if m.type != "Place")
    stops = [match.start() for match in BREAK.finditer(text)]
    placed = [(m.start, m.end, f"{m.kind}{m.rule.partition(':')[2][:8]}") for m in places]
    columns = {
        "quote": _shaped(_quotes(text, lexicon)),
        "head": _letters((m.start(), m.start(1), text[m.start() : m.start(1)]) for m in lexicon.anchor.finditer(text)),
        "honor": _shaped((*m.span(), "") for m in lexicon.honor_words.finditer(text)),
        "level": _shaped((*m.span(), "") for m in lexicon.levels.finditer(text)),
        "industry": _shaped((*m.span(), "") for m in lexicon.industries.finditer(text)),
        "rule": _shaped((m.start, m.end, f"{m.type}{m.rule[-4:] == 'weak'}") for m in rules),
        "place": _shaped(placed),
        "line": _lines(text),
        "next": _ahead(text, lexicon, stops),
        "since": _since(text, placed),
        "trigger": _triggers(text, lexicon),
    }
    size = len(text) + 2 * PAD
    made = {name: _column(spans, size) for name, spans in columns.items()}
    return text_columns(text) | (words.columns(text) if words else no_columns(text)) | made


def _column(spans: Iterable[Span], size: int) -> Array:
    """A column that holds a number for each span's word, over the span; later spans overwrite."""
    column = np.zeros(size, dtype=np.uint64)
    numbers: dict[str, int] = {}
    for start, end, word in spans:
        number = numbers.get(word)
        if number is None:
            number = numbers[word] = crc32(word.encode()) + 1
        column[PAD + start : PAD + end] = number
    return column


def _shaped(spans: Iterable[Span]) -> Iterator[Span]:
    """Split each span into its first, its inner and its last characters."""
    for start, end, word in spans:
        yield start, end, word + "i"
        yield end - 1, end, word + "e"
        yield start, start + 1, word + "b"


def _letters(spans: Iterable[Span]) -> Iterator[Span]:
    """A word of its own for each character of a head word."""
    for start, end, word in spans:
        for at in range(start, end):
            yield at, at + 1, f"{word}{at - start}"


def _quotes(text: str, lexicon: Lexicon) -> Iterator[Span]:
    for match in QUOTED.finditer(text):
        title = match.group(2)
        if title:
            yield match.start(), match.end(), "D" if lexicon.document.search(title) else "T"
        else:
            yield match.start(), match.end(), "H" if lexicon.quoted.match(text, match.end()) else "Q"


def _lines(text: str) -> Iterator[Span]:
    for match in LINE.finditer(text):
        short = match.end() - match.start() <= SHORT_LINE and not re.search("[。；]", match.group())
        yield match.start(), match.end(), "heading" if short else "body"


def _ahead(text: str, lexicon: Lexicon, stops: Sequence[int]) -> Iterator[Span]:
    """Before each head word, up to the last stop or head: how far it is, and what it ends."""
    floor, at = 0, 0
    for match in lexicon.anchor.finditer(text):
        while at < len(stops) and stops[at] < match.start():
            floor, at = stops[at] + 1, at + 1
        kind, strong = lexicon.heads[text[match.start() : match.start(1)]]
        for start in range(max(floor, match.start() - REACH), match.start() + 1):
            yield start, start + 1, f"{kind}{strong}{_distance(match.start() - start)}"
        floor = max(floor, match.start() + 1)


def _since(text: str, placed: Sequence[Span]) -> Iterator[Span]:
    """Behind each place, up to the next stop: how far back it ended."""
    for _, end, kind in placed:
        stop = BREAK.search(text, end, end + REACH)
        last = stop.start() if stop else min(len(text), end + REACH)
        yield end, last, "far"
        yield end, min(last, end + 1), kind[:3]


def _triggers(text: str, lexicon: Lexicon) -> Iterator[Span]:
    """Behind a naming verb: directly, or within eight characters."""
    for match in lexicon.trigger_words.finditer(text):
        kind = lexicon.trigger_types[match.group()]
        stop = BREAK.search(text, match.end(), match.end() + 8)
        last = stop.start() if stop else min(len(text), match.end() + 8)
        yield match.end(), last, kind + "1"
        yield match.end(), min(last, match.end() + 1), kind + "0"


def _distance(steps: int) -> int:
    return steps if steps < 4 else 4 if steps < 6 else 6 if steps < 9 else 9
