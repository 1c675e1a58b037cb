"""The same questions asked of a Neo4j server, in a reading transaction; answers in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import neo4j
from neo4j import exceptions
from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time

from kg.errors import UsageError
from kg.store.answers import Rows, checked_parameters
from kg.store.neo4j.connection import Server
from kg.store.neo4j.pull import OURS
from kg.tables import clean

TIMEOUT = 60.0


def ask(
    server: Server,
    cypher: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float | None = TIMEOUT,
    limit: int | None = None,
) -> Rows:
    """Return the rows of a reading query, at most `limit`, as `Database.query` does."""
    given = checked_parameters(parameters or {})
    with server.driver() as driver, server.session(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        try:
            result = session.run(neo4j.Query(cypher, timeout=timeout), given)
            columns = result.keys()
            records = result.fetch(limit + 1) if limit is not None else list(result)
            answer = Plain(session)
            rows = [{key: answer.value(record[key]) for key in columns} for record in records]
        except exceptions.Neo4jError as error:
            raise _wrong(error, timeout) from None
    cut = rows if limit is None else rows[:limit]
    return Rows(cut, columns, more=len(cut) < len(rows))


def explain(server: Server, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
    """Return the steps by which the server would answer."""
    with server.driver() as driver, server.session(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        try:
            plan = session.run(f"EXPLAIN {cypher}", dict(parameters or {})).consume().plan
        except exceptions.Neo4jError as error:
            raise _wrong(error, None) from None
    rows: list[dict[str, Any]] = []
    _steps(plan or {}, rows)
    return Rows(rows, ("step", "operation", "estimated_rows"))


def _steps(plan: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    for child in plan.get("children", ()):
        _steps(child, rows)
    told = plan.get("args", {})
    operation = f"{str(plan.get('operatorType', '')).partition('@')[0]} {told.get('Details', '')}".strip()
    rows.append({"step": len(rows) + 1, "operation": operation, "estimated_rows": told.get("EstimatedRows")})


def _wrong(error: exceptions.Neo4jError, timeout: float | None) -> Exception:
    code, text = error.code or "", error.message or str(error)
    if "TransactionTimedOut" in code or "Terminated" in code:
        return UsageError("cypher.timeout", seconds=timeout)
    if "AccessMode" in code or "read access mode" in text:
        return UsageError("query_writes")
    if "/ by zero" in text:
        return UsageError("cypher.divided_by_zero")
    if code.startswith("Neo.ClientError.Statement"):
        first, *rest = text.splitlines()
        return UsageError("query_wrong", reason="\n".join([clean(first), *map(_visible, rest)]))
    return error


def _visible(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)


class Plain:
    """Makes plain values of the driver's: nodes, relations, paths, dates."""

    def __init__(self, session: neo4j.Session) -> None:
        self._session = session
        self._ids: dict[str, Any] = {}

    def value(self, value: Any) -> Any:
        """A value without the driver's classes."""
        if isinstance(value, Node):
            return {"labels": sorted(value.labels), "properties": self._own(value)}
        if isinstance(value, Relationship):
            ends = {"start": self._id(value.start_node), "end": self._id(value.end_node)}
            return {"type": value.type, **ends, "properties": self._own(value)}
        if isinstance(value, Path):
            return {"nodes": self.value(list(value.nodes)), "relationships": self.value(list(value.relationships))}
        if isinstance(value, (Date, DateTime, Time)):
            return value.to_native()
        if isinstance(value, Duration):
            return {"months": value.months, "days": value.days, "seconds": value.seconds}
        if isinstance(value, Mapping):
            both = all(name in value for name in OURS[:2])
            return {k: self.value(v) for k, v in value.items() if not (both and k in OURS)}
        if isinstance(value, (list, tuple)):
            return [self.value(item) for item in value]
        return value

    def _own(self, thing: Node | Relationship) -> dict[str, Any]:
        return {key: self.value(item) for key, item in sorted(thing.items()) if key not in OURS}

    def _id(self, node: Node | None) -> Any:
        """The id of an end, which the driver knows by its internal name alone."""
        if node is None:
            return None
        if "id" in node:
            return node["id"]
        if node.element_id not in self._ids:
            asked = "MATCH (n) WHERE elementId(n) = $name RETURN n.id AS id"
            row = self._session.run(asked, name=node.element_id).single()
            self._ids[node.element_id] = row["id"] if row else None
        return self._ids[node.element_id]
