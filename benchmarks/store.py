"""Speed of the stores: loading and asking the embedded database, pushing to Neo4j, beside the plain ways in one run.

    python benchmarks/store.py [--nodes 100000] [--edges 500000] [--push-nodes 20000] [--push-edges 60000] [--no-neo4j]

The graph is made up: towns, projects, figures. The Neo4j is started by tools/neo4j and warmed up first. Ratios within a
run tell something, absolute speeds depend on the machine.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import networkx as nx

from kg.errors import UsageError
from kg.store import neo4j as store
from kg.store.cookbook import questions
from kg.store.embedded import Database, load
from kg.store.rows import EdgeRow, NodeRow, edge_rows, node_rows

TOOL = Path(__file__).parent.parent / "tools" / "neo4j"
SLOW = 0.5  # seconds that a question of the cookbook may take
EVERYDAY = ("projects-of", "time-series", "policies-of", "milestones-of", "shortest-paths", "counts")


def made(nodes: int, edges: int) -> nx.MultiDiGraph:
    """A graph of that many nodes and edges, in the shape of a real one: half of the nodes are figures."""
    chance = random.Random(1)
    graph = nx.MultiDiGraph(format=1, name="bench", refused={})
    kinds = (("Observation", 50), ("Metric", 20), ("Place", 15), ("Project", 9), ("Organization", 4), ("Policy", 1))
    ids: dict[str, list[str]] = {}
    for label, share in (*kinds, ("Document", 1)):
        ids[label] = [f"{label}:{n}" for n in range(max(1, nodes * share // 100))]
        for n, id in enumerate(ids[label]):
            graph.add_node(id, label=label, name=f"{label}{n}", **_more(label, n, chance))
    joins = [
        ("ABOUT", "Observation", "Place"),
        ("OF", "Observation", "Metric"),
        ("MENTIONED_IN", "Observation", "Document"),
    ]
    joins += [("LOCATED_IN", "Project", "Place"), ("CONNECTS", "Project", "Place"), ("IMPLEMENTS", "Place", "Policy")]
    joins += [("PARTICIPATES_IN", "Organization", "Project"), ("MENTIONED_IN", "Place", "Document")]
    proof = {
        "start": 0,
        "end": 8,
        "quote": "一句话的引文片段",
        "sentence": "一句话的引文片段，后面还有别的。",
        "rule": "bench",
    }
    count = 0  # networkx would count anew each time
    while count < edges:
        type, head, tail = joins[chance.randrange(len(joins))]
        a, b = chance.choice(ids[head]), chance.choice(ids[tail])
        if not graph.has_edge(a, b, type):
            graph.add_edge(a, b, key=type, evidence=[{"document": "d.txt", **proof}])
            count += 1
    return graph


def _more(label: str, n: int, chance: random.Random) -> dict[str, Any]:
    if label == "Observation":
        year = chance.randint(2015, 2025)
        span = {"period": str(year), "start": f"{year}-01-01", "end": f"{year}-12-31", "year": year}
        figure = {
            "value": chance.random() * 1e9,
            "unit": "元",
            "kind": "level",
            "modality": "actual",
            "surface": "1亿元",
        }
        return {**span, **figure, "metric": f"Metric{n % 99}", "subject": f"Place:{n % 99}", "qualifier": "exact"}
    if label == "Document":
        return {"path": f"{label}{n}", "reference_date": "2024-01"}
    more: dict[str, Any] = {"names": [f"{label}{n}"]}
    if label == "Project":
        more["milestones"] = []
    return more | ({"kind": "township"} if label == "Place" else {})


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that something took, and what it gave."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def embedded(graph: nx.MultiDiGraph) -> None:
    """Load, ask the cookbook, and networkx beside it."""
    nodes, edges = list(node_rows(graph)), list(edge_rows(graph))
    seconds, database = timed(lambda: load(nodes, edges))
    print(f"| embedded: load {len(nodes):,} nodes, {len(edges):,} edges | {seconds:.1f} s |")
    bare = [EdgeRow(e.type, e.head_label, e.head, e.tail_label, e.tail, {"sources": 1}) for e in edges]
    seconds, plain = timed(lambda: load(nodes, bare))
    plain.close()
    print(f"| the same without the lists of evidence | {seconds:.1f} s |")
    part = edges[: len(edges) // 100]
    seconds, _ = timed(lambda: _one_by_one(nodes[: len(nodes) // 100], part))
    print(f"| the same, a statement a row (measured on a hundredth) | {seconds * 100:.0f} s |")
    times = {q.name: timed(lambda q=q: _asked(database, q))[0] for q in questions().values()}
    slow = sorted((s, n) for n, s in times.items() if s > SLOW)
    print(f"| cookbook: {len(times)} questions, median | {sorted(times.values())[len(times) // 2] * 1000:.0f} ms |")
    print(f"| slower than {SLOW} s | {', '.join(f'{n} {s:.1f} s' for s, n in slow) or 'none'} |")
    for name in EVERYDAY:
        print(f"| {name} | {times[name] * 1000:.0f} ms |")
    ends = "Place:1", "Place:2"
    _paths(graph, database, *ends)
    database.close()


def _asked(database: Database, q: Any) -> None:
    with contextlib.suppress(UsageError):  # stopped after a minute: shown among the slow ones
        database.query(q.cypher, _values(q))


def _values(q: Any) -> dict[str, Any]:
    """Parameters that name things of the made-up graph."""
    own = {
        "place": "Place1",
        "project": "Project1",
        "policy": "Policy1",
        "metric": "Metric1",
        "name": "Place1",
        "other": "Place2",
    }
    return {p.name: own.get(p.name, p.example) for p in q.parameters}


def _paths(graph: nx.MultiDiGraph, database: Database, a: str, b: str) -> None:
    seconds, plain = timed(lambda: nx.Graph(graph))
    print(f"| networkx: make the plain graph | {seconds:.1f} s |")
    print(f"| networkx: shortest path | {timed(lambda: nx.shortest_path(plain, a, b))[0] * 1000:.1f} ms |")
    cypher = "MATCH (a:Place {id: $a}), (b:Place {id: $b}) MATCH p = shortestPath((a)-[*]-(b)) RETURN length(p) AS n"
    print(f"| embedded: shortest path | {timed(lambda: database.query(cypher, {'a': a, 'b': b}))[0] * 1000:.1f} ms |")


def _one_by_one(nodes: list[NodeRow], edges: list[EdgeRow]) -> None:
    """What people write by hand: a statement a node, a statement an edge."""
    import kglite

    engine = kglite.KnowledgeGraph()
    for node in nodes:
        engine.cypher(
            f"CREATE (n:{node.label} {{id: $id, name: $name}})", params={"id": node.id, "name": node.properties["name"]}
        )
    for edge in edges:
        ends = f"MATCH (a:{edge.head_label} {{id: $h}}) MATCH (b:{edge.tail_label} {{id: $t}})"
        engine.cypher(f"{ends} CREATE (a)-[:{edge.type}]->(b)", params={"h": edge.head, "t": edge.tail})


def server(graph: nx.MultiDiGraph) -> None:
    """Push, beside a bare UNWIND/MERGE of the same rows and a statement a row, on one warm server."""
    uri, process = subprocess.run(
        [sys.executable, str(TOOL), "start"], capture_output=True, text=True, check=True
    ).stdout.split()
    try:
        with neo4j.GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver:
            rows = list(node_rows(graph)), list(edge_rows(graph))
            size = sum(map(len, rows))
            for _ in range(2):  # to warm the server
                bare(driver, *rows)
                clear(driver)
                store.push(graph, uri)
                clear(driver)
            plain, share = min(bare(driver, *rows, clear_first=True) for _ in range(2))
            best = min(_fresh(driver, uri, graph) for _ in range(2))
            again = timed(lambda: store.push(graph, uri))[0]
            clear(driver)
            one = _singly(driver, *rows)
            print(f"| Neo4j: bare UNWIND/MERGE, {size:,} rows | {plain:.1f} s, of which the server {share:.0%} |")
            print(f"| kg push of the same | {best:.1f} s, {plain / best:.2f} of the bare speed |")
            print(f"| kg push again, nothing changed | {again:.1f} s, {best / again:.1f} times as fast |")
            print(f"| a statement a row (measured on a fiftieth) | {one * 50:.0f} s |")
    finally:
        subprocess.run([sys.executable, str(TOOL), "stop", process], check=False)


def _fresh(driver: neo4j.Driver, uri: str, graph: nx.MultiDiGraph) -> float:
    clear(driver)
    return timed(lambda: store.push(graph, uri))[0]


def clear(driver: neo4j.Driver) -> None:
    """Empty the server."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


def bare(
    driver: neo4j.Driver, nodes: list[NodeRow], edges: list[EdgeRow], *, clear_first: bool = False
) -> tuple[float, float]:
    """The plain way: constraint, UNWIND, MERGE, SET; seconds, and the share of them in which the server worked."""
    if clear_first:
        clear(driver)
    labels, types = defaultdict(list), defaultdict(list)
    for node in nodes:
        labels[node.label].append({"id": node.id, "p": node.properties})
    for edge in edges:
        types[edge.type, edge.head_label, edge.tail_label].append(
            {"h": edge.head, "t": edge.tail, "p": edge.properties}
        )
    begin = time.perf_counter()
    busy = 0
    for label in labels:
        driver.execute_query(f"CREATE CONSTRAINT bare_{label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    for label, rows in labels.items():
        busy += _batches(driver, f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n += r.p", rows)
    for (type, head, tail), rows in types.items():
        ends = f"MATCH (a:{head} {{id: r.h}}) MATCH (b:{tail} {{id: r.t}})"
        busy += _batches(driver, f"UNWIND $rows AS r {ends} MERGE (a)-[e:{type}]->(b) SET e += r.p", rows)
    seconds = time.perf_counter() - begin
    return seconds, busy / 1000 / seconds


def _batches(driver: neo4j.Driver, statement: str, rows: list[dict[str, Any]]) -> int:
    busy = 0
    for at in range(0, len(rows), 5000):
        summary = driver.execute_query(statement, rows=rows[at : at + 5000]).summary
        busy += (summary.result_available_after or 0) + (summary.result_consumed_after or 0)
    return busy


def _singly(driver: neo4j.Driver, nodes: list[NodeRow], edges: list[EdgeRow]) -> float:
    def work() -> None:
        for node in nodes[::50]:
            driver.execute_query(f"MERGE (n:{node.label} {{id: $id}}) SET n += $p", id=node.id, p=node.properties)
        for edge in edges[::50]:
            ends = f"MATCH (a:{edge.head_label} {{id: $h}}) MATCH (b:{edge.tail_label} {{id: $t}})"
            driver.execute_query(
                f"{ends} MERGE (a)-[e:{edge.type}]->(b) SET e += $p", h=edge.head, t=edge.tail, p=edge.properties
            )

    return timed(work)[0]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("nodes", 100_000), ("edges", 500_000), ("push-nodes", 20_000), ("push-edges", 60_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--no-neo4j", action="store_true")
    args = parser.parse_args()
    print("| what | how long |\n|---|---|")
    embedded(made(args.nodes, args.edges))
    if not args.no_neo4j:
        server(made(args.push_nodes, args.push_edges))


if __name__ == "__main__":
    main()
