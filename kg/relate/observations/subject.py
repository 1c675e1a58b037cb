"""Candidates for what a figure is about: names of its sentence and of those before, else the main place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.frame.discourse import Discourse, Reference
from kg.model import Annotation, Mention, Section
from kg.relate.observations.features import context
from kg.relate.observations.names import Earlier
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

MAIN = ""  # the key of the main place
BACK = 6  # names of earlier sentences that are looked at


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate subject or period and what the ranker is told of it."""

    value: str | None
    features: tuple[str, ...]


class Topics:
    """The names of a document, by key and in order, for questions about what was spoken of last."""

    def __init__(self, annotation: Annotation, discourse: Discourse) -> None:
        self.discourse = discourse
        self.reference_starts = [r.start for r in discourse.references]
        place = annotation.frame.main_place
        self.types: dict[str, str] = {MAIN: "Main"}
        self.keys: dict[str, str] = {}
        for m in annotation.mentions:
            main = (
                m.type == "Place" and place is not None and (m.name == place.name or (m.code and m.code == place.code))
            )
            self.keys[m.entity] = MAIN if main else m.entity
            if not main:
                self.types[m.entity] = f"{m.type}.{m.kind}" if m.type == "Place" else m.type
        self.mentions = annotation.mentions
        self.starts = [m.start for m in annotation.mentions]
        self.blocks = [s.block for s in annotation.frame.sentences]
        self.block_start: dict[int, int] = {}
        for s in annotation.frame.sentences:
            self.block_start.setdefault(s.block, s.start)

    def key(self, mention: Mention) -> str:
        """The key of a mention's entity; the main place's is ""."""
        return self.keys[mention.entity]

    def references(self, start: int, end: int) -> Sequence[Reference]:
        """The words between `start` and `end` that stand for something named before (该市, 公司, 全镇)."""
        low, high = bisect_left(self.reference_starts, start), bisect_left(self.reference_starts, end)
        return self.discourse.references[low:high]

    def focus(self, sentence: int, at: int) -> Iterator[tuple[str, str]]:
        """What was last named before the sentence: its class and how far back, and its key."""
        for kind, (entity, where) in self.discourse.focus[sentence].last.items():
            far = at - where
            yield f"{kind}{0 if far < 60 else 1 if far < 150 else 2 if far < 400 else 3}", self.keys.get(entity, entity)


def subjects(
    slot: Slot, metric: str, earlier: Sequence[Earlier], topics: Topics, back: Sequence[Mention]
) -> list[Choice]:
    """Return the candidate subjects of `slot`; `back` are names of the block's earlier sentences, nearest first."""
    found: dict[str, list[str]] = {MAIN: []}
    ranks: dict[str, int] = {}
    for mention in reversed(slot.mentions):
        kind = mention.type
        ranks[kind] = ranks.get(kind, 0) + 1
        where = "c" if mention.start >= slot.clause_start else "s"
        first = mention is slot.mentions[0] and slot.mentions
        body = bool(slot.body) and slot.body[0].mention is mention
        found.setdefault(topics.key(mention), []).append(
            f"{where}{min(ranks[kind], 3)}{'f' if first else ''}{'b' if body else ''}"
        )
    for k, mention in enumerate(slot.after):
        gap = "o" if any(t.sign == "O" and t.end == mention.start for t in slot.right) else ""
        found.setdefault(topics.key(mention), []).append(f"a{k}{gap}")
    for k, mention in enumerate(back[:BACK]):
        found.setdefault(topics.key(mention), []).append(f"p{min(k, 3)}")
    for k, e in enumerate(e for e in reversed(earlier[-2:]) if e.slot.block == slot.block):
        same = "same" if e.slot.sentence == slot.sentence else "far"
        alike = "=" if e.metric == metric else "!"
        found.setdefault(e.subject, []).append(f"e{k}{same}{alike}")
    for reference in topics.references(slot.start, slot.quantity.start)[-3:]:
        where = "c" if reference.start >= slot.clause_start else "s"
        for entity in reference.entities[-2:]:
            found.setdefault(topics.keys.get(entity, entity), []).append(f"r{where}{reference.type}")
    for kind, entity in topics.focus(slot.sentence, slot.quantity.start):
        found.setdefault(entity, []).append(f"f{kind}")
    if slot.group[1] > 1:
        _spread(slot, topics, earlier, found)
    return [Choice(key, tuple(marks)) for key, marks in found.items()]


def _spread(slot: Slot, topics: Topics, earlier: Sequence[Earlier], found: dict[str, list[str]]) -> None:
    """A run of figures over a list of names: the name at the same place."""
    place, length, first = slot.group
    head = slot if not place else next((e.slot for e in earlier if e.slot.index == first), slot)
    names = [t.mention for t in head.left[head.clause :] if t.mention]
    if len(names) == length:
        found.setdefault(topics.key(names[place]), []).append("list" + ("+" if slot.marked else "-"))
    before = [e for e in earlier if e.slot.index < first and e.slot.block == slot.block]
    if len(before) >= length:
        found.setdefault(before[place - length].subject, []).append("run")


def subject_features(
    slot: Slot, metric: str, kind: str, choices: Sequence[Choice], about: tuple[Topics, Words, Section | None]
) -> list[list[str]]:
    """Return the features of each candidate subject."""
    topics, words, section = about
    ctx = context(slot)
    deixis = next((t.text for t in reversed(slot.left) if t.sign == "X"), "")
    near = next((t.text for t in reversed(slot.left[slot.clause :]) if t.sign == "X"), "")
    known = metric in words.names
    seen = {topics.types.get(c.value or "", "?") for c in choices}
    others = "".join(sorted({t[:2] for t in seen if t not in ("Main",)}))
    sect = section.place.name if section and section.place else ""
    out = []
    for choice in choices:
        kind_ = topics.types.get(choice.value or "", "?")
        marks = choice.features
        out.append(
            [
                f"t:{kind_}",
                f"tz:{kind_}:{metric[-2:]}",
                f"ta:{kind_}:{metric[:2]}",
                f"tm:{kind_}:{metric}",
                f"tu:{kind_}:{slot.quantity.unit}",
                f"tk:{kind_}:{kind}:{known}",
                f"tv:{kind_}:{ctx.verb}",
                f"tx:{kind_}:{deixis}",
                f"tn:{kind_}:{near}",
                f"to:{kind_}:{others}",
                f"ts:{kind_}:{bool(sect)}",
                f"tf:{kind_}:{slot.first}",
                f"few:{len(marks) == 0}:{kind_}",
                *(f"m:{m}" for m in marks),
                *(f"mt:{m}:{kind_}" for m in marks),
                *(f"mk:{m}:{kind_}:{known}" for m in marks),
                *(f"mz:{m}:{metric[-2:]}" for m in marks),
                *(f"mu:{m}:{kind_}:{ctx.unit}" for m in marks),
            ]
        )
    return out
