"""Candidates for what a figure is about: names of its sentence and of those before, else the main place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.frame.discourse import Discourse, Reference
from kg.model import Annotation, Mention
from kg.relate.observations.candidate import Aspect, Bundle, Earlier
from kg.relate.observations.features import Context
from kg.relate.observations.slots import STOP, Slot
from kg.relate.observations.words import Words

MAIN = ""  # the key of the main place
BACK = 7  # names of earlier sentences that are looked at
SEP = "\x1f"  # between a mark and the type of a subject


class Choice(NamedTuple):
    """A candidate subject or period and what the ranker is told of it."""

    value: str | None
    features: Sequence[str]


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

    def key(self, mention: Mention) -> str:
        """The key of a mention's entity; the main place's is ""."""
        return self.keys[mention.entity]

    def references(self, start: int, end: int) -> Sequence[Reference]:
        """The words between `start` and `end` that stand for something named before (该市, 公司, 全镇)."""
        low, high = bisect_left(self.reference_starts, start), bisect_left(self.reference_starts, end)
        return self.discourse.references[max(low, high - 3) : high]

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
    for reference in topics.references(slot.start, slot.quantity.start):
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
    return [Choice(key, marks) for key, marks in found.items()]


def _of_sentence(slot: Slot, topics: Topics, found: dict[str, list[str]]) -> None:
    text = topics.text
    ranks: dict[str, int] = {}
    alone = min(sum([m.start >= slot.clause_start for m in slot.mentions]), 2)
    body = slot.body[0].mention if slot.body else None
    for mention in reversed(slot.mentions):
        ranks[mention.type] = rank = ranks.get(mention.type, 0) + 1
        clauses = len(STOP.findall(text, mention.end, slot.quantity.start))
        apart = text.find("；", mention.end, slot.quantity.start) >= 0
        where = f"c{min(clauses, 3)}{';' if apart else ''}"
        after = text[mention.end : mention.end + 1]
        before = text[mention.start - 1 : mention.start] if mention.start > slot.start else "^"
        initial = "^" if mention.start == slot.start else "," if before in "，；、：——" else "."
        found.setdefault(topics.key(mention), []).extend(
            (
                f"{where}{initial}",
                f"k{min(rank, 3)}{where}",
                f"i{initial}{alone}{where}{after in '的、和与，'}",
                f">{after}{where}",
                f"b{body is mention:d}{min(rank, 2)}",
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
        found.setdefault(topics.key(mention), []).append(f"p{min(k, 4)}{inside}")
    first = bisect_left(topics.starts, block)
    if first < at:
        mention = topics.mentions[first]
        found.setdefault(topics.key(mention), []).append(f"h{topics.opens.get(mention.start, '')}")


def _spread(slot: Slot, topics: Topics, earlier: Sequence[Earlier], found: dict[str, list[str]]) -> None:
    """A run of figures over a list of names: the name at the same place; or over what the run before was about."""
    place, length, first = slot.group
    before = [e for e in earlier if e.slot.index < first and e.slot.block == slot.block]
    if len(before) >= length:
        found.setdefault(before[place - length].subject, []).append("run")


def shared(slot: Slot, earlier: Sequence[Earlier], topics: Topics) -> str | None:
    """Of a run of figures after a list of as many names (甲镇、乙镇分别为…), the name at the figure's place."""
    place, length, first = slot.group
    if length < 2:
        return None
    head = slot if not place else next((e.slot for e in earlier if e.slot.index == first), None)
    if head is None:
        return None
    lists: list[list[Mention]] = [[]]
    linked = False
    for token in head.left if slot.marked else head.left[head.clause :]:
        if token.mention and (linked or not lists[-1]) and (not lists[-1] or lists[-1][0].type == token.mention.type):
            lists[-1].append(token.mention)
        elif token.sign != "L":
            lists.append([token.mention] if token.mention else [])
        linked = token.sign == "L"
    names = next((names for names in reversed(lists) if len(names) > 1), [])
    return topics.key(names[place]) if len(names) == length else None


def subject_aspects(
    slot: Slot, about: Context, reading: tuple[str, str], choices: Sequence[Choice], topics: Topics, words: Words
) -> list[Aspect]:
    """Return the aspects of the candidate subjects; `reading` is the figure's metric and kind."""
    metric, kind = reading
    far = near = ""
    for k in range(len(slot.left) - 1, -1, -1):
        if slot.left[k].sign == "X":
            far = far or slot.left[k].text
            if k >= slot.clause:
                near = near or slot.left[k].text
    types = [topics.types.get(c.value or MAIN, "?") for c in choices]
    others = "".join(sorted({t[:2] for t in types if t != "Main"}))
    here: tuple[Bundle, ...] = (
        ("tm", metric),
        ("tz", metric[-2:]),
        (of_unit, slot.quantity.unit),
        (of_verb, about.verb),
        (of_deixis, far, near),
        (of_others, others, topics.genre),
        (of_first, f"{kind}:{metric in words.names}", f"{slot.first:d}{slot.apart:d}"),
        (of_body, f"{about.body}:{about.sign}"),
    )
    marks = [[mark + SEP + type_ for mark in c.features] for c, type_ in zip(choices, types)]
    return [
        Aspect(here, types),
        Aspect(((of_few,),), [(type_, not c.features) for c, type_ in zip(choices, types)]),
        Aspect(((of_way, about.unit),), marks, many=True),
        Aspect((("mz", metric[-2:]),), [c.features for c in choices], many=True),
    ]


def of_few(mark: tuple[str, bool]) -> Iterable[str]:
    return f"t:{mark[0]}", f"few:{mark[1]}:{mark[0]}"


def of_unit(unit: str, kind: str) -> Iterable[str]:
    return (f"tu:{kind}:{unit}",)


def of_verb(verb: str, kind: str) -> Iterable[str]:
    return (f"tv:{kind}:{verb}",)


def of_deixis(far: str, near: str, kind: str) -> Iterable[str]:
    return f"tx:{kind}:{far}", f"tn:{kind}:{near}"


def of_others(others: str, genre: str, kind: str) -> Iterable[str]:
    """The other types of candidates, and the document's genre."""
    return f"to:{kind}:{others}", f"tg:{kind}:{genre}"


def of_first(known: str, first: str, kind: str) -> Iterable[str]:
    return f"tk:{kind}:{known}", f"tf:{kind}:{first}"


def of_body(body: str, kind: str) -> Iterable[str]:
    return (f"tb:{kind}:{body}",)


def of_way(unit: str, mark: str) -> Iterable[str]:
    """How a subject was come upon."""
    how, _, kind = mark.partition(SEP)
    return f"m:{how}", f"mt:{how}:{kind}", f"mu:{how}:{kind}:{unit}"
