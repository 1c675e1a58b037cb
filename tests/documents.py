"""Small real files for the tests of the reader: a PDF, a DOCX, made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx

Line = tuple[float, float, str]  # x, y, text


def pdf(pages: Sequence[Sequence[Line]], *, extra: str = "", drawing: str = "") -> bytes:
    """Return a PDF with `pages` of placed lines; Chinese is shown by a standard font of the viewer."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    bodies.append(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    bodies.append(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>"
    )
    for i, lines in enumerate(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        shown = "".join(
            f"BT /F1 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in lines if text
        )
        stream = drawing + shown
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(bodies, extra)


def _file(bodies: Sequence[str], extra: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(out)


def encrypted_pdf() -> bytes:
    """Return a PDF that asks for a password."""
    key = "ab" * 32
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]"
    return pdf([[(72, 700, "慈溪")]], extra=encrypt)


def ruled(x: float, y: float, width: float, height: float, columns: int, rows: int) -> str:
    """Return the drawing of a ruled table whose upper left corner is (x, y)."""
    across = "".join(
        f"{x} {y - height * r / rows} m {x + width} {y - height * r / rows} l S\n" for r in range(rows + 1)
    )
    down = "".join(
        f"{x + width * c / columns} {y} m {x + width * c / columns} {y - height} l S\n" for c in range(columns + 1)
    )
    return across + down


def word(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), after: Sequence[str] = ()) -> bytes:
    """Return a DOCX with paragraphs, a table and paragraphs behind it."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table):
            for cell, text in zip(row.cells, cells):
                cell.text = text
    for text in after:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Return the package `data` with parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return stream.getvalue()
