"""A spaCy tokenizer with one token a character, so that token indexes are character offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

NAME = "kg.Characters.v1"


class Characters:
    """text → Doc whose text is the text; it has nothing to save."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Make the Doc; blanks and line breaks are tokens too."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def pipe(self, texts: Iterable[str], **_: Any) -> Iterator[Doc]:
        """Make one Doc a text."""
        return map(self, texts)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Characters:
        """This tokenizer."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, _path: str | Path, **_: Any) -> Characters:
        """This tokenizer."""
        return self


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def make_characters() -> Any:
    """What spaCy's configuration asks for: a function that makes the tokenizer of a pipeline."""
    return lambda nlp: Characters(nlp.vocab)
