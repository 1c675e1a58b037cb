"""A layout that continues an earlier one: what was there stays, what is new finds its place beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from kg.render import communities
from kg.render import layout as layouts
from kg.render.geometry import Points, parted
from kg.render.layout import GAP, SEA, Layout
from kg.render.shown import Shown

KEPT = 0.4  # where less than this share of the nodes was there before, the layout begins anew


def continued(what: Shown, earlier: Mapping[str, Any]) -> Layout | None:
    """Return the layout of `what` that moves the nodes of `earlier` least, or None where too little of it is left."""
    try:
        rows = {id: (float(x), float(y), int(g)) for id, (x, y, g) in earlier["nodes"].items()}
        names = [str(name) for name in earlier["groups"]]
    except (KeyError, TypeError, ValueError):
        return None
    known = np.array([id in rows for id in what.ids], dtype=bool)
    if not len(what.ids) or known.mean() < KEPT or any(not 0 <= g < len(names) for _, _, g in rows.values()):
        return None
    points = np.array([rows[id][:2] if id in rows else (0.0, 0.0) for id in what.ids])
    of = {n: rows[id][2] for n, id in enumerate(what.ids) if id in rows}
    if not known.all():
        points = _with_new(what, points, known, of)
        names += [""] * (max(of.values()) + 1 - len(names))
    return _layout(what, points, of, names)


def _layout(what: Shown, points: Points, of: Mapping[int, int], names: list[str]) -> Layout:
    """Groups that are still there under their old names; new ones named by what they hold."""
    groups: dict[int, list[int]] = defaultdict(list)
    for n, g in sorted(of.items()):
        groups[g].append(n)
    kept = sorted(groups)
    fresh = communities.names(what, [groups[g] for g in kept])
    called = tuple(names[g] or fresh[i] for i, g in enumerate(kept))
    return Layout(np.round(points, 1) + 0.0, tuple(tuple(groups[g]) for g in kept), called)


def _with_new(what: Shown, points: Points, known: Any, of: dict[int, int]) -> Points:
    """Place the new nodes: beside the old ones they are joined to, the others as islands of their own."""
    weights = communities.weights_of(what)
    near = communities.neighbours(weights)
    radii = np.array(what.radii)
    done = {int(n) for n in np.flatnonzero(known)}
    waiting = [int(n) for n in np.flatnonzero(~known)]
    while True:
        ready = [n for n in waiting if any(other in done for other, _ in near[n])]
        if not ready:
            break
        for n in ready:
            ties = [(weight, other) for other, weight in near[n] if other in done]
            _, anchor = max(ties, key=lambda tie: (tie[0], -tie[1]))
            of[n] = of[anchor]
            points[n] = _beside(points, anchor, of, n, float(radii[anchor] + radii[n] + 3 * GAP))
        done |= set(ready)
        waiting = [n for n in waiting if n not in done]
    if waiting:
        _islands(what, points, of, waiting, weights)
    return parted(points, radii + GAP, fixed=known)


def _beside(points: Points, anchor: int, of: Mapping[int, int], n: int, distance: float) -> tuple[float, float]:
    """Next to the anchor, on the side away from the middle of its group, fanned out by number."""
    members = [m for m, g in of.items() if g == of[anchor] and m != n]
    out = points[anchor] - points[members].mean(axis=0)
    angle = float(np.arctan2(out[1], out[0])) + ((n * 0.618) % 1 - 0.5) * 2.4
    return float(points[anchor, 0] + distance * np.cos(angle)), float(points[anchor, 1] + distance * np.sin(angle))


def _islands(
    what: Shown, points: Points, of: dict[int, int], new: list[int], weights: Mapping[tuple[int, int], float]
) -> None:
    """New nodes that nothing old holds: laid out by themselves, below the rest."""
    number = {n: i for i, n in enumerate(new)}
    part = Shown(
        ids=tuple(what.ids[n] for n in new),
        data=tuple(what.data[n] for n in new),
        links={(number[a], number[b]): e for (a, b), e in what.links.items() if a in number and b in number},
        pulls=tuple((number[a], number[b]) for a, b in what.pulls if a in number and b in number),
        weights=tuple(what.weights[n] for n in new),
    )
    found = layouts.layout(part)
    old = [n for n in of if n not in number]
    floor = points[old].max(axis=0)[1] if old else 0.0
    middle = points[old].mean(axis=0)[0] if old else 0.0
    shift = np.array([middle, floor + SEA + 40.0 - found.points[:, 1].min(initial=0.0)])
    first = max(of.values(), default=-1) + 1
    for g, group in enumerate(found.groups):
        for i in group:
            of[new[i]] = first + g
            points[new[i]] = found.points[i] + shift
