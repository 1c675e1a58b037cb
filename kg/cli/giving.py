"""page."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kg.api import load
from kg.files import safe
from kg.messages import say
from kg.output import PAGE


def page(args: Namespace) -> int:
    """kg page: the HTML page of the graph, or of what lies around one thing."""
    from kg.render.page import sources_size

    graph = load(args.graph)
    own = f"{Path(PAGE).stem}-{safe(args.focus)}.html" if args.focus else PAGE  # the whole graph's page stays
    target = Path(args.output) if args.output else Path(args.graph) / own
    told = {"sources": args.sources, "embed": args.embed, "mode": args.style, "fresh_layout": args.fresh_layout}
    graph.page(target, lang=args.lang, focus=args.focus, hops=args.hops, **told)
    size, texts = target.stat().st_size, sources_size(target)
    print(say("done.page", args.lang, page=target, size=round(size / 1024), sources=round(texts / 1024)))
    return 0


def picture(args: Namespace) -> int:
    """kg picture: the graph, or what lies around one thing, as SVG, PNG or PDF."""
    graph = load(args.graph)
    look = {"style": args.style or "light", "width": args.width, "lang": args.lang}
    graph.picture(args.output, focus=args.focus, hops=args.hops, fresh_layout=args.fresh_layout, **look)
    print(say("done.picture", args.lang, path=args.output))
    return 0


def chart(args: Namespace) -> int:
    """kg chart PLACE… METRIC: a metric over time, as SVG, PNG or PDF."""
    look = {"style": args.style or "light", "width": args.width, "lang": args.lang}
    load(args.graph).chart(args.names, args.metric_name, args.output, **look)
    print(say("done.picture", args.lang, path=args.output))
    return 0


def snippet(args: Namespace) -> int:
    """kg snippet: the lines that show the page in a document."""
    from kg.render.embed import reference, snippet

    folder = Path(args.graph)
    page = Path(args.page) if args.page else folder / PAGE
    picture = Path(args.picture) if args.picture else page.with_suffix(".svg")
    here = Path.cwd()
    title = args.title or say("snippet.title", args.lang)
    print(snippet(args.form, reference(page, here), reference(picture, here), title, args.height))
    return 0
