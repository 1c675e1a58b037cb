"""A linear-chain model of characters: columns of numbers in, likely names out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kg.annotate.tagger.decode import Floats, Labels, Span, best_set
from kg.annotate.tagger.lattice import lattice
from kg.annotate.tagger.templates import Array, Template, hashed
from kg.annotate.tagger.weights import Weights

CHUNK = 100_000  # characters that are scored at once


class Chain:
    """Weights, and the templates that their features come from."""

    def __init__(self, weights: Weights, templates: Sequence[Template]) -> None:
        self.labels = Labels(weights.labels)
        self._weights = weights
        self._templates = tuple(templates)

    def spans(self, columns: Mapping[str, Array], cuts: Sequence[tuple[int, int]]) -> Iterator[Span]:
        """Yield the names, by start, and how likely each is; `cuts` are pieces that make up the text."""
        for first, last in _chunks(cuts):
            start, end = cuts[first][0], cuts[last - 1][1]
            bounds = [(a - start, b - start) for a, b in cuts[first:last]]
            emissions = self._emissions(columns, start, end)
            graph = lattice(emissions, bounds, self._weights.transitions, self.labels)
            for kind, a, b, chance in best_set([*graph.spans()]):
                yield kind, a + start, b + start, chance

    def _emissions(self, columns: Mapping[str, Array], start: int, end: int) -> Floats:
        """Scores of each label for each character of [start, end)."""
        scores = np.zeros((end - start, len(self.labels.names)), dtype=np.float32)
        learned = zip(self._templates, self._weights.keys, self._weights.rows)
        for number, (template, keys, rows) in enumerate(learned):
            if len(keys):
                at, hashes = hashed(number, template, columns, start, end)
                where = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
                hit = keys[where] == hashes
                scores[at[hit]] += rows[where[hit]]
        return scores


def _chunks(cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of pieces of about CHUNK characters: (first, past the last)."""
    first = 0
    for at, (_, end) in enumerate(cuts):
        if end - cuts[first][0] >= CHUNK:
            yield first, at + 1
            first = at + 1
    if first < len(cuts):
        yield first, len(cuts)
