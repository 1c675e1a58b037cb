"""Output files: their names, and that each is replaced whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from kg.errors import StoreError

UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f]')
LONGEST = 200  # bytes of a stem, so that ending and temporary names fit the 255 of file systems


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
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write(path: Path, pieces: Iterable[str]) -> None:
    """Write text pieces as UTF-8 with \\n line ends, replacing the file whole."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(pieces)


def store_error(path: Path, error: OSError) -> StoreError:
    """The error in words that name the file, or the folder of one under a passing name, and the cure."""
    path = path.parent if path.name.startswith(".") else path
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StoreError("disk_full", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError("not_writable", path=path)
    return StoreError("write_failed", path=path, reason=error.strerror or error)


def file_names(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a file stem for each document id, all different whatever case a file system minds.

    >>> file_names(["a/x.txt", "b/x.txt", "y.txt"])
    {'a/x.txt': 'a-x', 'b/x.txt': 'b-x', 'y.txt': 'y'}
    """
    found = {id: safe(PurePosixPath(id).stem) for id in ids}
    for longer in (_with_folder, _with_hash):
        count = Counter(name.casefold() for name in found.values())
        found = {id: longer(id) if count[name.casefold()] > 1 else name for id, name in found.items()}
    return found


def safe(name: str) -> str:
    """The name with what file systems refuse written as _, and cut to LONGEST bytes (then with a hash)."""
    plain = UNSAFE.sub("_", name.replace("/", "-")).strip(". ") or "document"
    return plain if len(plain.encode()) <= LONGEST else _hashed(plain, name)


def _hashed(name: str, id: str) -> str:
    head = name.encode()[: LONGEST - 9].decode("utf-8", "ignore")
    return f"{head}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _with_folder(id: str) -> str:
    return safe(str(PurePosixPath(id).with_suffix("")).replace("/", "-"))


def _with_hash(id: str) -> str:
    return _hashed(_with_folder(id), id)
