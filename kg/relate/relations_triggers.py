"""The trigger words of a relation in a document: which stand where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.relate.relations_scene import Scene
from kg.same import Same
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
    """The trigger words of one relation in one document, in order, and the sentences that hold a telling one."""

    scene: Scene
    pattern: re.Pattern[str]
    starts: Sequence[int]
    found: Sequence[Hit]
    telling: frozenset[int]

    def hits(self, sentence: int, start: int, end: int) -> Sequence[Hit]:
        """The trigger words of a sentence that lie in [start, end), in order."""
        span = self.scene.sentences[sentence]
        low, high = max(start, span.start), min(end, span.end)
        first = bisect_left(self.starts, low)
        last = bisect_left(self.starts, high, first)
        return [hit for hit in self.found[first:last] if hit.end <= high] if first < last else ()

    def tells(self, sentence: int) -> bool:
        """Does the sentence hold a word that speaks of the relation?"""
        return sentence in self.telling


def heard(scene: Scene, edge: EdgeType) -> Heard:
    """The trigger words of `edge` in a document."""
    pattern, groups = _compiled(Same(edge))
    found = [Hit(*m.span(), groups[m.group()], m.group()) for m in pattern.finditer(scene.text)]
    starts = [sentence.start for sentence in scene.sentences]
    telling = frozenset(bisect_right(starts, hit.start) - 1 for hit in found if hit.group not in GENERAL)
    return Heard(scene, pattern, [hit.start for hit in found], found, telling)


@lru_cache(maxsize=64)
def _compiled(asked: Same) -> tuple[re.Pattern[str], dict[str, str]]:
    edge: EdgeType = asked.what[0]
    groups = {word: name for name in sorted(edge.triggers) for word in edge.triggers[name]}
    words = sorted(groups, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)) or "(?!)"), groups
