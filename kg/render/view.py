"""The view model: all that the page knows of a graph, in columns, ready for JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.render.evidence import EvidenceTable
from kg.render.layout import Layout
from kg.render.shown import STRUCTURE, Shown
from kg.schema import Schema

GREY = {"light": "#6b6f76", "dark": "#a7adb8"}


@dataclass(frozen=True)
class View:
    """`data` is the main island; `named` are the mentions by document path and `cited` the spans of all evidence."""

    data: dict[str, Any]
    documents: Mapping[str, int]
    named: Mapping[str, list[tuple[int, int, int]]]
    cited: Mapping[str, list[tuple[int, int]]]


def view(
    graph: nx.MultiDiGraph[str], what: Shown, found: Layout, schema: Schema, readable: Collection[str] = ()
) -> View:
    """Return the view model of a graph that is laid out; `readable` are the documents whose text the page holds."""
    papers = sorted(id for id, data in graph.nodes(data=True) if data["label"] == "Document")
    documents = {str(graph.nodes[id].get("path", id)): n for n, id in enumerate(papers)}
    drawn = set(what.ids)
    others = sorted(id for id, data in graph.nodes(data=True) if data["label"] == "Metric" and id not in drawn)
    ids = [*what.ids, *others]
    number = {id: n for n, id in enumerate(ids)}
    table = EvidenceTable(graph, documents, readable)
    types = _types(graph, ids, schema)
    relations = sorted({key for _, _, key in graph.edges(keys=True)} - set(STRUCTURE))
    data = {
        "types": [_type(name, schema) for name in types],
        "relations": [_relation(name, schema) for name in relations],
        "groups": list(found.names),
        "nodes": _nodes(graph, what, found, ids, types),
        "edges": _edges(graph, number, relations, table),
        "observations": _observations(graph, number, table),
        "milestones": _milestones(graph, number, table),
        "documents": _documents(graph, papers),
        "mentions": _mentioned(graph, number, documents, table),
    }
    data["evidence"] = table.columns
    data["sentences"] = table.sentences()
    return View(data, documents, _named(graph, number), table.cited)


def _types(graph: nx.MultiDiGraph[str], ids: Sequence[str], schema: Schema) -> list[str]:
    """Types in the order of their number, most first."""
    count = Counter(str(graph.nodes[id]["label"]) for id in ids)
    return sorted(count, key=lambda name: (name == "Metric", -count[name], name))


def _type(name: str, schema: Schema) -> list[str]:
    known = schema.nodes.get(name)
    label, colour = (known.label, known.colour) if known else ({"zh": name, "en": name}, GREY)
    return [name, label["zh"], label["en"], colour["light"], colour["dark"], known.shape if known else "dot"]


def _relation(name: str, schema: Schema) -> list[str]:
    label = schema.edges[name].label if name in schema.edges else {"zh": name, "en": name}
    return [name, label["zh"], label["en"]]


def _nodes(
    graph: nx.MultiDiGraph[str], what: Shown, found: Layout, ids: Sequence[str], types: Sequence[str]
) -> dict[str, Any]:
    """Names, kinds and places; positions and sizes are those that pyvis holds (see `page.network`)."""
    order = {name: n for n, name in enumerate(types)}
    rows = [graph.nodes[id] for id in ids]
    places = {id: data["name"] for id, data in graph.nodes(data=True) if data["label"] == "Place"}
    return {
        "shown": len(what.ids),
        "id": [id if id != f"{row['label']}:{row['name']}" else 0 for id, row in zip(ids, rows)],
        "name": [row["name"] for row in rows],
        "type": [order[row["label"]] for row in rows],
        "kind": [row.get("kind") or 0 for row in rows],
        "group": found.group_of(),
        "weight": list(what.weights),
        "county": [_county(row, id, places) for id, row in zip(ids, rows)],
        "names": {n: row["names"] for n, row in enumerate(rows) if len(row.get("names", ())) > 1},
        "code": {n: row["code"] for n, row in enumerate(rows) if row.get("code")},
    }


def _county(row: Mapping[str, Any], id: str, places: Mapping[str, str]) -> str | int:
    codes = [row[key] for key in ("county", "prefecture", "province") if row.get(key) and row[key] != id]
    return next((places[code] for code in codes if code in places), 0)


def _edges(
    graph: nx.MultiDiGraph[str], number: Mapping[str, int], relations: Sequence[str], table: EvidenceTable
) -> dict[str, Any]:
    order = {name: n for n, name in enumerate(relations)}
    columns: dict[str, list[Any]] = {"first": [table.count], "type": [], "head": [], "tail": [], "pieces": []}
    for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        if key in order and head in number and tail in number:
            columns["head"].append(number[head])
            columns["tail"].append(number[tail])
            columns["type"].append(order[key])
            columns["pieces"].append(len(table.add(data["evidence"], (head, tail))))
    return columns


def _observations(graph: nx.MultiDiGraph[str], number: Mapping[str, int], table: EvidenceTable) -> dict[str, Any]:
    keys = ("period", "value", "value_max", "unit", "kind", "qualifier", "modality", "surface", "year")
    columns: dict[str, list[Any]] = {key: [] for key in ("subject", "metric", *keys, "pieces")}
    columns["first"] = [table.count]
    place: dict[str, int] = {}
    for id, data in sorted(graph.nodes(data=True)):
        if data["label"] != "Observation":
            continue
        metric = next((str(t) for _, t, key in graph.out_edges(id, keys=True) if key == "OF"), "")
        if data["subject"] not in number or metric not in number:
            continue
        place[id] = len(columns["subject"])
        columns["subject"].append(number[data["subject"]])
        columns["metric"].append(number[metric])
        for key in keys:
            columns[key].append(data.get(key))
        pieces = graph.edges[id, data["subject"], "ABOUT"]["evidence"]
        columns["pieces"].append(len(table.add(pieces, (data["subject"], metric))))
    pairs = sorted(
        [place[a], place[b]] for a, b, key in graph.edges(keys=True) if key == "CONTRADICTS" and {a, b} <= place.keys()
    )
    return {**columns, "conflicts": pairs}


def _milestones(graph: nx.MultiDiGraph[str], number: Mapping[str, int], table: EvidenceTable) -> dict[str, Any]:
    """Node number -> [status, date, evidence] of each step."""
    return {
        str(n): [[m["status"], m["date"], table.add(m["evidence"], (id,))] for m in graph.nodes[id]["milestones"]]
        for id, n in number.items()
        if graph.nodes[id].get("milestones")
    }


def _documents(graph: nx.MultiDiGraph[str], papers: Sequence[str]) -> dict[str, list[Any]]:
    rows = [graph.nodes[id] for id in papers]
    keys = ("path", "name", "source", "published", "reference_date", "main_place", "characters")
    return {key: [row.get(key) for row in rows] for key in keys}


def _mentioned(
    graph: nx.MultiDiGraph[str], number: Mapping[str, int], documents: Mapping[str, int], table: EvidenceTable
) -> dict[str, list[Any]]:
    """Per node the documents that name it and how often; a sentence where no fact of the node has one."""
    columns: dict[str, list[Any]] = {"document": [], "count": [], "first": []}
    for id in number:
        at, counts, first = [], [], []
        facts = any(
            key != "MENTIONED_IN" for _, _, key in [*graph.out_edges(id, keys=True), *graph.in_edges(id, keys=True)]
        )
        for _, paper, key, data in sorted(graph.out_edges(id, keys=True, data=True), key=lambda e: e[:3]):
            if key == "MENTIONED_IN" and data["evidence"]:
                at.append(documents[str(graph.nodes[paper].get("path", paper))])
                counts.append(len(data["evidence"]))
                first += [] if facts else table.add(data["evidence"][:1], (id,))
        columns["document"].append(at)
        columns["count"].append(counts)
        columns["first"].append(first)
    return columns


def _named(graph: nx.MultiDiGraph[str], number: Mapping[str, int]) -> Mapping[str, list[tuple[int, int, int]]]:
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for id, paper, key, data in graph.edges(keys=True, data=True):
        if key == "MENTIONED_IN" and id in number:
            for piece in data["evidence"]:
                for start, end in piece.get("parts") or [(piece["start"], piece["end"])]:
                    found[str(graph.nodes[paper].get("path", paper))].append((start, end, number[id]))
    return found
