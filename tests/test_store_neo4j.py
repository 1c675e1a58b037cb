"""Against a real Neo4j: pushed once, changed, shared with others, pulled back, asked, and all that can go wrong."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import neo4j
import networkx as nx
import pytest

from kg.errors import KGError, StoreError, UsageError
from kg.graph import dumps
from kg.store import neo4j as store
from kg.store import selftest
from kg.store.embedded import memory_database
from kg.store.neo4j.connection import Server
from tests.conftest import ROOT, needs
from tests.neo4j_server import available, empty, running, value

pytestmark = pytest.mark.neo4j
PASSWORD = "long-enough-1"
PROOF = selftest.PROOF


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    with running() as (uri, _):
        yield uri


@pytest.fixture()
def driver(address: str) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(address, notifications_min_severity="OFF") as opened:
        empty(opened)
        yield opened


@pytest.fixture()
def graph() -> nx.MultiDiGraph:
    """The sample with hard names and milestones."""
    found = selftest.sample()
    found.nodes["p"]["milestones"] = [{"status": "started", "date": None, "evidence": PROOF}]
    found.add_node("x", label="Policy", name="引号'\"`{}\\\n\\u0060 \0", names=["}) DETACH DELETE n //"])
    found.add_edge("a", "x", key="IMPLEMENTS", evidence=[{**PROOF[0], "score": 0.5, "page": 2}])
    return found


def count(driver: neo4j.Driver, match: str) -> int:
    return int(driver.execute_query(f"MATCH {match} RETURN count(*) AS n").records[0]["n"])  # type: ignore[arg-type]


def test_a_second_push_changes_nothing_and_pull_gives_the_graph_back(
    address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph
) -> None:
    first = store.push(graph, address)
    assert (first.nodes, first.edges) == (6, 4)
    assert first.wrote["nodes_created"] == 7  # the dataset's own among them
    second = store.push(graph, address)
    assert (second.changed, second.wrote) == (0, {})
    again = store.pull(address)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(again.edges(keys=True, data=True), key=str) == sorted(graph.edges(keys=True, data=True), key=str)
    assert again.graph == graph.graph


def test_a_changed_graph_changes_just_what_differs(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    store.push(graph, address)
    changed = copy.deepcopy(graph)
    changed.remove_node("o")
    changed.nodes["b"].pop("kind")
    changed.edges["p", "a", "LOCATED_IN"]["evidence"] = [PROOF[0], {**PROOF[0], "start": 9, "end": 13}]
    would = store.push(changed, address, dry_run=True)
    assert would.done == {"changed_nodes": 1, "stale_nodes": 1, "changed_edges": 1, "stale_edges": 1}
    assert store.push(graph, address, dry_run=True).changed == 0
    kept = store.push(changed, address, keep=True)
    assert "nodes_deleted" not in kept.wrote
    assert count(driver, "(n:Organization)") == 1
    store.push(changed, address)
    assert count(driver, "(n:Organization)") == 0
    assert count(driver, "(n:Place {id: 'b'}) WHERE n.kind IS NULL") == 1
    assert dict(store.pull(address).nodes(data=True)) == dict(changed.nodes(data=True))


def test_what_others_put_there_stays(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    store.push(graph, address)
    driver.execute_query("CREATE (:Place {id: 'a', name: 'another'})-[:LIKES]->(:Cat)")
    driver.execute_query("MATCH (o:Organization {id: 'o'}) MERGE (o)<-[:WATCHES]-(:Person)")
    driver.execute_query("MATCH (p:Place {graph: 'selftest', id: 'a'}) SET p.note = 'mine'")
    changed = copy.deepcopy(graph)
    changed.remove_node("o")
    changed.nodes["a"]["name"] = "甲街道"
    pushed = store.push(changed, address)
    assert pushed.kept == 1
    assert count(driver, "(:Person)-[:WATCHES]->(:Organization {id: 'o'})") == 1
    assert count(driver, "(:Place {name: 'another'})-[:LIKES]->(:Cat)") == 1
    assert count(driver, "(p:Place {note: 'mine', name: '甲街道'})") == 1


def test_two_datasets_share_nothing(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    store.push(graph, address, dataset="one")
    store.push(graph, address, dataset="two")
    assert count(driver, "(n:Place)") == 4
    smaller = graph.subgraph(["a"]).copy()
    store.push(smaller, address, dataset="one")
    assert dict(store.pull(address, dataset="two").nodes(data=True)) == dict(graph.nodes(data=True))
    with pytest.raises(StoreError, match="one, two"):
        store.pull(address)
    with pytest.raises(StoreError, match="no complete dataset three"):
        store.pull(address, dataset="three")


def test_the_same_questions_get_the_same_rows(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    store.push(graph, address)
    server = Server(address)
    queries = [
        "MATCH (n:Place) RETURN n ORDER BY n.id",
        "MATCH (p:Project)-[r]-(x) RETURN type(r), r, x.id ORDER BY x.id",
        "MATCH way = (o:Organization)-[*2]->(p:Place) RETURN way, length(way)",
        "MATCH (o:Observation) RETURN o.start, o.value, o{.unit, .year}",
        "MATCH (n:Policy) RETURN n.name, properties(n)",
        "MATCH (d:Dataset) RETURN d.name",
    ]
    with memory_database(graph) as embedded:
        for query in queries:
            assert value(embedded.query(query)) == value(store.ask(server, query)), query
    rows = store.ask(server, "MATCH (n) RETURN n.id ORDER BY n.id", limit=2)
    assert (len(rows), rows.more) == (2, True)
    assert store.explain(server, "MATCH (n:Place) RETURN n")[-1]["operation"].startswith("ProduceResults")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("MATCH (n) DETACH DELETE n", "only reads"),
        ("MATCH (n) RETURN m", "not defined"),
        ("RETURN 1 / 0", "division by zero"),
        ("UNWIND range(1, 9000000) AS a UNWIND range(1, 9000000) AS b RETURN count(*)", "stopped after 1 s"),
    ],
)
def test_wrong_queries_are_refused_clearly(address: str, driver: neo4j.Driver, query: str, words: str) -> None:
    driver.execute_query("CREATE (:Cat)")
    with pytest.raises(UsageError, match=words):
        store.ask(Server(address), query, timeout=1)
    assert count(driver, "(:Cat)") == 1


def test_nothing_in_names_is_run(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    for label in ("A`) DETACH DELETE n //", "A\\u0060", "", "A B"):
        bad = selftest.sample()
        bad.add_node("q", label=label, name="q")
        with pytest.raises(StoreError, match="cannot be the name"):
            store.push(bad, address)
    bad = selftest.sample()
    bad.add_edge("a", "b", key="X]->() DELETE n //", evidence=[])
    with pytest.raises(StoreError, match="cannot be the name"):
        store.push(bad, address)
    store.push(graph, address, dataset="'}) DETACH DELETE n //")
    assert count(driver, "(n:Place)") == 2


def test_long_ids_and_long_texts(address: str, driver: neo4j.Driver) -> None:
    graph = selftest.sample()
    graph.nodes["a"]["name"] = "长" * 1_000_000
    store.push(graph, address)
    assert store.pull(address).nodes["a"]["name"] == graph.nodes["a"]["name"]
    graph.add_node("i" * 9_000, label="Place", name="x")
    with pytest.raises(StoreError, match="id is too long"):
        store.push(graph, address)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("http://localhost", "no address"),
        ("localhost:7687", "no address"),
        ("bolt://neo4j:secret@127.0.0.1:1", "no user or password"),
        ("bolt://127.0.0.1:1", "cannot be reached"),
        ("bolt://[", "Neo4j"),
    ],
)
def test_wrong_addresses(graph: nx.MultiDiGraph, uri: str, words: str) -> None:
    with pytest.raises(KGError, match=words) as caught:
        store.push(graph, uri, password="secret")
    assert "secret" not in str(caught.value)


def test_a_database_that_is_missing(address: str, graph: nx.MultiDiGraph) -> None:
    with pytest.raises(StoreError, match="no database nowhere"):
        store.push(graph, address, database="nowhere")


def test_passwords(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    with running(NEO4J_PASSWORD=PASSWORD) as (uri, _):
        with pytest.raises(StoreError, match="wants a password"):
            store.push(graph, uri)
        with pytest.raises(StoreError, match="password is wrong") as caught:
            store.push(graph, uri, password="not-this-one")
        assert "not-this-one" not in str(caught.value)
        server = Server(uri, "neo4j", PASSWORD)
        assert PASSWORD not in repr(server)
        assert store.push(graph, server).nodes == 6
        (tmp_path / "graph.json").write_text("".join(dumps(graph)), "utf-8")
        (tmp_path / "secret").write_text(PASSWORD + "\n", "utf-8")
        command = [sys.executable, "-m", "kg", "push", "--uri", uri, "--graph", str(tmp_path), "--lang", "en"]
        done = subprocess.run([*command, "--password-file", str(tmp_path / "secret")], capture_output=True, text=True)
        assert (done.returncode, PASSWORD in done.stdout + done.stderr) == (0, False)
        assert "nothing was changed" in done.stdout


def test_two_pushes_at_once_do_not_mix(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    other = copy.deepcopy(graph)
    other.remove_node("o")
    outcomes: list[str] = []

    def pushing(which: nx.MultiDiGraph) -> None:
        try:
            store.push(which, address)
            outcomes.append("done")
        except KGError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=pushing, args=(which,)) for which in (graph, other, graph, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(outcomes) <= {"done", "neo4j_busy"} and "done" in outcomes
    held = set(store.pull(address))
    assert held in (set(graph), set(other))


def test_a_push_waits_only_a_while_for_another(address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph) -> None:
    store.push(graph, address)
    with driver.session() as session, session.begin_transaction() as lock:
        lock.run("MATCH (d:Dataset) SET d.pushing = true").consume()
        with pytest.raises(StoreError, match="another kg push"):
            store.push(graph, address)


def test_a_server_that_dies_in_the_middle_and_a_second_run(tmp_path: Path) -> None:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    graph = selftest.sample()
    for n in range(3000):
        graph.add_node(f"n{n}", label="Place", name=f"镇{n}", names=[f"镇{n}"])
        graph.add_edge(f"n{n}", "a", key="LOCATED_IN", evidence=PROOF)
    data = tmp_path / "data"
    tool = [sys.executable, str(ROOT / "tools" / "neo4j")]
    environment = {k: v for k, v in os.environ.items() if k != "NEO4J_PASSWORD"}

    def start() -> tuple[str, str]:
        done = subprocess.run([*tool, "start", "--data", str(data)], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        uri, process = done.stdout.split()
        return uri, process

    uri, process = start()

    def killing(done: int, total: int) -> None:
        if done > total / 2:
            os.kill(int(process), signal.SIGKILL)

    with pytest.raises(StoreError, match="goes on where it stopped"):
        store.push(graph, uri, batch=250, progress=killing)
    subprocess.run([*tool, "stop", process], check=False)
    uri, process = start()
    try:
        assert 0 < store.push(graph, uri, dry_run=True).changed < 6000
        store.push(graph, uri)
        assert set(store.pull(uri)) == set(graph)
    finally:
        subprocess.run([*tool, "stop", process], check=False)


def test_the_pure_driver_does_the_same(
    address: str, driver: neo4j.Driver, graph: nx.MultiDiGraph, tmp_path: Path
) -> None:
    """The extra's Rust parts are kept from being imported, in a process of its own."""
    (tmp_path / "graph.json").write_text("".join(dumps(graph)), "utf-8")
    program = (
        "import sys; sys.modules['neo4j._rust'] = None\n"
        "import neo4j._codec.packstream.v1 as v1\n"
        "assert not getattr(v1, '_USE_RUST', False) and 'neo4j._rust.codec' not in sys.modules\n"
        f"import kg; from kg.store import neo4j as s; g = kg.load({str(tmp_path)!r})\n"
        f"s.push(g, {address!r}); assert s.push(g, {address!r}).changed == 0\n"
        f"assert dict(s.pull({address!r}).nodes(data=True)) == dict(g.nodes(data=True))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
