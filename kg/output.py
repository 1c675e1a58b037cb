"""What a build writes into its folder, each file replaced whole, graph.json last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import TracebackType

import networkx as nx

from kg import extractions
from kg.files import file_names, replacing, write
from kg.graph import dumps
from kg.model import Extraction

GRAPH, DATABASE, PAGE, REPORT, EXTRACTIONS = "graph.json", "graph.kgl", "graph.html", "report.md", "extractions"
LAYOUT = "layout.json"
OURS = f'{{\n "format": {extractions.FORMAT},\n "doc": '  # how an extraction file of ours begins


class ExtractionFiles:
    """A sink that writes one file a document, under passing names until all documents are known.

    Used as a context: without an error the files get their names and, with `alone`, files of earlier runs go;
    with one nothing is left behind.
    """

    def __init__(self, folder: Path, *, alone: bool) -> None:
        self.folder, self.alone = folder, alone
        self._pending: list[tuple[Path, str]] = []

    def __call__(self, extraction: Extraction) -> None:
        path = self.folder / f".{len(self._pending)}.pending"
        encoder = json.JSONEncoder(ensure_ascii=False, indent=1)
        write(path, chain(encoder.iterencode(extractions.to_json(extraction)), "\n"))
        self._pending.append((path, extraction.document.id))

    def __enter__(self) -> ExtractionFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._name()
        for path, _ in self._pending:
            path.unlink(missing_ok=True)

    def _name(self) -> None:
        names = file_names([id for _, id in self._pending])
        kept = {f"{name}.json" for name in names.values()}
        for path, id in self._pending:
            path.replace(self.folder / f"{names[id]}.json")
        if self.alone and self.folder.is_dir():
            for path in self.folder.glob("*.json"):
                if path.name not in kept and _is_ours(path):
                    path.unlink()


def _is_ours(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(len(OURS)) == OURS


def write_graph(graph: nx.MultiDiGraph, folder: Path, others: Callable[[str], None]) -> str:
    """Write graph.json into `folder` after `others(sha256)` wrote what names it; return the SHA-256."""
    digest = hashlib.sha256()
    with replacing(folder / GRAPH) as temporary:
        with temporary.open("w", encoding="utf-8", newline="\n") as out:
            for piece in dumps(graph):
                digest.update(piece.encode())
                out.write(piece)
        others(digest.hexdigest())
    return digest.hexdigest()
