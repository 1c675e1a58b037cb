"""Files to documents, one small function a format."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import UsageError
from kg.model import Document
from kg.read.content import Content
from kg.read.decode import decode
from kg.read.jsonl import read_jsonl
from kg.read.messages import Failure, Skipped, UnreadableError
from kg.read.metadata import Facts, Manifest, date, front_matter, read_manifest
from kg.read.sources import STDIN, Source, sources

__all__ = ["Failure", "Skipped", "read"]


def read(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    main_place: str | None = None,
    manifest: str | Path | None = None,
) -> Iterator[Document | Failure | Skipped]:
    """Yield the documents of files and folders, and what could not be read or was left out.

    What is said of a document counts in this order: the manifest, its own front matter or record, the options
    `published` and `main_place`, the meta elements of a page. Raises UsageError where an option is wrong.
    """
    if published is not None and date(published) is None:
        raise UsageError(f"the date “{published}” is not YYYY-MM-DD, YYYY-MM or YYYY")
    options = Facts(published=date(published) if published else None, main_place=main_place or None)
    table = read_manifest(manifest) if manifest is not None else None
    return (item for item in _read(paths, options, table) if not _is_manifest(item, manifest))


def _is_manifest(item: Document | Failure | Skipped, manifest: str | Path | None) -> bool:
    """Is it but the note that the manifest, met in a folder, is no document?"""
    return isinstance(item, Skipped) and manifest is not None and Path(item.path).resolve() == Path(manifest).resolve()


def _read(
    paths: Iterable[str | Path], options: Facts, table: Manifest | None
) -> Iterator[Document | Failure | Skipped]:
    files, notes = sources(paths)
    yield from notes
    for source in files:
        said = table.of(source.id, source.path) if table else Facts()
        try:
            yield from _documents(source, said, options)
        except UnreadableError as problem:
            yield Failure(source.path, problem.code, problem.params)
        except PermissionError:
            yield Failure(source.path, "permission")
        except FileNotFoundError:
            yield Failure(source.path, "missing")
        except OSError as error:
            yield Failure(source.path, "unreadable", (("error", str(error.strerror or error)),))
    for name in table.not_met() if table else ():
        yield Skipped(name, "not_met")


def _documents(source: Source, said: Facts, options: Facts) -> Iterator[Document | Failure | Skipped]:
    if source.form == "jsonl":
        yield from read_jsonl(source, said.over(options))
        return
    data = sys.stdin.buffer.read() if source.path == STDIN else Path(source.path).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    content = _content(source, data)
    del data
    if not content.text[content.begins :].strip():
        yield Skipped(source.path, "empty")
        return
    if content.blank_pages:
        yield Skipped(source.path, "blank_pages", (("pages", ", ".join(map(str, content.blank_pages))),))
    own = content.facts
    known = said.over(own).over(options) if content.begins else said.over(options).over(own)
    if known.odd_date:
        yield Skipped(source.path, "date", (("value", known.odd_date),))
    yield Document(
        source.id,
        content.text,
        digest,
        known.title,
        known.source,
        known.published,
        known.main_place,
        content.pages,
        content.begins,
    )


def _content(source: Source, data: bytes) -> Content:
    """Read `data` with the reader of its format; that of a file without a known ending is told from its content."""
    if not data.strip():
        return Content("")
    form = source.form or _told(data)
    return _readers()[form](data)


def _told(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith(b"pk\x03\x04"):
        return "docx"
    return "html" if head.startswith((b"<!doctype html", b"<html")) else "text"


def _readers() -> dict[str, Callable[[bytes], Content]]:
    """Return the readers; those that need a library import it when they are called."""
    return {"text": _text, "html": _html, "docx": _docx, "pdf": _pdf}


def _text(data: bytes) -> Content:
    text = decode(data)
    own, begins = front_matter(text)
    return Content(text, own, begins=begins)


def _html(data: bytes) -> Content:
    from kg.read.html import read_html

    return read_html(data)


def _docx(data: bytes) -> Content:
    from kg.read.docx import read_docx

    return read_docx(data)


def _pdf(data: bytes) -> Content:
    from kg.read.pdf import read_pdf

    return read_pdf(data)
