"""The stored graph: rows and back, the embedded database, its guard rails, limits and files."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml

from kg.api import Graph, database
from kg.errors import KGError, StoreError, UsageError
from kg.graph import dumps
from kg.store import selftest
from kg.store.embedded import Database, graph_named_by, memory_database, open_database, write_database
from kg.store.rows import edge_rows, graph_of, node_rows

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "cypher.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def asked() -> Database:
    return memory_database(selftest.sample())


@pytest.mark.parametrize("case", CASES["answered"], ids=lambda case: case["query"][:60])
def test_answers(asked: Database, case: dict[str, Any]) -> None:
    rows = asked.query(case["query"], case.get("parameters"))
    assert [list(row.values()) for row in rows] == case["rows"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["query"][:60])
def test_refusals_say_where_and_what_instead(asked: Database, case: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        asked.query(case["query"], case.get("parameters"))
    assert caught.value.code == case["code"]
    assert case.get("known", "") in caught.value.text("en")
    if "at" in case:
        line, marks = caught.value.text("en").splitlines()[-2:]
        wide = sum(2 if ord(c) > 0x2E80 else 1 for c in case["at"])
        assert marks.strip() == "^" * wide
        assert case["at"] in line
    assert caught.value.text("zh") != caught.value.text("en")


def test_the_installed_engine_passes_its_self_test() -> None:
    assert selftest.main() == 0


def test_rows_lead_back_to_the_same_graph(whole: nx.MultiDiGraph) -> None:
    again = graph_of(node_rows(whole), edge_rows(whole))
    assert dict(again.nodes(data=True)) == dict(whole.nodes(data=True))
    assert {e[:3]: e[3] for e in again.edges(keys=True, data=True)} == {
        e[:3]: e[3] for e in whole.edges(keys=True, data=True)
    }
    assert again.graph == whole.graph


def test_no_property_is_named_as_the_engine_names_its_own(whole: nx.MultiDiGraph) -> None:
    for row in (*node_rows(whole), *edge_rows(whole)):
        assert not {"type", "title", "graph", "hash"} & row.properties.keys()


@pytest.fixture()
def whole() -> nx.MultiDiGraph:
    """A graph with all that a graph may hold."""
    graph = selftest.sample()
    proof = dict(selftest.PROOF[0])
    more = {**proof, "score": 0.5, "parts": [[0, 2], [5, 9]], "page": 3}
    graph.nodes["p"]["milestones"] = [
        {"status": "started", "date": "2023-05", "evidence": [proof, more]},
        {"status": "opened", "date": None, "evidence": [proof]},
    ]
    graph.nodes["p"]["why"] = ["same name"]
    graph.add_edge("p", "b", key="CONNECTS", evidence=[proof, more])
    graph.add_node("x", label="Policy", name="引号'\"`{}\\\n\0", names=["\\u0041"], nested={"a": [1, {"b": None}]})
    return graph


def test_hard_names_are_kept_and_nothing_in_them_is_run(whole: nx.MultiDiGraph) -> None:
    with memory_database(whole) as stored:
        name = whole.nodes["x"]["name"]
        assert stored.query("MATCH (n:Policy {name: $name}) RETURN n.name AS x", {"name": name}) == [{"x": name}]
        assert len(stored.query("MATCH (n) RETURN n.id")) == len(whole) + 1


def test_a_megabyte_of_text_is_kept() -> None:
    graph = selftest.sample()
    graph.nodes["a"]["name"] = "长" * 1_000_000
    with memory_database(graph) as stored:
        assert stored.query("MATCH (n:Place {id: 'a'}) RETURN size(n.name) AS n") == [{"n": 1_000_000}]


def test_limits_of_rows_and_time() -> None:
    graph = nx.MultiDiGraph(format=1, name="big", refused={})
    for n in range(300):
        graph.add_node(f"n{n}", label="Place", name=f"镇{n}", names=[f"镇{n}"])
    for n in range(300):
        for m in range(0, 300, 5):
            graph.add_edge(f"n{n}", f"n{m}", key="LOCATED_IN", evidence=[])
    with memory_database(graph) as stored:
        rows = stored.query("MATCH (n:Place) RETURN n.id ORDER BY n.id", limit=2)
        assert (len(rows), rows.more) == (2, True)
        rows = stored.query("MATCH (n:Place) RETURN n.id LIMIT 1", limit=2)
        assert (len(rows), rows.more) == (1, False)
        begin = time.monotonic()
        with pytest.raises(UsageError, match=r"stopped after 0\.2"):
            stored.query("MATCH (a)-[*1..8]->(b) RETURN count(*)", timeout=0.2)
        assert time.monotonic() - begin < 3
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            stored.query("MATCH (a)-[*1..8]->(b) RETURN count(*)", timeout=30)
        assert stored.query("RETURN 1 AS x") == [{"x": 1}]


def test_a_database_file_of_another_graph_is_made_anew(tmp_path: Path) -> None:
    graph = Graph(selftest.sample())
    graph.graph["name"] = "county-kg"
    (tmp_path / "graph.json").write_text("".join(dumps(graph)), "utf-8")
    write_database(nx.MultiDiGraph(format=1, name="old", refused={}), tmp_path / "graph.kgl", "1" * 64)
    with database(tmp_path) as stored:
        assert stored.query("MATCH (n:Place) RETURN count(n) AS n") == [{"n": 2}]
    assert graph_named_by(tmp_path / "graph.kgl") == graph.sha256()
    (tmp_path / "graph.kgl").write_bytes(b"no database")
    with database(tmp_path) as stored:
        assert stored.query("MATCH (n:Place) RETURN count(n) AS n") == [{"n": 2}]
    (tmp_path / "graph.kgl").unlink()
    with database(tmp_path) as stored:
        assert stored.query("MATCH (n:Place) RETURN count(n) AS n") == [{"n": 2}]


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "graph.kgl").write_bytes(b"PK\3\4 something else")
    with pytest.raises(StoreError, match="damaged"):
        open_database(tmp_path / "graph.kgl")
    assert graph_named_by(tmp_path / "graph.kgl") is None


def test_explain_gives_steps(asked: Database) -> None:
    rows = asked.explain("MATCH (n:Place) WHERE round(n.year) = 1 RETURN n.id")
    assert rows[0]["operation"].startswith("MATCH") and "floor" in rows[0]["operation"]
    assert len(rows) > 1


@pytest.mark.parametrize("value", [2**70, {1, 2}, object(), "\ud800", [[b"x"]]])
def test_parameters_of_other_types_are_refused(asked: Database, value: object) -> None:
    with pytest.raises(UsageError, match="parameter p"):
        asked.query("RETURN $p", {"p": value})
    assert asked.query("RETURN $p AS p", {"p": date(2024, 2, 29)}) == [{"p": date(2024, 2, 29)}]


@pytest.mark.parametrize(
    "query",
    [
        "RETURN " + "(" * 50_000 + "1",
        "RETURN " + " + ".join("1" for _ in range(250)),
        "RETURN " + " + ".join("1" for _ in range(2_500)),
        "RETURN " + "[" * 90_000,
        "RETURN " + "NOT " * 20_000 + "true",
        "RETURN " + "-" * 50_000 + "1",
        "MATCH " + "(" * 40_000,
        "RETURN '" + "a" * 200_000,
        "MATCH (n) RETURN n.name = " + "'x' + " * 15_000 + "'y'",
        "`" * 9_999,
        "/*" * 40_000,
        "\0",
    ],
    ids=lambda query: query[:12],
)
def test_hostile_queries_end_soon_and_clearly(asked: Database, query: str) -> None:
    begin = time.monotonic()
    with contextlib.suppress(KGError):
        asked.query(query)
    assert time.monotonic() - begin < 5
