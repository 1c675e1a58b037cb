"""From the user's query to the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.store.cypher.clauses import parse
from kg.store.cypher.marks import refuse
from kg.store.cypher.rewrite import rewrite
from kg.store.cypher.scopes import check
from kg.store.cypher.tree import Node
from kg.store.cypher.vocabulary import Vocabulary


@dataclass(frozen=True)
class Prepared:
    """A query that may be asked: its text for the engine, and the columns of its answer."""

    text: str
    columns: tuple[str, ...]
    tree: Node
    renamed: Mapping[str, str]  # column of the engine -> column of the user

    def limited(self, most: int) -> str:
        """The text with a LIMIT, unless it has one or is a union (then the rows are cut afterwards)."""
        last = self.tree.parts[-1]
        plain = self.tree.kind == "query" and last.first("limit") is None
        return f"{self.text.rstrip().rstrip(';')} LIMIT {most}" if plain else self.text


def prepare(query: str, vocabulary: Vocabulary, parameters: Mapping[str, Any]) -> Prepared:
    """Parse, check and rewrite a query. Raises UsageError with the place marked where it cannot be asked."""
    try:
        tree = parse(query)
        columns = check(query, tree, vocabulary, parameters)
        text, renamed = rewrite(query, tree)
    except RecursionError:
        refuse("cypher.too_deep", query, 0, 1)
    return Prepared(text, tuple(columns), tree, renamed)
