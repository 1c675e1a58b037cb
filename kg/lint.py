"""The vocabulary checked as a whole: what `kg check` runs, and the tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import SeedError
from kg.resolve.rules import Decisions
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds


def lint(schemas: Iterable[str | Path] = (), seeds: Iterable[str | Path] = ()) -> tuple[Schema, Seeds]:
    """Load schemas and seeds and hold them against each other; return them.

    Raises SchemaError or SeedError naming the file, the line where there is one, and what is wrong.
    """
    schema, known = load_schema(schemas), load_seeds(seeds)
    Decisions.of(known)
    _one_thing_each(known)
    known.places.scan("全国")
    return schema, known


def _one_thing_each(seeds: Seeds) -> None:
    """No synonym may belong to two indicators, none may be another indicator's own name."""
    listed = (seeds.data.get("indicators") or {}).get("indicators") or {}
    owner: dict[str, str] = {}
    for name, entry in listed.items():
        if not isinstance(entry, dict):
            raise SeedError(f"indicators.yaml: {name} wants a mapping such as {{unit: [元]}}")
        for other in (*(entry.get("also") or ()), *(entry.get("short") or ())):
            if other in listed:
                raise SeedError(f"indicators.yaml: {other} is a synonym of {name} and an indicator itself")
            if owner.setdefault(other, name) != name:
                raise SeedError(f"indicators.yaml: {other} is a synonym of {owner[other]} and of {name}")
