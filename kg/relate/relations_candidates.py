"""Which pairs may be related: two points of one sentence, or a point and what the text spoke of before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from kg.relate.relations_kinds import bucket
from kg.relate.relations_scene import Held, Point, Scene
from kg.relate.relations_triggers import Heard
from kg.schema import EdgeType

WINDOW = 6  # points on each side of a point that it is paired with
BACK = 600  # characters back to something named before


class Candidate(NamedTuple):
    """Two entities that may be related, and where: `head` or `tail` is None when its sentence does not name it."""

    head: str
    tail: str
    head_point: Point | None
    tail_point: Point | None
    how: str  # said | name | main | the class under which the unnamed end was remembered
    held: Held | None = None  # where the one name holds the other


# Which end may be missing from the sentence, and which classes it is then looked for in.
UNNAMED_HEAD = {
    "IMPLEMENTS": ("main", "organization"),
    "DEVELOPS": ("main", "town", "village", "zone"),
    "RECEIVED": ("main", "zone", "organization"),
    "PARTICIPATES_IN": ("organization",),
    "CONNECTS": ("line",),
    "PROMOTES": ("policy",),
    "COOPERATES_WITH": ("main", "organization"),
}
UNNAMED_TAIL = {
    "PARTICIPATES_IN": ("project",),
    "CONNECTS": ("main",),
    "PART_OF": ("line", "project", "policy"),
}
# What must be so for a pair to be worth a look: a telling word in the sentence, or a kind of thing.
NEEDS_WORD = {
    ("COOPERATES_WITH", "said"),
    *((name, "unnamed") for name in ("COOPERATES_WITH", "PARTICIPATES_IN", "PROMOTES")),
}
UNNAMED_KINDS = {"CONNECTS": ("line", "stop"), "PART_OF": ("stop", "phase", "line", "policy")}
SKIPPED = {("PROMOTES", "Project", "Project"), ("PART_OF", "Policy", "Project")}

# Which end may hold the name of the other: 平马至印茶公路 and 平马镇, …公园二期 and …公园.
OUTER = {
    "CONNECTS": "head",
    "PART_OF": "head",
    "PROMOTES": "head",
    "PARTICIPATES_IN": "tail",
    "IMPLEMENTS": "tail",
    "DEVELOPS": "tail",
}


def candidates(scene: Scene, edge: EdgeType, words: Heard, never: Collection[str] = frozenset()) -> Iterator[Candidate]:
    """The pairs of a document that `edge` may join; sorts of pairs in `never` (see `shape`) are passed over."""
    for candidate in _every(scene, edge, words):
        if not never or shape(scene, candidate) not in never:
            yield candidate


def shape(scene: Scene, candidate: Candidate) -> str:
    """What sort of pair a candidate is at a first glance: the kinds of its ends, the order, how far apart."""
    kinds = f"{scene.kinds[candidate.head]}>{scene.kinds[candidate.tail]}"
    head, tail = candidate.head_point, candidate.tail_point
    if head is None or tail is None:
        return f"{candidate.how}:{kinds}"
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    points = scene.points
    gap = b.start - a.end if a.first == b.first else points[b.first].start - points[a.last].end
    return f"{kinds}{'>' if a is head else '<'}{bucket(max(0, gap))}"


def _every(scene: Scene, edge: EdgeType, words: Heard) -> Iterator[Candidate]:
    """Pairs of one sentence, pairs across sentences, and pairs told by their names."""
    said, unnamed = (edge.name, "said") in NEEDS_WORD, (edge.name, "unnamed") in NEEDS_WORD
    for number, (lo, hi) in enumerate(scene.ranges):
        types = scene.present[number]
        heads, tails = not edge.head.isdisjoint(types), not edge.tail.isdisjoint(types)
        if heads and tails and hi - lo > 1 and (not said or words.tells(number)):
            yield from _said(scene, edge, lo, hi)
        if (heads or tails) and (not unnamed or words.tells(number)):
            yield from _unnamed(scene, edge, number)
    if edge.name in OUTER:
        yield from _named(scene, edge)


def _named(scene: Scene, edge: EdgeType) -> Iterator[Candidate]:
    outer_types, inner_types = (edge.head, edge.tail) if OUTER[edge.name] == "head" else (edge.tail, edge.head)
    for outer, point in scene.first.items():
        if point.type not in outer_types:
            continue
        for inner in scene.held.get(outer, ()):
            if scene.types[inner.entity][0] not in inner_types:
                continue
            if OUTER[edge.name] == "head":
                yield Candidate(outer, inner.entity, point, None, "name", inner)
            else:
                yield Candidate(inner.entity, outer, None, point, "name", inner)


def _said(scene: Scene, edge: EdgeType, lo: int, hi: int) -> Iterator[Candidate]:
    for head in scene.points[lo:hi]:
        if head.type not in edge.head:
            continue
        for tail in scene.points[max(lo, head.order - WINDOW) : min(hi, head.order + WINDOW + 1)]:
            if tail.type not in edge.tail or tail.entity == head.entity:
                continue
            if edge.symmetric and head.type == tail.type and tail.order < head.order:
                continue
            if (edge.name, head.type, tail.type) not in SKIPPED:
                yield Candidate(head.entity, tail.entity, head, tail, "said")


def _unnamed(scene: Scene, edge: EdgeType, number: int) -> Iterator[Candidate]:
    lo, hi = scene.ranges[number]
    tails, heads = UNNAMED_TAIL.get(edge.name, ()), UNNAMED_HEAD.get(edge.name, ())
    if not tails and not heads:
        return
    kinds = UNNAMED_KINDS.get(edge.name)
    named = {p.entity for p in scene.points[lo:hi]}
    for point in scene.points[lo:hi]:
        if tails and point.type in edge.head and (kinds is None or scene.kinds[point.entity] in kinds):
            for how, other in _remembered(scene, number, point, tails, named):
                if scene.types[other][0] in edge.tail and (edge.name, point.type, scene.types[other][0]) not in SKIPPED:
                    yield Candidate(point.entity, other, point, None, how)
        if heads and point.type in edge.tail:
            for how, other in _remembered(scene, number, point, heads, named):
                if scene.types[other][0] in edge.head:
                    yield Candidate(other, point.entity, None, point, how)


def _remembered(
    scene: Scene, sentence: int, point: Point, classes: tuple[str, ...], named: set[str]
) -> Iterator[tuple[str, str]]:
    given = set(named)
    for cls in classes:
        if cls == "main":
            other: str | None = scene.main if scene.main in scene.types else None
        else:
            other = scene.discourse.before(sentence, cls, point.start, BACK)
        if other is not None and other not in given and other in scene.types:
            given.add(other)
            yield cls, other
