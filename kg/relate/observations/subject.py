"""Candidates for what a figure is about: names of its sentence and of those before, else the main place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.frame.discourse import Discourse, Reference
from kg.model import Annotation, Mention, Section
from kg.relate.observations.features import context
from kg.relate.observations.names import Earlier
from kg.relate.observations.slots import STOP, Slot
from kg.relate.observations.words import Words

MAIN = ""  # the key of the main place
BACK = 7  # names of earlier sentences that are looked at


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
        self.genre = annotation.frame.genre
        self.mentions = annotation.mentions
        self.starts = [m.start for m in annotation.mentions]
        self.block_start: dict[int, int] = {}
        self.opens: dict[int, str] = {}  # where a sentence (s) or a block (b) begins
        for s in annotation.frame.sentences:
            self.opens[s.start] = "s" if s.block in self.block_start else "b"
            self.block_start.setdefault(s.block, s.start)
        self.text = annotation.reading.folded
        self.figures = [q.start for q in annotation.quantities]

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


def subjects(slot: Slot, metric: str, earlier: Sequence[Earlier], topics: Topics) -> list[Choice]:
    """Return the candidate subjects of `slot`, each with the ways it was come upon."""
    found: dict[str, list[str]] = {MAIN: []}
    _of_sentence(slot, topics, found)
    _of_before(slot, topics, found)
    for k, e in enumerate(e for e in reversed(earlier[-2:]) if e.slot.block == slot.block):
        same = "same" if e.slot.sentence == slot.sentence else "far"
        alike = "=" if e.metric == metric else "!"
        new = any(m.start > e.slot.quantity.end for m in slot.mentions)
        apart = topics.text.find("；", e.slot.quantity.end, slot.quantity.start) >= 0
        found.setdefault(e.subject, []).extend((f"e{k}{same}{alike}{apart:d}", f"e{k}{same}{new:d}{apart:d}"))
    for reference in topics.references(slot.start, slot.quantity.start)[-3:]:
        where = "c" if reference.start >= slot.clause_start else "s"
        for entity in reference.entities[-2:]:
            marks = (f"r{where}{reference.type}", f"r{where}{topics.text[reference.start : reference.end][:2]}")
            found.setdefault(topics.keys.get(entity, entity), []).extend(marks)
    for kind, entity in topics.focus(slot.sentence, slot.quantity.start):
        found.setdefault(entity, []).append(f"f{kind}")
    if slot.cell:
        low, high = (bisect_left(topics.starts, end) for end in slot.cell.label)
        for mention in topics.mentions[low:high]:
            found.setdefault(topics.key(mention), []).append(f"cell{slot.cell.role}")
    if slot.group[1] > 1:
        _spread(slot, topics, earlier, found)
    return [Choice(key, tuple(marks)) for key, marks in found.items()]


def _of_sentence(slot: Slot, topics: Topics, found: dict[str, list[str]]) -> None:
    text = topics.text
    ranks: dict[str, int] = {}
    for mention in reversed(slot.mentions):
        ranks[mention.type] = rank = ranks.get(mention.type, 0) + 1
        clauses = len(STOP.findall(text, mention.end, slot.quantity.start))
        apart = text.find("；", mention.end, slot.quantity.start) >= 0
        where = f"c{min(clauses, 3)}{';' if apart else ''}"
        figures = bisect_left(topics.figures, slot.quantity.start) - bisect_left(topics.figures, mention.end)
        before = text[mention.start - 1 : mention.start] if mention.start > slot.start else "^"
        initial = "^" if mention.start == slot.start else "," if before in "，；、：——" else "."
        found.setdefault(topics.key(mention), []).extend(
            (
                f"{where}{initial}",
                f"k{min(rank, 3)}{where}",
                f"g{min(figures, 3)}{where}",
                f"<{before}{where}",
                f">{text[mention.end : mention.end + 1]}{where}",
                f"b{bool(slot.body) and slot.body[0].mention is mention:d}{min(rank, 2)}",
            )
        )
    for k, mention in enumerate(slot.after):
        gap = text[slot.quantity.end : mention.start]
        link = "的" if gap.startswith("的") else "" if gap else "0"
        marks = (f"a{k}{link}", f"a{k}{gap[:2]}", f"a>{text[mention.end : mention.end + 1]}{link}")
        found.setdefault(topics.key(mention), []).extend(marks)


def _of_before(slot: Slot, topics: Topics, found: dict[str, list[str]]) -> None:
    """Names before the sentence: nearest first, those that begin a sentence or a block, those of the heading."""
    at = bisect_left(topics.starts, slot.start)
    block = topics.block_start[slot.block]
    for k, mention in enumerate(reversed(topics.mentions[max(0, at - BACK) : at])):
        inside = "i" if mention.start >= block else "o"
        opens = topics.opens.get(mention.start, "")
        found.setdefault(topics.key(mention), []).extend((f"p{min(k, 4)}{inside}", f"o{opens}{inside}{min(k, 2)}"))
    first = bisect_left(topics.starts, block)
    if first < at:
        mention = topics.mentions[first]
        found.setdefault(topics.key(mention), []).append(f"h{topics.opens.get(mention.start, '')}")


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
                f"tg:{kind_}:{topics.genre}",
                f"tb:{kind_}:{ctx.body}:{ctx.sign}",
                f"semi:{kind_}:{slot.apart}",
                *(f"m:{m}" for m in marks),
                *(f"mt:{m}:{kind_}" for m in marks),
                *(f"mk:{m}:{kind_}:{known}" for m in marks),
                *(f"mz:{m}:{kind_}:{metric[-2:]}" for m in marks),
                *(f"mu:{m}:{kind_}:{ctx.unit}" for m in marks),
                *(f"mo:{m}:{kind_}:{others}" for m in marks),
            ]
        )
    return out
