"""Rules for names of open vocabulary: projects, policies, organizations, industries, honours."""

from kg.annotate.names.finder import find
from kg.annotate.names.lexicon import Lexicon, compile_lexicon

__all__ = ["Lexicon", "compile_lexicon", "find"]
