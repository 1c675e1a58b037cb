"""Places that no list knows: villages and towns, zones, parks and waters, by their tails and what stands before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.annotate.places.forms import Forms
from kg.model import Mention

_CJK = "一-鿿㐀-䶿〇"
_NOT_AFTER = {
    "村": re.compile(r"[村民委庄支组务落党企干域口级史情风容道居屯镇子]|集体|两委|书记|小学|级|中(?!央|心)"),
    "社区": re.compile(r"工作|服务|卫生|医|团购|矫正|教育|养老|网格|食堂|化|公共|文化"),
    "镇": re.compile(r"[民长政域区上里街江]|党委|政府|人大|书记|村|级|干部"),
    "乡": re.compile(r"[村镇愁亲民贤长情土音友野贤党里]|党委|政府|书记|级|干部|村"),
    "街道": re.compile(r"办|党|书记|干部|两侧|两旁|路面|级"),
    "嘎查": re.compile(r"[级村]"),
    "苏木": re.compile(r"[级乡]"),
}
_WATER_SURE = re.compile(
    r"[，。、；：！？”）]|畔|边|岸|两岸|上|下游|出|里|双双|流域|水[质系]|之[滨畔]|脚下|源头|入海|干流|[东西南北]岸|综合|治理|与|和|的|是|在|从|景区"
)
_WATER_NOT = re.compile(
    r"[区县市镇乡村省路街口道人城水产业头门东西南北站港桥州泥洋里坡庄屯家阳林地田坝子货商]|国际|世界"
)
_LEVELS = frozenset("省市县区旗州盟镇乡村团")
_STEM = re.compile(rf"[{_CJK}]{{1,6}}")
_VAGUE_END = frozenset("农乡城集重强全进通入美们照该本各每到的在了与和小下建撤千留之村大并百万多整电容级")
_DIGIT = re.compile(r"[一二三四五六七八九十\d两几多]+个?$")


_QUARTER = re.compile(r"[东西南北]区(?![域别块])")
_CORPS = re.compile(
    r"(?<![一-鿿])[一二三四五六七八九十百〇零○\d]{1,4}团场?(?![体队伙长员委组聚])|[一-鿿]{1,3}总场(?:[一二三四五六七八九十\d]{1,2}分场)?"
)
_PORT = re.compile(r"港(?![区口湾股务市澳台资商岛闸机城航元币警府府珠])")


def find_settlements(text: str, taken: Mapping[int, int], forms: Forms) -> Iterator[Mention]:
    """Villages, communities and towns by tail; `taken` maps where a known place ends to where it begins."""
    for match in forms.settlements.finditer(text):
        tail, at = match[0], match.start()
        if match.end() in taken or _NOT_AFTER[tail].match(text, match.end()):
            continue
        start = forms.left(text, at, 6, _behind_known(at, taken, 6) or 0)
        if start is None or not 1 <= at - start <= 5 or (at - start == 1 and tail not in "村乡"):
            continue
        if _is_vague(text[start:at], "settlements", forms):
            continue
        kind = forms.settlement_kinds[tail]
        yield Mention("Place", start, match.end(), text[start : match.end()], f"place:{kind}", kind=kind)


def _is_vague(stem: str, kind: str, forms: Forms) -> bool:
    """Is this no proper name: a numeral, common words, or one that ends in such a word?"""
    if _DIGIT.search(stem) or not _STEM.fullmatch(stem) or stem[-1] in _VAGUE_END:
        return True
    return forms.is_vague(kind, stem) or (len(stem) > 2 and forms.is_vague(kind, stem[-2:]))


def find_corps(text: str) -> Iterator[Mention]:
    """Regiments and farms of the Xinjiang corps."""
    for match in _CORPS.finditer(text):
        kind = "village" if match[0].endswith("分场") else "township"
        yield Mention("Place", match.start(), match.end(), match[0], "place:corps", kind=kind)


def find_ports(text: str, listed: Iterable[Mention]) -> Iterator[Mention]:
    """Ports that are called by the city, or the two cities, before them."""
    listed = list(listed)
    starts = {m.end: m.start for m in listed if m.rule == "place:short"}
    for place in listed:
        if place.kind in ("prefecture", "county", "township") and (match := _PORT.match(text, place.end)):
            start = starts.get(place.start, place.start)
            yield Mention("Place", start, match.end(), text[start : match.end()], "place:port", kind="zone")


def _behind_known(at: int, taken: Mapping[int, int], reach: int) -> int | None:
    """The end of a known place that stands at most `reach` characters before `at`."""
    return next((end for end in range(at, at - reach - 1, -1) if end in taken), None)


def find_zones(text: str, taken: Mapping[int, int], forms: Forms) -> list[Mention]:
    """Zones, parks, blocks by tail; one that follows another at once makes one name with it."""
    found: list[Mention] = []
    for match in forms.zones.finditer(text):
        end = match.end() + (1 if match[0][-1] == "园" and text[match.end() : match.end() + 1] == "区" else 0)
        end += 2 if _QUARTER.match(text, end) else 0
        if end in taken or (text[end : end + 1] and text[end : end + 1] in "内域级化市"):
            continue
        start = _stem(text, match.start(), taken, forms, "zones")
        before = found[-1] if found and match.start() - 8 <= found[-1].end <= match.start() else None
        if before and _goes_on(text, before.end, match, forms):
            start = before.start
            found.pop()
        if start is not None:
            found.append(Mention("Place", start, end, text[start:end], "place:zone", kind="zone"))
    return found


def _goes_on(text: str, end: int, tail: re.Match[str], forms: Forms) -> bool:
    """Is a zone that follows another at once a part named after it (…产业园区禄脿片区, …开发区化工园区)?"""
    stem = text[end : tail.start()]
    if stem and forms.left(text, tail.start(), 14, end) != end:
        return False
    return not stem or tail[0] in ("片区", "区块", "板块") or forms.is_vague("zones", stem)


def find_landmarks(text: str, forms: Forms) -> list[Mention]:
    """Rivers, lakes, mountains that everybody knows."""
    return [
        Mention("Place", match.start(), match.end(), match[0], "place:landmark", kind="natural")
        for match in forms.landmarks.finditer(text)
    ]


def find_natural(text: str, taken: Mapping[int, int], forms: Forms) -> Iterator[Mention]:
    """Scenic areas and natural features by tail, waters and mountains by one-character tail."""
    for match in forms.natural.finditer(text):
        start = _stem(text, match.start(), taken, forms, "natural")
        if start is not None and match.end() not in taken:
            yield Mention("Place", start, match.end(), text[start : match.end()], "place:natural", kind="natural")
    for match in forms.water.finditer(text):
        at = match.start()
        if match.end() in taken or _WATER_NOT.match(text, match.end()) or forms.water.match(text, match.end()):
            continue
        start = forms.left(text, at, 4, _behind_known(at, taken, 3) or 0)
        if start == at and at in taken and text[at - 1] not in _LEVELS:  # 大冶|湖
            start = taken[at]
        if start is None or not 1 <= at - start <= 4 or _is_vague(text[start:at], "water", forms):
            continue
        strong = start in taken or start == 0 or forms.punctuation.match(text, start - 1) is not None
        if _WATER_SURE.match(text, match.end()) and (strong or at - start > 1):
            yield Mention("Place", start, match.end(), text[start : match.end()], "place:water", kind="natural")


def _stem(text: str, at: int, taken: Mapping[int, int], forms: Forms, kind: str) -> int | None:
    """Where the name of a zone or scenic area begins whose tail begins at `at`."""
    known = _behind_known(at, taken, 10)
    start = forms.left(text, at, 14, known or 0)
    if start is None:
        return None
    stem = text[start:at]
    if known is not None and start == known:
        short = text[known - 1] not in _LEVELS
        if not stem or short or forms.is_vague(kind, stem):
            return taken[known]
    if start > 0 and text[start - 1] == "”" and len(stem) < 7:
        return _quoted(text, start, taken)
    if not 2 <= len(stem) <= 14 or forms.is_vague(kind, stem) or _DIGIT.search(stem):
        return None
    return start


def _quoted(text: str, end: int, taken: Mapping[int, int]) -> int | None:
    """Where a name begins that goes on behind a quotation: with the quotation, or the place before it."""
    opened = text.rfind("“", max(0, end - 16), end)
    return taken.get(opened, opened) if opened >= 0 else None


def find_regions(text: str, listed: Iterable[Mention], forms: Forms) -> Iterator[Mention]:
    """Regions that are called by the place before them (杭州都市圈)."""
    for place in listed:
        if match := forms.regions.match(text, place.end):
            name = text[place.start : match.end()]
            yield Mention("Place", place.start, match.end(), name, "place:region", kind="region")
