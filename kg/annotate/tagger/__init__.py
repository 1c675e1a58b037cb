"""The tagger of names: a linear-chain model over characters, read from its weights and decoded with numpy.

The weights are learned by `kg.learn.tagger`. Rules are not added to what it finds: they are features that it weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.annotate.names import Lexicon
from kg.annotate.tagger.attributes import attributes
from kg.annotate.tagger.chain import Chain
from kg.annotate.tagger.decode import Span, pieces
from kg.annotate.tagger.templates import TEMPLATES
from kg.annotate.tagger.weights import Weights, read_weights
from kg.annotate.tagger.words import Words, load_words
from kg.model import Mention

__all__ = ["WEIGHTS", "Tagger", "load_tagger"]

WEIGHTS = Path(__file__).parents[2] / "learn" / "tagger.npz"
LAC_WEIGHTS = WEIGHTS.with_name("tagger_lac.npz")


class Tagger:
    """Weights of the tagger, and the way from text to mentions."""

    def __init__(self, weights: Weights, words: Words | None) -> None:
        self._chain = Chain(weights, TEMPLATES)
        self.words = words

    def tag(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
        """Return the names in the folded `text`; `found` are the candidates of the rules, by start."""
        return [replace(mention, score=None) for mention in self.scored(text, found, lexicon)]

    def scored(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
        """As `tag`, each name with how sure the model is of it, from 0 to 1."""
        known = {(m.start, m.end, m.type): m for m in found if m.type == "Place"}
        result = []
        for kind, start, end, chance in self.spans(text, found, lexicon):
            name = text[start:end]
            listed = known.get((start, end, kind)) or Mention(
                kind, start, end, name, "crf:name", kind=_kind(kind, name)
            )
            result.append(replace(listed, score=round(chance, 3)))
        return result

    def spans(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Span]:
        """Yield type, start and end of each name and how likely it is, by start."""
        return self._chain.spans(attributes(text, found, lexicon, self.words), list(pieces(text)))


def load_tagger(path: Path | None = None, *, lac: bool = False) -> Tagger | None:
    """Read the weights that travel with the package; None where there are none.

    With `lac` the model that was learned with LAC's tags; UsageError where the extra is not installed.
    """
    path = path or (LAC_WEIGHTS if lac else WEIGHTS)
    return Tagger(read_weights(path), load_words() if lac else None) if path.exists() else None


TAILS = {
    "街道": "township", "社区": "community", "自治区": "province", "自治州": "prefecture", "地区": "prefecture",
    "新区": "zone", "园区": "zone", "景区": "natural", "开发区": "zone", "村": "village", "镇": "township",
    "乡": "township", "县": "county", "旗": "county", "市": "prefecture", "省": "province", "区": "zone",
    "园": "zone", "山": "natural", "河": "natural", "江": "natural", "湖": "natural", "湾": "natural",
}  # fmt: skip


def _kind(kind: str, surface: str) -> str | None:
    """The kind that a place's last word says."""
    if kind != "Place":
        return None
    return next((name for tail, name in TAILS.items() if surface.endswith(tail)), "region")
