"""The graph in files of other programs, each written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from kg.store.export import cypher_script, exchange, linked, neo4j_csv, parquet, tables

FORMATS = ("csv", "cypher", "gexf", "graphml", "jsonld", "neo4j-csv", "parquet")
ENDINGS = {"cypher": ".cypher", "gexf": ".gexf", "graphml": ".graphml", "jsonld": ".jsonld"}  # the others are folders


@dataclass(frozen=True)
class Exported:
    """What was written, and what to run next where there is something."""

    path: Path
    command: str = ""


def export(
    graph: nx.MultiDiGraph, format: str, out: Path, *, bom: bool = False, dataset: str | None = None
) -> Exported:
    """Write the graph in one of FORMATS: a file, or for csv, neo4j-csv and parquet a folder of files.

    `bom` puts a byte order mark before csv, which some spreadsheets want. Raises StoreError where it cannot be written.
    """
    if format == "csv":
        tables.write(graph, out, bom=bom)
        return Exported(out)
    if format == "neo4j-csv":
        return Exported(out, neo4j_csv.write(graph, out, dataset))
    if format == "cypher":
        cypher_script.write(graph, out, dataset)
        return Exported(out, f"cypher-shell -a bolt://… --file {out}")
    writers: dict[str, Callable[[nx.MultiDiGraph, Path], None]] = {
        "parquet": parquet.write,
        "graphml": exchange.write_graphml,
        "gexf": exchange.write_gexf,
        "jsonld": linked.write,
    }
    writers[format](graph, out)
    return Exported(out)
