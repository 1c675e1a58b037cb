"""Questions to a small graph made by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from kg import query
from kg.errors import UsageError


@pytest.fixture()
def graph() -> nx.MultiDiGraph:
    g = nx.MultiDiGraph(format=1)
    for id, label, name, more in (
        ("c", "Place", "甲县", {"kind": "county"}),
        ("t1", "Place", "东镇", {"kind": "township", "county": "c"}),
        ("t2", "Place", "西镇", {"kind": "township", "county": "c"}),
        ("p1", "Project", "一号线", {"names": ["一号线", "东西线"]}),
        ("p2", "Project", "水厂", {}),
        ("x1", "Organization", "远大公司", {}),
        ("x2", "Organization", "远大公司", {}),
        ("far", "Place", "乙县", {"kind": "county"}),
        ("Document:a.txt", "Document", "报道", {"path": "a.txt", "reference_date": "2024-01"}),
    ):
        g.add_node(id, label=label, name=name, **more)
    ev = [{"document": "a.txt", "start": 0, "end": 2, "quote": "引文", "sentence": "引文。", "rule": "r"}]
    for head, key, tail in (
        ("t1", "LOCATED_IN", "c"),
        ("t2", "LOCATED_IN", "c"),
        ("p1", "CONNECTS", "t1"),
        ("p1", "CONNECTS", "t2"),
        ("p2", "LOCATED_IN", "c"),
        ("t1", "MENTIONED_IN", "Document:a.txt"),
        ("far", "MENTIONED_IN", "Document:a.txt"),
    ):
        g.add_edge(head, tail, key=key, evidence=list(ev))
    return g


@pytest.mark.parametrize(
    ("name", "id"),
    [("p1", "p1"), ("一号线", "p1"), ("东西线", "p1"), ("Project:水厂", "p2"), ("甲", None), ("东镇", "t1")],
)
def test_lookup(graph: nx.MultiDiGraph, name: str, id: str | None) -> None:
    if id is None:
        with pytest.raises(query.UnknownNameError):
            query.lookup(graph, name)
    else:
        assert query.lookup(graph, name) == id


def test_several_matches_are_listed_and_nothing_guessed(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(query.AmbiguousNameError) as caught:
        query.lookup(graph, "远大公司")
    assert [m["id"] for m in caught.value.matches] == ["x1", "x2"]
    assert query.lookup(graph, "远大公司", first=True) in ("x1", "x2")


def test_an_unknown_name_gets_near_ones(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(query.UnknownNameError) as caught:
        query.lookup(graph, "东镇人民政府")
    assert "东镇" in caught.value.near


def test_paths_avoid_counties_first(graph: nx.MultiDiGraph) -> None:
    found = query.paths(graph, "t1", "t2")
    assert isinstance(found, list)
    assert [(p.nodes, p.high) for p in found] == [(("t1", "p1", "t2"), False), (("t1", "c", "t2"), True)]
    assert found[0].hops[0]["quote"] == "引文"


def test_paths_never_lead_through_documents(graph: nx.MultiDiGraph) -> None:
    found = query.paths(graph, "t1", "far")
    assert found == query.NoPath(None, None)


def test_no_path_within_the_limits_names_a_meeting_place(graph: nx.MultiDiGraph) -> None:
    found = query.paths(graph, "p1", "p2", types=["CONNECTS"])
    assert isinstance(found, query.NoPath)
    assert found.meeting in ("c", "t1", "t2")


def test_an_unknown_relation_is_refused(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(UsageError):
        query.paths(graph, "p1", "p2", types=["OWNS"])


def test_neighbourhood_stops_at_documents(graph: nx.MultiDiGraph) -> None:
    assert query.neighbourhood(graph, "t1", 1) == {"t1", "c", "p1", "Document:a.txt"}
    assert "far" not in query.neighbourhood(graph, "t1", 5)


def test_facts_of_a_place_hold_what_lies_in_it(graph: nx.MultiDiGraph) -> None:
    rows = query.facts(graph, place="c")
    assert {(r["head_id"], r["type"]) for r in rows} >= {("t1", "LOCATED_IN"), ("p1", "CONNECTS")}
    assert query.facts(graph, year=2023) == []
