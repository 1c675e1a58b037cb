"""The place that is asked about, and what its explanations share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.model import Annotation, ObservationDraft, Sentence, Span
from kg.pipeline import Tools
from kg.relate import observations
from kg.relate.learned import Learned, load_learned
from kg.relate.relations_scene import Scene, scene
from kg.repair import to_raw

Row = dict[str, Any]
TELLING = 4  # features that are named as reasons


@dataclass(frozen=True)
class Spot:
    """A stretch [start, end) of the reading text of a document."""

    annotation: Annotation
    start: int
    end: int
    tools: Tools

    @cached_property
    def learned(self) -> Learned:
        return self.tools.learned or load_learned()

    @cached_property
    def stage(self) -> Scene:
        return scene(self.annotation, self.tools.seeds)

    @cached_property
    def observed(self) -> list[ObservationDraft]:
        return observations.find(self.annotation, self.tools.seeds, self.learned.rankers)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """The names of the document's things by key; that of the main place under ""."""
        place = self.annotation.frame.main_place
        return {"": place.name if place else ""} | {m.entity: m.name for m in self.annotation.mentions}

    def name(self, key: str | None) -> str:
        """What a thing is called, by its key in the document."""
        return self.called.get(key or "", key or "").removeprefix("metric:")

    def holds(self, start: int, end: int) -> bool:
        """Does the stretch share a character with [start, end)?"""
        return start < self.end and self.start < end

    def sentences(self) -> Iterator[tuple[int, Sentence]]:
        """The sentences of the stretch with their numbers."""
        for number, sentence in enumerate(self.annotation.frame.sentences):
            if self.holds(sentence.start, sentence.end):
                yield number, sentence

    def at(self, start: int, end: int) -> Row:
        """The words of a reading span and their raw offsets."""
        text = self.annotation.reading.text[start:end]
        first, last, _ = to_raw(self.annotation.reading, start, end)
        return {"text": text, "start": first, "end": last}


def spots(annotation: Annotation, raw: tuple[int, int], tools: Tools) -> Iterator[Spot]:
    """The stretch of the reading text that holds the raw characters [start, end), if any of them was read."""
    span = reading_span(annotation, *raw)
    if span:
        yield Spot(annotation, span.start, span.end, tools)


def reading_span(annotation: Annotation, start: int, end: int) -> Span | None:
    """The reading span of raw characters, from the first that was kept to the last."""
    kept = [
        (s.start + max(start, s.raw) - s.raw, s.start + min(end, s.raw + s.length) - s.raw)
        for s in annotation.reading.segments
        if s.raw < end and start < s.raw + s.length
    ]
    return Span(min(a for a, _ in kept), max(b for _, b in kept)) if kept else None


def telling(weights: Mapping[str, float], features: Iterable[str], other: Iterable[str] = ()) -> list[str]:
    """The features that speak most for a candidate or against it, those that `other` has too left out."""
    shared = set(other)
    told = {f: weights[f] for f in features if f in weights and f not in shared}
    first = sorted(told, key=lambda f: (-abs(told[f]), f))[:TELLING]
    return [f"{f} {told[f]:+.2f}" for f in first]


def ordered(rows: Sequence[Row], most: int) -> list[Row]:
    """The rows with the highest scores, at most `most`."""
    return sorted(rows, key=lambda row: -row["score"])[:most]
