"""A page inside other documents: the lines to paste, and what a notebook shows."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
from jinja2 import Environment, FileSystemLoader, Template

from kg.render.convert import png_bytes
from kg.render.layout import layout, read_layout
from kg.render.page import GROUPS, TEMPLATES, PageOptions, render
from kg.render.picture import picture
from kg.render.pictures import look
from kg.render.shown import shown
from kg.schema import load_schema

FORMS = ("html", "markdown", "quarto")
NOTEBOOK_HEIGHT = 560


def snippet(form: str, page: str, picture: str, title: str, height: int) -> str:
    """Return the lines that show `page` in a document of a form, and `picture` where no page can be shown."""
    return _template(f"snippet.{form}").render(page=page, picture=picture, title=title, height=height)


def notebook_frame(html: str, title: str) -> str:
    """A page as an element of a notebook: sandboxed, its text in `srcdoc`, where escaping keeps it one attribute."""
    return _template("notebook.html").render(html=html, title=title, height=NOTEBOOK_HEIGHT)


def notebook_bundle(
    graph: nx.MultiDiGraph[str], sha256: str, texts: Mapping[str, str], layout_file: Path | None
) -> dict[str, Any]:
    """The MIME bundle of a graph: page, PNG where one can be made, and words."""
    what = shown(graph)
    words = load_schema().data["page"]
    counts = {"nodes": len(what.ids), "edges": sum(map(len, what.links.values()))}
    counts["documents"] = sum(data["label"] == "Document" for _, data in graph.nodes(data=True))
    text = f"{words['title']['zh']}：{words['counts']['zh'].format(**counts)}"
    found = layout(what, read_layout(layout_file) if layout_file else None)
    bundle: dict[str, Any] = {"text/plain": text}
    if len(what.ids) <= GROUPS:
        named = {"sha256": sha256, "lang": "zh"}
        html, _ = render(graph, what, found, named, texts, PageOptions(embed=True, sources="cited"))
        bundle["text/html"] = notebook_frame(html, text)
    png = png_bytes(picture(what, found, look("zh", "light", 960.0)))
    if png:
        bundle["image/png"] = base64.b64encode(png).decode("ascii")
    return bundle


def _template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(str(TEMPLATES)), autoescape=True).get_template(name)


def reference(target: Path, beside: Path) -> str:
    """How a document in the folder `beside` names a file: relative, with / and %-escapes."""
    try:
        found = target.resolve().relative_to(beside.resolve())
    except ValueError:
        found = target
    return quote(found.as_posix())
