"""The cookbook: every question has answers on the samples, and the same ones from both engines."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kg.cli import main
from kg.cli.parser import ASKED, EXPORTS
from kg.errors import UsageError
from kg.graph import dumps
from kg.store import neo4j as store
from kg.store.cookbook import Question, question, questions
from kg.store.embedded import Database, memory_database
from kg.store.export import FORMATS
from kg.store.rows import edge_rows, graph_of, node_rows
from tests.conftest import ROOT, needs
from tests.neo4j_server import available, running, value
from tests.samples import sample_graph

ANSWERED = 0.85  # of the questions; what the samples say of some depends on how they are read


@pytest.fixture(scope="module")
def asked() -> Iterator[Database]:
    with memory_database(sample_graph()) as opened:
        yield opened


def test_there_are_forty_questions_and_more() -> None:
    assert len(questions()) >= 40


@pytest.mark.parametrize("name", questions())
def test_every_question_can_be_asked(asked: Database, name: str) -> None:
    q = question(name)
    columns = asked.query(q.cypher, q.examples()).columns
    assert columns and all(column.isidentifier() for column in columns)


def test_most_questions_have_an_answer_in_the_samples(asked: Database) -> None:
    empty = [q.name for q in questions().values() if not asked.query(q.cypher, q.examples())]
    assert len(empty) <= (1 - ANSWERED) * len(questions()), empty


def test_the_stored_graph_of_the_samples_leads_back_byte_for_byte() -> None:
    graph = sample_graph()
    assert "".join(dumps(graph_of(node_rows(graph), edge_rows(graph)))) == "".join(dumps(graph))


def rounded(row: object) -> str:
    """A row as text, numbers to twelve digits: two engines may add up the same numbers in another order."""
    return re.sub(r"-?\d+\.\d+(?:e[+-]?\d+)?", lambda m: f"{float(m[0]):.12g}", repr(row), flags=re.IGNORECASE)


@pytest.mark.neo4j
def test_both_engines_give_the_same_rows(asked: Database) -> None:
    needs(available(), "Java or Maven", "make system-deps installs both.")
    with running() as (uri, _):
        store.push(sample_graph(), uri)
        server = store.Server(uri)
        assert "".join(dumps(store.pull(uri))) == "".join(dumps(sample_graph()))
        for q in questions().values():
            ours, theirs = asked.query(q.cypher, q.examples()), store.ask(server, q.cypher, q.examples())
            assert ours.columns == theirs.columns, q.name
            assert sorted(map(rounded, map(value, ours))) == sorted(map(rounded, map(value, theirs))), q.name


def test_the_options_of_the_command_line_are_those_of_the_cookbook() -> None:
    assert {p.name for q in questions().values() for p in q.parameters} == set(ASKED)
    assert set(EXPORTS) == set(FORMATS)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "ask_missing"),
        ({"place": "x", "color": "y"}, "ask_unknown"),
        ({"metric": "x", "year": "x", "place": "y"}, "ask_unknown"),
    ],
)
def test_wrong_parameters_are_refused(given: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        question("projects-of").values(given)
    assert caught.value.code == code


def test_values_have_their_types() -> None:
    q = Question("q", {}, question("between-dates").parameters, "")
    with pytest.raises(UsageError, match="no such value"):
        q.values({"place": "x", "since": "2024-13-01", "until": "2024-12-31"})
    assert question("ranking").values({"metric": "x", "year": "2024"}) == {"metric": "x", "year": 2024}
    with pytest.raises(UsageError, match="near: projects-of"):
        question("project-of")


def test_the_list_of_questions_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--lang", "en"]) == 0
    assert "Which projects are in a place?" in capsys.readouterr().out
    assert main(["ask", "projects-of", "--lang", "zh"]) == 2
    assert "--place" in capsys.readouterr().err


def test_the_documents_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/store_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def test_the_algorithms_of_the_documentation_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "cypher.md").read_text("utf-8")
    program = text.partition("```python\n")[2].partition("```")[0]
    monkeypatch.setattr("kg.load", lambda folder: sample_graph())
    exec(compile(program, "docs/cypher.md", "exec"), {})
    assert "慈溪市" in capsys.readouterr().out
