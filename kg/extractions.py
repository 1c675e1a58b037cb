"""Extraction ↔ JSON: the file that schemas/extraction.schema.json describes."""

from __future__ import annotations

from typing import Any

from kg.model import Document, Entity, Evidence, Extraction, Milestone, Observation, Relation

FORMAT = 1


def to_json(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction as JSON values: the guidelines' format, plus offsets and the text."""
    document = extraction.document
    return {
        "format": FORMAT,
        "doc": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "reference_date": extraction.reference_date,
        "main_place": extraction.main_place,
        "sha256": document.sha256,
        "entities": [_entity_out(e) for e in extraction.entities],
        "observations": [_observation_out(o) for o in extraction.observations],
        "relations": [
            {"head": r.head, "type": r.type, "tail": r.tail, **_facts_out(r.evidence)} for r in extraction.relations
        ],
        "milestones": [
            {"project": m.project, "status": m.status, "date": m.date, **_facts_out(m.evidence)}
            for m in extraction.milestones
        ],
        "unread": [_evidence_out(e) for e in extraction.unread],
        "dropped": dict(sorted(extraction.dropped.items())),
        "pages": list(document.pages),
        "text": document.text,
    }


def from_json(data: dict[str, Any]) -> Extraction:
    """Return what `to_json` was given. Raises KeyError or TypeError where `data` is no extraction."""
    document = Document(
        id=data["doc"],
        text=data["text"],
        sha256=data["sha256"],
        title=data["title"],
        source=data["source"],
        published=data["published"],
        pages=tuple(data["pages"]),
    )
    doc = document.id
    return Extraction(
        document=document,
        reference_date=data["reference_date"],
        main_place=data["main_place"],
        entities=tuple(_entity_in(e, doc) for e in data["entities"]),
        observations=tuple(_observation_in(o, doc) for o in data["observations"]),
        relations=tuple(Relation(r["head"], r["type"], r["tail"], _facts_in(r, doc)) for r in data["relations"]),
        milestones=tuple(
            Milestone(m["project"], m["status"], m["date"], _facts_in(m, doc)) for m in data["milestones"]
        ),
        unread=tuple(_evidence_in(e, doc) for e in data["unread"]),
        dropped=dict(data["dropped"]),
        characters=len(data["text"]),
    )


def _evidence_out(evidence: Evidence, quote: str = "quote") -> dict[str, Any]:
    out: dict[str, Any] = {"start": evidence.start, "end": evidence.end, quote: evidence.quote}
    if quote == "quote":
        out["sentence"] = evidence.sentence
    out["rule"] = evidence.rule
    if evidence.score is not None:
        out["score"] = evidence.score
    if evidence.parts:
        out["parts"] = [list(part) for part in evidence.parts]
    if evidence.page is not None:
        out["page"] = evidence.page
    return out


def _evidence_in(data: dict[str, Any], doc: str) -> Evidence:
    return Evidence(
        document=doc,
        start=data["start"],
        end=data["end"],
        quote=data["quote"] if "quote" in data else data["surface"],
        sentence=data.get("sentence", ""),
        rule=data["rule"],
        score=data.get("score"),
        parts=tuple((a, b) for a, b in data.get("parts", ())),
        page=data.get("page"),
    )


def _facts_out(evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    """The first piece of evidence on the record itself; all of them under `evidence` where there are several."""
    out = _evidence_out(evidence[0])
    if len(evidence) > 1:
        out["evidence"] = [_evidence_out(e) for e in evidence]
    return out


def _facts_in(data: dict[str, Any], doc: str) -> tuple[Evidence, ...]:
    return tuple(_evidence_in(e, doc) for e in data.get("evidence", [data]))


def _entity_out(entity: Entity) -> dict[str, Any]:
    out: dict[str, Any] = {"id": entity.id, "type": entity.type, "name": entity.name}
    if entity.kind:
        out["kind"] = entity.kind
    if entity.code:
        out["code"] = entity.code
    if entity.rule:
        out["rule"] = entity.rule
    out["surfaces"] = list(dict.fromkeys(m.quote for m in entity.mentions))
    out["mentions"] = [_evidence_out(m, "surface") for m in entity.mentions]
    return out


def _entity_in(data: dict[str, Any], doc: str) -> Entity:
    return Entity(
        id=data["id"],
        type=data["type"],
        name=data["name"],
        kind=data.get("kind"),
        code=data.get("code"),
        mentions=tuple(_evidence_in(m, doc) for m in data["mentions"]),
        rule=data.get("rule"),
    )


def _observation_out(o: Observation) -> dict[str, Any]:
    out: dict[str, Any] = {"subject": o.subject, "metric": o.metric, "value": o.value}
    if o.value_max is not None:
        out["value_max"] = o.value_max
    out |= {"unit": o.unit, "kind": o.kind, "qualifier": o.qualifier, "period": o.period, "modality": o.modality}
    out |= _facts_out(o.evidence)
    if o.number is not None:
        number = _evidence_out(o.number, "surface")
        del number["rule"]
        out["number"] = number
    return out


def _observation_in(data: dict[str, Any], doc: str) -> Observation:
    number = data.get("number")
    return Observation(
        metric=data["metric"],
        subject=data["subject"],
        value=data["value"],
        unit=data["unit"],
        kind=data["kind"],
        qualifier=data["qualifier"],
        period=data["period"],
        modality=data["modality"],
        evidence=_facts_in(data, doc),
        number=_evidence_in({**number, "rule": "number"}, doc) if number else None,
        value_max=data.get("value_max"),
    )
