"""The command line: help, exit codes, messages in the user's language, formats."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Ran

from kg.cli.parser import _COMMANDS
from kg.messages import say

Run = Callable[..., Ran]
COMMANDS = tuple(_COMMANDS)
HAN = range(0x4E00, 0x9FFF)


def han(text: str) -> bool:
    return any(ord(c) in HAN for c in text)


def rows(said: Ran) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said.out)
    return found


# ---- help ----


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(kg: Run, command: str, lang: str) -> None:
    said = kg(command, "--help", lang=lang)
    assert said.code == 0 and not said.err
    assert say(f"cmd.{command}", lang) in said.out.replace("\n", " ").replace("  ", " ")
    assert said.out.startswith(say("help.usage", lang) + f"kg {command}")
    assert "arg." not in said.out and "cmd." not in said.out, "a text of the help is missing"
    if lang == "en":
        assert not han(said.out)
    else:
        assert "usage:" not in said.out and "options:" not in said.out and "show this help" not in said.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_names_every_command(kg: Run, lang: str) -> None:
    said = kg("--help", lang=lang)
    assert said.code == 0
    for command in COMMANDS:
        assert f"    {command} " in said.out, command


def test_version(kg: Run) -> None:
    import kg as package

    assert kg("--version").out == f"kg {package.__version__}\n"


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
    ],
)
def test_language_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], chinese: bool
) -> None:
    from kg.cli.parser import language_of

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (language_of(["stats"]) == "zh") is chinese
    assert language_of(["stats", "--lang", "en"]) == language_of(["--lang=en", "stats"]) == "en"


# ---- exit codes and messages ----


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "COMMAND"),
        (("nonsense",), "nonsense"),
        (("build",), "PATH"),
        (("stats", "--format", "xml"), "xml"),
        (("path", "甲"), "B"),
        (("build", "x", "--published", "spring"), "spring"),
        (("query", "RETURN 1", "--param", "novalue"), "novalue"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage_is_2(kg: Run, small: Path, arguments: tuple[str, ...], told: str, lang: str) -> None:
    graph = ("--graph", small) if arguments[:1] == ("query",) else ()
    said = kg(*arguments, *graph, lang=lang)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("kg: ") and told in said.err and "Traceback" not in said.err


@pytest.mark.parametrize("command", ["stats", "conflicts", "query", "list", "page"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_graph(kg: Run, tmp_path: Path, command: str, lang: str) -> None:
    more = {"query": ["RETURN 1"], "list": ["Place"]}.get(command, [])
    said = kg(command, *more, "--graph", tmp_path / "none", lang=lang)
    assert said.code == 1
    assert "none" in said.err and han(said.err.replace(str(tmp_path), "")) == (lang == "zh")


@pytest.mark.parametrize(("lang", "told"), [("zh", "相近的有：慈溪市"), ("en", "near: 慈溪市")])
def test_an_unknown_name_gets_near_ones(kg: Run, small: Path, lang: str, told: str) -> None:
    said = kg("show", "慈溪县", "--graph", small, lang=lang)
    assert said.code == 2 and told in said.err and not said.out


@pytest.mark.parametrize(
    "command", [("show", "滨海大道工程"), ("path", "滨海大道工程", "慈溪市"), ("metrics", "滨海大道工程")]
)
def test_of_several_all_are_listed_and_nothing_guessed(kg: Run, small: Path, command: tuple[str, ...]) -> None:
    said = kg(*command, "--graph", small)
    assert said.code == 2 and not said.out
    for told in ("Project:滨海大道工程@330282", "Project:滨海大道工程@331082", "慈溪市", "331082", "--first"):
        assert told in said.err
    assert kg(*command, "--graph", small, "--first").code == 0


def test_first_takes_the_best_known(kg: Run, small: Path) -> None:
    said = kg("show", "滨海大道工程", "--first", "--graph", small, "--format", "json")
    assert json.loads(said.out)["id"] == "Project:滨海大道工程@330282"


@pytest.mark.parametrize("name", ["慈溪市", "慈溪", "Place:慈溪市", "330282", "Place:慈溪"])
def test_ways_to_name_a_thing(kg: Run, small: Path, name: str) -> None:
    assert json.loads(kg("show", name, "--graph", small, "--format", "json").out)["id"] == "330282"


def test_a_query_that_writes_is_refused(kg: Run, small: Path) -> None:
    before = (small / "graph.kgl").read_bytes()
    for cypher in (
        "CREATE (n:Place {id: 'x', name: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Place) SET n.name = 'x' RETURN n.name",
        "MATCH (n)\nremove n.name",
        "MERGE (n:Place {id: 'x'}) RETURN n.id",
    ):
        said = kg("query", cypher, "--graph", small)
        assert said.code == 2 and "only reads" in said.err and not said.out
    assert (small / "graph.kgl").read_bytes() == before
    allowed = kg("query", "MATCH (n:Place) WHERE n.name <> 'SET DELETE' RETURN n.name", "--graph", small)
    assert allowed.code == 0, "a word inside a text writes nothing"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cypher_is_wrong_usage(kg: Run, small: Path, lang: str) -> None:
    said = kg("query", "MATCH (n RETURN", "--graph", small, lang=lang)
    assert said.code == 2 and said.err.startswith("kg: ") and "Traceback" not in said.err
    assert han(said.err) == (lang == "zh")


# ---- what the commands tell ----


def test_formats(kg: Run, small: Path) -> None:
    asked = ("list", "Project", "--graph", small, "--format")
    as_json = rows(kg(*asked, "json"))
    as_csv = list(csv.DictReader(io.StringIO(kg(*asked, "csv").out)))
    table = kg(*asked, "table").out.splitlines()
    assert [r["id"] for r in as_json] == [r["id"] for r in as_csv]
    assert len(table) == len(as_json) + 2 and table[1].strip("- ") == ""
    assert set(as_csv[0]) == set(as_json[0])


@pytest.mark.parametrize(
    "command", [("stats",), ("conflicts",), ("facts",), ("find", "大道"), ("list", "Place"), ("metrics", "慈溪市")]
)
def test_every_table_can_be_csv_and_json(kg: Run, small: Path, command: tuple[str, ...]) -> None:
    found = rows(kg(*command, "--graph", small, "--format", "json"))
    lines = list(csv.reader(io.StringIO(kg(*command, "--graph", small, "--format", "csv").out)))
    assert found and len(lines) == len(found) + 1
    assert kg(*command, "--graph", small).out.count("\n") == len(found) + 2


def test_nothing_found_is_an_answer(kg: Run, small: Path) -> None:
    said = kg("facts", "--year", 1066, "--graph", small)
    assert (said.code, said.out.strip()) == (0, "(none)")
    assert rows(kg("facts", "--year", 1066, "--graph", small, "--format", "json")) == []
    assert kg("list", "Honor", "--graph", small).code in (0, 2)
    assert kg("list", "Nothing", "--graph", small).code == 2


def test_parameters(kg: Run, small: Path) -> None:
    asked = "MATCH (o:Observation) WHERE o.value > $least AND o.unit = $unit RETURN o.surface AS said"
    said = kg(
        "query", asked, "--param", "least=260000000000", "--param", "unit=元", "--graph", small, "--format", "json"
    )
    assert rows(said) == [{"said": "2650亿元"}]


def test_paths_have_quotes(kg: Run, small: Path) -> None:
    said = kg("path", "海晟公司", "Place:慈溪市", "--graph", small)
    assert said.code == 0
    assert "海晟公司 -PARTICIPATES_IN-> 滨海大道工程" in said.out and "滨海大道工程 -LOCATED_IN-> 慈溪市" in said.out
    assert said.out.count("“") == 2 and "a.txt" in said.out
    hops = rows(kg("path", "海晟公司", "慈溪市", "--graph", small, "--format", "json"))
    assert [h["type"] for h in hops] == ["PARTICIPATES_IN", "LOCATED_IN"] and all(h["quote"] for h in hops)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_path_is_an_answer(kg: Run, small: Path, lang: str) -> None:
    apart = kg("path", "慈溪市", "临海市", "--graph", small, lang=lang)
    assert apart.code == 0 and say("path.none", lang, a="慈溪市", b="临海市") in apart.out
    limited = kg("path", "海晟公司", "慈溪市", "--max-hops", 1, "--graph", small, lang=lang)
    assert limited.code == 0 and "滨海大道工程" in limited.out
    assert kg("path", "海晟公司", "慈溪市", "--types", "EATS", "--graph", small, lang=lang).code == 2


def test_metrics_and_conflicts(kg: Run, small: Path) -> None:
    found = rows(kg("metrics", "慈溪", "--metric", "生产总值", "--graph", small, "--format", "json"))
    assert {r["surface"] for r in found} == {"2650亿元", "2581亿元"}
    told = kg("conflicts", "--graph", small, "--format", "csv").out
    assert "2650亿元" in told and "2581亿元" in told and "a.txt" in told and "b.txt" in told


def test_show_tells_names_facts_and_sentences(kg: Run, small: Path) -> None:
    said = kg("show", "330282", "--context", "--graph", small)
    assert "2650亿元" in said.out and "LOCATED_IN" in said.out and "慈溪市的滨海大道工程由海晟公司承建" in said.out
    assert "opened" in kg("show", "Project:滨海大道工程@330282", "--graph", small).out


def test_names_with_markup(kg: Run, small: Path, tmp_path: Path) -> None:
    name = "<b>丙&丁</b>'\"厂"
    assert name in kg("show", name, "--graph", small).out
    found = rows(
        kg("query", "MATCH (o:Organization {name: $n}) RETURN o.name AS name", "--param", f"n={name}",
           "--graph", small, "--format", "json")
    )  # fmt: skip
    assert found == [{"name": name}]
    page = tmp_path / "page.html"
    assert kg("page", "--graph", small, "-o", page).code == 0
    assert "<b>丙" not in page.read_text("utf-8"), "a name of a document must not become markup of the page"
    for shown in ("show", "metrics"):
        assert kg(shown, "nothing\x1b[31m", "--graph", small).code == 2


def test_page(kg: Run, small: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.html", tmp_path / "part.html"
    assert kg("page", "--graph", small, "-o", whole).code == 0
    assert kg("page", "--graph", small, "-o", part, "--focus", "海晟公司", "--hops", 1).code == 0
    assert "临海市" in whole.read_text("utf-8") and "临海市" not in part.read_text("utf-8")
    assert kg("page", "--graph", small, "-o", part, "--focus", "无名").code == 2


def test_database_and_page_of_another_graph_are_made_anew(kg: Run, small: Path, tmp_path: Path) -> None:
    import hashlib
    import shutil

    from kg.store.embedded import graph_named_by

    folder = tmp_path / "out"
    shutil.copytree(small, folder)
    graph = folder / "graph.json"
    graph.write_bytes(graph.read_bytes().replace("海晟公司".encode(), "海盛公司".encode()))
    digest = hashlib.sha256(graph.read_bytes()).hexdigest()
    assert graph_named_by(folder / "graph.kgl") != digest
    asked = (
        "query",
        "MATCH (o:Organization) RETURN o.name AS name ORDER BY name",
        "--graph",
        folder,
        "--format",
        "json",
    )
    assert {"name": "海盛公司"} in rows(kg(*asked))
    assert graph_named_by(folder / "graph.kgl") == digest
    assert kg("page", "--graph", folder).code == 0
    assert digest in (folder / "graph.html").read_text("utf-8")
    for damaged in (b"", b"no database at all"):
        (folder / "graph.kgl").write_bytes(damaged)
        assert {"name": "海盛公司"} in rows(kg(*asked))
    (folder / "graph.kgl").unlink()
    assert {"name": "海盛公司"} in rows(kg(*asked))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"graph":{"format":99}}', "\x00\x01"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_damaged_graph_is_told(kg: Run, tmp_path: Path, content: str, lang: str) -> None:
    (tmp_path / "graph.json").write_text(content, "utf-8")
    for command in (("stats",), ("query", "RETURN 1 AS one")):
        said = kg(*command, "--graph", tmp_path, lang=lang)
        assert said.code == 1 and said.err.startswith("kg: ") and "Traceback" not in said.err


def test_check(kg: Run, tmp_path: Path) -> None:
    assert kg("check").code == 0
    (tmp_path / "seeds").mkdir()
    bad = tmp_path / "seeds" / "indicators.yaml"
    bad.write_text("indicators:\n  甲: [\n", "utf-8")
    said = kg("check", "--seeds", tmp_path / "seeds")
    assert said.code == 1 and "indicators.yaml" in said.err and "line" in said.err
    (tmp_path / "schemas" / "relations").mkdir(parents=True)
    (tmp_path / "schemas" / "relations" / "eats.yaml").write_text(
        "name: EATS\nlabel: {zh: 吃}\nhead: [Place]\ntail: [Place]\n", "utf-8"
    )
    said = kg("check", "--schemas", tmp_path / "schemas")
    assert said.code == 1 and "eats.yaml, line 2" in said.err


def test_evaluate(kg: Run, demo: Path, tmp_path: Path) -> None:
    said = kg("evaluate", demo / "extractions", tmp_path)
    assert said.code in (1, 2) and said.err.startswith("kg: ") and "Traceback" not in said.err


# ---- as a process ----


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=120, **options)


def test_output_is_utf8_whatever_the_locale(small: Path) -> None:
    done = process("list", "Place", "--graph", small)
    assert done.returncode == 0 and "慈溪市" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(small: Path) -> None:
    command = [sys.executable, "-m", "kg", "facts", "--graph", str(small), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout and child.stderr
        child.stdout.close()
        told = child.stderr.read()
    assert child.returncode == 0 and not told


@pytest.mark.parametrize("stdin", ["2023年慈溪市实现地区生产总值2650亿元。\n", ""])
def test_standard_input(tmp_path: Path, stdin: str) -> None:
    done = process("extract", "-", "--out", tmp_path, "--published", "2024-01-10", input=stdin)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == (["stdin.json"] if stdin else [])


def test_help_is_quick_and_imports_little() -> None:
    program = (
        "import sys; from kg.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'networkx', 'numpy', 'kglite', 'pyvis', 'neo4j', 'lxml', 'pdfplumber'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
