"""Reads the figures of one document in order: is it an observation, of what, about whom, of which kind and time?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kg.frame import discourse
from kg.model import KINDS, MODALITIES, Annotation, ObservationDraft, Section, Span
from kg.relate.observations.candidate import Aspect, Bundle, Earlier, Named
from kg.relate.observations.features import Context, accept_bundles, context, kind_bundles, metric_aspects
from kg.relate.observations.modality import modality_bundles
from kg.relate.observations.names import candidates
from kg.relate.observations.period import Times, times
from kg.relate.observations.period_features import period_aspects
from kg.relate.observations.slots import Slot, slots
from kg.relate.observations.subject import MAIN, Topics, shared, subject_aspects, subjects
from kg.relate.observations.words import words
from kg.seeds import Seeds

ACCEPT = ("no", "yes")
ALL = frozenset({"均", "都", "各", "双双", "均超", "均达", "均为", "均达到", "均超过"})  # of each one named
NEAR = 30  # figures that are remembered
QUOTE = 60  # characters of a quote


class Decide(Protocol):
    """Chooses: the rankers when reading, the gold when learning."""

    def rank(self, task: str, slot: Slot, values: Sequence[str | None], aspects: list[Aspect]) -> tuple[int, float]: ...

    def classify(self, task: str, slot: Slot, classes: Sequence[str], bundles: list[Bundle]) -> tuple[int, float]: ...


class Reader:
    """One document being read; what was read before helps to read what follows."""

    def __init__(self, annotation: Annotation, seeds: Seeds, decide: Decide) -> None:
        self.annotation, self.words, self.decide = annotation, words(seeds), decide
        self.slots = slots(annotation, self.words)
        said = discourse.read(annotation.reading.folded, annotation.frame, annotation.mentions, seeds)
        self.topics, self.times = Topics(annotation, said), Times(annotation)
        self.section_starts = [s.start for s in annotation.frame.sections]
        self.earlier: list[Earlier] = []

    def read(self) -> list[ObservationDraft]:
        """Return a draft for each figure that is an observation, in order."""
        out: list[ObservationDraft] = []
        for slot in self.slots:
            draft = self._read(slot)
            if draft:
                out += each(draft, slot, self.topics)
        return out

    def _read(self, slot: Slot) -> ObservationDraft | None:
        about = context(slot)
        yes, sure = self.decide.classify("accept", slot, ACCEPT, accept_bundles(slot, about, self.words))
        if not yes:
            return None
        found = candidates(slot, self.earlier, self.words)
        if not found:
            return None
        aspects = metric_aspects(slot, about, found, self.words)
        best, score = self.decide.rank("metric", slot, [n.name for n in found], aspects)
        named = found[best]
        k, _ = self.decide.classify("kind", slot, KINDS, kind_bundles(slot, about, named.name, named.source))
        subject = self._subject(slot, about, named.name, KINDS[k])
        modality = self._modality(slot, about, (named.name, KINDS[k], self.topics.types.get(subject, "?")))
        period = self._period(slot, about, (named.name, KINDS[k], subject, modality))
        del self.earlier[:-NEAR]
        self.earlier.append(Earlier(slot, named.name, KINDS[k], subject, period, modality))
        return self._draft(slot, named, (subject, period, KINDS[k], modality), min(sure, score))

    def _subject(self, slot: Slot, about: Context, metric: str, kind: str) -> str:
        last = self.earlier[-1] if self.earlier else None
        if last and self._stays(slot, last):
            return last.subject
        one = shared(slot, self.earlier, self.topics)
        if one is not None:
            return one
        choices = subjects(slot, metric, self.earlier, self.topics)
        aspects = subject_aspects(slot, about, (metric, kind), choices, self.topics, self.words)
        best, _ = self.decide.rank("subject", slot, [c.value for c in choices], aspects)
        return choices[best].value or MAIN

    def _stays(self, slot: Slot, last: Earlier) -> bool:
        """Is nothing named between two figures of a sentence that could be a new subject?"""
        at = last.slot.quantity.end
        if last.slot.sentence != slot.sentence or slot.apart or slot.group[1] > 1 or slot.after or slot.cell:
            return False
        named = bool(slot.mentions) and slot.mentions[-1].start >= at
        return not named and not self.topics.references(at, slot.quantity.start)

    def _modality(self, slot: Slot, about: Context, reading: tuple[str, str, str]) -> str:
        following = self.slots[slot.index + 1] if slot.index + 1 < len(self.slots) else None
        around = (self.words, self.times, self._section(slot), following)
        bundles = modality_bundles(slot, about, reading, self.earlier, around)
        best, _ = self.decide.classify("modality", slot, MODALITIES, bundles)
        return MODALITIES[best]

    def _period(self, slot: Slot, about: Context, reading: tuple[str, str, str, str]) -> str | None:
        metric, kind, subject, modality = reading
        held = times(slot, self.earlier, self.times, self._section(slot), subject)
        told = (metric, kind, self.topics.types.get(subject, "?"), modality)
        aspects = period_aspects(slot, about, told, held, self.times)
        best, _ = self.decide.rank("period", slot, [value for value, _ in held.choices], aspects)
        return held.choices[best].value

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


def each(draft: ObservationDraft, slot: Slot, topics: Topics) -> list[ObservationDraft]:
    """One draft for each name of a list that shares a figure: 甲镇、乙镇均超过5亿元."""
    clause = slot.left[slot.clause :]
    if slot.group[1] > 1 or not any(t.text in ALL for t in clause):
        return [draft]
    named = [t for t in clause if t.sign in "ML"]
    listed = [t.mention for t in named if t.mention]
    between = [t for t in clause if listed and listed[0].start <= t.start < listed[-1].end]
    alike = {m.type for m in listed} in ({"Place"}, {"Project"}, {"Organization"})
    if len(listed) < 2 or not alike or any(t.sign not in "ML" for t in between):
        return [draft]
    return [replace(draft, subject=key) for key in dict.fromkeys(topics.key(m) for m in listed)]


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
