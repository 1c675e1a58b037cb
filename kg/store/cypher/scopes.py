"""A walk through a query with the variables that each place knows; every expression is checked on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.store.cypher.check import Checks
from kg.store.cypher.marks import unknown
from kg.store.cypher.tree import Node
from kg.store.cypher.types import Scope, element
from kg.store.cypher.vocabulary import Vocabulary


def check(query: str, tree: Node, vocabulary: Vocabulary, parameters: Mapping[str, Any]) -> list[str]:
    """Check the whole query; return its columns. Raises UsageError, the place marked, at what cannot be."""
    walk = Walk(Checks(query, vocabulary, parameters))
    return walk.query(tree, {})


class Walk:
    """Visits clauses one after another; a scope maps variables to their types."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks

    def query(self, node: Node, scope: Scope) -> list[str]:
        """Visit a query or union that begins with `scope`; return its columns."""
        if node.kind == "union":
            several = [self.query(part, scope) for part in node.parts]
            for part, found in zip(node.parts, several):
                if found != several[0]:
                    self.checks.refuse("cypher.union_columns", part)
            return several[0]
        columns: list[str] = []
        for clause in node.parts:
            if clause.kind in ("with", "return"):
                scope = self._project(clause, scope)
                columns = list(scope)
            else:
                scope = getattr(self, f"_{clause.kind}")(clause, scope)
        return columns

    def _match(self, node: Node, scope: Scope) -> Scope:
        grown = dict(scope)
        for pattern in node.all("pattern"):
            self._bind(pattern, grown)
        for pattern in node.all("pattern"):
            self._inline(pattern, grown)
        if where := node.first("where"):
            self._condition(where, grown)
        return grown

    def _bind(self, pattern: Node, scope: dict[str, str]) -> None:
        """Add the variables of a pattern to the scope."""
        checks = self.checks
        for part in pattern.parts:
            kind = "node" if part.kind == "node" else "list:relationship" if part.first("length") else "relationship"
            if part.text:
                known = scope.get(part.text, kind)
                if known not in (kind, "any"):
                    checks.refuse("cypher.wrong_kind", part, wanted=kind, found=known)
                if part.kind == "relation" and part.text in scope:
                    checks.refuse("cypher.relation_twice", part, name=part.text)
                scope[part.text] = kind
            if labels := part.first("labels"):
                checks.names(labels, "label", checks.vocabulary.labels)
            if types := part.first("types"):
                checks.names(types, "type", checks.vocabulary.types)
        if pattern.text:
            if pattern.text in scope:
                checks.refuse("cypher.path_twice", pattern, name=pattern.text)
            scope[pattern.text] = "path"

    def _inline(self, pattern: Node, scope: Scope) -> None:
        """Check the properties in the braces of a pattern."""
        for part in pattern.parts:
            if properties := part.first("map"):
                if part.first("length"):
                    self.checks.refuse("cypher.length_properties", properties)
                for entry in properties.all("entry"):
                    self.checks.property(entry.parts[0], entry.text)
                    self._expression(entry.parts[1], scope)
                    if self.checks.vocabulary.holds(entry.text) == "date":
                        self._dated(entry, scope)

    def _dated(self, entry: Node, scope: Scope) -> None:
        if self.checks.types.of(entry.parts[1], scope) == "string":
            self.checks.refuse("cypher.date_text", entry)

    def _unwind(self, node: Node, scope: Scope) -> Scope:
        self._plain(node.parts[0], scope)
        if node.text in scope:
            self.checks.refuse("cypher.variable_twice", node.parts[1], name=node.text)
        return {**scope, node.text: element(self.checks.types.of(node.parts[0], scope))}

    def _subquery(self, node: Node, scope: Scope) -> Scope:
        body = node.parts[-1]
        imported: dict[str, str] = {}
        for name in node.parts[:-1]:
            self.checks.expression(name, scope)
            imported[name.text] = scope[name.text]
        parts = body.parts if body.kind == "union" else (body,)
        columns: list[str] = []
        for part in parts:
            first = part.parts[0]
            begins = imported if node.flag else dict(scope) if first.kind == "with" else {}
            if part.parts[-1].kind != "return":
                self.checks.refuse("cypher.subquery_return", part)
            columns = self.query(part, begins)
        for column in columns:
            if column in scope:
                self.checks.refuse("cypher.variable_twice", node, name=column)
        return {**scope, **dict.fromkeys(columns, "any")}

    def _project(self, node: Node, scope: Scope) -> Scope:
        """WITH or RETURN: what it lets through is the scope behind it."""
        checks, items = self.checks, node.all("item")
        result: dict[str, str] = dict(scope) if node.first("star") else {}
        keys: set[str] = set(result)
        aggregating = []
        for item in items:
            expression = item.parts[0]
            self._expression(expression, scope)
            if expression.kind == "predicate" and not expression.text:
                checks.refuse("cypher.bare_pattern", expression)
            if checks.aggregates(expression):
                aggregating.append(item)
            else:
                keys |= {checks.text(expression), item.text or "\0"}
            name = column(item, checks.query)
            if name in result:
                checks.refuse("cypher.column_twice", item, name=name)
            result[name] = checks.types.of(expression, scope)
        for item in aggregating:
            checks.grouping(item, keys)
        if node.first("star") and not scope:
            checks.refuse("cypher.star", node)
        self._order(node, scope, result, bool(aggregating) or bool(node.flag))
        if where := node.first("where"):
            self._condition(where, result)
        return result

    def _order(self, node: Node, before: Scope, after: Scope, closed: bool) -> None:
        """ORDER BY sees what was returned; what was there before only where rows stay what they were."""
        checks = self.checks
        shown = {checks.text(item.parts[0]) for item in node.all("item")}
        scope = dict(after) if closed else {**before, **after}
        if order := node.first("order"):
            for key in order.parts:
                self._sortable(key.parts[0], {**before, **after})
                if checks.text(key.parts[0]) in shown:
                    continue
                if checks.aggregates(key.parts[0]):
                    checks.refuse("cypher.order_aggregate", key)
                self._expression(key.parts[0], scope)
        for kind in ("skip", "offset", "limit"):
            if count := node.first(kind):
                self._plain(count.parts[0], {})

    def _sortable(self, key: Node, scope: Scope) -> None:
        kind = self.checks.types.of(key, scope)
        if kind in ("node", "relationship", "path", "map") or kind.startswith(("list:node", "list:relationship")):
            self.checks.refuse("cypher.order_things", key, found=kind)

    def _condition(self, where: Node, scope: Scope) -> None:
        self._plain(where.parts[0], scope)
        self.checks.boolean(where.parts[0], scope)

    def _plain(self, node: Node, scope: Scope) -> None:
        """An expression in which no aggregate may stand."""
        for found in self.checks.aggregates(node):
            self.checks.refuse("cypher.aggregate_here", found)
        self._expression(node, scope)

    def _expression(self, node: Node, scope: Scope) -> None:
        checks = self.checks
        checks.expression(node, scope)
        if node.kind in ("exists", "counted"):
            self.query(node.parts[0], scope)
        elif node.kind == "predicate":
            self._predicate(node.parts[0], scope)
        elif node.kind == "patterns":
            inner = dict(scope)
            self._bind(_named(node.parts[0], node.text), inner)
            self._inline(node.parts[0], inner)
            self._parts(node.parts[1:], inner)
        elif node.kind in ("comprehension", "quantifier"):
            self._expression(node.parts[0], scope)
            kind = element(checks.types.of(node.parts[0], scope))
            self._parts(node.parts[1:], {**scope, node.text: kind})
        elif node.kind == "reduce":
            self._parts(node.parts[:2], scope)
            kind = element(checks.types.of(node.parts[1], scope))
            start = checks.types.of(node.parts[0], scope)
            self._parts(node.parts[2:], {**scope, node.text: kind, node.flag: start})
        elif node.kind == "label":
            checks.names(node.parts[1], "label", checks.vocabulary.labels | checks.vocabulary.types)
            self._expression(node.parts[0], scope)
        else:
            self._parts(node.parts, scope)

    def _parts(self, parts: tuple[Node, ...], scope: Scope) -> None:
        for part in parts:
            if part.kind == "where":
                self._condition(part, scope)
            else:
                self._expression(part, scope)

    def _predicate(self, pattern: Node, scope: Scope) -> None:
        """A bare pattern may name known variables only."""
        for part in pattern.parts:
            if part.text and part.text not in scope:
                place = (part.start, part.end)
                unknown("cypher.unknown_variable", self.checks.query, place, part.text, scope)
        grown = dict(scope)
        for part in pattern.parts:
            if part.kind == "relation" and part.text:
                self.checks.refuse("cypher.relation_twice", part, name=part.text)
        self._bind(pattern, grown)
        self._inline(pattern, grown)


def _named(pattern: Node, variable: str) -> Node:
    return Node("pattern", pattern.start, pattern.end, pattern.parts, variable)


def column(item: Node, query: str) -> str:
    """The name of a column: its alias, else its text as it was written."""
    expression = item.parts[0]
    if item.text:
        return item.text
    if expression.kind == "name":
        return expression.text
    if expression.kind == "projection":
        return expression.parts[0].text
    return query[expression.start : expression.end]
