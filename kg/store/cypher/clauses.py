"""Patterns and clauses of Cypher: the whole parser."""

from __future__ import annotations

from kg.store.cypher.expressions import Expressions
from kg.store.cypher.tokens import Token
from kg.store.cypher.tree import Node

_WRITING = "CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH DROP LOAD INSERT ALTER GRANT REVOKE"
WRITING = frozenset(_WRITING.split())
SHORTEST = ("SHORTESTPATH", "ALLSHORTESTPATHS")


def parse(query: str) -> Node:
    """Return the tree of a reading query. Raises UsageError, the place marked, for anything else."""
    return Parser(query).whole()


class Parser(Expressions):
    """Reads a query."""

    def whole(self) -> Node:
        """The query, and nothing behind it but a semicolon."""
        if self.is_word("EXPLAIN", "PROFILE"):
            self.refuse("cypher.explain", None)
        if self.token.kind == "end":
            self.refuse("cypher.empty", None)
        found = self.union()
        self.op(";")
        if self.token.kind != "end":
            self._misplaced()
        return found

    def union(self) -> Node:
        """Queries joined by UNION."""
        parts = [self.single()]
        flag = ""
        while self.word("UNION"):
            kind = "ALL" if self.word("ALL") else "DISTINCT"
            if flag and kind != flag:
                self.refuse("cypher.union")
            flag = kind
            parts.append(self.single())
        if len(parts) == 1:
            return parts[0]
        return Node("union", parts[0].start, parts[-1].end, tuple(parts), flag=flag)

    def single(self) -> Node:
        """Clauses up to RETURN."""
        start = self.token.start
        parts: list[Node] = []
        while not parts or parts[-1].kind != "return":
            parts.append(self._clause())
        return Node("query", start, self.last_end, tuple(parts))

    def subquery(self) -> Node:
        """Within EXISTS or COUNT: clauses, or patterns and a condition alone."""
        start = self.token.start
        if not self.is_word("MATCH", "OPTIONAL", "UNWIND", "WITH", "CALL", "RETURN"):
            match = self._patterns_of("", start)
            return Node("query", start, self.last_end, (match,))
        parts: list[Node] = []
        while not self.is_op("}"):
            parts.append(self._clause())
        if len(parts) > 1 or parts[0].kind != "match":
            self.refuse("cypher.subquery", self.tokens[self.at - 1])
        return Node("query", start, self.last_end, tuple(parts))

    def _clause(self) -> Node:
        token = self.token
        if token.word in WRITING:
            self.refuse("cypher.writes")
        if token.word == "OPTIONAL" or token.word == "MATCH":
            optional = "OPTIONAL" if self.word("OPTIONAL") else ""
            self.want_word("MATCH")
            return self._patterns_of(optional, token.start)
        if token.word == "UNWIND":
            return self._unwind()
        if token.word in ("WITH", "RETURN"):
            return self._project()
        if token.word == "CALL":
            return self._call_clause()
        return self._misplaced()

    def _misplaced(self) -> Node:
        if self.token.word in WRITING:
            self.refuse("cypher.writes")
        self.expected("MATCH, OPTIONAL MATCH, UNWIND, WITH, CALL {, RETURN, UNION")

    def _patterns_of(self, optional: str, start: int) -> Node:
        parts = [self._path(first=True)]
        while self.op(","):
            parts.append(self._path(first=False))
        if self.is_word("WHERE"):
            parts.append(self.where())
        return Node("match", start, self.last_end, tuple(parts), flag=optional)

    def _path(self, *, first: bool) -> Node:
        """A pattern with its variable and shortestPath, where it has them."""
        start = self.token.start
        variable = ""
        if self.token.kind in ("name", "quoted") and self.ahead(1).text == "=":
            variable = self.name().name
            self.want("=")
        if self.is_word("SHORTEST", "ANY", "ALL") and self.token.kind == "name":
            self.refuse("cypher.shortest")
        if not self.is_word(*SHORTEST):
            found = self.pattern()
            return Node("pattern", start, found.end, found.parts, variable)
        if not first:
            self.refuse("cypher.shortest_comma")
        which = self.next()
        self.want("(")
        found = self.pattern()
        end = self.want(")").end
        if self.is_op(","):
            self.refuse("cypher.shortest_comma", which)
        if len(found.parts) != 3 or found.parts[1].first("length") is None:
            self.refuse("cypher.shortest_form", which)
        return Node("pattern", start, end, found.parts, variable, which.word)

    def is_pattern(self) -> bool:
        """Does a node in brackets stand here, with an arrow behind it?"""
        if not self.is_op("("):
            return False
        at, level = self.at, 0
        while self.tokens[at].kind != "end":
            text = self.tokens[at].text if self.tokens[at].kind == "op" else ""
            level += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
            at += 1
            if level == 0:
                break
        one, two, three = (self.tokens[min(at + n, len(self.tokens) - 1)].text for n in range(3))
        if one == "<":
            return two == "-" and three in ("-", "[") and self._is_node()
        return one == "-" and (two == "[" or (two == "-" and three in ("(", ">"))) and self._is_node()

    def _is_node(self) -> bool:
        """( variable? labels? properties? ): an expression in brackets looks otherwise."""
        one, two = self.ahead(1), self.ahead(2)
        if one.kind in ("name", "quoted"):
            return two.text in (")", ":", "{")
        return one.text in (")", ":", "{")

    def pattern(self) -> Node:
        """Nodes and the relations between them."""
        parts = [self._node()]
        while self.is_op("-", "<"):
            parts.append(self._relation())
            parts.append(self._node())
        if self.is_op("("):
            self.refuse("cypher.quantified")
        return Node("pattern", parts[0].start, parts[-1].end, tuple(parts))

    def _node(self) -> Node:
        start = self.want("(").start
        if self.is_op("(") or (self.token.kind in ("name", "quoted") and self.ahead(1).text == "="):
            self.refuse("cypher.quantified")
        name = self._variable()
        parts: list[Node] = []
        if self.is_op(":"):
            parts.append(self.label_expression())
        self._inline(parts)
        end = self.want(")").end
        if self.is_op("{", "+", "*") and self.ahead(1).kind != "end":
            self.refuse("cypher.quantified")
        return Node("node", start, end, (*name, *parts), name[0].text if name else "")

    def _variable(self) -> tuple[Node, ...]:
        if self.token.kind not in ("name", "quoted") or self.is_word("WHERE"):
            return ()
        token = self.next()
        return (Node("variable", token.start, token.end, text=token.name),)

    def _inline(self, parts: list[Node]) -> None:
        """Properties in braces; conditions within a pattern are refused."""
        if self.is_op("{"):
            start = self.next().start
            found = self.entries()
            parts.append(Node("map", start, self.last_end, found))
        elif self.token.kind == "param":
            self.refuse("cypher.map_parameter")
        if self.is_word("WHERE"):
            self.refuse("cypher.inline_where")

    def label_expression(self) -> Node:
        """:A, :A|B in a pattern; :A:B too."""
        start = self.token.start
        found: list[Node] = []
        joined = ""
        while self.is_op(":", "|", "&"):
            sign = self.next().text
            if sign == "|":
                self.op(":")
            if self.is_op("!", "%", "(") or sign == "&" or self.token.kind == "param":
                self.refuse("cypher.label_expression")
            if found and joined and sign != joined:
                self.refuse("cypher.label_expression")
            joined = sign if found else ""
            token = self.name()
            found.append(Node("label_name", token.start, token.end, text=token.name))
        if self.is_op("!", "&"):
            self.refuse("cypher.label_expression")
        return Node("labels", start, self.last_end, tuple(found), flag=joined)

    def _relation(self) -> Node:
        start = self.token.start
        left = bool(self.op("<"))
        self.want("-")
        parts: list[Node] = []
        name: tuple[Node, ...] = ()
        if self.op("["):
            name = self._variable()
            if self.is_op(":"):
                found = self.label_expression()
                if found.flag == ":":
                    self.refuse("cypher.label_expression", self.tokens[self.at - 1])
                parts.append(Node("types", found.start, found.end, found.parts))
            if self.is_op("*"):
                parts.append(self._length())
            self._inline(parts)
            self.want("]")
        self.want("-")
        right = bool(self.op(">"))
        if self.is_op("+", "*", "{"):
            self.refuse("cypher.quantified")
        flag = "<>" if left and right else "<" if left else ">" if right else ""
        if flag == "<>":
            self.refuse("cypher.both_ways", self.tokens[self.at - 1])
        return Node("relation", start, self.last_end, (*name, *parts), name[0].text if name else "", flag)

    def _length(self) -> Node:
        start = self.want("*").start
        low = self.next().text if self.token.kind == "number" else ""
        if self.op(".."):
            high = self.next().text if self.token.kind == "number" else ""
        else:
            high = low
        if not all(text.isdigit() or not text for text in (low, high)):
            self.refuse("cypher.expected", self.tokens[self.at - 1], wanted="*1..3", found=low + high)
        return Node("length", start, self.last_end, text=low or "1", flag=high)

    def _unwind(self) -> Node:
        start = self.want_word("UNWIND").start
        source = self.expression()
        self.want_word("AS")
        name = self.name()
        variable = Node("variable", name.start, name.end, text=name.name)
        return Node("unwind", start, name.end, (source, variable), name.name)

    def _project(self) -> Node:
        token = self.next()
        kind = "with" if token.word == "WITH" else "return"
        distinct = "DISTINCT" if self.word("DISTINCT") else ""
        parts: list[Node] = []
        if self.is_op("*"):
            star = self.next()
            parts.append(Node("star", star.start, star.end))
            more = bool(self.op(","))
        else:
            more = True
        while more:
            parts.append(self._item(kind))
            more = bool(self.op(","))
        self._shape(parts)
        if kind == "with" and self.is_word("WHERE"):
            parts.append(self.where())
        return Node(kind, token.start, self.last_end, tuple(parts), flag=distinct)

    def _item(self, kind: str) -> Node:
        expression = self.expression()
        if self.word("AS"):
            alias = self.name()
            named = Node("alias", alias.start, alias.end, text=alias.name)
            return Node("item", expression.start, alias.end, (expression, named), alias.name, "AS")
        if kind == "with" and expression.kind != "name":
            self.refuse("cypher.alias")
        return Node("item", expression.start, expression.end, (expression,))

    def _shape(self, parts: list[Node]) -> None:
        """ORDER BY, SKIP and LIMIT."""
        if token := self.word("ORDER"):
            self.want_word("BY")
            keys = [self._order_key()]
            while self.op(","):
                keys.append(self._order_key())
            parts.append(Node("order", token.start, self.last_end, tuple(keys)))
        for word in ("SKIP", "OFFSET", "LIMIT"):
            if token := self.word(word):
                count = self.expression()
                if any(n.kind in ("name", "property", "exists", "counted", "patterns") for n in count.walk()):
                    self.refuse("cypher.constant", token)
                parts.append(Node(word.lower(), token.start, count.end, (count,)))

    def _order_key(self) -> Node:
        key = self.expression()
        self.word("ASC", "ASCENDING", "DESC", "DESCENDING")
        return Node("key_of_order", key.start, self.last_end, (key,))

    def _call_clause(self) -> Node:
        token = self.want_word("CALL")
        names: list[Node] = []
        scoped = False
        if self.op("("):
            scoped = True
            while not self.op(")"):
                name: Token = self.name()
                names.append(Node("name", name.start, name.end, text=name.name))
                self.op(",")
        if not self.is_op("{"):
            self.refuse("cypher.procedure", token)
        self.want("{")
        body = self.union()
        end = self.want("}").end
        return Node("subquery", token.start, end, (*names, body), flag="scoped" if scoped else "")
