"""build, extract, evaluate, check."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.messages import say
from kg.tables import clean

if TYPE_CHECKING:
    from kg.pipeline import Outcome, Progress

DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def build(args: Namespace) -> int:
    """kg build PATH... --out DIR."""
    from kg import api, pipeline
    from kg.output import PAGE

    _check(args)
    tools = pipeline.load_tools(args.schemas, args.seeds, weights=args.weights, min_score=args.min_score)
    try:
        with _progress(args.lang) as progress:
            graph = api.build(
                args.paths,
                args.out,
                tools=tools,
                lang=args.lang,
                fresh_layout=args.fresh_layout,
                progress=progress,
                **_says(args),
            )
    except api.NothingReadError as error:
        _ended(error.outcome, args)
        raise
    assert graph.outcome is not None
    done = {"documents": len(graph.outcome.extractions), "nodes": len(graph), "edges": graph.number_of_edges()}
    print(say("done.build", args.lang, page=Path(args.out) / PAGE, **done))
    return _ended(graph.outcome, args)


def extract(args: Namespace) -> int:
    """kg extract PATH... --out DIR."""
    from kg import pipeline
    from kg.output import ExtractionFiles

    _check(args)
    tools = pipeline.load_tools(args.schemas, args.seeds, weights=args.weights, min_score=args.min_score)
    sources = pipeline.Sources(tuple(args.paths), **_says(args))
    with _progress(args.lang) as progress, ExtractionFiles(Path(args.out), alone=False) as files:
        outcome = pipeline.extract(sources, tools, files, progress)
    print(say("done.extract", args.lang, documents=len(outcome.extractions), out=args.out))
    return _ended(outcome, args)


def evaluate(args: Namespace) -> int:
    """kg evaluate PREDICTED GOLD."""
    from kg.evaluate import evaluate_folders, table

    tally = evaluate_folders(Path(args.predicted), Path(args.gold))
    if args.errors:
        for document, errors in tally.errors.items():
            print(f"== {document}")
            print("".join(f"  {clean(error)}\n" for error in errors), end="")
    print(table(tally), end="")
    return 0


def check(args: Namespace) -> int:
    """kg check: lint schemas and seeds."""
    from kg.lint import lint

    schema, seeds = lint(args.schemas, args.seeds)
    counts = {"nodes": len(schema.nodes), "edges": len(schema.edges), "seeds": len(seeds.data)}
    print(say("done.check", args.lang, **counts))
    return 0


def _says(args: Namespace) -> dict[str, str | None]:
    return {"published": args.published, "main_place": args.main_place, "manifest": args.manifest}


def _check(args: Namespace) -> None:
    if args.published and not DATE.fullmatch(args.published):
        raise UsageError("bad_published", text=args.published)


@contextmanager
def _progress(lang: str) -> Iterator[Progress]:
    """A bar on a terminal, else a line a document; to standard error either way."""
    if not sys.stderr.isatty():
        yield lambda name, became: print(f"{say(f'became.{became}', lang)}  {clean(name)}", file=sys.stderr)
        return
    from tqdm import tqdm

    with tqdm(unit="", dynamic_ncols=True, leave=False) as bar:

        def show(name: str, became: str) -> None:
            bar.set_postfix_str(clean(name)[-40:], refresh=False)
            bar.update(became == "read")

        yield show


def _ended(outcome: Outcome, args: Namespace) -> int:
    """Say what went wrong with which document; the exit code."""
    from kg.report import told

    for skipped in outcome.skipped:
        print(f"kg: {clean(f'{skipped.path}: {told(skipped, args.lang)}')}", file=sys.stderr)
    for failure in outcome.failures:
        print(f"kg: {clean(f'{failure.path}: {told(failure, args.lang)}')}", file=sys.stderr)
    count = len(outcome.extractions)
    for option in ("published", "main_place"):
        if getattr(args, option) and count > 1:
            flag = "--" + option.replace("_", "-")
            print(f"kg: {say('warn.one_for_all', args.lang, option=flag, count=count)}", file=sys.stderr)
    if outcome.failures:
        print(f"kg: {say('done.failed', args.lang, count=len(outcome.failures))}", file=sys.stderr)
    return 1 if outcome.failures else 0
