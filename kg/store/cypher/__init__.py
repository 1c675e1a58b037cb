"""Cypher as the embedded engine may be asked it: parsed, checked, rewritten where it would answer wrongly.

`prepare(query, vocabulary, parameters)` is the way in; what it returns gives the same rows as Neo4j does.
"""

from kg.store.cypher.prepare import Prepared, prepare
from kg.store.cypher.vocabulary import Vocabulary

__all__ = ["Prepared", "Vocabulary", "prepare"]
