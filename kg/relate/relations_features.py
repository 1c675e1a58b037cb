"""What is seen of a pair of points: the features by which a relation is judged."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.relate.relations_candidates import Candidate
from kg.relate.relations_places import short
from kg.relate.relations_scene import Held, Point, Scene

PHASE = re.compile(r"[一二三四五六七八九十\d][期段号标]|段$|标段$|工程$|站房|航站楼|扩建|改造|新址|院区|校区")
JOIN = re.compile(r"(?:市|县|区|镇)?(?:至|到|—|-|－|～)")
LINE = re.compile(
    r"铁路|高铁|高速|公路|国道|省道|大道|快速路|快线|轨道|地铁|城际|专列|列车|班列|[A-Z]\d{2,4}|线$|路$|线[^上]{0,4}段$"
)
STOP = re.compile(r"站$|互通$|收费站$|桥$|隧道$|枢纽$|出口$|口$|码头$|机场$|港$")
NEAR = 12  # characters before and after a pair in which words count

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
    if candidate.held:
        return held(scene, candidate, candidate.held)
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
        f"pair:{kind_of(scene, head.entity)}>{kind_of(scene, tail.entity)}",
        f"way:{way}",
        f"gap:{way}{bucket(len(gap))}",
        f"commas:{way}{min(commas, 3)}",
        f"pairgap:{head.type}>{tail.type}{way}{bucket(len(gap))}",
    ]
    for way_, point in (("head", head), ("tail", tail)):
        if point.index + 1 < len(points) and points[point.index + 1].start <= point.end:
            found.append(f"{way_} touches {points[point.index + 1].type}")
        if point.index and points[point.index - 1].end >= point.start:
            found.append(f"{points[point.index - 1].type} touches {way_}")
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
    other = candidate.head if candidate.head_point is None else candidate.tail
    kind, _, _ = scene.types[other]
    cls = kind_of(scene, other)
    lo, hi = scene.ranges[anchor.sentence]
    others = scene.points[lo:hi]
    found = [
        f"bias:{how}",
        f"unseen:{how}:{anchor.type}:{cls}",
        f"unseen:{how}:{kind_of(scene, anchor.entity)}:{cls}",
        f"unseen:{how}:ends={anchor.name[-1:]}",
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


def held(scene: Scene, candidate: Candidate, inner: Held) -> list[str]:
    """Features of a pair of which one name holds the other."""
    outer = candidate.head if inner.entity == candidate.tail else candidate.tail
    name = scene.types[outer][2]
    kinds = f"{kind_of(scene, candidate.head)}>{kind_of(scene, candidate.tail)}"
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


def said(words: Words, scene: Scene, head: Point, tail: Point) -> list[str]:
    """The trigger words between two points, just before and just after them."""
    pattern, group = words
    a, b = (head, tail) if head.start <= tail.start else (tail, head)
    way = ">" if a is head else "<"
    start, end = _gap(scene.points, a, b)
    found = set()
    first, last = scene.points[a.first].start, scene.points[b.last].end
    zones = (("in", start, end), ("pre", max(0, first - NEAR), first), ("post", last, last + NEAR))
    for zone, lo, hi in zones:
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


def kind_of(scene: Scene, entity: str) -> str:
    """What sort of thing an entity is: main, the class of a place, line, stop or phase of a project, or its type."""
    if entity == scene.main:
        return "main"
    _, cls, name = scene.types[entity]
    if cls == "project":
        return "line" if LINE.search(name) else "stop" if STOP.search(name) else "phase" if PHASE.search(name) else cls
    return cls


def _gap(points: tuple[Point, ...], a: Point, b: Point) -> tuple[int, int]:
    """The text between two points, without the rest of the lists that they stand in."""
    if a.first == b.first:
        return a.end, max(a.end, b.start)
    return points[a.last].end, max(points[a.last].end, points[b.first].start)


def _inner(points: tuple[Point, ...], a: Point, b: Point) -> slice:
    return slice(a.index + 1, b.index) if a.first == b.first else slice(a.last + 1, b.first)
