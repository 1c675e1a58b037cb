"""Plain tables for a spreadsheet: entities, observations, relations, milestones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from kg.files import write as write_file
from kg.tables import number

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ENTITIES = ("id", "type", "name", "names", "kind", "code", "county", "prefecture", "province")
OBSERVATIONS = (
    "id", "subject", "subject_id", "metric", "period", "start", "end", "year", "value", "value_max", "unit", "kind",
    "qualifier", "modality", "surface", "document", "quote", "sources",
)  # fmt: skip
RELATIONS = ("head", "type", "tail", "head_id", "tail_id", "sources", "document", "quote", "sentence")
MILESTONES = ("project", "project_id", "status", "date", "document", "quote", "sources")
STRUCTURE = ("ABOUT", "OF", "MENTIONED_IN")


def write(graph: nx.MultiDiGraph, folder: Path, *, bom: bool = False) -> None:
    """Write the four tables into a folder."""
    tables: tuple[tuple[str, Sequence[str], Iterable[Mapping[str, Any]]], ...] = (
        ("entities", ENTITIES, _entities(graph)),
        ("observations", OBSERVATIONS, _observations(graph)),
        ("relations", RELATIONS, _relations(graph)),
        ("milestones", MILESTONES, _milestones(graph)),
    )
    for name, columns, rows in tables:
        write_file(folder / f"{name}.csv", _lines(columns, rows, "\ufeff" if bom else ""))


def _lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], first: str) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    buffer.write(first)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def cell(value: Any) -> str:
    """A value as a cell; a text that a spreadsheet would take for a formula gets ' in front.

    >>> cell("=1+1"), cell(-2.5), cell("-"), cell(["a", "b"])
    ("'=1+1", '-2.5', "'-", 'a、b')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, int):
        return str(value)
    text = "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    text = text.replace("\0", "")
    return "'" + text if text.startswith(FORMULA) else text


def _entities(graph: nx.MultiDiGraph) -> Iterator[Mapping[str, Any]]:
    for id in sorted(graph):
        data = graph.nodes[id]
        if data["label"] not in ("Observation", "Document"):
            yield {**data, "id": id, "type": data["label"]}


def _observations(graph: nx.MultiDiGraph) -> Iterator[Mapping[str, Any]]:
    for id in sorted(graph):
        data = graph.nodes[id]
        if data["label"] == "Observation":
            about = [
                (tail, e["evidence"]) for _, tail, k, e in graph.out_edges(id, keys=True, data=True) if k == "ABOUT"
            ]
            for subject, evidence in about:
                named = {"subject": graph.nodes[subject]["name"], "subject_id": subject, "sources": len(evidence)}
                yield {**data, "id": id, **named, **_first(evidence)}


def _relations(graph: nx.MultiDiGraph) -> Iterator[Mapping[str, Any]]:
    for head, tail, type, data in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        if type not in STRUCTURE:
            names = {"head": graph.nodes[head]["name"], "tail": graph.nodes[tail]["name"]}
            ids = {"head_id": head, "tail_id": tail, "type": type, "sources": len(data["evidence"])}
            yield {**names, **ids, **_first(data["evidence"])}


def _milestones(graph: nx.MultiDiGraph) -> Iterator[Mapping[str, Any]]:
    for id in sorted(graph):
        for m in graph.nodes[id].get("milestones", ()):
            told = {"status": m["status"], "date": m["date"], "sources": len(m["evidence"])}
            yield {"project": graph.nodes[id]["name"], "project_id": id, **told, **_first(m["evidence"])}


def _first(evidence: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: evidence[0][key] for key in ("document", "quote", "sentence")} if evidence else {}
