"""A small writer of SVG: elements by the standard library, which escapes; curves; text made fit for XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Tree

from kg.render.geometry import Points

UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def element(parent: Tree.Element | None, tag: str, **attributes: object) -> Tree.Element:
    """Add an element; `stroke_width` is written stroke-width."""
    given = {name.replace("_", "-") if name != "viewBox" else name: str(value) for name, value in attributes.items()}
    return Tree.Element(tag, given) if parent is None else Tree.SubElement(parent, tag, given)


def clean(text: str) -> str:
    """A text without what XML cannot hold and without marks that turn the direction of writing."""
    return UNFIT.sub("", text)


def path_of(a: Sequence[float] | Points, b: Sequence[float] | Points, *, bend: float) -> str:
    """A line from a to b, straight or slightly bent."""
    x1, y1, x2, y2 = float(a[0]), float(a[1]), float(b[0]), float(b[1])
    if not bend:
        return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    cx, cy = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    return f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"


def smooth(corners: Points) -> str:
    """A closed curve through the middles of the sides, bent at the corners."""
    if len(corners) < 3:
        return ""
    middles = (corners + corners[[*range(1, len(corners)), 0]]) / 2
    start = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    turns = (f"Q{c[0]:.1f} {c[1]:.1f} {m[0]:.1f} {m[1]:.1f}" for c, m in zip(corners, middles))
    return start + "".join(turns) + "Z"
