"""The cookbook: questions by name, read from seeds/cookbook.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from kg.errors import SeedError, UsageError
from kg.resources import folder
from kg.store.cypher.marks import near

FILE = "cookbook.yaml"
KINDS = ("string", "integer", "number", "date")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Parameter:
    """What a question must be told: the type of the value, and an example."""

    name: str
    kind: str
    example: Any


@dataclass(frozen=True)
class Question:
    """A question with a name, in both languages and in Cypher."""

    name: str
    text: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    cypher: str

    def examples(self) -> dict[str, Any]:
        """The parameters with their examples as values."""
        return {p.name: p.example for p in self.parameters}

    def values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Parameters from the texts of a command line. Raises UsageError for what is missing, unknown or no value."""
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    "ask_unknown", name=self.name, option=name, known=", ".join(f"--{k}" for k in known) or "-"
                )
        missing = [f"--{name}" for name in known if name not in given]
        if missing:
            example = " ".join(f"--{p.name} {p.example}" for p in self.parameters)
            raise UsageError("ask_missing", name=self.name, options=", ".join(missing), example=example)
        return {name: _value(known[name], text) for name, text in given.items()}


def _value(parameter: Parameter, text: str) -> Any:
    try:
        if parameter.kind == "integer":
            return int(text)
        if parameter.kind == "number":
            return float(text)
        if parameter.kind == "date":
            return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("ask_value", option=parameter.name, text=text, example=parameter.example) from None
    return text


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """All questions, by name. Raises SeedError where the file is wrong."""
    path = folder("seeds") / FILE
    loaded = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found: dict[str, Question] = {}
    for entry in loaded["questions"]:
        name = entry.get("name", "?")
        if name in found or not {"zh", "en", "cypher"} <= entry.keys():
            raise SeedError(f"{FILE}: {name} is there twice, or lacks zh, en or cypher")
        parameters = tuple(_parameter(key, value, name) for key, value in entry.get("parameters", {}).items())
        found[name] = Question(name, {"zh": entry["zh"], "en": entry["en"]}, parameters, entry["cypher"].strip())
    return found


def _parameter(name: str, entry: Mapping[str, Any], question: str) -> Parameter:
    if entry.get("is") not in KINDS or "example" not in entry:
        raise SeedError(f"{FILE}: {question}: {name} wants {{is: {' | '.join(KINDS)}, example: …}}")
    example = entry["example"].isoformat() if isinstance(entry["example"], date) else entry["example"]
    return Parameter(name, entry["is"], example)


def question(name: str) -> Question:
    """The question of a name. Raises UsageError, with names that are near, where there is none."""
    known = questions()
    if name not in known:
        raise UsageError("ask_no_question", name=name, near=", ".join(near(name, known)) or "kg ask")
    return known[name]
