"""GraphML and GEXF, for graph programs such as Gephi, yEd and Cytoscape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx

from kg.files import replacing
from kg.files import write as write_file

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MODIFIED = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write GraphML. Lists are JSON texts, since the format has none."""
    with replacing(path) as temporary:
        nx.write_graphml(flat(graph), str(temporary), edge_id_from_attribute="id", encoding="utf-8")


def write_gexf(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write GEXF 1.2. Its date of writing is left out: the same graph gives the same file."""
    lines = nx.generate_gexf(flat(graph, labelled=True), encoding="utf-8", version="1.2draft")
    write_file(path, (MODIFIED.sub("", line) + "\n" for line in lines))


def flat(graph: nx.MultiDiGraph, *, labelled: bool = False) -> nx.MultiDiGraph:
    """The graph with plain values alone; `type` is a node's label and an edge's key."""
    found = nx.MultiDiGraph(name=_plain(str(graph.graph.get("name", ""))))
    for id in sorted(graph):
        data = graph.nodes[id]
        values = {key: _plain(value) for key, value in data.items() if key != "label" and value is not None}
        if labelled:
            values["label"] = values.get("name", id)
        found.add_node(_plain(id), **values, type=data["label"])
    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
    for number, (head, tail, key, data) in enumerate(edges):
        evidence = data["evidence"]
        told = {"sources": len(evidence), "quote": _plain(evidence[0]["quote"]) if evidence else ""}
        more = {"label": key} if labelled else {}
        known = {"type": key, "id": f"e{number}", **told, **more, "evidence": _plain(evidence)}
        found.add_edge(_plain(head), _plain(tail), key=f"e{number}", **known)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return NOT_XML.sub("", value) if isinstance(value, str) else value
