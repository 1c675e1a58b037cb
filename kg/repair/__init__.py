"""Raw text to reading text: blocks in reading order, cuts joined, and the way back to raw offsets.

`repair(document)` reads a document whole. `pieces(document)` yields readings of consecutive stretches of a huge one,
each with raw offsets of the whole, so that what follows takes time and memory by the piece.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Document, Reading
from kg.repair.compose import compose
from kg.repair.fold import fold
from kg.repair.joins import join
from kg.repair.lines import lines
from kg.repair.mapping import to_raw
from kg.repair.markup import is_markdown, unmarked
from kg.repair.paragraphs import group
from kg.repair.running import mark
from kg.repair.tables import gather

__all__ = ["fold", "pieces", "repair", "to_raw"]

PIECE = 1_000_000  # characters


def repair(document: Document) -> Reading:
    """Return the reading text of `document`: its blocks, cuts joined, furniture marked, and its way back."""
    return _read(document, document.begins, len(document.text))


def pieces(document: Document, size: int = PIECE) -> Iterator[Reading]:
    """Yield readings of consecutive stretches of `document` of at most `size` characters, cut where the text allows."""
    at, end = document.begins, len(document.text)
    while end - at > size:
        cut = _cut(document.text, at, at + size)
        yield _read(document, at, cut)
        at = cut
    yield _read(document, at, end)


def _cut(text: str, start: int, end: int) -> int:
    """Return where to end a piece: behind a blank line, a line, a sentence, else at `end`."""
    for stop in ("\n\n", "\n", "。", "；", "，"):
        at = text.rfind(stop, start + (end - start) // 2, end)
        if at >= 0:
            return at + len(stop)
    return end


def _read(document: Document, start: int, end: int) -> Reading:
    text = document.text
    page = mark(lines(text, start, end), document.pages)
    markdown = is_markdown(document)
    if markdown:
        page = unmarked(page)
    found = gather(group(page), text)
    return compose(join(found, text[start:end], start), text, markdown=markdown)
