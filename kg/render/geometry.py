"""Plane geometry of the layout: force-directed placing, removal of overlap, packing of discs, hulls."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

try:
    import igraph
except ImportError:  # the slower way serves
    igraph = None

Points = NDArray[np.float64]
GOLDEN = np.pi * (3 - 5**0.5)


def sunflower(count: int, step: float = 1.0) -> Points:
    """`count` points on a disc, evenly, from the centre outwards."""
    n = np.arange(count)
    radius, angle = step * np.sqrt(n), n * GOLDEN
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def placed(count: int, edges: Sequence[tuple[int, int]], weights: Sequence[float], order: Sequence[int]) -> Points:
    """Place a small graph by forces, beginning with a disc on which `order` runs from the centre outwards."""
    start = np.empty((count, 2))
    start[list(order)] = sunflower(count)
    if count < 3 or not edges:
        return start
    if igraph is not None:
        graph = igraph.Graph(n=count, edges=list(edges))
        rounds = int(min(500, max(80, 50_000 / count)))
        found = graph.layout_fruchterman_reingold(
            weights=list(weights), seed=start.tolist(), niter=rounds, grid="nogrid", start_temp=count**0.5 / 4
        )
        return np.array(found.coords)
    plain = nx.Graph()
    plain.add_nodes_from(range(count))
    plain.add_weighted_edges_from((a, b, w) for (a, b), w in zip(edges, weights))
    begin = {n: start[n] for n in range(count)}
    forces = nx.forceatlas2_layout(plain, pos=begin, max_iter=60, weight="weight", seed=1, strong_gravity=False)
    return np.array([forces[n] for n in range(count)])


def scaled(points: Points, gap: float) -> Points:
    """Scale so that the median distance to the nearest other point is `gap`, the middle at the origin."""
    points = points - points.mean(axis=0)
    if len(points) < 2:
        return points
    nearest = np.full(len(points), np.inf)
    for at in range(0, len(points), 256):
        part = points[at : at + 256]
        apart = np.hypot(part[:, None, 0] - points[None, :, 0], part[:, None, 1] - points[None, :, 1])
        apart[np.arange(len(part)), np.arange(at, at + len(part))] = np.inf
        nearest[at : at + 256] = apart.min(axis=1)
    middle = float(np.median(nearest)) or float(nearest.max()) or 1.0
    return points * (gap / middle)


def parted(points: Points, radii: Points, *, rounds: int = 60, fixed: NDArray[np.bool_] | None = None) -> Points:
    """Push discs apart until none overlap, moving each as little as it can; `fixed` ones move a tenth as much."""
    points = points.copy()
    ease = np.where(fixed, 0.1, 1.0) if fixed is not None else np.ones(len(points))
    for _ in range(rounds):
        a, b = near_pairs(points, 2 * float(radii.max(initial=1)))
        apart = points[b] - points[a]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        lack = radii[a] + radii[b] - distance
        close = lack > 0.5
        if not close.any():
            break
        a, b, apart, distance, lack = a[close], b[close], apart[close], distance[close], lack[close]
        zero = distance < 1e-6
        angle = (a[zero] * 2.4 + b[zero]) % (2 * np.pi)
        apart[zero] = np.column_stack((np.cos(angle), np.sin(angle)))
        distance[zero] = 1.0
        push = apart / distance[:, None] * (lack * 0.55)[:, None]
        share = (ease[b] / (ease[a] + ease[b]))[:, None]
        np.add.at(points, a, -push * (1 - share))
        np.add.at(points, b, push * share)
    return points


def near_pairs(points: Points, reach: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs (a, b), each once, that share a cell of a grid of width `reach` or lie in neighbouring ones."""
    cells = np.floor(points / reach).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    wide = int(cells[:, 1].max()) + 3
    keys = cells[:, 0] * wide + cells[:, 1]
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    firsts, seconds = [], []
    for shift in (0, 1, wide - 1, wide, wide + 1):
        low = np.searchsorted(ranked, ranked + shift, "left")
        high = np.searchsorted(ranked, ranked + shift, "right")
        if shift == 0:
            low = np.arange(len(ranked)) + 1
        many = np.maximum(high - low, 0)
        first = np.repeat(np.arange(len(ranked)), many)
        second = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(low, many)
        firsts.append(order[first])
        seconds.append(order[second])
    return np.concatenate(firsts), np.concatenate(seconds)


def packed(radii: Sequence[float], pull: NDArray[np.float64], *, wide: float = 1.5) -> Points:
    """Pack discs without overlap: the largest in the middle, each next one where it touches two that are there.

    Of the places that are free the one is taken that lies nearest to what the disc is joined to (`pull`, a matrix)
    and to the middle; `wide` is how much wider than high the whole should be.
    """
    count = len(radii)
    centres, done = np.zeros((count, 2)), [0]
    size = np.asarray(radii, dtype=float)
    left = set(range(1, count))
    while left:
        tie = pull[:, done].sum(axis=1)
        next_one = max(left, key=lambda g: (round(float(tie[g] / (1 + pull[g].sum())), 9) + size[g] / size[0], -g))
        left.remove(next_one)
        spots = _spots(centres[done], size[done], float(size[next_one]))
        towards = pull[next_one, done] / max(float(pull[next_one, done].sum()), 1e-9)
        ties = np.hypot(spots[:, None, 0] - centres[None, done, 0], spots[:, None, 1] - centres[None, done, 1])
        middle = np.average(centres[done], axis=0, weights=size[done] ** 2)
        off = np.hypot((spots[:, 0] - middle[0]) / wide, spots[:, 1] - middle[1])
        cost = 0.45 * (ties @ towards) + off
        centres[next_one] = spots[int(np.argmin(np.round(cost, 6)))]
        done.append(next_one)
    return np.asarray(centres - centres.mean(axis=0)) if count else centres


def _spots(centres: Points, size: Points, radius: float) -> Points:
    """Where a disc of `radius` can lie so that it touches two of the discs and overlaps none."""
    if len(centres) == 1:
        angles = np.arange(8) * np.pi / 4
        return np.asarray(centres[0] + (size[0] + radius) * np.column_stack((np.cos(angles), np.sin(angles))))
    reach = size + radius
    i, j = np.triu_indices(len(centres), 1)
    apart = centres[j] - centres[i]
    distance = np.hypot(apart[:, 0], apart[:, 1])
    fit = distance < reach[i] + reach[j]
    i, j, apart, distance = i[fit], j[fit], apart[fit], distance[fit]
    along = (distance**2 + reach[i] ** 2 - reach[j] ** 2) / (2 * distance)
    across = np.sqrt(np.maximum(reach[i] ** 2 - along**2, 0))
    unit = apart / distance[:, None]
    foot = centres[i] + unit * along[:, None]
    normal = np.column_stack((-unit[:, 1], unit[:, 0])) * across[:, None]
    spots = np.concatenate((foot + normal, foot - normal))
    gaps = np.hypot(spots[:, None, 0] - centres[None, :, 0], spots[:, None, 1] - centres[None, :, 1]) - reach[None, :]
    free = spots[gaps.min(axis=1) > -1e-6]
    return free if len(free) else spots


def turned(points: Points, targets: Points, at: NDArray[np.int64], weights: Points) -> Points:
    """Rotate (or mirror) a group about its middle so that the points `at` lie nearest to `targets`."""
    best, least = points, np.inf
    for flip in (1.0, -1.0):
        flipped = points * np.array([flip, 1.0])
        own = flipped[at]
        cross = float((weights * (own[:, 0] * targets[:, 1] - own[:, 1] * targets[:, 0])).sum())
        dot = float((weights * (own * targets).sum(axis=1)).sum())
        angle = np.arctan2(cross, dot)
        c, s = np.cos(angle), np.sin(angle)
        moved = flipped @ np.array([[c, s], [-s, c]])
        far = float((weights * ((moved[at] - targets) ** 2).sum(axis=1)).sum())
        if far < least - 1e-9:
            best, least = moved, far
    return best


def gathered(points: Points) -> Points:
    """Draw in what lies far out, so that an island has no long arms: distances beyond the median grow slowly."""
    far = np.hypot(*points.T)
    middle = float(np.median(far)) if len(far) else 0.0
    if middle <= 0:
        return points
    ratio = np.maximum(far / middle, 1e-9)
    return points * np.where(ratio > 1, ratio**-0.4, 1.0)[:, None]


def coast(points: Points, reach: float, *, steps: int = 48) -> Points:
    """The outline of an island: what lies within `reach` of a point, seen from the middle, with soft bays."""
    middle = points.mean(axis=0)
    out = points - middle
    far, angle = np.hypot(*out.T), np.arctan2(out[:, 1], out[:, 0])
    reach = max(reach, 0.2 * float(far.max(initial=0.0)))
    rays = np.arange(steps) * 2 * np.pi / steps
    turn = rays[:, None] - angle[None, :]
    aside = far[None, :] * np.sin(turn)
    ahead = far[None, :] * np.cos(turn)
    inside = (np.abs(aside) < reach) & (ahead > -reach)
    ends = np.where(inside, ahead + np.sqrt(np.maximum(reach**2 - aside**2, 0)), reach * 0.6)
    shore = np.maximum(ends.max(axis=1), reach)
    soft = np.ones(9) / 9
    for _ in range(2):
        wide = np.concatenate((shore[-4:], shore, shore[:4]))
        shore = np.maximum(shore, np.convolve(wide, soft, "valid"))
    wide = np.concatenate((shore[-2:], shore, shore[:2]))
    shore = np.convolve(wide, np.array([1, 2, 3, 2, 1]) / 9, "valid") + reach * 0.08
    return np.asarray(middle + shore[:, None] * np.column_stack((np.cos(rays), np.sin(rays))))
