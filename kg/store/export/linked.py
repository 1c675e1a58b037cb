"""JSON-LD: terms of schema.org and units of QUDT where they fit, and a context of our own for the rest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx

from kg.files import write as write_file
from kg.store.stored import built_in

OURS = "urn:county-kg:"
PREFIXES = {
    "kg": f"{OURS}term:",
    "id": f"{OURS}id:",
    "schema": "https://schema.org/",
    "unit": "http://qudt.org/vocab/unit/",
    "qudt": "http://qudt.org/schema/qudt/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def context() -> dict[str, Any]:
    """The context: what each name of ours means."""
    terms = built_in().data["linked"]
    found: dict[str, Any] = dict(PREFIXES)
    for label, node in built_in().nodes.items():
        found[label] = f"kg:{label}"
        for name, kind in node.properties.items():
            meant = terms["properties"].get(name, f"kg:{name}")
            found[name] = {"@id": meant, "@type": "xsd:date"} if kind == "date" else meant
    found |= {name: terms["properties"].get(name, f"kg:{name}") for name in ("name", "names", "surface", "path", "why")}
    for type in built_in().edges:
        found[type] = {"@id": terms["relations"].get(type, f"kg:{type}"), "@type": "@id"}
    ends = {name: {"@id": f"kg:{name}", "@type": "@id"} for name in ("head", "tail", "relation")}
    plain = {name: f"kg:{name}" for name in ("evidence", "milestones", "status", "date", "Relation", "document")}
    marks = {name: f"kg:{name}" for name in ("quote", "sentence", "rule", "score", "page", "first", "behind")}
    return found | ends | plain | marks | {"qudtUnit": {"@id": "qudt:hasUnit", "@type": "@id"}}


def write(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the document, the context within it and beside it as context.jsonld."""
    terms = context()
    write_file(path.with_name("context.jsonld"), (json.dumps({"@context": terms}, ensure_ascii=False, indent=1), "\n"))
    write_file(path, _pieces(graph, terms))


def _pieces(graph: nx.MultiDiGraph, terms: Mapping[str, Any]) -> Iterator[str]:
    yield '{"@context":' + _json(terms) + ',\n"@graph":[\n'
    things = [*_nodes(graph), *_relations(graph)]
    for number, thing in enumerate(things):
        yield _json(thing) + (",\n" if number < len(things) - 1 else "\n")
    yield "]}\n"


def _nodes(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    terms = built_in().data["linked"]
    for id in sorted(graph):
        data = graph.nodes[id]
        label = data["label"]
        also = [terms["types"][label]] if label in terms["types"] else []
        found: dict[str, Any] = {"@id": name_of(id), "@type": [f"kg:{label}", *also]}
        for key, value in data.items():
            if key == "milestones":
                found[key] = [{**m, "evidence": [_evidence(e) for e in m["evidence"]]} for m in value]
            elif key not in ("label", "subject") and value is not None:
                found[key] = value
        if unit := terms["units"].get(data.get("unit")):
            found["qudtUnit"] = unit
        links: dict[str, list[str]] = defaultdict(list)
        for _, tail, type in sorted(graph.out_edges(id, keys=True)):
            links[type].append(name_of(tail))
        yield found | dict(links)


def _relations(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    """Every edge once more as a thing of its own, which has the evidence."""
    for head, tail, type, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        yield {
            "@id": f"{PREFIXES['id']}{quote(f'{head}|{type}|{tail}', safe='')}",
            "@type": "kg:Relation",
            "head": name_of(head),
            "relation": f"kg:{type}",
            "tail": name_of(tail),
            "evidence": [_evidence(e) for e in data["evidence"]],
        }


def _evidence(piece: Mapping[str, Any]) -> dict[str, Any]:
    """A piece of evidence; its offsets are first and behind, since start and end are dates."""
    found = {key: piece[key] for key in ("document", "quote", "sentence", "rule", "score", "page") if key in piece}
    return {**found, "first": piece["start"], "behind": piece["end"]}


def name_of(id: str) -> str:
    """The name of a node in the web of data.

    >>> name_of("Project:某 路")
    'urn:county-kg:id:Project%3A%E6%9F%90%20%E8%B7%AF'
    """
    return PREFIXES["id"] + quote(id, safe="")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
