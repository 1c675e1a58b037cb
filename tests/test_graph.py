"""Facts to graph and back; identity across documents; conflicts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from kg import extractions, query
from kg.conflicts import conflicts
from kg.dates import bounds
from kg.errors import StoreError
from kg.graph import build_graph, dumps, loads
from kg.model import Extraction
from kg.resolve import resolve
from kg.schema import Schema
from kg.seeds import Seeds

Made = Callable[..., Extraction]
A = "慈溪市的滨海大道工程由海晟公司承建，2023年慈溪市生产总值2650亿元。"
B = "去年慈溪市地区生产总值2581亿元，滨海大道工程通车。"
C = "临海市的滨海大道工程开工。"


@pytest.fixture()
def three(made: Made) -> list[Extraction]:
    cixi, linhai = ("Place", "慈溪市", "330282", "county"), ("Place", "临海市", "331082", "county")
    road = ("Project", "滨海大道工程")
    gdp = {"metric": "地区生产总值", "subject": "慈溪市", "value": 258100000000, "surface": "2581亿元"}
    return [
        made(
            "a.txt",
            A,
            [cixi, road, ("Organization", "海晟公司"), ("Metric", "生产总值")],
            [("滨海大道工程", "LOCATED_IN", "慈溪市"), ("海晟公司", "PARTICIPATES_IN", "滨海大道工程")],
            [{"metric": "生产总值", "subject": "慈溪市", "value": 265000000000, "surface": "2650亿元"}],
            main_place="慈溪市",
        ),
        made(
            "b.txt",
            B,
            [cixi, road, ("Metric", "地区生产总值")],
            [("滨海大道工程", "LOCATED_IN", "慈溪市")],
            [gdp],
            [("滨海大道工程", "opened", "2023")],
            main_place="慈溪市",
        ),
        made("c.txt", C, [linhai, road], [("滨海大道工程", "LOCATED_IN", "临海市")], main_place="临海市"),
    ]


def graph_of(found: list[Extraction], schema: Schema, seeds: Seeds):  # type: ignore[no-untyped-def]
    return build_graph(found, resolve(found, seeds), schema, seeds)


def test_one_name_in_two_counties_is_two_things(three: list[Extraction], schema: Schema, seeds: Seeds) -> None:
    graph = graph_of(three, schema, seeds)
    roads = sorted(id for id, data in graph.nodes(data=True) if data["label"] == "Project")
    assert roads == ["Project:滨海大道工程@330282", "Project:滨海大道工程@331082"]
    assert graph.nodes[roads[0]]["county"] == "330282"
    assert graph.nodes[roads[0]]["prefecture"] == "330200"


def test_ids_stay_when_documents_are_added(three: list[Extraction], schema: Schema, seeds: Seeds) -> None:
    before, after = (set(graph_of(part, schema, seeds)) for part in (three[:1], three[:2]))
    assert before <= after
    assert "Project:滨海大道工程" in before


def test_a_relation_of_two_documents_is_one_edge_with_two_quotes(
    three: list[Extraction], schema: Schema, seeds: Seeds
) -> None:
    graph = graph_of(three, schema, seeds)
    evidence = graph.edges["Project:滨海大道工程@330282", "330282", "LOCATED_IN"]["evidence"]
    assert [e["document"] for e in evidence] == ["a.txt", "b.txt"]


def test_different_values_contradict_under_the_standard_name(
    three: list[Extraction], schema: Schema, seeds: Seeds
) -> None:
    graph = graph_of(three, schema, seeds)
    rows = query.contradictions(graph)
    assert [(r["one"], r["other"]) for r in rows] in ([("2650亿元", "2581亿元")], [("2581亿元", "2650亿元")])
    assert {rows[0]["one_document"], rows[0]["other_document"]} == {"a.txt", "b.txt"}


def test_order_of_documents_does_not_matter(three: list[Extraction], schema: Schema, seeds: Seeds) -> None:
    written = {"".join(dumps(graph_of(list(order), schema, seeds))) for order in permutations(three)}
    assert len(written) == 1


def test_json_round_trip(three: list[Extraction], schema: Schema, seeds: Seeds) -> None:
    text = "".join(dumps(graph_of(three, schema, seeds)))
    assert "".join(dumps(loads(text))) == text
    for extraction in three:
        data = extractions.to_json(extraction)
        assert extractions.to_json(extractions.from_json(data)) == data


@pytest.mark.parametrize("text", ["", "{", "[]", '{"graph":{"format":99}}', '{"graph":{"format":1}}'])
def test_a_damaged_graph_is_refused(text: str) -> None:
    with pytest.raises(StoreError):
        loads(text)


def test_every_edge_has_evidence_and_names_obey_the_databases(
    three: list[Extraction], schema: Schema, seeds: Seeds
) -> None:
    graph = graph_of(three, schema, seeds)
    assert all(data["evidence"] for _, _, data in graph.edges(data=True))
    for _, data in graph.nodes(data=True):
        assert data["name"] and not {"type", "title"} & data.keys()


def obs(value: float, surface: str, qualifier: str = "exact") -> dict[str, object]:
    return {"value": value, "surface": surface, "qualifier": qualifier}


@pytest.mark.parametrize(
    ("a", "b", "quarrel"),
    [
        (obs(265e9, "2650亿元"), obs(264.96e9, "2649.6亿元"), False),  # rounding
        (obs(265e9, "2650亿元"), obs(258e9, "2580亿元"), True),
        (obs(28e8, "28亿元", "over"), obs(28.5e8, "28.5亿元"), False),
        (obs(28e8, "28亿元", "over"), obs(27.5e8, "27.5亿元"), True),
        (obs(25e6, "2500万元", "approx"), obs(24.6e6, "2460万元"), False),
        (obs(3.07, "3.07%"), obs(3.1, "3.1%"), False),
        (obs(3.07, "3.07%"), obs(3.2, "3.2%"), True),
    ],
)
def test_conflicts(a: dict[str, object], b: dict[str, object], quarrel: bool) -> None:
    assert bool(list(conflicts({"a": a, "b": b}))) is quarrel


def test_bounds() -> None:
    assert bounds("2021/2025") == {"start": "2021-01-01", "end": "2025-12-31", "year": 2025}
    assert bounds("2024-02-03") == {"start": "2024-02-03", "end": "2024-02-03", "year": 2024}
    assert bounds(None) == {}


def test_a_hospital_built_here_and_acting_there_is_one_thing(made: Made, schema: Schema, seeds: Seeds) -> None:
    cixi = ("Place", "慈溪市", "330282", "county")
    found = [
        made(
            "a.txt", "慈溪市的东海医院封顶。", [cixi, ("Project", "东海医院")], [("东海医院", "LOCATED_IN", "慈溪市")]
        ),
        made(
            "b.txt",
            "慈溪市的东海医院开门接诊。",
            [cixi, ("Organization", "东海医院")],
            [("东海医院", "LOCATED_IN", "慈溪市")],
        ),
    ]
    graph = graph_of(found, schema, seeds)
    assert [id for id in graph if "东海医院" in id] == ["Project:东海医院"]
    assert len(graph.edges["Project:东海医院", "330282", "LOCATED_IN"]["evidence"]) == 2


def test_a_milestone_of_what_most_documents_call_an_organization_is_counted(
    made: Callable[..., Extraction], schema: Schema, seeds: Seeds
) -> None:
    text = "慈溪市仁和医院建成启用。"
    acts = [made(f"{n}.txt", text, [("Place", "慈溪市", "330282"), ("Organization", "仁和医院")]) for n in "ab"]
    built = made(
        "c.txt",
        text,
        [("Place", "慈溪市", "330282"), ("Project", "仁和医院")],
        milestones=[("仁和医院", "opened", "2024")],
    )
    graph = build_graph([*acts, built], resolve([*acts, built], seeds), schema, seeds)
    assert [d["label"] for _, d in graph.nodes(data=True) if d["name"] == "仁和医院"] == ["Organization"]
    assert graph.graph["refused"] == {"milestone: of a thing that became an Organization": 1}
