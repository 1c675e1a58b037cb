"""All weights from annotated documents, in order: the tagger, then what reads the names that a tagger finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotate.tagger.weights import write_weights
from kg.learn import milestones, observations, relations
from kg.learn import tagger as names
from kg.learn.crossfit import crossfitted
from kg.learn.gold import GoldDocument
from kg.learn.sources import record
from kg.schema import Schema
from kg.seeds import Seeds

FILES = ("tagger.npz", "observations.json", "relations.json", "milestones.json")
LIST = "weights.json"
HOME = Path(__file__).parent  # where the weights lie that travel with the program


@dataclass(frozen=True)
class Course:
    """What is learned from and with: the annotated documents, two at least, and the vocabulary."""

    documents: Sequence[GoldDocument]
    schema: Schema
    seeds: Seeds
    quick: bool = False  # without names that a tagger found: from those of the annotators alone


def train(course: Course, out: Path, progress: Callable[[str], None]) -> None:
    """Learn all weights, write them to the folder `out`, and list there the digests of what they were learned from.

    The same documents give the same bytes. `progress` is told the name of each file when it is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in _written(course, out):
        record(name, course.documents, out / LIST)
        progress(name)


def _written(course: Course, out: Path) -> Iterator[str]:
    seeds, schema = course.seeds, course.schema
    lessons = [names.lesson(document, seeds) for document in course.documents]
    write_weights(names.train(lessons), out / FILES[0])
    yield FILES[0]
    told = [(document, lesson.gold) for document, lesson in zip(course.documents, lessons)]
    read = [*told, *(() if course.quick else crossfitted(course.documents, lessons, seeds))]
    taught = (observations.taught(found, document.gold, seeds).examples(seeds) for document, found in read)
    observations.write(observations.fit(taught), out / FILES[1])
    yield FILES[1]
    examples = (relations.example(a, relations.observed(a, d.gold), d.gold) for d, a in told)
    relations.write(relations.train(examples, schema, seeds), FILES[2], out)
    yield FILES[2]
    pairs = ((found, document.gold) for document, found in read)
    relations.write(milestones.train(pairs, schema, seeds), FILES[3], out)
    yield FILES[3]
