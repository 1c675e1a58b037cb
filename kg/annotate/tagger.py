"""The tagger of names: a linear-chain model over characters, read from its weights and decoded with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.annotate.names import Lexicon
from kg.model import Mention

WEIGHTS = Path(__file__).parent.parent / "learn" / "tagger.npz"


class Tagger:
    """Weights of the tagger, and the way from text to mentions."""

    def tag(self, text: str, found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
        """Return the names in the folded `text`; `found` are the candidates of the rules, which it weighs."""
        raise NotImplementedError


def load_tagger(path: Path = WEIGHTS) -> Tagger | None:
    """Read the weights beside the package; None where there are none."""
    return None
