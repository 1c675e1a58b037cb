"""Whom 该市, 全镇, 园区, 该项目 and 公司 mean, and what was last named before each sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.model import Frame, Mention, Place, Sentence
from kg.seeds import Seeds

REACH = 900  # characters: an antecedent further back is forgotten
HERE = 80  # characters: 这里 means what was named so shortly before, else the main place
MAIN = ""  # entity key of a main place that no mention names

CLASSES = (
    "upper",
    "county",
    "town",
    "village",
    "zone",
    "scenery",
    "project",
    "organization",
    "policy",
    "industry",
    "line",
)
_PLACE_CLASS = {
    "country": "upper", "region": "upper", "province": "upper", "prefecture": "county", "county": "county",
    "township": "town", "village": "village", "community": "village", "zone": "zone", "natural": "scenery",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """Reading text [start, end) stands for `entities` (keys of mentions; MAIN for a main place never named)."""

    start: int
    end: int
    entities: tuple[str, ...]
    type: str  # Place | Project | Organization


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
    """Resolve the references of a reading text, given its settled and linked mentions by start."""
    words = _words(seeds)
    main = main_key(frame.main_place, mentions)
    memory = _Memory(main, frame.main_place)
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


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Index of the sentence that holds `offset` (the one before, between two)."""
    return max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)


def place_class(kind: str | None) -> str:
    """The class of a Place by its kind."""
    return _PLACE_CLASS.get(kind or "", "upper")


def mention_class(mention: Mention) -> str:
    """The class under which a mention is remembered."""
    return place_class(mention.kind) if mention.type == "Place" else mention.type.lower()


class _Memory:
    """What the text has named so far."""

    def __init__(self, main: str, place: Place | None) -> None:
        self.main = main
        self.main_name = place.name if place else ""
        self.last: dict[str, tuple[str, int]] = {}
        self.recent: dict[str, list[tuple[str, str, int]]] = {"Place": [], "Project": [], "Organization": []}

    def name(self, mention: Mention, words: _Words) -> None:
        self.last[mention_class(mention)] = (mention.entity, mention.start)
        if mention.type == "Project" and words.line.search(mention.name):
            self.last["line"] = (mention.entity, mention.start)
        if mention.type in self.recent:
            stack = self.recent[mention.type]
            stack.append((mention.entity, mention.name, mention.start))
            del stack[:-8]

    def refer(self, reference: Reference) -> None:
        """A thing referred to stays in mind."""
        for cls, (entity, _) in self.last.items():
            if entity == reference.entities[-1] and cls in ("zone", "project", "organization", "town", "village"):
                self.last[cls] = (entity, reference.start)

    def resolve(self, match: re.Match[str], words: _Words) -> Reference | None:
        """What a reference stands for, or None."""
        start, end = match.span()
        if match.lastgroup == "pair":
            kind = words.pairs[match["pair"]]
            two = self._last_two(kind, start, words)
            return Reference(start, end, two, kind) if len(two) == 2 else None
        if match.lastgroup == "many":
            several = self._last_several(words.numbers[match["number"]], match["thing"], start, words)
            return Reference(start, end, several[0], several[1]) if several else None
        if match.lastgroup == "settlement":
            found = self._unit(words.settlements[match["settlement"]], start)
            return None if found is None else Reference(start, end, (found,), "Place")
        if match.lastgroup in ("whole", "inside"):
            found = self._unit(match["unit"] or match["unit2"], start)
            return None if found is None else Reference(start, end, (found,), "Place")
        if match.lastgroup == "main":
            return Reference(start, end, (self._here(start),), "Place")
        return self._thing(match["near"] or match["bare"], start, end, words)

    def _thing(self, word: str, start: int, end: int, words: _Words) -> Reference | None:
        if word in words.units:
            found = self._nearest("Place", (word,), start, at_end=True)
            found = self._unit(word, start) if found is None else found
            return None if found is None else Reference(start, end, (found,), "Place")
        options = []
        for kind in words.kinds.get(word, ()):
            place = self._last_of(kind, word, start, words)
            if place is not None:
                options.append((place[1], place[0], "Place" if kind == "zone" else kind.capitalize()))
        if not options:
            return None
        _, entity, kind = max(options)
        return Reference(start, end, (entity,), kind)

    def _last_of(self, kind: str, word: str, start: int, words: _Words) -> tuple[str, int] | None:
        """The thing of a class that `word` can mean, and where it stood."""
        if kind == "zone":
            return self._fresh(self.last.get("zone"), start)
        if kind == "organization":
            return self._found("Organization", words.firms if word in words.firms else (word,), start)
        if word in words.line_words and (line := self._fresh(self.last.get("line"), start)):
            return line
        same = self._found("Project", (word,), start)
        return same or (self._fresh(self.last.get("project"), start) if word in words.any_project else None)

    def _fresh(self, found: tuple[str, int] | None, start: int) -> tuple[str, int] | None:
        return found if found and start - found[1] <= REACH else None

    def _nearest(self, kind: str, parts: tuple[str, ...], start: int, *, at_end: bool = False) -> str | None:
        found = self._found(kind, parts, start, at_end=at_end)
        return found[0] if found else None

    def _found(self, kind: str, parts: tuple[str, ...], start: int, *, at_end: bool = False) -> tuple[str, int] | None:
        """The last thing named whose name holds (or ends with) one of `parts`."""
        for entity, name, at in reversed(self.recent[kind]):
            fits = name.endswith(parts) if at_end else any(part in name for part in parts)
            if fits and start - at <= REACH:
                return entity, at
        return None

    def _last_two(self, kind: str, start: int, words: _Words) -> tuple[str, ...]:
        found: list[str] = []
        for entity, name, at in reversed(self.recent[kind]):
            fits = kind != "Organization" or any(part in name for part in words.firms)
            if fits and entity not in found and start - at <= REACH:
                found.append(entity)
            if len(found) == 2:
                break
        return tuple(reversed(found))

    def _last_several(self, count: int, thing: str, start: int, words: _Words) -> tuple[tuple[str, ...], str] | None:
        """三个镇: the last three things so called, if so many were named."""
        kind = "Organization" if thing in words.firms else "Project" if thing == "项目" else "Place"
        found: list[str] = []
        for entity, name, at in reversed(self.recent[kind]):
            if start - at > REACH:
                break
            fits = any(p in name for p in words.firms) if kind == "Organization" else name.endswith(thing)
            if (fits or kind == "Project") and entity not in found and entity != self.main:
                found.append(entity)
        return (tuple(reversed(found[:count])), kind) if len(found) >= count else None

    def _here(self, start: int) -> str:
        """当地, 这里: the settlement or zone named a moment ago, else the main place."""
        near = [self.last[cls][::-1] for cls in ("zone", "county", "town", "village") if cls in self.last]
        if near and start - max(near)[0] <= HERE:
            return max(near)[1]
        return self.main

    def _unit(self, unit: str, start: int) -> str | None:
        """全X: the main place when it is an X, else the X named last."""
        if self.main_name.endswith(unit) or (unit == "区" and self.main_name.endswith("开发区")):
            return self.main
        return self._nearest("Place", (unit,), start, at_end=True)


@dataclass(frozen=True)
class _Words:
    pattern: re.Pattern[str]
    units: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    pairs: Mapping[str, str]
    firms: tuple[str, ...]
    any_project: frozenset[str]
    line: re.Pattern[str]
    line_words: frozenset[str]
    settlements: Mapping[str, str]
    numbers: Mapping[str, int]


def _words(seeds: Seeds) -> _Words:
    return _compiled(_Key(seeds.data.get("discourse") or {}))


class _Key:
    """A parsed seed file as a cache key: compared by identity."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def __hash__(self) -> int:
        return id(self.data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.data is other.data


@lru_cache(maxsize=4)
def _compiled(key: _Key) -> _Words:
    data = key.data
    units = tuple(data.get("units", ()))
    kinds: dict[str, tuple[str, ...]] = {}
    bare: list[str] = []
    near: list[str] = list(units)
    for kind in ("zone", "project", "organization"):
        group = data.get(kind, {})
        for word in [*group.get("bare", ()), *group.get("near", ())]:
            kinds[word] = (*kinds.get(word, ()), kind) if kind not in kinds.get(word, ()) else kinds[word]
        bare += group.get("bare", ())
        near += [*group.get("near", ()), *group.get("bare", ())]
    pairs = {word: kind.capitalize() for kind, words in data.get("pair", {}).items() for word in words}
    not_before = f"(?!{_any(data.get('not_before', ['场']))})"
    opens = re.escape(data.get("opens_after", "，。"))
    many = data.get("many", {})
    pattern = "|".join(
        (
            f"(?P<whole>(?:{_any(data.get('whole', ['全']))})(?P<unit>{_any(units)}){not_before})",
            f"(?P<pair>{_any(pairs)})",
            f"(?:{_any(data.get('near', ['该']))})(?P<near>{_any(near)}){not_before}",
            f"(?<![一-龥])(?P<inside>(?P<unit2>{_any(units)})(?:{_any(data.get('inside', ['里']))}))",
            f"(?P<many>(?P<number>{_any(many.get('numbers', ()))})(?:{_any(many.get('measures', ()))})?"
            f"(?P<thing>{_any(many.get('things', ()))}){not_before})",
            f"(?:(?<![一-龥])|(?<=[{opens}]))(?P<settlement>{_any(data.get('settlements', ()))})(?![一-龥]?旅游)",
            f"(?P<main>{_any(data.get('main', ['当地']))})",
            f"(?:(?<![一-龥])|(?<=[{opens}]))(?P<bare>{_any(bare)})",
        )
    )
    organization, project = data.get("organization", {}), data.get("project", {})
    return _Words(
        pattern=re.compile(pattern),
        units=units,
        kinds=kinds,
        pairs=pairs,
        firms=tuple(organization.get("firms", ())),
        any_project=frozenset(project.get("any", ())),
        settlements=data.get("settlements", {}),
        numbers=many.get("numbers", {}),
        line_words=frozenset(data.get("line_words", ())),
        line=re.compile(_any(data.get("line", ["铁路", "公路"]))),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"


def _unnamed(text: str, words: _Words, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Matches of unnamed references outside the spans of names."""
    starts = [start for start, _ in spans]
    for match in words.pattern.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        inside = at >= 0 and spans[at][1] >= match.start() + (match.lastgroup not in ("whole", "many"))
        touches = at + 1 < len(spans) and spans[at + 1][0] < match.end()
        if not inside and not touches:
            yield match


def _distinct(keys: list[str], most: int) -> list[str]:
    found: list[str] = []
    for key in reversed(keys):
        if key not in found:
            found.append(key)
        if len(found) == most:
            break
    return found[::-1]
