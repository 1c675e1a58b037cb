"""Where a thing lies: the places that may be meant, for one choice a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.relate.relations_features import said, seen
from kg.relate.relations_scene import Point, Scene
from kg.relate.relations_triggers import Heard, heard
from kg.schema import EdgeType

OCCURRENCES = 2  # mentions of a thing that are looked at
WINDOW = 4  # points on each side
BACK = 500  # characters back to a place that still holds
CELL = 40  # a sentence no longer than this may be a cell of a flattened table
_RANK = {"upper": 0, "county": 1, "zone": 2, "town": 2, "village": 3, "scenery": 4}
_LINE = re.compile(
    r"铁路|高铁|高速|公路|国道|省道|大道|快速路|轨道|地铁|城际|航道|管道|专列|列车|班列|[A-Z]\d{2,4}|线$|路$"
)
_LIES = (
    r"位于|坐落于|坐落在|坐落|地处|选址|落户于?|落地|落子|扎根|入驻|进驻|设在|建在|布局在|布局于|隶属于?"
    r"|地点：|地址："
)
_AFTER = re.compile(rf"(?:{_LIES}|在)$")  # H … 位于 | P
_BEFORE = re.compile(rf"(?:{_LIES}|走进|来到|在|同在|对|从|于)$")  # 位于 | P 的 H
_INSIDE = re.compile(r"(?:境内|辖区内?|内|里|中|上)?(?:的|，|建设的|实施的)?")


_OUTRIGHT = ("at P H", "H lies P", "in P … H", "at P … H")


@dataclass(slots=True)
class Option:
    """A place in which a thing may lie (None: nowhere that the text tells), what speaks for it and where."""

    tail: str | None
    features: set[str] = field(default_factory=set)
    quote: tuple[int, int] = (0, 0)
    how: str = ""


def choices(scene: Scene, edge: EdgeType) -> Iterator[tuple[str, list[Option]]]:
    """Every entity that may lie somewhere, with its options, by first mention."""
    words = heard(scene, edge)
    places: dict[str, list[Point]] = {}
    for point in scene.points:
        if point.type in edge.head:
            held = places.setdefault(point.entity, [])
            if len(held) < OCCURRENCES and (not point.reference or not held):
                held.append(point)
    for entity, points in places.items():
        if not all(p.reference for p in points):
            yield entity, _options(scene, entity, points, words)


def _options(scene: Scene, entity: str, points: list[Point], words: Heard) -> list[Option]:
    head, kind = scene.types[entity], _cls(scene, entity)
    found: dict[str | None, Option] = {}
    for number, point in enumerate(points):
        for tail in _near(scene, point):
            option = found.setdefault(tail.entity, Option(tail.entity, quote=_span(point, tail), how="said"))
            option.features.update(seen(scene, point, tail))
            option.features.update(said(words, point, tail))
            option.features.update(f"lies:{way}:{head[0]}" for way in _lies(scene, point, tail))
        for how, other in _remembered(scene, point):
            option = found.setdefault(other, Option(other, quote=(point.start, point.end), how=how))
            option.features.add(f"recall:{how}:{kind}")
            if how == "cell":
                option.features.add(f"lies:at P H:{head[0]}")
            option.features.add(f"recall:{how}:{min(number, 1)}")
            if point.order == point.first == scene.ranges[point.sentence][0]:
                option.features.add(f"recall:{how}:opens")
    for other, how in _inside(head[2], scene.called).items():
        if other != entity:
            option = found.setdefault(other, Option(other, quote=(points[0].start, points[0].end), how="name"))
            option.features.update((f"name:{how}", f"name:{how}:{head[0]}", f"name:{how}:{kind}:{_cls(scene, other)}"))
    above = _listed_above(scene, entity)
    if above is not None:
        at = scene.first.get(above, points[0])
        found.setdefault(above, Option(above, quote=(at.start, at.end), how="listed"))
    _complete(scene, entity, found)
    return [_nowhere(scene, entity, found), *found.values()]


def _nowhere(scene: Scene, entity: str, found: Mapping[str | None, Option]) -> Option:
    kind, _, name = scene.types[entity]
    none = Option(None, {"none", f"none:{_cls(scene, entity)}", f"none:options{min(len(found), 4)}"})
    none.features.update(f"none:{kind}:ends={name[-size:]}" for size in (1, 2))
    none.features.update(f"none:{kind}:starts={name[:size]}" for size in (1, 2))
    if kind == "Project" and _LINE.search(name):
        none.features.add("none:line")
        none.features.add(f"none:line:section={name.endswith('段')}")
    if kind == "Organization" and not any(f.startswith("name:") for o in found.values() for f in o.features):
        none.features.add("none:Organization:no place in its name")
    return none


def _lies(scene: Scene, head: Point, tail: Point) -> Iterator[str]:
    """Plain ways to say that `head` lies in `tail`."""
    text = scene.text
    if tail.end <= head.start and head.start - tail.end <= 40:
        gap = text[scene.points[tail.last].end : scene.points[head.first].start]
        before = _BEFORE.search(text, max(0, tail.start - 6), tail.start)
        if _INSIDE.fullmatch(gap):
            yield "at P H" if before else "P H"
        elif before and "。" not in gap:
            yield "at P … H" if "，" in gap[:6] else "at P near H"
        elif gap[:1] in "里内境" and gap:
            yield "in P … H"
        elif "，" not in gap and len(gap) <= 30:
            yield "P does H"
    elif head.end <= tail.start and tail.start - head.end <= 60:
        gap = text[head.end : tail.start]
        if _AFTER.search(gap):
            yield "H lies P" if "，" not in gap else "H , lies P"
        elif gap[:1] in "（(" and "）" not in gap:
            yield "H (P"


def _near(scene: Scene, point: Point) -> Iterator[Point]:
    lo, hi = scene.ranges[point.sentence]
    for other in scene.points[max(lo, point.order - WINDOW) : min(hi, point.order + WINDOW + 1)]:
        if other.type == "Place" and other.entity != point.entity and not _lower(scene, point, other):
            yield other


def _lower(scene: Scene, head: Point, tail: Point) -> bool:
    """Is `tail` a place that cannot hold `head`: a village no town, a town no town?"""
    if head.type != "Place":
        return False
    order = _order(head.cls, tail.cls)
    return order == "below" or (order == "same" and head.cls == tail.cls and head.cls in ("county", "town", "village"))


def _remembered(scene: Scene, point: Point) -> Iterator[tuple[str, str]]:
    """Places that hold although the sentence may not name them."""
    if scene.main in scene.types and scene.main != point.entity:
        yield "main", scene.main
    for cls in ("zone", "town", "village", "county", "upper"):
        for reach in (200, BACK):
            other = scene.discourse.before(point.sentence, cls, point.start, reach)
            if other is not None and other not in (point.entity, scene.main):
                yield f"last {cls} {reach}", other
                break
    first = scene.points[min(scene.blocks[point.sentence], len(scene.points) - 1)]
    if first.type == "Place" and first.entity != point.entity and first.order < point.order:
        yield "topic", first.entity
    yield from _cells(scene, point)


def _cells(scene: Scene, point: Point) -> Iterator[tuple[str, str]]:
    """The place in one of the next cells when the thing is alone in its own: a table that lost its lines."""
    sentences = scene.sentences
    if sentences[point.sentence].end - sentences[point.sentence].start > CELL:
        return
    for number in range(point.sentence + 1, min(point.sentence + 3, len(sentences))):
        if (
            sentences[number].end - sentences[number].start > CELL
            or sentences[number].block == sentences[point.sentence].block
        ):
            return
        lo, hi = scene.ranges[number]
        if any(p.type == point.type for p in scene.points[lo:hi]):
            return
        for other in scene.points[lo:hi]:
            if other.type == "Place" and not other.reference and other.start - sentences[number].start <= 1:
                yield "cell", other.entity
                return


def _complete(scene: Scene, entity: str, found: dict[str | None, Option]) -> None:
    """Add what can be said of a pair whatever its place in the text."""
    head, kind = scene.types[entity], _cls(scene, entity)
    line = head[0] == "Project" and bool(_LINE.search(head[2]))
    lowest = _lowest(scene, entity, found)
    said_ones = sum(option.how == "said" for option in found.values())
    opened = any("name:opens" in option.features for option in found.values())
    outright = {o.tail for o in found.values() if any(f"lies:{way}:{head[0]}" in o.features for way in _OUTRIGHT)}
    for option in found.values():
        assert option.tail is not None
        tail, cls = scene.types[option.tail], _cls(scene, option.tail)
        option.features.add(f"kinds:{kind}>{cls}")
        option.features.add(f"kinds:{kind}>{cls}:{option.how}")
        if head[0] == "Place":
            order = _order(head[1], tail[1])
            option.features.update((f"rank:{order}", f"rank:{order}:{option.how}"))
        if line:
            option.features.add(f"line:{cls}:{option.how}")
        option.features.update(f"listed:{how}:{kind}" for how in _listed(scene, entity, option.tail, lowest))
        if outright:
            option.features.add(f"outright:{option.tail in outright}:{head[0]}")
            option.features.add(f"outright:{option.tail in outright}:{option.how}")
        if lowest is not None and option.tail != lowest:
            option.features.add(f"another is next above:{kind}")
        if opened and "name:opens" not in option.features:
            option.features.add(f"another opens the name:{head[0]}:{option.how}")
        option.features.add(f"rivals:{option.how}:{min(said_ones, 3)}")
        option.features.add(f"how:{option.how}:{head[0]}")


def _listed(scene: Scene, entity: str, tail: str, lowest: str | None) -> Iterator[str]:
    """What the gazetteer says of the pair."""
    one, two = scene.chains.get(entity), scene.chains.get(tail)
    if one and two:
        above = two[0] in one[1:]
        yield "above" if above else "apart"
        if tail == lowest:
            yield "next above"


def _listed_above(scene: Scene, entity: str) -> str | None:
    """Of all places of the document, the one next above a place by the gazetteer."""
    for code in scene.chains.get(entity, ())[1:]:
        if code in scene.coded:
            return scene.coded[code]
    return None


def _lowest(scene: Scene, entity: str, found: Mapping[str | None, Option]) -> str | None:
    """Of the options, the place that lies next above `entity` by the gazetteer."""
    one = scene.chains.get(entity, ())
    by_code = {chain[0]: tail for tail in found if tail is not None and (chain := scene.chains.get(tail))}
    return next((by_code[code] for code in one[1:] if code in by_code), None)


def _order(head: str, tail: str) -> str:
    one, two = _RANK.get(head, 9), _RANK.get(tail, 9)
    return "above" if two < one else "same" if two == one else "below"


def _cls(scene: Scene, entity: str) -> str:
    return "main" if entity == scene.main else scene.types[entity][1]


def _span(one: Point, two: Point) -> tuple[int, int]:
    return min(one.start, two.start), max(one.end, two.end)


def _inside(name: str, called: Mapping[str, str]) -> dict[str, str]:
    """The places whose names stand in `name`, longest first at each point: opens | holds | last."""
    found: dict[str, str] = {}
    start = 0
    while start < len(name) - 1:
        for size in range(min(16, len(name) - start), 1, -1):
            other = called.get(name[start : start + size])
            if other is not None and size < len(name):
                opens = start == 0 or name[start - 1] in "“‘《（"
                found.setdefault(other, "opens" if opens else "holds")
                start += size - 1
                break
        start += 1
    if len(found) > 1:
        found[list(found)[-1]] += " last"
    return found
