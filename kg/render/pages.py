"""More nodes than one page can draw: an overview, and a page for each community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from kg.files import write
from kg.render.layout import Layout
from kg.render.shown import STRUCTURE, Shown

FOLDER = "graph-pages"
MARK = '<meta name="generator" content="county-kg">'


def page_names(groups: int) -> list[str]:
    """Addresses of the pages of communities, as the overview links them."""
    return [f"{FOLDER}/{number:04d}.html" for number in range(1, groups + 1)]


def without_evidence(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph as the overview holds it: what there is and what joins it; the sentences are in the pages."""
    bare = nx.MultiDiGraph()
    for id, data in graph.nodes(data=True):
        if data["label"] != "Observation":
            bare.add_node(id, **{key: value for key, value in data.items() if key != "milestones"})
    for head, tail, key in graph.edges(keys=True):
        if key not in STRUCTURE:
            bare.add_edge(head, tail, key=key, evidence=[])
    return bare


def part(graph: nx.MultiDiGraph[str], what: Shown, found: Layout, group: Sequence[int]) -> nx.MultiDiGraph[str]:
    """A community with what it is joined to, its figures, metrics and documents."""
    members = {what.ids[n] for n in group}
    inside = set(members)
    for id in members:
        for head, tail, key in [*graph.out_edges(id, keys=True), *graph.in_edges(id, keys=True)]:
            if key not in STRUCTURE or graph.nodes[head]["label"] == "Observation" or key == "MENTIONED_IN":
                inside |= {head, tail}
    for id in sorted(inside):
        if graph.nodes[id]["label"] == "Observation":
            inside |= {tail for _, tail, key in graph.out_edges(id, keys=True) if key != "CONTRADICTS"}
    return graph.subgraph(inside)


def layout_of(what: Shown, found: Layout, ids: Sequence[str]) -> Layout:
    """The layout of the whole, for the nodes of a part."""
    number = {id: n for n, id in enumerate(what.ids)}
    of = found.group_of()
    kept = sorted({of[number[id]] for id in ids})
    groups: Mapping[int, list[int]] = {g: [] for g in kept}
    for n, id in enumerate(ids):
        groups[of[number[id]]].append(n)
    points = found.points[[number[id] for id in ids]]
    return Layout(points, tuple(tuple(groups[g]) for g in kept), tuple(found.names[g] for g in kept))


def clear(folder: Path) -> None:
    """Remove the pages of an earlier build; what is not ours is left."""
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].html")):
        with path.open(encoding="utf-8", errors="replace") as file:
            if MARK in file.read(4096):
                path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def write_part(path: Path, text: str) -> None:
    """Write one page."""
    write(path, (text,))


def told(what: Shown, found: Layout, g: int) -> dict[str, Any]:
    """What the page of a community says of itself."""
    return {
        "name": found.names[g],
        "shown": len(found.groups[g]),
        "total": len(what.ids),
        "overview": "../graph.html",
    }
