"""query, ask, push, pull, export: the graph in databases and files."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.api import Graph, database, load
from kg.cli.parser import ASKED
from kg.errors import UsageError
from kg.messages import say
from kg.tables import clean, render

if TYPE_CHECKING:
    from kg.store.answers import Rows
    from kg.store.neo4j import Pushed, Server


def query(args: Namespace) -> int:
    """kg query CYPHER: ask the embedded database, or with --uri a Neo4j server."""
    return _print(_answer(args, args.cypher, _parameters(args.param)), args)


def ask(args: Namespace) -> int:
    """kg ask: the questions of the cookbook; with a name the answer to one."""
    from kg.store.cookbook import question, questions

    if not args.question:
        rows = [{"name": q.name, "": q.text[args.lang], "options": _options(q)} for q in questions().values()]
        sys.stdout.write(render(rows, args.format))
        return 0
    asked = question(args.question)
    given = {name: value for name in ASKED if (value := getattr(args, f"ask_{name}")) is not None}
    return _print(_answer(args, asked.cypher, asked.values(given)), args)


def _options(question: Any) -> str:
    return " ".join(f"--{p.name} {p.example}" for p in question.parameters)


def _answer(args: Namespace, cypher: str, parameters: Mapping[str, Any]) -> Rows:
    if args.uri:
        from kg.store import neo4j

        server = _server(args)
        if args.explain:
            return neo4j.explain(server, cypher, parameters)
        return neo4j.ask(server, cypher, parameters, timeout=args.timeout, limit=args.limit)
    with database(args.graph) as stored:
        if args.explain:
            return stored.explain(cypher, parameters)
        return stored.query(cypher, parameters, timeout=args.timeout, limit=args.limit)


def push(args: Namespace) -> int:
    """kg push --uri: constraints, nodes, then relations into a Neo4j server; what is gone is removed."""
    from kg.store import neo4j

    graph, server = load(args.graph), _server(args)
    options = {"dataset": args.dataset, "batch": args.batch, "keep": args.keep, "dry_run": args.dry_run}
    with _Bar() as bar:
        pushed = neo4j.push(graph, server, progress=bar.show, **options)
    _told(pushed, args)
    return 0


def _told(pushed: Pushed, args: Namespace) -> None:
    print(say("done.push", args.lang, nodes=pushed.nodes, edges=pushed.edges))
    if pushed.done:
        print(say("done.push_changes", args.lang, changes=", ".join(f"{k} {n}" for k, n in pushed.done.items())))
    else:
        print(say("done.push_same", args.lang))
    if pushed.kept:
        print(say("done.push_kept", args.lang, count=pushed.kept))
    if args.dry_run:
        print(say("done.push_dry", args.lang))


def pull(args: Namespace) -> int:
    """kg pull --uri: read the graph back from a Neo4j server."""
    from kg.store import neo4j

    graph = Graph(neo4j.pull(_server(args), dataset=args.dataset))
    graph.save(args.out, lang=args.lang)
    counts = {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}
    print(say("done.pull", args.lang, out=args.out, **counts))
    return 0


def export(args: Namespace) -> int:
    """kg export --format: the graph in files of other programs."""
    from kg.store.export import ENDINGS
    from kg.store.export import export as write

    ending = ENDINGS.get(args.format)
    default = Path(args.graph) / (f"graph{ending}" if ending else f"graph-{args.format}")
    done = write(load(args.graph), args.format, Path(args.output) if args.output else default, bom=args.bom)
    print(say("done.export", args.lang, out=done.path))
    if done.command:
        print(done.command)
    return 0


def _server(args: Namespace) -> Server:
    """The server that the options name; the password comes from a file or the environment, never from an option."""
    from kg.store.neo4j import Server

    if args.password_file:
        try:
            secret = Path(args.password_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise UsageError("password_file", path=args.password_file) from None
    else:
        secret = os.environ.get("NEO4J_PASSWORD", "")
    return Server(args.uri, args.user, secret or None, args.database)


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, done: int, total: int) -> None:
        """Rows sent so far, of how many."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="", dynamic_ncols=True, leave=False)
        self._bar.update(done - self._bar.n)


def _print(rows: Rows, args: Namespace) -> int:
    if not rows and args.format == "table":
        print(say("none.rows", args.lang))
    else:
        sys.stdout.write(render(_shown(rows), args.format, rows.columns))
    if rows.more:
        print(f"kg: {say('cypher.more', args.lang)}", file=sys.stderr)
    return 0


def _shown(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose values json can write: dates as texts."""
    text = json.dumps(rows, ensure_ascii=False, default=str)
    shown: list[dict[str, Any]] = json.loads(text)
    return shown


def _parameters(given: Sequence[str]) -> dict[str, Any]:
    """name=value: a number or other JSON where it is one, else text."""
    found: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.isidentifier():
            raise UsageError("bad_param", text=clean(text))
        try:
            found[name] = json.loads(value)
        except json.JSONDecodeError:
            found[name] = value
    return found
