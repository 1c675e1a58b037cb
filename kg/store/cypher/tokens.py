"""Cypher text → tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.store.cypher.marks import refuse

TOKEN = re.compile(
    r"""
      (?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<quoted>`(?:[^`]|``)*`)
    | (?P<number>0[xX][0-9a-fA-F]+|0o[0-7]+|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<param>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<name>[^\W\d]\w*)
    | (?P<op><=|>=|<>|=~|\.\.|!=|\|\||::|[-+*/%^=<>()\[\]{},.:;|&!?])
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST = 100_000  # characters of a query; what is longer belongs into a parameter


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # string | quoted | number | param | name | op | end
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The text as keywords are compared: upper case; "" for what is no bare name."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def name(self) -> str:
        """The text of a name, a quoted name or a parameter without its quotes."""
        bare = self.text[1:] if self.kind == "param" else self.text
        return bare[1:-1].replace("``", "`") if bare.startswith("`") else bare


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, an "end" token last. Raises UsageError at what is no token."""
    if len(query) > LONGEST:
        refuse("cypher.too_long", query, LONGEST, LONGEST, longest=LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(query):
        match = TOKEN.match(query, at)
        if match is None:
            code = "cypher.open_quote" if query[at] in "'\"`" else "cypher.character"
            refuse(code, query, at, at + 1, found=query[at])
        kind = match.lastgroup or "op"
        if kind != "blank":
            found.append(Token(kind, match.group(), at, match.end()))
        at = match.end()
    found.append(Token("end", "", len(query), len(query)))
    return found
