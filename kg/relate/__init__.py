"""From an Annotation to an Extraction: the facts of one document, each with its evidence."""

from __future__ import annotations

from kg.model import Annotation, Extraction
from kg.relate import milestones, observations, relations
from kg.relate.assemble import assemble
from kg.schema import Schema
from kg.seeds import Seeds


def relate(annotation: Annotation, schema: Schema, seeds: Seeds) -> Extraction:
    """Return all facts of one document. Pure; what is dropped is counted in `Extraction.dropped`."""
    observed = observations.find(annotation, seeds)
    related = relations.find(annotation, seeds, observed)
    reached = milestones.find(annotation, seeds)
    return assemble(annotation, schema, observed, related, reached)
