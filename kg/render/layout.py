"""Where everything lies: two-level islands, computed once, kept in layout.json, moved as little as can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.files import write
from kg.render import communities as groups_of
from kg.render.geometry import Points, gathered, packed, parted, placed, scaled, turned
from kg.render.shown import Shown

FORMAT = 1
GAP = 8.0  # between the marks of two nodes
SEA = 46.0  # between two islands


@dataclass(frozen=True)
class Layout:
    """Positions by node number, and the groups: node numbers of each, and its name."""

    points: Points
    groups: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]

    def group_of(self) -> list[int]:
        """Node number -> number of its group."""
        found = [0] * len(self.points)
        for g, group in enumerate(self.groups):
            for n in group:
                found[n] = g
        return found

    def heads(self, what: Shown) -> set[int]:
        """The node that each group is named after, where it has one."""
        found = set()
        for group, name in zip(self.groups, self.names):
            called = [n for n in group if what.data[n]["name"] == name]
            if called and len(group) > 1:
                found.add(max(called, key=lambda n: (what.weights[n], -n)))
        return found


def layout(what: Shown, earlier: Mapping[str, Any] | None = None) -> Layout:
    """Lay out a graph; `earlier` is a layout.json, whose nodes stay where they were as far as they can."""
    from kg.render.stability import continued

    if earlier:
        found = continued(what, earlier)
        if found:
            return found
    weights = groups_of.weights_of(what)
    groups = groups_of.communities(what, weights) if what.ids else []
    return Layout(islands(what, groups, weights), tuple(map(tuple, groups)), tuple(groups_of.names(what, groups)))


def islands(what: Shown, groups: Sequence[Sequence[int]], weights: Mapping[tuple[int, int], float]) -> Points:
    """Positions of all nodes: each group placed by itself, the groups packed as discs, then turned to each other."""
    points = np.zeros((len(what.ids), 2))
    if not groups:
        return points
    radii = np.array(what.radii)
    of = {n: g for g, group in enumerate(groups) for n in group}
    inner: list[dict[tuple[int, int], float]] = [{} for _ in groups]
    pull = np.zeros((len(groups), len(groups)))
    for (a, b), weight in sorted(weights.items()):
        if of[a] == of[b]:
            inner[of[a]][a, b] = weight
        else:
            pull[of[a], of[b]] += weight
            pull[of[b], of[a]] += weight
    parts = [_island(group, inner[g], radii, what) for g, group in enumerate(groups)]
    sizes = [float((np.hypot(*part.T) + radii[list(group)]).max()) + SEA / 2 for part, group in zip(parts, groups)]
    order = sorted(range(len(groups)), key=lambda g: (-sizes[g], g))
    centres = np.zeros((len(groups), 2))
    centres[order] = packed([sizes[g] for g in order], pull[np.ix_(order, order)])
    for g, group in enumerate(groups):
        points[list(group)] = parts[g] + centres[g]
    _face(points, groups, of, weights, centres)
    return np.asarray(np.round(points, 1) + 0.0)


def _island(group: Sequence[int], edges: Mapping[tuple[int, int], float], radii: Points, what: Shown) -> Points:
    """One group about the origin, without overlap."""
    number = {n: i for i, n in enumerate(group)}
    order = sorted(range(len(group)), key=lambda i: (-what.weights[group[i]], i))
    pairs = [(number[a], number[b]) for a, b in edges]
    found = placed(len(group), pairs, list(edges.values()), order)
    sizes = radii[list(group)] + GAP
    found = parted(gathered(scaled(found, float(np.median(sizes)) * 2.3)), sizes)
    low, high = found.min(axis=0), found.max(axis=0)
    return np.asarray(found - (low + high) / 2)


def _face(
    points: Points,
    groups: Sequence[Sequence[int]],
    of: Mapping[int, int],
    weights: Mapping[tuple[int, int], float],
    centres: Points,
) -> None:
    """Turn each group so that its links to other groups become short; two rounds settle it."""
    across: list[list[tuple[int, int, float]]] = [[] for _ in groups]
    for (a, b), weight in sorted(weights.items()):
        if of[a] != of[b]:
            across[of[a]].append((a, b, weight))
            across[of[b]].append((b, a, weight))
    for _ in range(2):
        for g, group in enumerate(groups):
            if across[g] and len(group) > 1:
                index = {n: i for i, n in enumerate(group)}
                at = np.array([index[a] for a, _, _ in across[g]])
                targets = points[[b for _, b, _ in across[g]]] - centres[g]
                mass = np.array([w for _, _, w in across[g]])
                rows = list(group)
                points[rows] = turned(points[rows] - centres[g], targets, at, mass) + centres[g]


def fingerprint(what: Shown) -> str:
    """Changes when a node or a line comes or goes."""
    text = json.dumps([what.ids, sorted(what.links), what.pulls], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_layout(path: Path, what: Shown, found: Layout) -> None:
    """Write layout.json: a node a line, its position and group."""
    of = found.group_of()
    rows = [f"{_one(id)}:{_one([float(x), float(y), g])}" for id, (x, y), g in zip(what.ids, found.points, of)]
    head = f'{{"format":{FORMAT},"graph":"{fingerprint(what)}",\n"groups":{_one(list(found.names))},\n"nodes":{{\n'
    write(path, (head, ",\n".join(rows), "\n}}\n"))


def _one(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_layout(path: Path) -> Mapping[str, Any] | None:
    """Return what `write_layout` wrote, or None where there is none that can be read."""
    try:
        data = json.loads(path.read_text("utf-8"))
        fits = data["format"] == FORMAT and isinstance(data["nodes"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return data if fits else None
