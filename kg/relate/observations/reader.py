"""Reads the figures of one document in order: is it an observation, of what, about whom, of which kind and time?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from kg.frame import discourse
from kg.model import KINDS, MODALITIES, Annotation, ObservationDraft, Section, Span
from kg.relate.observations.features import accept_features, kind_features, metric_features
from kg.relate.observations.modality import modality_features
from kg.relate.observations.names import Earlier, Named, candidates
from kg.relate.observations.period import Times, period_features, times
from kg.relate.observations.slots import Slot, slots
from kg.relate.observations.subject import MAIN, Topics, subject_features, subjects
from kg.relate.observations.words import words
from kg.seeds import Seeds

ACCEPT = ("no", "yes")
QUOTE = 60  # characters of a quote


class Decide(Protocol):
    """Chooses: the rankers when reading, the gold when learning."""

    def rank(
        self, task: str, slot: Slot, values: Sequence[str | None], features: Sequence[Sequence[str]]
    ) -> tuple[int, float]: ...

    def classify(self, task: str, slot: Slot, classes: Sequence[str], features: Sequence[str]) -> tuple[int, float]: ...


class Reader:
    """One document being read; what was read before helps to read what follows."""

    def __init__(self, annotation: Annotation, seeds: Seeds, decide: Decide) -> None:
        self.annotation, self.words, self.decide = annotation, words(seeds), decide
        self.slots = slots(annotation, self.words)
        said = discourse.read(annotation.reading.text, annotation.frame, annotation.mentions, seeds)
        self.topics, self.times = Topics(annotation, said), Times(annotation)
        self.section_starts = [s.start for s in annotation.frame.sections]
        self.earlier: list[Earlier] = []

    def read(self) -> list[ObservationDraft]:
        """Return a draft for each figure that is an observation, in order."""
        out: list[ObservationDraft] = []
        for slot in self.slots:
            draft = self._read(slot)
            if draft:
                out.append(draft)
        return out

    def _read(self, slot: Slot) -> ObservationDraft | None:
        yes, sure = self.decide.classify("accept", slot, ACCEPT, accept_features(slot, self.words))
        if not yes:
            return None
        named = candidates(slot, self.earlier, self.words)
        if not named:
            return None
        best, score = self.decide.rank(
            "metric", slot, [n.name for n in named], metric_features(slot, named, self.words)
        )
        name = named[best]
        k, _ = self.decide.classify("kind", slot, KINDS, kind_features(slot, name.name, name.source, self.words))
        subject = self._subject(slot, name.name, KINDS[k])
        section = self._section(slot)
        who = self.topics.types.get(subject, "?")
        following = self.slots[slot.index + 1] if slot.index + 1 < len(self.slots) else None
        about = (self.words, self.times, section, following)
        m, _ = self.decide.classify(
            "modality", slot, MODALITIES, modality_features(slot, (name.name, KINDS[k], who), self.earlier, about)
        )
        choices = times(slot, self.earlier, self.times, section, subject)
        reading = (name.name, KINDS[k], who, MODALITIES[m])
        p, _ = self.decide.rank(
            "period", slot, [c.value for c in choices], period_features(slot, reading, choices, self.times)
        )
        self.earlier.append(Earlier(slot, name.name, KINDS[k], subject, choices[p].value, MODALITIES[m]))
        return self._draft(slot, name, (subject, choices[p].value, KINDS[k], MODALITIES[m]), min(sure, score))

    def _subject(self, slot: Slot, metric: str, kind: str) -> str:
        choices = subjects(slot, metric, self.earlier, self.topics)
        features = subject_features(slot, metric, kind, choices, (self.topics, self.words, self._section(slot)))
        best, _ = self.decide.rank("subject", slot, [c.value for c in choices], features)
        return choices[best].value or MAIN

    def _section(self, slot: Slot) -> Section | None:
        """The innermost section that the figure lies in."""
        at = bisect_right(self.section_starts, slot.quantity.start) - 1
        while at >= 0:
            section = self.annotation.frame.sections[at]
            if section.end > slot.quantity.start:
                return section
            at -= 1
        return None

    def _draft(
        self, slot: Slot, named: Named, fields: tuple[str, str | None, str, str], score: float
    ) -> ObservationDraft:
        subject, period, kind, modality = fields
        quantity = slot.quantity
        sign = -1 if kind == "change" and falls(slot, named) and quantity.value > 0 else 1
        return ObservationDraft(
            metric=named.name,
            subject=subject,
            value=quantity.value * sign,
            value_max=quantity.value_max * sign if quantity.value_max is not None else None,
            unit=quantity.unit,
            kind=kind,
            qualifier=quantity.qualifier,
            period=period,
            modality=modality,
            quote=quote(slot, self.annotation.reading.folded),
            number=Span(*quantity.number),
            rule=f"observation:{named.source}",
            metric_spans=named.spans,
            score=round(score, 4),
        )


def falls(slot: Slot, named: Named) -> bool:
    """Is the nearest word of change before the figure one of decrease that is no part of the name?"""
    word = next((t for t in reversed(slot.left[slot.clause :]) if t.sign in "UD"), None)
    if word is None and slot.group[0] and not any(t.sign == "N" for t in slot.left):
        return False
    return (
        word is not None
        and word.sign == "D"
        and not any(s.start <= word.start and word.end <= s.end for s in named.spans)
    )


def quote(slot: Slot, text: str) -> Span:
    """The figure's clause, cut to QUOTE characters around the figure."""
    start = min(slot.clause_start, slot.quantity.start)
    end = max(slot.clause_end, slot.quantity.end)
    if end - start > QUOTE:
        end = max(slot.quantity.end, min(end, start + QUOTE))
        start = max(start, end - QUOTE) if end - start > QUOTE else start
    while start < slot.quantity.start and text[start] in " 　\n、，和及":
        start += 1
    while end > slot.quantity.end and text[end - 1] in " 　\n":
        end -= 1
    return Span(start, end)
