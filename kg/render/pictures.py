"""From a graph to the SVG of a picture or a chart: what the command line, the library and notebooks share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from kg.render.chart import Chart, chart, chart_of
from kg.render.layout import layout, read_layout
from kg.render.picture import Look, picture
from kg.render.shown import shown
from kg.render.style import FONTS, colours
from kg.schema import load_schema


def look(lang: str, style: str, width: float) -> Look:
    """The look of all pictures, from the schema's colours and labels."""
    schema = load_schema()
    return Look(
        style=style,
        colours=colours(schema, style),
        shapes={name: node.shape for name, node in schema.nodes.items()},
        words={name: node.label[lang] for name, node in schema.nodes.items()},
        font=", ".join(FONTS),
        width=width,
    )


def picture_of(
    graph: nx.MultiDiGraph[str], appearance: Look, *, focus: str | None = None, layout_file: Path | None = None
) -> str:
    """The picture of a graph, at the positions of `layout_file` where that has them."""
    what = shown(graph)
    found = layout(what, read_layout(layout_file) if layout_file else None)
    number = what.ids.index(focus) if focus in what.ids else None
    return picture(what, found, appearance, focus=number)


def chart_rows(graph: nx.MultiDiGraph[str], subjects: Sequence[str], metric: str) -> list[dict[str, Any]]:
    """The observations of a metric of some things, by exact name where one has it, else by part of the name."""
    rows = []
    for subject in subjects:
        held = [head for head, _, key in graph.in_edges(subject, keys=True) if key == "ABOUT"]
        exact = [id for id in held if graph.nodes[id]["metric"] == metric]
        for id in sorted(exact or [id for id in held if metric in graph.nodes[id]["metric"]]):
            data = graph.nodes[id]
            differs = any("CONTRADICTS" in keys for keys in (*graph.succ[id].values(), *graph.pred[id].values()))
            evidence = graph.edges[id, subject, "ABOUT"]["evidence"][0]
            rows.append(
                {
                    **{key: data.get(key) for key in ("metric", "period", "value", "unit", "kind", "modality")},
                    "subject": graph.nodes[subject]["name"],
                    "document": evidence["document"],
                    "differs": differs,
                    "told": len(graph.edges[id, subject, "ABOUT"]["evidence"]),
                }
            )
    return rows


def citations(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Document path -> title, source and date."""
    found = {}
    for _, data in sorted(graph.nodes(data=True)):
        if data["label"] == "Document":
            date = data.get("published") or data.get("reference_date")
            found[str(data["path"])] = "，".join(str(part) for part in (data["name"], data.get("source"), date) if part)
    return found


def chart_svg(
    graph: nx.MultiDiGraph[str], subjects: Sequence[str], metric: str, appearance: Look, lang: str
) -> tuple[str, Chart]:
    """The chart of a metric for some things, and what it shows."""
    rows = chart_rows(graph, subjects, metric)
    names = sorted({row["metric"] for row in rows})
    if names and metric not in names:  # several metrics hold the word: the one told most often
        metric = max(names, key=lambda name: (sum(row["metric"] == name for row in rows), name))
        rows = [row for row in rows if row["metric"] == metric]
    found = chart_of(rows, metric, citations(graph))
    who = "、".join(str(graph.nodes[id]["name"]) for id in subjects)
    return chart(found, appearance, _words(lang, who, metric)), found


def _words(lang: str, who: str, metric: str) -> Mapping[str, str]:
    page = load_schema().data["page"]
    return {
        "title": f"{who} · {metric}",
        "unit": page["chart_unit"][lang],
        "sources": page["chart_sources"][lang],
        "none": page["chart_none"][lang],
        "differs": page["conflict"][lang],
        **{key: page[key][lang] for key in ("estimated", "target")},
    }
