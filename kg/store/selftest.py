"""Does the installed engine answer as it must? `python -m kg.store.selftest` asks it a few questions and says so.

Run when kg is installed: a version of the engine that answers otherwise is found before anybody asks it in earnest.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import kglite
import networkx as nx

from kg.errors import KGError
from kg.store.embedded import Database, graph_named_by, memory_database, open_database, write_database

PROOF = [{"document": "d", "start": 0, "end": 4, "quote": "引文", "sentence": "引文。", "rule": "test"}]
ANSWERS: tuple[tuple[str, Any], ...] = (
    ("MATCH (a:Place)<-[:LOCATED_IN]-(b)<-[:PARTICIPATES_IN]-(c) RETURN count(*) AS x", [1]),
    (
        "MATCH (a:Place) OPTIONAL MATCH (a)<-[:LOCATED_IN]-(b) WITH a, count(*) AS n RETURN a.id + n AS x ORDER BY x",
        ["a1", "b1"],
    ),
    ("MATCH (a) WHERE EXISTS { (a)-[:PARTICIPATES_IN]->()-[:LOCATED_IN]->() } RETURN a.id AS x", ["o"]),
    ("MATCH (a:Project) WHERE NOT (a)<-[:PARTICIPATES_IN]-()-[:LOCATED_IN]->() RETURN a.id AS x", ["p"]),
    ("MATCH (p:Place {id: 'a'}) RETURN keys(p) AS x", [["id", "kind", "name", "names"]]),
    ("MATCH (p:Place {id: 'a'}) RETURN p.name AS x", ["甲镇"]),
    ("MATCH (o:Observation) WHERE o.start >= date('2023-01-01') RETURN o.end AS x", [date(2023, 12, 31)]),
    ("RETURN round(-2.5) AS x", [-2.0]),
    ("MATCH ()-[r:LOCATED_IN]->() RETURN r.quotes[0] AS x", ["引文"]),
    ("MATCH (镇:Place) WHERE 镇.name CONTAINS '镇' RETURN count(镇) AS x", [1]),
)
REFUSED = (
    "MATCH (n:Plase) RETURN n",
    "MATCH (n:Place) RETURN n.type",
    "MATCH (o:Observation) RETURN sum(o.unit)",
    "MATCH (o:Observation) WHERE o.start = '2023-01-01' RETURN o",
    "MATCH (o:Observation) RETURN o.year + count(*)",
    "MATCH (n) DELETE n",
)


def sample() -> nx.MultiDiGraph:
    """A graph of five nodes."""
    graph = nx.MultiDiGraph(format=1, name="selftest", refused={})
    graph.add_node("a", label="Place", name="甲镇", names=["甲镇"], kind="township")
    graph.add_node("b", label="Place", name="乙村", names=["乙村"], kind="village")
    graph.add_node("p", label="Project", name="丙路", names=["丙路"], milestones=[])
    graph.add_node("o", label="Organization", name="丁厂", names=["丁厂"])
    figure = {"value": 3.0, "unit": "元", "start": "2023-01-01", "end": "2023-12-31", "year": 2023}
    graph.add_node("f", label="Observation", name="投资", **figure)
    graph.add_edge("p", "a", key="LOCATED_IN", evidence=PROOF)
    graph.add_edge("o", "p", key="PARTICIPATES_IN", evidence=PROOF)
    graph.add_edge("f", "p", key="ABOUT", evidence=PROOF)
    return graph


def faults(database: Database) -> list[str]:
    """What the database answers otherwise than it must."""
    found = []
    for query, wanted in ANSWERS:
        rows = [row["x"] for row in database.query(query)]
        if rows != wanted:
            found.append(f"{query}\n  wanted {wanted}, got {rows}")
    for query in REFUSED:
        try:
            database.query(query)
            found.append(f"{query}\n  should have been refused")
        except KGError:
            pass
    return found


def main() -> int:
    """Run the test; 0 where all is well."""
    graph = sample()
    with memory_database(graph) as database:
        found = faults(database)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.kgl"
        write_database(graph, path, "0" * 64)
        if graph_named_by(path) != "0" * 64:
            found.append("a database file does not name its graph")
        with open_database(path) as database:
            found += faults(database)
    for fault in found:
        print(f"kglite {kglite.__version__}: {fault}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
