"""Every format of export, read back by a program that takes it, and compared with the graph."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import StoreError
from kg.store import neo4j as store
from kg.store import selftest
from kg.store.export import FORMATS, export
from kg.store.export.cypher_script import literal
from kg.store.rows import evidence_of
from tests.conftest import ROOT, needs
from tests.neo4j_server import TOOL, available, running
from tests.samples import sample_graph

EVIL = "=HYPERLINK(\"x\"), '引号'`{}`\\ \\u0027 换行\n;制表\t"


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    """The samples, and things with hard names."""
    found = nx.MultiDiGraph(sample_graph())
    found.add_node("Policy:evil", label="Policy", name=EVIL, names=[EVIL, "\\u0041"])
    proof = [{**selftest.PROOF[0], "quote": EVIL, "sentence": EVIL}]
    found.add_edge("330282", "Policy:evil", key="IMPLEMENTS", evidence=proof)
    return found


def test_csv_for_spreadsheets(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path / "t", bom=True)
    tables = {}
    for name in ("entities", "observations", "relations", "milestones"):
        raw = (tmp_path / "t" / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        tables[name] = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
        assert not any(cell.startswith(("=", "+", "@")) for row in tables[name] for cell in row.values())
    labels = Counter(label for _, label in graph.nodes(data="label"))
    assert len(tables["observations"]) == labels["Observation"]
    assert len(tables["entities"]) == len(graph) - labels["Observation"] - labels["Document"]
    assert len(tables["milestones"]) == sum(len(d.get("milestones", ())) for _, d in graph.nodes(data=True))
    first = next(row for row in tables["observations"] if row["value"])
    assert float(first["value"]) == pytest.approx(graph.nodes[first["id"]]["value"])
    assert next(r for r in tables["entities"] if r["id"] == "Policy:evil")["name"] == "'" + EVIL


def test_csv_opens_in_a_spreadsheet_program(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    export(graph, "csv", tmp_path)
    book = openpyxl.Workbook()
    with (tmp_path / "entities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append([re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell) for cell in row])
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)


def test_graphml_reads_back(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    export(graph, "graphml", tmp_path / "g.graphml")
    again = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert set(again) == set(graph)
    triples = Counter((a, d["type"], b) for a, b, d in again.edges(data=True))
    assert triples == Counter((a, k, b) for a, b, k in graph.edges(keys=True))
    assert json.loads(again.nodes["330282"]["names"]) == graph.nodes["330282"]["names"]
    one = next(iter(again.edges(data=True)))
    assert json.loads(one[2]["evidence"]) == graph.edges[one[0], one[1], one[2]["type"]]["evidence"]


def test_gexf_reads_back_and_is_the_same_each_time(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    export(graph, "gexf", tmp_path / "g.gexf")
    again = nx.read_gexf(tmp_path / "g.gexf")
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes["330282"]["label"] == "慈溪市"
    text = (tmp_path / "g.gexf").read_text("utf-8")
    assert "lastmodified" not in text
    export(graph, "gexf", tmp_path / "h.gexf")
    assert (tmp_path / "h.gexf").read_text("utf-8") == text


def test_parquet_reads_back(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(graph, "parquet", tmp_path)
    nodes = sum(parquet.read_table(f).num_rows for f in tmp_path.glob("nodes-*.parquet"))
    assert nodes == len(graph) + 1
    rows = parquet.read_table(tmp_path / "edges-IMPLEMENTS.parquet").to_pylist()
    for row in rows:
        lists = {k: v for k, v in row.items() if v is not None}
        assert evidence_of(lists) == graph.edges[row["head"], row["tail"], "IMPLEMENTS"]["evidence"]
    figures = parquet.read_table(tmp_path / "nodes-Observation.parquet")
    assert str(figures.schema.field("start").type) == "date32[day]"


def test_jsonld_is_read_by_rdflib(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    export(graph, "jsonld", tmp_path / "g.jsonld")
    assert (tmp_path / "context.jsonld").exists()
    found = rdflib.Graph().parse(tmp_path / "g.jsonld", format="json-ld")
    schema, ours = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:county-kg:term:")
    cixi = rdflib.URIRef("urn:county-kg:id:330282")
    assert (cixi, schema.name, rdflib.Literal("慈溪市")) in found
    assert (cixi, rdflib.RDF.type, schema.Place) in found
    relations = set(found.subjects(rdflib.RDF.type, ours.Relation))
    assert len(relations) == graph.number_of_edges()
    inside = {(str(a), str(b)) for a, b in found.subject_objects(schema.containedInPlace)}
    assert len(inside) == sum(1 for _, _, k in graph.edges(keys=True) if k == "LOCATED_IN")
    quotes = {str(q) for q in found.objects(None, ours.quote)}
    assert EVIL in quotes


@pytest.mark.neo4j
def test_neo4j_imports_the_csv_with_the_command_that_was_printed(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    done = export(graph, "neo4j-csv", tmp_path / "files")
    words = shlex.split(done.command)
    assert words[0] == "neo4j-admin"
    data = tmp_path / "data"
    run = subprocess.run(
        [sys.executable, str(TOOL), "admin", str(data), *words[1:]], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    environment = {k: v for k, v in os.environ.items() if k != "NEO4J_PASSWORD"}
    tool = [sys.executable, str(ROOT / "tools" / "neo4j")]
    begun = subprocess.run([*tool, "start", "--data", str(data)], env=environment, capture_output=True, text=True)
    assert begun.returncode == 0, begun.stderr
    uri, process = begun.stdout.split()
    try:
        would = store.push(graph, uri)  # makes the constraints, finds what is there
        assert "nodes_created" not in would.wrote and "relationships_created" not in would.wrote
        assert dict(store.pull(uri).nodes(data=True)) == dict(graph.nodes(data=True))
    finally:
        subprocess.run([*tool, "stop", process], check=False)


@pytest.mark.neo4j
def test_cypher_shell_runs_the_script_twice(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    export(graph, "cypher", tmp_path / "g.cypher")
    with running() as (uri, _):
        for _ in range(2):
            with (tmp_path / "g.cypher").open(encoding="utf-8") as script:
                run = subprocess.run(
                    [sys.executable, str(TOOL), "shell", uri], stdin=script, capture_output=True, text=True
                )
            assert run.returncode == 0, run.stderr[-3000:]
        assert store.push(graph, uri).changed == 0
        assert dict(store.pull(uri).nodes(data=True)) == dict(graph.nodes(data=True))


@pytest.mark.parametrize(
    "text",
    [
        "'",
        "\\",
        "\\u0027",
        "\\\\u0027",
        "\\\n",
        "a\0b",
        "';MATCH (n) DETACH DELETE n;//",
        "\u2028",
        "中",
        "`",
        "\\uu0027",
    ],
)
def test_literals_hold_whatever_they_hold(text: str) -> None:
    from kg.store.selftest import sample

    written = literal(text)
    assert "\n" not in written
    from kg.store.embedded import memory_database

    if "+" not in written:
        with memory_database(sample()) as asked:
            assert asked.query(f"RETURN {written} AS x") == [{"x": text}]


@pytest.mark.parametrize("format", FORMATS)
def test_a_folder_that_cannot_be_written_is_said(graph: nx.MultiDiGraph, tmp_path: Path, format: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError):
        export(graph, format, tmp_path / "file" / "x")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
