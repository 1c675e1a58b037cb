"""The facts that a stretch of text bears out, as the extraction has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.explain.spot import Row
from kg.model import Evidence, Extraction


def facts(extraction: Extraction, start: int, end: int) -> Iterator[Row]:
    """One row a fact whose evidence shares a raw character with [start, end)."""
    called = {e.id: e.name for e in extraction.entities}
    for o in extraction.observations:
        evidence = ((o.number, *o.evidence) if o.number else o.evidence)[:1]
        if _here(evidence, start, end):
            row: Row = {"fact": "observation", "subject": called[o.subject], "metric": o.metric, "value": o.value}
            row |= {"value_max": o.value_max, "unit": o.unit, "kind": o.kind, "qualifier": o.qualifier}
            yield row | {"period": o.period, "modality": o.modality, **_source(o.evidence)}
    for r in extraction.relations:
        if _here(r.evidence, start, end):
            row = {"fact": "relation", "head": called[r.head], "type": r.type, "tail": called[r.tail]}
            yield row | _source(r.evidence)
    for m in extraction.milestones:
        if _here(m.evidence, start, end):
            row = {"fact": "milestone", "project": called[m.project], "status": m.status, "date": m.date}
            yield row | _source(m.evidence)


def _here(evidence: Iterable[Evidence], start: int, end: int) -> bool:
    return any(e.start < end and start < e.end for e in evidence)


def _source(evidence: tuple[Evidence, ...]) -> Row:
    return {"rule": evidence[0].rule, "score": evidence[0].score, "quote": evidence[0].quote}
