"""Drafts become records: entities numbered by first mention, facts merged, checked against schema and text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kg.model import (
    Annotation,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Milestone,
    MilestoneDraft,
    Observation,
    ObservationDraft,
    Relation,
    RelationDraft,
)
from kg.relate.evidence import Witness
from kg.schema import Schema

METRIC = "metric:"  # before a metric's name: its key among the document's entities
MAIN = "main place"  # the key of a main place without a kept mention
Record = TypeVar("Record", Observation, Relation, Milestone)


@dataclass
class _Draft:
    """An entity being put together, under its key in the document."""

    type: str
    name: str
    kind: str | None = None
    code: str | None = None
    mentions: list[Evidence] = field(default_factory=list)
    first: int = 1 << 60  # raw offset of the first mention, or of the first fact for a composed metric
    rule: str | None = None


@dataclass
class _Work:
    """What the steps below share: the document's witness, its entities so far and the counts of what was dropped."""

    annotation: Annotation
    schema: Schema
    witness: Witness
    entities: dict[str, _Draft]
    dropped: Counter[str]


def assemble(
    annotation: Annotation,
    schema: Schema,
    observed: Sequence[ObservationDraft],
    related: Sequence[RelationDraft],
    reached: Sequence[MilestoneDraft],
) -> Extraction:
    """Return the Extraction of one document from what the finders drafted."""
    work = _Work(annotation, schema, Witness(annotation), {}, Counter(annotation.dropped))
    _gather(work)
    main = _main_key(work)
    observations = _observations(work, main, observed)
    relations = _relations(work, main, related)
    milestones = _milestones(work, reached)
    ids = _ids(work)
    return Extraction(
        document=annotation.document,
        reference_date=annotation.frame.reference_date,
        main_place=work.entities[main].name if main else None,
        entities=tuple(_entity(ids[key], work.entities[key]) for key in sorted(ids, key=lambda k: int(ids[k][1:]))),
        observations=tuple(replace(o, subject=ids[o.subject]) for o in observations),
        relations=tuple(replace(r, head=ids[r.head], tail=ids[r.tail]) for r in relations),
        milestones=tuple(replace(m, project=ids[m.project]) for m in milestones),
        unread=tuple(_unread(work, observed)),
        characters=len(annotation.document.text),
        dropped=dict(sorted(work.dropped.items())),
    )


def _gather(work: _Work) -> None:
    for mention in work.annotation.mentions:
        evidence = work.witness.evidence(mention.start, mention.end, mention.rule, mention.score)
        if evidence is None:
            work.dropped["mention: not in the raw text"] += 1
            continue
        draft = work.entities.setdefault(mention.entity, _Draft(mention.type, mention.name, mention.kind, mention.code))
        draft.mentions.append(evidence)
        draft.first = min(draft.first, evidence.start)


def _main_key(work: _Work) -> str | None:
    """The key of the main place's entity, which is made where no mention of it was kept."""
    place = work.annotation.frame.main_place
    if place is None:
        return None
    for key, draft in work.entities.items():
        if draft.type == "Place" and (draft.code == place.code if place.code else draft.name == place.name):
            return key
    for key, draft in work.entities.items():
        if draft.type == "Place" and draft.name == place.name and not draft.code:
            return key
    draft = _Draft("Place", place.name, place.kind, place.code)
    text = work.annotation.reading.text
    at = text.find(place.name)
    length = len(place.name)
    if at < 0 and len(place.name) > 2:  # the short name: 慈溪 for 慈溪市
        at, length = text.find(place.name[:-1]), len(place.name) - 1
    evidence = work.witness.evidence(at, at + length, "main place") if at >= 0 else None
    if evidence:
        draft.mentions, draft.first = [evidence], evidence.start
    elif work.annotation.frame.main_place_rule == "option":
        draft.rule, draft.first = "option", -1
    else:
        work.dropped["main place: not in the raw text"] += 1
        return None
    work.entities[MAIN] = draft
    return MAIN


def _metric(work: _Work, draft: ObservationDraft, evidence: Evidence) -> None:
    entity = work.entities.setdefault(METRIC + draft.metric, _Draft("Metric", draft.metric))
    entity.first = min(entity.first, evidence.start)
    known = {(m.start, m.end) for m in entity.mentions}
    for span in draft.metric_spans:
        mention = work.witness.evidence(span.start, span.end, draft.rule)
        if mention and (mention.start, mention.end) not in known:
            entity.mentions.append(mention)
            entity.first = min(entity.first, mention.start)
            known.add((mention.start, mention.end))


def _observations(work: _Work, main: str | None, drafts: Iterable[ObservationDraft]) -> list[Observation]:
    merged: dict[tuple[object, ...], Observation] = {}
    for draft in drafts:
        subject = draft.subject or main
        if subject not in work.entities:
            work.dropped["observation: no subject"] += 1
            continue
        evidence = work.witness.evidence(draft.quote.start, draft.quote.end, draft.rule, draft.score)
        number = work.witness.evidence(draft.number.start, draft.number.end, "number")
        if evidence is None or number is None:
            work.dropped["observation: quote not in the raw text"] += 1
            continue
        if not work.schema.allows("Observation", "ABOUT", work.entities[subject].type):
            work.dropped[f"observation: the schema allows no {work.entities[subject].type} as subject"] += 1
            continue
        _metric(work, draft, evidence)
        record = Observation(
            metric=draft.metric,
            subject=subject,
            value=draft.value,
            unit=draft.unit,
            kind=draft.kind,
            qualifier=draft.qualifier,
            period=draft.period,
            modality=draft.modality,
            evidence=(evidence,),
            number=number,
            value_max=draft.value_max,
        )
        key = (
            draft.metric,
            subject,
            draft.value,
            draft.value_max,
            draft.unit,
            draft.kind,
            draft.period,
            draft.modality,
        )
        merged[key] = _joined(merged[key], record) if key in merged else record
    return sorted(merged.values(), key=lambda o: (o.number.start if o.number else 0, o.metric, o.value))


def _relations(work: _Work, main: str | None, drafts: Iterable[RelationDraft]) -> list[Relation]:
    merged: dict[tuple[str, str, str], Relation] = {}
    for draft in drafts:
        head, tail = draft.head or main, draft.tail or main
        if head not in work.entities or tail not in work.entities:
            work.dropped["relation: an end is no entity"] += 1
            continue
        if head == tail:
            work.dropped["relation: of a thing to itself"] += 1
            continue
        types = work.entities[head].type, work.entities[tail].type
        if not work.schema.allows(types[0], draft.type, types[1]):
            work.dropped[f"relation: the schema allows no {types[0]} {draft.type} {types[1]}"] += 1
            continue
        edge = work.schema.edges[draft.type]
        if edge.symmetric and work.entities[tail].first < work.entities[head].first:
            head, tail = tail, head
        evidence = work.witness.evidence(draft.quote.start, draft.quote.end, draft.rule, draft.score)
        if evidence is None:
            work.dropped["relation: quote not in the raw text"] += 1
            continue
        record = Relation(head, draft.type, tail, (evidence,))
        key = (head, draft.type, tail)
        merged[key] = _joined(merged[key], record) if key in merged else record
    return sorted(
        merged.values(),
        key=lambda r: (r.evidence[0].start, r.type, work.entities[r.head].first, work.entities[r.tail].first),
    )


def _milestones(work: _Work, drafts: Iterable[MilestoneDraft]) -> list[Milestone]:
    merged: dict[tuple[str, str, str | None], Milestone] = {}
    for draft in drafts:
        if draft.project not in work.entities or work.entities[draft.project].type != "Project":
            work.dropped["milestone: of no project"] += 1
            continue
        evidence = work.witness.evidence(draft.quote.start, draft.quote.end, draft.rule, draft.score)
        if evidence is None:
            work.dropped["milestone: quote not in the raw text"] += 1
            continue
        record = Milestone(draft.project, draft.status, draft.date, (evidence,))
        key = (draft.project, draft.status, draft.date)
        merged[key] = _joined(merged[key], record) if key in merged else record
    return sorted(merged.values(), key=lambda m: (m.evidence[0].start, m.project, m.status, m.date or ""))


def _joined(old: Record, new: Record) -> Record:
    """One record with the evidence of both, the earlier place first."""
    seen = {(e.start, e.end) for e in old.evidence}
    more = tuple(e for e in new.evidence if (e.start, e.end) not in seen)
    return replace(old, evidence=old.evidence + more)


def _ids(work: _Work) -> dict[str, str]:
    """e1, e2 … by first mention (the main place given by option first)."""
    order = sorted(work.entities, key=lambda key: (work.entities[key].first, work.entities[key].type == "Metric", key))
    return {key: f"e{number}" for number, key in enumerate(order, 1)}


def _entity(id: str, draft: _Draft) -> Entity:
    return Entity(
        id=id,
        type=draft.type,
        name=draft.name,
        kind=draft.kind,
        code=draft.code,
        mentions=tuple(sorted(draft.mentions, key=lambda m: (m.start, m.end))),
        rule=draft.rule,
    )


def _unread(work: _Work, observed: Sequence[ObservationDraft]) -> list[Evidence]:
    """The numbers that no observation took up and no name holds."""
    used = {(d.number.start, d.number.end) for d in observed}
    found = []
    for quantity in work.annotation.quantities:
        if quantity.number not in used and not _held(quantity.number, work.annotation.mentions):
            evidence = work.witness.evidence(*quantity.number, "quantity")
            if evidence:
                found.append(evidence)
    return found


def _held(span: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    at = bisect_right(mentions, span[0], key=lambda m: m.start) - 1
    return at >= 0 and mentions[at].end >= span[1]
