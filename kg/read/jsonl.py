"""JSON lines: a document a line, with id, text, title, published, source."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from kg.model import Document
from kg.read.decode import decode
from kg.read.messages import Failure, Skipped, UnreadableError
from kg.read.metadata import Facts, facts
from kg.read.sources import Source


def read_jsonl(source: Source, default: Facts) -> Iterator[Document | Failure | Skipped]:
    """Yield the documents of a JSON lines file; a broken line is a failure of its own."""
    seen: set[str] = set()
    for number, line in enumerate(_lines(source), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(_decoded(line))
        except UnreadableError as problem:
            yield Failure(f"{source.path}:{number}", problem.code, problem.params)
            continue
        except (ValueError, RecursionError) as error:
            reason = str(error).split(": line 1")[0] or "nested too deeply"
            yield Failure(f"{source.path}:{number}", "json_line", (("line", str(number)), ("error", reason)))
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            yield Failure(f"{source.path}:{number}", "json_text", (("line", str(number)),))
            continue
        name = str(record.get("id") or number)
        if name in seen:
            name = f"{name}:{number}"
        seen.add(name)
        yield from _record(f"{source.id}#{name}", record, default)


def _record(name: str, record: dict[str, object], default: Facts) -> Iterator[Document | Skipped]:
    text = str(record["text"]).encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        yield Skipped(name, "empty")
        return
    said = facts(record).over(default)
    if said.odd_date:
        yield Skipped(name, "date", (("value", said.odd_date),))
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    yield Document(name, text, digest, said.title, said.source, said.published, said.main_place)


def _lines(source: Source) -> Iterator[bytes]:
    with Path(source.path).open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from decode(file.read()).encode("utf-8").split(b"\n")
        else:
            yield from file


def _decoded(line: bytes) -> str:
    line = line.removeprefix(codecs.BOM_UTF8).strip()
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line)
