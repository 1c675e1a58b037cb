"""A graph into Neo4j: constraints, nodes, relations; then what is gone; then counts. Running it again mends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import neo4j
import networkx as nx
from neo4j import exceptions

from kg.errors import StoreError
from kg.store.neo4j.changes import Changes, edge_changes, held, node_changes
from kg.store.neo4j.connection import Server, name_of_constraint, our_labels, quoted
from kg.store.rows import NodeRow, content_hash, dataset_of, edge_rows, node_rows, uncollected
from kg.store.stored import DATASET
from kg.tables import clean

BATCH = 5_000
WAIT = 5.0  # seconds to wait for another push of the same dataset
ENDED = ("TimedOut", "Terminated", "LockClientStopped", "LockAcquisitionTimeout")  # how waiting for a lock ends
Progress = Callable[[int, int], None]  # rows sent, rows in all


@dataclass
class Pushed:
    """What a push found and did; with `dry_run` what it would do."""

    dataset: str
    nodes: int = 0  # that the graph holds
    edges: int = 0
    done: dict[str, int] = field(default_factory=dict)  # new_nodes, changed_nodes, stale_nodes, the same of edges
    kept: int = 0  # nodes that are gone from the graph and stay because relations of others end there
    wrote: dict[str, int] = field(default_factory=dict)  # the server's own counters

    @property
    def changed(self) -> int:
        """Rows that differed."""
        return sum(self.done.values())


def push(
    graph: nx.MultiDiGraph,
    uri: str | Server,
    *,
    user: str = "neo4j",
    password: str | None = None,
    database: str | None = None,
    dataset: str | None = None,
    **options: Any,
) -> Pushed:
    """Make a dataset of a server hold just this graph; nothing that others put there is touched.

    Options: `batch` rows a transaction, `keep` what the graph no longer holds, `dry_run`, `progress`. Raises
    StoreError, after which the same call goes on where it stopped.
    """
    server = uri if isinstance(uri, Server) else Server(uri, user, password, database)
    name = dataset or dataset_of(graph)
    if not name or len(name) > 200:
        raise StoreError("neo4j_dataset", name=clean(name[:40]))
    with server.driver() as driver:
        return Pusher(server, driver, name, **options).push(graph)


class Pusher:
    """One push: a server, a dataset, options."""

    def __init__(self, server: Server, driver: neo4j.Driver, dataset: str, **options: Any) -> None:
        self.server, self.driver, self.dataset = server, driver, dataset
        self.batch: int = options.pop("batch", None) or BATCH
        self.keep: bool = options.pop("keep", False)
        self.dry_run: bool = options.pop("dry_run", False)
        self.progress: Progress = options.pop("progress", None) or (lambda done, total: None)
        if options:
            raise TypeError(f"push() takes no {', '.join(options)}")
        self.outcome = Pushed(dataset)
        self._sent = self._total = 0

    def push(self, graph: nx.MultiDiGraph) -> Pushed:
        """Do it."""
        with uncollected():
            return self._push(graph)

    def _push(self, graph: nx.MultiDiGraph) -> Pushed:
        nodes = list(node_rows(graph, dataset=self.dataset))
        marker = nodes.pop(0)
        labels = {row.label for row in nodes}
        for name in sorted(labels | {type for _, _, type in graph.edges(keys=True)}):
            quoted(name)  # refused before anything is written
        self.outcome.nodes, self.outcome.edges = len(nodes), graph.number_of_edges()
        if self.dry_run:
            with self.server.session(self.driver, default_access_mode=neo4j.READ_ACCESS) as session:
                known = self._held(session)
                self._count(
                    node_changes(nodes, known, keep=self.keep), edge_changes(edge_rows(graph), known, keep=self.keep)
                )
            return self.outcome
        with self.server.session(self.driver) as session:
            for label in sorted(labels | {DATASET}):
                self._constrain(session, label)
            with self._alone(marker):
                self._bring(session, nodes, graph)
                self._verify(session, nodes, graph)
        return self.outcome

    def _bring(self, session: neo4j.Session, nodes: list[NodeRow], graph: nx.MultiDiGraph) -> None:
        """Write what differs. The relations are looked through while the server is busy with the nodes."""
        known = self._held(session)
        with ThreadPoolExecutor(1) as aside:
            pending = aside.submit(edge_changes, edge_rows(graph), known, keep=self.keep)
            changed = node_changes(nodes, known, keep=self.keep)
            self._total = changed.total + self.outcome.edges
            self._write_nodes(session, changed)
            edges = pending.result()
        self._count(changed, edges)
        self._write_edges(session, edges)
        self._remove(session, edges, changed)

    def _held(self, session: neo4j.Session) -> Any:
        found = held(session, self.dataset)
        found.nodes = {key: hash for key, hash in found.nodes.items() if key[0] != DATASET}
        return found

    def _count(self, nodes: Changes, edges: Changes) -> None:
        self._total = nodes.total + edges.total
        counts = {which: nodes.count(which) + edges.count(which) for which in Changes.__dataclass_fields__}
        self.outcome.done = {which: n for which, n in counts.items() if n}

    def _constrain(self, session: neo4j.Session, label: str) -> None:
        statement = (
            f"CREATE CONSTRAINT {quoted(name_of_constraint(label))} IF NOT EXISTS FOR (n:{quoted(label)}) "
            "REQUIRE (n.graph, n.id) IS UNIQUE"
        )
        self._add(session.execute_write(lambda transaction: transaction.run(statement).consume()))

    @contextmanager
    def _alone(self, marker: NodeRow) -> Iterator[None]:
        """Hold the dataset's own node locked, so that two pushes of one dataset cannot mix; write it at the end.

        The lock is an open transaction: a client that dies lets go of it.
        """
        hash = content_hash(marker.properties)
        match = f"(d:{quoted(DATASET)} {{graph: $graph, id: $id}})"
        names = {"graph": self.dataset, "id": marker.id}
        with self.server.session(self.driver) as session:
            self._add(session.execute_write(lambda transaction: transaction.run(f"MERGE {match}", names).consume()))
            self._wait_for_turn(match, names)
            with session.begin_transaction() as lock:
                before = self._lock(lock, match, names)
                yield
                if before != hash:
                    lock.run(f"MATCH {match} SET d += $p", names, p={**marker.properties, "hash": hash}).consume()
                    self._add(lock.run(f"MATCH {match} REMOVE d.pushing", names).consume())
                    lock.commit()
                else:
                    lock.rollback()

    def _wait_for_turn(self, match: str, names: dict[str, str]) -> None:
        """Take the lock for a moment; raises StoreError where somebody else holds it for longer than WAIT."""
        with self.server.session(self.driver) as session:
            try:
                with session.begin_transaction(timeout=WAIT) as trial:
                    trial.run(f"MATCH {match} SET d.pushing = true", names).consume()
                    trial.rollback()
            except exceptions.Neo4jError as error:
                if any(word in (error.code or "") for word in ENDED):
                    raise StoreError("neo4j_busy", name=clean(self.dataset)) from None
                raise

    def _lock(self, lock: neo4j.Transaction, match: str, names: dict[str, str]) -> Any:
        row = lock.run(f"MATCH {match} SET d.pushing = true RETURN d.hash AS hash", names).single()
        return row["hash"] if row else None

    def _write_nodes(self, session: neo4j.Session, todo: Changes) -> None:
        for label, rows in sorted(todo.new_nodes.items()):
            merge = f"UNWIND $rows AS r MERGE (n:{quoted(label)} {{graph: $graph, id: r.id}}) SET n += r.p"
            self._send(session, merge, rows)
        for label, rows in sorted(todo.changed_nodes.items()):
            match = f"UNWIND $rows AS r MATCH (n:{quoted(label)} {{graph: $graph, id: r.id}}) "
            self._send(session, match + "WHERE n.hash IS NULL OR n.hash <> r.p.hash SET n += r.p", rows)

    def _write_edges(self, session: neo4j.Session, todo: Changes) -> None:
        for group in (todo.new_edges, todo.changed_edges):
            for (type, head, tail), rows in sorted(group.items()):
                self._send_edges(session, _ends(head, tail), type, rows)

    def _remove(self, session: neo4j.Session, edges: Changes, nodes: Changes) -> None:
        for (type, head, tail), rows in sorted(edges.stale_edges.items()):
            found = f"{_ends(head, tail)} MATCH (a)-[e:{quoted(type)}]->(b) WHERE e.graph = $graph DELETE e"
            self._send(session, found, rows)
        for label, ids in sorted(nodes.stale_nodes.items()):
            statement = (
                f"UNWIND $rows AS id MATCH (n:{quoted(label)} {{graph: $graph, id: id}}) "
                "WHERE NOT EXISTS { (n)--() } DELETE n"
            )
            removed = self._send(session, statement, ids)
            self.outcome.kept += len(ids) - removed.get("nodes_deleted", 0)

    def _send_edges(self, session: neo4j.Session, ends: str, type: str, rows: list[dict[str, Any]]) -> None:
        merge = f"{ends} MERGE (a)-[e:{quoted(type)} {{graph: $graph}}]->(b) SET e += r.p RETURN count(*) AS n"
        for part in _batches(rows, self.batch):
            found = self._transact(session, merge, part)
            if found < len(part):
                asked = ends + " RETURN r.h AS h, r.t AS t"
                there = {(r["h"], r["t"]) for r in session.run(asked, rows=part, graph=self.dataset)}
                lost = [f"{r['h']} {type} {r['t']}" for r in part if (r["h"], r["t"]) not in there]
                raise StoreError("neo4j_ends", count=len(part) - found, names=clean("; ".join(lost[:5])))

    def _send(self, session: neo4j.Session, statement: str, rows: list[Any]) -> dict[str, int]:
        before = dict(self.outcome.wrote)
        for part in _batches(rows, self.batch):
            self._transact(session, statement, part)
        return {key: count - before.get(key, 0) for key, count in self.outcome.wrote.items()}

    def _transact(self, session: neo4j.Session, statement: str, rows: list[Any]) -> int:
        """Send a batch in a transaction, which is tried again after a passing fault; return what it counted."""

        def work(transaction: neo4j.ManagedTransaction) -> tuple[int, neo4j.ResultSummary]:
            result = transaction.run(statement, rows=rows, graph=self.dataset)
            counted = result.single() if "RETURN count" in statement else None
            return (counted["n"] if counted else len(rows)), result.consume()

        found, summary = session.execute_write(work)
        self._add(summary)
        self._sent += len(rows)
        self.progress(self._sent, self._total)
        return found

    def _add(self, summary: neo4j.ResultSummary) -> None:
        for key, count in vars(summary.counters).items():
            if isinstance(count, int) and not isinstance(count, bool) and count and not key.startswith("_"):
                self.outcome.wrote[key] = self.outcome.wrote.get(key, 0) + count

    def _verify(self, session: neo4j.Session, nodes: list[NodeRow], graph: nx.MultiDiGraph) -> None:
        """Count what the dataset now holds, and compare."""
        wanted = (len(nodes), graph.number_of_edges())
        if not self.keep and held_counts(session, self.dataset, quick=True) == wanted:
            return
        found = held_counts(session, self.dataset)
        extra = self.outcome.kept
        enough = found[0] >= wanted[0] and found[1] >= wanted[1]
        if not enough or (not self.keep and (found[0] - extra, found[1]) != wanted):
            raise StoreError("neo4j_counts", nodes=found[0], edges=found[1], wanted=f"{wanted[0]}, {wanted[1]}")


def held_counts(session: neo4j.Session, dataset: str, *, quick: bool = False) -> tuple[int, int]:
    """How many nodes and relations a dataset has on a server, the dataset's own node left out.

    The quick way counts all relations that leave the dataset's nodes, others' among them, which the server knows
    without looking at each.
    """
    nodes = edges = 0
    for label in our_labels(session):
        if label == DATASET:
            continue
        match = f"MATCH (n:{quoted(label)}) WHERE n.graph = $graph AND n.id IS NOT NULL"
        nodes += _number(session.run(f"{match} RETURN count(n) AS n", graph=dataset))
        each = "sum(COUNT { (n)-->() })" if quick else "sum(COUNT { (n)-[e]->() WHERE e.graph = $graph })"
        edges += _number(session.run(f"{match} RETURN {each} AS n", graph=dataset))
    return nodes, edges


def _number(result: neo4j.Result) -> int:
    row = result.single()
    return int(row["n"]) if row else 0


def _ends(head: str, tail: str) -> str:
    """Both ends of each row. The hints keep a planner that saw an empty database from scanning whole labels."""
    one, other = quoted(head), quoted(tail)
    return (
        f"UNWIND $rows AS r MATCH (a:{one} {{graph: $graph, id: r.h}}) USING INDEX SEEK a:{one}(graph, id) "
        f"MATCH (b:{other} {{graph: $graph, id: r.t}}) USING INDEX SEEK b:{other}(graph, id)"
    )


def _batches(rows: list[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part
