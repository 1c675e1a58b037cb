"""What type an expression has, as far as that can be said before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kg.store.cypher.functions import FUNCTIONS
from kg.store.cypher.tree import Node
from kg.store.cypher.vocabulary import Vocabulary

Scope = Mapping[str, str]  # variable -> type
ARITHMETIC = ("-", "*", "/", "%", "^")
NUMBERS = ("integer", "number")
LOGIC = ("AND", "OR", "XOR")


def of_value(value: Any) -> str:
    """The type of a parameter's value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, date):
        return "date"
    if isinstance(value, (list, tuple)):
        kinds = {of_value(item) for item in value}
        return f"list:{kinds.pop()}" if len(kinds) == 1 else "list:any"
    return "map" if isinstance(value, dict) else "any"


class Types:
    """Types of expressions, given the vocabulary and the parameters."""

    def __init__(self, vocabulary: Vocabulary, parameters: Mapping[str, Any]) -> None:
        self.vocabulary, self.parameters = vocabulary, parameters

    def of(self, node: Node, scope: Scope) -> str:
        """The type of an expression; "any" where it is not known."""
        if node.kind == "number":
            return "number" if any(c in node.text for c in ".eE") and "x" not in node.text.lower() else "integer"
        simple = {"string": "string", "boolean": "boolean", "null": "any", "map": "map"}
        if node.kind in simple:
            return simple[node.kind]
        if node.kind in ("test", "label", "exists", "predicate", "quantifier"):
            return "boolean"
        method = getattr(self, f"_{node.kind}", None)
        return str(method(node, scope)) if method else "any"

    def _param(self, node: Node, scope: Scope) -> str:
        return of_value(self.parameters.get(node.text))

    def _name(self, node: Node, scope: Scope) -> str:
        return scope.get(node.text, "any")

    def _brackets(self, node: Node, scope: Scope) -> str:
        return self.of(node.parts[0], scope)

    def _counted(self, node: Node, scope: Scope) -> str:
        return "integer"

    def _projection(self, node: Node, scope: Scope) -> str:
        return "map"

    def _property(self, node: Node, scope: Scope) -> str:
        base = self.of(node.parts[0], scope)
        if base in ("node", "relationship"):
            return self.vocabulary.holds(node.text)
        return "integer" if base in ("date", "duration") else "any"

    def _list(self, node: Node, scope: Scope) -> str:
        kinds = {self.of(part, scope) for part in node.parts if part.kind != "null"}
        return f"list:{kinds.pop()}" if len(kinds) == 1 else "list:any"

    def _index(self, node: Node, scope: Scope) -> str:
        return element(self.of(node.parts[0], scope))

    def _slice(self, node: Node, scope: Scope) -> str:
        return self.of(node.parts[0], scope)

    def _comprehension(self, node: Node, scope: Scope) -> str:
        source = self.of(node.parts[0], scope)
        value = node.first("value")
        if value is None:
            return source
        return f"list:{self.of(value.parts[0], {**scope, node.text: element(source)})}"

    def _patterns(self, node: Node, scope: Scope) -> str:
        inner = dict(scope)
        for part in node.parts[0].parts:
            if part.text:
                long = part.first("length") is not None
                inner[part.text] = part.kind if part.kind == "node" else "any" if long else "relationship"
        return f"list:{self.of(node.parts[-1], inner)}"

    def _case(self, node: Node, scope: Scope) -> str:
        values = [*(w.parts[1] for w in node.all("when")), *(e.parts[0] for e in node.all("else"))]
        kinds = {self.of(value, scope) for value in values if value.kind != "null"}
        return kinds.pop() if len(kinds) == 1 else "any"

    def _unary(self, node: Node, scope: Scope) -> str:
        return "boolean" if node.text == "NOT" else self.of(node.parts[0], scope)

    def _binary(self, node: Node, scope: Scope) -> str:
        left, right = (self.of(part, scope) for part in node.parts)
        if node.text in ("+", "-") and "date" in (left, right):
            return "date"
        if node.text in ARITHMETIC or (node.text == "+" and left in NUMBERS and right in NUMBERS):
            whole = left == right == "integer" and node.text != "^"
            return "integer" if whole else "any" if "any" in (left, right) else "number"
        if node.text != "+":
            return "boolean"
        if left.startswith("list") or right.startswith("list"):
            return left if left == right else "list:any"
        return "string" if "string" in (left, right) else "any"

    def _call(self, node: Node, scope: Scope) -> str:
        result = FUNCTIONS.get(node.text, "any")
        first = self.of(node.parts[0], scope) if node.parts else "any"
        if result == "first":
            return first
        if result == "element":
            return element(first)
        return f"list:{first}" if result == "list of first" else result


def element(kind: str) -> str:
    """The type of a list's elements; of a value that is no list, the value's own (as UNWIND has it)."""
    if kind.startswith("list:"):
        return kind[5:]
    return "any" if kind in ("list", "map", "any", "node", "relationship") else kind
