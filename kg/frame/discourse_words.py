"""The words that stand for things without a name, from seeds/discourse.yaml, as one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.same import Same
from kg.seeds import Seeds


@dataclass(frozen=True)
class Words:
    """What seeds/discourse.yaml says. The group of `pattern` that matched tells the form of a reference."""

    pattern: re.Pattern[str]
    units: tuple[str, ...]  # 市, 镇: generic endings of places
    kinds: Mapping[str, tuple[str, ...]]  # 园区 -> zone, project: what a word can mean
    pairs: Mapping[str, str]  # 两地 -> Place
    firms: tuple[str, ...]  # parts of names that 公司 can mean
    any_project: frozenset[str]  # 项目, 工程: may mean any project
    line: re.Pattern[str]  # parts of names of lines
    line_words: frozenset[str]  # 全线, 线路
    settlements: Mapping[str, str]  # 村子 -> 村
    numbers: Mapping[str, int]  # 两 -> 2


def words(seeds: Seeds) -> Words:
    """The words of discourse, compiled once for the seeds."""
    return _compiled(Same(seeds.data.get("discourse") or {}))


@lru_cache(maxsize=4)
def _compiled(key: Same) -> Words:
    (data,) = key.what
    organization, project, many = data.get("organization", {}), data.get("project", {}), data.get("many", {})
    return Words(
        pattern=_pattern(data),
        units=tuple(data.get("units", ())),
        kinds=_kinds(data),
        pairs={word: kind.capitalize() for kind, some in data.get("pair", {}).items() for word in some},
        firms=tuple(organization.get("firms", ())),
        any_project=frozenset(project.get("any", ())),
        line=re.compile(_any(data.get("line", ()))),
        line_words=frozenset(data.get("line_words", ())),
        settlements=data.get("settlements", {}),
        numbers=many.get("numbers", {}),
    )


def _kinds(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for kind in ("zone", "project", "organization"):
        group = data.get(kind, {})
        for word in dict.fromkeys([*group.get("bare", ()), *group.get("near", ())]):
            kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


def _pattern(data: Mapping[str, Any]) -> re.Pattern[str]:
    groups = [data.get(kind, {}) for kind in ("zone", "project", "organization")]
    bare = [word for group in groups for word in group.get("bare", ())]
    near = [*data.get("units", ()), *(word for group in groups for word in group.get("near", ())), *bare]
    units, many = _any(data.get("units", ())), data.get("many", {})
    not_before = f"(?!{_any(data.get('not_before', ()))})"
    alone = f"(?:(?<![一-龥])|(?<=[{re.escape(data.get('opens_after', '，。'))}]))"
    forms = (
        f"(?P<whole>(?:{_any(data.get('whole', ()))})(?P<unit>{units}){not_before})",
        f"(?P<pair>{_any(word for some in data.get('pair', {}).values() for word in some)})",
        f"(?:{_any(data.get('near', ()))})(?P<near>{_any(near)}){not_before}",
        f"(?<![一-龥])(?P<inside>(?P<unit2>{units})(?:{_any(data.get('inside', ()))}))",
        f"(?P<many>(?P<number>{_any(many.get('numbers', ()))})(?:{_any(many.get('measures', ()))})?"
        f"(?P<thing>{_any(many.get('things', ()))}){not_before})",
        f"{alone}(?P<settlement>{_any(data.get('settlements', ()))})",
        f"(?P<main>{_any(data.get('main', ()))})",
        f"{alone}(?P<bare>{_any(bare)})",
    )
    opens = f"(?=[{re.escape(_first(data))}])" if data else "(?!)"
    return re.compile(f"{opens}(?:{'|'.join(forms)})")


def _first(lore: Any) -> str:
    """The characters with which words of the seeds begin: a glance at one tells where no reference can be."""
    if isinstance(lore, str):
        return lore[:1]
    some = [*lore, *lore.values()] if isinstance(lore, Mapping) else lore if isinstance(lore, list) else ()
    return "".join(sorted(set("".join(map(_first, some)))))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"
