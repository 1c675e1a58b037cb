"""page, push."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from kg.api import load
from kg.messages import say
from kg.output import PAGE


def page(args: Namespace) -> int:
    """kg page: the HTML page of the graph, or of what lies around one thing."""
    graph = load(args.graph)
    target = Path(args.output) if args.output else Path(args.graph) / PAGE
    graph.page(target, lang=args.lang, focus=args.focus, hops=args.hops)
    print(say("done.page", args.lang, page=target))
    return 0


def push(args: Namespace) -> int:
    """kg push --uri: constraints, nodes, then relations into a Neo4j server."""
    from kg.store import neo4j

    secret = (
        Path(args.password_file).read_text("utf-8").strip() if args.password_file else os.environ.get("NEO4J_PASSWORD")
    )
    counts = neo4j.push(load(args.graph), args.uri, user=args.user, password=secret, database=args.database)
    print(say("done.push", args.lang, nodes=counts.nodes, edges=counts.edges))
    return 0
