"""Pictures, charts, the line to embed and what a notebook shows, without a browser."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import networkx as nx
import pytest

from kg.api import Graph
from kg.errors import StoreError, UsageError
from kg.render import convert, pictures
from kg.render.chart import chart_of, nice_ticks
from kg.render.embed import reference, snippet
from kg.render.labels import Box, Label, Room, settled, width
from kg.render.layout import layout, write_layout
from kg.render.shown import shown
from tests.pages import PAYLOADS, TEXTS, hostile, large, small

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture()
def graph() -> Graph:
    found = Graph(small())
    found._texts = dict(TEXTS)
    return found


def labels(svg: str) -> list[str]:
    return [text.text or "" for text in Tree.fromstring(svg).iter(f"{SVG}text")]


def test_a_picture_has_marks_of_each_type_and_labels(graph: Graph, tmp_path: Path) -> None:
    svg = graph.picture(tmp_path / "fig.svg", lang="en").read_text("utf-8")
    assert {"慈溪市", "周巷镇", "滨海大道工程", "Place", "Project", "Honor"} <= set(labels(svg))
    assert "Industry" not in labels(svg)
    root = Tree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}polygon"))) >= 4
    assert graph.picture(tmp_path / "again.svg", lang="en").read_bytes() == (tmp_path / "fig.svg").read_bytes()


def test_a_picture_around_one_thing(graph: Graph, tmp_path: Path) -> None:
    svg = graph.picture(tmp_path / "fig.svg", focus="滨海大道工程", hops=1, style="dark", width=500).read_text("utf-8")
    assert {"周巷镇", "海晟公司"} <= set(labels(svg))
    assert "宁波大学" not in labels(svg)
    assert 'width="500' in svg
    assert "#12161d" in svg


def test_a_picture_has_the_positions_of_the_page(tmp_path: Path) -> None:
    whole = large(200)
    what = shown(whole)
    found = layout(what)
    write_layout(tmp_path / "layout.json", what, found)
    graph = Graph(whole)
    graph.folder = tmp_path
    kept = graph._svg()
    assert kept == graph._svg(fresh_layout=True)
    moved = (tmp_path / "layout.json").read_text("utf-8")
    place = re.search(r":\[(-?[\d.]+),", moved)
    assert place
    (tmp_path / "layout.json").write_text(moved.replace(place.group(1), "4000.0", 1), "utf-8")
    assert graph._svg() != kept


def test_a_build_keeps_positions_until_told_otherwise(graph: Graph, tmp_path: Path) -> None:
    graph.save(tmp_path)
    first, kept = (tmp_path / "graph.html").read_bytes(), (tmp_path / "layout.json").read_text("utf-8")
    graph.save(tmp_path)
    assert (tmp_path / "graph.html").read_bytes() == first
    place = re.search(r"\[(-?[\d.]+),", kept)
    assert place
    moved = kept.replace(f"[{place.group(1)},", "[900.0,", 1)
    (tmp_path / "layout.json").write_text(moved, "utf-8")
    graph.save(tmp_path)
    assert (tmp_path / "layout.json").read_text("utf-8") == moved
    graph.save(tmp_path, fresh_layout=True)
    assert (tmp_path / "layout.json").read_text("utf-8") == kept


def test_labels_do_not_collide_and_stay_on_the_paper() -> None:
    wanted = [(Label("名称" * 3, 50.0 + n % 7, 50.0 + n % 5, 10.0, n), 4.0) for n in range(40)]
    paper = Box(0.0, 0.0, 300.0, 300.0)
    kept = settled(wanted, Room(paper))
    boxes = [(k.x - width(k.text, 10) / 2, k.y - 9, k.x + width(k.text, 10) / 2, k.y + 2) for k in kept]
    assert 1 < len(kept) < 10
    for n, a in enumerate(boxes):
        assert a[0] >= 0
        assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for b in boxes[:n])


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_png_and_pdf(graph: Graph, tmp_path: Path, ending: str) -> None:
    pytest.importorskip("cairosvg")
    data = graph.picture(tmp_path / f"fig.{ending}").read_bytes()
    assert data.startswith(b"\x89PNG" if ending == "png" else b"%PDF")
    assert len(data) > 5_000


def test_without_a_chinese_font_nothing_is_drawn(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cairosvg")
    convert.chinese_font.cache_clear()
    monkeypatch.setattr(convert, "FONTS", ("No Such Font A",))
    monkeypatch.setattr(convert, "_draws", lambda font: False)
    with pytest.raises(StoreError) as told:
        graph.picture(tmp_path / "fig.png")
    assert "fonts-noto-cjk" in told.value.text("zh")
    assert not (tmp_path / "fig.png").exists()
    assert graph._repr_mimebundle_().keys() == {"text/plain", "text/html"}
    convert.chinese_font.cache_clear()


def test_a_font_that_lacks_chinese_is_seen() -> None:
    pytest.importorskip("cairocffi")
    assert convert._draws("Noto Sans CJK SC") or not convert._draws("DejaVu Sans Mono")


def test_other_formats_are_refused(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gif"):
        graph.picture(tmp_path / "fig.gif")


# ---- charts -------------------------------------------------------------------------------------------------------


def test_a_chart_marks_estimates_targets_conflicts_and_sources(graph: Graph, tmp_path: Path) -> None:
    svg = graph.chart("慈溪市", "地区生产总值", tmp_path / "gdp.svg").read_text("utf-8")
    said = labels(svg)
    assert "慈溪市 · 地区生产总值" in said
    assert "单位：亿元" in said
    assert {"○ 预计", "◇ 目标", "◎ 说法不一", "2400", "2650", "2900"} <= set(said)
    assert "[1] 报告1，市政府，2023-01" in said
    assert "[2] 报告2，市政府，2024-01" in said
    assert svg.count('stroke="#b3261e"') == 2
    assert svg.count("stroke-dasharray") == 1


def test_a_chart_compares_places_and_says_when_there_is_nothing(graph: Graph, tmp_path: Path) -> None:
    graph.chart(["慈溪市", "周巷镇"], "生产总值", tmp_path / "two.svg")
    with pytest.raises(UsageError, match="利润"):
        graph.chart("慈溪市", "利润", tmp_path / "none.svg")


def test_only_what_can_be_compared_is_charted() -> None:
    row = {
        "subject": "甲",
        "metric": "产值",
        "value": 1.0,
        "unit": "元",
        "kind": "level",
        "document": "a",
        "modality": "actual",
    }
    rows: list[dict[str, Any]] = [
        {**row, "period": "2021"}, {**row, "period": "2022"}, {**row, "period": "2022", "kind": "change", "unit": "%"},
        {**row, "period": None}, {**row, "period": "2023-06"}, {**row, "period": "2020", "modality": "previous"},
    ]  # fmt: skip
    found = chart_of(rows, "产值", {})
    assert [point.period for point in found.points] == ["2021", "2022"]
    assert found.left_out == 4


@pytest.mark.parametrize(("low", "high"), [(0, 0), (-5, 5), (1e12, 3e12), (0.001, 0.002), (5, 5)])
def test_ticks_cover_the_range(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 9


# ---- embedding ------------------------------------------------------------------------------------------------------


def test_snippets() -> None:
    line = snippet("html", "out/graph.html", "fig.svg", '图 "一" <b>', 500)
    assert 'sandbox="allow-scripts allow-downloads"' in line
    assert "&#34;一&#34; &lt;b&gt;" in line
    assert "\n" not in line.strip()
    assert "![图]" in snippet("markdown", "g.html", "f.svg", "图", 500)
    assert "unless-format" in snippet("quarto", "g.html", "f.svg", "图", 500)
    assert reference(Path("/tmp/a b/图.html"), Path("/tmp")) == "a%20b/%E5%9B%BE.html"


def test_what_a_notebook_shows(graph: Graph) -> None:
    bundle = graph.around("滨海大道工程", hops=1)._repr_mimebundle_()
    assert "3 个实体" in bundle["text/plain"]
    assert bundle["text/html"].startswith("<iframe")
    assert bundle["text/html"].count("<") == 2  # the frame alone: its page is one attribute
    if "image/png" in bundle:
        assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_pictures_are_safe(payload: str, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("Place:甲", label="Place", name=payload, names=[payload])
    appearance = pictures.look("zh", "light", 400.0)
    root = Tree.fromstring(pictures.picture_of(graph, appearance, focus="Place:甲"))
    assert {e.tag.replace(SVG, "") for e in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "g",
        "path",
        "circle",
        "polygon",
        "text",
    }
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or "href" in name]


def test_hostile_charts_are_safe(tmp_path: Path) -> None:
    graph = Graph(hostile()[0])
    ids = [id for id, data in graph.nodes(data=True) if data["label"] == "Place"]
    for id, payload in zip(ids, PAYLOADS):
        svg, _ = pictures.chart_svg(graph, [id], payload, pictures.look("en", "light", 400.0), "en")
        Tree.fromstring(svg)


def test_the_command_line(tmp_path: Path) -> None:
    from kg.cli import main
    from kg.graph import dumps

    (tmp_path / "graph.json").write_text("".join(dumps(small())), "utf-8")
    given = ["--graph", str(tmp_path), "--lang", "en"]
    assert main(["page", *given]) == 0
    assert (
        main(["page", "--focus", "周巷镇", "--sources", "all", "--embed", "-o", str(tmp_path / "f.html"), *given]) == 0
    )
    assert main(["picture", "-o", str(tmp_path / "p.svg"), *given]) == 0
    assert main(["chart", "慈溪市", "地区生产总值", "-o", str(tmp_path / "c.svg"), *given]) == 0
    assert main(["snippet", "--form", "quarto", *given]) == 0
    assert main(["chart", "慈溪市", "利润", "-o", str(tmp_path / "d.svg"), *given]) == 2
    assert {"graph.html", "layout.json", "f.html", "p.svg", "c.svg"} <= {path.name for path in tmp_path.iterdir()}
