"""Villages and communities of the counties that a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.annotate.places.forms import Forms
from kg.frame.where import Where, counties_spoken_of
from kg.model import Mention

_TAIL = re.compile(r"村|社区|嘎查")
LONGEST, COUNTIES = 8, 4
_NOT_AFTER = re.compile(r"[民委庄支组务落党企干]")


def find_villages(text: str, seen: Where, listed: Iterable[Mention], forms: Forms) -> Iterator[Mention]:
    """Listed villages: every tail in the text, with the longest listed name that ends there."""
    if not _TAIL.search(text):
        return
    names: dict[str, list[str]] = {}
    for county in counties_spoken_of(seen, COUNTIES):
        for name, codes in seen.gazetteer.villages(county).items():
            names.setdefault(name, []).extend(codes)
    towns = {m.end: m.code for m in listed if m.code}
    last: tuple[int, str] | None = None
    for match in _TAIL.finditer(text):
        if match[0] == "村" and _NOT_AFTER.match(text, match.end()):
            continue
        for start in range(max(0, match.start() - LONGEST), match.start()):
            name = text[start : match.end()]
            if name in names and len(name) > 2 and not forms.is_vague("settlements", name.removesuffix(match[0])):
                above = towns.get(start) or (last[1] if last and start - last[0] < 30 else None)
                code = _choose(names[name], above)
                yield Mention(
                    "Place", start, match.end(), name, "place:listed_village", kind=_kind(name, match[0]), code=code
                )
                break


def _choose(codes: list[str], above: str | None) -> str | None:
    below = [code for code in codes if above and code.startswith(above.rstrip("0") if len(above) == 6 else above)]
    if len(below) == 1:
        return below[0]
    return codes[0] if len(codes) == 1 else None


def _kind(name: str, tail: str) -> str:
    return "community" if tail == "社区" else "village"
