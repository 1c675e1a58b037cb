"""What joins two names, what vetoes it, and what people have decided: small pure functions, each with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import SeedError
from kg.resolve.claims import Claim
from kg.seeds import Seeds

DROP = re.compile(r"[\s“”\"‘’'《》「」『』〈〉·•]")
TELLING = re.compile(r"\d+|[一二三四五六七八九十]+(?=[期段号标批])|[东南西北上下]|[一二三四五六七八九十]")
PLACED = ("Project", "Organization", "Place")  # the types of which two counties may each have one of the same name

Group = tuple[str, str, str | None, Sequence[Claim]]  # type, normalised name, scope, claims


@dataclass(frozen=True)
class Decisions:
    """What people decided in seeds/same.yaml: lists of names that are one thing, and pairs that are not."""

    same: tuple[tuple[str, frozenset[str]], ...]
    different: frozenset[frozenset[str]]

    @classmethod
    def of(cls, seeds: Seeds) -> Decisions:
        data = seeds.data.get("same") or {}
        try:
            same = tuple((item["type"], frozenset(map(fold, item["names"]))) for item in data.get("same") or ())
            different = frozenset(frozenset(map(fold, pair)) for pair in data.get("different") or ())
        except (KeyError, TypeError):
            raise SeedError("same.yaml: `same` wants items {type, names: [...]}, `different` lists of names") from None
        return cls(same, different)


def fold(name: str) -> str:
    """Width, case, quotes and blanks taken out of a name."""
    return DROP.sub("", unicodedata.normalize("NFKC", name)).lower()


def normal_name(claim: Claim, standard: Mapping[str, str]) -> str:
    """The form of the name under which equal things meet: folded, metrics under their standard name."""
    name = fold(claim.name)
    return standard.get(name, name) if claim.type == "Metric" else name


def veto(type: str, a: str | None, b: str | None, seeds: Seeds) -> bool:
    """Do places `a` and `b` (codes) keep two things of one name apart? Where neither lies in the other, they do."""
    if type not in PLACED or a is None or b is None or a == b:
        return False
    if a in seeds.places.chain(b) or b in seeds.places.chain(a):
        return False
    return _county(a, seeds) != _county(b, seeds)


def telling_differs(a: str, b: str) -> bool:
    """Do numbers, phases or directions in the names differ (一期 and 二期 are never one)?"""
    return sorted(TELLING.findall(a)) != sorted(TELLING.findall(b))


def joins(groups: Sequence[Group], decisions: Decisions, seeds: Seeds) -> Iterator[tuple[int, int, str]]:
    """Yield (index, index, reason) for each pair of groups that is one thing under two names."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (type, norm, _, _) in enumerate(groups):
        by_name[type, norm].append(index)
    yield from _decided(by_name, decisions)
    for index, (type, norm, scope, group) in enumerate(groups):
        if type == "Metric":
            continue
        for other, reason in _candidates(type, norm, scope, group, seeds):
            for found in by_name.get((type, other), ()):
                if found == index or frozenset((norm, other)) in decisions.different or telling_differs(norm, other):
                    continue
                if not veto(type, scope, groups[found][2], seeds):
                    yield index, found, reason


def _decided(by_name: dict[tuple[str, str], list[int]], decisions: Decisions) -> Iterator[tuple[int, int, str]]:
    for type, names in decisions.same:
        found = [index for name in sorted(names) for index in by_name.get((type, name), ())]
        for index in found[1:]:
            yield found[0], index, "decided"


def _candidates(
    type: str, norm: str, scope: str | None, group: Sequence[Claim], seeds: Seeds
) -> Iterator[tuple[str, str]]:
    """Other normalised names that this thing may go by, each with the reason."""
    for surface in sorted({fold(s) for claim in group for s in claim.surfaces}):
        if surface != norm and len(surface) >= 4:
            yield surface, "a document uses both names for it"
    for long, short in (seeds.data.get("same") or {}).get("variants", {}).get(type, {}).items():
        if long in norm:
            yield norm.replace(long, short), f"{long} and {short} are one word"
    if type in PLACED and scope:
        for code in seeds.places.chain(scope):
            place = seeds.places.get(code)
            for name in (place.name, place.name[:-1]) if place and len(place.name) > 2 else ():
                if norm.startswith(name) and len(norm) - len(name) >= 4:
                    yield norm.removeprefix(name), "the place before the name is where it lies"


def _county(code: str, seeds: Seeds) -> str:
    """The county of a code, or the code itself above that level."""
    return next((c for c in seeds.places.chain(code) if len(c) == 6 and not c.endswith("00")), code)


def standard_names(seeds: Seeds) -> dict[str, str]:
    """Every way to write an indicator's name -> its standard name, both folded."""
    found: dict[str, str] = {}
    for name, entry in ((seeds.data.get("indicators") or {}).get("indicators") or {}).items():
        for other in (*(entry.get("also") or ()), *(entry.get("short") or ())):
            found.setdefault(fold(other), fold(name))
    return found
