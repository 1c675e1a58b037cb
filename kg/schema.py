"""The vocabulary as data: what types of things and facts there are, read from schemas/ and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SchemaError
from kg.resources import folder

PROPERTY_TYPES = ("string", "integer", "number", "date", "boolean", "strings")
RESERVED = ("type", "title", "label", "graph", "hash")  # names that a database keeps for itself


@dataclass(frozen=True)
class NodeType:
    """A label of the graph. `properties` maps a name to its type (one of PROPERTY_TYPES)."""

    name: str
    label: Mapping[str, str]  # by language: zh, en
    colour: Mapping[str, str]  # light, dark
    shape: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class EdgeType:
    """A relation type and the node types that it may join."""

    name: str
    label: Mapping[str, str]
    head: frozenset[str]
    tail: frozenset[str]
    symmetric: bool = False
    structural: bool = False  # ABOUT, OF, MENTIONED_IN, CONTRADICTS: made by the graph, read in no text
    triggers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # words that say it, by group


@dataclass(frozen=True)
class Schema:
    nodes: Mapping[str, NodeType]
    edges: Mapping[str, EdgeType]
    data: Mapping[str, Any] = field(default_factory=dict)  # every other file of schemas/, parsed, by stem

    def allows(self, head_type: str, relation: str, tail_type: str) -> bool:
        """May `relation` lead from a `head_type` to a `tail_type`?"""
        edge = self.edges.get(relation)
        return edge is not None and head_type in edge.head and tail_type in edge.tail


def load_schema(extra: Iterable[str | Path] = ()) -> Schema:
    """Read the built-in schemas and those of the folders `extra`, which add to them: to a list, to a type.

    Raises SchemaError naming the file, the line where there is one, and what is wrong.
    """
    nodes: dict[str, NodeType] = {}
    edges: dict[str, EdgeType] = {}
    data: dict[str, Any] = {}
    raw: dict[str, dict[str, Any]] = {}  # what was read of each type, which a later file adds to
    for place in (folder("schemas"), *map(Path, extra)):
        if not place.is_dir():
            raise SchemaError(f"{place}: no such folder of schemas")
        for path in sorted(place.glob("entities/*.yaml")):
            node = _node(_added(raw, _mapping(path)), path)
            nodes[node.name] = node
        for sub in ("relations", "structure"):
            for path in sorted(place.glob(f"{sub}/*.yaml")):
                edge = _edge(_added(raw, _mapping(path)), path, structural=sub == "structure")
                edges[edge.name] = edge
        for path in sorted(place.glob("*.yaml")):
            data[path.stem] = _merged(data.get(path.stem, {}), _mapping(path))
    _check_ends(nodes, edges)
    return Schema(nodes=nodes, edges=edges, data=data)


def _added(raw: dict[str, dict[str, Any]], content: dict[str, Any]) -> dict[str, Any]:
    """What is known of the type that a file describes: it adds to what earlier files say of it."""
    name = str(content.get("name"))
    raw[name] = _merged(raw.get(name, {}), content)
    return raw[name]


def _merged(old: Any, new: Any) -> Any:
    """Lists are appended, mappings updated key by key, all else replaced."""
    if isinstance(old, list) and isinstance(new, list):
        return old + [item for item in new if item not in old]
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merged(old.get(key), value) for key, value in new.items()}
    return new


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SchemaError(f"{path}, line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SchemaError(f"{path}: {error}") from None
    if not isinstance(content, dict):
        raise SchemaError(f"{path}, line 1: a mapping is wanted, with name and label")
    return content


def _node(content: dict[str, Any], path: Path) -> NodeType:
    name = _name(content, path, str.isidentifier)
    colour = content.get("colour", {})
    if not isinstance(colour, dict) or not {"light", "dark"} <= colour.keys():
        raise SchemaError(_at(path, "colour", "colour wants {light: '#rrggbb', dark: '#rrggbb'}"))
    properties = content.get("properties", {})
    for key, value in properties.items():
        if key in RESERVED:
            raise SchemaError(_at(path, key, f"a property cannot be called {key}: databases keep that name"))
        if value.get("is") not in PROPERTY_TYPES:
            raise SchemaError(
                _at(path, key, f"property {key} is a {value.get('is')}; known: {', '.join(PROPERTY_TYPES)}")
            )
    kinds = {key: value["is"] for key, value in properties.items()}
    return NodeType(name, _label(content, path), colour, content.get("shape", "dot"), kinds)


def _edge(content: dict[str, Any], path: Path, *, structural: bool) -> EdgeType:
    name = _name(content, path, lambda s: s.isidentifier() and s.isupper())
    ends = []
    for end in ("head", "tail"):
        if not isinstance(content.get(end), list) or not content[end]:
            raise SchemaError(_at(path, end, f"{end} wants a list of entity types"))
        ends.append(frozenset(content[end]))
    symmetric = bool(content.get("symmetric"))
    return EdgeType(name, _label(content, path), ends[0], ends[1], symmetric, structural, _triggers(content, path))


def _triggers(content: dict[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    triggers = content.get("triggers", {})
    if not isinstance(triggers, dict) or not all(isinstance(words, list) for words in triggers.values()):
        raise SchemaError(_at(path, "triggers", "triggers wants lists of words by group"))
    return {str(group): tuple(str(word) for word in words) for group, words in triggers.items()}


def _name(content: dict[str, Any], path: Path, fits: Any) -> str:
    name = content.get("name")
    if not isinstance(name, str) or not name.isascii() or not fits(name):
        raise SchemaError(_at(path, "name", f"{name!r} cannot be the name of a type"))
    return name


def _label(content: dict[str, Any], path: Path) -> dict[str, str]:
    label = content.get("label")
    if not isinstance(label, dict) or not {"zh", "en"} <= label.keys():
        raise SchemaError(_at(path, "label", "label wants {zh: …, en: …}"))
    return label


def _check_ends(nodes: Mapping[str, NodeType], edges: Mapping[str, EdgeType]) -> None:
    for edge in edges.values():
        for unknown in sorted((edge.head | edge.tail) - nodes.keys()):
            raise SchemaError(f"schemas: {edge.name} joins {unknown}, which no file in entities/ describes")


def _at(path: Path, key: str, message: str) -> str:
    """`message` with the file and the line on which `key` stands."""
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip().startswith(f"{key}:"):
            return f"{path}, line {number}: {message}"
    return f"{path}, line 1: {message}"
