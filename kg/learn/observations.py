"""Gold to weights for the rankers that read observations (`python -m kg.learn.observations GOLD`)."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.learn.gold import GoldDocument, annotation, gold_documents
from kg.learn.linear import Group, train
from kg.learn.sources import record
from kg.model import KINDS, MODALITIES, Annotation, Quantity
from kg.relate.observations.candidate import Aspect, Bundle
from kg.relate.observations.ranker import WEIGHTS, Rankers, spelled, spelled_of
from kg.relate.observations.reader import ACCEPT, Reader
from kg.relate.observations.slots import Slot, slots
from kg.relate.observations.words import words
from kg.seeds import Seeds, load_seeds

RANKS = {"metric": 1.0, "subject": 3.0, "period": 1.5}  # task -> L2 penalty
CLASSES = {"accept": 2.0, "kind": 1.0, "modality": 1.0}

Examples = dict[str, list[Group]]


class Teacher:
    """Decides as the gold does, and keeps each decision as an example."""

    def __init__(self, facts: dict[int, dict[str, Any]], subjects: dict[str, str]) -> None:
        self.facts, self.subjects = facts, subjects  # slot's quantity start -> gold observation; entity -> subject key
        self.groups: Examples = defaultdict(list)

    def rank(self, task: str, slot: Slot, values: Sequence[str | None], aspects: Sequence[Aspect]) -> tuple[int, float]:
        """Return the candidate that the gold has, or the first where it has none of them."""
        right = self._right(task, slot, values)
        if right:
            self.groups[task].append(
                Group(tuple(tuple(spelled_of(aspects, i)) for i in range(len(values))), frozenset(right))
            )
        return (right[0] if right else 0), 1.0

    def _right(self, task: str, slot: Slot, values: Sequence[str | None]) -> list[int]:
        fact = self.facts[slot.quantity.start]
        if task == "metric":
            return right_names([v or "" for v in values], fact["metric"])
        wanted = self.subjects.get(fact["subject"], fact["subject"]) if task == "subject" else fact["period"]
        return [i for i, v in enumerate(values) if v == wanted]

    def classify(self, task: str, slot: Slot, classes: Sequence[str], bundles: Sequence[Bundle]) -> tuple[int, float]:
        """Return the gold's class."""
        fact = self.facts.get(slot.quantity.start)
        best = int(fact is not None) if task == "accept" else classes.index(fact[task]) if fact else 0
        features = spelled(bundles)
        spread = tuple(tuple(f"{name}|{f}" for f in features) for name in classes)
        self.groups[task].append(Group(spread, frozenset([best])))
        return best, 1.0


def right_names(names: Sequence[str], wanted: str) -> list[int]:
    """The candidates that are the wanted name, else the one nearest to it if it is near enough."""
    exact = [i for i, n in enumerate(names) if squeeze(n) == squeeze(wanted)]
    if exact:
        return exact
    likeness = [dice(squeeze(n), squeeze(wanted)) for n in names]
    best = max(likeness, default=0.0)
    return [likeness.index(best)] if best >= 0.6 else []


def squeeze(name: str) -> str:
    """A name without quotation marks and blanks."""
    return "".join(c for c in name if c not in "“”\"‘’' 　\n·")


def dice(a: str, b: str) -> float:
    """Likeness of two names by pairs of characters."""
    x, y = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def align(text: str, found: Sequence[Quantity], observations: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Match gold observations to quantities: same value and unit, within the quote. By the quantity's start."""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    packed = "".join(text[i] for i in at)
    out: dict[int, dict[str, Any]] = {}
    for fact in observations:
        wanted = "".join(fact["quote"].split())
        where = packed.find(wanted)
        while where >= 0:
            low, high = at[where], at[where + len(wanted) - 1] + 1
            hit = next(
                (q for q in found if low <= q.number[0] < high and q.start not in out and same(q, fact)),
                None,
            )
            if hit:
                out[hit.start] = fact
                break
            where = packed.find(wanted, where + 1)
    return out


def same(quantity: Quantity, fact: dict[str, Any]) -> bool:
    """Do a quantity and a gold observation have the same value (but for its sign) and unit?"""
    unit = {"个百分点": "百分点"}.get(fact["unit"], fact["unit"])
    close = abs(abs(quantity.value) - abs(fact["value"])) <= 1e-6 * max(abs(fact["value"]), 1e-9)
    return bool(close and quantity.unit == unit)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One gold document, ready to be read: its annotation, the gold of each figure, the main place's id."""

    found: Annotation
    facts: dict[int, dict[str, Any]]
    subjects: dict[str, str]

    def examples(self, seeds: Seeds) -> Examples:
        """Return the decisions of the document, by task."""
        teacher = Teacher(self.facts, self.subjects)
        Reader(self.found, seeds, teacher).read()
        return teacher.groups


def lesson(document: GoldDocument, seeds: Seeds) -> Lesson:
    """Prepare one gold document."""
    return taught(annotation(document.gold, document.text, seeds, document.name), document.gold, seeds)


def taught(found: Annotation, gold: Mapping[str, Any], seeds: Seeds) -> Lesson:
    """Prepare an annotated document whose mentions have the keys of the gold's entities."""
    figures = [slot.quantity for slot in slots(found, words(seeds))]
    main = {e["id"]: "" for e in gold["entities"] if e["type"] == "Place" and e["name"] == gold["main_place"]}
    return Lesson(found, align(found.reading.text, figures, gold["observations"]), main)


def learn(documents: Iterable[GoldDocument], seeds: Seeds) -> dict[str, Any]:
    """Return the weights of all rankers, ready to be written."""
    return fit(lesson(each, seeds).examples(seeds) for each in documents)


def fit(examples: Iterable[Examples]) -> dict[str, Any]:
    """Return the weights that fit the examples, ready to be written."""
    pooled: dict[str, list[Group]] = defaultdict(list)
    for groups in examples:
        for task, found in groups.items():
            pooled[task] += found
    ranks = {task: train(pooled[task], l2) for task, l2 in RANKS.items()}
    classes = {task: _by_class(train(pooled[task], l2)) for task, l2 in CLASSES.items()}
    return {"ranks": ranks, "classes": classes}


def _by_class(weights: dict[str, float]) -> dict[str, list[float]]:
    names = sorted({w.split("|", 1)[0] for w in weights})
    order = next(group for group in (ACCEPT, KINDS, MODALITIES) if set(names) <= set(group))
    out: dict[str, list[float]] = {}
    for key, weight in weights.items():
        name, feature = key.split("|", 1)
        out.setdefault(feature, [0.0] * len(order))[order.index(name)] = weight
    return out


def main(folder: str) -> None:
    """Train on all gold documents of `folder` and write the weights beside this module."""
    documents = list(gold_documents(Path(folder)))
    write(learn(documents, load_seeds()))
    record(WEIGHTS.name, documents)


def write(weights: dict[str, Any], path: Path = WEIGHTS) -> None:
    """Write the weights; the same weights make the same bytes."""
    path.write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")


def rankers(weights: dict[str, Any]) -> Rankers:
    """The rankers of freshly learned weights."""
    return Rankers(weights["ranks"], weights["classes"])


if __name__ == "__main__":
    main(sys.argv[1])
