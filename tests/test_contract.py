"""What holds of the code as a whole: who may import whom, what the program says, the vocabulary."""

from __future__ import annotations

import ast
import configparser
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from kg.lint import lint
from kg.messages import LANGUAGES

PACKAGE = ROOT / "kg"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts)
MESSAGES = yaml.safe_load((ROOT / "schemas" / "messages.yaml").read_text("utf-8"))
IN_SPACY = ("kg/annotate/language.py", "kg/annotate/tokenizer.py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in MODULES:
        yield name_of(path), ast.parse(path.read_text("utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_contract_knows_every_room() -> None:
    """A room that no layer names may import what it likes: there is none."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    layers = set(re.findall(r"kg\.\w+", config["importlinter:contract:layers"]["layers"]))
    rooms = {f"kg.{p.stem}" for p in [*PACKAGE.glob("*.py"), *(d.parent for d in PACKAGE.glob("*/__init__.py"))]}
    assert rooms - layers - {"kg.__init__", "kg.__main__"} == set()
    assert layers <= rooms


def test_every_package_is_listed() -> None:
    """`find:` cannot also name schemas and seeds, which lie elsewhere; so the packages stand in a list."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    listed = set(config["options"]["packages"].split())
    found = {".".join(p.parent.relative_to(ROOT).parts) for p in MODULES if p.name == "__init__.py"}
    assert found == listed - {"kg.data.schemas", "kg.data.seeds"}


def test_spacy_is_imported_in_one_module() -> None:
    users = [name for name, tree in trees() if any(m.partition(".")[0] == "spacy" for m in imported(tree))]
    assert [name for name in users if name not in IN_SPACY] == []


def test_nothing_is_random_and_nothing_asks_the_clock() -> None:
    clocks = ("datetime.now(", "date.today(", "time.time(", "os.urandom(")
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not [c for c in clocks if c in text], name_of(path)
        names = set(imported(ast.parse(text)))
        assert not names & {"uuid", "secrets"}, name_of(path)
        if "random" in names:
            assert re.search(r"random\.Random\(\d+\)|random\.seed\(\d+\)", text), f"{name_of(path)}: without a seed"


def test_no_module_is_named_for_nothing() -> None:
    assert not [name_of(p) for p in MODULES if p.stem in ("utils", "util", "helpers", "common", "misc")]


def test_vocabulary_is_in_order() -> None:
    schema, seeds = lint()
    assert {
        "Place",
        "Project",
        "Policy",
        "Metric",
        "Organization",
        "Industry",
        "Honor",
        "Observation",
        "Document",
    } <= set(schema.nodes)
    assert len([e for e in schema.edges.values() if not e.structural]) == 9 and seeds.data


@pytest.mark.parametrize(
    "path", sorted([*(ROOT / "schemas").rglob("*.yaml"), *(ROOT / "seeds").rglob("*.yaml")]), ids=name_of
)
def test_no_key_stands_twice_in_a_file(path: Path) -> None:
    """YAML lets the last of two equal keys win silently."""

    class Loader(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1} if len(keys) < 3000 else set()
        assert not twice, f"{name_of(path)}, line {node.start_mark.line + 1}: {twice} twice"
        return yaml.SafeLoader.construct_mapping(loader, node, deep)

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    yaml.load(path.read_text("utf-8"), Loader=Loader)


# ---- what the program says ----


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_has_both_languages_and_the_same_blanks() -> None:
    for key, entry in MESSAGES.items():
        assert set(entry) == set(LANGUAGES), key
        assert blanks(entry["zh"]) == blanks(entry["en"]), key


def keys_used() -> Iterator[tuple[str, str]]:
    """Message keys that the code names: the first argument of `say` and of errors raised with a code."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            value = node.args[0].value
            if called == "UnreadableError":  # the reader's own table, see test_read
                continue
            if isinstance(value, str) and (called == "say" or (called.endswith("Error") and node.keywords)):
                yield name, value


def test_every_message_that_the_code_names_is_listed() -> None:
    used = set(keys_used())
    assert len(used) > 30
    assert [f"{name}: {key}" for name, key in sorted(used) if key not in MESSAGES] == []


def test_every_argument_has_its_help() -> None:
    from kg.cli.parser import _COMMANDS, parser

    for lang in LANGUAGES:
        for command in _COMMANDS:
            assert f"cmd.{command}" in MESSAGES
        for action in parser(lang)._actions:
            assert not str(action.help).startswith(("arg.", "cmd."))


# ---- what must not stand in the project ----


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_path_of_one_machine() -> None:
    private = re.compile(rb"/(?:root|home/\w+|Users/\w+|wo" rb"rk)/")
    texts = [p for p in tracked() if p.suffix in (".py", ".md", ".yaml", ".cfg", ".toml", ".js", ".html", ".txt", "")]
    assert [name_of(p) for p in texts if private.search(p.read_bytes())] == []


def test_no_file_is_too_large() -> None:
    assert [name_of(p) for p in tracked() if p.stat().st_size > 8_000_000] == []


def test_the_lock_pins_versions_and_no_addresses() -> None:
    lines = [line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert len(lines) > 40
    assert not [line for line in lines if "://" in line or "--hash" in line or "@" in line]
    loose = [line for line in lines if "==" not in line]
    assert [line.partition(">")[0] for line in loose] == ["kglite"], loose
    locked = {re.split(r"[=<>;]", line)[0].strip().lower().replace("_", "-") for line in lines}
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    options, extras = config["options"], config["options.extras_require"]
    wanted = [*options["install_requires"].split("\n"), *"\n".join(extras[k] for k in extras).split("\n")]
    names = {re.split(r"[\[=<>;]", line)[0].strip().lower().replace("_", "-") for line in wanted if line.strip()}
    assert names - {"county-kg"} - locked == set()
