"""Bytes to text: UTF-8, UTF-16 and GB18030 told apart; anything else refused."""

from __future__ import annotations

import codecs
import io
import re

from kg.read.messages import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ\x90",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SAMPLE = 200_000
_STRANGE = 0.2  # traditional characters have 0.09, Big5 or Shift-JIS taken for GB18030 0.3 and more
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def _common() -> str:
    """Return the characters that make up Chinese text: GB 2312 level one, its signs and full-width forms."""
    codes = [(a, b) for a in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for b in range(0xA1, 0xFF)]
    return bytes(byte for code in codes for byte in code).decode("gb2312", "ignore") + "—·〇∶㎡∕－～〜"


_UNCOMMON = re.compile(f"[^\\x00-\\x7f{re.escape(_common())}]")


def decode(data: bytes) -> str:
    """Return the text of `data` with \\n as line break, or raise UnreadableError."""
    return _newlines(_decoded(data))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding)
    if data.startswith(_OLD_OFFICE):
        raise UnreadableError("old_word")
    if data.startswith(_MAGIC):
        raise UnreadableError("binary")
    if b"\x00" in data[:_SAMPLE]:
        return _utf16(data)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _gb18030(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError:
        raise UnreadableError("encoding") from None


def _checked(text: str) -> str:
    """Refuse text that is full of control characters."""
    sample = text[:_SAMPLE]
    if "\x00" in text or 200 * len(_CONTROL.findall(sample)) > len(sample):
        raise UnreadableError("binary")
    return text


def _utf16(data: bytes) -> str:
    """Decode UTF-16 without a byte order mark: zero bytes then stand on one side of each pair."""
    if len(data) % 2 == 0:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text and _strangeness(text) < 0.05:
                return text
    raise UnreadableError("binary")


def _gb18030(data: bytes) -> str:
    line = _utf8_line(data)
    if line:
        raise UnreadableError("mixed", line=line)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise UnreadableError("binary" if _looks_binary(data) else "encoding") from None
    if _strangeness(text) > _STRANGE:
        raise UnreadableError("binary" if _looks_binary(data) else "encoding")
    return _checked(text)


def _strangeness(text: str) -> float:
    """Return how strange the characters outside ASCII are in Chinese text, 0 to 1, looked for at both ends.

    Rare and traditional characters count a little; private, unknown and foreign ones count fully.
    """
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    foreign = len(_FOREIGN.findall(sample))
    uncommon = _UNCOMMON.findall(sample)
    rare = sum("\u3400" <= c <= "\u9fff" for c in uncommon)
    return (len(uncommon) - 0.7 * rare) / foreign if foreign else float(bool(_CONTROL.search(sample)))


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    control = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return 100 * control > len(sample)


def _utf8_line(data: bytes) -> int:
    """Return the number of a line that is UTF-8 with three characters or more outside ASCII, 0 for none."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if not line.isascii():
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(_FOREIGN.findall(text)) >= 3 and _strangeness(text) < 0.3:
                return number
    return 0
