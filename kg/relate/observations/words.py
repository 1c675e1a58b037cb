"""The words around figures (seeds/observations.yaml) and the indicators (seeds/indicators.yaml), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.seeds import Seeds

# The classes of words in seeds/observations.yaml and their one-letter signs. Later classes win over earlier ones.
CLASSES = {"adverb": "V", "act": "A", "reach": "R", "up": "U", "down": "D", "deixis": "X", "noun": "N"}
# Grammar words of one character that are words in the middle of a name, too; others only at its edges.
STRONG = frozenset("达为是有占由从至到在比较和与及")
MARKS = frozenset(
    "，；。：！？、“”‘’\"'—…·|,（(〔[）)〕]的" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
)
MEMORY = 50_000  # names that are kept in mind
LINKS = {"和": "L", "与": "L", "及": "L", "以及": "L"}


@dataclass(frozen=True, eq=False)
class Words:
    """Compiled word lists."""

    signs: Mapping[str, str]  # word -> sign of its class
    indicators: Mapping[str, Any]
    names: Mapping[str, str]  # any way to write an indicator -> its name
    short: Mapping[str, str]  # abbreviation -> full name
    heads: Mapping[str, frozenset[str]]  # last word of an indicator -> units
    contrast: tuple[tuple[str, ...], ...]
    unit_metric: Mapping[str, str]
    unit_heads: Mapping[str, Sequence[str]]
    joint: Mapping[str, Sequence[str]]
    compare: frozenset[str]
    ranked: frozenset[str]
    targets: tuple[str, ...]
    estimates: tuple[str, ...]

    @cached_property
    def cut_signs(self) -> Mapping[str, str]:
        """Grammar words of two and more characters, strong single ones, nouns (K) and indicators, with their signs."""
        found = [w for w in (*self.signs, *self.names) if len(w) > 1 or w in STRONG]
        signs = {w: "N" if w in self.names else self.signs[w] for w in found if MARKS.isdisjoint(w) and " " not in w}
        return {w: "K" if sign == "N" else sign for w, sign in signs.items()}

    @cached_property
    def starts(self) -> Mapping[str, Sequence[int]]:
        """How long the words are that begin with two characters, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self.cut_signs:
            if len(word) > 1:
                found.setdefault(word[:2], set()).add(len(word))
        return {start: sorted(sizes, reverse=True) for start, sizes in found.items()}

    @cached_property
    def opens(self) -> frozenset[str]:
        """Characters with which a mark or a word of grammar may begin."""
        return MARKS | {word[0] for word in self.cut_signs}

    @cached_property
    def single(self) -> frozenset[str]:
        """Grammar words of one character."""
        return frozenset(w for w, sign in self.signs.items() if len(w) == 1 and sign not in "NL")

    @cached_property
    def target(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.targets, key=lambda w: (-len(w), w)))))

    @cached_property
    def estimated(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.estimates, key=lambda w: (-len(w), w)))))

    def head_of(self, name: str) -> str:
        """Return the head a name ends with, or ""."""
        return next((name[-size:] for size in self.sizes if name[-size:] in self.heads), "")

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How long heads are, the longest first; none is longer than six characters."""
        return tuple(sorted({min(len(head), 6) for head in self.heads}, reverse=True))

    def known(self, name: str) -> tuple[Sequence[str] | None, frozenset[str] | None]:
        """The units that a name takes as a listed indicator, and those that its head takes; None for what it is not."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) > MEMORY:
                self._known.clear()
            listed = self.names.get(name)
            units = self.indicators[listed].get("unit", ()) if listed else None
            found = self._known[name] = (units, self.heads.get(self.head_of(name)))
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[Sequence[str] | None, frozenset[str] | None]]:
        return {}


_known: list[tuple[Seeds, Words]] = []  # the words of the seeds used last: compiling them takes longer than a document


def words(seeds: Seeds) -> Words:
    """Return the compiled word lists of `seeds`."""
    if not _known or _known[0][0] is not seeds:
        _known[:] = [(seeds, _compile(seeds))]
    return _known[0][1]


def _compile(seeds: Seeds) -> Words:
    around, listed = seeds.data["observations"], seeds.data["indicators"]
    signs = LINKS | {word: sign for stem, sign in CLASSES.items() for word in around[stem]}
    names: dict[str, str] = {}
    short: dict[str, str] = {}
    for name, entry in listed["indicators"].items():
        names[name] = name
        names.update(dict.fromkeys(entry.get("also", ()), name))
        short.update(dict.fromkeys(entry.get("short", ()), name))
    heads: dict[str, set[str]] = {}
    for unit, ends in listed["heads"].items():
        for end in ends:
            heads.setdefault(end, set()).add(unit)
    return Words(
        signs=signs,
        indicators=listed["indicators"],
        names=names | short,
        short=short,
        heads={head: frozenset(units) for head, units in heads.items()},
        contrast=tuple(tuple(group) for group in around["contrast"]),
        unit_metric=around["unit_metric"],
        unit_heads=around["unit_heads"],
        joint=around["joint"],
        compare=frozenset(around["compare"]),
        ranked=frozenset(around["ranked"]),
        targets=tuple(around["target"]),
        estimates=tuple(around["estimated"]),
    )
