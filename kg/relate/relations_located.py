"""Where a thing lies: the places that may be meant, for one choice a thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.relate.relations_features import Words, bucket, names_of, said, seen, triggers_pattern
from kg.relate.relations_scene import Point, Scene, short
from kg.schema import EdgeType

OCCURRENCES = 5  # mentions of a thing that are looked at
WINDOW = 8  # points on each side
NOWHERE = None
_RANK = {"upper": 0, "county": 1, "zone": 2, "town": 2, "village": 3, "scenery": 4}


@dataclass(slots=True)
class Option:
    """A place in which a thing may lie (None: nowhere that the text tells), what speaks for it and where."""

    tail: str | None
    features: set[str] = field(default_factory=set)
    quote: tuple[int, int] = (0, 0)
    how: str = ""


def choices(scene: Scene, edge: EdgeType) -> Iterator[tuple[str, list[Option]]]:
    """Every entity that may lie somewhere, with its options, by first mention."""
    words = triggers_pattern(edge.triggers)
    known = _by_short_name(scene)
    places: dict[str, list[Point]] = {}
    for point in scene.points:
        if point.type in edge.head:
            held = places.setdefault(point.entity, [])
            if len(held) < OCCURRENCES and (not point.reference or not held):
                held.append(point)
    for entity, points in places.items():
        if all(p.reference for p in points):
            continue
        yield entity, _options(scene, entity, points, known, words)


def _options(
    scene: Scene,
    entity: str,
    points: list[Point],
    known: Mapping[str, str],
    words: Words,
) -> list[Option]:
    head = scene.types[entity]
    found: dict[str | None, Option] = {}
    for number, point in enumerate(points):
        for tail in _near(scene, point):
            option = found.setdefault(tail.entity, Option(tail.entity, quote=_span(point, tail), how="said"))
            option.features.update(seen(scene, point, tail))
            option.features.update(said(words, scene, point, tail))
        for how, other in _remembered(scene, point):
            option = found.setdefault(other, Option(other, quote=(point.start, point.end), how=how))
            option.features.add(f"recall:{how}:{_cls(scene, entity)}")
            option.features.add(f"recall:{how}:{min(number, 1)}")
    for other in _inside(head[2], known):
        if other != entity:
            first = points[0]
            found.setdefault(other, Option(other, quote=(first.start, first.end), how="name"))
    _complete(scene, entity, found)
    none = Option(NOWHERE, {"none", f"none:{_cls(scene, entity)}", f"none:options{min(len(found), 4)}"})
    none.features.add(f"none:ends={head[2][-1:]}")
    none.features.add(f"none:ends={head[2][-2:]}")
    return [none, *found.values()]


def _near(scene: Scene, point: Point) -> Iterator[Point]:
    lo, hi = scene.ranges[point.sentence]
    for other in scene.points[max(lo, point.index - WINDOW) : min(hi, point.index + WINDOW + 1)]:
        if other.type == "Place" and other.entity != point.entity:
            yield other


def _remembered(scene: Scene, point: Point) -> Iterator[tuple[str, str]]:
    """Places that hold although the sentence may not name them."""
    if scene.main in scene.types and scene.main != point.entity:
        yield "main", scene.main
    for cls in ("zone", "town", "village", "county", "upper"):
        other = scene.discourse.before(point.sentence, cls, point.start, 300)
        if other is not None and other not in (point.entity, scene.main):
            yield f"last {cls}", other
    first = scene.points[min(scene.blocks[point.sentence], len(scene.points) - 1)]
    if first.type == "Place" and first.entity != point.entity and first.index < point.index:
        yield "topic", first.entity


def _complete(scene: Scene, entity: str, found: dict[str | None, Option]) -> None:
    """Add what can be said of a pair whatever the place in the text."""
    head, kind = scene.types[entity], _cls(scene, entity)
    named_open = False
    for option in found.values():
        assert option.tail is not None
        tail = scene.types[option.tail]
        option.features.update(names_of(head, tail))
        option.features.add(f"kinds:{kind}>{_cls(scene, option.tail)}")
        if head[0] == "Place":
            option.features.add(f"rank:{_order(head[1], tail[1])}")
        named_open = named_open or "name>opens" in option.features
    said = sum(option.how == "said" for option in found.values())
    for option in found.values():
        if named_open and "name>opens" not in option.features:
            option.features.add(f"another opens the name:{head[0]}")
        option.features.add(f"rivals:{option.how}:{min(said, 3)}")
        option.features.add(f"how:{option.how}:{head[0]}")
        option.features.add(f"far:{bucket(abs(option.quote[1] - option.quote[0]))}:{option.how}")


def _order(head: str, tail: str) -> str:
    one, two = _RANK.get(head, 9), _RANK.get(tail, 9)
    return "above" if two < one else "same" if two == one else "below"


def _cls(scene: Scene, entity: str) -> str:
    return "main" if entity == scene.main else scene.types[entity][1]


def _span(one: Point, two: Point) -> tuple[int, int]:
    return min(one.start, two.start), max(one.end, two.end)


def _by_short_name(scene: Scene) -> dict[str, str]:
    found: dict[str, str] = {}
    for entity, (kind, _, name) in scene.types.items():
        if kind == "Place":
            found.setdefault(name, entity)
            found.setdefault(short(name), entity)
    return found


def _inside(name: str, known: Mapping[str, str]) -> list[str]:
    """Entities of the places whose names stand in `name`."""
    found: list[str] = []
    for start in range(len(name) - 1):
        for size in range(min(10, len(name) - start), 1, -1):
            other = known.get(name[start : start + size])
            if other is not None and size < len(name):
                if other not in found:
                    found.append(other)
                break
    return found
