"""A checked query in the spelling that the embedded engine answers rightly."""

from __future__ import annotations

from kg.store.cypher.scopes import column
from kg.store.cypher.tokens import Token, tokens
from kg.store.cypher.tree import Node

# Words that the engine takes for keywords where Cypher takes them for names.
_KEYWORDS = (
    "all and as asc ascending by call case contains count create delete desc descending detach distinct drop else end "
    "ends exists false filter finish foreach from having in insert is let limit load match merge not null offset on "
    "optional or order remove return set skip starts then true union unwind when where with xor yield"
)
KEYWORDS = frozenset(_KEYWORDS.split())


def rewrite(query: str, tree: Node) -> tuple[str, dict[str, str]]:
    """Return the query as the engine is to be asked it, and what its renamed columns are called in truth."""
    return renamed(Writer(query).write(tree))


class Writer:
    """Writes a tree back as text, some kinds of nodes in other words."""

    def __init__(self, query: str) -> None:
        self.query = query
        self._columns: dict[str, str] = {}

    def write(self, node: Node) -> str:
        """The text of a node."""
        method = getattr(self, f"_{node.kind}", None)
        return str(method(node)) if method else self._plain(node)

    def _plain(self, node: Node) -> str:
        """The text as it stands, its parts written anew."""
        pieces, at = [], node.start
        for part in sorted(node.parts, key=lambda p: p.start):
            pieces += [self.query[at : part.start], self.write(part)]
            at = part.end
        return "".join(pieces) + self.query[at : node.end]

    def _exists(self, node: Node) -> str:
        body = node.parts[0]
        return f"(0 < COUNT {{ {self._plain(body)} }})"

    def _counted(self, node: Node) -> str:
        """Behind a bracket the engine would take COUNT for a node's variable."""
        plain = self._plain(node)
        return f"(0 + {plain})" if self.query[: node.start].rstrip().endswith("(") else plain

    def _predicate(self, node: Node) -> str:
        return f"(0 < COUNT {{ {self._plain(node.parts[0])} }})"

    def _call(self, node: Node) -> str:
        if node.text == "round" and (len(node.parts) == 1 or node.parts[1].text == "0"):
            return f"floor(({self.write(node.parts[0])}) + 0.5)"
        return self._plain(node)

    def _binary(self, node: Node) -> str:
        """A division by zero is an error, also of decimals, where the engine would give null."""
        if node.text not in ("/", "%") or self._is_not_zero(node.parts[1]):
            return self._plain(node)
        left, right = (self.write(part) for part in node.parts)
        return f"{left} {node.text} (CASE WHEN ({right}) = 0 THEN 1 % toInteger(({right})) ELSE ({right}) END)"

    def _is_not_zero(self, node: Node) -> bool:
        return node.kind == "number" and any(c in "123456789" for c in node.text.lower().partition("e")[0])

    def _return(self, node: Node) -> str:
        """Sorted by a column, a result is sorted by the column's name: the engine cannot find the aggregate again."""
        self._columns = {self._bare(item.parts[0]): column(item, self.query) for item in node.all("item")}
        return self._plain(node)

    _with = _return

    def _key_of_order(self, node: Node) -> str:
        name = self._columns.get(self._bare(node.parts[0]))
        if name is None or node.parts[0].kind == "name":
            return self._plain(node)
        return _ticked(name) + self.query[node.parts[0].end : node.end]

    def _bare(self, node: Node) -> str:
        return "".join(self.query[node.start : node.end].split())

    def _item(self, node: Node) -> str:
        written = self._plain(node)
        if node.flag or node.parts[0].kind == "name":
            return written
        return f"{written} AS {_ticked(column(node, self.query))}"


def _ticked(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def renamed(text: str) -> tuple[str, dict[str, str]]:
    """The text with plain names for variables that the engine cannot read, and back-ticks around keys.

    The engine takes neither names beyond ASCII nor quoted ones within patterns.
    """
    pieces, at = [], 0
    names: dict[str, str] = {}
    found = tokens(text)
    for number, token in enumerate(found):
        before = found[number - 1].text if number else ""
        written = _written(token, before, found[number + 1].text if token.kind != "end" else "", names)
        if written != token.text:
            pieces += [text[at : token.start], written]
            at = token.end
    return "".join(pieces) + text[at:], names


def _written(token: Token, before: str, after: str, names: dict[str, str]) -> str:
    if token.kind == "param":
        return token.text if token.text[1:].isidentifier() and token.name.isascii() else f"$`{token.name}`"
    if token.kind not in ("name", "quoted"):
        return token.text
    is_key = before == "." or (after == ":" and before in ("{", ","))
    if is_key or (before in (":", "|") and token.kind == "quoted"):
        bare = token.name.isascii() and token.name.isidentifier() and token.name.lower() not in KEYWORDS
        return token.name if bare else _ticked(token.name)
    if token.kind == "name" and token.name.isascii():
        return token.text
    plain = "x_" + token.name.encode().hex()
    names[plain] = token.name
    return plain
