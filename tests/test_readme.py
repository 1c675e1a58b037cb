"""What the READMEs tell a newcomer to type works on the samples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, Ran

READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)


def commands(name: str) -> list[str]:
    return [line[2:] for block in blocks(name, "console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("name", READMES)
def test_commands(kg: Callable[..., Ran], demo: Path, name: str) -> None:
    found = commands(name)
    assert len(found) >= 5
    for command in found:
        program, *arguments = shlex.split(command)
        said = kg(*arguments, "--graph", demo)
        assert program == "kg" and said.code == 0, f"{command}\n{said.err}"
        assert said.out.count("\n") >= 3, f"{command}: nothing found"


def test_both_languages_show_the_same_commands() -> None:
    one, other = (commands(name) for name in READMES)
    assert one == other


@pytest.mark.parametrize("name", READMES)
def test_every_named_command_exists(kg: Callable[..., Ran], name: str) -> None:
    from kg.cli.parser import _COMMANDS

    text = (ROOT / name).read_text("utf-8")
    assert set(re.findall(r"(?:`|^\$ |^)kg ([a-z]+)", text, re.MULTILINE)) <= set(_COMMANDS)
    for command, option in re.findall(r"kg ([a-z]+)[^\n`|]*? (--[a-z-]+)", text):
        assert option in kg(command, "--help").out, f"{command} {option}"


@pytest.mark.parametrize("name", READMES)
def test_targets_of_make_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make ([a-z][a-z-]+)", (ROOT / name).read_text("utf-8")):
        assert f"\n{target}:" in makefile, target


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8")):
        assert (ROOT / target).exists(), target


def test_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of both READMEs is one program but for its comments; it runs."""
    programs = [re.sub(r"\s+#.*", "", blocks(name, "python")[0]) for name in READMES]
    assert programs[0] == programs[1]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "documents").mkdir()
    for sample in ("xiaolong-road-news.txt", "zhouxiang-profile.md", "sanbei-railway-news.html", "manifest.csv"):
        (tmp_path / "seeds" / "documents" / sample).write_bytes((SAMPLES / sample).read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(programs[0], "README.md", "exec"), {})
    assert (tmp_path / "graph.html").exists()
