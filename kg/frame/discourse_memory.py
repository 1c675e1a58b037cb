"""What a text has named so far, and what a word without a name means by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.frame.discourse_words import Words
from kg.model import Mention, Place

REACH = 900  # characters: an antecedent further back is forgotten
HERE = 80  # characters: 这里 means what was named so shortly before, else the main place

# The classes under which things are remembered; a line is remembered as a project too.
CLASSES = (
    "upper", "county", "town", "village", "zone", "scenery", "project", "organization", "policy", "industry", "line",
)  # fmt: skip
_PLACE_CLASS = {
    "country": "upper", "region": "upper", "province": "upper", "prefecture": "county", "county": "county",
    "township": "town", "village": "village", "community": "village", "zone": "zone", "natural": "scenery",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """Reading text [start, end) stands for `entities`, keys of mentions ("" for a main place never named)."""

    start: int
    end: int
    entities: tuple[str, ...]
    type: str  # Place | Project | Organization


def place_class(kind: str | None) -> str:
    """The class of a Place by its kind."""
    return _PLACE_CLASS.get(kind or "", "upper")


def mention_class(mention: Mention) -> str:
    """The class under which a mention is remembered."""
    return place_class(mention.kind) if mention.type == "Place" else mention.type.lower()


class Memory:
    """What the text has named so far."""

    def __init__(self, main: str, place: Place | None) -> None:
        self.main = main
        self.main_name = place.name if place else ""
        self.last: dict[str, tuple[str, int]] = {}
        self.recent: dict[str, list[tuple[str, str, int]]] = {"Place": [], "Project": [], "Organization": []}

    def name(self, mention: Mention, words: Words) -> None:
        """A thing is named."""
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

    def resolve(self, match: re.Match[str], words: Words) -> Reference | None:
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

    def _thing(self, word: str, start: int, end: int, words: Words) -> Reference | None:
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

    def _last_of(self, kind: str, word: str, start: int, words: Words) -> tuple[str, int] | None:
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

    def _last_two(self, kind: str, start: int, words: Words) -> tuple[str, ...]:
        found: list[str] = []
        for entity, name, at in reversed(self.recent[kind]):
            fits = kind != "Organization" or any(part in name for part in words.firms)
            if fits and entity not in found and start - at <= REACH:
                found.append(entity)
            if len(found) == 2:
                break
        return tuple(reversed(found))

    def _last_several(self, count: int, thing: str, start: int, words: Words) -> tuple[tuple[str, ...], str] | None:
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
