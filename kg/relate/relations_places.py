"""What is known of the places of a document: which lies in which by the gazetteer, and what each is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kg.gazetteer import Gazetteer, county_of, short_name
from kg.model import Mention, Place

_ENDINGS = ("高新技术产业开发区", "经济技术开发区", "经济开发区", "工业园区", "产业园区", "开发区")


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """A place's name without its generic ending: 慈溪市 -> 慈溪, 观海卫镇 -> 观海卫.

    >>> short("慈溪市"), short("库车经济技术开发区"), short("花桥经济开发区"), short("团结村")
    ('慈溪', '库车', '花桥', '团结')
    """
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    head = short_name(name)
    if head == name and len(name) > 2 and name[-1] in "村":
        return name[:-1]
    return head.removesuffix("社区") if len(head) > 3 else head


def chains(
    mentions: Iterable[Mention], main: tuple[str, Place | None], places: Gazetteer
) -> Mapping[str, tuple[str, ...]]:
    """By entity: the official codes of a place and of all above it, lowest first, as far as they are certain."""
    key, place = main
    home = places.chain(place.code or _only(places.named(place.name))) if place else ()
    found = {key: home} if home else {}
    for mention in mentions:
        if mention.type != "Place" or mention.entity in found:
            continue
        code = mention.code or _code(mention.name, home, places)
        if code:
            found[mention.entity] = places.chain(code)
    return found


def _code(name: str, home: tuple[str, ...], places: Gazetteer) -> str | None:
    """The code of a name: the place of that name nearest to the main place, or the only one there is."""
    county = next((code for code in home if county_of(code) == code), None)
    named = places.named(name, county) if county else ()
    if not named:
        named = places.named(name)
    full = [place for place in named if place.name == name] or list(named)
    for above in home:
        within = [place for place in full if place.code and above in places.chain(place.code)]
        if within:
            return _only(within)
    return _only(full)


def _only(named: Iterable[Place]) -> str | None:
    codes = list(dict.fromkeys(place.code for place in named))
    return codes[0] if len(codes) == 1 else None
