"""Columns that need the text alone: characters and their classes."""

from __future__ import annotations

import numpy as np

from kg.annotate.tagger.templates import PAD, Array

CLASSES = (
    "0123456789", "一二三四五六七八九十百千万亿零〇两", "“‘「『", "”’」』", "《", "》", "（(", "）)", "，,",
    "。！？；!?;", "、", "：:", "\n", " \u3000\t",
)  # fmt: skip
OTHER, HAN, LATIN = 15, 16, 17


def text_columns(text: str) -> dict[str, Array]:
    """Code points and classes, with PAD zeros before and behind."""
    codes = np.zeros(len(text) + 2 * PAD, dtype=np.uint64)
    codes[PAD : PAD + len(text)] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return {"char": codes, "class": _table()[np.minimum(codes, np.uint64(0xFFFF))]}


def _table() -> Array:
    table = np.full(0x10000, OTHER, dtype=np.uint64)
    table[0x4E00:0xA000] = HAN
    for first, last in (("A", "Z"), ("a", "z")):
        table[ord(first) : ord(last) + 1] = LATIN
    for number, chars in enumerate(CLASSES, start=1):
        for char in chars:
            table[ord(char)] = number
    return table
