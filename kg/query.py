"""Questions to a graph: pure functions that give plain rows."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.errors import UsageError

APART = ("Document", "Observation", "Metric")  # no path leads through these
HIGH = ("county", "prefecture", "province", "region", "country")  # nearly everything lies in these
Row = dict[str, Any]


class UnknownNameError(UsageError):
    """No node goes by that name; `near` holds names that look like it."""

    def __init__(self, name: str, near: list[str]) -> None:
        self.name, self.near = name, near
        super().__init__("unknown_name_near" if near else "unknown_name", name=name, near=", ".join(near))


class AmbiguousNameError(UsageError):
    """Several nodes go by that name; `matches` holds their rows (name, type, county, id)."""

    def __init__(self, name: str, matches: list[Row]) -> None:
        self.name, self.matches = name, matches
        super().__init__("ambiguous_name", name=name, count=len(matches))


def lookup(graph: nx.MultiDiGraph, name: str, *, first: bool = False) -> str:
    """Return the id of the node that `name` means: an id, `Type:name`, a full or short name, or an alias.

    Raises UnknownNameError, or AmbiguousNameError unless `first` asks for the one with most evidence.
    """
    if name in graph:
        return name
    found = _matches(graph, name)
    if not found:
        raise UnknownNameError(name, _near(graph, name))
    if len(found) == 1 or first:
        return max(found, key=lambda id: (weight(graph, id), id))
    raise AmbiguousNameError(name, [identity(graph, id) for id in found])


def _matches(graph: nx.MultiDiGraph, name: str) -> list[str]:
    """Ids by the best way in which any match: the name itself, then another name, then the short form.

    A metric is meant only where nothing else goes by the name, or `Metric:` stands before it.
    """
    wanted, _, rest = name.partition(":")
    types = {data["label"] for _, data in graph.nodes(data=True)}
    label, text = (wanted, rest) if rest and wanted in types else (None, name)
    ways: tuple[list[str], ...] = ([], [], [])
    for id, data in sorted(graph.nodes(data=True)):
        if data["label"] == "Observation" or (label and data["label"] != label):
            continue
        way = _way(data, text)
        if way is not None:
            ways[way].append(id)
    things = ([id for id in way if graph.nodes[id]["label"] != "Metric"] for way in ways)
    return next((way for way in (*things, *ways) if way), [])


def _way(data: Mapping[str, Any], text: str) -> int | None:
    """How a node goes by `text`: 0 its name, 1 another name, 2 its short form; None not at all."""
    if data["name"] == text:
        return 0
    if text in data.get("names", ()) or data.get("path") == text:
        return 1
    return 2 if data["label"] == "Place" and len(text) > 1 and data["name"][:-1] == text else None


def _near(graph: nx.MultiDiGraph, name: str) -> list[str]:
    names = sorted(
        {n for _, d in graph.nodes(data=True) if d["label"] != "Observation" for n in d.get("names", (d["name"],))}
    )
    held = [n for n in names if name in n or n in name][:5]
    return held + [n for n in difflib.get_close_matches(name, names, n=5, cutoff=0.5) if n not in held][: 5 - len(held)]


def weight(graph: nx.MultiDiGraph, id: str) -> int:
    """How often a thing is spoken of: its pieces of evidence on all edges."""
    around = [*graph.out_edges(id, data=True), *graph.in_edges(id, data=True)]
    return sum(len(data["evidence"]) for _, _, data in around)


def identity(graph: nx.MultiDiGraph, id: str) -> Row:
    """The row that tells a node from others of its name."""
    data = graph.nodes[id]
    county = data.get("county") or data.get("prefecture") or data.get("province")
    name = graph.nodes[county]["name"] if county in graph else county
    return {"name": data["name"], "type": data["label"], "county": name, "id": id}


def show(graph: nx.MultiDiGraph, id: str) -> dict[str, Any]:
    """All that the graph holds of a node: properties, names, milestones, observations, relations with evidence."""
    data = dict(graph.nodes[id])
    relations = [row for row in facts(graph, around=id) if row["type"] not in ("ABOUT", "OF", "MENTIONED_IN")]
    documents = sorted({tail for _, tail, key in graph.out_edges(id, keys=True) if key == "MENTIONED_IN"})
    return {
        "id": id,
        **data,
        "observations": metrics(graph, id) if data["label"] != "Metric" else of_metric(graph, id),
        "relations": relations,
        "documents": [graph.nodes[d].get("path", d) for d in documents],
    }


def metrics(graph: nx.MultiDiGraph, id: str, metric: str | None = None) -> list[Row]:
    """The observations of a place, project or firm, by metric and period."""
    found = (head for head, _, key in graph.in_edges(id, keys=True) if key == "ABOUT")
    rows = [_observation(graph, head) for head in found]
    return _ordered(row for row in rows if metric is None or metric in row["metric"])


def of_metric(graph: nx.MultiDiGraph, id: str) -> list[Row]:
    """The observations of a metric, whatever they are about."""
    return _ordered(_observation(graph, head) for head, _, key in graph.in_edges(id, keys=True) if key == "OF")


def _observation(graph: nx.MultiDiGraph, id: str) -> Row:
    data = graph.nodes[id]
    first = graph.edges[id, data["subject"], "ABOUT"]["evidence"][0]
    keys = ("metric", "period", "value", "value_max", "unit", "kind", "qualifier", "modality", "surface")
    row = {key: data.get(key) for key in keys}
    return row | {
        "subject": graph.nodes[data["subject"]]["name"],
        "document": first["document"],
        "quote": first["quote"],
        "id": id,
    }


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r["metric"], r["period"] or "", r["kind"], r["modality"], r["value"], r["id"]))


def facts(
    graph: nx.MultiDiGraph,
    *,
    type: str | None = None,
    place: str | None = None,
    year: int | None = None,
    around: str | None = None,
) -> list[Row]:
    """Relations as rows with their first quote; `place` and `around` are node ids."""
    edges: Iterable[tuple[str, str, str, dict[str, Any]]] = graph.edges(keys=True, data=True)
    if around is not None:
        edges = [*graph.out_edges(around, keys=True, data=True), *graph.in_edges(around, keys=True, data=True)]
    rows = []
    for head, tail, key, data in edges:
        if (type and key != type) or (not type and key in ("MENTIONED_IN", "OF", "ABOUT") and around is None):
            continue
        if place and not {place} & {head, tail, *_within(graph, head), *_within(graph, tail)}:
            continue
        if year and year not in _years(graph, head, tail, data):
            continue
        rows.append(_fact(graph, head, key, tail, data))
    return sorted(rows, key=lambda r: (r["type"], r["head"], r["tail"], r["head_id"], r["tail_id"]))


def _fact(graph: nx.MultiDiGraph, head: str, key: str, tail: str, data: Mapping[str, Any]) -> Row:
    first = data["evidence"][0] if data["evidence"] else {}
    return {
        "head": graph.nodes[head]["name"],
        "type": key,
        "tail": graph.nodes[tail]["name"],
        "quote": first.get("quote"),
        "document": first.get("document"),
        "sources": len(data["evidence"]),
        "head_id": head,
        "tail_id": tail,
    }


def _within(graph: nx.MultiDiGraph, id: str) -> set[str]:
    data = graph.nodes[id]
    return {data[key] for key in ("county", "prefecture", "province") if key in data}


def _years(graph: nx.MultiDiGraph, head: str, tail: str, data: Mapping[str, Any]) -> set[int]:
    """The years that a fact is of: an observation's, else those its documents speak from."""
    for id in (head, tail):
        if "year" in graph.nodes[id]:
            return {graph.nodes[id]["year"]}
    dates = (graph.nodes[f"Document:{e['document']}"].get("reference_date") for e in data["evidence"])
    return {int(date[:4]) for date in dates if date}


def find(graph: nx.MultiDiGraph, text: str) -> list[Row]:
    """Nodes whose name or an alias holds `text`, best known first."""
    found = [
        id
        for id, data in graph.nodes(data=True)
        if data["label"] != "Observation" and any(text in name for name in (data["name"], *data.get("names", ())))
    ]
    return [identity(graph, id) for id in sorted(found, key=lambda id: (-weight(graph, id), id))]


def listed(graph: nx.MultiDiGraph, label: str) -> list[Row]:
    """All nodes of a type with what they hold, best known first."""
    ids = [id for id, data in graph.nodes(data=True) if data["label"] == label]
    if not ids and label not in {data["label"] for _, data in graph.nodes(data=True)}:
        known = sorted({data["label"] for _, data in graph.nodes(data=True)})
        raise UsageError("unknown_type", name=label, known=", ".join(known))
    rows = [identity(graph, id) | {"evidence": weight(graph, id)} for id in ids]
    return sorted(rows, key=lambda r: (-r["evidence"], r["id"]))


def stats(graph: nx.MultiDiGraph) -> list[Row]:
    """Counts of nodes and edges by type."""
    nodes = Counter(data["label"] for _, data in graph.nodes(data=True))
    edges = Counter(key for _, _, key in graph.edges(keys=True))
    pieces = sum(len(data["evidence"]) for _, _, data in graph.edges(data=True))
    return [
        *({"what": "node", "type": k, "count": n} for k, n in sorted(nodes.items())),
        *({"what": "edge", "type": k, "count": n} for k, n in sorted(edges.items())),
        {"what": "evidence", "type": "", "count": pieces},
    ]


def contradictions(graph: nx.MultiDiGraph) -> list[Row]:
    """Pairs of observations that cannot both be true, those of different documents first."""
    rows = []
    for a, b, key in graph.edges(keys=True):
        if key == "CONTRADICTS":
            one, other = _observation(graph, a), _observation(graph, b)
            rows.append(
                {
                    "subject": one["subject"],
                    "metric": one["metric"],
                    "period": one["period"],
                    "one": one["surface"],
                    "one_document": one["document"],
                    "one_quote": one["quote"],
                    "other": other["surface"],
                    "other_document": other["document"],
                    "other_quote": other["quote"],
                }
            )
    return sorted(
        rows,
        key=lambda r: (
            r["one_document"] == r["other_document"],
            r["subject"],
            r["metric"],
            r["period"] or "",
            r["one"],
        ),
    )


@dataclass(frozen=True)
class Path:
    """A way between two nodes: ids, one hop fewer rows of facts, and whether it leads through a county or above."""

    nodes: tuple[str, ...]
    hops: tuple[Row, ...]
    high: bool


@dataclass(frozen=True)
class NoPath:
    """There is no way within the limits; `meeting` is the nearest thing that both reach without them, if any."""

    meeting: str | None
    lengths: tuple[int, int] | None


def paths(
    graph: nx.MultiDiGraph, a: str, b: str, *, max_hops: int = 6, types: Iterable[str] = (), limit: int = 5
) -> list[Path] | NoPath:
    """The shortest ways from `a` to `b`, edges either way, never through documents, observations or metrics.

    Those that avoid counties and all above come first, the others after them. `types` are the relation types that
    may be used (all when empty).
    """
    wanted = set(types)
    unknown = wanted - {key for _, _, key in graph.edges(keys=True)}
    if unknown:
        known = sorted({key for _, _, key in graph.edges(keys=True)})
        raise UsageError("unknown_relation", name=", ".join(sorted(unknown)), known=", ".join(known))
    plain = _plain(graph, (a, b), wanted)
    low = plain.subgraph(n for n in plain if n in (a, b) or graph.nodes[n].get("kind") not in HIGH)
    found: list[tuple[str, ...]] = []
    for view in (low, plain):
        for way in _shortest(view, a, b, max_hops):
            if len(found) >= limit:
                break
            if way not in found:
                found.append(way)
    if not found:
        return _no_path(_plain(graph, (a, b), set()), a, b)
    return [_path(graph, way, wanted) for way in found]


def _plain(graph: nx.MultiDiGraph, ends: tuple[str, str], types: set[str]) -> nx.Graph:
    """The simple undirected graph in which paths are looked for."""
    plain = nx.Graph()
    plain.add_nodes_from(ends)
    for head, tail, key in sorted(graph.edges(keys=True)):
        if types and key not in types:
            continue
        if all(id in ends or graph.nodes[id]["label"] not in APART for id in (head, tail)):
            plain.add_edge(head, tail)
    return plain


def _shortest(view: nx.Graph, a: str, b: str, max_hops: int) -> Iterator[tuple[str, ...]]:
    if a == b or not nx.has_path(view, a, b) or nx.shortest_path_length(view, a, b) > max_hops:
        return
    for way in nx.all_shortest_paths(view, a, b):
        yield tuple(way)


def _path(graph: nx.MultiDiGraph, way: tuple[str, ...], types: set[str]) -> Path:
    hops = tuple(_hop(graph, x, y, types) for x, y in pairwise(way))
    return Path(way, hops, any(graph.nodes[n].get("kind") in HIGH for n in way[1:-1]))


def _hop(graph: nx.MultiDiGraph, x: str, y: str, types: set[str]) -> Row:
    """The fact of a hop; of several the one with most evidence."""
    edges = [
        (len(data["evidence"]), key, head, tail, data)
        for head, tail in ((x, y), (y, x))
        for key, data in (graph.get_edge_data(head, tail) or {}).items()
        if not types or key in types
    ]
    _, key, head, tail, data = max(edges, key=lambda e: (e[0], e[1], e[2]))
    return _fact(graph, head, key, tail, data)


def _no_path(plain: nx.Graph, a: str, b: str) -> NoPath:
    one, other = (nx.single_source_shortest_path_length(plain, end) for end in (a, b))
    both = [(one[n] + other[n], n) for n in one if n in other and n not in (a, b)]
    if not both:
        return NoPath(None, None)
    _, meeting = min(both)
    return NoPath(meeting, (one[meeting], other[meeting]))


def neighbourhood(graph: nx.MultiDiGraph, id: str, hops: int) -> set[str]:
    """The nodes within some hops of one, with the observations about them and the documents that name them.

    Documents and metrics are not passed through: everything is near to everything there.
    """
    reached, frontier = {id}, {id}
    for _ in range(hops):
        around = {n for node in frontier for n in (*graph.successors(node), *graph.predecessors(node))}
        frontier = {n for n in around - reached if graph.nodes[n]["label"] not in APART}
        reached |= frontier
    about = {head for node in reached for head, _, key in graph.in_edges(node, keys=True) if key == "ABOUT"}
    ends = {
        tail
        for node in reached | about
        for _, tail, key in graph.out_edges(node, keys=True)
        if key in ("OF", "MENTIONED_IN")
    }
    return reached | about | ends
