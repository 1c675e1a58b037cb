"""The sample documents say what they said: `make golden` writes the files anew, people read the difference."""

from __future__ import annotations

import difflib
import importlib.util
from pathlib import Path

import pytest
from conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
SPEC = importlib.util.spec_from_file_location("golden_tool", ROOT / "tools" / "golden.py")
assert SPEC and SPEC.loader
tool = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tool)


def test_every_sample_has_its_file(demo: Path) -> None:
    assert {p.name for p in GOLDEN.glob("*.txt")} == set(tool.summaries(demo / "extractions"))


@pytest.mark.parametrize("name", sorted(p.name for p in GOLDEN.glob("*.txt")))
def test_sample(demo: Path, name: str) -> None:
    made = tool.summaries(demo / "extractions")[name].splitlines()
    kept = (GOLDEN / name).read_text("utf-8").splitlines()
    changes = list(difflib.unified_diff(kept, made, "kept", "now", n=0, lineterm=""))
    assert not changes, "run `make golden` and read the difference:\n" + "\n".join(changes[:40])
