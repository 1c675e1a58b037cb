"""Whom 该市, 全镇, 园区, 该项目 and 公司 mean, and what was last named before each sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.frame.discourse_memory import CLASSES, REACH, Memory, Reference, mention_class, place_class
from kg.frame.discourse_words import Words
from kg.frame.discourse_words import words as compiled
from kg.model import Frame, Mention, Place
from kg.same import Same
from kg.seeds import Seeds

__all__ = ["CLASSES", "MAIN", "Discourse", "Focus", "Reference", "main_key", "mention_class", "place_class", "read"]
MAIN = ""  # entity key of a main place that no mention names


@dataclass(frozen=True, slots=True)
class Focus:
    """What was last named before a sentence begins, by class (see CLASSES), with the place where it stood."""

    last: Mapping[str, tuple[str, int]]


@dataclass(frozen=True)
class Discourse:
    """References by start, the focus before each sentence, and the key of the main place."""

    references: tuple[Reference, ...]
    focus: tuple[Focus, ...]
    main: str

    def before(self, sentence: int, kind: str, at: int, reach: int = REACH) -> str | None:
        """The entity of class `kind` last named before `sentence`, if it stands within `reach` of offset `at`."""
        found = self.focus[sentence].last.get(kind)
        return found[0] if found and at - found[1] <= reach else None


def read(text: str, frame: Frame, mentions: Sequence[Mention], seeds: Seeds) -> Discourse:
    """Resolve the references of a reading text, given its settled and linked mentions by start.

    The last answer is kept, since all that relates asks the same.
    """
    return _read(Same(text, frame, mentions, seeds))


@lru_cache(maxsize=1)
def _read(asked: Same) -> Discourse:
    text, frame, mentions, seeds = asked.what
    words = compiled(seeds)
    main = main_key(frame.main_place, mentions)
    memory = Memory(main, frame.main_place)
    references: list[Reference] = []
    focus: list[Focus] = []
    spans = [(m.start, m.end) for m in mentions]
    events = sorted(
        [(m.start, 0, m) for m in mentions] + [(r.start(), 1, r) for r in _unnamed(text, words, spans)],
        key=lambda event: event[:2],
    )
    at = 0
    for sentence in frame.sentences:
        focus.append(Focus(dict(memory.last)))
        while at < len(events) and events[at][0] < sentence.end:
            _, _, what = events[at]
            at += 1
            if isinstance(what, Mention):
                memory.name(what, words)
            elif found := memory.resolve(what, words):
                references.append(found)
                memory.refer(found)
    return Discourse(tuple(references), tuple(focus), main)


def main_key(place: Place | None, mentions: Iterable[Mention]) -> str:
    """The entity key of the main place among the mentions; MAIN when none names it."""
    if place is None:
        return MAIN
    for mention in mentions:
        if mention.type == "Place" and (mention.name == place.name or (place.code and mention.code == place.code)):
            return mention.entity
    return MAIN


def _unnamed(text: str, words: Words, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Matches of unnamed references outside the spans of names."""
    starts = [start for start, _ in spans]
    for match in words.pattern.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        inside = at >= 0 and spans[at][1] >= match.start() + (match.lastgroup not in ("whole", "many"))
        touches = at + 1 < len(spans) and spans[at + 1][0] < match.end()
        if not inside and not touches:
            yield match
