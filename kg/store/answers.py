"""What goes into a query and what comes out, whichever engine answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kg.errors import UsageError
from kg.tables import clean

LARGEST = 2**63


class Rows(list[dict[str, Any]]):
    """The rows of an answer; `columns` are their keys, `more` says whether rows beyond the limit were left out."""

    def __init__(self, rows: Sequence[dict[str, Any]] = (), columns: Sequence[str] = (), *, more: bool = False) -> None:
        super().__init__(rows)
        self.columns, self.more = list(columns), more


def checked_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, if their values are of types that both engines take."""
    for name, value in parameters.items():
        if problem := _problem(value, 0):
            raise UsageError("cypher.parameter_value", name=clean(str(name)), reason=problem)
    return {str(name): value for name, value in parameters.items()}


def _problem(value: Any, depth: int) -> str:
    if depth > 20:
        return "nested too deeply"
    if isinstance(value, (list, tuple)):
        return next(filter(None, (_problem(item, depth + 1) for item in value)), "")
    if isinstance(value, dict):
        return next(filter(None, (_problem(item, depth + 1) for item in value.values())), "")
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return "more than 64 bits"
    if isinstance(value, str) and any(0xD800 <= ord(c) < 0xE000 for c in value):
        return "half of a character"
    return "" if value is None or isinstance(value, (bool, int, float, str, date)) else type(value).__name__
