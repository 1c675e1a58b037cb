"""The graph of the sample documents, built once."""

from __future__ import annotations

from functools import lru_cache

from kg.api import Graph, build
from tests.conftest import ROOT

DOCUMENTS = ROOT / "seeds" / "documents"


@lru_cache(maxsize=1)
def sample_graph() -> Graph:
    """All sample documents, with what the manifest says of them; not to be changed."""
    return build(DOCUMENTS, manifest=str(DOCUMENTS / "manifest.csv"))
