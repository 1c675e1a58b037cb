"""The tagger of names: a linear-chain model over characters, read from its weights and decoded with numpy.

The weights are learned by `kg.learn.tagger`. Rules are not added to what it finds: they are features that it weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from kg.annotate.names import Lexicon
from kg.annotate.tagger.attributes import attributes
from kg.annotate.tagger.decode import Labels, decode, pieces
from kg.annotate.tagger.templates import TEMPLATES, Array, hashed
from kg.annotate.tagger.weights import Weights, read_weights
from kg.model import Mention

__all__ = ["WEIGHTS", "Tagger", "load_tagger"]

WEIGHTS = Path(__file__).parents[2] / "learn" / "tagger.npz"
CHUNK = 100_000  # characters that are scored at once


class Tagger:
    """Weights of the tagger, and the way from text to mentions."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._labels = Labels(weights.labels)

    def tag(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
        """Return the names in the folded `text`; `found` are the candidates of the rules, by start."""
        known = {(m.start, m.end, m.type): m for m in found if m.type == "Place"}
        result = []
        for kind, start, end in self.spans(text, found, lexicon):
            listed = known.get((start, end, kind))
            if listed:
                result.append(listed)
            else:
                result.append(Mention(kind, start, end, text[start:end], "crf:name", kind=_kind(kind, text[start:end])))
        return result

    def spans(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
        """Yield (type, start, end) of each name, by start."""
        columns = attributes(text, found, lexicon)
        cuts = list(pieces(text))
        for first, last in _chunks(cuts):
            start, end = cuts[first][0], cuts[last - 1][1]
            emissions = self._emissions(columns, start, end)
            bounds = [(a - start, b - start) for a, b in cuts[first:last]]
            for kind, a, b in decode(emissions, bounds, self._weights.transitions, self._labels):
                yield kind, a + start, b + start

    def _emissions(
        self, columns: dict[str, Array], start: int, end: int
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        scores = np.zeros((end - start, len(self._weights.labels)), dtype=np.float32)
        for number, template in enumerate(TEMPLATES):
            keys, rows = self._weights.keys[number], self._weights.rows[number]
            if not len(keys):
                continue
            at, hashes = hashed(number, template, columns, start, end)
            where = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
            hit = keys[where] == hashes
            scores[at[hit]] += rows[where[hit]]
        return scores


def load_tagger(path: Path = WEIGHTS) -> Tagger | None:
    """Read the weights that travel with the package; None where there are none."""
    return Tagger(read_weights(path)) if path.exists() else None


def _chunks(cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of pieces of about CHUNK characters: (first, past the last)."""
    first = 0
    for at, (_, end) in enumerate(cuts):
        if end - cuts[first][0] >= CHUNK:
            yield first, at + 1
            first = at + 1
    if first < len(cuts):
        yield first, len(cuts)


TAILS = {
    "街道": "township", "社区": "community", "自治区": "province", "自治州": "prefecture", "地区": "prefecture",
    "新区": "zone", "园区": "zone", "景区": "natural", "开发区": "zone", "村": "village", "镇": "township",
    "乡": "township", "县": "county", "旗": "county", "市": "prefecture", "省": "province", "区": "zone",
    "园": "zone", "山": "natural", "河": "natural", "江": "natural", "湖": "natural", "湾": "natural",
}  # fmt: skip


def _kind(kind: str, surface: str) -> str | None:
    """The kind that a place's last word says."""
    if kind != "Place":
        return None
    return next((name for tail, name in TAILS.items() if surface.endswith(tail)), "region")
