"""Paths to files: folders walked in order, links and pipes told apart, and an id for each file."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.read.messages import Failure, Skipped

SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
STDIN = "-"
BUILT = ("graph.json", "extractions")  # what a folder that kg has built holds: results, not documents


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the id of the document in it."""

    path: str  # "-" for standard input
    id: str
    form: str  # text | html | docx | pdf | jsonl, "" to be told from the content


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    root: str  # folder that the id is relative to


def sources(paths: Iterable[str | Path]) -> tuple[list[Source], list[Failure | Skipped]]:
    """Return the files of `paths` in the order given, folders sorted, and what is no file."""
    found: list[_Found] = []
    notes: list[Failure | Skipped] = []
    for given in paths:
        text = os.fspath(given)
        if text == STDIN:
            found.append(_Found(STDIN, ""))
            continue
        before = len(found) + len(notes)
        for item in _walk(text):
            (found if isinstance(item, _Found) else notes).append(item)  # type: ignore[arg-type]
        if before == len(found) + len(notes):
            notes.append(Skipped(text, "nothing"))
    return _identified(_once(found, notes)), notes


def _walk(path: str) -> Iterator[_Found | Failure | Skipped]:
    """Yield the files at or under `path`."""
    try:
        status = Path(path).stat()
    except OSError as error:
        yield _refused(path, error)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _folder(path, path, {(status.st_dev, status.st_ino)})
    elif stat.S_ISREG(status.st_mode):
        yield _Found(path, str(Path(path).parent))
    else:
        yield Skipped(path, "special")


def _refused(path: str, error: OSError) -> Failure | Skipped:
    if isinstance(error, PermissionError):
        return Failure(path, "permission")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Failure(path, "missing")
    if error.errno == 40 or "loop" in str(error).lower() or "symbolic link" in str(error):
        return Skipped(path, "loop")
    return Failure(path, "unreadable", (("error", str(error.strerror or error)),))


def _folder(folder: str, root: str, seen: set[tuple[int, int]]) -> Iterator[_Found | Failure | Skipped]:
    """Yield the files under `folder`, by name; a folder is entered once, by whatever link it is met again."""
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda e: e.name)
        except OSError as error:
            yield _refused(current, error)
            continue
        folders: list[str] = []
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            found = _entry(entry, root, seen)
            if found is None:
                folders.append(entry.path)
            else:
                yield found
        pending.extend(reversed(folders))


def _entry(entry: os.DirEntry[str], root: str, seen: set[tuple[int, int]]) -> _Found | Failure | Skipped | None:
    """Return what an entry of a folder is, None for a folder not met before."""
    try:
        status = Path(entry.path).stat()  # that of the entry itself has no number on Windows
    except OSError as error:
        refused = _refused(entry.path, error)
        broken = entry.is_symlink() and isinstance(refused, Failure) and refused.code == "missing"
        return Skipped(entry.path, "broken_link") if broken else refused
    if stat.S_ISDIR(status.st_mode):
        key = (status.st_dev, status.st_ino)
        if key in seen:
            return Skipped(entry.path, "loop")
        if all((Path(entry.path) / name).exists() for name in BUILT):
            return Skipped(entry.path, "built")
        seen.add(key)
        return None
    if not stat.S_ISREG(status.st_mode):
        return Skipped(entry.path, "special")
    if Path(entry.name).suffix.lower() in SUFFIXES:
        return _Found(entry.path, root)
    return Skipped(entry.path, "format")


def _once(found: list[_Found], notes: list[Failure | Skipped]) -> list[_Found]:
    """Leave out a path that was given or met before."""
    seen: set[str] = set()
    once: list[_Found] = []
    for item in found:
        real = os.path.abspath(item.path) if item.path != STDIN else STDIN  # noqa: PTH100
        if real in seen:
            notes.append(Skipped(item.path, "again"))
        else:
            seen.add(real)
            once.append(item)
    return once


def _identified(found: list[_Found]) -> list[Source]:
    """Give each file the path under its root as id; those that share one get folders in front until they differ."""
    parts = [_parts(item) for item in found]
    depth = [len(Path(item.path).relative_to(item.root).parts) if item.path != STDIN else 1 for item in found]
    while True:
        ids = ["/".join(p[-d:]) for p, d in zip(parts, depth)]
        groups: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(ids):
            groups[name].append(i)
        equal = [i for members in groups.values() if len(members) > 1 for i in members if depth[i] < len(parts[i])]
        if not equal:
            break
        for i in equal:
            depth[i] += 1
    return [Source(item.path, name, _form(item.path)) for item, name in zip(found, ids)]


def _parts(item: _Found) -> tuple[str, ...]:
    if item.path == STDIN:
        return ("stdin",)
    absolute = Path(os.path.abspath(item.path))  # noqa: PTH100
    return tuple(_clean(part) for part in absolute.parts[1:])


def _clean(name: str) -> str:
    """Return a file name as text: composed letters, and a mark where its bytes are no text."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _form(path: str) -> str:
    return SUFFIXES.get(Path(path).suffix.lower(), "")
