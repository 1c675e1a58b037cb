"""Paragraphs to the reading text: what is left out inside them, and the segments that lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Block, Reading, Segment
from kg.repair.fold import fold
from kg.repair.markup import holes
from kg.repair.paragraphs import Paragraph

_HAN = "\u3400-\u9fff\uf900-\ufaff〇○"
_WIDE = _HAN + "，。、；：！？“”‘’（）《》【】％．０-９Ａ-Ｚａ-ｚ"
_BLANK = "[ \u3000\u00a0\t]"
_NOISE = re.compile(
    rf"(?<=[{_HAN}）”》])\[\d{{1,2}}\]"  # mark of a note
    rf"|(?<=[{_WIDE}])(?<!第.[条章节款])(?<!第..[条章节款]){_BLANK}(?=[{_WIDE}\d+\-])"
    rf"|(?<=[\dA-Za-z%.,]){_BLANK}(?=[{_WIDE}])"
    rf"|(?<=[\d０-９][.．]){_BLANK}(?=[\d０-９])|(?<=[\d０-９]){_BLANK}(?=[.．][\d０-９])"
    rf"|(?<=[\d０-９]){_BLANK}(?=[\d０-９])"
    rf"|(?<=[，。；：、！？]){_BLANK}{{2,}}"
)
_ANY_NOISE = re.compile(r"[ \u3000\u00a0\t\[]")
_COUPLET = re.compile(rf"“[^“”\n]{{0,30}}{_BLANK}[^“”\n]{{0,30}}”")
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
_SPACED = re.compile(rf"(?:[{_WIDE}\d]{_BLANK}{{1,2}}){{3,}}[{_WIDE}\d]$")
_BLANKS = re.compile(f"{_BLANK}+")
_CELL = re.compile(r"\n|\t|[ \u3000]*\|[ \u3000]*|[ \u3000]{2,}")


def compose(found: list[Paragraph], text: str, *, markdown: bool = False) -> Reading:
    """Return the reading of `found`, paragraphs of the raw `text` in reading order."""
    parts: list[str] = []
    blocks: list[Block] = []
    segments: list[list[int]] = []  # start, raw, length
    at = 0
    for paragraph in found:
        if parts:
            parts.append("\n")
            last = segments[-1]
            if last[1] + last[2] == paragraph.spans[0][0] - 1 and text[last[1] + last[2]] == "\n":
                last[2] += 1
            at += 1
        start = at
        for low, high in _kept(paragraph, text, markdown):
            if segments and sum(segments[-1][1:]) == low and segments[-1][0] + segments[-1][2] == at:
                segments[-1][2] += high - low
            else:
                segments.append([at, low, high - low])
            parts.append(text[low:high])
            at += high - low
        blocks.append(Block(start, at, paragraph.kind, paragraph.open))
    reading = "".join(parts)
    folded = _folded(reading, blocks)
    return Reading(reading, folded, tuple(blocks), tuple(Segment(*s) for s in segments))


def _folded(reading: str, blocks: list[Block]) -> str:
    """Fold; between the cells of a row stands one tab (then blanks), whatever parted them in the raw text."""
    folded = fold(reading)
    rows = [block for block in blocks if block.kind == "row"]
    if not rows:
        return folded
    pieces, at = [], 0
    for row in rows:
        cells = _CELL.sub(lambda m: "\t" + " " * (len(m[0]) - 1), folded[row.start : row.end])
        pieces += [folded[at : row.start], cells]
        at = row.end
    return "".join([*pieces, folded[at:]])


def _kept(paragraph: Paragraph, text: str, markdown: bool) -> Iterator[tuple[int, int]]:
    """Yield the raw spans of `paragraph` that are read."""
    for start, end in paragraph.spans:
        left_out: list[tuple[int, int]] = []
        if paragraph.kind == "body" and _ANY_NOISE.search(text, start, end):
            left_out = [m.span() for m in _noise(text, start, end)]
        elif paragraph.kind == "heading" and _SPACED.match(text, start, end):
            left_out = [m.span() for m in _BLANKS.finditer(text, start, end)]
        if markdown:
            left_out = sorted(left_out + holes(text, start, end))
        yield from _without(start, end, left_out) if left_out else ((start, end),)


def _noise(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the blanks and note marks that do not belong to the words of a paragraph."""
    couplets = [m.span() for m in _COUPLET.finditer(text, start, end)]
    k = at = 0
    for candidate in _ANY_NOISE.finditer(text, start, end):
        match = _NOISE.match(text, candidate.start(), end) if candidate.start() >= at else None
        if match is None:
            continue
        at = match.start()
        while k < len(couplets) and couplets[k][1] <= at:
            k += 1
        if k < len(couplets) and couplets[k][0] < at and text[at] != "[" and _is_couplet(text, couplets[k], at):
            continue
        if match[0][0] != "[" and _YEAR.match(text[max(start, at - 4) : at]) and text[at + 1 : at + 5].isdigit():
            continue
        at = match.end()
        yield match


def _is_couplet(text: str, quote: tuple[int, int], at: int) -> bool:
    """Say whether the blank at `at` parts two halves of a quoted couplet, not a word."""
    return at - quote[0] - 1 >= 4 and quote[1] - at - 2 >= 4


def _without(start: int, end: int, left_out: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for low, high in left_out:
        if low > start:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end
