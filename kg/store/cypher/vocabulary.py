"""The names that a query may use, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """Labels, relation types, and properties with the types of their values.

    Types of values: number, string, boolean, date, list:string, list:number, any. `words` maps what a label or
    relation type is called in Chinese and English to its name.
    """

    labels: frozenset[str]
    types: frozenset[str]
    properties: Mapping[str, frozenset[str]]
    words: Mapping[str, str] = field(default_factory=dict)

    def holds(self, name: str) -> str:
        """The type of a property's values, "any" where it may be several."""
        found = self.properties.get(name, frozenset())
        return next(iter(found)) if len(found) == 1 else "any"
