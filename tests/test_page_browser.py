"""The page in a real browser, driven as a person would: each function, safety, access, sizes and modes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import networkx as nx
import pytest

from kg.render import island, page
from kg.render.page import PageOptions, write_page
from tests.browser import Watched, browser, drawn_share
from tests.conftest import ROOT
from tests.pages import TEXTS, hostile, large, small

pytestmark = pytest.mark.browser
SHA = "b" * 64


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture()
def tab(running: Any) -> Iterator[Watched]:
    watched = Watched(running)
    yield watched
    watched.close()
    assert watched.said == []


Make = Callable[..., Path]


@pytest.fixture()
def make(tmp_path: Path) -> Make:
    def written(graph: nx.MultiDiGraph[str], texts: dict[str, str] = TEXTS, lang: str = "zh", **options: Any) -> Path:
        path = tmp_path / "graph.html"
        write_page(graph, path, sha256=SHA, lang=lang, texts=texts, options=PageOptions(**options))
        return path

    return written


def texts_of(page: Any, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


def click_node(page: Any, name: str) -> None:
    """Click the mark of a node where it lies on the map."""
    x, y = page.evaluate(
        """(name) => {
          const n = kg.model.nodes.name.indexOf(name);
          const at = kg.map.network.canvasToDOM({ x: kg.model.x[n], y: kg.model.y[n] });
          const box = kg.map.network.canvas.frame.getBoundingClientRect();
          return [box.left + at.x, box.top + at.y];
        }""",
        name,
    )
    page.mouse.click(x, y)
    page.wait_for_timeout(350)


def search(page: Any, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


# ---- the map, search, panel --------------------------------------------------------------------------------------


def test_the_map_is_drawn(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    tab.shot("small-light")
    assert drawn_share(page) > 0.03
    assert page.title() == "知识图谱"
    assert "6 个实体" in page.inner_text("#bar .counts")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("滨海大道", "滨海大道工程"),
        ("bhdd", "滨海大道工程"),
        ("慈溪", "慈溪市"),
        ("zxz", "周巷镇"),
        ("nbdx", "宁波大学"),
    ],
)
def test_search_by_name_and_initials(tab: Watched, make: Make, typed: str, name: str) -> None:
    page = tab.open(make(small()))
    search(page, typed)
    assert page.inner_text("#panel h2") == name


def test_search_finds_metrics_documents_and_nothing(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    search(page, "地区生产")
    assert page.inner_text("#panel h2") == "地区生产总值"
    search(page, "报告2")
    assert page.inner_text("#panel h2") == "报告2"
    page.fill("#query", "没有这个名字")
    assert page.inner_text("#results") == "没有匹配的名称"


def test_click_shows_names_figures_relations_with_quotes(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "慈溪市")
    panel = page.locator("#panel")
    assert "又名" in panel.inner_text()
    rows = texts_of(page, "#panel .figures tbody tr:not([hidden])")
    assert [row.split("\t")[0] for row in rows] == ["2022", "2023", "2023", "2024", "2025"]
    assert sum("说法不一" in row for row in rows) == 2
    assert "预计" in rows[3]
    assert "目标" in rows[4]
    for mark, count in (("path.run", 1), (".dot", 3), (".estimated", 1), (".target", 1), (".differs", 2)):
        assert page.locator(f"#panel svg.chart {mark}").count() == count, mark
    fact = page.locator("#panel .fact", has_text="宁波大学")
    assert fact.locator("mark").all_inner_texts() == ["慈溪市", "宁波大学"]
    assert "报告2" in fact.inner_text()
    assert "2024-01" in fact.inner_text()


def test_both_sides_of_a_conflict_show_their_sources(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "慈溪市")
    rows = page.locator("#panel .figures tr.differs")
    assert [row.locator("button").inner_text() for row in rows.all()] == ["报告1", "报告2"]
    rows.nth(1).locator("button").click()
    assert "2521亿元" in page.locator("#panel .figures tr:not([hidden]) .said").inner_text()


def test_milestones_are_a_timeline(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "滨海大道工程")
    steps = texts_of(page, "#panel .steps > li")
    assert [step.split("\n")[0].split("开")[0][:4] for step in steps] == ["2023", "2025"]
    assert page.locator("#panel .steps > li.done").count() == 1


def test_the_source_paragraph_with_all_names_coloured(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "滨海大道工程")
    page.locator("#panel .fact", has_text="周巷镇").get_by_text("看原文段落").first.click()
    page.wait_for_selector("#panel .paragraph")
    assert texts_of(page, "#panel .paragraph .mention") == ["滨海大道工程", "周巷镇", "海晟公司"]
    assert page.locator("#panel .paragraph .quote").count() >= 1
    page.locator("#panel .mention", has_text="海晟公司").click()
    assert page.inner_text("#panel h2") == "海晟公司"
    page.get_by_label("返回").click()
    page.wait_for_selector("#panel .paragraph")


def test_without_sources_the_page_says_so(tab: Watched, make: Make) -> None:
    page = tab.open(make(small(), sources="none"))
    click_node(page, "周巷镇")
    page.get_by_text("看原文段落").first.click()
    page.wait_for_selector("text=网页没有收入")


def test_hops_and_figures_on_the_map(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "滨海大道工程")
    assert "2 个实体在 1 步之内" in page.inner_text("#panel")
    page.keyboard.press("2")
    assert "4 个实体在 2 步之内" in page.inner_text("#panel")
    assert page.evaluate("kg.map.hot.nodes.size") == 5
    search(page, "慈溪市")
    page.get_by_text("在图上显示数据").click()
    assert page.evaluate("kg.map.hot.satellites.length") == 5


def test_a_path_with_the_evidence_of_each_hop(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    click_node(page, "滨海大道工程")
    page.get_by_text("到另一实体的路径").click()
    page.keyboard.type("宁波大学")
    page.keyboard.press("Enter")
    assert "2 步" in page.inner_text("#panel")
    assert "经过县级以上" not in page.inner_text("#panel")
    assert page.locator("#panel .fact .said").count() == 2
    assert "path=" in page.evaluate("location.hash")
    tab.shot("small-path")


def test_links_open_on_an_entity_or_a_path(tab: Watched, make: Make) -> None:
    path = make(small())
    page = tab.open(path, "#node=Place:周巷镇")
    assert page.inner_text("#panel h2") == "周巷镇"
    page.goto("about:blank")
    page = tab.open(path, "#path=孤零奖&to=330282")
    assert "没有路径" in page.inner_text("#panel")


def test_a_line_shows_all_its_relations_and_a_loop_is_fine(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    page.evaluate("kg.go({ kind: 'line', line: kg.model.lines.find((line) => line.a === line.b) })")
    assert page.locator("#panel .fact").count() == 1
    click_node(page, "孤零奖")
    assert "没有与其他实体的关系" in page.inner_text("#panel")


# ---- filters, communities, table, export ------------------------------------------------------------------------


def test_filters_by_type_relation_document_and_year(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    drawn = "[kg.map.visible.length, kg.map.drawn.length]"
    assert page.evaluate(drawn) == [6, 7]
    page.locator("#legend li", has_text="机构").locator("input").click()
    assert page.evaluate(drawn) == [4, 3]
    page.get_by_text("恢复全部").click()
    page.locator("#legend summary", has_text="关系").click()
    page.locator("#legend li", has_text="位于").locator("input").click()
    assert page.evaluate(drawn) == [6, 4]
    page.get_by_text("恢复全部").click()
    page.locator("#legend summary", has_text="年份").click()
    page.locator("#legend .years button", has_text="2023").click()
    assert page.evaluate(drawn)[1] == 2
    page.get_by_text("恢复全部").click()
    page.locator("#legend summary", has_text="文献").click()
    page.locator("#legend li", has_text="报告2").locator("input").click()
    assert page.evaluate(drawn)[1] == 5


def test_communities_fold_and_open(tab: Watched, make: Make) -> None:
    page = tab.open(make(large(300), {}))
    page.locator("#legend summary", has_text="社区").click()
    page.get_by_text("全部收起").click()
    assert page.evaluate("kg.map.visible.length") == 0
    assert page.evaluate("kg.map.bundles.length") > 0
    assert drawn_share(page) > 0.03
    page.locator("#legend ul.scroll button").first.click()
    page.locator("#panel").get_by_text("展开", exact=True).click()
    assert page.evaluate("kg.map.visible.length") == page.evaluate("kg.map.sizeOf(0)")
    page.get_by_text("全部展开").click()
    assert page.evaluate("kg.map.visible.length") == 300


def test_the_table(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    page.keyboard.press("t")
    assert page.locator("#sheet tbody tr").count() == 7
    page.get_by_role("button", name="关系数").click()
    assert page.locator("#sheet tbody tr").first.locator("td").first.inner_text() == "周巷镇"
    page.locator("#sheet .segment button", has_text="数据").click()
    assert page.locator("#sheet tbody tr").count() == 5
    with page.expect_download() as download:
        page.get_by_text("CSV 表格").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert text.splitlines()[1].startswith('"慈溪市","地区生产总值"')
    page.keyboard.press("Escape")
    assert page.locator("#sheet").is_hidden()


def test_export(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    found = {}
    for item in ("PNG 图片（当前画面）", "PNG 图片（全图）", "SVG 矢量图（全图）"):
        page.get_by_label("导出").click()
        with page.expect_download() as download:
            page.get_by_text(item).click()
        found[item[:3]] = Path(download.value.path()).read_bytes()
    assert found["PNG"].startswith(b"\x89PNG")
    assert len(found["PNG"]) > 20_000
    root = Tree.fromstring(found["SVG"])
    labels = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"慈溪市", "周巷镇", "滨海大道工程"} <= labels


# ---- modes --------------------------------------------------------------------------------------------------------


def test_dark_and_the_other_language(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    light = tab.shot("small-light-2")
    page.get_by_label("深色").click()
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    assert tab.shot("small-dark") != light
    page.get_by_text("English").click()
    assert "6 entities" in page.inner_text("#bar .counts")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_keyboard_alone(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    before = page.evaluate("kg.map.network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("kg.map.network.getScale()") > before
    view = page.evaluate("kg.map.network.getViewPosition().x")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("kg.map.network.getViewPosition().x") > view
    search(page, "慈溪市")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.inner_text("#panel h2") != "慈溪市"
    page.keyboard.press("?")
    assert "键盘" in page.inner_text("#sheet")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_phone(running: Any, make: Make) -> None:
    tab = Watched(running, has_touch=True, is_mobile=True, device_scale_factor=2)
    tab.page.set_viewport_size({"width": 390, "height": 780})
    page = tab.open(make(small()), "#node=Place:周巷镇")
    tab.shot("small-phone")
    box = page.locator("#panel").bounding_box()
    assert box["width"] == 390
    assert box["y"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#legend").is_hidden()
    assert tab.said == []
    tab.close()


def test_print_and_reduced_motion(tab: Watched, make: Make) -> None:
    page = tab.open(make(small()))
    page.emulate_media(media="print", reduced_motion="reduce")
    page.keyboard.press("t")
    tab.shot("small-print")
    assert page.locator("#sheet table").is_visible()
    assert not page.locator("#search").is_visible()
    assert len(page.pdf()) > 10_000


def test_two_pages_embedded_in_one_document(tab: Watched, make: Make, tmp_path: Path) -> None:
    path = make(small())
    frame = '<iframe src="graph.html" sandbox="allow-scripts allow-downloads" width="640" height="400"></iframe>'
    (tmp_path / "host.html").write_text(f"<!doctype html><title>x</title>{frame}{frame}", "utf-8")
    page = tab.page
    page.goto((tmp_path / "host.html").as_uri())
    page.wait_for_timeout(300)
    for inner in page.frames[1:]:
        inner.wait_for_selector("html[data-ready]", timeout=20_000)
        assert inner.evaluate("'embed' in document.documentElement.dataset")
        inner.evaluate("kg.choose(0)")
        assert inner.locator("#panel h2").is_visible()
    tab.shot("two-embedded")
    assert path.exists()


def test_large_graphs_begin_with_communities(tab: Watched, make: Make) -> None:
    page = tab.open(make(large(2100), {}))
    assert page.evaluate("kg.map.visible.length") == 0
    assert "点一个即展开" in page.inner_text(".notice")
    assert drawn_share(page) > 0.05
    tab.shot("communities")
    page.evaluate("kg.choose(5)")
    assert page.evaluate("kg.map.visible.includes(5)")


def test_one_node_and_none(tab: Watched, make: Make) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    page = tab.open(make(graph))
    assert "图中没有实体" in page.inner_text(".notice")
    graph.add_node("Place:一", label="Place", name="一", names=["一"])
    page = tab.open(make(graph))
    click_node(page, "一")
    assert page.inner_text("#panel h2") == "一"


def test_pages_of_communities(tab: Watched, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "GROUPS", 250)
    opened = tab.open(make(large(300), {}))
    assert "每个社区另有一页" in opened.inner_text(".notice")
    opened.evaluate("kg.choose(7)")
    name = opened.inner_text("#panel h2")
    opened.locator("#panel a.link").first.click()
    opened.wait_for_selector("html[data-ready]")
    assert opened.inner_text("#panel h2") == name
    assert opened.locator("#panel .said").count() > 0


def test_no_accessibility_violations(tab: Watched, make: Make) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe is a script of its own, which the page's policy would refuse: it is put in past the policy
    tab.close()
    context = tab.page.context.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(make(small()).as_uri())
    opened.wait_for_selector("html[data-ready]")
    axe = Axe()
    for step in (
        "0", "kg.choose(0)", "document.querySelectorAll('#legend details').forEach((d) => (d.open = true))",
        "document.documentElement.dataset.mode = 'dark'",
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: 't' }))",
    ):  # fmt: skip
        opened.evaluate(step)
        opened.wait_for_timeout(200)
        found = axe.run(opened).response["violations"]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == [], step
    context.close()


# ---- safety -------------------------------------------------------------------------------------------------------


def visit_everything(page: Any) -> None:
    """Open every node, line, document and paragraph, every table and picture."""
    page.evaluate(
        """async () => {
          const wait = () => new Promise((done) => setTimeout(done, 5));
          for (let n = 0; n < kg.model.count; n++) { kg.go({ kind: 'node', node: n }); await wait(); }
          for (const line of kg.model.lines) kg.go({ kind: 'line', line });
          kg.model.documents.path.forEach((_, document) => kg.go({ kind: 'document', document }));
          await wait();
          kg.model.evidence.doc.forEach((document, evidence) => kg.go({ kind: 'source', document, evidence }));
          await wait();
          kg.model.groups.forEach((_, group) => kg.go({ kind: 'group', group }));
        }"""
    )
    page.keyboard.press("t")
    for button in page.locator("#sheet .segment button").all():
        button.click()
    for text in ("<", "img", "proto", "javascript"):
        page.fill("#query", text)


def test_no_payload_runs(tab: Watched, make: Make) -> None:
    graph, texts = hostile()
    page = tab.open(make(graph, texts))
    visit_everything(page)
    page.keyboard.press("Escape")
    page.get_by_label("导出").click()
    with page.expect_download() as download:
        page.get_by_text("SVG 矢量图（全图）").click()
    root = Tree.fromstring(Path(download.value.path()).read_bytes())
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "path", "text", "rect"}
    assert page.evaluate("window.__ran") is None
    assert page.locator("body img, body iframe").count() == 0
    assert page.locator("body script:not([type])").count() == 2


def test_nothing_runs_with_escaping_broken_on_purpose(
    running: Any, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(island, "ESCAPES", {})
    monkeypatch.setattr(island, "LARGE", 1 << 30)
    monkeypatch.setattr(page, "Environment", lambda **options: _bare(**options))
    graph, texts = hostile()
    tab = Watched(running)
    tab.page.goto(make(graph, texts, title="</title><script>window.__ran = 1</script>").as_uri())
    tab.page.wait_for_timeout(1500)
    assert tab.page.evaluate("window.__ran") is None
    assert any("Content Security Policy" in line for line in tab.said)
    assert not [line for line in tab.said if line.startswith("request")]
    tab.close()


def _bare(**options: Any) -> Any:
    from jinja2 import Environment

    return Environment(**{**options, "autoescape": False})


def test_the_notebook_frame_and_the_pictures_are_safe(tab: Watched, tmp_path: Path) -> None:
    from kg.api import Graph

    hostile_graph, texts = hostile()
    graph = Graph(hostile_graph)
    graph._texts = texts
    bundle = graph._repr_mimebundle_()
    graph.picture(tmp_path / "p.svg")
    picture = (tmp_path / "p.svg").read_text("utf-8")
    (tmp_path / "host.html").write_text(f"<!doctype html><meta charset=utf-8>{bundle['text/html']}{picture}", "utf-8")
    opened = tab.page
    opened.goto((tmp_path / "host.html").as_uri())
    inner = opened.frames[1]
    inner.wait_for_selector("html[data-ready]", timeout=20_000)
    assert opened.evaluate("window.__ran") is None
    assert inner.evaluate("window.__ran") is None
    Tree.fromstring(picture)


def test_a_locale_that_is_not_utf8(tab: Watched, make: Make, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.pages import small, TEXTS;"
        "from kg.render.page import write_page;"
        f"write_page(small(), Path(sys.argv[1]), sha256={SHA!r}, lang='zh', texts=TEXTS)"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "c.html")], check=True, env=environment, cwd=ROOT)
    assert (tmp_path / "c.html").read_bytes() == make(small()).read_bytes()
    assert "6 个实体" in tab.open(tmp_path / "c.html").inner_text("#bar .counts")


def test_a_mark_can_be_dragged(tab: Watched, make: Make) -> None:
    opened = tab.open(make(small()))
    where = """() => {
      const n = kg.model.nodes.name.indexOf('周巷镇');
      const at = kg.map.network.canvasToDOM({ x: kg.model.x[n], y: kg.model.y[n] });
      const box = kg.map.network.canvas.frame.getBoundingClientRect();
      return [box.left + at.x, box.top + at.y];
    }"""
    x, y = opened.evaluate(where)
    opened.mouse.move(x, y)
    opened.mouse.down()
    for step in range(1, 6):
        opened.mouse.move(x + 12 * step, y + 8 * step)
    opened.mouse.up()
    moved = opened.evaluate(where)
    assert 20 < moved[0] - x < 80
    assert 10 < moved[1] - y < 60


def test_wheel_and_hover(tab: Watched, make: Make) -> None:
    opened = tab.open(make(small()))
    x, y = opened.evaluate("[640, 400]")
    before = opened.evaluate("kg.map.network.getScale()")
    opened.mouse.move(x, y)
    opened.mouse.wheel(0, -240)
    opened.wait_for_timeout(200)
    assert opened.evaluate("kg.map.network.getScale()") > before
    opened.keyboard.press("0")
    opened.wait_for_timeout(600)
    place = opened.evaluate(
        """() => {
          const at = kg.map.network.canvasToDOM({ x: kg.model.x[0], y: kg.model.y[0] });
          const box = kg.map.network.canvas.frame.getBoundingClientRect();
          return [box.left + at.x, box.top + at.y];
        }"""
    )
    opened.mouse.move(*place)
    opened.wait_for_timeout(150)
    assert opened.evaluate("kg.map.hover") == 0
