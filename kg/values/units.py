"""The table of units and measure words: schemas/units.yaml, and what a user adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SchemaError
from kg.resources import folder

_WORDS = re.compile("(?:(?!的)[一-龥]){0,10}")
_DERIVED = {"by_letter", "chinese_letters", "plain", "before_plain"}


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Which words may follow a number, and what they are called in a record. Built by `load_units`."""

    by_letter: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]  # first letter -> (word, what may not follow)
    aliases: Mapping[str, str]
    money: frozenset[str]
    time: frozenset[str]
    arabic_only: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]
    implied: Mapping[str, tuple[str, ...]]
    counted: Mapping[str, tuple[str, ...]]
    scales: Mapping[str, tuple[float, str]]
    qualifiers: Mapping[str, tuple[tuple[str, str], ...]]  # last letter -> (word, qualifier), the longest first
    not_qualifier: Mapping[str, str]
    chinese_letters: frozenset[str]  # first letters of the units that may follow Chinese numerals
    plain: Mapping[str, str]  # units that need no look around -> name
    before_plain: frozenset[str]  # letters before a number that ask for a look around

    def match(self, text: str, position: int) -> str:
        """Return the longest unit that stands at `position`, as written; "" when none does."""
        for word, barred in self.by_letter.get(text[position : position + 1], ()):
            if text.startswith(word, position):
                end = position + len(word)
                if not barred or text[end : end + 1] not in barred:
                    return word
        return ""

    def has(self, word: str) -> bool:
        """Is `word` a unit?"""
        return word != "" and any(word == known for known, _ in self.by_letter.get(word[0], ()))

    def left_out(self, text: str, start: int, end: int) -> str:
        """Return the unit that the number [start, end) leaves out: 人 of 5万群众, 元 of 投资15亿; "" when none."""
        for unit, nouns in self.counted.items():
            if text.startswith(nouns, end):
                return unit
        if text[end - 1 : end] not in ("万", "亿"):
            return ""
        behind = _WORDS.match(text, end)
        if behind and behind[0]:
            for unit, nouns in self.counted.items():
                if any(noun in behind[0] for noun in nouns):
                    return unit
        left = text[max(0, start - 12) : start]
        return next((unit for unit, cues in self.implied.items() if any(cue in left for cue in cues)), "")

    def is_label(self, text: str, position: int) -> bool:
        """Does a word stand at `position` that makes the number before it a name (号, 国道, 届)?"""
        words = self.labels.get(text[position : position + 1], ())
        return any(text.startswith(word, position) for word in words)


def load_units(extra: Iterable[str | Path] = ()) -> Units:
    """Read the built-in units.yaml, then the files `extra`, which add to it. Raises SchemaError."""
    table: dict[str, Any] = {}
    for path in (folder("schemas") / "units.yaml", *map(Path, extra)):
        for key, value in _read(path).items():
            if isinstance(value, list):
                table[key] = [*table.get(key, []), *value]
            else:
                table[key] = {**table.get(key, {}), **value}
    return _units(table)


@cache
def default_units() -> Units:
    """Return the built-in table, read when first asked for."""
    return load_units()


def _read(path: Path) -> dict[str, Any]:
    try:
        table = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise SchemaError(f"{path}: {error}") from None
    known = {"measures", "not_before", *Units.__dataclass_fields__} - _DERIVED
    for key, value in table.items():
        if key not in known or not isinstance(value, list | dict):
            raise SchemaError(f"{path}: unknown entry {key!r} in the table of units")
    return dict(table)


def _units(table: Mapping[str, Any]) -> Units:
    words = [str(w) for row in table["measures"] for w in (row if isinstance(row, list) else [row])]
    barred = {str(word): frozenset(str(letters or "")) for word, letters in table["not_before"].items()}
    groups = _by_letter([*words, *map(str, table["aliases"])])
    aliases = {str(k): str(v) for k, v in table["aliases"].items()}
    qualifiers = _by_last_letter(table["qualifiers"])
    bound = {*map(str, table["arabic_only"])}
    looked = {*map(str, table["time"]), *map(str, table["scales"]), "岁", "周岁"}
    return Units(
        by_letter={k: tuple((w, barred.get(w, frozenset())) for w in group) for k, group in groups.items()},
        aliases=aliases,
        money=frozenset(map(str, table["money"])),
        time=frozenset(map(str, table["time"])),
        arabic_only=frozenset(bound),
        labels=_by_letter(map(str, table["labels"])),
        implied={str(k): tuple(map(str, v)) for k, v in table["implied"].items()},
        counted={str(k): tuple(map(str, v)) for k, v in table["counted"].items()},
        scales={str(k): (float(v[0]), str(v[1])) for k, v in table["scales"].items()},
        qualifiers=qualifiers,
        not_qualifier={str(k): str(v) for k, v in table["not_qualifier"].items()},
        chinese_letters=frozenset(k for k, group in groups.items() if any(w not in bound for w in group)),
        plain={w: aliases.get(w, w) for group in groups.values() for w in group if w not in looked},
        before_plain=frozenset("第前每上附件图表序栏卷册编款条零〇一二两三四五六七八九十百千万亿点"),
    )


def _by_letter(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        out.setdefault(word[0], []).append(word)
    return {letter: tuple(group) for letter, group in out.items()}


def _by_last_letter(words: Mapping[str, list[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, list[tuple[str, str]]] = {}
    pairs = [(str(word), qualifier) for qualifier, group in words.items() for word in group]
    for word, qualifier in sorted(pairs, key=lambda p: (-len(p[0]), p[0])):
        out.setdefault(word[-1], []).append((word, qualifier))
    return {letter: tuple(group) for letter, group in out.items()}
