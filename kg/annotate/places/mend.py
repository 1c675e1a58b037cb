"""Names damaged in scanning: a town that no list knows, one character off a town of the county, with evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.frame.where import Where
from kg.gazetteer import county_of, short_name
from kg.model import Mention, Place

_TELLING = frozenset("一二三四五六七八九十东西南北中上下前后大小新老内外左右0123456789")


def mended(found: Iterable[Mention], listed: Iterable[Mention], seen: Where, home: Place | None) -> list[Mention]:
    """The mentions, damaged towns under their right name where the text speaks for it.

    Evidence: the county has one town one character off, and that name stands elsewhere in the text or a village of
    that town follows at once.
    """
    before = {m.end: m.code for m in listed if m.code}
    after = {m.start: m.code for m in listed if m.code}
    county = county_of(home.code) if home else None
    return [
        _mended(m, county_of(before.get(m.start)) or county, after.get(m.end) or "", seen)
        if m.kind == "township" and not seen.gazetteer.named(m.name)
        else m
        for m in found
    ]


def _mended(mention: Mention, county: str | None, child: str, seen: Where) -> Mention:
    towns = seen.gazetteer.towns(county).items() if county else ()
    near = [(name, code) for name, code in towns if one_off(name, mention.name)]
    if len(near) != 1:
        return mention
    name, code = near[0]
    if name in seen.named or child.startswith(code) or len(short_name(name)) > 2:
        return replace(mention, name=name, code=code, rule="place:mended")
    return mention


def one_off(right: str, damaged: str) -> bool:
    """Do two names of one length differ in one character that tells no two places apart?

    >>> one_off("匡堰镇", "堰堰镇"), one_off("东山镇", "西山镇"), one_off("匡堰镇", "匡堰乡")
    (True, False, False)
    """
    if len(right) != len(damaged) or right[-1] != damaged[-1] or len(right) < 3:
        return False
    pairs = [(a, b) for a, b in zip(right, damaged) if a != b]
    return len(pairs) == 1 and not _TELLING.intersection(pairs[0])
