"""Places in a text: listed ones resolved by what else is named, unlisted ones by their tails."""

from __future__ import annotations

from kg.annotate.places.aliases import with_aliases
from kg.annotate.places.forms import forms
from kg.annotate.places.listed import find_listed, find_short_towns
from kg.annotate.places.lists import find_lists
from kg.annotate.places.mend import mended
from kg.annotate.places.unlisted import (
    find_corps,
    find_landmarks,
    find_natural,
    find_ports,
    find_regions,
    find_settlements,
    find_zones,
)
from kg.annotate.places.villages import find_villages
from kg.frame.where import where
from kg.gazetteer import county_of
from kg.model import Frame, Mention
from kg.seeds import Seeds

__all__ = ["find"]


def find(text: str, frame: Frame, seeds: Seeds) -> list[Mention]:
    """All mentions of places, also such as lie inside other names; who wins there is `settle`'s to say."""
    words = forms(seeds.data)
    home = frame.main_place
    seen = where(text, seeds.places, home.code if home else None)
    landmarks = find_landmarks(text, words)
    listed = find_listed(text, seen, home, words, landmarks)
    taken = {m.end: m.start for m in (*listed, *landmarks)}
    for more in (
        find_villages(text, seen, listed, words),
        find_short_towns(text, listed, seen, county_of(home.code) if home else None, words),
        find_corps(text) if home and (home.code or "").startswith("65") else (),
        find_lists(text, words),
    ):
        new = [m for m in more if m.end not in taken]
        listed += new
        taken |= {m.end: m.start for m in new}
    inner = {at for m in listed for at in range(m.start + 1, m.end)}
    settlements = [m for m in find_settlements(text, taken, words) if m.end not in inner]
    settlements = mended(settlements, listed, seen, home)
    taken |= {m.end: m.start for m in settlements}
    open_ = [
        *settlements,
        *find_zones(text, taken, words),
        *find_natural(text, taken, words),
        *find_ports(text, listed),
        *find_regions(text, listed, words),
    ]
    found = with_aliases(text, [*listed, *landmarks, *open_])
    return sorted(found, key=lambda m: (m.start, -m.end, m.rule))
