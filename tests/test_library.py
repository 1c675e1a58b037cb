"""kg as a library: cheap to import, and able to do what the command line does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from conftest import ROOT, SAMPLES

import kg
from kg.errors import KGError, StoreError, UsageError
from kg.query import AmbiguousNameError, NoPath, UnknownNameError

HEAVY = ("spacy", "networkx", "numpy", "kglite", "pyvis", "neo4j", "lxml", "yaml", "tqdm")


def test_import_is_cheap() -> None:
    program = f"import kg, sys; sys.exit(', '.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"import kg imports {done.stderr}"


def test_the_chain_needs_no_spacy() -> None:
    """spaCy takes a second to import; only `load_pipeline` asks for it."""
    program = (
        "import kg, sys; kg.build(sys.argv[1]); kg.values.quantities('3亿元')\n"
        "sys.exit(', '.join(m for m in ('spacy', 'pyvis', 'neo4j', 'kglite', 'pdfplumber') if m in sys.modules) or 0)"
    )
    sample = SAMPLES / "xiaolong-road-news.txt"
    done = subprocess.run([sys.executable, "-c", program, str(sample)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_the_package_offers() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing


def test_build_in_memory_then_save_and_load(tmp_path: Path) -> None:
    graph = kg.build(SAMPLES / "xiaolong-road-news.txt", published="2024-09-29")
    assert isinstance(graph, kg.Graph) and isinstance(graph, nx.MultiDiGraph)
    assert graph.folder is None and graph.outcome and len(graph.outcome.extractions) == 1
    assert graph.save(tmp_path / "out") == tmp_path / "out" / "graph.json"
    loaded = kg.load(tmp_path / "out")
    assert loaded.sha256() == graph.sha256() and len(loaded) == len(graph)
    assert graph.query("MATCH (n) RETURN count(n) AS n") == loaded.query("MATCH (n) RETURN count(n) AS n")


def test_methods_answer_as_the_commands_do(small: Path, tmp_path: Path) -> None:
    graph = kg.load(small)
    assert graph.id_of("慈溪") == "330282"
    assert graph.show("慈溪")["name"] == "慈溪市"
    ways = graph.path("海晟公司", "慈溪市")
    assert not isinstance(ways, NoPath) and [hop["type"] for hop in ways[0].hops] == ["PARTICIPATES_IN", "LOCATED_IN"]
    assert isinstance(graph.path("慈溪市", "临海市"), NoPath)
    assert {row["surface"] for row in graph.metrics("慈溪市")} == {"2650亿元", "2581亿元"}
    assert len(graph.list("Project")) == 2 and graph.find("大道") and graph.stats() and len(graph.conflicts()) == 1
    assert {row["tail"] for row in graph.facts(type="LOCATED_IN", place="临海市")} == {"临海市"}
    part = graph.around("海晟公司")
    assert isinstance(part, kg.Graph) and 1 < len(part) < len(graph)
    asked = graph.query("MATCH (p:Place) WHERE p.name STARTS WITH $n RETURN p.id AS id", {"n": "慈"})
    assert asked == [{"id": "330282"}]
    assert graph.page(tmp_path / "page.html", lang="en") == tmp_path / "page.html"


def test_a_changed_graph_is_asked_as_it_is(small: Path) -> None:
    graph = kg.load(small)
    graph.add_node("new", label="Place", name="新地")
    assert graph.query("MATCH (p:Place {id: 'new'}) RETURN p.name AS name") == [{"name": "新地"}]
    assert kg.load(small).query("MATCH (p:Place {id: 'new'}) RETURN p.name AS name") == []


def test_errors_have_one_root_and_say_who_must_act(small: Path, tmp_path: Path) -> None:
    graph = kg.load(small)
    with pytest.raises(StoreError):
        kg.load(tmp_path)
    with pytest.raises(UnknownNameError) as unknown:
        graph.show("慈溪县")
    assert "慈溪市" in unknown.value.near and isinstance(unknown.value, UsageError)
    with pytest.raises(AmbiguousNameError) as several:
        graph.show("滨海大道工程")
    assert len(several.value.matches) == 2
    with pytest.raises(UsageError):
        graph.query("MATCH (n) DETACH DELETE n")
    assert issubclass(UsageError, KGError) and "慈溪县" in unknown.value.text("zh")


def test_values_by_themselves() -> None:
    (amount,) = kg.values.quantities("实现地区生产总值2650亿元")
    assert (amount.value, amount.unit) == (265000000000, "元")
    (period,) = kg.values.periods("去年前三季度", "2024-03-05")
    assert period.value == "2023-01/2023-09"


def test_a_spacy_language_with_our_spans() -> None:
    nlp = kg.load_pipeline()
    import spacy

    assert isinstance(nlp, spacy.language.Language)
    doc = nlp("慈溪市周巷镇位于慈溪市西部。2023年，慈溪市实现地区生产总值2650亿元。")
    assert doc.text.startswith("慈溪市周巷镇")
    spans = [span for group in doc.spans.values() for span in group]
    assert {"慈溪市", "周巷镇"} <= {span.text for span in spans}
