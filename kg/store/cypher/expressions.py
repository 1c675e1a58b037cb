"""Expressions of Cypher, by recursive descent; each method takes one level of precedence."""

from __future__ import annotations

from collections.abc import Callable

from kg.store.cypher.stream import Stream
from kg.store.cypher.tokens import Token
from kg.store.cypher.tree import Node

COMPARING = ("=", "<>", "<", ">", "<=", ">=", "=~")
QUANTIFIERS = ("ANY", "ALL", "NONE", "SINGLE")
LITERALS = {"TRUE": "boolean", "FALSE": "boolean", "NULL": "null"}
SUBQUERIES = {"EXISTS": "exists", "COUNT": "counted", "COLLECT": "collected"}
_OPERATORS = (
    "AND OR XOR NOT IN STARTS ENDS CONTAINS IS AS WHERE RETURN WITH MATCH UNWIND ORDER SKIP LIMIT UNION "
    "WHEN THEN ELSE END DESC ASC OPTIONAL"
)
OPERATORS = frozenset(_OPERATORS.split())


class Expressions(Stream):
    """The part of the parser that reads expressions."""

    def pattern(self) -> Node:
        """A path pattern: see Patterns."""
        raise NotImplementedError

    def is_pattern(self) -> bool:
        """Does a pattern of at least one step begin here?"""
        raise NotImplementedError

    def subquery(self) -> Node:
        """What stands in the braces of EXISTS or COUNT: see Parser."""
        raise NotImplementedError

    def label_expression(self) -> Node:
        """Labels behind a colon: see Patterns."""
        raise NotImplementedError

    def expression(self) -> Node:
        """Any expression."""
        self.deeper()
        found = self._chain(self._xor, "OR")
        self.depth -= 1
        return found

    def _xor(self) -> Node:
        return self._chain(self._and, "XOR")

    def _and(self) -> Node:
        return self._chain(self._not, "AND")

    def _not(self) -> Node:
        start = self.token.start
        if self.word("NOT"):
            self.deeper()
            part = self._not()
            self.depth -= 1
            return Node("unary", start, part.end, (part,), "NOT")
        return self._comparison()

    def _chain(self, part: Callable[[], Node], word: str) -> Node:
        left = part()
        while self.word(word):
            right = part()
            left = Node("binary", left.start, right.end, (left, right), word)
        return left

    def _comparison(self) -> Node:
        left = self._operators(0)
        if self.is_op("!="):
            self.refuse("cypher.not_equal")
        if not self.is_op(*COMPARING):
            return self._tests(left)
        sign = self.next()
        right = self._tests(self._operators(0))
        if self.is_op(*COMPARING):
            self.refuse("cypher.chained")
        return Node("binary", left.start, right.end, (left, right), sign.text)

    def _tests(self, left: Node) -> Node:
        """IS NULL, IN, STARTS WITH and the like, behind what they test."""
        while True:
            if self.word("IS"):
                no = bool(self.word("NOT"))
                if not self.is_word("NULL"):
                    self.refuse("cypher.is_type")
                end = self.next().end
                left = Node("test", left.start, end, (left,), "IS NOT NULL" if no else "IS NULL")
            elif self.is_word("STARTS", "ENDS"):
                word = self.next().word
                self.want_word("WITH")
                left = self._right(left, f"{word} WITH")
            elif self.is_word("IN", "CONTAINS"):
                left = self._right(left, self.next().word)
            elif self.is_op(":") and left.kind in ("name", "label"):
                labels = self.label_expression()
                left = Node("label", left.start, labels.end, (left, labels))
            else:
                return left

    def _right(self, left: Node, sign: str) -> Node:
        right = self._operators(0)
        return Node("binary", left.start, right.end, (left, right), sign)

    def _operators(self, level: int) -> Node:
        """Arithmetic: + -, then * / %, then ^, all from left to right."""
        if level == 3:
            return self._sign()
        left = self._operators(level + 1)
        signs = (("+", "-"), ("*", "/", "%"), ("^",))[level]
        if self.is_op("||"):
            self.refuse("cypher.bars")
        while self.is_op(*signs):
            sign = self.next()
            right = self._operators(level + 1)
            left = Node("binary", left.start, right.end, (left, right), sign.text)
        return left

    def _sign(self) -> Node:
        if self.is_op("-", "+"):
            sign = self.next()
            self.deeper()
            part = self._sign()
            self.depth -= 1
            return Node("unary", sign.start, part.end, (part,), sign.text)
        return self._postfix(self._atom())

    def _postfix(self, base: Node) -> Node:
        while True:
            if self.is_op("."):
                self.next()
                key = self.name()
                name = Node("key", key.start, key.end, text=key.name)
                base = Node("property", base.start, key.end, (base, name), key.name)
            elif self.is_op("["):
                base = self._index(base)
            else:
                return base

    def _index(self, base: Node) -> Node:
        self.want("[")
        low = None if self.is_op("..") else self.expression()
        if self.op(".."):
            high = None if self.is_op("]") else self.expression()
            end = self.want("]").end
            parts = tuple(p for p in (base, low, high) if p is not None)
            return Node("slice", base.start, end, parts)
        end = self.want("]").end
        return Node("index", base.start, end, (base, low) if low else (base,))

    def _atom(self) -> Node:
        token = self.token
        if token.kind in ("string", "param"):
            self.next()
            return Node(token.kind, token.start, token.end, text=token.name if token.kind == "param" else token.text)
        if token.kind == "number":
            return self._number()
        if token.kind == "op":
            return self._bracketed()
        if token.kind == "quoted":
            self.next()
            return Node("name", token.start, token.end, text=token.name)
        if token.kind != "name":
            self.expected("…")
        return self._worded(token)

    def _number(self) -> Node:
        token = self.next()
        if self.token.kind == "name" and self.token.start == token.end:
            self.refuse("cypher.number")
        return Node("number", token.start, token.end, text=token.text)

    def _worded(self, token: Token) -> Node:
        follows = self.ahead(1).text
        if token.word in SUBQUERIES and follows == "{":
            return self._subquery(token)
        if token.word == "CASE" and follows not in (".", ",", ")"):
            return self._case()
        if token.word in LITERALS:
            self.next()
            return Node(LITERALS[token.word], token.start, token.end, text=token.word)
        if follows == "(" or (follows == "." and self._is_call()):
            return self._call()
        if token.word in OPERATORS:
            self.expected("…")
        self.next()
        if self.is_op("{"):
            return self._projection(token)
        return Node("name", token.start, token.end, text=token.text)

    def _is_call(self) -> bool:
        """Is this a function of a namespace, such as duration.between( ?"""
        return self.token.text.lower() in ("duration", "date", "datetime", "apoc", "point") and (
            self.ahead(2).kind == "name" and self.ahead(3).text == "("
        )

    def _subquery(self, token: Token) -> Node:
        self.next()
        if token.word == "COLLECT":
            self.refuse("cypher.collect", token)
        self.want("{")
        body = self.subquery()
        end = self.want("}").end
        return Node(SUBQUERIES[token.word], token.start, end, (body,))

    def _call(self) -> Node:
        token = self.next()
        name = token.text
        while self.op("."):
            name += "." + self.name().text
        if token.word in QUANTIFIERS and self.ahead(2).word == "IN":
            return self._quantifier(token)
        if token.word == "REDUCE":
            return self._reduce(token)
        if token.word in ("SHORTESTPATH", "ALLSHORTESTPATHS"):
            self.refuse("cypher.shortest_expression", token)
        self.want("(")
        if token.word == "EXISTS":
            return self._exists(token)
        if token.word == "COUNT" and self.is_op("*"):
            self.next()
            return Node("call", token.start, self.want(")").end, (), "count", "*")
        distinct = "DISTINCT" if self.word("DISTINCT") else ""
        parts = self._list(")")
        return Node("call", token.start, self.last_end, parts, name.lower(), distinct)

    def _exists(self, token: Token) -> Node:
        if not self.is_pattern():
            self.refuse("cypher.exists", token)
        pattern = self.pattern()
        return Node("predicate", token.start, self.want(")").end, (pattern,), "exists")

    def _list(self, closing: str) -> tuple[Node, ...]:
        """Expressions by commas up to the closing bracket, which is taken."""
        found: list[Node] = []
        if not self.op(closing):
            found.append(self.expression())
            while self.op(","):
                found.append(self.expression())
            self.want(closing)
        return tuple(found)

    def _bracketed(self) -> Node:
        if self.is_op("("):
            if self.is_pattern():
                pattern = self.pattern()
                return Node("predicate", pattern.start, pattern.end, (pattern,))
            start = self.next().start
            inside = self.expression()
            return Node("brackets", start, self.want(")").end, (inside,))
        if self.is_op("["):
            return self._square()
        if self.is_op("{"):
            start = self.next().start
            parts = self.entries()
            return Node("map", start, self.last_end, parts)
        return self.expected("…")

    def entries(self) -> tuple[Node, ...]:
        """key: value pairs up to the closing brace, which is taken."""
        found: list[Node] = []
        while not self.is_op("}"):
            key = self.name()
            self.want(":")
            value = self.expression()
            named = Node("key", key.start, key.end, text=key.name)
            found.append(Node("entry", key.start, value.end, (named, value), key.name))
            if not self.op(","):
                break
        self.want("}")
        return tuple(found)

    def _projection(self, token: Token) -> Node:
        """A map projection: n {.name, .*, other: expression, variable}."""
        base = Node("name", token.start, token.end, text=token.text)
        self.want("{")
        found: list[Node] = [base]
        while not self.is_op("}"):
            start = self.token.start
            if self.op("."):
                if self.op("*"):
                    found.append(Node("all", start, self.last_end))
                else:
                    key = self.name()
                    found.append(Node("pick", key.start, key.end, text=key.name))
            else:
                key = self.name()
                if self.op(":"):
                    value = self.expression()
                    named = Node("key", key.start, key.end, text=key.name)
                    found.append(Node("entry", start, value.end, (named, value), key.name))
                else:
                    found.append(Node("name", key.start, key.end, text=key.name))
            if not self.op(","):
                break
        end = self.want("}").end
        return Node("projection", token.start, end, tuple(found))

    def _square(self) -> Node:
        """A list, a list comprehension, or a pattern comprehension."""
        start = self.want("[").start
        named = self.token.kind in ("name", "quoted")
        if named and self.ahead(1).word == "IN":
            return self._comprehension(start)
        if (named and self.ahead(1).text == "=" and self.ahead(2).text == "(") or self.is_pattern():
            return self._patterns(start)
        parts = self._list("]")
        return Node("list", start, self.last_end, parts)

    def _comprehension(self, start: int) -> Node:
        variable = self.name()
        self.want_word("IN")
        parts = [self.expression()]
        if self.is_word("WHERE"):
            parts.append(self.where())
        if self.op("|"):
            value = self.expression()
            parts.append(Node("value", value.start, value.end, (value,)))
        return Node("comprehension", start, self.want("]").end, tuple(parts), variable.name)

    def _patterns(self, start: int) -> Node:
        variable = ""
        if not self.is_op("("):
            variable = self.name().name
            self.want("=")
        parts = [self.pattern()]
        if self.is_word("WHERE"):
            parts.append(self.where())
        self.want("|")
        parts.append(self.expression())
        return Node("patterns", start, self.want("]").end, tuple(parts), variable)

    def where(self) -> Node:
        """WHERE and its condition."""
        start = self.want_word("WHERE").start
        condition = self.expression()
        return Node("where", start, condition.end, (condition,))

    def _quantifier(self, token: Token) -> Node:
        self.want("(")
        variable = self.name()
        self.want_word("IN")
        parts = [self.expression()]
        parts.append(self.where())
        return Node("quantifier", token.start, self.want(")").end, tuple(parts), variable.name, token.word)

    def _reduce(self, token: Token) -> Node:
        self.want("(")
        total = self.name().name
        self.want("=")
        first = self.expression()
        self.want(",")
        variable = self.name().name
        self.want_word("IN")
        source = self.expression()
        self.want("|")
        step = self.expression()
        return Node("reduce", token.start, self.want(")").end, (first, source, step), variable, total)

    def _case(self) -> Node:
        start = self.want_word("CASE").start
        parts: list[Node] = []
        if not self.is_word("WHEN"):
            subject = self.expression()
            parts.append(Node("subject", subject.start, subject.end, (subject,)))
        while self.word("WHEN"):
            condition = self.expression()
            self.want_word("THEN")
            value = self.expression()
            parts.append(Node("when", condition.start, value.end, (condition, value)))
        if self.word("ELSE"):
            value = self.expression()
            parts.append(Node("else", value.start, value.end, (value,)))
        return Node("case", start, self.want_word("END").end, tuple(parts))
