"""The page without a browser: view model, layout and its stability, islands of data, source paragraphs, sizes."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from kg.render import geometry, page
from kg.render.island import escaped, island, policy
from kg.render.layout import Layout, layout, read_layout, write_layout
from kg.render.page import PageOptions, write_page
from kg.render.shown import shown
from kg.render.sources import cited_stretches, paragraphs
from tests.pages import PAYLOADS, TEXTS, hostile, large, small

SHA = "a" * 64


def written(graph: nx.MultiDiGraph[str], path: Path, **options: Any) -> str:
    write_page(graph, path, sha256=SHA, lang="zh", texts=TEXTS, options=PageOptions(**options))
    return path.read_text("utf-8")


def data_of(html: str, id: str = "kg-data") -> Any:
    coding, text = re.search(rf'id="{id}" data-coding="(\w+)">([^<]*)</script>', html).groups()  # type: ignore[union-attr]
    return json.loads(gzip.decompress(base64.b64decode(text)) if coding == "gzip" else text)


def test_the_page_names_its_graph_and_its_policy_comes_first(tmp_path: Path) -> None:
    html = written(small(), tmp_path / "graph.html")
    assert f'<meta name="kg-graph-sha256" content="{SHA}">' in html
    head = html[html.index("<head>") + 6 :].lstrip()
    assert head.startswith('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;')
    for wanted in ("base-uri", "form-action", "require-trusted-types-for", "trusted-types &#39;none&#39;"):
        assert wanted in head[:900]
    assert "unsafe" not in head[:900]
    assert "http://" not in re.sub(r"<script>.*?</script>", "", html, flags=re.S)


def test_no_markup_carries_style_or_handlers(tmp_path: Path) -> None:
    html = written(small(), tmp_path / "graph.html")
    bare = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", html, flags=re.S)
    assert not re.search(r"\s(style|on\w+)=", bare)
    for module in page.SCRIPTS:
        text = (page.TEMPLATES / f"{module}.js").read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text), (
            module
        )


def test_same_graph_same_bytes(tmp_path: Path) -> None:
    one, other = small(), small()
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph(**other.graph)
    shuffled.add_nodes_from(reversed(list(other.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(other.edges(keys=True, data=True))))
    assert written(one, tmp_path / "a.html") == written(shuffled, tmp_path / "b.html")


def test_the_small_script_was_made_from_the_modules() -> None:
    made_from = (page.TEMPLATES / "page.min.js").read_text("utf-8").partition("\n")[0]
    assert made_from == f"// {page.fingerprint(page.modules())}", "run tools/page_script.py"


def test_evidence_marks_quote_and_names(tmp_path: Path) -> None:
    data = data_of(written(small(), tmp_path / "graph.html"))
    names = data["nodes"]["name"]
    at = next(
        e for e, head in enumerate(data["edges"]["head"])
        if names[head] == "滨海大道工程" and names[data["edges"]["tail"][e]] == "周巷镇"
    )  # fmt: skip
    p = data["edges"]["first"][0] + sum(data["edges"]["pieces"][:at])
    evidence, fresh, sentences = data["evidence"], 0, []
    for back in evidence["sentence"]:
        sentences.append(data["sentences"][fresh - back] if back else data["sentences"][fresh])
        fresh += back == 0
    sentence = sentences[p]
    assert sentence[evidence["quote"][p] :][: evidence["length"][p]] == "滨海大道工程位于周巷镇"
    marks = evidence["marks"][p]
    assert [(which, sentence[start:][:length]) for which, start, length in zip(*[iter(marks)] * 3)] == [
        (0, "滨海大道工程"), (1, "周巷镇"),
    ]  # fmt: skip


@pytest.mark.parametrize(("choice", "count"), [("all", 6), ("none", 0)])
def test_source_paragraphs_by_choice(tmp_path: Path, choice: str, count: int) -> None:
    sources = data_of(written(small(), tmp_path / "graph.html", sources=choice), "kg-sources")
    kept = [paragraph for document in sources.values() for paragraph in document]
    assert len(kept) == count
    for document, rows in sources.items():
        text = list(dict(sorted(TEXTS.items())).values())[int(document)]
        for start, said, marks in rows:
            assert text[start : start + len(said)] == said
            assert len(marks) % 3 == 0


def test_cited_paragraphs_hold_their_evidence_even_in_a_line_of_a_megabyte() -> None:
    text = "开头。" + "长" * 1_000_000 + "要点在此" + "长" * 1000
    at = text.index("要点")
    spans = cited_stretches(text, [(at, at + 4), (0, 2)])
    assert all(end - start <= 2000 for start, end in spans)
    assert any(start <= at and at + 4 <= end for start, end in spans)
    assert paragraphs("一\n\n二") == [(0, 1), (3, 4)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_islands_hold_any_text(payload: str) -> None:
    for data in ({"x": payload}, {"x": payload, "pad": ["长" * 50] * 2000}):
        made = island(data)
        assert not re.search(r"[<>&\u2028\u2029]", str(made.content))
        text = str(made.content)
        back = json.loads(gzip.decompress(base64.b64decode(text)) if made.coding == "gzip" else text)
        assert back["x"] == payload
    assert str(escaped('"<"')) == '"\\u003c"'


def test_a_lone_surrogate_is_no_trouble() -> None:
    assert "\ufffd" in str(island({"x": "a\ud800b"}).content)


def test_policy_hashes() -> None:
    assert "'sha256-" in policy(("a",), ("b",))


def test_hostile_graphs_are_written(tmp_path: Path) -> None:
    graph, texts = hostile()
    write_page(graph, tmp_path / "h.html", sha256=SHA, lang="en", texts=texts)
    html = (tmp_path / "h.html").read_text("utf-8")
    assert html.count("<script") >= 4


@pytest.mark.parametrize("count", [0, 1, 2])
def test_almost_nothing_is_fine(tmp_path: Path, count: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(count):
        graph.add_node(f"Place:{n}", label="Place", name=str(n), names=[str(n)])
    if count:
        graph.add_edge("Place:0", "Place:0", key="PART_OF", evidence=[])
    assert data_of(written(graph, tmp_path / "x.html"))["nodes"]["shown"] == count


# ---- layout ------------------------------------------------------------------------------------------------------


def overlaps(found: Layout, radii: np.ndarray[Any, Any]) -> int:
    a, b = geometry.near_pairs(found.points, 60.0)
    apart = np.hypot(*(found.points[a] - found.points[b]).T)
    return int((apart < radii[a] + radii[b]).sum())


@pytest.fixture(scope="module")
def thousand() -> nx.MultiDiGraph[str]:
    return large(900)


def test_islands_without_collisions_and_neighbours_of_one_community(thousand: nx.MultiDiGraph[str]) -> None:
    what = shown(thousand)
    found = layout(what)
    radii = np.array(what.radii)
    assert overlaps(found, radii) == 0
    of = np.array(found.group_of())
    apart = np.hypot(*(found.points[:, None, :] - found.points[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (of[apart.argmin(axis=1)] == of).mean() > 0.97
    assert all(len(group) >= 5 for group in found.groups)
    assert sorted(n for group in found.groups for n in group) == list(range(len(what.ids)))


def test_the_slow_engine_lays_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.render.geometry.igraph", None)
    monkeypatch.setattr("kg.render.communities.igraph", None)
    what = shown(large(200))
    one, other = layout(what), layout(what)
    assert np.array_equal(one.points, other.points)
    assert overlaps(one, np.array(what.radii)) == 0


def test_a_layout_is_continued(thousand: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    what = shown(thousand)
    found = layout(what)
    write_layout(tmp_path / "layout.json", what, found)
    again = layout(what, read_layout(tmp_path / "layout.json"))
    assert np.array_equal(again.points, found.points)
    assert again.names == found.names
    grown = thousand.copy()
    for n in range(30):
        grown.add_node(f"Project:新{n}", label="Project", name=f"新{n}", names=[f"新{n}"])
        if n < 20:
            grown.add_edge(f"Project:新{n}", what.ids[n * 7], key="LOCATED_IN", evidence=[])
    more = shown(grown)
    later = layout(more, read_layout(tmp_path / "layout.json"))
    place = {id: later.points[n] for n, id in enumerate(more.ids)}
    moved = [float(np.hypot(*(place[id] - found.points[n]))) for n, id in enumerate(what.ids)]
    assert np.median(moved) == 0
    assert max(moved) < 60
    assert overlaps(later, np.array(more.radii)) == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 9}', '{"format":1,"groups":[],"nodes":{"Place:周巷镇":[1]}}']
)
def test_a_damaged_layout_is_not_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "layout.json").write_text(text)
    what = shown(small())
    assert np.array_equal(layout(what, read_layout(tmp_path / "layout.json")).points, layout(what).points)


def test_counties_make_the_islands_where_there_are_several() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for code, name in (("1", "甲县"), ("2", "乙县"), ("3", "丙县")):
        graph.add_node(code, label="Place", name=name, names=[name], kind="county")
        for n in range(12):
            id = f"Project:{name}{n}"
            graph.add_node(id, label="Project", name=id[8:], names=[id[8:]], county=code)
            graph.add_edge(id, code, key="LOCATED_IN", evidence=[])
    assert sorted(layout(shown(graph)).names) == ["丙县", "乙县", "甲县"]


def test_more_than_a_page_can_draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "GROUPS", 250)
    graph = large(300)
    write_page(graph, tmp_path / "graph.html", sha256=SHA, lang="zh", texts={})
    data = data_of((tmp_path / "graph.html").read_text("utf-8"))
    pages = data["settings"]["pages"]
    assert data["nodes"]["shown"] == 300
    assert len(pages) == len(data["groups"])
    members = [data_of((tmp_path / name).read_text("utf-8"))["settings"]["part"]["shown"] for name in pages]
    assert sum(members) == 300
    monkeypatch.setattr(page, "GROUPS", 20_000)
    write_page(graph, tmp_path / "graph.html", sha256=SHA, lang="zh", texts={})
    assert not (tmp_path / "graph-pages").exists()


@pytest.mark.parametrize(("count", "most"), [(300, 550), (2000, 820)])
def test_size_budgets(tmp_path: Path, count: int, most: int) -> None:
    html = written(large(count), tmp_path / "x.html")
    assert len(html.encode()) <= most * 1024
