"""Markdown: marks that are left out of the reading text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Document
from kg.repair.lines import Line, narrow

_HEADING = re.compile(r"#{1,6}[ \t\u3000]+(?=\S)")
_CLOSING = re.compile(r"[ \t]+#{1,6}$")
_LEAD = re.compile(r"(?:>[ \t]?){1,8}(?=\S)|[-*+][ \t]+(?=\S)|\d{1,3}[.)][ \t]+(?=\S)")
_RULE = re.compile(
    r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$|(?:[-*_=][ \t]?){3,}$|(?:```|~~~)[\w-]{0,20}$"
)
_TABLE = re.compile(r"\|(.*)\|$")
_INLINE = re.compile(
    r"(?P<strong>\*{1,3}|__|~~|`{1,2})(?=\S)[^*\n`]{1,300}?(?<=\S)(?P<end>(?P=strong))"
    r"|(?P<link>!?\[)(?P<label>[^\]\[\n]{0,200})(?P<target>\]\([^)\n]{0,500}\))"
    r"|(?P<note>\[\^[\w-]{1,20}\]:?)|(?P<tag></?[a-zA-Z][^<>\n]{0,200}>)|(?P<escape>\\)(?=[\\*_#\[\]()|`>~-])"
)
_EVIDENCE = re.compile(r"^#{1,6} \S|^\|?[ \t]*:?-{3,}:?[ \t]*\|", re.MULTILINE)
_ENDINGS = (".md", ".markdown")


def is_markdown(document: Document) -> bool:
    """Say whether `document` is Markdown: by its ending, or by headings and table rules at its beginning."""
    name = document.id.lower()
    if name.endswith(_ENDINGS):
        return True
    return len(_EVIDENCE.findall(document.text[:20_000])) >= 2


def unmarked(lines: list[Line]) -> list[Line]:
    """Return `lines` without the marks in front: headings, quotes and lists; rules and fences are left out."""
    return [line for given in lines for line in _plain(given)]


def _plain(line: Line) -> Iterator[Line]:
    text = line.text
    if _RULE.match(text):
        return
    heading = _HEADING.match(text)
    if heading:
        end = _CLOSING.search(text)
        yield _cut(line, heading.end(), end.start() if end else len(text))._replace(kind="heading")
        return
    table = _TABLE.match(text)
    if table:
        if not table[1].strip():
            return
        low = 1 + len(table[1]) - len(table[1].lstrip())
        yield _cut(line, low, max(low, len(table[1].rstrip()) + 1))._replace(kind="row")
        return
    lead = _LEAD.match(text)
    if lead and not text[0].isdigit():
        yield _cut(line, lead.end(), len(text))._replace(indent=line.indent + 2 * (text[0] != ">"))
    elif len(text) - narrow(text) or text.strip("|"):
        yield line


def _cut(line: Line, low: int, high: int) -> Line:
    return line._replace(start=line.start + low, end=line.start + high, text=line.text[low:high])


def holes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the raw spans of marks inside a line: emphasis, code, links, tags, escapes."""
    found: list[tuple[int, int]] = []
    for match in _INLINE.finditer(text, start, end):
        if match["strong"]:
            found += [match.span("strong"), match.span("end")]
        elif match["link"]:
            found += [match.span("link"), match.span("target")]
        else:
            found.append(match.span())
    return found
