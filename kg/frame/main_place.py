"""The place that a document reports on, and what told it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from kg.frame.head import Head
from kg.frame.where import Where, counties_spoken_of
from kg.gazetteer import Hit, short_name
from kg.model import Document, Place

_FORMAL = re.compile(
    r"(?:\d{4}年)?(?:人民)?政府(?:代理)?(?:办公[室厅]|[县市区镇乡州旗]长)?(?:\d{4}年)?(?:工作报告|关于|文件|$)|第.{1,6}届人民代表大会"
    r"|(?:\d{4}年)?(?:度)?国民经济(?:和|与)社会发展|\d{4}年[^，。]{0,12}公报|委办公[室厅]|“[^”]{1,4}”(?:计划|规划)"
)
_ISSUING = re.compile(
    r"(?:市|县|区)?(?:融媒体中心|统计局|新闻|发布|发展(?:和)?改革|人民政府(?:门户)?网站|人民政府|[一-鿿]{0,6}局$)"
)
_PAPER = re.compile(r"日报|时讯|晚报|报社|新闻网")
_DATELINE = re.compile(r"(?:本报|新华社|本网|通讯员)\s?[一-鿿]{0,4}$")
_LEVELS = {
    "province": "省",
    "prefecture": "市州盟",
    "county": "市县区旗",
    "township": "镇乡街",
    "village": "村",
    "community": "社村",
}
_CUE = re.compile(  # 居全省前列, 全省首批 compare with a place above
    r"(?<![居列占于])(?:全|我|该|本)([省市县区旗州盟镇乡街村社])(?![民委属直长第首前均最率排]|政协|书记|平均|先进|唯一|领先|重点|试点|示范|各)"
)
_CUE_VILLAGE = re.compile(r"全村|我村|本村|村名|全社区")
_UNLISTED = re.compile(r"([一-鿿]{2,6}?)(镇|乡|街道|村|社区|苏木)(?![民委级])")
_UNLISTED_KIND = {
    "镇": "township",
    "乡": "township",
    "街道": "township",
    "苏木": "township",
    "村": "village",
    "社区": "community",
}
_SHORT = 2
FORMAL = 12.0  # weight from which a line names the place beyond doubt


@dataclass(frozen=True, slots=True)
class Seen:
    """A place seen in a line of the head: where, and whether a lower one follows at once."""

    place: Place
    start: int
    end: int
    last: bool


def main_place(document: Document, head: Head, text: str, seen: Where) -> tuple[Place | None, str]:
    """The main place and the rule that found it: option | title | issuer | dateline | frequency | none."""
    if document.main_place:
        return _given(document.main_place, seen), "option"
    scores: dict[str, float] = defaultdict(float)
    why: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    places: dict[str, Place] = {}
    for place, weight, rule in _evidence(head, text, seen):
        key = place.code or place.name
        if len(place.name) > len(places.setdefault(key, place).name):
            places[key] = place
        why[key][rule] = max(why[key][rule], weight)
    if not any(w >= FORMAL for rules in why.values() for w in rules.values()) and _is_national(text, head):
        return seen.gazetteer.get("country:中国"), "frequency"
    cues = _cues(text)
    for key, place in places.items():
        scores[key] = sum(why[key].values()) + _frequency(place, text) + 4 * cues.get(place.kind, 0.0)
        scores[key] += _below(place, seen)
    if not scores:
        return None, "none"
    best = max(sorted(scores), key=lambda key: scores[key])
    rules = why[best]
    order = ("title", "issuer", "dateline", "frequency")
    return places[best], next((rule for rule in order if rule in rules), "frequency")


def _given(name: str, seen: Where) -> Place:
    found = seen.gazetteer.named(name)
    codes = [p.code for p in found if p.code]
    place = seen.place(name, codes) if codes else None
    return place or (found[0] if found else Place(name, _kind_by_name(name)))


def _kind_by_name(name: str) -> str:
    for end, kind in _UNLISTED_KIND.items():
        if name.endswith(end):
            return kind
    return {"省": "province", "州": "prefecture"}.get(name[-1:], "county")


def _evidence(head: Head, text: str, seen: Where) -> Iterator[tuple[Place, float, str]]:
    local = _local_names(head, text, seen)
    for line in head.titles:
        yield from _from_title(line.replace(" ", ""), seen, local)
    for line in head.lines:
        yield from _from_line(line, seen)
    yield from _from_opening(head.opening or text[:300], seen, local)
    for code in _frequent(seen):
        if (place := seen.gazetteer.get(code)) is not None:
            yield place, 0.0, "frequency"


def _local_names(head: Head, text: str, seen: Where) -> dict[str, Place]:
    """Towns and villages whose full name stands in the text, by full and by short name."""
    local: dict[str, Place] = {}
    for hit in seen.hits:
        if hit.form == "full" and len(hit.codes[0]) == 9 and (place := seen.place(hit.name, hit.codes)):
            local[hit.name] = place
    named = _CUE_VILLAGE.search(text) or any("村" in line or "社区" in line for line in head.titles)
    for county in counties_spoken_of(seen, 2) if named else ():
        for name, codes in seen.gazetteer.villages(county).items():
            if name in text and len(name) > 2 and (place := seen.gazetteer.get(codes[0])):
                local.setdefault(name, place)
    for name, place in list(local.items()):
        if place.kind in ("township", "village"):
            local.setdefault(short_name(name) if place.kind == "township" else name[:-1], place)
    return {name: place for name, place in local.items() if len(name) >= _SHORT}


def _line_places(line: str, seen: Where, local: dict[str, Place]) -> list[Seen]:
    """Places of one line, longest first where they overlap, each told whether it ends its chain."""
    spans: dict[tuple[int, int], Place] = {}
    for hit in seen.gazetteer.scan(line):
        place = _usable(hit, seen)
        if place:
            spans[hit.start, hit.end] = place
    for name, place in local.items():
        at = line.find(name)
        if at >= 0:
            spans[at, at + len(name)] = place
    kept: list[tuple[int, int, Place]] = []
    for (start, end), place in sorted(spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        if all(end <= s or start >= e for s, e, _ in kept):
            kept.append((start, end, place))
    kept.sort(key=lambda item: item[0])
    for _, end, _ in list(kept):
        match = _UNLISTED.match(line, end)
        if match and all(match.end() <= s or match.start() >= e for s, e, _ in kept):
            kept.append((end, match.end(), Place(match[0], _UNLISTED_KIND[match[2]])))
    kept.sort(key=lambda item: item[0])
    starts = {start for start, _, _ in kept}
    return [Seen(place, start, end, end not in starts) for start, end, place in kept]


def _usable(hit: Hit, seen: Where) -> Place | None:
    place = seen.place(hit.name, hit.codes)
    if place is None or place.kind in ("country", "region", "natural", "zone") or hit.form == "abbreviation":
        return None
    if hit.form == "short" and hit.name in seen.gazetteer.ordinary and place.name not in seen.named:
        return None
    return place


def _from_title(line: str, seen: Where, local: dict[str, Place]) -> Iterator[tuple[Place, float, str]]:
    found = _line_places(line, seen, local)
    for item in found:
        if _FORMAL.match(line, item.end) and item.last:
            yield item.place, 14.0, "title"
        elif not _is_end_of_a_stretch(line, item):
            yield item.place, (5.0 if item.last else 1.0), "title"


def _is_end_of_a_stretch(line: str, item: Seen) -> bool:
    """Is the place but where a road begins or ends (归义至糯垌)?"""
    return line[item.end : item.end + 1] in tuple("至到") or line[max(item.start - 1, 0) : item.start] in tuple("至到")


def _from_line(line: str, seen: Where) -> Iterator[tuple[Place, float, str]]:
    for item in _line_places(line, seen, {}):
        if item.last and _FORMAL.match(line, item.end):
            yield item.place, 12.0, "title"
        elif item.last and _ISSUING.match(line, item.end):
            yield item.place, 3.0, "issuer"
        elif _PAPER.match(line, item.end):
            yield item.place, 1.0, "issuer"


def _from_opening(opening: str, seen: Where, local: dict[str, Place]) -> Iterator[tuple[Place, float, str]]:
    found = _line_places(opening[:300], seen, local)
    for item in found:
        if _DATELINE.search(opening, max(0, item.start - 8), item.start):
            yield item.place, 3.0, "dateline"
    for rank, item in enumerate([item for item in found if item.last][:2]):
        yield item.place, 2.0 - rank, "dateline"


def _frequent(seen: Where) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    codes = {hit.name: hit.codes for hit in seen.hits}
    for name, count in seen.named.items():
        code = seen.code(name, codes[name])
        if code and code[:6].isdigit():
            counts[code] += count
    return sorted(counts, key=lambda code: (-counts[code], code))[:6]


def _frequency(place: Place, text: str) -> float:
    short = short_name(place.name) if place.kind not in ("village", "community") else place.name.removesuffix("村")
    return log2(1 + text.count(short if len(short) > 1 else place.name))


def _cues(text: str) -> dict[str, float]:
    """For each kind of place the share of 全市, 我县, 全镇 … that fits it."""
    counts: dict[str, int] = defaultdict(int)
    for match in _CUE.finditer(text):
        counts[match[1]] += 1
    total = sum(counts.values())
    return {kind: sum(counts[c] for c in letters) / total for kind, letters in _LEVELS.items()} if total else {}


def _below(place: Place, seen: Where) -> float:
    """How many of the places next below are named: a text about a city names its counties."""
    if place.code is None or not place.code.isdigit() or place.kind not in ("province", "prefecture", "county"):
        return 0.0
    named = sum(1 for child in seen.gazetteer.children(place.code) if _is_named(child, seen))
    return min(named, 4) * 1.0


def _is_named(place: Place, seen: Where) -> bool:
    short = short_name(place.name)
    return place.name in seen.named or (short in seen.named and short not in seen.gazetteer.ordinary)


def _is_national(text: str, head: Head) -> bool:
    """Does the text speak of the whole country, with no place of its own?"""
    if any("全国人民代表大会" in line or "国务院" in line for line in (*head.titles, head.opening[:200])):
        return True
    local = sum(1 for _ in _CUE.finditer(text))
    return text.count("全国") + text.count("我国") > max(5, 3 * local)
