"""The embedded Cypher database: kglite behind a narrow interface, its known faults kept from users.

Two of the engine's optimiser passes give wrong answers and are switched off on every query.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import kglite
import networkx as nx

from kg.errors import StoreError, UsageError
from kg.files import replacing
from kg.store.rows import EdgeRow, NodeRow, edge_rows, node_rows

WRONG_PASSES = ["fuse_match_return_aggregate", "fuse_optional_match_aggregate"]
BATCH = 20_000
WRITES = re.compile(r"\b(create|merge|set|delete|detach|remove|drop|load\s+csv|foreach)\b", re.IGNORECASE)
STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
NAMED = re.compile(r"<instructions>graph\.json sha256:([0-9a-f]{64})</instructions>")


class Database:
    """An open database, to be asked only."""

    def __init__(self, engine: kglite.KnowledgeGraph) -> None:
        self._engine = engine

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a reading query. Raises UsageError for one that writes or is no Cypher."""
        if WRITES.search(STRINGS.sub(" ", cypher)):
            raise UsageError("query_writes")
        try:
            view: Any = self._engine.cypher(cypher, params=dict(parameters or {}), disabled_passes=WRONG_PASSES)
            return [dict(row) for row in view.to_list()]
        except kglite.KgError as error:
            raise UsageError("query_wrong", reason=error) from None

    def close(self) -> None:
        """Let go of the database."""
        self._engine.close()


def write_database(graph: nx.MultiDiGraph, path: Path, sha256: str) -> None:
    """Write the graph as a database file that names the SHA-256 of its graph.json; the file is replaced whole."""
    engine = _filled(graph)
    engine.set_instructions(f"graph.json sha256:{sha256}")
    with replacing(path) as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine.save(str(temporary))


def memory_database(graph: nx.MultiDiGraph) -> Database:
    """A database of the graph that lives in memory."""
    return Database(_filled(graph))


def open_database(path: Path) -> Database:
    """Open a database file for reading. Raises StoreError where it is none."""
    try:
        return Database(kglite.load(str(path)))
    except (kglite.KgError, OSError) as error:
        raise StoreError("graph_damaged", path=path, reason=error) from None


def graph_named_by(path: Path) -> str | None:
    """The SHA-256 of the graph.json that a database file was made from; None where there is no such file."""
    try:
        found = NAMED.search(kglite.load(str(path)).describe())
    except (kglite.KgError, OSError):
        return None
    return found.group(1) if found else None


def _filled(graph: nx.MultiDiGraph) -> kglite.KnowledgeGraph:
    engine = kglite.KnowledgeGraph()
    nodes: dict[str, list[NodeRow]] = defaultdict(list)
    for node in node_rows(graph):
        nodes[node.label].append(node)
    for label in sorted(nodes):
        engine.cypher(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        _load(
            engine,
            f"UNWIND $rows AS r CREATE (n:{label} {{id: r.id, name: r.name}}) SET n += r",
            (n.properties for n in nodes[label]),
        )
    edges: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edge_rows(graph):
        edges[edge.type, edge.head_label, edge.tail_label].append(edge)
    for type, head, tail in sorted(edges):
        statement = (
            f"UNWIND $rows AS r MATCH (a:{head} {{id: r.head}}) MATCH (b:{tail} {{id: r.tail}}) "
            f"CREATE (a)-[e:{type}]->(b) SET e += r.properties"
        )
        _load(
            engine,
            statement,
            ({"head": e.head, "tail": e.tail, "properties": e.properties} for e in edges[type, head, tail]),
        )
    return engine


def _load(engine: kglite.KnowledgeGraph, statement: str, rows: Iterable[dict[str, Any]]) -> None:
    held = list(rows)
    for at in range(0, len(held), BATCH):
        engine.cypher(statement, params={"rows": held[at : at + BATCH]})
