"""What many tests need: the vocabulary read once, small extractions written by hand, and no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg.annotate.tagger import load_tagger
from kg.model import Document, Entity, Evidence, Extraction, Milestone, Observation, Relation
from kg.pipeline import Tools
from kg.schema import Schema, load_schema
from kg.seeds import Seeds, load_seeds

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "seeds" / "documents"
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


@pytest.fixture(scope="session")
def tools(schema: Schema, seeds: Seeds) -> Tools:
    return Tools(schema, seeds, load_tagger())


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample documents' graph, built once. Read it; do not write into it."""
    from kg.api import build

    out = tmp_path_factory.mktemp("demo") / "out"
    build(SAMPLES, out, manifest=SAMPLES / "manifest.csv")
    return out


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, schema: Schema, seeds: Seeds) -> Path:
    """The folder of a small graph made by hand: a road in each of two counties, two tellings of one figure, markup."""
    from kg.api import Graph
    from kg.graph import build_graph
    from kg.resolve import resolve

    cixi, linhai = ("Place", "慈溪市", "330282", "county"), ("Place", "临海市", "331082", "county")
    road, firm, odd = ("Project", "滨海大道工程"), ("Organization", "海晟公司"), ("Organization", "<b>丙&丁</b>'\"厂")
    gdp = ("Metric", "地区生产总值")
    found = [
        _extraction(
            "a.txt",
            "慈溪市的滨海大道工程由海晟公司承建，2023年慈溪市地区生产总值2650亿元。",
            [cixi, road, firm, gdp],
            [("滨海大道工程", "LOCATED_IN", "慈溪市"), ("海晟公司", "PARTICIPATES_IN", "滨海大道工程")],
            [{"metric": "地区生产总值", "subject": "慈溪市", "value": 265e9, "surface": "2650亿元"}],
            main_place="慈溪市",
        ),
        _extraction(
            "b.txt",
            "去年慈溪市地区生产总值2581亿元，滨海大道工程通车，<b>丙&丁</b>'\"厂在慈溪市。",
            [cixi, road, odd, gdp],
            [("滨海大道工程", "LOCATED_IN", "慈溪市"), ("<b>丙&丁</b>'\"厂", "LOCATED_IN", "慈溪市")],
            [{"metric": "地区生产总值", "subject": "慈溪市", "value": 258.1e9, "surface": "2581亿元"}],
            [("滨海大道工程", "opened", "2023")],
            main_place="慈溪市",
        ),
        _extraction(
            "c.txt",
            "临海市的滨海大道工程开工。",
            [linhai, road],
            [("滨海大道工程", "LOCATED_IN", "临海市")],
            main_place="临海市",
        ),
    ]
    folder = tmp_path_factory.mktemp("small") / "out"
    Graph(build_graph(found, resolve(found, seeds), schema, seeds)).save(folder)
    return folder


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture()
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return a runner of commands in this process: `kg("list", "Project", "--graph", folder)`."""

    def run(*arguments: object, lang: str = "en") -> Ran:
        from kg.cli import main

        capsys.readouterr()
        try:
            code = main([*map(str, arguments), "--lang", lang])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run
