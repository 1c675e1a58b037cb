"""Listed places: China's divisions with their codes, and the hand-made lists beside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Gazetteer:
    """Listed places by name and code."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)


def load_gazetteer(folders: Iterable[Path]) -> Gazetteer:
    """The gazetteer of the seed folders; files are read when first needed."""
    return Gazetteer(folders)
