"""Gold to weights for the tagger of names (`python -m kg.learn.tagger GOLD…`)."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from kg.annotate import names, places
from kg.annotate.tagger import LAC_WEIGHTS, WEIGHTS, Tagger
from kg.annotate.tagger.attributes import attributes
from kg.annotate.tagger.decode import pieces
from kg.annotate.tagger.templates import TEMPLATES, Array, hashed
from kg.annotate.tagger.weights import Weights, write_weights
from kg.annotate.tagger.words import Words, load_words
from kg.learn.gold import GoldDocument, annotation, gold_documents
from kg.learn.sources import record
from kg.model import Annotation, Mention
from kg.seeds import Seeds, load_seeds

TYPES = ("Honor", "Industry", "Organization", "Place", "Policy", "Project")
LABELS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BIES"))
PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 70, "feature.minfreq": 2, "feature.possible_transitions": False}


@dataclass(frozen=True)
class Lesson:
    """One document as the tagger learns it."""

    name: str
    gold: Annotation
    found: tuple[Mention, ...]  # candidates of the rules
    features: tuple[tuple[str, ...], ...]  # of each character
    labels: tuple[str, ...]  # of each character


def lesson(document: GoldDocument, seeds: Seeds, words: Words | None = None) -> Lesson:
    """Return what is learned from one gold document."""
    gold = annotation(document.gold, document.text, seeds, document.name)
    text, lexicon = gold.reading.folded, names.compile_lexicon(seeds)
    found = (*places.find(text, gold.frame, seeds), *names.find(text, lexicon))
    features = _features(attributes(text, found, lexicon, words), len(text))
    return Lesson(document.name, gold, found, features, tuple(labels(len(text), gold.mentions)))


def labels(length: int, mentions: Sequence[Mention]) -> list[str]:
    """BIOES labels of each character."""
    result = ["O"] * length
    for mention in mentions:
        start, last = mention.start, mention.end - 1
        if start == last:
            result[start] = f"S-{mention.type}"
            continue
        result[start : last + 1] = [f"I-{mention.type}"] * (last + 1 - start)
        result[start], result[last] = f"B-{mention.type}", f"E-{mention.type}"
    return result


def _features(columns: Mapping[str, Array], length: int) -> tuple[tuple[str, ...], ...]:
    """The features of each character, by name."""
    result: list[list[str]] = [[] for _ in range(length)]
    for number, template in enumerate(TEMPLATES):
        at, hashes = hashed(number, template, columns, 0, length)
        for position, value in zip(at.tolist(), hashes.tolist()):
            result[position].append(f"{number}:{value}")
    return tuple(tuple(row) for row in result)


def train(lessons: Sequence[Lesson], **parameters: Any) -> Weights:
    """Learn the weights; the same lessons give the same weights."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(PARAMETERS | parameters)
    for item in lessons:
        for start, end in pieces(item.gold.reading.folded):
            trainer.append(item.features[start:end], item.labels[start:end])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return _weights(info.state_features, info.transitions)


def _weights(state: dict[tuple[str, str], float], steps: dict[tuple[str, str], float]) -> Weights:
    number_of = {label: i for i, label in enumerate(LABELS)}
    tables: list[dict[int, Any]] = [{} for _ in TEMPLATES]
    for (feature, label), weight in state.items():
        template, _, value = feature.partition(":")
        table = tables[int(template)]
        row = table.get(int(value))
        if row is None:
            row = table[int(value)] = np.zeros(len(LABELS), dtype=np.float32)
        row[number_of[label]] = weight
    transitions = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in steps.items():
        transitions[number_of[before], number_of[after]] = weight
    keys = [np.array(sorted(table), dtype=np.uint64) for table in tables]
    empty = np.zeros((0, len(LABELS)), dtype=np.float32)
    rows = [np.stack([table[k] for k in sorted(table)]) if table else empty for table in tables]
    return Weights(LABELS, keys, rows, transitions)


def cross_validated(
    lessons: Sequence[Lesson], folds: int, words: Words | None = None
) -> Iterator[tuple[Lesson, Tagger]]:
    """Yield each document with a tagger that has not learned from it."""
    for fold in range(folds):
        tagger = Tagger(train([item for i, item in enumerate(lessons) if i % folds != fold]), words)
        yield from ((item, tagger) for i, item in enumerate(lessons) if i % folds == fold)


def learn(documents: Sequence[GoldDocument], seeds: Seeds, path: Path = WEIGHTS, words: Words | None = None) -> None:
    """Learn from all documents and write the weights."""
    write_weights(train([lesson(document, seeds, words) for document in documents]), path)


def main() -> None:
    """Learn from folders of annotated documents; write the weights and what they were learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+", help="folders of annotated documents")
    parser.add_argument("--lac", action="store_true", help="the model of the extra `lac`, with LAC's tags")
    arguments = parser.parse_args()
    documents = [d for folder in arguments.gold for d in gold_documents(folder)]
    path = LAC_WEIGHTS if arguments.lac else WEIGHTS
    learn(documents, load_seeds(), path, load_words() if arguments.lac else None)
    record(path.name, documents)


if __name__ == "__main__":
    main()
