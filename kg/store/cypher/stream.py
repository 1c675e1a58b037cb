"""The tokens of a query, read one after another."""

from __future__ import annotations

from typing import NoReturn

from kg.store.cypher.marks import refuse
from kg.store.cypher.tokens import Token, tokens

DEEPEST = 40  # brackets within brackets


class Stream:
    """A reader with one place in the tokens."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = tokens(query)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token at the place."""
        return self.tokens[self.at]

    def ahead(self, count: int) -> Token:
        """A token further on."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    @property
    def last_end(self) -> int:
        """Where the token before the place ended."""
        return self.tokens[self.at - 1].end if self.at else 0

    def next(self) -> Token:
        """The token at the place, which is left behind."""
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def is_op(self, *texts: str) -> bool:
        """Is an operator or bracket of these at the place?"""
        return self.token.kind == "op" and self.token.text in texts

    def is_word(self, *words: str) -> bool:
        """Is one of these keywords at the place?"""
        return self.token.word in words

    def op(self, *texts: str) -> Token | None:
        """Take one of these operators if it is at the place."""
        return self.next() if self.is_op(*texts) else None

    def word(self, *words: str) -> Token | None:
        """Take one of these keywords if it is at the place."""
        return self.next() if self.is_word(*words) else None

    def want(self, text: str) -> Token:
        """Take this operator; anything else is refused."""
        return self.op(text) or self.expected(text)

    def want_word(self, word: str) -> Token:
        """Take this keyword; anything else is refused."""
        return self.word(word) or self.expected(word)

    def name(self) -> Token:
        """Take a name, bare or in back-ticks."""
        return self.next() if self.token.kind in ("name", "quoted") else self.expected("…")

    def expected(self, what: str) -> NoReturn:
        """Refuse the token at the place."""
        token = self.token
        found = token.text[:20] or "…"
        refuse("cypher.expected", self.query, token.start, max(token.end, token.start + 1), wanted=what, found=found)

    def refuse(self, code: str, token: Token | None = None, **values: object) -> NoReturn:
        """Refuse with the message `code` at a token (the one at the place)."""
        token = token or self.token
        refuse(code, self.query, token.start, max(token.end, token.start + 1), **values)

    def deeper(self) -> None:
        """Count a level of nesting; too many are refused."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse("cypher.too_deep")
