"""The embedded Cypher database: kglite behind a narrow interface, its quirks kept from users.

Queries are parsed, checked and rewritten by `kg.store.cypher` first. Some of the engine's optimiser passes give wrong
answers, all of them among those that fuse several steps into one; these are switched off on every query.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import kglite
import networkx as nx

from kg.errors import StoreError, UsageError
from kg.files import replacing
from kg.store.answers import Rows, checked_parameters
from kg.store.cypher import prepare
from kg.store.rows import EdgeRow, NodeRow, edge_rows, node_rows, uncollected
from kg.store.stored import built_in, vocabulary
from kg.tables import clean

# Found wrong: fuse_match_return_aggregate, fuse_optional_match_aggregate, push_distinct_into_match.
FUSING = ("fuse_", "push_distinct", "desugar_multi_match", "push_limit_into_aggregate")
WRONG_PASSES = [name for name in kglite.cypher_pass_names() if name.startswith(FUSING)]
NAMED = re.compile(r"<instructions>graph\.json sha256:([0-9a-f]{64})</instructions>")
TIMEOUT = 60.0  # seconds
ADDED = ("title", "type")  # what the engine shows among the properties of a node; the schema keeps these names free

kglite.set_query_warning_policy("silent")


class Database:
    """An open database, to be asked only."""

    def __init__(self, engine: kglite.KnowledgeGraph) -> None:
        self._engine = engine
        engine.read_only(True)
        self._vocabulary = vocabulary(built_in(), engine.schema())
        self._ids: dict[int, str] = {}

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = TIMEOUT,
        limit: int | None = None,
    ) -> Rows:
        """Return the rows of a reading query, at most `limit`, within `timeout` seconds.

        Nodes come as {labels, properties}, relations as {type, start, end, properties} with the ids of their ends,
        paths as {nodes, relationships}. Raises UsageError for a query that writes, is no Cypher, names what is not
        there, or is of a form that the engine would answer wrongly; its message marks the place.
        """
        given = checked_parameters(parameters or {})
        prepared = prepare(cypher, self._vocabulary, given)
        text = prepared.text if limit is None else prepared.limited(limit + 1)
        renamed = prepared.renamed
        rows = self._ask(text, given, timeout)
        found = [{renamed.get(key, key): self._plain(value) for key, value in row.items()} for row in rows]
        cut = found if limit is None else found[:limit]
        return Rows(cut, prepared.columns, more=len(cut) < len(found))

    def explain(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Return the steps by which the engine would answer."""
        given = checked_parameters(parameters or {})
        prepared = prepare(cypher, self._vocabulary, given)
        steps = [dict(row) for row in self._ask(f"EXPLAIN {prepared.text}", given, TIMEOUT)]
        return Rows([{"step": 0, "operation": prepared.text, "estimated_rows": None}, *steps], ("step", "operation"))

    def close(self) -> None:
        """Let go of the database. The engine's own close would save it again, which a reader must not."""
        del self._engine

    def _ask(self, text: str, parameters: Mapping[str, Any], timeout: float | None) -> list[dict[str, Any]]:
        wait = max(1, int(timeout * 1000)) if timeout else 0
        try:
            view: Any = self._engine.cypher(
                text,
                params=dict(parameters),
                disabled_passes=WRONG_PASSES,
                timeout_ms=wait,
                hide_structural_keys=True,
            )
            return list(view.to_list())
        except kglite.CypherTimeoutError:
            raise UsageError("cypher.timeout", seconds=timeout) from None
        except kglite.KgError as error:
            if "division by zero" in str(error) or "modulo by zero" in str(error):
                raise UsageError("cypher.divided_by_zero") from None
            raise UsageError("query_wrong", reason=clean(str(error).splitlines()[0])) from None

    def _plain(self, value: Any) -> Any:
        """A value without what the engine adds to nodes and relations, internal numbers made into ids."""
        if isinstance(value, dict):
            if value.keys() == {"id", "labels", "properties"}:
                own = {k: v for k, v in value["properties"].items() if k not in ADDED}
                return {"labels": value["labels"], "properties": own}
            if value.keys() == {"id", "start", "end", "type", "properties"}:
                ends = {"start": self._id(value["start"]), "end": self._id(value["end"])}
                return {"type": value["type"], **ends, "properties": value["properties"]}
            if "nodes" in value and "relationships" in value:
                return {key: self._plain(value[key]) for key in ("nodes", "relationships")}
            return {key: self._plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._plain(item) for item in value]
        return value

    def _id(self, internal: int) -> str:
        if not self._ids:
            rows = self._engine.cypher("MATCH (n) RETURN elementId(n) AS i, n.id AS id", disabled_passes=WRONG_PASSES)
            self._ids = {int(row["i"]): row["id"] for row in rows.to_list()}  # type: ignore[union-attr]
        return self._ids[internal]


def write_database(graph: nx.MultiDiGraph, path: Path, sha256: str) -> None:
    """Write the graph as a database file that names the SHA-256 of its graph.json; the file is replaced whole."""
    engine = _filled(graph)
    engine.set_instructions(f"graph.json sha256:{sha256}")
    with replacing(path) as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            engine.save(str(temporary))
        except kglite.KgError as error:
            raise StoreError("write_failed", path=path, reason=clean(str(error).splitlines()[0])) from None


def memory_database(graph: nx.MultiDiGraph) -> Database:
    """A database of the graph that lives in memory."""
    return Database(_filled(graph))


def open_database(path: Path) -> Database:
    """Open a database file for reading. Raises StoreError where it is none."""
    try:
        return Database(kglite.load(str(path)))
    except (kglite.KgError, OSError) as error:
        raise StoreError("graph_damaged", path=path, reason=clean(str(error).splitlines()[0])) from None


def graph_named_by(path: Path) -> str | None:
    """The SHA-256 of the graph.json that a database file was made from; None where there is no such file."""
    if not path.is_file():
        return None
    try:
        found = NAMED.search(kglite.load(str(path)).describe())
    except (kglite.KgError, OSError):
        return None
    return found.group(1) if found else None


def load(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> Database:
    """A database of rows, in memory."""
    with uncollected():
        return Database(_engine(nodes, edges))


def _filled(graph: nx.MultiDiGraph) -> kglite.KnowledgeGraph:
    with uncollected():
        return _engine(list(node_rows(graph)), list(edge_rows(graph)))


def _engine(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> kglite.KnowledgeGraph:
    """All rows in one call: the engine's quick way in, which takes JSON."""
    by_label: dict[str, list[dict[str, Any]]] = {}
    named = set(vocabulary(built_in()).properties)
    for row in nodes:
        by_label.setdefault(row.label, []).append(row.properties)
        named |= row.properties.keys()
    for records in by_label.values():  # the engine refuses to be asked for a property that no node of a label has
        records[0] = {**dict.fromkeys(sorted(named)), **records[0]}
    by_type: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for edge in edges:
        found = by_type.setdefault((edge.type, edge.head_label, edge.tail_label), [])
        found.append({"\0head": edge.head, "\0tail": edge.tail, **edge.properties})
    spec = {
        "nodes": [
            {"type": label, "id_field": "id", "title_field": "id", "records": by_label[label]}
            for label in sorted(by_label)
        ],
        "connections": [
            {
                "type": type,
                "source_type": head,
                "source_id_field": "\0head",
                "target_type": tail,
                "target_id_field": "\0tail",
                "records": by_type[type, head, tail],
            }
            for type, head, tail in sorted(by_type)
        ],
    }
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"), default=_dated)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            engine = kglite.from_records(text, on_missing_endpoint="error")
        except ValueError as error:
            raise StoreError("store_rows", reason=clean(str(error).splitlines()[0])) from None
    for label in sorted(by_label):
        engine.cypher(f"CREATE CONSTRAINT FOR (n:`{label}`) REQUIRE n.id IS UNIQUE")
    return engine


def _dated(value: Any) -> dict[str, str]:
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    raise TypeError(type(value).__name__)
