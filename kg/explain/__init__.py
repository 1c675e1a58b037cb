"""What was read at a place of a document: the candidates there were, their scores, and why one won.

Nothing is read anew: the finders and rankers of the chain are asked for all that they considered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.explain.facts import facts
from kg.explain.figures import figures
from kg.explain.frames import frames
from kg.explain.names import names
from kg.explain.related import milestones, relations
from kg.explain.spot import Spot, spots
from kg.model import Document
from kg.pipeline import Tools, read_pieces

Section = tuple[str, list[dict[str, Any]]]

__all__ = ["Section", "explain"]


def explain(document: Document, start: int, end: int, tools: Tools) -> list[Section]:
    """Return sections (frame, names, figures, relations, milestones, facts) of rows, for raw offsets [start, end).

    Without rows where `repair` or the reader left these characters out of the reading text.
    """
    for annotation, extraction in read_pieces(document, tools):
        for spot in spots(annotation, (start, end), tools):
            return [*_sections(spot), ("facts", list(facts(extraction, start, end)))]
    return []


def _sections(spot: Spot) -> Iterator[Section]:
    yield "frame", list(frames(spot))
    yield "names", list(names(spot))
    yield "figures", list(figures(spot))
    yield "relations", list(relations(spot))
    yield "milestones", list(milestones(spot))
