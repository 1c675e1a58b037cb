"""Which of several places of one name a text means, told by what else it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer, Hit, county_of, short_name
from kg.model import Place

_OWN_LEVEL = {"province": 3, "prefecture": 2, "county": 1}


@dataclass(frozen=True)
class Where:
    """Listed names of a text: the hits, how often each name stands there, and the place it is mainly about."""

    gazetteer: Gazetteer
    hits: tuple[Hit, ...]
    named: Mapping[str, int]
    home: tuple[str, ...] = ()  # codes of the main place and of all above it
    _cache: dict[str, str | None] = field(default_factory=dict)

    def code(self, name: str, codes: Iterable[str]) -> str | None:
        """The likeliest of `codes` for a place called `name`, or None where nothing tells."""
        if name not in self._cache:
            self._cache[name] = self._choose(name, tuple(codes))
        return self._cache[name]

    def place(self, name: str, codes: Iterable[str]) -> Place | None:
        """The place meant by `name`."""
        code = self.code(name, codes)
        return self.gazetteer.under_name(code, name) if code else None

    def support(self, code: str) -> int:
        """How much the text says for this place: names above it, and whether it lies at home."""
        if code in self.home:
            return 40
        above = self.gazetteer.chain(code)[1:]
        shared = [len(self.home) - self.home.index(c) for c in above if c in self.home]
        return 4 * max(shared, default=0) + sum(self._named(c) for c in above)

    def _named(self, code: str) -> int:
        place = self.gazetteer.get(code)
        if place is None:
            return 0
        if place.name in self.named:
            return 3
        return 2 if short_name(place.name) in self.named else 0

    def _choose(self, name: str, codes: tuple[str, ...]) -> str | None:
        if len(codes) == 1:
            return codes[0]
        ranked = sorted(((self.support(c) + self._level(c, name), c) for c in codes), reverse=True)
        (best, code), (second, _) = ranked[0], ranked[1]
        return code if best > second else None

    def _level(self, code: str, name: str) -> int:
        place = self.gazetteer.get(code)
        if place is None:
            return 0
        return _OWN_LEVEL.get(place.kind, 0) if place.name != name else 0


def where(text: str, gazetteer: Gazetteer, home: str | None = None) -> Where:
    """Scan a text for listed places."""
    hits = gazetteer.scan(text)
    named = Counter(h.name for h in hits if h.form == "full" or h.name not in gazetteer.ordinary)
    return Where(gazetteer, hits, named, gazetteer.chain(home))


def counties_spoken_of(seen: Where, limit: int) -> tuple[str, ...]:
    """Codes of the counties whose villages the text may name: home first, then those named most."""
    found: Counter[str] = Counter()
    for hit in seen.hits:
        if hit.form == "full" and (county := county_of(seen.code(hit.name, hit.codes))):
            found[county] += 1
    home = [c for c in seen.home if county_of(c) == c]
    ranked = [c for c, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]
    return tuple(dict.fromkeys(home + ranked))[:limit]
