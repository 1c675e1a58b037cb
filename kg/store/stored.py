"""The schema of the stored graph: what properties a label or a relation type has, and of which type.

One description for every database and file; docs/graph-model.md is written from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kg.schema import Schema, load_schema
from kg.store.cypher import Vocabulary

DATASET = "Dataset"  # the label of the one node that stands for the graph itself
IDENTITY = {"id": "string", "name": "string"}
OF_ENTITIES = {"names": "strings", "why": "strings"}
OF_LABEL = {
    "Document": {"path": "string"},
    "Observation": {"surface": "string"},
    "Project": {
        "milestone_statuses": "strings",
        "milestone_dates": "strings",
        "milestone_quotes": "strings",
        "milestone_documents": "strings",
        "milestone_evidence": "strings",
    },
    DATASET: {"attributes": "string"},
}
OF_EDGES = {
    "documents": "strings",
    "quotes": "strings",
    "sentences": "strings",
    "starts": "integers",
    "ends": "integers",
    "rules": "strings",
    "scores": "numbers",
    "pages": "integers",
    "parts": "strings",
    "sources": "integer",
}
PLAIN = ("Observation", "Document", DATASET)  # labels without names and why
VALUES = {"strings": "list:string", "integers": "list:integer", "numbers": "list:number"}
ENGINE = {"String": "string", "Float64": "number", "Int64": "integer", "Boolean": "boolean", "DateTime": "date"}


@lru_cache(maxsize=1)
def built_in() -> Schema:
    """The schema that comes with kg."""
    return load_schema()


def properties(label: str, schema: Schema) -> dict[str, str]:
    """The properties of a label as they are stored, id and name first."""
    found = dict(IDENTITY)
    if label not in PLAIN:
        found |= OF_ENTITIES
    if label in schema.nodes:
        found |= schema.nodes[label].properties
    return found | OF_LABEL.get(label, {})


def labels(schema: Schema) -> list[str]:
    """All labels of a stored graph."""
    return [*sorted(schema.nodes), DATASET]


def date_properties(schema: Schema) -> Mapping[str, frozenset[str]]:
    """By label, the properties that are stored as dates."""
    return {
        label: frozenset(k for k, v in node.properties.items() if v == "date") for label, node in schema.nodes.items()
    }


def vocabulary(schema: Schema, found: Mapping[str, Mapping[str, Mapping[str, object]]] | None = None) -> Vocabulary:
    """What queries may name: the schema's names, and those that a database holds beyond them.

    `found` is the engine's own account: node_types and connection_types, each with its properties.
    """
    kinds: dict[str, set[str]] = {}
    for label in labels(schema):
        for name, kind in properties(label, schema).items():
            kinds.setdefault(name, set()).add(VALUES.get(kind, kind))
    for name, kind in OF_EDGES.items():
        kinds.setdefault(name, set()).add(VALUES.get(kind, kind))
    known = dict(found or {})
    stored = {**known.get("node_types", {}), **known.get("connection_types", {})}
    for entry in stored.values():
        for name, engine_kind in dict(entry["properties"]).items():  # type: ignore[call-overload]
            kinds.setdefault(name, {ENGINE.get(engine_kind, "any")})
    words = {text: n.name for kind in (schema.nodes, schema.edges) for n in kind.values() for text in n.label.values()}
    return Vocabulary(
        frozenset(labels(schema)) | frozenset(known.get("node_types", {})),
        frozenset(schema.edges) | frozenset(known.get("connection_types", {})),
        {name: frozenset(found) for name, found in kinds.items()},
        words,
    )
