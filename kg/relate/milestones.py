"""Milestones of projects: what state the works are in, and when."""

from __future__ import annotations

from kg.model import Annotation, MilestoneDraft
from kg.seeds import Seeds


def find(annotation: Annotation, seeds: Seeds) -> list[MilestoneDraft]:
    """Return the milestones of a document's projects."""
    return []
