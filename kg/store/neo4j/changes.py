"""What a server holds of a dataset, and what would have to change for it to hold a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import neo4j

from kg.errors import StoreError
from kg.store.neo4j.connection import our_labels, quoted
from kg.store.rows import EdgeRow, NodeRow, content_hash
from kg.tables import clean

LONGEST_ID = 8_000  # bytes that the server's index takes

NodeKey = tuple[str, str]  # label, id
SOMETIMES = ("scores", "pages", "parts")  # lists that an edge may have had before
EdgeKey = tuple[str, str, str, str, str]  # type, label and id of the head, label and id of the tail


@dataclass
class Held:
    """Hashes of what a server holds of a dataset."""

    nodes: dict[NodeKey, str | None] = field(default_factory=dict)
    edges: dict[EdgeKey, str | None] = field(default_factory=dict)


@dataclass
class Changes:
    """What is to be done, grouped as the statements want it."""

    new_nodes: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed_nodes: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    stale_nodes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    new_edges: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed_edges: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    stale_edges: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def count(self, which: str) -> int:
        """How many rows a group has."""
        return sum(map(len, getattr(self, which).values()))

    @property
    def total(self) -> int:
        """All rows that are to be sent."""
        return sum(map(self.count, self.__dataclass_fields__))


def held(session: neo4j.Session, dataset: str) -> Held:
    """Read ids and hashes of a dataset from a server."""
    found = Held()
    for label in our_labels(session):
        name = quoted(label)
        nodes = f"MATCH (n:{name}) WHERE n.graph = $graph AND n.id IS NOT NULL RETURN n.id, n.hash"
        before = len(found.nodes)
        for id, hash in session.run(nodes, graph=dataset):
            found.nodes[label, id] = hash
        if len(found.nodes) == before:
            continue
        edges = (
            f"MATCH (a:{name}) WHERE a.graph = $graph AND a.id IS NOT NULL MATCH (a)-[e]->(b) WHERE e.graph = $graph "
            "RETURN type(e), a.id, labels(b), b.id, e.hash"
        )
        for type, head, labels, tail, hash in session.run(edges, graph=dataset):
            for other in labels:
                found.edges[type, label, head, other, tail] = hash
    return found


def node_changes(nodes: Iterable[NodeRow], known: Held, *, keep: bool) -> Changes:
    """Which nodes must be written and removed so that the server holds just these."""
    found = Changes()
    fields: dict[str, set[str]] = defaultdict(set)
    seen: set[NodeKey] = set()
    for row in nodes:
        _check(row)
        key = (row.label, row.id)
        seen.add(key)
        fields[row.label] |= row.properties.keys()
        hash = content_hash(row.label, row.properties)
        if key not in known.nodes:
            found.new_nodes[row.label].append({"id": row.id, "p": {**row.properties, "hash": hash}})
        elif known.nodes[key] != hash:
            found.changed_nodes[row.label].append({"id": row.id, "p": {**row.properties, "hash": hash}})
    for label, rows in found.changed_nodes.items():
        for sent in rows:  # what a node no longer has goes, what others gave it stays
            sent["p"] = {**dict.fromkeys(fields[label]), **sent["p"]}
    for label, id in () if keep else sorted(known.nodes.keys() - seen):
        found.stale_nodes[label].append(id)
    return found


def edge_changes(edges: Iterable[EdgeRow], known: Held, *, keep: bool) -> Changes:
    """Which relations must be written and removed so that the server holds just these."""
    found = Changes()
    seen: set[EdgeKey] = set()
    for row in edges:
        key = (row.type, row.head_label, row.head, row.tail_label, row.tail)
        seen.add(key)
        hash = content_hash(row.properties)
        stored: dict[str, Any] = {**row.properties, "hash": hash}
        group = row.type, row.head_label, row.tail_label
        if key not in known.edges:
            found.new_edges[group].append({"h": row.head, "t": row.tail, "p": stored})
        elif known.edges[key] != hash:
            stored = {**dict.fromkeys(SOMETIMES), **stored}
            found.changed_edges[group].append({"h": row.head, "t": row.tail, "p": stored})
    for type, head_label, head, tail_label, tail in () if keep else sorted(known.edges.keys() - seen):
        found.stale_edges[type, head_label, tail_label].append({"h": head, "t": tail})
    return found


def _check(row: NodeRow) -> None:
    if len(row.id.encode("utf-8", "surrogatepass")) > LONGEST_ID:
        raise StoreError("neo4j_long_id", name=clean(row.id[:40]), longest=LONGEST_ID)
