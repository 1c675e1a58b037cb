"""The graph as databases hold it: plain nodes and edges, evidence and milestones as parallel lists.

Every list of an edge has one item a piece of evidence, in the same order: documents, quotes, sentences, starts,
ends, rules. A project's milestones are parallel lists on its node: milestone_statuses, milestone_dates ("" where
unknown), milestone_quotes, milestone_documents. No list holds null, no property is called type or title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx

EVIDENCE = {
    "documents": "document",
    "quotes": "quote",
    "sentences": "sentence",
    "starts": "start",
    "ends": "end",
    "rules": "rule",
}


@dataclass(frozen=True)
class NodeRow:
    label: str
    id: str
    properties: dict[str, Any]  # id and name among them


@dataclass(frozen=True)
class EdgeRow:
    type: str
    head_label: str
    head: str
    tail_label: str
    tail: str
    properties: dict[str, Any]


def node_rows(graph: nx.MultiDiGraph) -> Iterator[NodeRow]:
    """Yield the nodes, sorted by id."""
    for id in sorted(graph):
        data = dict(graph.nodes[id])
        label = data.pop("label")
        milestones = data.pop("milestones", None)
        if milestones:
            first = [m["evidence"][0] for m in milestones]
            data["milestone_statuses"] = [m["status"] for m in milestones]
            data["milestone_dates"] = [m["date"] or "" for m in milestones]
            data["milestone_quotes"] = [e["quote"] for e in first]
            data["milestone_documents"] = [e["document"] for e in first]
        for key in ("value", "value_max"):
            if key in data:
                data[key] = float(data[key])
        yield NodeRow(label, id, {"id": id, **data})


def edge_rows(graph: nx.MultiDiGraph) -> Iterator[EdgeRow]:
    """Yield the edges, sorted by ends and type."""
    for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        properties: dict[str, Any] = {name: [e[key_] for e in data["evidence"]] for name, key_ in EVIDENCE.items()}
        properties["sources"] = len(data["evidence"])
        yield EdgeRow(key, graph.nodes[head]["label"], head, graph.nodes[tail]["label"], tail, properties)
