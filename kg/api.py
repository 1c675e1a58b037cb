"""The front door: what a notebook imports. Each method is one call into another room."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg import graph as graphs
from kg import pipeline, query
from kg.errors import ReadError, StoreError, UsageError
from kg.files import file_names, write
from kg.output import DATABASE, EXTRACTIONS, GRAPH, LAYOUT, PAGE, REPORT, ExtractionFiles, write_graph
from kg.pipeline import Outcome, Progress, Sources, Tools, load_tools
from kg.report import report

Rows = list[query.Row]
Paths = list[query.Path]

if TYPE_CHECKING:
    from kg.store.embedded import Database


class Graph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """A graph of facts with evidence: a networkx MultiDiGraph that can be asked.

    Nodes have `label` (their type), `id` and `name`; an edge's key is its relation type, its `evidence` a list of
    quotes with their places. `folder` is where it was read from or saved to, None while it is in memory alone;
    `texts` are the decoded documents of a graph that was built in memory.
    """

    folder: Path | None = None
    outcome: Outcome | None = None

    def __init__(self, incoming: Any = None, **attributes: Any) -> None:
        super().__init__(incoming, **attributes)
        self._texts: dict[str, str] = {}

    def id_of(self, name: str, *, first: bool = False) -> str:
        """The id of the node that a name means; see `kg.query.lookup`."""
        return query.lookup(self, name, first=first)

    def show(self, name: str, *, first: bool = False) -> dict[str, Any]:
        """All that is known of one thing."""
        return query.show(self, self.id_of(name, first=first))

    def path(self, a: str, b: str, **options: Any) -> Paths | query.NoPath:
        """The shortest ways between two things, each hop with its quote; options as in `kg.query.paths`."""
        return query.paths(self, self.id_of(a), self.id_of(b), **options)

    def metrics(self, name: str, metric: str | None = None) -> Rows:
        """The figures of a place, project or firm."""
        return query.metrics(self, self.id_of(name), metric)

    def find(self, text: str) -> Rows:
        """Things whose name holds a text."""
        return query.find(self, text)

    def list(self, label: str) -> Rows:
        """All things of a type."""
        return query.listed(self, label)

    def facts(self, *, type: str | None = None, place: str | None = None, year: int | None = None) -> Rows:
        """Relations, all or those of a type, a place, a year."""
        return query.facts(self, type=type, place=self.id_of(place) if place else None, year=year)

    def stats(self) -> Rows:
        """Counts by type."""
        return query.stats(self)

    def conflicts(self) -> Rows:
        """Pairs of figures that contradict each other."""
        return query.contradictions(self)

    def around(self, name: str, hops: int = 1) -> Graph:
        """The part of the graph within some hops of one thing, with the evidence of all its edges."""
        part: Graph = self.subgraph(query.neighbourhood(self, self.id_of(name), hops)).copy()
        part.folder, part._texts = self.folder, self._texts
        return part

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> Rows:
        """Ask in Cypher (read only) on the embedded database; options as in `kg.store.embedded.Database.query`."""
        from kg.store.embedded import memory_database

        if self.folder is not None and self._unchanged():
            with database(self.folder) as stored:
                return stored.query(cypher, parameters or {}, **options)
        with memory_database(self) as held:
            return held.query(cypher, parameters or {}, **options)

    def page(
        self, path: str | Path, *, lang: str = "zh", focus: str | None = None, hops: int = 2, **options: Any
    ) -> Path:
        """Write the interactive HTML page of the whole, or of what lies around `focus`.

        `options` are those of `kg.render.page.PageOptions`: sources, embed, mode, title, fresh_layout.
        """
        from kg.render.page import PageOptions, write_page

        shown = self.around(focus, hops) if focus else self
        told = PageOptions(focus=self.id_of(focus) if focus else None, **options)
        write_page(
            shown,
            Path(path),
            sha256=self.sha256(),
            lang=lang,
            texts=self.texts(),
            options=told,
            layout_file=self._layout(),
        )
        return Path(path)

    def picture(
        self,
        path: str | Path,
        *,
        focus: str | None = None,
        hops: int = 2,
        fresh_layout: bool = False,
        **look: Any,
    ) -> Path:
        """Write a picture (.svg, .png, .pdf) of the whole or of what lies around `focus`; look: lang, style, width."""
        from kg.render.convert import write_picture

        write_picture(Path(path), self._svg(focus, hops, fresh_layout, **look))
        return Path(path)

    def chart(self, names: str | Iterable[str], metric: str, path: str | Path, **look: Any) -> Path:
        """Write a chart of a metric over time for one or several things; look: lang, style, width."""
        from kg.render import pictures
        from kg.render.convert import write_picture

        ids = [self.id_of(name) for name in ([names] if isinstance(names, str) else names)]
        appearance = pictures.look(**{"lang": "zh", "style": "light", "width": 720.0, **look})
        svg, found = pictures.chart_svg(self, ids, metric, appearance, look.get("lang", "zh"))
        if not found.points:
            raise UsageError("chart_empty", metric=metric)
        write_picture(Path(path), svg)
        return Path(path)

    def _svg(self, focus: str | None = None, hops: int = 2, fresh_layout: bool = False, **look: Any) -> str:
        from kg.render import pictures

        shown = self.around(focus, hops) if focus else self
        appearance = pictures.look(**{"lang": "zh", "style": "light", "width": 960.0, **look})
        layout_file = None if fresh_layout else self._layout()
        return pictures.picture_of(
            shown, appearance, focus=self.id_of(focus) if focus else None, layout_file=layout_file
        )

    def _layout(self) -> Path | None:
        return self.folder / LAYOUT if self.folder else None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """What a notebook shows: the page, a picture for converters, and words."""
        from kg.render.embed import notebook_bundle

        return notebook_bundle(self, self.sha256(), self.texts(), self._layout())

    def save(self, folder: str | Path, *, lang: str = "zh", fresh_layout: bool = False) -> Path:
        """Write graph.json, and the database, page and report that name it; return the path of graph.json."""
        from kg.render.page import PageOptions, write_page
        from kg.store.embedded import write_database

        out = Path(folder)
        self.texts()
        self.folder = out
        options = PageOptions(fresh_layout=fresh_layout)

        def others(sha256: str) -> None:
            write_database(self, out / DATABASE, sha256)
            write_page(
                self,
                out / PAGE,
                sha256=sha256,
                lang=lang,
                texts=self.texts(),
                options=options,
                layout_file=self._layout(),
            )
            write(out / REPORT, (report(self, self.outcome, lang),))

        write_graph(self, out, others)
        return out / GRAPH

    def sha256(self) -> str:
        """SHA-256 of the graph as graph.json holds it."""
        digest = hashlib.sha256()
        for piece in graphs.dumps(self):
            digest.update(piece.encode())
        return digest.hexdigest()

    def _unchanged(self) -> bool:
        """Is the graph still what graph.json holds?"""
        path = self.folder / GRAPH if self.folder else None
        return bool(path and path.is_file()) and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256()  # type: ignore[union-attr]

    def texts(self) -> Mapping[str, str]:
        """The decoded text of each document, by document id (read from the extractions when first asked for)."""
        if not self._texts and self.folder is not None:
            paths = [data["path"] for _, data in self.nodes(data=True) if data["label"] == "Document"]
            for id, stem in file_names(paths).items():
                file = self.folder / "extractions" / f"{stem}.json"
                if file.exists():
                    self._texts[id] = json.loads(file.read_text("utf-8"))["text"]
        return self._texts


class NothingReadError(ReadError):
    """No document could be read, so nothing was written; `outcome` tells why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("no_documents")
        self.outcome = outcome


def build(
    paths: str | Path | Iterable[str | Path],
    out: str | Path | None = None,
    *,
    tools: Tools | None = None,
    lang: str = "zh",
    fresh_layout: bool = False,
    progress: Progress = lambda name, became: None,
    **says: Any,
) -> Graph:
    """Read documents and return their graph; with `out` also write there all that `kg build` writes.

    `says` may give published, main_place and manifest, as the options of the command do. The graph's `outcome`
    tells what became of the documents.
    """
    given = (paths,) if isinstance(paths, (str, Path)) else tuple(paths)
    sources, tools = Sources(given, **says), tools or load_tools()
    texts: dict[str, str] = {}
    if out is None:
        built, outcome = pipeline.build(
            sources, tools, lambda e: texts.update({e.document.id: e.document.text}), progress
        )
    else:
        with ExtractionFiles(Path(out) / EXTRACTIONS, alone=True) as files:
            built, outcome = pipeline.build(sources, tools, files, progress)
            if not outcome.extractions:
                raise NothingReadError(outcome)
    graph = Graph(built)
    graph.outcome, graph._texts = outcome, texts
    if out is not None:
        graph.save(out, lang=lang, fresh_layout=fresh_layout)
    return graph


def load(folder: str | Path) -> Graph:
    """Return the graph that was built into `folder`. Raises StoreError where there is none."""
    path = Path(folder) / GRAPH
    try:
        text = path.read_text("utf-8")
    except OSError:
        raise StoreError("no_graph", path=path) from None
    graph = Graph(graphs.loads(text, str(path)))
    graph.folder = Path(folder)
    return graph


def database(folder: str | Path) -> Database:
    """Return the embedded database of the graph in `folder`, made anew where it does not name that graph's SHA-256."""
    from kg.store.embedded import graph_named_by, open_database, write_database

    path = Path(folder) / GRAPH
    if not path.is_file():
        raise StoreError("no_graph", path=path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if graph_named_by(Path(folder) / DATABASE) != sha256:
        write_database(load(folder), Path(folder) / DATABASE, sha256)
    return open_database(Path(folder) / DATABASE)
