"""What the parser makes of a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the query: its kind, its place in the text, its parts, and a name where it has one.

    Expressions: number string boolean null param name property index slice call star list map entry projection pick
    all case comprehension patterns reduce quantifier exists counted predicate binary unary test label.
    Patterns: pattern (text: path variable, flag: shortest), node, relation, labels, types, length.
    Clauses: query union match unwind with return item order where limit skip subquery.
    """

    kind: str
    start: int
    end: int
    parts: tuple[Node, ...] = ()
    text: str = ""
    flag: str = ""

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def first(self, kind: str) -> Node | None:
        """The first part of a kind."""
        return next((part for part in self.parts if part.kind == kind), None)

    def all(self, kind: str) -> list[Node]:
        """The parts of a kind."""
        return [part for part in self.parts if part.kind == kind]
