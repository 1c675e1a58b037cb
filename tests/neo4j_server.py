"""A real Neo4j for the tests: started by tools/neo4j once a session, emptied where a test wants it empty."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import neo4j

TOOL = Path(__file__).parent.parent / "tools" / "neo4j"


def available() -> bool:
    """Are Java and Maven here (or the jars already fetched)?"""
    return bool(shutil.which("java") and shutil.which("mvn"))


@contextmanager
def running(**environment: str) -> Iterator[tuple[str, int]]:
    """Start a server; yield its address and process; stop it."""
    known = {key: value for key, value in os.environ.items() if key != "NEO4J_PASSWORD"}
    done = subprocess.run(
        [sys.executable, str(TOOL), "start"], env={**known, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    uri, process = done.stdout.split()
    try:
        yield uri, int(process)
    finally:
        subprocess.run([sys.executable, str(TOOL), "stop", process], check=False)


def empty(driver: neo4j.Driver) -> None:
    """Remove all data and constraints."""
    driver.execute_query("MATCH (n) CALL (n) { DETACH DELETE n }")
    for row in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
        driver.execute_query(f"DROP CONSTRAINT `{row['name']}`")


def value(found: object) -> object:
    """A value as it is compared: numbers rounded, lists and maps within."""
    if isinstance(found, bool):
        return ("bool", found)
    if isinstance(found, (int, float)):
        return "nan" if found != found else float(f"{found:.12g}") + 0.0  # sums depend on the order
    if isinstance(found, (list, tuple)):
        return tuple(value(item) for item in found)
    if isinstance(found, Mapping):
        return tuple(sorted((key, repr(value(item))) for key, item in found.items()))
    return found
