"""Parquet: a file a label, and a file a relation type, with typed columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import UsageError
from kg.files import replacing
from kg.store.rows import edge_rows, node_rows
from kg.store.stored import OF_EDGES, built_in, properties


def write(graph: nx.MultiDiGraph, folder: Path) -> None:
    """Write nodes-LABEL.parquet and edges-TYPE.parquet into a folder."""
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in node_rows(graph):
        nodes[row.label].append(row.properties)
    edges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in edge_rows(graph):
        ends = {"head": edge.head, "head_label": edge.head_label, "tail": edge.tail, "tail_label": edge.tail_label}
        edges[edge.type].append({**ends, **edge.properties})
    for label, rows in sorted(nodes.items()):
        _write(folder / f"nodes-{label}.parquet", rows, properties(label, built_in()))
    ends = dict.fromkeys(("head", "head_label", "tail", "tail_label"), "string")
    for type, rows in sorted(edges.items()):
        _write(folder / f"edges-{type}.parquet", rows, {**ends, **OF_EDGES})


def _write(path: Path, rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("missing_extra", extra="export") from None
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
        "numbers": pa.list_(pa.float64()),
    }
    others = {key for row in rows for key in row} - kinds.keys()
    fields = [pa.field(name, types[kind]) for name, kind in kinds.items() if any(name in row for row in rows)]
    table = {f.name: pa.array([row.get(f.name) for row in rows], type=f.type) for f in fields}
    table |= {name: pa.array([row.get(name) for row in rows]) for name in sorted(others)}
    with replacing(path) as temporary:
        pq.write_table(pa.table(table), temporary, compression="zstd")
