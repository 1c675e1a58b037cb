"""DOCX to text, after a look at the package: bombs, entities, encryption and damage are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from lxml import etree

from kg.read.content import Content
from kg.read.messages import UnreadableError

_MOST_UNPACKED = 256_000_000
_MOST_RATIO = 200
_MOST_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr")
)
_DOCTYPES = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


def read_docx(data: bytes) -> Content:
    """Return the text of a DOCX in body order: a paragraph a line, a row of a table a line, cells parted by a tab."""
    if data.startswith(_OLE):
        raise UnreadableError("encrypted_docx" if "EncryptedPackage".encode("utf-16-le") in data else "old_word")
    try:
        _check(data)
        body = docx.Document(io.BytesIO(data)).element.body
        return Content("\n".join(_lines(body)))
    except UnreadableError:
        raise
    except Exception as error:  # a damaged package fails in zipfile, zlib, lxml or python-docx, each in its own way
        raise UnreadableError("damaged_docx", error=str(error).splitlines()[0][:100] if str(error) else "") from None


def _check(data: bytes) -> None:
    """Refuse a package that unpacks to too much, is encrypted, or declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        size = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts) or 1
        if size > _MOST_UNPACKED or len(parts) > _MOST_PARTS or (size > 10_000_000 and size > _MOST_RATIO * packed):
            raise UnreadableError("zip_bomb", size=size // 1_000_000)
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError("encrypted_docx")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                text = package.read(part)
                if any(mark in text for mark in _DOCTYPES):
                    raise UnreadableError("entities", part=part.filename)


def _lines(parent: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and table rows under `parent`."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child).split("\n")
            for box in _boxes(child):
                yield from _lines(box)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is child:
                    yield "\t".join(_cell(cell) for cell in _cells(row))
        elif child.tag not in _GONE and child.tag != f"{_W}sectPr":
            yield from _lines(child)  # a content control, an insertion, custom XML


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(True for _ in box.iterancestors(f"{_MC}Fallback")):
            yield box


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]


def _cell(cell: etree._Element) -> str:
    """Return the text of a cell in one line."""
    return " ".join(" ".join(line.split("\t")).strip() for line in _lines(cell) if line.strip())


def _paragraph(paragraph: etree._Element) -> str:
    """Return the text of a paragraph; what was deleted and what stands in boxes is left out."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in _GONE or tag == f"{_W}txbxContent" or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            parts.append((element.text or "").replace("\n", " "))
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}tab":
            parts.append("\u3000")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            stack.extend(reversed(element))
    return "".join(parts)
