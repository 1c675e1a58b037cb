"""A picture of a graph for print: our own SVG with the positions of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

import networkx as nx
import numpy as np

from kg.render.geometry import Points, coast
from kg.render.labels import Box, Label, Room, settled, shortened, width
from kg.render.layout import Layout
from kg.render.shown import Shown
from kg.render.style import PALETTES, Palette, shape_points
from kg.render.svg import clean, element, path_of, smooth

MARGIN = 26.0
REACH = 40.0  # how far an island reaches beyond the middles of its nodes


@dataclass(frozen=True)
class Look:
    """What a picture looks like: palette, type -> colour, type -> mark, words of the legend, font, width in pixels."""

    style: str
    colours: Mapping[str, str]
    shapes: Mapping[str, str]
    words: Mapping[str, str]
    font: str
    width: float = 960.0

    @property
    def palette(self) -> Palette:
        return PALETTES[self.style]


def picture(what: Shown, found: Layout, look: Look, *, focus: int | None = None) -> str:
    """Return the SVG of a graph; `focus` is the node that it is about, drawn with a ring."""
    scale, points, size = _fitted(found, look.width)
    low = size + _legend_height(what, look)
    root = element(
        None, "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {look.width:g} {low:.0f}",
        width=look.width, height=round(low), font_family=look.font, role="img",
    )  # fmt: skip
    element(root, "title").text = clean(_title(what, focus))
    element(root, "rect", width="100%", height="100%", fill=look.palette.paper)
    _blobs(root, found, points, scale, look)
    _lines(root, what, found, points, look)
    radii = np.array(what.radii) * _mark_scale(scale)
    _marks(root, what, points, radii, look, focus)
    _labels(root, what, found, points, radii, look, focus)
    _legend(root, what, look, size)
    return Tree.tostring(root, "unicode", short_empty_elements=True) + "\n"


def _title(what: Shown, focus: int | None) -> str:
    return str(what.data[focus]["name"]) if focus is not None else f"{len(what.ids)} / {len(what.links)}"


def _mark_scale(scale: float) -> float:
    """Marks shrink less than distances do, so that they can be seen."""
    return float(min(1.15, max(scale, scale**0.75 * 0.8)))


def _fitted(found: Layout, wide: float) -> tuple[float, Points, float]:
    """Scale so that the islands fill the width; return scale, positions on paper and the height."""
    if not len(found.points):
        return 1.0, found.points, 120.0
    shores = np.concatenate([coast(found.points[list(group)], REACH) for group in found.groups if group])
    low, high = shores.min(axis=0), shores.max(axis=0)
    extent = np.maximum(high - low, 1.0)
    room = wide - 2 * MARGIN
    scale = float(min(1.6, room / extent[0], max(room * 1.25 / extent[1], 0.01)))
    shift = np.array([(wide - extent[0] * scale) / 2, MARGIN])
    return scale, (found.points - low) * scale + shift, float(max(extent[1] * scale + 2 * MARGIN, 120.0))


def _blobs(root: Tree.Element, found: Layout, points: Points, scale: float, look: Look) -> None:
    layer = element(root, "g", stroke=look.palette.blob_edge, stroke_width=1.2)
    for g, group in enumerate(found.groups):
        fill = look.palette.blobs[g % len(look.palette.blobs)]
        element(layer, "path", d=smooth(coast(points[list(group)], REACH * scale)), fill=fill)


def _lines(root: Tree.Element, what: Shown, found: Layout, points: Points, look: Look) -> None:
    """Two paths hold all lines: within communities, and fainter across."""
    of = found.group_of()
    near: list[str] = []
    far: list[str] = []
    for a, b in what.links:
        if a != b:
            (near if of[a] == of[b] else far).append(
                path_of(points[a], points[b], bend=0.0 if of[a] == of[b] else 0.08)
            )
    common = {"fill": "none", "stroke": look.palette.line, "stroke_linecap": "round"}
    dense = max(0.35, min(1.0, (500 / max(len(what.links), 1)) ** 0.5))
    element(root, "path", d="".join(far), stroke_width=0.7, stroke_opacity=round(0.4 * dense, 2), **common)
    element(root, "path", d="".join(near), stroke_width=0.9, stroke_opacity=round(0.75 * dense, 2), **common)


def _marks(root: Tree.Element, what: Shown, points: Points, radii: Points, look: Look, focus: int | None) -> None:
    """The marks, a layer a type; those of large things last."""
    by_type: dict[str, list[int]] = {}
    for n in sorted(range(len(what.ids)), key=lambda n: -radii[n]):
        by_type.setdefault(str(what.data[n]["label"]), []).append(n)
    for label, members in sorted(by_type.items()):
        layer = element(root, "g", fill=look.colours[label], stroke=look.palette.paper, stroke_width=1)
        for n in members:
            mark(layer, look.shapes[label], points[n], float(radii[n]))
    if focus is not None:
        x, y = points[focus]
        element(
            root, "circle", cx=round(x, 1), cy=round(y, 1), r=round(float(radii[focus]) + 4, 1), fill="none",
            stroke=look.palette.ink, stroke_width=1.6,
        )  # fmt: skip


def mark(layer: Tree.Element, shape: str, at: Sequence[float] | Points, radius: float) -> None:
    """Draw one mark of a type."""
    x, y = float(at[0]), float(at[1])
    corners = shape_points(shape, radius)
    if corners:
        element(layer, "polygon", points=" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners))
    else:
        element(layer, "circle", cx=round(x, 1), cy=round(y, 1), r=round(radius, 1))


def _labels(
    root: Tree.Element, what: Shown, found: Layout, points: Points, radii: Points, look: Look, focus: int | None
) -> None:
    room, heads = Room(Box(3.0, 3.0, look.width - 3.0, 1e9)), found.heads(what)
    first = sorted(heads | ({focus} if focus is not None else set()), key=lambda n: (n != focus, -what.weights[n], n))
    others = sorted(set(range(len(what.ids))) - set(first), key=lambda n: (-what.weights[n], n))
    kept = settled([_wanted(what, points, radii, n, 14.0) for n in first], room)
    for n in others:
        x, y, r = float(points[n, 0]), float(points[n, 1]), float(radii[n]) * 0.8
        if r > 2.4:
            room.take(Box(x - r, y - r, x + r, y + r), force=True)
    kept += settled([_wanted(what, points, radii, n, round(8.5 + 3.0 * float(radii[n]) / 20, 1)) for n in others], room)
    halo = element(
        root, "g", text_anchor="middle", fill="none", stroke=look.palette.paper, stroke_width=3,
        stroke_linejoin="round", stroke_opacity=0.9,
    )  # fmt: skip
    front = element(root, "g", text_anchor="middle", fill=look.palette.ink)
    for label in kept:
        for layer in (halo, front):
            where = {"x": round(label.x, 1), "y": round(label.y, 1), "font_size": label.size}
            text = element(layer, "text", **where)
            text.text = label.text
            if label.owner == focus or label.owner in heads:
                text.set("font-weight", "bold")


def _wanted(what: Shown, points: Points, radii: Points, n: int, size: float) -> tuple[Label, float]:
    name = shortened(clean(str(what.data[n]["name"])), 14)
    return Label(name, float(points[n, 0]), float(points[n, 1]), size, n), float(radii[n])


def _present(what: Shown, look: Look) -> list[str]:
    return [label for label in look.shapes if any(data["label"] == label for data in what.data)]


def _legend_height(what: Shown, look: Look) -> float:
    return 34.0 if _present(what, look) else 0.0


def _legend(root: Tree.Element, what: Shown, look: Look, top: float) -> None:
    x, y = MARGIN, top + 10
    layer = element(root, "g", font_size=10.5, fill=look.palette.quiet)
    for label in _present(what, look):
        marks = element(layer, "g", fill=look.colours[label])
        mark(marks, look.shapes[label], (x + 5, y - 3.5), 4.6)
        words = clean(look.words[label])
        text = element(layer, "text", x=round(x + 14, 1), y=round(y, 1))
        text.text = words
        x += 34 + width(words, 10.5)


def drawn(graph: nx.MultiDiGraph[str], what: Shown, focus: str | None) -> int | None:
    """The number of the node that a picture is about."""
    return what.ids.index(focus) if focus is not None and focus in what.ids else None
