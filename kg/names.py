"""File names for documents: their stem; with the folder in front where two are equal."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f]')
LONGEST = 200  # bytes of a stem, so that ending and temporary names fit the 255 of file systems


def file_names(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a file stem for each document id, all different whatever case a file system minds.

    >>> file_names(["a/x.txt", "b/x.txt", "y.txt"])
    {'a/x.txt': 'a-x', 'b/x.txt': 'b-x', 'y.txt': 'y'}
    """
    found = {id: safe(PurePosixPath(id).stem) for id in ids}
    for longer in (lambda id: safe(str(PurePosixPath(id).with_suffix("")).replace("/", "-")), lambda id: _hashed(safe(id), id)):
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
