"""Full and short forms of names: pure comparisons of two strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kg.model import Place

LEVEL = {
    "county": "市县区旗",
    "prefecture": "市州盟",
    "province": "省",
    "township": "镇乡街道",
    "village": "村",
    "zone": "园区",
}
QUOTES = str.maketrans("", "", "“”‘’「」《》〈〉\"' \t\n　·")
SECTION = re.compile(r"[一二三四五六七八九十首\d]+(?:期|标|号|段|区)|[段期标线站库馆]|[东西南北新老]区|连接")
SYNONYMS = (
    ("高速铁路", "高铁"),
    ("高铁", "铁路"),
    ("高速公路", "高速"),
    ("发展和改革", "发展改革"),
    ("城际铁路", "城际"),
)
FREE_TAIL = re.compile(r"(?:建设)?(?:项目|工程|平台|产业|战略|行动|活动|计划|改革|模式|名单|榜单|称号)?")


def folded(name: str) -> str:
    """The name without quotes and blanks, full width folded: equal for ways to write one name."""
    return unicodedata.normalize("NFKC", name).translate(QUOTES)


def full_body(name: str, place: Place, bodies: Mapping[str, str]) -> str:
    """The full name of a body called by the level of the main place alone: 市政府 → 慈溪市人民政府.

    A level that is not the main place's (省政府 in a county's report) is left as it is.
    """
    level = place.name[-1:]
    if level not in LEVEL.get(place.kind, "") or not name.startswith(level) or len(name) < 2:
        return name
    rest = name[1:]
    if rest == "委":
        return f"{place.name}委"
    return place.name + bodies.get(rest, rest)


def short_of(short: str, full: str, kind: str) -> bool:
    """Can `short` be a short form of the longer name `full` of the same type?

    >>> short_of("宏川公司", "河北宏川新材料有限公司", "Organization")
    True
    >>> short_of("杭甬高速", "杭甬高速二期", "Project")
    False
    """
    a, b = folded(short), folded(full)
    if kind == "Project":
        a, b = _same_words(a), _same_words(b)
    if a == b:
        return short != full and (len(short), short) < (len(full), full)
    if len(a) < (3 if kind == "Project" else 2) or len(a) >= len(b):
        return False
    if kind == "Organization":
        return _short_organization(a, b)
    if b.endswith(a):
        return not SECTION.search(b[: -len(a)]) and (kind != "Industry" or len(a) > 1) and len(b) <= 2 * len(a) + 3
    if b.startswith(a):
        rest = b[len(a) :]
        return bool(FREE_TAIL.fullmatch(rest))
    return False


def _short_organization(a: str, b: str) -> bool:
    stem = re.sub(r"(?:公司|集团|股份|合作社|医院|分局|局)+$", "", a) or a
    if len(stem) < 2:
        return False
    if stem not in b:
        return len(a) > 3 and a[-1] == b[-1] and a[0] == b[0] and _subsequence(a, b)
    rest = a[len(stem) :]
    return _subsequence(rest, b[b.index(stem) + len(stem) :]) and len(b) - len(a) < 24


def _subsequence(a: str, b: str) -> bool:
    chars = iter(b)
    return all(char in chars for char in a)


def _same_words(name: str) -> str:
    for long, brief in SYNONYMS:
        name = name.replace(long, brief)
    return name
