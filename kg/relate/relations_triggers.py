"""The trigger words of a relation in a document: which stand where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.relate.relations_scene import Scene
from kg.schema import EdgeType

GENERAL = frozenset(("in", "with", "own", "means"))  # groups of words too common to tell anything alone


class Hit(NamedTuple):
    """A trigger word in the text and the group that it belongs to."""

    start: int
    end: int
    group: str
    word: str


@dataclass(frozen=True)
class Heard:
    """The trigger words of one relation in one document, by sentence, looked for when first asked for."""

    scene: Scene
    pattern: re.Pattern[str]
    groups: Mapping[str, str]
    found: dict[int, tuple[list[int], tuple[Hit, ...]]] = field(default_factory=dict)

    def hits(self, sentence: int, start: int, end: int) -> Sequence[Hit]:
        """The trigger words of a sentence that lie in [start, end), in order."""
        starts, hits = self._all(sentence)
        return [hit for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)] if hit.end <= end]

    def tells(self, sentence: int) -> bool:
        """Does the sentence hold a word that speaks of the relation?"""
        return any(hit.group not in GENERAL for hit in self._all(sentence)[1])

    def _all(self, sentence: int) -> tuple[list[int], tuple[Hit, ...]]:
        if sentence not in self.found:
            span = self.scene.sentences[sentence]
            matches = self.pattern.finditer(self.scene.text, span.start, span.end)
            hits = tuple(Hit(m.start(), m.end(), self.groups[m.group()], m.group()) for m in matches)
            self.found[sentence] = ([hit.start for hit in hits], hits)
        return self.found[sentence]


def heard(scene: Scene, edge: EdgeType) -> Heard:
    """The trigger words of `edge` in a document."""
    pattern, groups = _compiled(tuple(sorted((name, tuple(words)) for name, words in edge.triggers.items())))
    return Heard(scene, pattern, groups)


@lru_cache(maxsize=64)
def _compiled(triggers: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = {word: name for name, words in triggers for word in words}
    words = sorted(groups, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)) or "(?!)"), groups
