"""Sentences: up to 。！？ or the end of a block, never cut inside a short quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Reading, Sentence

_END = re.compile(r"[。！？!?]{1,6}[”’」』）)》]{0,3}")
_GOES_ON = ("，", "、", "；", "：", "的")  # “……！”的口号: one sentence
LONGEST_QUOTED = 160  # characters: a longer quotation is cut like any other text


def sentences(reading: Reading) -> tuple[Sentence, ...]:
    """The sentences of a reading, by start; blank ones left out."""
    return tuple(sentence for index in range(len(reading.blocks)) for sentence in _of_block(reading, index))


def _of_block(reading: Reading, index: int) -> Iterator[Sentence]:
    block, text = reading.blocks[index], reading.text
    start, opened, seen = block.start, 0, block.start
    for match in _END.finditer(text, block.start, block.end):
        end = match.end()
        opened += text.count("“", seen, end) - text.count("”", seen, end)
        seen = end
        if end - start < LONGEST_QUOTED and (opened > 0 or text[end : end + 1] in _GOES_ON):
            continue
        yield from _trimmed(text, start, end, index)
        start, opened = end, 0
    yield from _trimmed(text, start, block.end, index)


def _trimmed(text: str, start: int, end: int, index: int) -> Iterator[Sentence]:
    piece = text[start:end]
    left, size = len(piece) - len(piece.lstrip()), len(piece.strip())
    if size:
        yield Sentence(start + left, start + left + size, index)
