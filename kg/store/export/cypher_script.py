"""A script of idempotent statements, as cypher-shell takes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import StoreError
from kg.files import write as write_file
from kg.store.rows import NodeRow, content_hash, dataset_of, edge_rows, node_rows
from kg.tables import clean

ROWS = 200  # a statement
SPECIAL = re.compile(r"(?P<apart>\\(?=u))|[\x00-\x1f\x7f'\u0085\u2028\u2029\\]")
SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "'": "\\'", "\\": "\\\\"}


def write(graph: nx.MultiDiGraph, path: Path, dataset: str | None = None) -> None:
    """Write the script; it makes what `kg push` makes."""
    write_file(path, (f"{statement};\n" for statement in statements(graph, dataset or dataset_of(graph))))


def statements(graph: nx.MultiDiGraph, dataset: str) -> Iterator[str]:
    """Yield constraints, then nodes, then relations."""
    nodes: dict[str, list[str]] = defaultdict(list)
    for row in node_rows(graph, dataset=dataset):
        nodes[row.label].append(literal({"id": row.id, "p": {**row.properties, "hash": _hash(row)}}))
    edges: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for edge in edge_rows(graph):
        stored = {**edge.properties, "hash": content_hash(edge.properties)}
        written = literal({"h": edge.head, "t": edge.tail, "p": stored})
        edges[edge.type, edge.head_label, edge.tail_label].append(written)
    name = literal(dataset)
    for label in sorted(nodes):
        constraint = f"CREATE CONSTRAINT {quoted(f'kg_{label}_graph_id')} IF NOT EXISTS FOR (n:{quoted(label)})"
        yield f"{constraint} REQUIRE (n.graph, n.id) IS UNIQUE"
    for label in sorted(nodes):
        for rows in _groups(nodes[label]):
            yield f"UNWIND [{rows}] AS r MERGE (n:{quoted(label)} {{graph: {name}, id: r.id}}) SET n += r.p"
    for type, head, tail in sorted(edges):
        for rows in _groups(edges[type, head, tail]):
            ends = _end("a", head, "h", name) + _end("b", tail, "t", name)
            yield f"UNWIND [{rows}] AS r {ends}MERGE (a)-[e:{quoted(type)} {{graph: {name}}}]->(b) SET e += r.p"


def _end(variable: str, label: str, key: str, name: str) -> str:
    return f"MATCH ({variable}:{quoted(label)} {{graph: {name}, id: r.{key}}}) "


def _hash(row: NodeRow) -> str:
    return content_hash(row.properties) if row.label == "Dataset" else content_hash(row.label, row.properties)


def _groups(rows: list[str]) -> Iterator[str]:
    for at in range(0, len(rows), ROWS):
        yield ",\n ".join(rows[at : at + ROWS])


def quoted(name: str) -> str:
    """A label, type or property name; raises StoreError for what is no plain name."""
    if not name.isidentifier():
        raise StoreError("store_name", name=clean(name[:60]))
    return f"`{name}`"


def literal(value: Any) -> str:
    """A value as Cypher writes it, so that nothing within a text can end it.

    A backslash stands apart from a u behind it: the server reads such escapes before anything else.

    >>> print(literal("it's"), literal({"a": [1, 2.5, None, True]}))
    'it\\'s' {`a`: [1, 2.5, null, true]}
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return "'" + SPECIAL.sub(_escaped, value) + "'"


def _escaped(match: re.Match[str]) -> str:
    if match["apart"]:
        return "\\\\' + '"
    return SHORT.get(match.group(), f"\\u{ord(match.group()):04x}")
