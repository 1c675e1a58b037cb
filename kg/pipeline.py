"""The chain: documents in, a graph with evidence out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import networkx as nx

from kg import extractions
from kg.annotate import annotate
from kg.annotate.tagger import Tagger, load_tagger
from kg.files import write
from kg.frame import frame
from kg.graph import build_graph, dumps
from kg.model import Document, Extraction
from kg.names import file_names
from kg.read import Failure, Skipped, read
from kg.relate import relate
from kg.repair import repair
from kg.resolve import resolve
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds

Progress = Callable[[str, str], None]  # (document or path, what became of it)


@dataclass(frozen=True)
class Tools:
    """What every stage needs and none changes."""

    schema: Schema
    seeds: Seeds
    tagger: Tagger | None


def load_tools(schemas: Iterable[str | Path] = (), seeds: Iterable[str | Path] = (), *, tagger: bool = True) -> Tools:
    """Read the vocabulary and the weights once. `schemas` and `seeds` are folders that add to the built-in ones."""
    return Tools(load_schema(schemas), load_seeds(seeds), load_tagger() if tagger else None)


@dataclass(frozen=True)
class Sources:
    """What to read: files and folders, and what the user says of the documents."""

    paths: tuple[str | Path, ...]
    published: str | None = None
    main_place: str | None = None
    manifest: str | Path | None = None

    def read(self) -> Iterator[Document | Failure | Skipped]:
        return read(self.paths, published=self.published, main_place=self.main_place, manifest=self.manifest)


@dataclass
class Outcome:
    """What became of the inputs. Extractions are kept without their texts, which lie in the files written."""

    extractions: list[Extraction] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)  # document -> how often its text was met again


def extract_document(document: Document, tools: Tools) -> Extraction:
    """Read one document: a pure function of document, schema, seeds and weights."""
    reading = repair(document)
    framed = frame(document, reading, tools.seeds)
    annotation = annotate(document, reading, framed, tools.seeds, tools.tagger)
    return relate(annotation, tools.schema, tools.seeds)


def extract(sources: Sources, out: Path, tools: Tools, progress: Progress) -> Outcome:
    """Write one extraction file a document into `out`; return what became of the inputs.

    Documents stream: one at a time is held with its text. Two equal file names get their folder in front.
    """
    outcome = Outcome()
    seen: dict[str, str] = {}
    pending: list[tuple[Path, str]] = []
    try:
        for item in sources.read():
            if isinstance(item, Failure):
                outcome.failures.append(item)
                progress(item.path, "failed")
            elif isinstance(item, Skipped):
                outcome.skipped.append(item)
                progress(item.path, "skipped")
            elif (digest := hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()) in seen:
                outcome.twice[seen[digest]] += 1
                progress(item.id, "twice")
            else:
                seen[digest] = item.id
                pending.append((_write(extract_document(item, tools), out, len(pending), outcome), item.id))
                progress(item.id, "read")
        _name(pending, out)
    finally:
        for path, _ in pending:
            path.unlink(missing_ok=True)
    return outcome


def _write(extraction: Extraction, out: Path, number: int, outcome: Outcome) -> Path:
    """Write an extraction under a passing name: the final ones are known when all documents are."""
    path = out / f".{number}.pending"
    write(path, (json.dumps(extractions.to_json(extraction), ensure_ascii=False, indent=1), "\n"))
    bare = replace(extraction.document, text="")
    outcome.extractions.append(replace(extraction, document=bare))
    return path


def _name(pending: Sequence[tuple[Path, str]], out: Path) -> None:
    names = file_names([id for _, id in pending])
    for path, id in pending:
        path.replace(out / f"{names[id]}.json")


def build(sources: Sources, out: Path, tools: Tools, progress: Progress) -> tuple[nx.MultiDiGraph, Outcome]:
    """Read the sources, write `out/extractions/`, and return the graph of what they say."""
    outcome = extract(sources, out / "extractions", tools, progress)
    resolution = resolve(outcome.extractions, tools.seeds)
    return build_graph(outcome.extractions, resolution, tools.schema, tools.seeds), outcome


def write_graph(graph: nx.MultiDiGraph, path: Path) -> str:
    """Write graph.json and return its SHA-256, by which the other files name it."""
    write(path, dumps(graph))
    return hashlib.sha256(path.read_bytes()).hexdigest()
