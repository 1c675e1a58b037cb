"""Raw text to reading text: blocks in reading order, cuts joined, and the way back to raw offsets."""

from __future__ import annotations

import re

from kg.model import Block, Document, Reading, Segment
from kg.repair.fold import fold
from kg.repair.mapping import to_raw

__all__ = ["repair", "to_raw"]

_LINE = re.compile(r"[^\S\n]*(\S(?:[^\n]*\S)?)")


def repair(document: Document) -> Reading:
    """Return the reading text of `document`."""
    blocks: list[Block] = []
    segments: list[Segment] = []
    parts: list[str] = []
    at = 0
    for match in _LINE.finditer(document.text):
        line = match[1]
        if parts:
            at += 1
        kind = "heading" if len(line) < 30 and line[-1] not in "。！？；：，…" else "body"
        blocks.append(Block(at, at + len(line), kind))
        segments.append(Segment(at, match.start(1), len(line)))
        parts.append(line)
        at += len(line)
    text = "\n".join(parts)
    return Reading(text, fold(text), tuple(blocks), tuple(segments))
