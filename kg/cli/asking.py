"""show, path, metrics, find, list, facts, stats, conflicts."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from kg.api import Graph, load
from kg.messages import say
from kg.query import AmbiguousNameError, NoPath, Path, Row
from kg.tables import clean, render

FIGURES = ("metric", "period", "surface", "kind", "modality", "quote", "document")


def show(args: Namespace) -> int:
    """kg show NAME: all that is known of one thing."""
    graph = load(args.graph)
    id = _id(graph, args.name, args)
    found = graph.show(id)
    if args.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    if args.format == "csv":
        return _print(found["relations"], args)
    print(
        f"{clean(found['name'])}  [{found['label']}{', ' + found['kind'] if found.get('kind') else ''}]  {found['id']}"
    )
    if len(found.get("names", ())) > 1:
        print(f"{say('show.names', args.lang)}: {'、'.join(clean(n) for n in found['names'][1:])}")
    _milestones(found.get("milestones") or (), args)
    _section(
        "observations", found["observations"], ("subject", *FIGURES) if found["label"] == "Metric" else FIGURES, args
    )
    _section("relations", found["relations"], ("head", "type", "tail", "quote", "document"), args)
    if args.context:
        _context(graph, id)
    print(f"\n{say('show.documents', args.lang)}: {'、'.join(clean(d) for d in found['documents'])}")
    return 0


def path(args: Namespace) -> int:
    """kg path A B: the shortest ways between two things."""
    graph = load(args.graph)
    a, b = _id(graph, args.a, args), _id(graph, args.b, args)
    types = tuple(filter(None, args.types.split(",")))
    found = graph.path(a, b, max_hops=args.max_hops, types=types, limit=args.limit)
    if args.format != "table":
        ways = [] if isinstance(found, NoPath) else found
        return _print([{"path": n, "high": w.high, **hop} for n, w in enumerate(ways, 1) for hop in w.hops], args)
    if isinstance(found, NoPath):
        _no_path(graph, a, b, found, args.lang)
    else:
        _ways(graph, found, args.lang)
    return 0


def metrics(args: Namespace) -> int:
    """kg metrics NAME: figures by metric and period."""
    graph = load(args.graph)
    rows = graph.metrics(_id(graph, args.name, args), args.metric)
    return _print(rows, args, FIGURES if args.format == "table" else None)


def find(args: Namespace) -> int:
    """kg find TEXT: names that hold a text."""
    return _print(load(args.graph).find(args.text), args)


def list(args: Namespace) -> int:
    """kg list TYPE: the entities of a type."""
    return _print(load(args.graph).list(args.type), args)


def facts(args: Namespace) -> int:
    """kg facts: relations, all or some."""
    graph = load(args.graph)
    place = _id(graph, args.place, args) if args.place else None
    columns = ("head", "type", "tail", "quote", "document") if args.format == "table" else None
    return _print(graph.facts(type=args.type, place=place, year=args.year), args, columns)


def stats(args: Namespace) -> int:
    """kg stats: counts by type."""
    return _print(load(args.graph).stats(), args)


def conflicts(args: Namespace) -> int:
    """kg conflicts: figures that contradict each other, with both quotes."""
    return _print(load(args.graph).conflicts(), args)


def _id(graph: Graph, name: str, args: Namespace) -> str:
    """The id that a name means; of several all are listed before the error."""
    try:
        return graph.id_of(name, first=getattr(args, "first", False))
    except AmbiguousNameError as error:
        sys.stderr.write(render(error.matches))
        raise


def _print(rows: Sequence[Row], args: Namespace, columns: Sequence[str] | None = None) -> int:
    if not rows and args.format == "table":
        print(say("none.rows", args.lang))
    else:
        sys.stdout.write(render(rows, args.format, columns))
    return 0


def _section(key: str, rows: Sequence[Row], columns: Sequence[str], args: Namespace) -> None:
    if rows:
        print(f"\n{say(f'show.{key}', args.lang)} ({len(rows)})")
        sys.stdout.write(render(rows, "table", columns))


def _milestones(milestones: Sequence[dict[str, Any]], args: Namespace) -> None:
    rows = [
        {
            "date": m["date"],
            "status": m["status"],
            "quote": m["evidence"][0]["quote"],
            "document": m["evidence"][0]["document"],
        }
        for m in milestones
    ]
    _section("milestones", rows, ("date", "status", "quote", "document"), args)


def _context(graph: Graph, id: str) -> None:
    """Every sentence behind the edges of a node, once each."""
    edges = [*graph.out_edges(id, data=True), *graph.in_edges(id, data=True)]
    said = {(e["document"], e["start"], e["sentence"]) for _, _, data in edges for e in data["evidence"]}
    print()
    for document, sentence in dict.fromkeys((d, s) for d, _, s in sorted(said)):
        print(f"  {clean(sentence)}  — {clean(document)}")


def _ways(graph: Graph, ways: Sequence[Path], lang: str) -> None:
    for count, way in enumerate(ways, 1):
        mark = f" {say('path.high', lang)}" if way.high else ""
        print(say("path.way", lang, number=count, hops=len(way.hops)) + mark)
        for at, hop in zip(way.nodes, way.hops):
            forward = hop["head_id"] == at
            arrow = f"-{hop['type']}->" if forward else f"<-{hop['type']}-"
            here, there = (hop["head"], hop["tail"]) if forward else (hop["tail"], hop["head"])
            print(f"  {clean(here)} {arrow} {clean(there)}")
            print(f"      “{clean(hop['quote'] or '')}” — {clean(hop['document'] or '')}")


def _no_path(graph: Graph, a: str, b: str, found: NoPath, lang: str) -> None:
    def name(id: str) -> str:
        return clean(graph.nodes[id]["name"])

    print(say("path.none", lang, a=name(a), b=name(b)))
    if found.meeting is None or found.lengths is None:
        print(say("path.apart", lang))
    else:
        print(say("path.meeting", lang, name=name(found.meeting), one=found.lengths[0], other=found.lengths[1]))
