"""What the finders of relations look at: the named and referring points of a document, by sentence and list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.frame import discourse
from kg.frame.discourse import Discourse
from kg.model import Annotation, Sentence
from kg.relate.relations_kinds import sort_of
from kg.relate.relations_places import chains, short
from kg.same import Same
from kg.seeds import Seeds

# What may stand between the members of a list: marks, 和, and a figure or bracket that belongs to a member.
_JOINT = re.compile(
    r"[”’》）)]?(?:（[^（）]{1,12}）)?(?:主城区|中心城区|城区)?(?:等[^，。；、和]{1,10})?(?:等?[、，]|以?及|[和与、]|——|至|－|—)[“‘《（(]?"
)
_FIGURED = re.compile(r"(?:产业|产值|面积)?(?:约|近|超)?\d[\d.,]{0,9}[万亿]?[一-龥/]{1,4}[、，]")
_MARK = re.compile("[，；。]")
LIST_GAP = 16
NONE: frozenset[str] = frozenset()
HELD_MOST = 24  # characters of a name that another may hold


class Point(NamedTuple):
    """A name or a reference in the text, by `order`; its list runs from the order `first` to `last`."""

    start: int
    end: int
    type: str
    cls: str
    entity: str
    name: str
    reference: bool
    sentence: int
    order: int
    first: int
    last: int


class Held(NamedTuple):
    """The name of `entity` stands in another name at [start, end)."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True)
class Scene:
    """The points of a document in order, what holds before each sentence, and who is who."""

    text: str
    points: tuple[Point, ...]
    ranges: tuple[tuple[int, int], ...]  # by sentence: its points are points[lo:hi]
    present: tuple[frozenset[str], ...]  # by sentence: the types of its points
    sentences: tuple[Sentence, ...]
    discourse: Discourse
    main: str
    main_name: str
    types: dict[str, tuple[str, str, str]]  # entity -> type, class, name
    blocks: tuple[int, ...]  # by sentence: index of the first point of its block
    chains: Mapping[str, tuple[str, ...]]  # place -> official codes, its own first
    coded: Mapping[str, str]  # official code -> place of the document
    called: Mapping[str, str]  # what a place is called, short names too -> place
    first: Mapping[str, Point]  # by entity: the first point that names it
    held: Mapping[str, tuple[Held, ...]]  # by entity: the names that its own name holds
    kinds: Mapping[str, str]  # by entity: its class, of a project more closely; main for the main place
    rows: frozenset[int]  # sentences that are rows of tables
    marks: tuple[int, ...]  # where ， ； and 。 stand
    memo: dict[tuple[int, int], list[str]] = field(default_factory=dict, compare=False)  # what is seen of a pair


def scene(annotation: Annotation, seeds: Seeds) -> Scene:
    """Return the scene of an annotated document; the last one is kept, since relations and milestones both ask."""
    return _scene(Same(annotation, seeds))


@lru_cache(maxsize=1)
def _scene(asked: Same) -> Scene:
    annotation, seeds = asked.what
    text, frame = annotation.reading.folded, annotation.frame
    read = discourse.read(text, frame, annotation.mentions, seeds)
    types = {m.entity: (m.type, discourse.mention_class(m), m.name) for m in reversed(annotation.mentions)}
    place = frame.main_place
    if place and read.main not in types:
        types[read.main] = ("Place", discourse.place_class(place.kind), place.name)
    points = _listed(text, _points(annotation, read, types))
    called = _called(annotation, types, read.main)
    first = {p.entity: p for p in reversed(points) if not p.reference}
    ranges, blocks = _ranges(points, frame.sentences)
    above = chains(annotation.mentions, (read.main, place), seeds.places)
    return Scene(
        text=text,
        points=points,
        ranges=ranges,
        present=tuple([frozenset([p.type for p in points[lo:hi]]) if lo < hi else NONE for lo, hi in ranges]),
        sentences=frame.sentences,
        discourse=read,
        main=read.main,
        main_name=place.name if place else "",
        types=types,
        blocks=blocks,
        chains=above,
        coded={chain[0]: key for key, chain in above.items() if key in types},
        called=called,
        first=dict(sorted(first.items(), key=lambda item: item[1].order)),
        held=_held(annotation, types, called),
        rows=frozenset(
            number
            for number, sentence in enumerate(frame.sentences)
            if annotation.reading.blocks[sentence.block].kind == "row"
        ),
        marks=tuple(m.start() for m in _MARK.finditer(text)),
        kinds={key: "main" if key == read.main else sort_of(cls, name) for key, (_, cls, name) in types.items()},
    )


def _held(
    annotation: Annotation, types: Mapping[str, tuple[str, str, str]], called: Mapping[str, str]
) -> dict[str, tuple[Held, ...]]:
    """Which names hold which others, the longest at each point."""
    inner = dict(called)
    for mention in annotation.mentions:
        if (
            mention.type in ("Project", "Policy", "Organization", "Industry")
            and mention.end - mention.start <= HELD_MOST
        ):
            for name in (mention.name, annotation.reading.folded[mention.start : mention.end]):
                if 2 < len(name) <= HELD_MOST:
                    inner.setdefault(name, mention.entity)
    sizes: dict[str, set[int]] = {}
    for name in inner:
        sizes.setdefault(name[:2], set()).add(len(name))
    lengths = {start: sorted(some, reverse=True) for start, some in sizes.items()}
    found = {}
    for entity, (kind, _, name) in types.items():
        if kind not in ("Place", "Honor"):
            held = tuple(_names_in(name, entity, inner, lengths))
            if held:
                found[entity] = held
    return found


def _names_in(name: str, entity: str, inner: Mapping[str, str], lengths: Mapping[str, list[int]]) -> Iterator[Held]:
    at = 0
    while at < min(len(name), 60) - 1:
        step = 1
        for size in lengths.get(name[at : at + 2], ()):
            other = inner.get(name[at : at + size]) if at + size <= len(name) and size < len(name) else None
            if other is not None and other != entity:
                yield Held(other, at, at + size)
                step = size
                break
        at += step


def _called(annotation: Annotation, types: Mapping[str, tuple[str, str, str]], main: str) -> dict[str, str]:
    """What the places of a document are called; a short name of two goes to the main place or the upper one."""
    order = {cls: number for number, cls in enumerate(discourse.CLASSES)}
    places = [(entity, cls, name) for entity, (kind, cls, name) in types.items() if kind == "Place"]
    places.sort(key=lambda p: (p[0] != main, order.get(p[1], 9)))
    found = {name: entity for entity, _, name in reversed(places)}
    written = [
        (annotation.reading.folded[m.start : m.end], m.entity)
        for m in annotation.mentions
        if m.type == "Place" and 2 <= m.end - m.start <= 12
    ]
    for surface, entity in written:
        if entity == main:
            found.setdefault(surface, entity)
    for entity, _, name in places:
        found.setdefault(short(name), entity)
    for surface, entity in written:
        found.setdefault(surface, entity)
    return found


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
        if at == end:
            found.append(points[at])
        else:
            found += [point._replace(first=at, last=end) for point in points[at : end + 1]]
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
