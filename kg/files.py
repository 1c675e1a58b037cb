"""Output files: replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`, which takes its place when the block ends without an error.

    Raises StoreError where the disk is full or the folder cannot be written; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise store_error(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def write(path: Path, pieces: Iterable[str]) -> None:
    """Write text pieces as UTF-8 with \\n line ends, replacing the file whole."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(pieces)


def store_error(path: Path, error: OSError) -> StoreError:
    """The error in words that name the file and the cure."""
    if error.errno == errno.ENOSPC:
        return StoreError(f"{path}: the disk is full; make room and run the command again (nothing was replaced)")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(f"{path}: cannot be written; choose another folder with --out, or change its permissions")
    return StoreError(f"{path}: {error.strerror or error}")
