"""What is seen of a pair of points: the features by which a relation is judged."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.relate.relations_candidates import Candidate
from kg.relate.relations_scene import Point, Scene, short

NEAR = 10  # characters before and after a pair in which words count

Words = tuple[re.Pattern[str], Mapping[str, str]]  # all trigger words of a relation, and the group of each
_SIZES = ((0, "0"), (2, "2"), (5, "5"), (10, "10"), (20, "20"), (40, "40"), (80, "80"))


def bucket(length: int) -> str:
    return next((name for most, name in _SIZES if length <= most), "far")


def triggers_pattern(groups: Mapping[str, tuple[str, ...]]) -> Words:
    """One alternation over all trigger words, the longest first, and the group of each word."""
    group = {word: name for name, words in groups.items() for word in words}
    words = sorted(group, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)) or "(?!)"), group


def features(scene: Scene, candidate: Candidate, words: Words) -> list[str]:
    """All that is seen of a candidate."""
    head, tail, how = candidate.head_point, candidate.tail_point, candidate.how
    if head and tail:
        return seen(scene, head, tail) + said(words, scene, head, tail)
    anchor = head or tail
    assert anchor is not None
    of_names = names_of(scene.types[candidate.head], scene.types[candidate.tail])
    found = unseen(scene, candidate, anchor) + said_near(words, scene, anchor, how)
    return found + [how + name for name in of_names]


def seen(scene: Scene, head: Point, tail: Point) -> list[str]:
    """Features of two points of one sentence, whatever the relation."""
    text, points = scene.text, scene.points
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    way = ">" if a is head else "<"
    gap_start, gap_end = _gap(points, a, b)
    gap = text[gap_start:gap_end]
    commas = gap.count("，") + gap.count("：")
    found = [
        "bias",
        f"pair:{_kind(scene, head)}>{_kind(scene, tail)}",
        f"way:{way}",
        f"gap:{way}{bucket(len(gap))}",
        f"commas:{way}{min(commas, 3)}",
        f"pairgap:{head.type}>{tail.type}{way}{bucket(len(gap))}",
    ]
    if "；" in gap:
        found.append("semicolon")
    if "（" in gap or "(" in gap:
        found.append("bracket" + way)
    if len(gap) <= 4:
        found.append(f"gap={way}{gap}")
        found.append(f"gap={way}{gap}{head.type}>{tail.type}")
    between = points[_inner(points, a, b)]
    for kind in sorted({p.type for p in between}):
        found.append(f"between:{kind}")
    heads = sum(p.type == head.type for p in between)
    tails = sum(p.type == tail.type for p in between)
    found.append(f"heads:{way}{min(heads, 2)}")
    found.append(f"tails:{way}{min(tails, 2)}")
    found.append("before=" + text[max(0, a.start - 1) : a.start] + way)
    found.append("before2=" + text[max(0, a.start - 2) : a.start] + way)
    found.append("after=" + text[b.end : b.end + 1] + way)
    found.append("after2=" + text[b.end : b.end + 2] + way)
    found += names(scene, head, tail)
    if a.index == scene.ranges[a.sentence][0] or a.first == scene.ranges[a.sentence][0]:
        found.append("opens" + way)
    if head.first != head.last:
        found.append("headlist" + way)
    if tail.first != tail.last:
        found.append("taillist" + way)
    if head.reference or tail.reference:
        found.append(f"reference:{head.reference}{tail.reference}")
    if a.first == b.first:
        found.append("samelist" + way)
    return found


def unseen(scene: Scene, candidate: Candidate, anchor: Point) -> list[str]:
    """Features of an anchor point and an entity that its sentence does not name."""
    text, how = scene.text, candidate.how
    kind, cls, _ = scene.types[candidate.head if candidate.head_point is None else candidate.tail]
    lo, hi = scene.ranges[anchor.sentence]
    others = scene.points[lo:hi]
    found = [
        f"bias:{how}",
        f"unseen:{how}:{anchor.type}:{cls}",
        f"unseen:{how}:before={text[max(0, anchor.start - 2) : anchor.start]}",
        f"unseen:{how}:after={text[anchor.end : anchor.end + 2]}",
    ]
    before = {p.cls for p in others if p.index < anchor.index}
    after = {p.cls for p in others if p.index > anchor.last}
    found += [f"unseen:{how}:has<{name}" for name in sorted(before)]
    found += [f"unseen:{how}:has>{name}" for name in sorted(after)]
    same = sum(p.type == kind for p in others)
    found.append(f"unseen:{how}:rivals{min(same, 2)}")
    if anchor.first == lo:
        found.append(f"unseen:{how}:opens")
    return found


def said(words: Words, scene: Scene, head: Point, tail: Point) -> list[str]:
    """The trigger words between two points, just before and just after them."""
    pattern, group = words
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    way = ">" if a is head else "<"
    start, end = _gap(scene.points, a, b)
    found = set()
    for zone, lo, hi in (("in", start, end), ("pre", max(0, a.start - NEAR), a.start), ("post", b.end, b.end + NEAR)):
        piece = scene.text[lo : min(hi, lo + 120)]
        if zone == "pre":
            piece = re.split("[，。；]", piece)[-1]
        elif zone == "post":
            piece = re.split("[，。；]", piece)[0]
        for match in pattern.finditer(piece):
            found.add(f"say:{zone}{way}{group[match.group()]}")
            found.add(f"word:{zone}{way}{match.group()}")
    return sorted(found) or [f"say:nothing{way}"]


def said_near(words: Words, scene: Scene, anchor: Point, how: str) -> list[str]:
    """The trigger words around an anchor whose other end is not in the sentence."""
    found = set()
    pattern, group = words
    text, first, last = scene.text, scene.points[anchor.first], scene.points[anchor.last]
    before = re.split("[，。；]", text[max(0, first.start - NEAR) : first.start])[-1]
    after = re.split("[，。；]", text[last.end : last.end + NEAR])[0]
    for zone, piece in (("pre", before), ("post", after)):
        for match in pattern.finditer(piece):
            found.add(f"say:{how}{zone}{group[match.group()]}")
            found.add(f"word:{how}{zone}{match.group()}")
    return sorted(found) or [f"say:{how}nothing"]


def names(scene: Scene, head: Point, tail: Point) -> list[str]:
    """How the two names hold each other."""
    return names_of(scene.types[head.entity], scene.types[tail.entity])


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


def _kind(scene: Scene, point: Point) -> str:
    if point.entity == scene.main:
        return "main"
    return point.cls


def _gap(points: tuple[Point, ...], a: Point, b: Point) -> tuple[int, int]:
    """The text between two points, without the rest of the lists that they stand in."""
    if a.first == b.first:
        return a.end, max(a.end, b.start)
    return points[a.last].end, max(points[a.last].end, points[b.first].start)


def _inner(points: tuple[Point, ...], a: Point, b: Point) -> slice:
    return slice(a.index + 1, b.index) if a.first == b.first else slice(a.last + 1, b.first)
