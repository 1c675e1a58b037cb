"""PDF to text: lines in reading order, columns one after the other, tables as rows, a note of where pages begin."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from kg.read.content import Content
from kg.read.layout import Word, page_lines
from kg.read.messages import UnreadableError

_FEWEST_RULES = 4  # lines or rectangles on a page that may hold a table


def read_pdf(data: bytes) -> Content:
    """Return the text of a PDF; refuse one that is damaged, encrypted or only pictures."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [_page(page) for page in pdf.pages]
    except Exception as error:  # pdfminer fails in many ways on a damaged file
        encrypted = _is_encryption(error)
        raise UnreadableError("encrypted_pdf" if encrypted else "damaged_pdf") from None
    if not pages:
        raise UnreadableError("damaged_pdf")
    text = "\n".join(pages)
    if not text.strip() or 2 * text.count("(cid:") * 6 > len(text):
        raise UnreadableError("needs_ocr")
    starts, at = [], 0
    for page_text in pages:
        starts.append(at)
        at += len(page_text) + 1
    blank = tuple(number for number, page_text in enumerate(pages, 1) if not page_text.strip())
    return Content(text, pages=tuple(starts), blank_pages=blank)


def _is_encryption(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, PDFPasswordIncorrect | PDFEncryptionError):
            return True
        if any(isinstance(a, PDFPasswordIncorrect | PDFEncryptionError) for a in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


def _page(page: Any) -> str:
    """Return the text of one page and let go of what was parsed for it."""
    tables = list(_tables(page))
    words = [
        Word(word["x0"], word["x1"], word["top"], word["bottom"], word["text"])
        for word in page.extract_words(keep_blank_chars=False, use_text_flow=False)
    ]
    boxes = [box for box, _ in tables]
    free = [w for w in words if not any(_inside(w, box) for box in boxes)]
    lines = page_lines(free, float(page.width), [(box[1], rows) for box, rows in tables])
    page.close()
    return "\n".join(lines)


def _tables(page: Any) -> Iterator[tuple[tuple[float, float, float, float], list[str]]]:
    """Yield box and rows of each ruled table of two columns or more."""
    if len(page.lines) + len(page.rects) + len(page.curves) < _FEWEST_RULES:
        return
    for table in page.find_tables():
        cells = table.extract()
        rows = ["\t".join(" ".join((cell or "").split()) for cell in row) for row in cells]
        rows = [row for row in rows if row.strip()]
        if len(rows) > 1 and max(len(row) for row in cells) > 1:
            yield table.bbox, rows


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    middle, height = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= middle <= box[2] and box[1] <= height <= box[3]
