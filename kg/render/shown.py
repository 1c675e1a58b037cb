"""What of a graph is drawn: its entities, and one line for all relations between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

STRUCTURE = ("ABOUT", "OF", "MENTIONED_IN", "CONTRADICTS")
APART = ("Document", "Observation")  # they live in the panel
WEAK = 0.25  # pull of a link that only the layout knows


@dataclass(frozen=True)
class Shown:
    """Nodes in a fixed order and the lines between them, as indexes into that order.

    `links` maps a pair (smaller, larger) to the (head, type, tail) edges that run between the two; `pulls` are pairs
    that no line joins but that belong together (an unlinked thing and its county or its document's place).
    """

    ids: tuple[str, ...]
    data: tuple[Mapping[str, Any], ...]
    links: Mapping[tuple[int, int], tuple[tuple[str, str, str], ...]]
    pulls: tuple[tuple[int, int], ...]
    weights: tuple[int, ...]  # pieces of evidence on all edges of a node

    @property
    def radii(self) -> tuple[float, ...]:
        """Radius of each node's mark: what is spoken of most is largest, measured by area."""
        most = max(self.weights, default=1) or 1
        return tuple(round(4.5 + 15.5 * (weight / most) ** 0.5, 1) for weight in self.weights)

    def degree(self) -> list[int]:
        """How many others each node is joined to."""
        found = [0] * len(self.ids)
        for a, b in self.links:
            found[a] += 1
            found[b] += 1
        return found


def shown(graph: nx.MultiDiGraph[str]) -> Shown:
    """Choose what is drawn: all entities, and metrics where a relation leads to them."""
    related = {end for head, tail, key in graph.edges(keys=True) if key not in STRUCTURE for end in (head, tail)}
    ids = tuple(
        sorted(
            id
            for id, data in graph.nodes(data=True)
            if data["label"] not in APART and (data["label"] != "Metric" or id in related)
        )
    )
    number = {id: n for n, id in enumerate(ids)}
    links: dict[tuple[int, int], list[tuple[str, str, str]]] = defaultdict(list)
    weights = [0] * len(ids)
    for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        for end in (head, tail):
            if end in number:
                weights[number[end]] += len(data["evidence"])
        if key not in STRUCTURE and head in number and tail in number:
            pair = min(number[head], number[tail]), max(number[head], number[tail])
            links[pair].append((head, key, tail))
    fixed = {pair: tuple(edges) for pair, edges in links.items()}
    pulls = tuple(_pulls(graph, ids, number, fixed))
    return Shown(ids, tuple(graph.nodes[id] for id in ids), fixed, pulls, tuple(weights))


def _pulls(
    graph: nx.MultiDiGraph[str],
    ids: tuple[str, ...],
    number: Mapping[str, int],
    links: Mapping[tuple[int, int], object],
) -> list[tuple[int, int]]:
    """Tie each unlinked thing to its county, or to the place that its first document reports on."""
    linked = {end for pair in links for end in pair if pair[0] != pair[1]}
    places: dict[str, int] = {}
    for id, n in number.items():
        if graph.nodes[id]["label"] == "Place":
            places.setdefault(graph.nodes[id]["name"], n)
    found = []
    for n, id in enumerate(ids):
        if n in linked:
            continue
        home = number.get(graph.nodes[id].get("county", ""))
        if home is None or home == n:
            home = _reported(graph, id, places)
        if home is not None and home != n:
            found.append((min(n, home), max(n, home)))
    return found


def _reported(graph: nx.MultiDiGraph[str], id: str, places: Mapping[str, int]) -> int | None:
    documents = sorted(tail for _, tail, key in graph.out_edges(id, keys=True) if key == "MENTIONED_IN")
    return next((places[p] for d in documents if (p := graph.nodes[d].get("main_place")) in places), None)
