"""What a query may not do: each silent difference between the engines, refused with the spelling that works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from kg.store.cypher.functions import AGGREGATES, FUNCTIONS, NUMERIC, OF_NODES, REFUSED
from kg.store.cypher.marks import refuse, unknown
from kg.store.cypher.tree import Node
from kg.store.cypher.types import ARITHMETIC, LOGIC, Scope, Types
from kg.store.cypher.vocabulary import Vocabulary

HIDDEN = ("title", "type", "label", "labels", "node_type")  # what the engine adds to nodes and relations of itself
COMPARING = ("=", "<>", "<", ">", "<=", ">=", "IN")
THINGS = ("node", "relationship")
NOT_NUMBERS = ("string", "boolean", "map", "node", "relationship", "path", "date")


class Checks:
    """Checks of single expressions and patterns, given the variables in scope."""

    def __init__(self, query: str, vocabulary: Vocabulary, parameters: Mapping[str, Any]) -> None:
        self.query, self.vocabulary, self.parameters = query, vocabulary, parameters
        self.types = Types(vocabulary, parameters)

    def refuse(self, code: str, node: Node, **values: Any) -> NoReturn:
        """Refuse at the place of a node."""
        refuse(code, self.query, node.start, node.end, **values)

    def text(self, node: Node) -> str:
        """The text of a node, blanks left out: how two spellings are compared."""
        return "".join(self.query[node.start : node.end].split())

    def expression(self, node: Node, scope: Scope) -> None:
        """Check one expression (not what is below it)."""
        method = getattr(self, f"_{node.kind}", None)
        if method:
            method(node, scope)

    def names(self, node: Node, kind: str, known: Iterable[str]) -> None:
        """Labels or relation types must be known."""
        for part in node.all("label_name"):
            if part.text not in set(known):
                place = (part.start, part.end)
                other = dict(self.vocabulary.words)
                unknown(f"cypher.unknown_{kind}", self.query, place, part.text, known, other=other)

    def property(self, node: Node, name: str) -> None:
        """A property of a node or relation must be known."""
        if name in HIDDEN:
            self.refuse("cypher.hidden", node, name=name)
        if name not in self.vocabulary.properties:
            unknown("cypher.unknown_property", self.query, (node.start, node.end), name, self.vocabulary.properties)

    def boolean(self, node: Node, scope: Scope) -> None:
        """A condition must be one."""
        kind = self.types.of(node, scope)
        if kind not in ("boolean", "any"):
            self.refuse("cypher.condition", node, found=kind)

    def _param(self, node: Node, scope: Scope) -> None:
        if node.text not in self.parameters:
            self.refuse("cypher.parameter", node, name=node.text)

    def _name(self, node: Node, scope: Scope) -> None:
        if node.text not in scope:
            unknown("cypher.unknown_variable", self.query, (node.start, node.end), node.text, scope)

    def _property(self, node: Node, scope: Scope) -> None:
        kind = self.types.of(node.parts[0], scope)
        if kind in THINGS:
            self.property(node.parts[1], node.text)
        elif kind == "any" and node.text in HIDDEN:
            self.refuse("cypher.hidden", node.parts[1], name=node.text)
        elif kind == "duration" and node.text not in ("days", "months"):
            self.refuse("cypher.duration", node)
        elif kind in ("string", "number", "integer", "boolean", "path") or kind.startswith("list:"):
            self.refuse("cypher.no_properties", node, found=kind)

    def _index(self, node: Node, scope: Scope) -> None:
        base = self.types.of(node.parts[0], scope)
        if base not in THINGS or len(node.parts) < 2:
            return
        key = node.parts[1]
        if key.kind == "string":
            self.property(key, key.text[1:-1])
        elif key.kind == "param":
            self.property(key, str(self.parameters[key.text]))
        else:
            self.refuse("cypher.dynamic", node)

    def _projection(self, node: Node, scope: Scope) -> None:
        base = node.parts[0]
        if self.types.of(base, scope) in THINGS:
            for part in node.all("pick"):
                self.property(part, part.text)

    def _map(self, node: Node, scope: Scope) -> None:
        keys = {entry.text for entry in node.all("entry")}
        if {"labels", "properties"} <= keys or {"nodes", "relationships"} <= keys or {"start", "properties"} <= keys:
            self.refuse("cypher.map_keys", node)

    def _list(self, node: Node, scope: Scope) -> None:
        numbers = [part for part in node.parts if part.kind == "number"]
        if len({any(c in part.text for c in ".eE") and "x" not in part.text for part in numbers}) > 1:
            self.refuse("cypher.mixed_numbers", node)

    def _call(self, node: Node, scope: Scope) -> None:
        name = node.text
        if name in REFUSED:
            self.refuse(REFUSED[name], node)
        if name not in FUNCTIONS:
            unknown("cypher.unknown_function", self.query, (node.start, node.end), name, FUNCTIONS)
        kinds = [self.types.of(part, scope) for part in node.parts]
        if name in NUMERIC and kinds and (kinds[0] in NOT_NUMBERS or kinds[0].startswith("list")):
            self.refuse("cypher.not_number", node.parts[0], found=kinds[0])
        if name in OF_NODES and kinds and kinds[0] not in (OF_NODES[name], "any"):
            self.refuse("cypher.wrong_kind", node, wanted=OF_NODES[name], found=kinds[0])
        if name in ("keys", "properties") and kinds and kinds[0] not in (*THINGS, "map"):
            self.refuse("cypher.wrong_kind", node, wanted="node, relationship", found=kinds[0])
        if name == "tostring" and kinds and kinds[0] in ("number", "any", "map", "path", *THINGS):
            self.refuse("cypher.to_string", node)
        if name == "size" and kinds and kinds[0] in ("number", "integer", "path", "map", "boolean", *THINGS):
            self.refuse("cypher.wrong_kind", node, wanted="list, string", found=kinds[0])
        if name == "round" and len(node.parts) > 1 and not (len(node.parts) == 2 and node.parts[1].kind == "number"):
            self.refuse("cypher.round", node)

    def _unary(self, node: Node, scope: Scope) -> None:
        if node.text == "NOT":
            self.boolean(node.parts[0], scope)
        else:
            self._number(node.parts[0], scope)

    def _number(self, node: Node, scope: Scope) -> None:
        kind = self.types.of(node, scope)
        if kind in NOT_NUMBERS or kind.startswith("list"):
            self.refuse("cypher.not_number", node, found=kind)

    def _binary(self, node: Node, scope: Scope) -> None:
        left, right = node.parts
        kinds = self.types.of(left, scope), self.types.of(right, scope)
        if node.text in LOGIC:
            self.boolean(left, scope)
            self.boolean(right, scope)
        elif node.text in ("+", "-") and "date" in kinds:
            if "duration" not in kinds:
                self.refuse("cypher.date_sum", node)
        elif node.text in ARITHMETIC:
            self._number(left, scope)
            self._number(right, scope)
        elif node.text == "+":
            if "string" in kinds and "number" in kinds:
                self.refuse("cypher.to_string", node.parts[kinds.index("number")])
            for part, kind in zip(node.parts, kinds):
                if kind in ("boolean", "map", "duration", "path", *THINGS):
                    self.refuse("cypher.wrong_kind", part, wanted="number, string, list", found=kind)
        elif node.text in COMPARING:
            self._compared(node, kinds)

    def _compared(self, node: Node, kinds: tuple[str, str]) -> None:
        left, right = kinds
        if node.text == "IN" and right not in ("any",) and not right.startswith("list"):
            self.refuse("cypher.wrong_kind", node.parts[1], wanted="list", found=right)
        inner = right[5:] if right.startswith("list:") and node.text == "IN" else right
        if {left, inner} == {"date", "string"}:
            self.refuse("cypher.date_text", node)
        if "duration" in kinds:
            self.refuse("cypher.duration", node)

    def grouping(self, item: Node, keys: set[str]) -> None:
        """Beside an aggregate only what the row is grouped by may stand."""
        for found in self._ungrouped(item.parts[0], keys, frozenset()):
            self.refuse("cypher.implicit_grouping", found, name=self.query[found.start : found.end])

    def _ungrouped(self, node: Node, keys: set[str], local: frozenset[str]) -> Iterator[Node]:
        if (node.kind == "call" and node.text in AGGREGATES) or self.text(node) in keys:
            return
        if node.kind == "name":
            if node.text not in local:
                yield node
            return
        if node.kind in ("comprehension", "quantifier", "reduce", "patterns"):
            local = local | {node.text, node.flag}
        if node.kind in ("exists", "counted", "predicate", "patterns"):
            yield node
            return
        for part in node.parts:
            yield from self._ungrouped(part, keys, local)

    def aggregates(self, node: Node) -> list[Node]:
        """The aggregates of an expression; one within another is refused."""
        found = [n for n in node.walk() if n.kind == "call" and n.text in AGGREGATES]
        for outer in found:
            for inner in found:
                if outer is not inner and outer.start <= inner.start and inner.end <= outer.end:
                    self.refuse("cypher.nested_aggregate", inner)
        for case in (n for n in node.walk() if n.kind in ("case", "comprehension", "quantifier", "reduce")):
            for inner in found:
                branches = case.parts[1:] if case.kind == "comprehension" else case.parts
                if any(part.start <= inner.start and inner.end <= part.end for part in branches):
                    self.refuse("cypher.aggregate_inside", inner)
        return found
