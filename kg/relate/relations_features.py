"""What is seen of a pair of points: the features by which a relation is judged."""

from __future__ import annotations

from bisect import bisect_left

from kg.relate.relations_candidates import Candidate
from kg.relate.relations_kinds import JOIN, PHASE, bucket
from kg.relate.relations_places import short
from kg.relate.relations_scene import Held, Point, Scene
from kg.relate.relations_triggers import Heard

NEAR = 12  # characters before and after a pair in which words count
AROUND = 20  # points on each side of an anchor that are looked at
GAP = 120  # characters between a pair in which words count


def features(scene: Scene, candidate: Candidate, words: Heard) -> list[str]:
    """All that is seen of a candidate."""
    head, tail, how = candidate.head_point, candidate.tail_point, candidate.how
    if head and tail:
        return seen(scene, head, tail) + said(words, head, tail)
    anchor = head or tail
    assert anchor is not None
    if candidate.held:
        return held(scene, candidate, candidate.held)
    of_names = names_of(scene.types[candidate.head], scene.types[candidate.tail])
    found = unseen(scene, candidate, anchor) + said_near(words, anchor, how)
    return found + [how + name for name in of_names]


def seen(scene: Scene, head: Point, tail: Point) -> list[str]:
    """Features of two points of one sentence, whatever the relation; kept, since several relations ask."""
    key = (head.order, tail.order)
    if key not in scene.memo:
        scene.memo[key] = _seen(scene, head, tail)
    return scene.memo[key]


def _seen(scene: Scene, head: Point, tail: Point) -> list[str]:
    points = scene.points
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    way = ">" if a is head else "<"
    found = [
        "bias",
        f"pair:{scene.kinds[head.entity]}>{scene.kinds[tail.entity]}",
        f"way:{way}",
        *_between(scene, head, tail, way),
        *_around(scene.text, a, b, way),
        *names_of(scene.types[head.entity], scene.types[tail.entity]),
    ]
    for end, point in (("head", head), ("tail", tail)):
        if point.order + 1 < len(points) and points[point.order + 1].start <= point.end:
            found.append(f"{end} touches {points[point.order + 1].type}")
        if point.order and points[point.order - 1].end >= point.start:
            found.append(f"{points[point.order - 1].type} touches {end}")
        if point.first != point.last:
            found.append(f"{end}list{way}")
    if a.first <= scene.ranges[a.sentence][0]:
        found.append("opens" + way)
    if head.reference or tail.reference:
        found.append(f"reference:{head.reference}{tail.reference}")
    if a.first == b.first:
        found.append("samelist" + way)
    return found


def _between(scene: Scene, head: Point, tail: Point, way: str) -> list[str]:
    """What stands between the two, without the rest of their lists."""
    a, b = (head, tail) if way == ">" else (tail, head)
    start, end = _gap(scene.points, a, b)
    gap = scene.text[start:end]
    size, types = bucket(len(gap)), f"{head.type}>{tail.type}"
    found = [f"gap:{way}{size}", f"pairgap:{types}{way}{size}"]
    found.append(f"commas:{way}{min(gap.count('，') + gap.count('：'), 3)}")
    if "；" in gap:
        found.append("semicolon")
    if "（" in gap or "(" in gap:
        found.append("bracket" + way)
    if len(gap) <= 4:
        found += [f"gap={way}{gap}", f"gap={way}{gap}{types}"]
    others = [p.type for p in scene.points[_inner(a, b)]]
    found += [f"between:{kind}" for kind in sorted(set(others))]
    found.append(f"heads:{way}{min(others.count(head.type), 2)}")
    found.append(f"tails:{way}{min(others.count(tail.type), 2)}")
    return found


def _around(text: str, a: Point, b: Point, way: str) -> tuple[str, ...]:
    """The characters just before and just after a pair."""
    return (
        f"before={text[max(0, a.start - 1) : a.start]}{way}",
        f"before2={text[max(0, a.start - 2) : a.start]}{way}",
        f"after={text[b.end : b.end + 1]}{way}",
        f"after2={text[b.end : b.end + 2]}{way}",
    )


def unseen(scene: Scene, candidate: Candidate, anchor: Point) -> list[str]:
    """Features of an anchor point and an entity that its sentence does not name."""
    text, how = scene.text, candidate.how
    other = candidate.head if candidate.head_point is None else candidate.tail
    kind, _, _ = scene.types[other]
    cls = scene.kinds[other]
    lo, hi = scene.ranges[anchor.sentence]
    others = scene.points[max(lo, anchor.order - AROUND) : min(hi, anchor.order + AROUND + 1)]
    found = [
        f"bias:{how}",
        f"unseen:{how}:{anchor.type}:{cls}",
        f"unseen:{how}:{scene.kinds[anchor.entity]}:{cls}",
        f"unseen:{how}:ends={anchor.name[-1:]}",
        f"unseen:{how}:before={text[max(0, anchor.start - 2) : anchor.start]}",
        f"unseen:{how}:after={text[anchor.end : anchor.end + 2]}",
    ]
    before = {p.cls for p in others if p.order < anchor.order}
    after = {p.cls for p in others if p.order > anchor.last}
    found += [f"unseen:{how}:has<{name}" for name in sorted(before)]
    found += [f"unseen:{how}:has>{name}" for name in sorted(after)]
    same = sum(p.type == kind for p in others)
    found.append(f"unseen:{how}:rivals{min(same, 2)}")
    if anchor.first == lo:
        found.append(f"unseen:{how}:opens")
    return found


def held(scene: Scene, candidate: Candidate, inner: Held) -> list[str]:
    """Features of a pair of which one name holds the other."""
    outer = candidate.head if inner.entity == candidate.tail else candidate.tail
    name = scene.types[outer][2]
    kinds = f"{scene.kinds[candidate.head]}>{scene.kinds[candidate.tail]}"
    opens = "opens" if inner.start == 0 or name[inner.start - 1] in "“‘《（" else "holds"
    rest = name[inner.end :].lstrip("”’》）")
    found = ["bias:name", f"name:{kinds}", f"name:{opens}:{kinds}", f"name:next={rest[:1]}", f"name:next2={rest[:2]}"]
    found.append(f"name:before={name[max(0, inner.start - 1) : inner.start]}")
    found.append(f"name:rest={bucket(len(rest))}")
    found.append(f"name:ends={name[-2:]}")
    found.append(f"name:end={name[-1:]}:{opens}")
    part = PHASE.search(rest)
    found.append(f"name:part={part.group()[-1] if part else ''}:{opens}")
    if JOIN.match(rest) or JOIN.search(name, max(0, inner.start - 2), inner.start):
        found.append("name:joins")
    return found


def said(words: Heard, head: Point, tail: Point) -> list[str]:
    """The trigger words between two points, just before and just after them."""
    points = words.scene.points
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    way = ">" if a is head else "<"
    start, end = _gap(points, a, b)
    first, last = points[a.first].start, points[b.last].end
    zones = (
        ("in", start, min(end, start + GAP)),
        ("pre", _back(words.scene, first), first),
        ("post", last, _ahead(words.scene, last)),
    )
    found = {}
    for zone, lo, hi in zones:
        for hit in words.hits(a.sentence, lo, hi):
            found[f"say:{zone}{way}{hit.group}"] = found[f"word:{zone}{way}{hit.word}"] = True
    return list(found) or [f"say:nothing{way}"]


def said_near(words: Heard, anchor: Point, how: str) -> list[str]:
    """The trigger words around an anchor whose other end is not in the sentence."""
    points = words.scene.points
    first, last = points[anchor.first].start, points[anchor.last].end
    found = {}
    for zone, lo, hi in (("pre", _back(words.scene, first), first), ("post", last, _ahead(words.scene, last))):
        for hit in words.hits(anchor.sentence, lo, hi):
            found[f"say:{how}{zone}{hit.group}"] = found[f"word:{how}{zone}{hit.word}"] = True
    return list(found) or [f"say:{how}nothing"]


def _back(scene: Scene, start: int) -> int:
    """Where the clause before `start` begins, NEAR characters back at most."""
    at = bisect_left(scene.marks, start) - 1
    return max(0, start - NEAR, scene.marks[at] + 1 if at >= 0 else 0)


def _ahead(scene: Scene, end: int) -> int:
    """Where the clause after `end` stops, NEAR characters on at most."""
    at = bisect_left(scene.marks, end)
    return min(end + NEAR, scene.marks[at] if at < len(scene.marks) else len(scene.text))


def names_of(head: tuple[str, str, str], tail: tuple[str, str, str]) -> list[str]:
    """Does one name open with the other, or hold it? Places count without their generic ending."""
    found = []
    for way, one, two in ((">", head, tail), ("<", tail, head)):
        inner = short(two[2]) if two[0] == "Place" else two[2]
        if len(inner) < 2 or inner == one[2]:
            continue
        at = one[2].find(inner)
        if at >= 0:
            place = "opens" if at == 0 or one[2][at - 1] in "“‘《（" else "holds"
            found.append(f"name{way}{place}")
            found.append(f"name{way}{place}:{head[0]}>{tail[0]}")
    return found


def _gap(points: tuple[Point, ...], a: Point, b: Point) -> tuple[int, int]:
    """The text between two points, without the rest of the lists that they stand in."""
    if a.first == b.first:
        return a.end, max(a.end, b.start)
    return points[a.last].end, max(points[a.last].end, points[b.first].start)


def _inner(a: Point, b: Point) -> slice:
    """The points between two points, without the rest of their lists."""
    return slice(a.order + 1, b.order) if a.first == b.first else slice(a.last + 1, b.first)
