"""The interactive page: one HTML file by pyvis and our template, that opens with no network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx

from kg.files import write

SHOWN = ("Place", "Project", "Policy", "Organization", "Industry", "Honor")


def write_page(graph: nx.MultiDiGraph[str], path: Path, *, sha256: str, lang: str, texts: Mapping[str, str]) -> None:
    """Write the page of a graph; it names the SHA-256 of its graph.json."""
    nodes = [{"id": n, "name": d["name"], "type": d["label"]} for n, d in sorted(graph.nodes(data=True)) if d["label"] in SHOWN]
    data: dict[str, Any] = {"sha256": sha256, "lang": lang, "nodes": nodes}
    island = json.dumps(data, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        island = island.replace(mark, f"\\u{ord(mark):04x}")
    template = files("kg.render").joinpath("templates/page.html").read_text("utf-8")
    write(path, (template.replace("DATA", island),))
