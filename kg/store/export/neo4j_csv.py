"""CSV for `neo4j-admin database import full`: a header and a data file a label, and a relation type with its ends."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from kg.files import write as write_file
from kg.store.rows import EdgeRow, NodeRow, content_hash, dataset_of, edge_rows, node_rows

BETWEEN = "\x1f"  # between the items of a list: no text holds it
COMMAND = (
    "neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true "
    "--array-delimiter=U+001F --id-type=string"
)


def write(graph: nx.MultiDiGraph, folder: Path, dataset: str | None = None) -> str:
    """Write the files; return the command that imports them into an empty database called neo4j."""
    name = dataset or dataset_of(graph)
    nodes: dict[str, list[NodeRow]] = defaultdict(list)
    for row in node_rows(graph, dataset=name):
        nodes[row.label].append(row)
    edges: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edge_rows(graph):
        edges[edge.type, edge.head_label, edge.tail_label].append(edge)
    options = [_write_nodes(folder, label, nodes[label], name) for label in sorted(nodes)]
    options += [_write_edges(folder, key, edges[key], name) for key in sorted(edges)]
    return f"{COMMAND} {' '.join(options)}"


def _write_nodes(folder: Path, label: str, rows: list[NodeRow], dataset: str) -> str:
    own = {"graph": dataset}
    records = [{**r.properties, **own, "hash": _hash(r)} for r in rows]
    columns = _columns(r for r in records)
    head = [f"id:ID({label})" if name == "id" else f"{name}:{kind}" for name, kind in columns.items()]
    return "--nodes=" + _files(folder, label, head, columns, records, label)


def _hash(row: NodeRow) -> str:
    return content_hash(row.properties) if row.label == "Dataset" else content_hash(row.label, row.properties)


def _write_edges(folder: Path, key: tuple[str, str, str], rows: list[EdgeRow], dataset: str) -> str:
    type, head, tail = key
    records = [
        {":h": r.head, ":t": r.tail, **r.properties, "graph": dataset, "hash": content_hash(r.properties)} for r in rows
    ]
    columns = _columns(records)
    ends = {":h": f":START_ID({head})", ":t": f":END_ID({tail})"}
    titles = [ends.get(name, f"{name}:{kind}") for name, kind in columns.items()]
    return "--relationships=" + _files(folder, f"{type}-{head}-{tail}", titles, columns, records, type)


def _columns(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Property names and the import tool's types for them."""
    found: dict[str, str] = {}
    for record in records:
        for name, value in record.items():
            if name not in found or (found[name] == "string[]" and value):
                found[name] = _kind(value)
    return found


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return (_kind(value[0]) if value else "string") + "[]"
    for kind, word in ((bool, "boolean"), (int, "long"), (float, "double"), (date, "date")):
        if isinstance(value, kind):
            return word
    return "string"


def _files(
    folder: Path,
    stem: str,
    titles: list[str],
    columns: Mapping[str, str],
    records: list[dict[str, Any]],
    name: str,
) -> str:
    header, data = folder / f"{stem}-header.csv", folder / f"{stem}.csv"
    write_file(header, (",".join(map(field, titles)), "\n"))
    write_file(data, _lines(columns, records))
    return shlex.quote(f"{name}={header.resolve()},{data.resolve()}")


def _lines(columns: Mapping[str, str], records: list[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield ",".join(field(record.get(name)) for name in columns) + "\n"


def field(value: Any) -> str:
    """A value as a field; null is nothing at all, an empty text two quotes.

    >>> field(None), field(""), field('a"b'), field(["a", "b"]) == '"a\\x1fb"'
    ('', '""', '"a""b"', True)
    """
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        value = BETWEEN.join(str(item).replace(BETWEEN, " ") for item in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return '"' + text.replace('"', '""') + '"'
