"""Both Cypher engines on random graphs and random queries: the same rows, or a refusal that says what to write."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from kg.errors import KGError, UsageError
from kg.store.embedded import load
from kg.store.neo4j.ask import Plain
from kg.store.rows import EdgeRow, NodeRow
from tests.conftest import needs
from tests.cypher_fuzz import Maker, random_graph
from tests.neo4j_server import available, running, value

QUERIES = int(os.environ.get("KG_FUZZ", "2000"))
SEED = os.environ.get("KG_FUZZ_SEED", "kg")
EACH = 25  # queries on one graph


@pytest.fixture(scope="module")
def session() -> Iterator[neo4j.Session]:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    with (
        running() as (uri, _),
        neo4j.GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver,
        driver.session() as opened,
    ):
        yield opened


def _put(session: neo4j.Session, nodes: list[NodeRow], edges: list[EdgeRow]) -> None:
    labels, types = defaultdict(list), defaultdict(list)
    for node in nodes:
        labels[node.label].append(node.properties)
    for edge in edges:
        types[edge.type].append({"h": edge.head, "t": edge.tail, "p": edge.properties})
    session.run("MATCH (n) DETACH DELETE n").consume()
    with session.begin_transaction() as made:
        for label, rows in labels.items():
            made.run(f"UNWIND $rows AS r CREATE (n:{label}) SET n = r", rows=rows)  # type: ignore[arg-type]
        for type, rows in types.items():
            statement = (
                f"UNWIND $rows AS r MATCH (a {{id: r.h}}) MATCH (b {{id: r.t}}) CREATE (a)-[e:{type}]->(b) SET e = r.p"
            )
            made.run(statement, rows=rows)  # type: ignore[arg-type]
        made.commit()


def _compared(rows: list[tuple[Any, ...]], query: str) -> list[str]:
    """Rows as they are compared: in any order, and collected lists too."""
    if "collect" in query:
        rows = [tuple(tuple(sorted(map(repr, v))) if isinstance(v, tuple) else v for v in row) for row in rows]
    return sorted(map(repr, rows))


@pytest.mark.fuzz
@pytest.mark.neo4j
def test_random_queries_get_the_same_rows(session: neo4j.Session) -> None:
    became: Counter[str] = Counter()
    wrong = []
    for first in range(0, QUERIES, EACH):
        chance = random.Random(f"{SEED}-{first}")
        nodes, edges = random_graph(chance)
        _put(session, nodes, edges)
        with load(nodes, edges) as database:
            for _ in range(EACH):
                query = Maker(chance).query()
                outcome = _both(session, database, query)
                became[outcome] += 1
                if outcome.startswith(("other", "engine")):
                    wrong.append(f"{outcome}: {query}")
    assert not wrong, "\n".join(wrong[:20])
    assert became["same"] > 0.9 * QUERIES, became


def _both(session: neo4j.Session, database: Any, query: str) -> str:
    """Ask both; what became of it."""
    try:
        ours = [tuple(value(v) for v in row.values()) for row in database.query(query)]
    except UsageError as error:
        return f"refused {error.code}" if error.code.startswith("cypher.") else f"engine: {error}"
    except KGError as error:
        return f"engine: {error}"
    plain = Plain(session)
    try:
        found = session.run(query)  # type: ignore[arg-type]
        theirs = [tuple(value(plain.value(item)) for item in record.values()) for record in found]
    except neo4j.exceptions.Neo4jError as error:
        return f"other, Neo4j refuses: {error.message}"
    return "same" if _compared(ours, query) == _compared(theirs, query) else f"other rows: {ours} and {theirs}"
