"""How the page and the pictures look: two palettes and the marks of types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

from kg.schema import Schema

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "SimSun", "Droid Sans Fallback", "sans-serif",
)  # fmt: skip


@dataclass(frozen=True)
class Palette:
    paper: str
    ink: str
    quiet: str  # captions
    line: str  # relations
    region: str  # names of communities
    blobs: tuple[str, ...]
    blob_edge: str


LIGHT = Palette(
    paper="#fbfaf7", ink="#1d2530", quiet="#6a7280", line="#8b94a3", region="#7d7467",
    blobs=("#efe9dc", "#e3ece3", "#e6eaf1", "#f0e6e2", "#ece6f0", "#e2ecec"), blob_edge="#ffffff",
)  # fmt: skip
DARK = Palette(
    paper="#12161d", ink="#e8ebf0", quiet="#98a1af", line="#6d7787", region="#a19a8d",
    blobs=("#1f2229", "#1a2523", "#1b222e", "#262023", "#232029", "#19262a"), blob_edge="#2b323d",
)  # fmt: skip
PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}


def colours(schema: Schema, style: str) -> dict[str, str]:
    """Type -> its colour in a palette."""
    return {name: node.colour[style] for name, node in schema.nodes.items()}


def shape_points(shape: str, radius: float) -> list[tuple[float, float]]:
    """Corners of a mark about the origin, of about the area of a disc of `radius`; none for a disc."""
    r = radius
    if shape in ("square", "box"):
        a = r * 0.89
        return [(-a, -a), (a, -a), (a, a), (-a, a)]
    if shape == "diamond":
        return [(0, -r * 1.25), (r * 1.25, 0), (0, r * 1.25), (-r * 1.25, 0)]
    if shape in ("triangle", "triangleDown"):
        up = -1 if shape == "triangle" else 1
        return [(1.3 * r * sin(k * 2 * pi / 3), up * 1.3 * r * cos(k * 2 * pi / 3) + up * -0.2 * r) for k in range(3)]
    if shape == "hexagon":
        return [(1.08 * r * cos(k * pi / 3), 1.08 * r * sin(k * pi / 3)) for k in range(6)]
    if shape == "star":
        reach = [1.4 * r if k % 2 == 0 else 0.62 * r for k in range(10)]
        return [(reach[k] * sin(k * pi / 5), -reach[k] * cos(k * pi / 5)) for k in range(10)]
    return []
