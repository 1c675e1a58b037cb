"""A connection to a Neo4j server, and its errors in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import neo4j
from neo4j import exceptions

from kg.errors import KGError, StoreError, UsageError
from kg.tables import clean

OLDEST = (5, 0)
RETRY = 20.0  # seconds for which a transaction is tried again after a passing fault
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True)
class Server:
    """Where a server is and who asks it. The password is shown nowhere."""

    uri: str
    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str | None = None

    @contextmanager
    def driver(self) -> Iterator[neo4j.Driver]:
        """A driver that reached the server; whatever goes wrong within becomes an error of kg."""
        scheme, separator, _ = self.uri.partition("://")
        if not separator or scheme not in SCHEMES:
            raise UsageError("neo4j_uri", uri=clean(self.uri))
        if "@" in self.uri:
            raise UsageError("neo4j_uri_password")
        with self.errors():
            auth = (self.user, self.password) if self.password else None
            with neo4j.GraphDatabase.driver(
                self.uri,
                auth=auth,
                connection_timeout=10,
                max_transaction_retry_time=RETRY,
                notifications_min_severity="OFF",
                user_agent="county-kg",
            ) as driver:
                self._check(driver)
                yield driver

    def session(self, driver: neo4j.Driver, **options: Any) -> neo4j.Session:
        """A session on the database."""
        return driver.session(database=self.database, **options)

    def _check(self, driver: neo4j.Driver) -> None:
        found = driver.get_server_info().agent.rpartition("/")[2]
        version = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
        if version and version < OLDEST:
            raise StoreError("neo4j_version", found=found, wanted=".".join(map(str, OLDEST)))
        with self.session(driver) as session:
            session.run("RETURN 1").consume()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn the driver's exceptions into errors of kg."""
        try:
            yield
        except KGError:
            raise
        except exceptions.ServiceUnavailable:
            raise StoreError("neo4j_unreachable", uri=self.uri) from None
        except exceptions.SessionExpired:
            raise StoreError("neo4j_unreachable", uri=self.uri) from None
        except exceptions.Neo4jError as error:
            raise self._error(error) from None
        except exceptions.ConfigurationError as error:
            raise UsageError("neo4j_failed", reason=clean(str(error))) from None
        except exceptions.DriverError as error:
            raise StoreError("neo4j_failed", reason=clean(str(error))) from None
        except ValueError as error:  # an address that cannot be one
            raise UsageError("neo4j_failed", reason=clean(str(error))) from None

    def _error(self, error: exceptions.Neo4jError) -> KGError:
        code, text = error.code or "", clean(error.message or str(error))
        if isinstance(error, exceptions.AuthError) or "Unauthorized" in code or "AuthenticationRateLimit" in code:
            return StoreError("neo4j_auth" if self.password else "neo4j_no_password", user=clean(self.user))
        if isinstance(error, exceptions.Forbidden) or "Forbidden" in code:
            return StoreError("neo4j_forbidden", user=clean(self.user), reason=text)
        if "DatabaseNotFound" in code or "does not exist" in text:
            return StoreError("neo4j_no_database", name=clean(self.database or ""))
        if any(word in text for word in ("No space left", "disk", "Could not append", "OutOfDiskSpace")):
            return StoreError("neo4j_full", reason=text)
        return StoreError("neo4j_failed", reason=text)


def quoted(name: str) -> str:
    """A label or relation type as it may stand in Cypher. Raises StoreError for what is no plain name.

    Values never go into a statement's text, only into its parameters; names cannot be parameters.
    """
    if not name.isidentifier():
        raise StoreError("store_name", name=clean(name[:60]))
    return f"`{name}`"


def name_of_constraint(label: str) -> str:
    """The name of the constraint on a label's (graph, id)."""
    return f"kg_{label}_graph_id"


def our_labels(session: neo4j.Session) -> list[str]:
    """The labels that some push has made a constraint for."""
    rows = session.run("SHOW CONSTRAINTS YIELD name, labelsOrTypes RETURN name, labelsOrTypes[0] AS label")
    return sorted(row["label"] for row in rows if row["name"] == name_of_constraint(row["label"] or ""))
