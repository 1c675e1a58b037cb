"""Facts → graph, graph ↔ JSON. The graph is the truth from which everything else can be rebuilt."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import networkx as nx

from kg.conflicts import conflicts
from kg.dates import bounds
from kg.errors import StoreError
from kg.model import Entity, Evidence, Extraction, Milestone, Observation
from kg.resolve import Node, Resolution
from kg.schema import Schema
from kg.seeds import Seeds

FORMAT = 1


def build_graph(
    extractions: Iterable[Extraction], resolution: Resolution, schema: Schema, seeds: Seeds
) -> nx.MultiDiGraph:
    """Return the graph of all facts: nodes of the schema's types, an edge key is its relation type.

    Every edge has `evidence`, a list of dicts (document, start, end, quote, sentence, rule, score, parts, page);
    a fact found in several places is one edge with several pieces of evidence. Facts that the schema does not
    allow after resolution are counted in `graph.graph["refused"]`.
    """
    graph = nx.MultiDiGraph(format=FORMAT, name="county-kg", refused={})
    for node in resolution.nodes.values():
        graph.add_node(node.id, **_node(node, seeds))
    for extraction in sorted(extractions, key=lambda e: e.document.id):
        _add_document(graph, extraction)
        ids = {e.id: resolution.of[extraction.document.id, e.id] for e in extraction.entities}
        metrics = {e.name: ids[e.id] for e in extraction.entities if e.type == "Metric"}
        for entity in extraction.entities:
            _add_mentions(graph, ids[entity.id], entity, extraction.document.id)
        for relation in extraction.relations:
            _add_edge(graph, ids[relation.head], relation.type, ids[relation.tail], relation.evidence, schema)
        for observation in extraction.observations:
            _add_observation(graph, ids[observation.subject], metrics[observation.metric], observation)
        for milestone in extraction.milestones:
            _add_milest_one(graph, graph.nodes[ids[milestone.project]], milestone)
    _link_conflicts(graph)
    _finish(graph)
    return graph


def _node(node: Node, seeds: Seeds) -> dict[str, Any]:
    """A node's properties; those of the hierarchy are known from seeds (an edge would need a quote)."""
    out: dict[str, Any] = {"label": node.type, "name": node.name, "names": list(node.names)}
    if node.kind:
        out["kind"] = node.kind
    if node.code:
        out["code"] = node.code
    for code in seeds.places.chain(node.scope):
        place = seeds.places.get(code)
        if place and place.kind in ("county", "prefecture", "province"):
            out.setdefault(place.kind, code)
    if node.why:
        out["why"] = list(node.why)
    if node.type == "Project":
        out["milestones"] = []
    return out


def _add_document(graph: nx.MultiDiGraph, extraction: Extraction) -> None:
    document = extraction.document
    known = {
        "source": document.source,
        "published": document.published,
        "reference_date": extraction.reference_date,
        "main_place": extraction.main_place,
        "sha256": document.sha256,
    }
    graph.add_node(
        document_id(document.id),
        label="Document",
        name=document.title or document.id,
        path=document.id,
        characters=extraction.characters,
        **{key: value for key, value in known.items() if value is not None},
    )


def document_id(path: str) -> str:
    """The node id of a document: its path relative to the PATH it was found under."""
    return f"Document:{path}"


def _evidence(evidence: Evidence) -> dict[str, Any]:
    out: dict[str, Any] = {
        "document": evidence.document,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "sentence": evidence.sentence,
        "rule": evidence.rule,
    }
    if evidence.score is not None:
        out["score"] = evidence.score
    if evidence.parts:
        out["parts"] = [list(part) for part in evidence.parts]
    if evidence.page is not None:
        out["page"] = evidence.page
    return out


def _add_mentions(graph: nx.MultiDiGraph, id: str, entity: Entity, document: str) -> None:
    if entity.mentions:
        _merge_edge(graph, id, "MENTIONED_IN", document_id(document), map(_evidence, entity.mentions))


def _add_edge(
    graph: nx.MultiDiGraph, head: str, type: str, tail: str, found: Sequence[Evidence], schema: Schema
) -> None:
    ends = graph.nodes[head]["label"], graph.nodes[tail]["label"]
    if head == tail or not schema.allows(ends[0], type, ends[1]):
        reason = (
            "relation: of a thing to itself"
            if head == tail
            else f"relation: the schema allows no {ends[0]} {type} {ends[1]}"
        )
        graph.graph["refused"][reason] = graph.graph["refused"].get(reason, 0) + 1
        return
    if schema.edges[type].symmetric and graph.has_edge(tail, head, type):
        head, tail = tail, head
    _merge_edge(graph, head, type, tail, map(_evidence, found))


def _merge_edge(graph: nx.MultiDiGraph, head: str, type: str, tail: str, found: Iterable[dict[str, Any]]) -> None:
    """Add evidence to an edge, which is made where it is not there yet: networkx would replace what it holds."""
    if not graph.has_edge(head, tail, type):
        graph.add_edge(head, tail, key=type, evidence=[])
    graph.edges[head, tail, type]["evidence"].extend(found)


def _add_observation(graph: nx.MultiDiGraph, subject: str, metric: str, o: Observation) -> None:
    key = [subject, metric, o.period, o.kind, o.modality, o.unit, o.value, o.value_max]
    id = "obs:" + hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()[:20]
    evidence = [_evidence(e) for e in o.evidence]
    if id not in graph:
        surface = o.number.quote if o.number else f"{o.value:g}{o.unit}"
        known = {"value_max": o.value_max, "period": o.period, **bounds(o.period)}
        graph.add_node(
            id,
            label="Observation",
            name=" ".join(filter(None, (graph.nodes[subject]["name"], o.period, o.metric, surface))),
            metric=o.metric,
            subject=subject,
            value=o.value,
            unit=o.unit,
            kind=o.kind,
            qualifier=o.qualifier,
            modality=o.modality,
            surface=surface,
            **{k: v for k, v in known.items() if v is not None},
        )
    _merge_edge(graph, id, "ABOUT", subject, evidence)
    _merge_edge(graph, id, "OF", metric, evidence)
    for piece in evidence:
        _merge_edge(graph, id, "MENTIONED_IN", document_id(piece["document"]), [piece])


def _add_milest_one(graph: nx.MultiDiGraph, node: dict[str, Any], milestone: Milestone) -> None:
    if "milestones" not in node:  # a thing of two types, of which most documents say the other
        reason = f"milestone: of a thing that became an {node['label']}"
        graph.graph["refused"][reason] = graph.graph["refused"].get(reason, 0) + 1
        return
    evidence = [_evidence(e) for e in milestone.evidence]
    for known in node["milestones"]:
        if (known["status"], known["date"]) == (milestone.status, milestone.date):
            known["evidence"].extend(evidence)
            return
    node["milestones"].append({"status": milestone.status, "date": milestone.date, "evidence": evidence})


def _link_conflicts(graph: nx.MultiDiGraph) -> None:
    """Join observations of one thing whose values cannot both be true.

    Not where one document states both: it then speaks of two things that the reading could not tell apart. Without
    a period only what is fixed can be compared: what is said of a project.
    """
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for id, node in graph.nodes(data=True):
        if node["label"] == "Observation" and ("period" in node or graph.nodes[node["subject"]]["label"] == "Project"):
            metric = next(tail for _, tail, key in graph.out_edges(id, keys=True) if key == "OF")
            groups[node["subject"], metric, node.get("period"), node["kind"], node["modality"], node["unit"]].append(id)
    for ids in groups.values():
        if len(ids) > 1:
            pieces = {id: graph.edges[id, graph.nodes[id]["subject"], "ABOUT"]["evidence"] for id in ids}
            for a, b in conflicts({id: graph.nodes[id] for id in sorted(ids)}):
                if not {e["document"] for e in pieces[a]} & {e["document"] for e in pieces[b]}:
                    graph.add_edge(a, b, key="CONTRADICTS", evidence=[pieces[a][0], pieces[b][0]])


def _finish(graph: nx.MultiDiGraph) -> None:
    """Put evidence and milestones in one order, whatever the order of the documents was."""
    for _, _, key, data in graph.edges(keys=True, data=True):
        if key != "CONTRADICTS":  # its first piece is that of the one end, its second that of the other
            data["evidence"].sort(key=lambda e: (e["document"], e["start"], e["end"], e["rule"]))
    for _, node in graph.nodes(data=True):
        if "milestones" in node:
            node["milestones"].sort(key=lambda m: (m["date"] or "9999", m["status"]))
    graph.graph["refused"] = dict(sorted(graph.graph["refused"].items()))


def _one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dumps(graph: nx.MultiDiGraph) -> Iterator[str]:
    """Yield the graph as node-link JSON, a node or an edge a line, in an order that is its own."""
    yield '{"directed":true,"multigraph":true,"graph":' + _one(graph.graph) + ',\n"nodes":[\n'
    nodes = sorted(graph.nodes(data=True))
    for number, (id, data) in enumerate(nodes):
        yield _one({"id": id, **data}) + (",\n" if number < len(nodes) - 1 else "\n")
    yield '],\n"edges":[\n'
    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
    for number, (head, tail, key, data) in enumerate(edges):
        yield _one({"source": head, "target": tail, "key": key, **data}) + (",\n" if number < len(edges) - 1 else "\n")
    yield "]}\n"


def loads(text: str, path: str = "graph.json") -> nx.MultiDiGraph:
    """Return the graph that `dumps` wrote. Raises StoreError naming `path` where it is no such graph."""
    try:
        data = json.loads(text)
        if data["graph"]["format"] != FORMAT:
            raise StoreError("graph_format", found=data["graph"]["format"], wanted=FORMAT)
        graph: nx.MultiDiGraph = nx.node_link_graph(data, directed=True, multigraph=True, edges="edges")
    except (json.JSONDecodeError, KeyError, TypeError, nx.NetworkXError) as error:
        raise StoreError("graph_damaged", path=path, reason=error) from None
    return graph
