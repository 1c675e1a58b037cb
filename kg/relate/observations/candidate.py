"""What passes between the makers of candidates: a candidate name, and what an earlier figure was read as."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Span
from kg.relate.observations.slots import Slot


@dataclass(frozen=True, slots=True)
class Named:
    """One candidate: the name, how it was made, where its words stand, and what the ranker is told of it."""

    name: str
    source: str
    spans: tuple[Span, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier figure was read as."""

    slot: Slot
    metric: str
    kind: str
    subject: str
    period: str | None
    modality: str
