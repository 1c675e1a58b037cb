"""What the finders of relations look at: the named and referring points of a document, by sentence and list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.frame import discourse
from kg.frame.discourse import Discourse
from kg.model import Annotation, Sentence
from kg.seeds import Seeds

# What may stand between the members of a list: marks, 和, and a figure or bracket that belongs to a member.
_JOINT = re.compile(r"[”’》）)]?(?:等?[、，]|以?及|[和与、]|——|至|－|—)[“‘《（(]?")
_FIGURED = re.compile(r"(?:产业|产值|面积)?(?:约|近|超)?\d[\d.,]{0,9}[万亿]?[一-龥/]{1,4}[、，]")
LIST_GAP = 16


@dataclass(frozen=True, slots=True)
class Point:
    """A name or a reference in the text. `first` and `last` are the indexes of the list that it stands in."""

    start: int
    end: int
    type: str
    cls: str
    entity: str
    name: str
    reference: bool
    sentence: int
    index: int
    first: int
    last: int


@dataclass(frozen=True)
class Scene:
    """The points of a document in order, what holds before each sentence, and who is who."""

    text: str
    points: tuple[Point, ...]
    ranges: tuple[tuple[int, int], ...]  # by sentence: its points are points[lo:hi]
    sentences: tuple[Sentence, ...]
    discourse: Discourse
    main: str
    main_name: str
    types: dict[str, tuple[str, str, str]]  # entity -> type, class, name
    blocks: tuple[int, ...]  # by sentence: index of the first point of its block


def scene(annotation: Annotation, seeds: Seeds) -> Scene:
    """Return the scene of an annotated document."""
    text, frame = annotation.reading.folded, annotation.frame
    read = discourse.read(text, frame, annotation.mentions, seeds)
    types = {m.entity: (m.type, discourse.mention_class(m), m.name) for m in reversed(annotation.mentions)}
    place = frame.main_place
    if place and read.main not in types:
        types[read.main] = ("Place", discourse.place_class(place.kind), place.name)
    points = _listed(text, _points(annotation, read, types))
    ranges, blocks = _ranges(points, frame.sentences)
    return Scene(text, points, ranges, frame.sentences, read, read.main, place.name if place else "", types, blocks)


def _points(annotation: Annotation, read: Discourse, types: dict[str, tuple[str, str, str]]) -> list[Point]:
    spans = [(m.start, m.end, m.entity, False) for m in annotation.mentions if m.type != "Metric"]
    spans += [(r.start, r.end, key, True) for r in read.references for key in r.entities if key in types]
    spans.sort()
    sentences = annotation.frame.sentences
    points, at = [], 0
    for index, (start, end, entity, reference) in enumerate(spans):
        while at + 1 < len(sentences) and sentences[at + 1].start <= start:
            at += 1
        kind, cls, name = types[entity]
        points.append(Point(start, end, kind, cls, entity, name, reference, at, index, index, index))
    return points


def _listed(text: str, points: list[Point]) -> tuple[Point, ...]:
    """Give each point the borders of the list that it stands in: like things joined by 、 和 及."""
    found: list[Point] = []
    at = 0
    while at < len(points):
        end = at
        while end + 1 < len(points) and _joined(text, points[end], points[end + 1]):
            end += 1
        found += [replace(point, first=at, last=end) for point in points[at : end + 1]]
        at = end + 1
    return tuple(found)


def _joined(text: str, one: Point, two: Point) -> bool:
    if one.type != two.type or one.sentence != two.sentence or two.start - one.end > LIST_GAP:
        return False
    gap = text[one.end : two.start]
    if one.start == two.start or _JOINT.fullmatch(gap):
        return True
    return one.type == "Industry" and _FIGURED.fullmatch(gap) is not None


def _ranges(
    points: tuple[Point, ...], sentences: Sequence[Sentence]
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    ranges, blocks, at, block, first = [], [], 0, -1, 0
    for number, sentence in enumerate(sentences):
        lo = at
        while at < len(points) and points[at].sentence == number:
            at += 1
        if sentence.block != block:
            block, first = sentence.block, lo
        ranges.append((lo, at))
        blocks.append(first)
    return tuple(ranges), tuple(blocks)


def short(name: str) -> str:
    """A place's name without its generic ending: 慈溪市 -> 慈溪, 观海卫镇 -> 观海卫."""
    for ending in (
        "经济技术开发区",
        "高新技术产业开发区",
        "经济开发区",
        "自治区",
        "自治县",
        "自治州",
        "街道",
        "社区",
        "地区",
    ):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name[:-1] if len(name) > 2 and name[-1] in "省市县区镇乡村旗州盟" else name
