"""Listed places in a text: which hits are names, and which place each means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from kg.annotate.places.forms import Forms
from kg.frame.where import Where
from kg.gazetteer import Hit, short_name
from kg.model import Mention, Place

_LEVEL = ("镇", "乡", "街", "村", "区", "县", "市")
_GENERIC = re.compile(
    r"^(?:[东西南北中]区|.{0,2}城区|郊区|矿区|新区|市区|县城|.{0,2}开发区|工业园区?|.{0,4}产业(?:园|开发)区?|林区|牧区|.{0,3}[农林牧渔茶]场|奶牛场|园区|港区|景区|.{0,3}管理区|.{0,3}保税区"
    r"|.{0,4}(?:工业|农业|产业|科技|经济|高新|技术|现代|物流|生态|示范|旅游|开发|管理).{0,6}(?:区|园|管委会|委员会))$"
)


def find_listed(
    text: str, seen: Where, home: Place | None, forms: Forms, blocked: Iterable[Mention] = ()
) -> list[Mention]:
    """Mentions of provinces, prefectures, counties, towns, regions, zones and countries; none within `blocked`."""
    mentions: list[Mention] = []
    shut = {at for m in blocked for at in range(m.start, m.end)}
    end = -1
    last: Mention | None = None
    for hit in sorted(seen.hits, key=lambda hit: (hit.start, -hit.end, hit.form)):
        if hit.start < end or hit.start in shut:
            continue
        before = last if last is not None and last.end == hit.start else None
        place = _meant(hit, text, seen, before, forms)
        if place is None or place.code == "country:中国" or (hit.form == "short" and _crossed(hit, place, seen)):
            continue
        name = home.name if home and home.code and home.code == place.code else place.name
        last = Mention("Place", hit.start, hit.end, name, f"place:{hit.form}", kind=place.kind, code=place.code)
        mentions.append(last)
        end = hit.end
    return mentions


def _crossed(hit: Hit, place: Place, seen: Where) -> bool:
    """Does a better name begin within this short one and go on behind it (和|平度市, 其|中|宁波)?"""
    mine = seen.support(place.code or "")
    at = bisect_left(seen.hits, hit.end, key=lambda other: other.start)
    for other in reversed(seen.hits[max(0, at - 8) : at]):
        if hit.start < other.start < hit.end < other.end:
            code = seen.code(other.name, other.codes)
            if other.form == "full" or (code and seen.support(code) > mine):
                return True
    return False


def _meant(hit: Hit, text: str, seen: Where, before: Mention | None, forms: Forms) -> Place | None:
    """The place that a hit names, or None where it is no name."""
    if hit.form == "abbreviation" or (hit.form == "short" and forms.after_short.match(text, hit.end)):
        return None
    code = _below(hit.codes, before, seen) or seen.code(hit.name, hit.codes)
    if len(hit.codes[0]) == 9:
        return _town(hit, text, seen, before, code, forms)
    first = seen.gazetteer.get(hit.codes[0])
    if first is None or (first.kind == "country" and forms.after_country.match(text, hit.end)):
        return None
    place = seen.gazetteer.under_name(code, hit.name) if code else Place(hit.name, first.kind)
    if before is not None and before.code in seen.gazetteer.chain(code)[1:]:
        return place
    if place is None:
        return None
    if (place.code or "").startswith("city:") and not forms.starts_here(text, hit.start):
        return None
    if _GENERIC.match(hit.name):
        return None
    if place.code is None or not place.code.isdigit():
        return place if hit.form == "full" else None
    near = seen.support(place.code) >= 4
    if hit.form == "short" and place.code not in seen.home and forms.after_far.match(text, hit.end):
        return None
    if hit.form == "short":
        loose = place.kind == "county" and place.name not in seen.named and place.code not in seen.home
    else:
        loose = place.kind == "county" and (len(hit.name) < 3 or not near)
    if loose and not forms.starts_here(text, hit.start):
        return None
    return place if hit.form == "full" or _is_name(hit, place, seen) else None


def _is_name(hit: Hit, place: Place, seen: Where) -> bool:
    """Is a short name meant as one here?"""
    if place.code is None:
        return False
    if place.code in seen.home or place.name in seen.named or place.parent in seen.home[:1]:
        return True
    if hit.name in seen.gazetteer.ordinary:
        return False
    if place.kind in ("province", "prefecture", "country"):
        return True
    return seen.support(place.code or "") > 0 or not place.name.endswith("区")


def _town(hit: Hit, text: str, seen: Where, before: Mention | None, code: str | None, forms: Forms) -> Place | None:
    """A town or street; one that is named far from any place above it is kept, but without a code."""
    first = seen.gazetteer.get(hit.codes[0])
    if (
        first is None
        or hit.name in ("街道", "乡镇", "城镇")
        or (text[hit.end : hit.end + 1] == "村" and hit.name[-1] in "镇乡")
    ):
        return None
    known = code if code and seen.support(code) > 0 else None
    if first.kind == "zone" and (known is None or seen.support(known) < 4 or _GENERIC.match(hit.name)):
        return None
    if known is None and (hit.name[-2:] in ("城镇", "乡镇", "木乡") or hit.name[0] in "和与及在到等"):
        return None
    if (
        (known is None or seen.support(known) < 4)
        and before is None
        and forms.is_vague("settlements", short_name(hit.name))
    ):
        return None
    sure = known is not None and seen.support(known) >= 8 and len(hit.name) > 2
    if before is None and not sure and not forms.starts_here(text, hit.start):
        return None
    return seen.gazetteer.get(known) or Place(hit.name, first.kind)


def _below(codes: Iterable[str], before: Mention | None, seen: Where) -> str | None:
    """The code that lies in the place named just before."""
    if before is None or before.code is None:
        return None
    return next((code for code in codes if before.code in seen.gazetteer.chain(code)[1:]), None)


def find_short_towns(
    text: str, mentions: Iterable[Mention], seen: Where, county: str | None, forms: Forms
) -> Iterator[Mention]:
    """Towns by their short names: those named in full elsewhere, and those of the home county in a list of places."""
    named = {short_name(m.name): m for m in mentions if m.kind == "township"}
    sure: dict[str, tuple[str, str | None]] = {
        name: (m.name, m.code) for name, m in named.items() if len(name) > 1 and name not in seen.gazetteer.ordinary
    }
    maybe: dict[str, tuple[str, str | None]] = {}
    for name, code in (seen.gazetteer.towns(county) if county else {}).items():
        if name.endswith(("镇", "乡", "街道")) and len(short_name(name)) > 1:
            maybe.setdefault(short_name(name), (name, code))
    names = sorted({**maybe, **sure}, key=lambda name: (-len(name), name))
    if not names:
        return
    pattern = re.compile("|".join(map(re.escape, names)))
    mentions = list(mentions)
    taken = {at for m in mentions for at in range(m.start, m.end)}
    found = [m for m in pattern.finditer(text) if m.start() not in taken]
    ends = {m.end() for m in found} | {m.end for m in mentions}
    starts = {m.start() for m in found} | {m.start for m in mentions}
    for match in found:
        if text[match.end() : match.end() + 1] in _LEVEL or forms.after_short.match(text, match.end()):
            continue
        listed = (text[match.start() - 1 : match.start()] == "、" and match.start() - 1 in ends) or (
            text[match.end() : match.end() + 1] == "、" and match.end() + 1 in starts
        )
        if match[0] in sure or listed:
            full, town = sure.get(match[0]) or maybe[match[0]]
            yield Mention("Place", match.start(), match.end(), full, "place:town", kind="township", code=town)
