"""kg: Chinese local-development documents into a knowledge graph with evidence.

`import kg` is cheap; what it offers is imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Graph", "build", "load", "load_pipeline", "load_tools", "values"]

if TYPE_CHECKING:
    from kg import values
    from kg.annotate.language import load_pipeline
    from kg.api import Graph, build, load
    from kg.pipeline import load_tools

_HOME = {
    "Graph": "kg.api",
    "build": "kg.api",
    "load": "kg.api",
    "load_pipeline": "kg.annotate.language",
    "load_tools": "kg.pipeline",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name == "values":
        return import_module("kg.values")
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
