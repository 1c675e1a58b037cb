"""What is known beforehand: the readers of seeds/, built-in ones first, a user's own after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SeedError
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.resources import folder


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: rooms keep what they compiled from it
class Seeds:
    """All of seeds/: `data` by file stem, `places` the gazetteer (read when first asked for)."""

    data: Mapping[str, Any]
    folders: tuple[Path, ...]

    @cached_property
    def places(self) -> Gazetteer:
        return load_gazetteer(self.folders)

    @cached_property
    def built_in(self) -> Seeds | None:
        """The seeds without what a user added; None where nothing was."""
        return load_seeds() if len(self.folders) > 1 else None


def load_seeds(extra: Iterable[str | Path] = ()) -> Seeds:
    """Read the built-in seeds and then those of the folders `extra`, which add to them.

    Lists are appended, mappings updated key by key. Raises SeedError naming file and line.
    """
    folders = (folder("seeds"), *(Path(p) for p in extra))
    data: dict[str, Any] = {}
    for place in folders:
        if not place.is_dir():
            raise SeedError(f"{place}: no such folder of seeds")
        for path in sorted(place.glob("*.yaml")):
            data[path.stem] = _merged(data.get(path.stem), read_yaml(path), path)
    return Seeds(data=data, folders=folders)


def read_yaml(path: Path) -> Any:
    """Parse one YAML file. Raises SeedError naming file and line."""
    try:
        return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedError(f"{path}, line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SeedError(f"{path}: {error}") from None


def _merged(old: Any, new: Any, path: Path) -> Any:
    if old is None or new is None:
        return new if old is None else old
    if isinstance(old, list) and isinstance(new, list):
        return old + [item for item in new if item not in old]
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merged(old.get(key), value, path) for key, value in new.items()}
    if type(old) is type(new):
        return new
    raise SeedError(f"{path}: a {type(new).__name__} where the built-in seeds have a {type(old).__name__}")
