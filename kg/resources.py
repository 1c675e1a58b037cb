"""Where the data folders lie: inside an installed package, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """Return the folder `schemas` or `seeds` of this installation."""
    package = Path(__file__).parent
    for candidate in (package / "data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of kg has no folder {name}")
