"""The trigger words of a relation in a document: which stand where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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
    """The trigger words of one relation in one document, in order."""

    scene: Scene
    pattern: re.Pattern[str]
    groups: Mapping[str, str]

    def hits(self, sentence: int, start: int, end: int) -> Sequence[Hit]:
        """The trigger words of a sentence that lie in [start, end), in order."""
        span = self.scene.sentences[sentence]
        low, high = max(start, span.start), min(end, span.end)
        first = bisect_left(self.starts, low)
        last = bisect_left(self.starts, high, first)
        if first == last:
            return ()
        some = [Hit(m.start(), m.end(), self.groups[m.group()], m.group()) for m in self.matches[first:last]]
        return some if some[-1].end <= high else some[:-1]

    def tells(self, sentence: int) -> bool:
        """Does the sentence hold a word that speaks of the relation?"""
        return sentence in self.telling

    @cached_property
    def matches(self) -> Sequence[re.Match[str]]:
        return list(self.pattern.finditer(self.scene.text))

    @cached_property
    def starts(self) -> Sequence[int]:
        return [m.start() for m in self.matches]

    @cached_property
    def telling(self) -> frozenset[int]:
        """The sentences that hold a telling word."""
        starts = [sentence.start for sentence in self.scene.sentences]
        told = [m.start() for m in self.matches if self.groups[m.group()] not in GENERAL]
        return frozenset([bisect_right(starts, at) - 1 for at in told])


def heard(scene: Scene, edge: EdgeType) -> Heard:
    """The trigger words of `edge` in a document; those of the last one are kept."""
    return _heard(Same(scene, edge))


@lru_cache(maxsize=16)
def _heard(asked: Same) -> Heard:
    scene, edge = asked.what
    return Heard(scene, *_compiled(Same(edge)))


@lru_cache(maxsize=64)
def _compiled(asked: Same) -> tuple[re.Pattern[str], dict[str, str]]:
    edge: EdgeType = asked.what[0]
    groups = {word: name for name in sorted(edge.triggers) for word in edge.triggers[name]}
    words = sorted(groups, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)) or "(?!)"), groups
