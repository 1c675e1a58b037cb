"""Which mentions of a document are one thing, and what its full name is."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from kg.annotate.fullname import folded, full_body, short_of
from kg.annotate.names.lexicon import Lexicon
from kg.model import Mention, Place

ENTITY_LIMIT = 2000  # names of one type that are compared with each other


def link(mentions: Sequence[Mention], text: str, main_place: Place | None, lexicon: Lexicon) -> list[Mention]:
    """Return `mentions` (settled, by start) with full names and entity keys; those of one thing share the key."""
    named = [_with_full_name(m, text, main_place, lexicon) for m in mentions]
    aliases = _aliases(named, text, lexicon)
    full = _full_names(named, aliases)
    result = []
    for mention in named:
        name = full.get((mention.type, mention.name), mention.name)
        result.append(dataclasses.replace(mention, name=name, entity=f"{mention.type}:{folded(name)}"))
    return result


def _with_full_name(mention: Mention, text: str, main_place: Place | None, lexicon: Lexicon) -> Mention:
    """市政府 → the main place's 人民政府; other names stay."""
    if mention.type != "Organization" or main_place is None:
        return mention
    name = full_body(mention.name, main_place, lexicon.bodies)
    return dataclasses.replace(mention, name=name) if name != mention.name else mention


def _aliases(mentions: Sequence[Mention], text: str, lexicon: Lexicon) -> dict[tuple[str, str], str]:
    """Names given in （以下简称“…”） right behind a mention: (type, alias) -> full name."""
    ends = {m.end: m for m in mentions} | {m.end + 1: m for m in mentions if text[m.end : m.end + 1] in "》”’"}
    aliases = {}
    for match in lexicon.alias.finditer(text):
        mention = ends.get(match.start())
        if mention:
            aliases[mention.type, match.group(1)] = mention.name
    return aliases


def _full_names(mentions: Iterable[Mention], aliases: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """(type, name) -> the full name of the same thing, for names that are an alias or a short form of one other."""
    names: dict[str, list[str]] = {}
    for mention in mentions:
        known = names.setdefault(mention.type, [])
        if mention.name not in known and len(known) < ENTITY_LIMIT:
            known.append(mention.name)
    full = dict(aliases)
    for kind, known in names.items():
        by_char = _by_character(known)
        for name in known:
            if (kind, name) in full:
                continue
            longer = [other for other in by_char.get(_rarest(name, by_char), ()) if short_of(name, other, kind)]
            if len(longer) == 1 or (longer and _nested(longer)):
                full[kind, name] = max(longer, key=len)
    return {key: _last(key, full) for key in full}


def _last(key: tuple[str, str], full: Mapping[tuple[str, str], str]) -> str:
    """Follow a short form to the longest name."""
    seen = {key}
    while (key[0], full[key]) in full and (key[0], full[key]) not in seen:
        key = (key[0], full[key])
        seen.add(key)
    return full[key]


def _nested(names: list[str]) -> bool:
    """Is every name a part of the next longer one?"""
    ordered = sorted(names, key=len)
    return all(a in b for a, b in itertools.pairwise(ordered))


def _by_character(names: Iterable[str]) -> dict[str, list[str]]:
    by_char: dict[str, list[str]] = {}
    for name in names:
        for char in sorted(set(name)):
            by_char.setdefault(char, []).append(name)
    return by_char


def _rarest(name: str, by_char: Mapping[str, list[str]]) -> str:
    return min(name, key=lambda char: len(by_char.get(char, ())), default="")


PHASE = re.compile(r"[一二三四五六七八九十首\d]+(?:期|标|标段|号线)")


def with_heads(mentions: Sequence[Mention]) -> list[Mention]:
    """Give a bare phase (二期, 三期工程) the name of the last project that it can belong to."""
    result = []
    last: Mention | None = None
    for mention in mentions:
        if mention.type == "Project":
            if PHASE.match(mention.name) and len(mention.name) <= 6 and last:
                mention = dataclasses.replace(mention, name=last.name + mention.name)
            else:
                last = mention if not PHASE.search(mention.name) else _trunk(mention)
        result.append(mention)
    return result


def _trunk(mention: Mention) -> Mention:
    """The project that 某园二期 is a phase of."""
    match = PHASE.search(mention.name)
    name = mention.name[: match.start()] if match and match.start() > 2 else mention.name
    return dataclasses.replace(mention, name=name)
