"""How well a set of tools reads annotated documents: extraction and score in one go."""

from __future__ import annotations

from pathlib import Path

from kg.evaluate import Tally, evaluate
from kg.extractions import to_json
from kg.learn.gold import gold_documents
from kg.model import Document
from kg.pipeline import Tools, extract_document
from kg.read import read


def score(folder: Path, tools: Tools) -> Tally:
    """Read the documents of a folder of gold from their texts alone, and score what was read."""
    tally = Tally()
    for known in gold_documents(folder):
        for item in read([known.text_path]):
            if isinstance(item, Document):
                evaluate(to_json(extract_document(item, tools)), known.gold, tally, known.name)
    return tally


def compared(before: Tally, after: Tally) -> str:
    """A table of the main rows: F1 before, after, and the difference."""
    lines = [f"{'':14}{'before':>8}{'after':>8}"]
    for row in MAIN:
        one, two = (tally.graph() if row == "graph" else tally.scores(row)[2] for tally in (before, after))
        lines.append(f"{row:14}{one:8.3f}{two:8.3f}{two - one:+8.3f}")
    return "\n".join(lines) + "\n"


MAIN = ("entity", "number", "observation", "observation*", "relation", "milestone", "graph")
