"""Other names that a text gives its places: 以下简称“荣昌高新区”, 延吉高新区 for 延吉高新技术产业开发区."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention

_CALLED = re.compile(r"[（(，,]?(?:以下|下)?(?:统一)?(?:简称|称|又称|也称|俗称)(?:为)?[“\"‘]([^”\"’\n]{2,12})[”\"’]")
MOST = 40  # names that one text may lay down
_SAME = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济技术开发区", "开发区"),
    ("经济开发区", "经开区"),
    ("经济开发区", "开发区"),
    ("工业集中区", "工业区"),
    ("产业集聚区", "集聚区"),
)


def with_aliases(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those by another name renamed, and mentions of short names that the text lays down."""
    full = {m.name: m for m in found if m.kind == "zone"}
    names = dict(_pairs(full))
    renamed = [replace(m, name=names.get(m.name, m.name)) if m.kind == "zone" else m for m in found]
    taken = {(m.start, m.end) for m in renamed}
    for alias, place in list(_called(text, renamed).items())[:MOST]:
        renamed = [replace(m, name=place.name, code=place.code) if m.name == alias else m for m in renamed]
        for match in re.finditer(re.escape(alias), text):
            if match.span() not in taken:
                renamed.append(replace(place, start=match.start(), end=match.end(), rule="place:alias"))
                taken.add(match.span())
    return renamed


def _pairs(full: dict[str, Mention]) -> list[tuple[str, str]]:
    """Short name and full name of zones that are both named."""
    found = []
    for name in full:
        for long, short in _SAME:
            brief = name.replace("国家" + long, short).replace("国家级" + long, short).replace(long, short)
            if name.endswith(long) and brief != name and brief in full:
                found.append((brief, name))
    return found


def _called(text: str, found: Sequence[Mention]) -> dict[str, Mention]:
    """Short names that the text gives to the place just named."""
    called: dict[str, Mention] = {}
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if match := _CALLED.match(text, mention.end):
            called.setdefault(match[1], mention)
    return called
