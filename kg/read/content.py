"""What a reader of one format gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.read.metadata import Facts


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file and what its format says of it."""

    text: str
    facts: Facts = field(default_factory=Facts)
    pages: tuple[int, ...] = ()
    begins: int = 0
    blank_pages: tuple[int, ...] = ()
