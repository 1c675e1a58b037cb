"""What the weights were learned from: kg/learn/weights.json, a list of SHA-256 for each file of weights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from kg.learn.gold import GoldDocument

LIST = Path(__file__).parent / "weights.json"


def record(weights: str, documents: Iterable[GoldDocument], path: Path = LIST) -> None:
    """Write down the digests of the annotated documents (gold and text) that the file `weights` was learned from."""
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[weights] = sorted(digest(file) for document in documents for file in (document.path, document.text_path))
    path.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
