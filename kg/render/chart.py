"""A metric over time as an SVG: one line a place, estimates and targets marked, sources as footnotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Tree

from kg.render.labels import shortened, width
from kg.render.picture import Look
from kg.render.svg import clean, element

LINES = ("#1f5f8b", "#b3501c", "#3c7d4c", "#7a4fa3", "#8a6d0b", "#0f7c86")
LINES_DARK = ("#86bfe8", "#f0975f", "#7cc795", "#bf9fe3", "#e3bd55", "#57c0cb")
LEFT, RIGHT, TOP, HEIGHT = 74.0, 30.0, 64.0, 300.0


@dataclass(frozen=True)
class Point:
    """One observation of a chart: place, when (years, as a number), value, what it is, and its footnote."""

    subject: str
    period: str
    time: float
    value: float
    modality: str
    footnote: int
    differs: bool = False
    told: int = 1  # pieces of evidence


@dataclass(frozen=True)
class Chart:
    """What a chart shows: its points, unit and footnotes, and how many observations it leaves out and why."""

    metric: str
    unit: str
    points: tuple[Point, ...]
    footnotes: tuple[str, ...]
    left_out: int = 0


def chart_of(rows: Sequence[Mapping[str, Any]], metric: str, citations: Mapping[str, str]) -> Chart:
    """Choose the comparable observations of a metric: the unit, kind and length of period that most of them have.

    `rows` are observations with subject, metric, period, value, unit, kind, modality, document and `differs`;
    `citations` says how a document is cited.
    """
    dated = [row for row in rows if row["period"] and row["modality"] != "previous"]
    kinds: dict[tuple[str, str, int], list[Mapping[str, Any]]] = {}
    for row in dated:
        kinds.setdefault((row["unit"], row["kind"], len(row["period"])), []).append(row)
    if not kinds:
        return Chart(metric, "", (), (), len(rows))
    best = max(kinds, key=lambda key: (len({row["period"] for row in kinds[key]}), len(kinds[key]), key))
    notes: list[str] = []
    points = []
    for row in sorted(kinds[best], key=lambda row: (row["subject"], row["period"], row["value"])):
        note = citations.get(str(row["document"]), str(row["document"]))
        if note not in notes:
            notes.append(note)
        points.append(
            Point(
                str(row["subject"]), str(row["period"]), time_of(str(row["period"])), float(row["value"]),
                str(row["modality"]), notes.index(note) + 1, bool(row.get("differs")) or _several(row, kinds[best]),
                int(row.get("told", 1)),
            )
        )  # fmt: skip
    return Chart(metric, best[0], tuple(points), tuple(notes), len(rows) - len(points))


def _several(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Is another value told of the same thing, period and modality, more than rounding apart?"""
    same = ("subject", "period", "modality")
    others = [other["value"] for other in rows if all(other[key] == row[key] for key in same)]
    return any(abs(value - row["value"]) > 0.01 * max(abs(value), abs(row["value"])) for value in others)


def time_of(period: str) -> float:
    """The end of a period in years.

    >>> time_of("2023"), time_of("2023-06"), time_of("2021/2025")
    (2023.0, 2023.5, 2025.0)
    """
    last = period.rpartition("/")[2].split("-")
    return int(last[0]) + (int(last[1]) / 12 if len(last) > 1 else 0.0)


def chart(what: Chart, look: Look, words: Mapping[str, str]) -> str:
    """Return the SVG. `words` holds title, unit, estimated, target, differs, sources and none."""
    notes = [f"[{n}] {note}" for n, note in enumerate(what.footnotes, 1)]
    tall = HEIGHT + 26 + 17 * (len(notes) + 1) + 10
    root = element(
        None, "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {look.width:g} {tall:g}", width=look.width,
        height=tall, font_family=look.font, role="img",
    )  # fmt: skip
    element(root, "title").text = clean(words["title"])
    element(root, "rect", width="100%", height="100%", fill=look.palette.paper)
    scale, unit = magnitude(what, words)
    _text(root, look, 20, 28, words["title"], size=16, weight=600)
    _text(root, look, 20, 48, unit, size=11, quiet=True)
    if what.points:
        _plot(root, what, look, scale)
        _key(root, what, look, words)
    else:
        _text(root, look, 20, HEIGHT / 2, words["none"], size=13, quiet=True)
    for n, note in enumerate([words["sources"], *notes] if notes else []):
        _text(root, look, 20, HEIGHT + 34 + 17 * n, shortened(note, int(look.width / 12)), size=10.5, quiet=True)
    return Tree.tostring(root, "unicode") + "\n"


def magnitude(what: Chart, words: Mapping[str, str]) -> tuple[float, str]:
    """What values are divided by, and the unit in words."""
    most = max((abs(point.value) for point in what.points), default=0.0)
    if what.unit in ("%", "百分点", "位") or most < 1e5:
        return 1.0, words["unit"].format(unit=clean(what.unit) or "–")
    size, name = (1e8, "亿") if most >= 1e8 else (1e4, "万")
    return size, words["unit"].format(unit=name + clean(what.unit))


def _plot(root: Tree.Element, what: Chart, look: Look, scale: float) -> None:
    times = sorted({p.time for p in what.points})
    values = [p.value / scale for p in what.points]
    ticks = nice_ticks(min(values), max(values) + (max(values) - min(values)) * 0.12)
    low, high = ticks[0], ticks[-1]
    wide = look.width - LEFT - RIGHT
    span = (times[-1] - times[0]) or 1.0
    bottom = HEIGHT - 26

    def at(p: Point) -> tuple[float, float]:
        x = LEFT + 16 + (p.time - times[0]) / span * (wide - 60)
        return x, bottom - (p.value / scale - low) / ((high - low) or 1.0) * (bottom - TOP)

    for tick in ticks:
        y = bottom - (tick - low) / ((high - low) or 1.0) * (bottom - TOP)
        element(root, "line", x1=LEFT, x2=look.width - RIGHT, y1=round(y, 1), y2=round(y, 1),
                stroke=look.palette.line, stroke_opacity=0.25)  # fmt: skip
        _text(root, look, LEFT - 8, y + 4, f"{tick:g}", size=10.5, quiet=True, anchor="end")
    _periods(root, what, look, at, bottom)
    several = len({p.subject for p in what.points}) > 1
    for n, subject in enumerate(sorted({p.subject for p in what.points})):
        _line(root, [p for p in what.points if p.subject == subject], look, n, _Plane(at, scale, several))


def _periods(
    root: Tree.Element, what: Chart, look: Look, at: Callable[[Point], tuple[float, float]], bottom: float
) -> None:
    free = -1e9
    for period, x in sorted({(p.period, round(at(p)[0], 1)) for p in what.points}, key=lambda item: item[1]):
        if x >= free:
            _text(root, look, x, bottom + 18, period, size=10.5, quiet=True, anchor="middle")
            free = x + width(period, 10.5) + 8


@dataclass(frozen=True)
class _Plane:
    """Where points lie on paper, what their values are divided by, and whether lines are named."""

    at: Callable[[Point], tuple[float, float]]
    scale: float
    named: bool


def _line(root: Tree.Element, points: Sequence[Point], look: Look, n: int, plane: _Plane) -> None:
    at = plane.at
    colour = (LINES if look.style == "light" else LINES_DARK)[n % 6]
    known = [p for p in points if p.modality != "target"]
    by_time = {p.time: p for p in sorted(known, key=lambda p: (p.told, p.footnote, p.value))}
    run = [at(by_time[time]) for time in sorted(by_time)]
    if len(run) > 1:
        element(root, "path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run), fill="none", stroke=colour,
                stroke_width=2)  # fmt: skip
    targets = [p for p in points if p.modality == "target"]
    for p in targets:
        before = [at(q) for q in known if q.time < p.time]
        if before:
            (x1, y1), (x2, y2) = before[-1], at(p)
            element(root, "line", x1=round(x1, 1), y1=round(y1, 1), x2=round(x2, 1), y2=round(y2, 1), stroke=colour,
                    stroke_width=1.2, stroke_dasharray="3 3", stroke_opacity=0.7)  # fmt: skip
    for p in points:
        _point(root, p, look, colour, at(p))
    for p in points if len(points) <= 12 else ():
        x, y = at(p)
        _text(root, look, x, y - 9, f"{p.value / plane.scale:g}", size=10.5, colour=colour, anchor="middle")
    if run and plane.named:
        _text(root, look, look.width - RIGHT, run[-1][1] - 24, points[0].subject, size=11, colour=colour, anchor="end")


def _point(root: Tree.Element, p: Point, look: Look, colour: str, where: tuple[float, float]) -> None:
    x, y = (round(v, 1) for v in where)
    if p.modality == "target":
        element(root, "path", d=f"M{x} {y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", fill=look.palette.paper, stroke=colour,
                stroke_width=1.5)  # fmt: skip
    else:
        filled = colour if p.modality == "actual" else look.palette.paper
        element(root, "circle", cx=x, cy=y, r=4, fill=filled, stroke=colour, stroke_width=1.6)
    if p.differs:
        element(root, "circle", cx=x, cy=y, r=8, fill="none", stroke="#b3261e", stroke_width=1.3)
    _text(root, look, x, y + 18, f"[{p.footnote}]", size=8.5, quiet=True, anchor="middle")


def _key(root: Tree.Element, what: Chart, look: Look, words: Mapping[str, str]) -> None:
    """Say what hollow marks mean, where there are any."""
    x = look.width - RIGHT
    here = {p.modality for p in what.points} | ({"differs"} if any(p.differs for p in what.points) else set())
    for key, sign in (("differs", "◎"), ("target", "◇"), ("estimated", "○")):
        if key in here:
            text = f"{sign} {words[key]}"
            _text(root, look, x, 48, text, size=11, quiet=True, anchor="end")
            x -= width(text, 11) + 14


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers that cover a range.

    >>> nice_ticks(3.2, 9.1)
    [2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if low >= 0 and low < (high - low) * 0.8:
        low = 0.0 if low < (high - low) * 0.4 else low
    if high <= low:
        high = low + (abs(low) * 0.5 or 1.0)
    room = high - low
    raw = room / count
    power = _power(raw)
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw)
    first = int(low // step)
    ticks = [round(step * (first + n), 10) for n in range(count + 3)]
    return ticks[: next(n for n, tick in enumerate(ticks) if tick >= high or n == len(ticks) - 1) + 1]


def _power(value: float) -> float:
    """The power of ten at or below a value."""
    power = 1.0
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def _text(
    root: Tree.Element, look: Look, x: float, y: float, text: str, *, size: float, quiet: bool = False,
    weight: int = 400, anchor: str = "start", colour: str | None = None,
) -> None:  # fmt: skip
    fill = colour or (look.palette.quiet if quiet else look.palette.ink)
    made = element(root, "text", x=round(x, 1), y=round(y, 1), font_size=size, fill=fill, text_anchor=anchor)
    if weight != 400:
        made.set("font-weight", str(weight))
    made.text = clean(text)
