"""What can go wrong, named for who must act; the words are in schemas/messages.yaml, in each language."""

from __future__ import annotations

from typing import Any

from kg.messages import say


class KGError(Exception):
    """Root of all errors that are raised on purpose.

    `code` is a key of schemas/messages.yaml and `values` fill its blanks; a text that is no key stands for itself.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(code)

    def text(self, lang: str = "en") -> str:
        """The message in the language of the user."""
        return say(self.code, lang, **self.values)

    def __str__(self) -> str:
        return self.text()


class UsageError(KGError):
    """The call or command is wrong: the user changes it."""


class SchemaError(KGError):
    """A file in schemas/ is wrong; the message names file and line."""


class SeedError(KGError):
    """A file in seeds/ is wrong; the message names file and line."""


class ReadError(KGError):
    """A document cannot be read; the message names file and cure."""


class StoreError(KGError):
    """A database or an output file cannot be written, read or asked."""
