"""Annotated documents as the program meets them: with names found by a tagger that has not learned from them.

The rankers and classifiers of `relate` read names that the tagger found, not those of annotators. Learned from
annotators' names alone they trust them too much; learned from names that a tagger found in its own training documents
they would, too, for there it is nearly always right. So each part of the documents is tagged by what the others teach.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.annotate import annotate
from kg.annotate.tagger import Tagger
from kg.learn import tagger as learner
from kg.learn.gold import GoldDocument
from kg.model import Annotation, Mention
from kg.seeds import Seeds

FOLDS = 4


def crossfitted(
    documents: Sequence[GoldDocument], lessons: Sequence[learner.Lesson], seeds: Seeds
) -> list[tuple[GoldDocument, Annotation]]:
    """Return each document with names found in it by a tagger learned from the other parts, in the given order.

    `lessons` are those of `documents`, two at least. Names that are one of the gold's have its key, others a key of
    their own.
    """
    found = {
        id(lesson): predicted(lesson.gold, seeds, tagger)
        for lesson, tagger in learner.cross_validated(lessons, min(FOLDS, len(lessons)))
    }
    return [(document, found[id(lesson)]) for document, lesson in zip(documents, lessons)]


def predicted(gold: Annotation, seeds: Seeds, tagger: Tagger) -> Annotation:
    """The document read with `tagger` under the gold's frame, its names under the gold's keys where they are its."""
    found = annotate(gold.document, gold.reading, gold.frame, seeds, tagger)
    keys = _keys(found.mentions, gold.mentions)
    named = tuple(dataclasses.replace(m, entity=keys.get(m.entity, m.entity)) for m in found.mentions)
    return dataclasses.replace(found, mentions=named)


def _keys(found: Sequence[Mention], gold: Sequence[Mention]) -> dict[str, str]:
    """Key of a thing found -> key of the gold's thing with which its mentions agree most."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    at = 0
    for mention in found:
        while at < len(gold) and gold[at].end <= mention.start:
            at += 1
        for other in gold[at : at + 4]:
            shared = min(mention.end, other.end) - max(mention.start, other.start)
            longer = max(mention.end - mention.start, other.end - other.start)
            if other.type == mention.type and 3 * shared >= 2 * longer:
                votes[mention.entity][other.entity] += 1
    return {key: min(count, key=lambda other: (-count[other], other)) for key, count in votes.items()}
