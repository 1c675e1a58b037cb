"""Names that only a user's own seeds make: they need no word of the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.annotate import names, places
from kg.model import Frame, Mention
from kg.seeds import Seeds


def find(text: str, frame: Frame, seeds: Seeds, found: Sequence[Mention]) -> list[Mention]:
    """Of the candidates `found` with `seeds`, those that the built-in seeds alone do not make (rule "own:…")."""
    plain = seeds.built_in
    if plain is None:
        return []
    known = {*places.find(text, frame, plain), *names.find(text, names.compile_lexicon(plain))}
    return [replace(m, rule=f"own:{m.rule}") for m in found if m not in known]
