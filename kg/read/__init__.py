"""Files to documents, one small function a format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Document


def read(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    main_place: str | None = None,
    manifest: str | Path | None = None,
) -> Iterator[Document]:
    """Yield the documents of `paths`."""
    for given in map(Path, paths):
        for path in sorted(given.rglob("*.txt")) if given.is_dir() else [given]:
            data = path.read_bytes()
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
            name = path.relative_to(given).as_posix() if given.is_dir() else path.name
            yield Document(name, text, hashlib.sha256(data).hexdigest(), published=published, main_place=main_place)
