"""The graph as databases and files hold it: plain nodes and edges, and the way back.

Every list of an edge has one item a piece of evidence, in the same order: documents, quotes, sentences, starts,
ends, rules, and where any piece has them scores, pages (both -1 where unknown) and parts ("12-15,20-30", "" for none).
A project's milestones are parallel lists on its node: milestone_statuses, milestone_dates ("?" where unknown),
milestone_quotes and milestone_documents (the first piece of evidence of each); milestone_evidence holds all pieces of
each as JSON. No list holds null, no property is called type or title. Dates of the schema are dates.
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from kg.schema import Schema
from kg.store.stored import DATASET, OF_LABEL, built_in, date_properties

EVIDENCE = {
    "documents": "document",
    "starts": "start",
    "ends": "end",
    "quotes": "quote",
    "sentences": "sentence",
    "rules": "rule",
}
SOMETIMES = {"scores": "score", "pages": "page"}
UNKNOWN = "?"  # a text in a list that is not known; an empty one would be lost in CSV
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LIST_TYPES = (str, int, float, bool)
# The order of a node's properties in graph.json.
_ORDER = (
    "name names metric subject value unit kind code qualifier modality surface value_max period start end year county "
    "prefecture province why milestones path characters source published reference_date main_place sha256"
)
PLACE = {name: number for number, name in enumerate(_ORDER.split())}


@dataclass(frozen=True, slots=True)
class NodeRow:
    label: str
    id: str
    properties: dict[str, Any]  # id and name among them


@dataclass(frozen=True, slots=True)
class EdgeRow:
    type: str
    head_label: str
    head: str
    tail_label: str
    tail: str
    properties: dict[str, Any]


def dataset_of(graph: nx.MultiDiGraph) -> str:
    """The name that a graph goes by where none is given."""
    return str(graph.graph.get("name") or "county-kg")


def node_rows(graph: nx.MultiDiGraph, schema: Schema | None = None, dataset: str | None = None) -> Iterator[NodeRow]:
    """Yield the nodes, sorted by id, after the one that stands for the graph."""
    name = dataset or dataset_of(graph)
    attributes = json.dumps(graph.graph, ensure_ascii=False, separators=(",", ":"))
    yield NodeRow(DATASET, f"{DATASET}:{name}", {"id": f"{DATASET}:{name}", "name": name, "attributes": attributes})
    dated = date_properties(schema or built_in())
    for id in sorted(graph):
        yield _node_row(id, graph.nodes[id], dated)


def _node_row(id: str, data: Mapping[str, Any], dated: Mapping[str, frozenset[str]]) -> NodeRow:
    label = data["label"]
    dates = dated.get(label, frozenset())
    properties: dict[str, Any] = {"id": id}
    other: dict[str, Any] = {}
    for key, value in data.items():
        if key == "milestones":
            properties |= _milestones(value)
        elif key in dates and isinstance(value, str) and DAY.fullmatch(value):
            properties[key] = date.fromisoformat(value)
        elif key in ("value", "value_max"):
            properties[key] = float(value)
        elif _is_plain(value):
            properties[key] = value
        elif value is not None:
            other[key] = value
    del properties["label"]
    if other:
        properties["other"] = json.dumps(other, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return NodeRow(label, id, properties)


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return len({type(item) for item in value}) <= 1 and all(isinstance(item, LIST_TYPES) for item in value)
    return isinstance(value, LIST_TYPES)


def _milestones(milestones: list[dict[str, Any]]) -> dict[str, list[str]]:
    first = [m["evidence"][0] for m in milestones]
    return {
        "milestone_statuses": [m["status"] for m in milestones],
        "milestone_dates": [m["date"] or UNKNOWN for m in milestones],
        "milestone_quotes": [e["quote"] for e in first],
        "milestone_documents": [e["document"] for e in first],
        "milestone_evidence": [
            json.dumps(m["evidence"], ensure_ascii=False, separators=(",", ":")) for m in milestones
        ],
    }


def edge_rows(graph: nx.MultiDiGraph) -> Iterator[EdgeRow]:
    """Yield the edges, sorted by ends and type."""
    labels = dict(graph.nodes(data="label"))
    for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        yield EdgeRow(key, labels[head], head, labels[tail], tail, evidence_lists(data["evidence"]))


def evidence_lists(evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """Pieces of evidence as parallel lists."""
    found: dict[str, Any] = {name: [e[key] for e in evidence] for name, key in EVIDENCE.items()}
    for name, key in SOMETIMES.items():
        if any(key in e for e in evidence):
            unknown = -1.0 if name == "scores" else -1
            found[name] = [e.get(key, unknown) for e in evidence]
    if any("parts" in e for e in evidence):
        found["parts"] = [",".join(f"{a}-{b}" for a, b in e.get("parts", ())) for e in evidence]
    found["sources"] = len(evidence)
    return found


def content_hash(*parts: Any) -> str:
    """A hash of what a row holds: equal rows have equal hashes, whatever the order of their properties.

    >>> content_hash({"a": 1, "b": [2.0]}) == content_hash({"b": [2.0], "a": 1})
    True
    """
    text = repr([sorted(part.items()) if isinstance(part, dict) else part for part in parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through millions of new lists again and again for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# ---- the way back -------------------------------------------------------------------------------------------------


def graph_of(nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> nx.MultiDiGraph:
    """Return the graph that rows were made from."""
    graph = nx.MultiDiGraph()
    for row in sorted(nodes, key=lambda r: r.id):
        if row.label == DATASET:
            graph.graph.update(json.loads(row.properties["attributes"]))
        else:
            graph.add_node(row.id, label=row.label, **_attributes(row))
    for edge in sorted(edges, key=lambda e: (e.head, e.tail, e.type)):
        graph.add_edge(edge.head, edge.tail, key=edge.type, evidence=evidence_of(edge.properties))
    return graph


def _attributes(row: NodeRow) -> dict[str, Any]:
    stored = dict(row.properties)
    del stored["id"]
    found = json.loads(stored.pop("other", "{}"))
    lists = {key: stored.pop(key) for key in OF_LABEL["Project"] if key in stored}
    if row.label == "Project" or lists:  # without milestones some stores have no list at all
        told = zip(*(lists.get(f"milestone_{what}", ()) for what in ("statuses", "dates", "evidence")))
        found["milestones"] = [
            {"status": s, "date": None if d == UNKNOWN else d, "evidence": json.loads(e)} for s, d, e in told
        ]
    for key, value in stored.items():
        found[key] = value.isoformat() if isinstance(value, date) else value
    return dict(sorted(found.items(), key=lambda item: (PLACE.get(item[0], len(PLACE)), item[0])))


def evidence_of(lists: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pieces of evidence that parallel lists hold."""
    pieces = [dict(zip(EVIDENCE.values(), values)) for values in zip(*(lists[name] for name in EVIDENCE))]
    for piece, score in zip(pieces, lists.get("scores", ())):
        if score >= 0:
            piece["score"] = score
    for piece, parts in zip(pieces, lists.get("parts", ())):
        if parts:
            piece["parts"] = [[int(n) for n in part.split("-")] for part in parts.split(",")]
    for piece, page in zip(pieces, lists.get("pages", ())):
        if page >= 0:
            piece["page"] = page
    return pieces
