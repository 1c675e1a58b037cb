"""What one document says of the identity of its entities: name, surfaces, and the place each lies in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Entity, Extraction
from kg.seeds import Seeds

LOCAL = {"zone", "village", "community", "township", "county"}  # kinds of unlisted places that many counties have


@dataclass(frozen=True)
class Claim:
    """One entity of one document."""

    document: str
    entity: str
    type: str
    name: str
    surfaces: tuple[str, ...]
    kind: str | None
    code: str | None
    scope: str | None


def claims(extraction: Extraction, seeds: Seeds) -> Iterator[Claim]:
    """Yield a claim for each entity of the document, with the code of the smallest listed place it lies in."""
    by_id = {e.id: e for e in extraction.entities}
    upper: dict[str, str] = {}
    for relation in extraction.relations:
        if relation.type == "LOCATED_IN":
            upper.setdefault(relation.head, relation.tail)
    main = next((e.code for e in extraction.entities if e.type == "Place" and e.name == extraction.main_place), None)
    for entity in extraction.entities:
        yield Claim(
            document=extraction.document.id,
            entity=entity.id,
            type=entity.type,
            name=entity.name,
            surfaces=tuple(dict.fromkeys(m.quote for m in entity.mentions)),
            kind=entity.kind,
            code=entity.code if entity.type == "Place" else None,
            scope=_scope(entity, by_id, upper) or (main if _belongs(entity) else None),
        )


def _belongs(entity: Entity) -> bool:
    """Does a thing of this kind lie in the main place where nothing else is said?"""
    return entity.type == "Project" or (entity.type == "Place" and entity.kind in LOCAL)


def _scope(entity: Entity, by_id: dict[str, Entity], upper: dict[str, str]) -> str | None:
    """Follow LOCATED_IN to the first place that has a code."""
    at, seen = entity.id, set()
    while at in upper and at not in seen:
        seen.add(at)
        at = upper[at]
        if by_id[at].code:
            return by_id[at].code
    return None
