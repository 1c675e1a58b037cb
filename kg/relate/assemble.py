"""Drafts become records: entities numbered by first mention, facts merged, checked against schema and text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import (
    Annotation,
    Entity,
    Evidence,
    Extraction,
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
Stated = list[tuple[tuple[str, str, str], list[Evidence]]]  # head, type and tail of relations, and where each stands
Reached = list[tuple[tuple[str, str, str | None], list[Evidence]]]  # project, status and date of milestones


@dataclass
class _Draft:
    """An entity being put together, under its key in the document."""

    type: str
    name: str
    kind: str | None = None
    code: str | None = None
    mentions: list[Evidence] = field(default_factory=list)
    spans: set[tuple[int, int]] = field(default_factory=set)  # of a metric's mentions
    first: int = 1 << 60  # raw offset of the first mention, or of the first fact for a composed metric
    rule: str | None = None


@dataclass
class _Figure:
    """An observation being put together: its first draft, the key of its subject, and where it is stated."""

    draft: ObservationDraft
    subject: str
    number: Evidence
    evidence: list[Evidence]


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
    figures = _figures(work, main, observed)
    relations = _relations(work, main, related)
    milestones = _milestones(work, reached)
    ids = _ids(work)
    return Extraction(
        document=annotation.document,
        reference_date=annotation.frame.reference_date,
        main_place=work.entities[main].name if main else None,
        entities=tuple(_entity(id, work.entities[key]) for key, id in ids.items()),
        observations=tuple([_observation(figure, ids) for figure in figures]),
        relations=tuple(Relation(ids[head], type_, ids[tail], tuple(e)) for (head, type_, tail), e in relations),
        milestones=tuple(Milestone(ids[key], status, date, tuple(e)) for (key, status, date), e in milestones),
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
        draft = work.entities.get(mention.entity)
        if draft is None:
            draft = _Draft(mention.type, mention.name, mention.kind, mention.code)
            work.entities[mention.entity] = draft
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
    key = METRIC + draft.metric
    entity = work.entities.get(key)
    if entity is None:
        entity = work.entities[key] = _Draft("Metric", draft.metric)
    entity.first = min(entity.first, evidence.start)
    for span in draft.metric_spans:
        mention = work.witness.evidence(span.start, span.end, draft.rule)
        if mention and (mention.start, mention.end) not in entity.spans:
            entity.mentions.append(mention)
            entity.first = min(entity.first, mention.start)
            entity.spans.add((mention.start, mention.end))


def _figures(work: _Work, main: str | None, drafts: Iterable[ObservationDraft]) -> list[_Figure]:
    merged: dict[tuple[object, ...], _Figure] = {}
    for d in drafts:
        subject = d.subject or main
        if subject not in work.entities:
            work.dropped["observation: no subject"] += 1
            continue
        evidence = work.witness.evidence(d.quote.start, d.quote.end, d.rule, d.score)
        number = work.witness.evidence(d.number.start, d.number.end, "number")
        if evidence is None or number is None:
            work.dropped["observation: quote not in the raw text"] += 1
            continue
        if not work.schema.allows("Observation", "ABOUT", work.entities[subject].type):
            work.dropped[f"observation: the schema allows no {work.entities[subject].type} as subject"] += 1
            continue
        _metric(work, d, evidence)
        key = (d.metric, subject, d.value, d.value_max, d.unit, d.kind, d.period, d.modality)
        known = merged.get(key)
        if known is None:
            merged[key] = _Figure(d, subject, number, [evidence])
        else:
            _more(known.evidence, evidence)
    return sorted(merged.values(), key=lambda f: (f.number.start, f.draft.metric, f.draft.value))


def _observation(figure: _Figure, ids: Mapping[str, str]) -> Observation:
    draft = figure.draft
    return Observation(
        metric=draft.metric,
        subject=ids[figure.subject],
        value=draft.value,
        unit=draft.unit,
        kind=draft.kind,
        qualifier=draft.qualifier,
        period=draft.period,
        modality=draft.modality,
        evidence=tuple(figure.evidence),
        number=figure.number,
        value_max=draft.value_max,
    )


def _relations(work: _Work, main: str | None, drafts: Iterable[RelationDraft]) -> Stated:
    merged: dict[tuple[str, str, str], list[Evidence]] = {}
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
        _more(merged.setdefault((head, draft.type, tail), []), evidence)

    def order(item: tuple[tuple[str, str, str], list[Evidence]]) -> tuple[int, str, int, int]:
        (head, type_, tail), evidence = item
        return evidence[0].start, type_, work.entities[head].first, work.entities[tail].first

    return sorted(merged.items(), key=order)


def _milestones(work: _Work, drafts: Iterable[MilestoneDraft]) -> Reached:
    merged: dict[tuple[str, str, str | None], list[Evidence]] = {}
    for draft in drafts:
        if draft.project not in work.entities or work.entities[draft.project].type != "Project":
            work.dropped["milestone: of no project"] += 1
            continue
        evidence = work.witness.evidence(draft.quote.start, draft.quote.end, draft.rule, draft.score)
        if evidence is None:
            work.dropped["milestone: quote not in the raw text"] += 1
            continue
        _more(merged.setdefault((draft.project, draft.status, draft.date), []), evidence)
    return sorted(merged.items(), key=lambda m: (m[1][0].start, m[0][0], m[0][1], m[0][2] or ""))


def _more(known: list[Evidence], evidence: Evidence) -> None:
    """Add a place where a fact stands, unless it is known."""
    if all((e.start, e.end) != (evidence.start, evidence.end) for e in known):
        known.append(evidence)


def _ids(work: _Work) -> dict[str, str]:
    """e1, e2 … by first mention (the main place given by option first)."""
    order = sorted(work.entities, key=lambda key: (work.entities[key].first, work.entities[key].type == "Metric", key))
    return {key: f"e{number}" for number, key in enumerate(order, 1)}


def _entity(id: str, draft: _Draft) -> Entity:
    mentions = draft.mentions
    if len(mentions) > 1:
        mentions = sorted(mentions, key=lambda m: (m.start, m.end))
    return Entity(id, draft.type, draft.name, draft.kind, draft.code, tuple(mentions), draft.rule)


def _unread(work: _Work, observed: Sequence[ObservationDraft]) -> list[Evidence]:
    """The numbers that no observation took up and no name holds."""
    used = {(d.number.start, d.number.end) for d in observed}
    mentions = work.annotation.mentions
    starts = [m.start for m in mentions]
    found = []
    for quantity in work.annotation.quantities:
        if quantity.number in used:
            continue
        at = bisect_right(starts, quantity.number[0]) - 1
        if at < 0 or mentions[at].end < quantity.number[1]:
            evidence = work.witness.evidence(*quantity.number, "quantity")
            if evidence:
                found.append(evidence)
    return found
