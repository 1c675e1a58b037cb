"""A dataset of a Neo4j server back into a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import neo4j
import networkx as nx
from neo4j.time import Date

from kg.errors import StoreError
from kg.store.neo4j.connection import Server, our_labels, quoted
from kg.store.rows import EdgeRow, NodeRow, content_hash, graph_of
from kg.store.stored import DATASET, OF_EDGES, built_in, properties
from kg.tables import clean

OURS = ("graph", "hash", "pushing")


def pull(
    uri: str | Server,
    *,
    user: str = "neo4j",
    password: str | None = None,
    database: str | None = None,
    dataset: str | None = None,
) -> nx.MultiDiGraph:
    """Return the graph that a dataset holds (the only one there is, where none is named)."""
    server = uri if isinstance(uri, Server) else Server(uri, user, password, database)
    with server.driver() as driver, server.session(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        name = dataset or _only(session)
        nodes: list[NodeRow] = []
        edges: list[EdgeRow] = []
        for label in our_labels(session):
            nodes += _nodes(session, label, name)
            edges += _edges(session, label, name)
    if not any(row.label == DATASET and "attributes" in row.properties for row in nodes):
        raise StoreError("neo4j_no_dataset", name=clean(name))
    return graph_of(nodes, edges)


def _only(session: neo4j.Session) -> str:
    """The name of the one dataset of the server."""
    found = [
        row["graph"]
        for row in session.run(f"MATCH (d:{quoted(DATASET)}) WHERE d.graph IS NOT NULL RETURN d.graph AS graph")
    ]
    if len(found) != 1:
        code = "neo4j_datasets" if found else "neo4j_no_dataset"
        raise StoreError(code, name="", names=clean(", ".join(sorted(found))))
    return str(found[0])


def _nodes(session: neo4j.Session, label: str, dataset: str) -> list[NodeRow]:
    statement = f"MATCH (n:{quoted(label)}) WHERE n.graph = $graph AND n.id IS NOT NULL RETURN properties(n) AS p"
    known = {*properties(label, built_in()), "other"}
    found = []
    for row in session.run(statement, graph=dataset):
        stored = native(row["p"])
        own = {key: value for key, value in stored.items() if key not in OURS}
        if content_hash(label, own) != stored.get("hash"):  # somebody gave the node more properties
            own = {key: value for key, value in own.items() if key in known}
        found.append(NodeRow(label, own["id"], own))
    return found


def _edges(session: neo4j.Session, label: str, dataset: str) -> list[EdgeRow]:
    statement = (
        f"MATCH (a:{quoted(label)}) WHERE a.graph = $graph AND a.id IS NOT NULL MATCH (a)-[e]->(b) "
        "WHERE e.graph = $graph "
        "RETURN type(e) AS type, a.id AS head, labels(b)[0] AS label, b.id AS tail, properties(e) AS p"
    )
    return [
        EdgeRow(
            row["type"],
            label,
            row["head"],
            row["label"],
            row["tail"],
            {k: v for k, v in row["p"].items() if k in OF_EDGES},
        )
        for row in session.run(statement, graph=dataset)
    ]


def native(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Properties with Python's own dates."""
    return {key: value.to_native() if isinstance(value, Date) else value for key, value in stored.items()}
