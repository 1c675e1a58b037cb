"""What scores too little is left out, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg.model import Entity, Evidence, Extraction, Milestone, Observation, Relation

Record = TypeVar("Record", Observation, Relation, Milestone)


def cut(extraction: Extraction, least: float) -> Extraction:
    """Return the extraction without mentions and facts that score less than `least`.

    What has no score, for a rule without one found it, stays. A thing goes with its last mention, and with it what is
    said of it; the main place stays. An indicator goes with its last figure.
    """
    if least <= 0:
        return extraction
    dropped = Counter(extraction.dropped)
    kept = list(_entities(extraction, least, dropped))
    ids = {e.id for e in kept}
    observations = [o for o in _facts(extraction.observations, least, dropped) if _ends(dropped, ids, o.subject)]
    relations = [r for r in _facts(extraction.relations, least, dropped) if _ends(dropped, ids, r.head, r.tail)]
    milestones = [m for m in _facts(extraction.milestones, least, dropped) if _ends(dropped, ids, m.project)]
    measured = {o.metric for o in observations}
    named = {end for r in relations for end in (r.head, r.tail)}
    return replace(
        extraction,
        entities=tuple(e for e in kept if e.type != "Metric" or e.name in measured or e.id in named),
        observations=tuple(observations),
        relations=tuple(relations),
        milestones=tuple(milestones),
        dropped=dict(sorted(dropped.items())),
    )


def _sure(evidence: Iterable[Evidence], least: float) -> tuple[Evidence, ...]:
    return tuple(e for e in evidence if e.score is None or e.score >= least)


def _entities(extraction: Extraction, least: float, dropped: Counter[str]) -> Iterator[Entity]:
    for entity in extraction.entities:
        mentions = _sure(entity.mentions, least)
        lost = len(entity.mentions) - len(mentions)
        if lost:
            dropped["mention: score too low"] += lost
        if mentions or not lost or (entity.type, entity.name) == ("Place", extraction.main_place):
            yield replace(entity, mentions=mentions or entity.mentions)


def _facts(records: Iterable[Record], least: float, dropped: Counter[str]) -> Iterator[Record]:
    for record in records:
        evidence = _sure(record.evidence, least)
        if evidence:
            yield replace(record, evidence=evidence)
        else:
            dropped[f"{type(record).__name__.lower()}: score too low"] += 1


def _ends(dropped: Counter[str], known: set[str], *ends: str) -> bool:
    """Are all ends of a fact still there?"""
    if known.issuperset(ends):
        return True
    dropped["fact: of a name whose score is too low"] += 1
    return False
