"""Which nodes belong together: counties where the graph has several, else communities of its links."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import networkx as nx

from kg.render.shown import WEAK, Shown

try:
    import igraph
except ImportError:  # the slower way serves
    igraph = None

SMALLEST, LARGEST = 5, 700
Weights = Mapping[tuple[int, int], float]


def weights_of(what: Shown) -> dict[tuple[int, int], float]:
    """How strongly each pair is joined: more relations, and relations told more often, pull more."""
    found = {pair: 1.0 + 0.5 * (len(edges) - 1) for pair, edges in what.links.items() if pair[0] != pair[1]}
    for pair in what.pulls:
        found.setdefault(pair, WEAK)
    return found


def communities(what: Shown, weights: Weights) -> list[list[int]]:
    """Return groups of node numbers, each node in one, largest first, by a total order."""
    total = len(what.ids)
    most = int(min(LARGEST, max(60, 4 * total**0.5)))
    waiting = _by_county(what, weights) or louvain(range(total), weights)
    done: list[list[int]] = []
    while waiting:
        group = waiting.pop()
        parts = _mended(louvain(group, weights), weights) if len(group) > most else []
        if len(parts) > 1:  # small parts may have joined again to the group that they were
            waiting += parts
        else:
            done.append(group)
    groups = _mended([part for group in done for part in _cut(group, LARGEST)], weights)
    return sorted((sorted(group) for group in groups), key=lambda g: (-len(g), g))


def _cut(group: list[int], most: int) -> list[list[int]]:
    """A group that no method divides, in pieces."""
    ordered = sorted(group)
    return [ordered[at : at + most] for at in range(0, len(ordered), most)]


def _by_county(what: Shown, weights: Weights) -> list[list[int]]:
    """Groups by county where several counties hold half of the nodes; the rest go where they are joined most."""
    county = {n: str(data["county"]) for n, data in enumerate(what.data) if data.get("county")}
    sizes = Counter(county.values())
    large = {code for code, size in sizes.items() if size >= SMALLEST}
    if len(large) < 2 or sum(sizes[code] for code in large) * 2 < len(what.ids):
        return []
    near = neighbours(weights)
    fixed = {n: code for n, code in county.items() if code in large}
    for _ in range(3):
        for n in range(len(what.ids)):
            if n not in fixed and (best := _most(near[n], fixed)) is not None:
                fixed[n] = best
    groups: dict[str, list[int]] = defaultdict(list)
    for n in range(len(what.ids)):
        groups[fixed.get(n, "")].append(n)
    left = groups.pop("", [])
    return [*groups.values(), *(louvain(left, weights) if left else [])]


def _most(near: Iterable[tuple[int, float]], fixed: Mapping[int, str]) -> str | None:
    votes: dict[str, float] = defaultdict(float)
    for other, weight in near:
        if other in fixed:
            votes[fixed[other]] += weight
    return max(votes, key=lambda code: (votes[code], code)) if votes else None


def neighbours(weights: Weights) -> dict[int, list[tuple[int, float]]]:
    """Node -> its neighbours with weights, in order."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), weight in sorted(weights.items()):
        near[a].append((b, weight))
        near[b].append((a, weight))
    return near


def louvain(nodes: Iterable[int], weights: Weights) -> list[list[int]]:
    """Communities of the links among `nodes`."""
    ordered = sorted(nodes)
    number = {n: i for i, n in enumerate(ordered)}
    edges = [(number[a], number[b], w) for (a, b), w in sorted(weights.items()) if a in number and b in number]
    if igraph is not None:
        igraph.set_random_number_generator(random.Random(1))
        graph = igraph.Graph(n=len(ordered), edges=[e[:2] for e in edges])
        parts = graph.community_multilevel(weights=[e[2] for e in edges])
        return [[ordered[i] for i in part] for part in parts]
    plain = nx.Graph()
    plain.add_nodes_from(range(len(ordered)))
    plain.add_weighted_edges_from(edges)
    return [sorted(ordered[i] for i in part) for part in nx.community.louvain_communities(plain, seed=1)]


def _mended(groups: Sequence[list[int]], weights: Weights) -> list[list[int]]:
    """Let each group that is too small join the one it is joined to most; those joined to none become one group."""
    of = {n: g for g, group in enumerate(groups) for n in group}
    near = neighbours(weights)
    members = {g: list(group) for g, group in enumerate(groups)}
    for g in sorted(members, key=lambda g: (len(groups[g]), groups[g])):
        if len(members[g]) >= SMALLEST:
            continue
        votes: dict[int, float] = defaultdict(float)
        for n in members[g]:
            for other, weight in near[n]:
                if of.get(other, g) != g:
                    votes[of[other]] += weight
        if votes:
            best = max(votes, key=lambda x: (votes[x], -x))
            for n in members.pop(g):
                of[n] = best
                members[best].append(n)
    small = [group for group in members.values() if len(group) < SMALLEST]
    whole = [group for group in members.values() if len(group) >= SMALLEST]
    return [*whole, *_pooled(small)]


def _pooled(small: Sequence[list[int]]) -> list[list[int]]:
    """Loose ends put together, so that the map is not strewn with crumbs."""
    ordered = [n for group in sorted(small, key=lambda g: (-len(g), g)) for n in group]
    pieces = count(0, 60)
    return [ordered[at : at + 60] for at, _ in zip(pieces, range(-(-len(ordered) // 60)))]


def names(what: Shown, groups: Sequence[Sequence[int]]) -> list[str]:
    """What each group is called: its most spoken of place, else its most spoken of thing."""
    degree = what.degree()
    found = []
    for group in groups:
        best = max(group, key=lambda n: (degree[n] * (2 if what.data[n]["label"] == "Place" else 1), -n))
        found.append(str(what.data[best]["name"]))
    return found
