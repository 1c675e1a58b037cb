"""What many tests need: the vocabulary read once, small extractions written by hand, and no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Document, Entity, Evidence, Extraction, Milestone, Observation, Relation
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds

ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing may open a connection beyond this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a connection to {address}: nothing uses the network at run time")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    return load_seeds()


def needs(found: object, what: str, cure: str) -> None:
    """Skip loudly where something of the system is missing; fail in CI."""
    if found:
        return
    message = f"{what} is missing: these tests did not run. {cure}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture()
def made() -> Callable[..., Extraction]:
    """Return a maker of extractions: `made(id, text, entities, relations, observations, milestones)`.

    Entities are (type, name[, code[, kind]]) and must stand in the text; relations (head, type, tail) and the rest
    name entities; the quote of each fact is the sentence, here the whole text.
    """
    return _extraction


def _extraction(
    id: str,
    text: str,
    entities: list[tuple[str, ...]],
    relations: list[tuple[str, str, str]] = [],  # noqa: B006
    observations: list[dict[str, object]] = [],  # noqa: B006
    milestones: list[tuple[str, str, str | None]] = [],  # noqa: B006
    main_place: str | None = None,
) -> Extraction:
    whole = Evidence(id, 0, len(text), text, text, "test")

    def at(surface: str) -> Evidence:
        start = text.index(surface)
        return Evidence(id, start, start + len(surface), surface, text, "test")

    ids = {e[1]: f"e{n}" for n, e in enumerate(entities, 1)}
    return Extraction(
        document=Document(id, text, "0" * 64, title=id, published="2024-01-01"),
        reference_date="2024-01",
        main_place=main_place,
        entities=tuple(
            Entity(
                ids[e[1]],
                e[0],
                e[1],
                e[3] if len(e) > 3 else None,
                (e[2] or None) if len(e) > 2 else None,
                (at(e[1]),) if e[1] in text else (),
            )
            for e in entities
        ),
        observations=tuple(
            Observation(
                metric=str(o["metric"]),
                subject=ids[str(o["subject"])],
                value=float(str(o["value"])),
                unit=str(o.get("unit", "元")),
                kind=str(o.get("kind", "level")),
                qualifier=str(o.get("qualifier", "exact")),
                period=o.get("period", "2023"),  # type: ignore[arg-type]
                modality=str(o.get("modality", "actual")),
                evidence=(whole,),
                number=replace(at(str(o["surface"])), rule="number"),
            )
            for o in observations
        ),
        relations=tuple(Relation(ids[h], t, ids[x], (whole,)) for h, t, x in relations),
        milestones=tuple(Milestone(ids[p], s, d, (whole,)) for p, s, d in milestones),
    )
