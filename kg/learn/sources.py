"""What the weights were learned from: kg/learn/weights.json, a list of SHA-256 for each file of weights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from kg.learn.gold import GoldDocument, gold_documents

LIST = Path(__file__).parent / "weights.json"
APART = ("held", "set_aside")  # folders of documents that are kept for scores


def record(weights: str, documents: Iterable[GoldDocument], path: Path = LIST) -> None:
    """Write down the digests of the annotated documents (gold and text) that the file `weights` was learned from."""
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[weights] = sorted(digest(file) for document in documents for file in (document.path, document.text_path))
    path.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def annotated(folders: Iterable[Path], apart: Iterable[Path] = ()) -> list[GoldDocument]:
    """Return the annotated documents of `folders` and of the folders in them, each once, by folder and name.

    Left out are folders called as APART says, and documents whose text is one of those in the folders `apart`.
    """
    seen = {digest(document.text_path) for folder in apart for document in gold_documents(folder)}
    found = []
    for folder in folders:
        inner = (p for p in folder.iterdir() if p.is_dir() and p.name not in APART)
        for place in (folder, *sorted(inner)):
            for document in gold_documents(place):
                mark = digest(document.text_path)
                if mark not in seen:
                    seen.add(mark)
                    found.append(document)
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
