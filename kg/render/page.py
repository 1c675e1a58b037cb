"""The interactive page: one HTML file by pyvis and our template, that opens with no network."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kg.files import write
from kg.render import pages
from kg.render.island import Island, island, policy
from kg.render.layout import Layout, layout, read_layout, write_layout
from kg.render.shown import Shown, shown
from kg.render.sources import sources
from kg.render.view import View, view
from kg.schema import Schema, load_schema

if TYPE_CHECKING:
    from pyvis.network import Network

TEMPLATES = Path(str(files("kg.render").joinpath("templates")))
SCRIPTS = (
    "dom", "words", "shapes", "model", "filters", "search", "labels", "paint", "overlay", "map", "facts", "figures",
    "panel", "source", "paths", "legend", "table", "export", "bar", "main",
)  # fmt: skip
WHOLE, GROUPS = 2_000, 20_000  # nodes up to which all is drawn, and up to which communities open in the page


@dataclass(frozen=True)
class PageOptions:
    """What a page can be told: how much source text it holds, few controls, a first focus, a fixed palette."""

    sources: str = "cited"
    embed: bool = False
    focus: str | None = None
    mode: str | None = None
    title: str | None = None
    fresh_layout: bool = False


def write_page(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    sha256: str,
    lang: str,
    texts: Mapping[str, str],
    options: PageOptions = PageOptions(),
    layout_file: Path | None = None,
) -> Sizes:
    """Write the page of a graph; it names the SHA-256 of its graph.json.

    With `layout_file` the layout found there is continued, and that of a whole graph written back. A graph of more
    nodes than a page can draw becomes an overview and, in a folder beside it, a page for each community.
    """
    what = shown(graph)
    earlier = read_layout(layout_file) if layout_file and not options.fresh_layout else None
    found = layout(what, earlier)
    if layout_file and options.focus is None:
        write_layout(layout_file, what, found)
    named = {"sha256": sha256, "lang": lang}
    many = pages.FOLDER if len(what.ids) > GROUPS else None
    if options.focus is None:
        pages.clear(path.parent / pages.FOLDER)
    if many is None:
        text, sizes = render(graph, what, found, named, texts, options)
    else:
        addresses = pages.page_names(len(found.groups))
        text, sizes = render(pages.without_evidence(graph), what, found, {**named, "pages": addresses}, {}, options)
        for g, group in enumerate(found.groups):
            piece = pages.part(graph, what, found, group)
            seen = shown(piece)
            told = {**named, "part": pages.told(what, found, g)}
            inner = pages.layout_of(what, found, seen.ids)
            pages.write_part(path.parent / addresses[g], render(piece, seen, inner, told, texts, options)[0])
    write(path, (text,))
    return sizes


def sources_size(path: Path) -> int:
    """How many bytes of a page are source paragraphs."""
    found = re.search(r'id="kg-sources"[^>]*>([^<]*)<', path.read_text("utf-8"))
    return len(found.group(1)) if found else 0


@dataclass(frozen=True)
class Sizes:
    """Bytes of the page, and how many of them are source paragraphs."""

    page: int
    sources: int


def render(
    graph: nx.MultiDiGraph[str],
    what: Shown,
    found: Layout,
    named: Mapping[str, Any],
    texts: Mapping[str, str],
    options: PageOptions,
) -> tuple[str, Sizes]:
    """Return the HTML of a graph that is laid out, and its sizes. `named` holds sha256 and lang."""
    schema = load_schema()
    readable = frozenset(texts) if options.sources != "none" else frozenset()
    model = view(graph, what, found, schema, readable)
    paragraphs = island(sources(texts, model.documents, model.cited, model.named, options.sources))
    words = _words(schema)
    words = _words(schema)
    drawn = json.loads((TEMPLATES / "drawn.json").read_text("utf-8"))
    settings = {**named, **_settings(what, options), "words": words, "drawn": drawn}
    at = 0 if named["lang"] == "zh" else 1
    net = network(what, found, model, options.title or words["title"][at])
    net.templateEnv = Environment(loader=FileSystemLoader(str(TEMPLATES)), autoescape=True, keep_trailing_newline=True)
    first = asset("first.css")
    net.templateEnv.globals["page"] = {
        "html_lang": ("zh-CN", "en")[at],
        "sha256": named["sha256"],
        "policy": policy((vis_script(), script()), (first,)),
        "first_css": Markup(first),
        "vis": Markup(vis_script()),
        "js": Markup(script()),
        "sources": paragraphs,
        "words": {key: words[key][at] for key in ("no_script", "too_old")},
        "island": lambda nodes, edges, given: _island({**model.data, "settings": settings}, nodes, given),
    }
    text = net.generate_html(name="graph.html")
    return text, Sizes(len(text.encode()), paragraphs.size)


def network(what: Shown, found: Layout, model: View, heading: str) -> Network:
    """The pyvis Network of what is drawn, filled in bulk: its own add_node is quadratic."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line", heading=heading)
    net.set_template_dir(str(TEMPLATES), "page.html")
    radii = what.radii
    net.nodes = [
        {"id": n, "label": "", "x": float(x), "y": float(y), "size": radii[n]} for n, (x, y) in enumerate(found.points)
    ]
    net.node_ids = list(range(len(what.ids)))
    net.node_map = {node["id"]: node for node in net.nodes}
    edges = model.data["edges"]
    net.edges = [{"from": a, "to": b} for a, b in zip(edges["head"], edges["tail"])]
    net.toggle_physics(False)
    return net


def _island(data: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]], options: str) -> Island:
    """Everything in one island: the marks as pyvis holds them, the view model, words and style."""
    columns = {key: [round(node[key]) for node in nodes] for key in ("x", "y")}
    columns["size"] = [round(node["size"] * 10) for node in nodes]
    return island({**data, "network": {**columns, "options": _vis_options(options)}, "css": asset("page.css")})


def _vis_options(options: str) -> dict[str, Any]:
    """pyvis' options for vis-network, without what it has for its own controls."""
    physics = json.loads(options).get("physics", {"enabled": False})
    return {"physics": physics, "edges": {"smooth": False}, "nodes": {"font": {"size": 0}}}


def _settings(what: Shown, options: PageOptions) -> dict[str, Any]:
    drawn = len(what.ids)
    focus = what.ids.index(options.focus) if options.focus in what.ids else None
    return {
        "nodes": drawn,
        "edges": sum(len(edges) for edges in what.links.values()),
        "tier": "whole" if drawn <= min(WHOLE, GROUPS) else "groups",
        "most": WHOLE * 2,
        "embed": options.embed,
        "focus": focus,
        "mode": options.mode,
        "title": options.title,
    }


def _words(schema: Schema) -> dict[str, list[str]]:
    return {key: [entry["zh"], entry["en"]] for key, entry in schema.data["page"].items() if key[:6] != "chart_"}


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """A style of ours without its comments and indentation."""
    return stripped((TEMPLATES / name).read_text("utf-8"))


def stripped(text: str) -> str:
    """Lines without comments of their own and without indentation."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@lru_cache(maxsize=1)
def script() -> str:
    """Our modules as one script: the small form where it was made from these very modules, else as they are."""
    joined = modules()
    small = TEMPLATES / "page.min.js"
    if small.is_file():
        made_from, _, text = small.read_text("utf-8").partition("\n")
        if made_from == f"// {fingerprint(joined)}":
            return text.strip()
    return joined


def modules() -> str:
    """The modules joined, without comments."""
    body = "\n".join(stripped((TEMPLATES / f"{name}.js").read_text("utf-8")) for name in SCRIPTS)
    return f'(() => {{"use strict";\n{body}\n}})();'


def fingerprint(text: str) -> str:
    """SHA-256 of a script."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def vis_script() -> str:
    """vis-network from the folder of pyvis, as an HTML parser will see it, without the pointer to its source map."""
    source = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    text = re.sub(r"\n//# sourceMappingURL=\S*\s*$", "", source.replace("\r\n", "\n").replace("\r", "\n"))
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("this vis-network cannot stand in a page")
    return text
