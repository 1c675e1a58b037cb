"""What is said about a document outside its text: dates, YAML front matter, a manifest."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import UsageError
from kg.read.decode import decode
from kg.read.messages import UnreadableError

_DATE = re.compile(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*日?|\s*月)?|\s*年)?(?:[T\s].*)?$")
_FRONT = re.compile(r"---[ \t]*\n(.{0,8000}?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_COLUMNS = ("title", "published", "source", "main_place")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document beside its text; None for what is not said."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    main_place: str | None = None
    odd_date: str | None = None  # a date that could not be understood

    def over(self, other: Facts) -> Facts:
        """Return these facts, completed by those of `other`."""
        return Facts(
            self.title or other.title,
            self.published or other.published,
            self.source or other.source,
            self.main_place or other.main_place,
            self.odd_date or other.odd_date,
        )


def date(value: object) -> str | None:
    """Return a date as YYYY-MM-DD, YYYY-MM or YYYY, None where it is none.

    >>> date("2024年3月5日"), date("2024/3"), date(2024), date("spring")
    ('2024-03-05', '2024-03', '2024', None)
    """
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    match = _DATE.match(str(value).strip())
    if not match:
        return None
    year, month, day = match[1], match[2], match[3]
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def facts(values: Mapping[Any, Any]) -> Facts:
    """Return the facts that a mapping of names to values holds."""

    def text(name: str) -> str | None:
        value = values.get(name)
        return str(value).strip() or None if isinstance(value, str | int | float) else None

    given = values.get("published")
    published = date(given) if given not in (None, "") else None
    odd = str(given)[:40] if given not in (None, "") and published is None else None
    return Facts(text("title"), published, text("source"), text("main_place"), odd)


def front_matter(text: str) -> tuple[Facts, int]:
    """Return the facts of the YAML front matter of `text` and where the text behind it begins."""
    match = _FRONT.match(text)
    if not match or not re.search(r"^\w+[ \t]*:", match[1] or "", re.MULTILINE):
        return Facts(), 0
    try:
        values = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableError("front_matter", error=str(error).splitlines()[0]) from None
    return (facts(values), match.end()) if isinstance(values, dict) else (Facts(), 0)


class Manifest:
    """A table of facts by document: file, title, published, source, main_place."""

    def __init__(self, rows: Mapping[str, Facts], folder: Path) -> None:
        self._rows = rows
        self._by_path = {(folder / name).resolve(): name for name in rows}
        self._met: set[str] = set()

    def of(self, id: str, path: str) -> Facts:
        """Return the facts of a document, found by its id, its path beside the manifest, or its name."""
        names = (id, self._by_path.get(Path(path).resolve()), Path(path).name)
        name = next((n for n in names if n in self._rows), None)
        if name is None:
            return Facts()
        self._met.add(name)
        return self._rows[name]

    def not_met(self) -> list[str]:
        """Return the files that the manifest names and that no document was."""
        return [name for name in self._rows if name not in self._met]


def read_manifest(path: str | Path) -> Manifest:
    """Read a CSV manifest. Raises UsageError naming file, line and what is wrong."""
    try:
        text = decode(Path(path).read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: the manifest cannot be read: {error.strerror or error}") from None
    except UnreadableError:
        raise UsageError(f"{path}: the manifest is no text in UTF-8, UTF-16 or GB18030") from None
    table = csv.DictReader(io.StringIO(text), strict=True)
    rows: dict[str, Facts] = {}
    try:
        if "file" not in (table.fieldnames or ()):
            raise UsageError(f"{path}, line 1: the manifest has no column “file” (file,{','.join(_COLUMNS)})")
        for row in table:
            name = (row["file"] or "").strip().replace("\\", "/").removeprefix("./")
            if not name:
                continue
            found = facts(row)
            if found.odd_date:
                raise UsageError(f"{path}, line {table.line_num}: the date “{found.odd_date}” is not YYYY-MM-DD")
            rows[name] = found
    except csv.Error as error:
        raise UsageError(f"{path}, line {table.line_num + 1}: {error}") from None
    return Manifest(rows, Path(path).parent)
