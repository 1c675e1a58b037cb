"""The extractions of consecutive pieces of one huge document, put together as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from kg.model import Entity, Evidence, Extraction, Milestone, Observation, Relation
from kg.schema import Schema

PLACES = 1000  # of one fact or name of a huge document that are kept; the others are counted
UNREAD = 10_000  # numbers without a rule that are kept; the others are counted
Record = TypeVar("Record", Observation, Relation, Milestone)
Key = tuple[object, ...]


def join(pieces: Iterable[Extraction], schema: Schema) -> Extraction:
    """Return one extraction of the extractions of a document's pieces, given in the order of the text.

    Entities of one type, name and code are one; facts stated in several pieces are one record. That of a single
    piece is returned as it is. At least one piece must be given.
    """
    rest = iter(pieces)
    first = next(rest)
    second = next(rest, None)
    if second is None:
        return first
    pile = _Pile(first, schema)
    for piece in chain((first, second), rest):
        pile.add(piece)
    return pile.extraction()


@dataclass
class _Pile:
    """What was gathered so far. Facts name their ends by keys of `entities`, whose order becomes that of the ids."""

    first: Extraction
    schema: Schema
    entities: dict[str, tuple[Entity, list[Evidence]]] = field(default_factory=dict)
    observations: dict[Key, tuple[Observation, list[Evidence]]] = field(default_factory=dict)
    relations: dict[Key, tuple[Relation, list[Evidence]]] = field(default_factory=dict)
    milestones: dict[Key, tuple[Milestone, list[Evidence]]] = field(default_factory=dict)
    unread: list[Evidence] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, piece: Extraction) -> None:
        """Take in the next piece."""
        keys = {entity.id: self._entity(entity) for entity in piece.entities}
        for o in piece.observations:
            o = replace(o, subject=keys[o.subject])
            said = (o.subject, o.metric, o.value, o.value_max, o.unit, o.kind, o.period, o.modality)
            self._fact(self.observations, said, o)
        for r in piece.relations:
            self._relation(replace(r, head=keys[r.head], tail=keys[r.tail]))
        for m in piece.milestones:
            m = replace(m, project=keys[m.project])
            self._fact(self.milestones, (m.project, m.status, m.date), m)
        self._keep(self.unread, piece.unread, UNREAD, "unread: more than are listed")
        self.dropped.update(piece.dropped)

    def _entity(self, entity: Entity) -> str:
        key = f"{entity.type}:{entity.name}:{entity.code or ''}"
        known = self.entities.get(key)
        if known is None or (known[0].rule and entity.mentions):  # a main place given by option and named only now
            self.entities.pop(key, None)
            self.entities[key] = known = (replace(entity, mentions=()), [])
        self._keep(known[1], entity.mentions, PLACES, "mention: one of very many of a name")
        return key

    def _relation(self, r: Relation) -> None:
        if r.head == r.tail:
            self.dropped["relation: of a thing to itself"] += 1
            return
        if self.schema.edges[r.type].symmetric and (r.tail, r.type, r.head) in self.relations:
            r = replace(r, head=r.tail, tail=r.head)
        self._fact(self.relations, (r.head, r.type, r.tail), r)

    def _fact(self, facts: dict[Key, tuple[Record, list[Evidence]]], key: Key, record: Record) -> None:
        kept = facts.setdefault(key, (record, []))
        self._keep(kept[1], record.evidence, PLACES, "evidence: one of very many of a fact")

    def _keep(self, kept: list[Evidence], more: Sequence[Evidence], most: int, reason: str) -> None:
        taken = more[: max(most - len(kept), 0)]
        kept.extend(taken)
        if len(more) > len(taken):
            self.dropped[reason] += len(more) - len(taken)

    def extraction(self) -> Extraction:
        """The whole."""
        ids = {key: f"e{number}" for number, key in enumerate(self.entities, 1)}
        return replace(
            self.first,
            entities=tuple(replace(e, id=ids[key], mentions=tuple(m)) for key, (e, m) in self.entities.items()),
            observations=tuple(
                replace(o, subject=ids[o.subject], evidence=tuple(e)) for o, e in self.observations.values()
            ),
            relations=tuple(
                replace(r, head=ids[r.head], tail=ids[r.tail], evidence=tuple(e)) for r, e in self.relations.values()
            ),
            milestones=tuple(
                replace(m, project=ids[m.project], evidence=tuple(e)) for m, e in self.milestones.values()
            ),
            unread=tuple(self.unread),
            dropped=dict(sorted(self.dropped.items())),
        )
