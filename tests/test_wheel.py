"""The wheel holds all that kg needs, and an installed kg works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

PARTS = ("kg", "schemas", "seeds", "setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
LEFT_OUT = ("__pycache__", ".pyc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources that git knows or that are new, with what is installed here."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for part in PARTS:
        path = ROOT / part
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file() and not any(mark in str(file) for mark in LEFT_OUT):
                target = source / file.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "-w", str(out), str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `kg` of a new environment that holds the wheel and sees the dependencies installed here."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    packages = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run([*pip, str(wheel)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    there = sysconfig.get_path(
        "purelib"
    )  # as a path to import from: its own .pth files, which name this checkout, stay shut
    Path(packages, "dependencies.pth").write_text(f"{there}\n", "utf-8")
    return scripts / ("kg.exe" if os.name == "nt" else "kg")


@pytest.mark.wheel
def test_every_module_and_data_file_travels(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {p.relative_to(ROOT).as_posix() for p in (ROOT / "kg").rglob("*.py") if "__pycache__" not in p.parts}
    data = {
        f"kg/data/{p.relative_to(ROOT).as_posix()}"
        for name in ("schemas", "seeds")
        for p in (ROOT / name).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    beside = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "kg").rglob("*")
        if p.is_file() and p.suffix not in (".py", ".pyc") and "__pycache__" not in p.parts
    }
    assert sorted((wanted | data | beside) - inside) == []
    assert not [name for name in inside if name.startswith(("tests/", "docs/", "tools/"))]
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in inside}
    assert wheel.stat().st_size < 20_000_000


@pytest.mark.wheel
def test_an_installed_kg_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(installed), *arguments, "--lang", "en"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [str(installed.with_name("python")), "-c", "import kg; print(kg.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert Path(where.strip()).is_relative_to(installed.parent.parent), "the checkout was imported, not the wheel"
    assert "in order" in run("check")
    (tmp_path / "documents").mkdir()
    sample = SAMPLES / "xiaolong-road-news.txt"
    (tmp_path / "documents" / sample.name).write_bytes(sample.read_bytes())
    assert "1 documents" in run("build", "documents")
    assert {"graph.json", "graph.kgl", "graph.html", "report.md"} <= {p.name for p in (tmp_path / "out").iterdir()}
    assert "Project" in run("stats")
    assert "1" in run("query", "MATCH (d:Document) RETURN count(d) AS n")
