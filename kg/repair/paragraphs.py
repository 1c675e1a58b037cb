"""Lines to paragraphs: what belongs together in one place of the page, and what kind of block it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.repair.kinds import TURN, is_closed, is_columned, is_heading, is_numbered, is_prose, kind_of
from kg.repair.lines import Line
from kg.repair.wrap import Column, Columns, column_of, paragraphs, runs

_QUOTED = re.compile(r"“[^“”]{0,30}”")
_TITLE_END = re.compile(r"(?:通知|意见|办法|公告|通告|报告|决定|方案|说明|批复|公报|规划|[〔\[（(]\S{1,12}[〕\]）)])$")


@dataclass(slots=True)
class Paragraph:
    """Lines of one place that read on, on their way to become a block."""

    spans: list[tuple[int, int]]  # raw, in reading order
    kind: str  # heading | body | caption | furniture | row
    text: str  # the lines joined
    gap: int  # blank lines before it
    indent: int
    column: int = 0  # characters in a line of its column; 0: not wrapped
    turned: str = ""  # to: （下转…） stood behind it; from: （上接…） before it
    open: bool = False


def group(lines: list[Line]) -> list[Paragraph]:
    """Return the paragraphs of `lines` in page order."""
    lines = _kinds(lines)
    grouped = [(run, None if run[0].kind else column_of(run)) for run in runs(lines)]
    columns = Columns([column for _, column in grouped if column])
    found: list[Paragraph] = []
    for run, column in grouped:
        if run[0].kind:
            found.extend(_paragraph([line], line.kind, 0) for line in run)
            continue
        column = column or columns.nearest(run)
        for member in paragraphs(run, column):
            found.extend(_running(member, column))
    _mark_turned(found)
    _mark_captions(found)
    return _join_titles(found)


def _kinds(lines: list[Line]) -> list[Line]:
    """Give each line its kind; the head of a table is known by the rows that follow."""
    kinds = [line.kind or kind_of(line) for line in lines]
    for i in range(len(lines) - 2, -1, -1):
        if not kinds[i] and kinds[i + 1] == "row" and is_columned(lines[i].text) and "\t" not in lines[i + 1].text:
            kinds[i] = "row"
    return [line._replace(kind=kind) if kind else line for line, kind in zip(lines, kinds)]


def _running(lines: list[Line], column: Column | None) -> list[Paragraph]:
    """Make the paragraph of `lines`, with （上接…） and （下转…） as furniture of their own."""
    if len(lines) > 1:
        text = "".join(line.text for line in lines)
    else:
        text = lines[0].text
    kind = "body"
    if len(lines) == 1 and is_heading(text) and not (is_closed(text) and is_prose(text) and not is_numbered(text)):
        kind = "heading"
    paragraph = _paragraph(lines, kind, column.length if column else 0, text)
    return _split_turns(paragraph) if "（" in text or "(" in text else [paragraph]


def _paragraph(lines: list[Line], kind: str, column: int, text: str = "") -> Paragraph:
    first = lines[0]
    spans = [(line.start, line.end) for line in lines]
    return Paragraph(spans, kind, text or first.text, first.gap, first.indent, column)


def _split_turns(paragraph: Paragraph) -> list[Paragraph]:
    """Cut （上接…） off the beginning and （下转…） off the end of a body paragraph."""
    if paragraph.kind != "body":
        return [paragraph]
    before: list[Paragraph] = []
    after: list[Paragraph] = []
    match = TURN.match(paragraph.text)
    if match and len(paragraph.text) > match.end():
        start = paragraph.spans[0][0]
        if start + match.end() < paragraph.spans[0][1]:
            before = [Paragraph([(start, start + match.end())], "furniture", match[0], paragraph.gap, paragraph.indent)]
            paragraph.spans[0] = (start + match.end(), paragraph.spans[0][1])
            paragraph.text, paragraph.turned = paragraph.text[match.end() :], "from"
    last = TURN.search(paragraph.text, max(0, len(paragraph.text) - 30))
    if last and last.end() == len(paragraph.text) and last.start():
        start, end = paragraph.spans[-1]
        length = len(last[0])
        if end - start > length:
            after = [Paragraph([(end - length, end)], "furniture", last[0], 0, 0)]
            paragraph.spans[-1] = (start, end - length)
            paragraph.text, paragraph.turned = paragraph.text[: last.start()], "to"
    return [*before, paragraph, *after]


def _mark_turned(found: list[Paragraph]) -> None:
    """A page or column that says of itself that it continues another begins with a continuation."""
    for before, paragraph in pairwise(found):
        if before.kind == "furniture" and paragraph.kind == "body" and "接" in before.text and TURN.search(before.text):
            paragraph.turned = paragraph.turned or "from"


def _mark_captions(found: list[Paragraph]) -> None:
    """Short lines far from their neighbours, on a page whose text has a lesser gap, are captions."""
    gaps = sorted(p.gap for p in found if p.kind == "body")
    if not gaps or gaps[len(gaps) // 2] > 1:
        return
    below = [p.gap for p in found[1:]] + [9]
    lonely = [i for i in range(3, len(found)) if found[i].gap >= 3 and _may_be_caption(found[i])]
    alone = [i for i in lonely if below[i] >= 3]
    for i in lonely if len(alone) > 1 else alone:
        if below[i] >= 3 or found[i + 1].kind == "body" or is_closed(found[i].text):
            found[i].kind = "caption"


def _may_be_caption(paragraph: Paragraph) -> bool:
    text = _QUOTED.sub("", paragraph.text)
    return (
        paragraph.kind in ("heading", "body")
        and len(text) <= 30
        and not (is_closed(text) and "，" in text)
        and not is_numbered(text)
        and not any(blank in text for blank in " \u3000")
    )


def _join_titles(found: list[Paragraph]) -> list[Paragraph]:
    """Join the two lines of a title that was broken: 关于印发……“十四五” / ……规划的通知."""
    joined: list[Paragraph] = []
    for paragraph in found:
        last = joined[-1] if joined else None
        if last and last.kind == paragraph.kind == "heading" and _is_title(last, paragraph):
            last.spans += paragraph.spans
            last.text += paragraph.text
        else:
            joined.append(paragraph)
    return joined


def _is_title(first: Paragraph, rest: Paragraph) -> bool:
    """Say whether a title's first line is but half of it and the second ends it."""
    text = first.text
    half = text.count("《") > text.count("》") or ("关于" in text and not _TITLE_END.search(text))
    return half and not rest.gap and _TITLE_END.search(rest.text) is not None
