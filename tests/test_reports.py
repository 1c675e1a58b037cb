"""Pages and pictures inside other documents: pandoc, nbconvert, and the example notebook."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.api import Graph
from kg.cli import main
from kg.graph import dumps
from tests.browser import Watched, browser
from tests.conftest import ROOT, needs
from tests.pages import small

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as found:
        yield found


def pandoc(folder: Path, *arguments: str) -> str:
    needs(shutil.which("pandoc"), "pandoc", "Run `make system-deps` (needs root).")
    done = subprocess.run(["pandoc", *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture()
def report(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a graph, its page, its picture, and a report that shows both."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.json").write_text("".join(dumps(small())), "utf-8")
    assert main(["page", "--lang", "zh"]) == 0
    assert main(["picture", "-o", "out/graph.png", "--lang", "zh"]) == 0
    capsys.readouterr()
    assert main(["snippet", "--form", "markdown", "--picture", "out/graph.png", "--lang", "zh"]) == 0
    (tmp_path / "report.md").write_text("---\ntitle: 报告\n---\n\n" + capsys.readouterr().out, "utf-8")
    return tmp_path


def drive(running: Any, path: Path) -> None:
    """Open a document, and use the page within it."""
    tab = Watched(running)
    tab.page.goto(path.as_uri())
    tab.page.wait_for_timeout(400)
    inner = next(frame for frame in tab.page.frames[1:])
    inner.wait_for_selector("html[data-ready]", timeout=20_000)
    inner.evaluate("kg.choose(kg.model.nodes.name.indexOf('周巷镇'))")
    assert inner.inner_text("#panel h2") == "周巷镇"
    tab.shot(path.stem)
    assert tab.said == []
    tab.close()


def test_pandoc_to_html_linked(report: Path, running: Any) -> None:
    pandoc(report, "report.md", "-s", "-o", "linked.html")
    drive(running, report / "linked.html")


def test_pandoc_to_html_embedded(report: Path, running: Any) -> None:
    embed = "--embed-resources" if "embed-resources" in pandoc(report, "--help") else "--self-contained"
    pandoc(report, "report.md", "-s", embed, "-o", "embedded.html")
    (report / "out" / "graph.html").unlink()
    drive(running, report / "embedded.html")


def test_pandoc_to_docx_and_latex_takes_the_picture(report: Path) -> None:
    pandoc(report, "report.md", "-o", "report.docx")
    with zipfile.ZipFile(report / "report.docx") as file:
        pictures = [name for name in file.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1
        assert file.read(pictures[0]).startswith(b"\x89PNG")
    assert r"\includegraphics{out/graph.png}" in pandoc(report, "report.md", "-t", "latex")


def test_quarto_blocks_are_markdown(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snippet", "--form", "quarto"]) == 0
    native = pandoc(report, "-f", "markdown", "-t", "native", "--", _kept(report, capsys.readouterr().out))
    assert native.count("content-visible") == 2


def _kept(folder: Path, text: str) -> str:
    (folder / "quarto.md").write_text(text, "utf-8")
    return "quarto.md"


def test_a_notebook_exported_by_nbconvert(tmp_path: Path, running: Any) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbconvert = pytest.importorskip("nbconvert")
    bundle = Graph(small())._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=bundle)
    cell = nbformat.v4.new_code_cell("graph", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    exporter = nbconvert.HTMLExporter(template_name="basic")
    body, _ = exporter.from_notebook_node(notebook)
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8>{body}", "utf-8")
    drive(running, tmp_path / "notebook.html")
    latex, resources = nbconvert.LatexExporter().from_notebook_node(notebook)
    assert "includegraphics" in latex
    assert any(name.endswith(".png") for name in resources["outputs"])


def test_the_example_notebook_runs_and_its_outputs_are_current() -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("nbclient")
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from notebook import NOTEBOOK, essence, executed
    finally:
        sys.path.pop(0)
    stored = nbformat.read(NOTEBOOK, as_version=4)
    assert essence(executed()) == essence(stored), "run tools/notebook.py"
