"""The words of seeds/place_forms.yaml as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.annotate.words import alternation

_PUNCTUATION = r"[^一-鿿㐀-䶿〇]"
REACH = 16  # characters to the left of a tail in which a name must begin


@dataclass(frozen=True)
class Forms:
    """Compiled patterns of place names."""

    settlements: re.Pattern[str]
    settlement_kinds: Mapping[str, str]
    zones: re.Pattern[str]
    regions: re.Pattern[str]
    natural: re.Pattern[str]
    water: re.Pattern[str]
    landmarks: re.Pattern[str]
    vague: Mapping[str, re.Pattern[str]]
    before: re.Pattern[str]
    punctuation: re.Pattern[str]
    after_short: re.Pattern[str]
    after_far: re.Pattern[str]
    after_country: re.Pattern[str]

    def left(self, text: str, at: int, reach: int = REACH, floor: int = 0) -> int | None:
        """Where a name that reaches to `at` may begin: behind the last word that ends before names."""
        low = max(floor, at - reach)
        match = self.before.match(text, low, at)
        if match:
            return match.end()
        return low if low in (0, floor) else None

    def starts_here(self, text: str, at: int) -> bool:
        """Does the text before `at` end a word?"""
        return at == 0 or self.left(text, at, 6) == at

    def is_vague(self, kind: str, stem: str) -> bool:
        """Is the stem of a name put together of common words alone?"""
        return self.vague[kind].fullmatch(stem) is not None


def forms(data: Mapping[str, Any]) -> Forms:
    """The patterns of the seeds; compiled once for each set of words."""
    found: Forms = _forms(_frozen(data["place_forms"]))
    return found


def _frozen(row: Mapping[str, Any]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return tuple((key, tuple(value.items()) if isinstance(value, dict) else tuple(value)) for key, value in row.items())


@lru_cache(maxsize=4)
def _forms(rows: tuple[tuple[str, tuple[Any, ...]], ...]) -> Forms:
    row = dict(rows)
    kinds = ("settlements", "zones", "natural", "water")
    vague = {kind: re.compile(f"(?:{alternation(row[f'vague_{kind}'])}){{1,6}}") for kind in kinds}
    settlements = dict(row["settlements"])
    return Forms(
        settlements=re.compile(alternation(settlements)),
        settlement_kinds=settlements,
        zones=_longest_first(row["zones"]),
        regions=_longest_first(row["region_tails"]),
        natural=_longest_first(row["natural"]),
        water=re.compile(f"[{''.join(row['water'])}]"),
        landmarks=re.compile(alternation(row["landmarks"]) + r"(?![区市县镇乡村街路网州])"),
        vague=vague,
        before=_before(row["before"], dict(row["before_not"])),
        punctuation=re.compile(_PUNCTUATION),
        after_short=re.compile(alternation(row["after_short"]) + r"|镇(?![街乡海])|乡(?![村镇])|街道"),
        after_far=re.compile(r"[山河湖岛湾江寺村]"),
        after_country=re.compile(r"人(?!口|均|民|才)|式|货|语"),
    )


def _before(words: Iterable[str], exceptions: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """What ends before a name; a word with exceptions does not where one of them follows it."""
    plain = alternation(word for word in words if not exceptions.get(word))
    guarded = [f"{word}(?![{''.join(after)}])" for word, after in exceptions.items() if after]
    counted = r"[\d一二两三四五六七八九十百千万几多余]\s?[家处座条位名]"
    return re.compile(f"(?s:.*)(?:{'|'.join([_PUNCTUATION, plain, counted, *guarded])})")


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(alternation(words))
