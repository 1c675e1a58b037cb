"""What is seen of a phrase that tells the state of works and a project that it may be said of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.relate.milestones_find import Claim, Lexicon, Said
from kg.relate.relations_kinds import bucket
from kg.relate.relations_scene import Point, Scene


def features(scene: Scene, words: Lexicon, claim: Claim, others: Sequence[Said]) -> list[str]:
    """All that is seen of a claim; `others` are the phrases around it in its sentence."""
    said, how = claim.said, claim.how
    status = "+".join(said.statuses)
    strength = "weak" if said.word in words.weak else "strong"
    found = ["bias", f"how:{how}", f"status:{how}:{status}", f"word:{said.word}", f"word:{how}:{said.word}"]
    found += [f"{strength}:{how}", f"{strength}:{how}:{status}", *_around(scene.text, claim)]
    if any(other.start == said.end for other in others):
        found.append("then another phrase")
    if any(other.end == said.start for other in others):
        found.append("just after another phrase")
    if words.negative.search(scene.text, max(said.clause[0], said.start - 6), said.start):
        found.append("negative")
    if claim.point is None:
        return found + _recalled(scene, said)
    return (
        found + _named(scene, claim, claim.point, others) + [f"{strength}{f}" for f in _size(scene, claim, claim.point)]
    )


def _around(text: str, claim: Claim) -> tuple[str, ...]:
    said, how = claim.said, claim.how
    return (
        f"then:{how}{text[said.end : said.end + 2]}",
        f"then1:{how}{text[said.end : said.end + 1]}",
        f"earlier:{how}{text[max(0, said.start - 2) : said.start]}",
        f"earlier1:{how}{text[max(0, said.start - 1) : said.start]}",
    )


def _recalled(scene: Scene, said: Said) -> list[str]:
    """Of a project that an earlier sentence named."""
    lo, hi = scene.ranges[said.sentence]
    return [
        f"recalled:opens={said.clause[0] == scene.sentences[said.sentence].start}",
        f"recalled:points={min(2, hi - lo)}",
        f"recalled:clause={bucket(said.start - said.clause[0])}",
        f"recalled:{scene.text[max(said.clause[0], said.start - 2) : said.start]}",
    ]


def _named(scene: Scene, claim: Claim, point: Point, others: Sequence[Said]) -> list[str]:
    """Of a project in the sentence of the phrase: what stands between them."""
    said, how, text = claim.said, claim.how, scene.text
    start, end = _gap(scene, claim, point)
    gap, close = text[start:end], scene.points[point.last].end
    found = [
        *_size(scene, claim, point),
        f"commas:{how}{min(3, gap.count('，') + gap.count('：'))}",
        f"kind:{how}{scene.kinds[claim.project]}",
        f"reference:{how}{point.reference}",
        f"list:{how}{point.first != point.last}",
        f"clause:{how}{said.clause[0] <= point.start < said.clause[1]}",
        f"after:{text[close : close + 1]}:{how}",
        f"opens:{how}{point.order == scene.ranges[said.sentence][0]}",
        f"phrases between:{how}{min(2, sum(start <= o.start < end and o.start != said.start for o in others))}",
    ]
    if "；" in gap:
        found.append("semicolon:" + how)
    if len(gap) <= 4:
        found += [f"gap={how}{gap}", f"gap={how}{gap}:{'+'.join(said.statuses)}"]
    if how == "after":
        found += [f"object:{text[close : close + 2]}", f"object:{said.word}:{text[close : close + 2]}"]
    return found + _others(scene, claim, point)


def _size(scene: Scene, claim: Claim, point: Point) -> tuple[str, str]:
    start, end = _gap(scene, claim, point)
    size = bucket(end - start)
    return f"gap:{claim.how}{size}", f"gap:{claim.how}{'+'.join(claim.said.statuses)}{size}"


def _others(scene: Scene, claim: Claim, point: Point) -> list[str]:
    """Other things named between the phrase and the project."""
    lo, hi = scene.ranges[claim.said.sentence]
    middle = lo + bisect_left(range(lo, hi), claim.said.start, key=lambda i: scene.points[i].start)
    first, last = (point.last + 1, middle) if claim.how == "before" else (middle, point.first)
    types = [scene.points[i].type for i in range(first, last)]
    found = [f"projects between:{claim.how}{min(2, types.count('Project'))}"]
    return found + [f"between:{claim.how}{kind}" for kind in sorted(set(types) - {"Project"})]


def _gap(scene: Scene, claim: Claim, point: Point) -> tuple[int, int]:
    """The text between phrase and project, without the rest of the project's list."""
    said = claim.said
    if claim.how == "before":
        start = scene.points[point.last].end
        return start, max(start, said.start)
    return said.end, max(said.end, scene.points[point.first].start)
