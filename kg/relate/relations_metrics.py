"""What a policy or a project moves: the figures that a sentence sets beside it as its effect."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.model import ObservationDraft
from kg.relate.relations_kinds import bucket
from kg.relate.relations_scene import Point, Scene
from kg.relate.relations_triggers import Heard

LATER = 1  # sentences after the one that names the policy


class Effect(NamedTuple):
    """A policy or project and a figure that it may have moved."""

    head: Point
    observation: ObservationDraft
    features: tuple[str, ...]


def effects(scene: Scene, observations: Sequence[ObservationDraft], words: Heard) -> Iterator[Effect]:
    """Each figure with the policies and projects before it, in its sentence or the one before."""
    ordered = sorted(observations, key=lambda o: (o.number.start, o.number.end, o.metric))
    movers = [p for p in scene.points if p.type in ("Policy", "Project")]
    starts = [p.start for p in movers]
    sentence = 0
    for observation in ordered:
        at = observation.number.start
        while sentence + 1 < len(scene.sentences) and scene.sentences[sentence + 1].start <= at:
            sentence += 1
        nearest = bisect_left(starts, at) - 1
        for index in range(nearest, max(-1, nearest - 5), -1):
            head = movers[index]
            if sentence - head.sentence > LATER or not _same_block(scene, head.sentence, sentence):
                break
            sight = _Sight(scene, head, observation, sentence, nearest - index)
            yield Effect(head, observation, tuple(_features(sight, words)))


class _Sight(NamedTuple):
    """A policy or project and a figure: in which sentence the figure stands, how many others are nearer."""

    scene: Scene
    head: Point
    observation: ObservationDraft
    sentence: int
    rank: int


def _same_block(scene: Scene, one: int, two: int) -> bool:
    return scene.sentences[one].block == scene.sentences[two].block


def _features(sight: _Sight, words: Heard) -> list[str]:
    scene, head, observation, sentence, rank = sight
    text, kind, later = scene.text, head.type, sentence - head.sentence
    start, end = scene.points[head.last].end, observation.number.start
    gap = text[start:end] if start < end else ""
    found = [
        f"bias:{kind}",
        f"later:{kind}{later}",
        f"gap:{kind}{bucket(len(gap))}",
        f"commas:{kind}{later}{min(gap.count('，'), 4)}",
        f"stops:{min(gap.count('；'), 2)}",
        f"rank:{kind}{min(rank, 3)}",
        f"before={text[max(0, head.start - 2) : head.start]}",
        f"after={text[start : start + 2]}",
        f"number={text[max(0, end - 2) : end]}",
        f"list:{head.first != head.last}",
        f"opens:{head.order == scene.ranges[head.sentence][0]}",
        f"reference:{head.reference}",
        *_figure(scene, head, observation),
    ]
    between = {p.type for p in scene.points[head.last + 1 : _until(scene, sentence, end)]}
    found += [f"between:{kind}{name}" for name in sorted(between)]
    hits = [hit for number in range(head.sentence, sentence + 1) for hit in words.hits(number, start, end)]
    found += sorted({f"say:{kind}{hit.group}" for hit in hits} | {f"word:{hit.word}" for hit in hits})
    return found


def _figure(scene: Scene, head: Point, observation: ObservationDraft) -> tuple[str, ...]:
    """What the figure is of."""
    kind, metric = head.type, observation.metric
    own = "own" if observation.subject == head.entity else "other"
    subject = "main" if observation.subject in ("", scene.main) else own
    return (
        f"subject:{kind}{subject}",
        f"kind:{kind}{observation.kind}",
        f"unit:{kind}{observation.unit}",
        f"modality:{kind}{observation.modality}",
        f"metric:{kind}{metric[-2:]}",
        f"metric:{kind}{metric[:2]}",
    )


def _until(scene: Scene, sentence: int, end: int) -> int:
    """Index of the first point of the sentence that starts at `end` or later."""
    lo, hi = scene.ranges[sentence]
    while lo < hi and scene.points[lo].start < end:
        lo += 1
    return lo
