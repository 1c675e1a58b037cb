"""From an Annotation to an Extraction: the facts of one document, each with its evidence."""

from __future__ import annotations

from kg.model import Annotation, Extraction
from kg.relate import milestones, observations, relations
from kg.relate.assemble import assemble
from kg.relate.learned import Learned, load_learned
from kg.schema import Schema
from kg.seeds import Seeds


def relate(annotation: Annotation, schema: Schema, seeds: Seeds, learned: Learned | None = None) -> Extraction:
    """Return all facts of one document. Pure; what is dropped is counted in `Extraction.dropped`.

    `learned` are the weights, those that travel with the program unless given.
    """
    known = learned or load_learned()
    observed = observations.find(annotation, seeds, known.rankers)
    related = relations.find(annotation, seeds, observed, schema=schema, weights=known.weights)
    reached = milestones.find(annotation, seeds, schema=schema, weights=known.weights)
    return assemble(annotation, schema, observed, related, reached)
