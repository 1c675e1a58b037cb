"""What passes between the makers of candidates, the makers of features and the ranker."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from kg.model import Span
from kg.relate.observations.slots import Slot

# A function that spells out features, and its arguments. The same bundle comes again and again, so what it weighs is
# summed once (see `ranker`). Of an aspect it may also be a family of features and what each mark is crossed with:
# ("shm", "总产值") with the mark "4" is the feature shm:4:总产值.
Bundle = tuple[Any, ...]


class Aspect(NamedTuple):
    """One side of all candidates of a decision.

    The features of a candidate are those of each bundle of `told` with the candidate's mark as the last argument; with
    `many`, it has several marks.
    """

    told: tuple[Bundle, ...]
    marks: Sequence[Any]
    many: bool = False

    def of(self, candidate: int) -> Sequence[Hashable]:
        """The marks of one candidate."""
        marks = self.marks[candidate]
        return tuple(marks) if self.many else (marks,)


class Named(NamedTuple):
    """One candidate: the name, how it was made, where its words stand, and what the ranker is told of it."""

    name: str
    source: str
    spans: tuple[Span, ...] = ()
    features: tuple[str, ...] = ()


class Earlier(NamedTuple):
    """What an earlier figure was read as."""

    slot: Slot
    metric: str
    kind: str
    subject: str
    period: str | None
    modality: str
