"""The chain: documents in, a graph with evidence out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import networkx as nx

from kg.annotate import annotate
from kg.annotate.tagger import WEIGHTS as TAGGER
from kg.annotate.tagger import Tagger, load_tagger
from kg.frame import frame
from kg.graph import build_graph
from kg.model import Annotation, Document, Extraction, Frame
from kg.read import Failure, Skipped, read
from kg.relate import relate
from kg.relate.cut import cut
from kg.relate.join import join
from kg.relate.learned import Learned, load_learned
from kg.repair import pieces
from kg.resolve import resolve
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds
from kg.values import Units, load_units

PIECE = 200_000  # characters of a huge document that are read at a time
Progress = Callable[[str, str], None]  # (document or path, what became of it: read, failed, skipped, twice)
Sink = Callable[[Extraction], None]  # takes each extraction, with its text, as it is made


@dataclass(frozen=True)
class Tools:
    """What every stage needs and none changes."""

    schema: Schema
    seeds: Seeds
    tagger: Tagger | None
    learned: Learned | None = None  # None: the weights that travel with the program
    units: Units | None = None  # None: the built-in table
    min_score: float = 0.0  # what scores less is dropped


def load_tools(
    schemas: Iterable[str | Path] = (),
    seeds: Iterable[str | Path] = (),
    *,
    tagger: bool = True,
    weights: str | Path | None = None,
    min_score: float = 0.0,
) -> Tools:
    """Read the vocabulary and the weights once.

    `schemas` and `seeds` are folders that add to the built-in ones, `weights` is a folder that `kg train` wrote.
    Names and facts with a score below `min_score` are dropped and counted.
    """
    schemas = tuple(schemas)
    units = [path for folder in schemas if (path := Path(folder) / "units.yaml").exists()]
    learned = load_learned(Path(weights)) if weights else None
    model = load_tagger(Path(weights) / TAGGER.name) if weights else load_tagger()
    return Tools(
        load_schema(schemas),
        load_seeds(seeds),
        model if tagger else None,
        learned,
        load_units(units) if units else None,
        min_score,
    )


@dataclass(frozen=True)
class Sources:
    """What to read: files and folders, and what the user says of the documents."""

    paths: tuple[str | Path, ...]
    published: str | None = None
    main_place: str | None = None
    manifest: str | Path | None = None

    def read(self) -> Iterator[Document | Failure | Skipped]:
        """Read them one by one."""
        return read(self.paths, published=self.published, main_place=self.main_place, manifest=self.manifest)


@dataclass
class Outcome:
    """What became of the inputs. Extractions are kept without their texts."""

    extractions: list[Extraction] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)  # document -> how often its text was met again


def extract_document(document: Document, tools: Tools) -> Extraction:
    """Read one document: a pure function of document, schema, seeds and weights.

    A huge one is read in pieces, so that the working memory does not grow with it; the first one's frame holds
    for all, and what the text says of a name (以下简称…) holds to the end of its piece.
    """
    read = (extraction for _, extraction in read_pieces(document, tools))
    return cut(join(read, tools.schema), tools.min_score)


def read_pieces(document: Document, tools: Tools) -> Iterator[tuple[Annotation, Extraction]]:
    """Yield what is found and what is read in each piece of a document; one that is not huge is one piece."""
    whole: Frame | None = None
    known = document
    for reading in pieces(document, PIECE):
        framed = frame(known, reading, tools.seeds)
        if whole:
            framed = replace(whole, main_place_rule="option", sections=framed.sections, sentences=framed.sentences)
        annotation = annotate(
            document, reading, framed, tools.seeds, tools.tagger, units=tools.units, scored=tools.min_score > 0
        )
        extraction = relate(annotation, tools.schema, tools.seeds, tools.learned)
        if whole is None:
            named = extraction.main_place is not None
            whole = framed if named else replace(framed, main_place=None)
            known = replace(
                document, title=framed.title, published=framed.reference_date, main_place=extraction.main_place
            )
        yield annotation, extraction


def extract(sources: Sources, tools: Tools, sink: Sink, progress: Progress) -> Outcome:
    """Extract each document and hand it to `sink`; return what became of the inputs.

    Documents stream: one at a time is held with its text. A text met twice is read once and counted.
    """
    outcome = Outcome()
    seen: dict[str, str] = {}
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
            extraction = extract_document(item, tools)
            sink(extraction)
            outcome.extractions.append(replace(extraction, document=replace(extraction.document, text="")))
            progress(item.id, "read")
    return outcome


def build(sources: Sources, tools: Tools, sink: Sink, progress: Progress) -> tuple[nx.MultiDiGraph, Outcome]:
    """Read the sources and return the graph of what they say, and what became of them."""
    outcome = extract(sources, tools, sink, progress)
    resolution = resolve(outcome.extractions, tools.seeds)
    return build_graph(outcome.extractions, resolution, tools.schema, tools.seeds), outcome
