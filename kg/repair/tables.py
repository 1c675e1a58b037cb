"""Tables whose cells stand one a line: lines to rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.repair.paragraphs import Paragraph

_NUMBER = re.compile(r"[-－—–+±]{0,2}[\d０-９][\d０-９,.，．]{0,20}[%％]?$|[-－—–/／…]{1,2}$")
_LONGEST_CELL = 40
_FEWEST_CELLS = 8
_MOST_COLUMNS = 10


def gather(found: list[Paragraph], text: str) -> list[Paragraph]:
    """Return `found` with the cells of tables made into rows; a row keeps its line breaks as cell marks."""
    made: list[Paragraph] = []
    i = 0
    while i < len(found):
        j = i
        while j < len(found) and _is_cell(found[j]):
            j += 1
        if j - i >= _FEWEST_CELLS:
            made.extend(_rows(found[i:j], text))
        else:
            made.extend(found[i:j])
        if j < len(found):
            made.append(found[j])
        i = j + 1
    return made


def _is_cell(paragraph: Paragraph) -> bool:
    """Say whether a paragraph may be a cell; page furniture may stand inside a table."""
    if paragraph.kind == "furniture":
        return len(paragraph.text) < 12
    return (
        paragraph.kind in ("heading", "body")
        and len(paragraph.spans) == 1
        and len(paragraph.text) <= _LONGEST_CELL
        and paragraph.text[-1] not in "。；，：、！？"
    )


def _rows(cells: list[Paragraph], text: str) -> list[Paragraph]:
    groups = _groups(cells)
    sizes = [len(g) for g in groups if g[0].kind != "furniture"]
    usual = max(set(sizes), key=lambda n: (sizes.count(n) * (n > 1), n))
    if usual > 1 and sizes.count(usual) >= 3:
        return [row for g in groups for row in ([_row(g, text)] if abs(len(g) - usual) <= 1 and len(g) > 1 else g)]
    return [row for g in groups for row in (_periodic(g, text) if len(g) >= _FEWEST_CELLS else g)]


def _groups(cells: list[Paragraph]) -> list[list[Paragraph]]:
    """Part the cells at blank lines and at furniture."""
    groups: list[list[Paragraph]] = []
    for cell in cells:
        apart = cell.gap or cell.kind == "furniture" or (groups and groups[-1][0].kind == "furniture")
        if apart or not groups:
            groups.append([])
        groups[-1].append(cell)
    return groups


def _periodic(cells: list[Paragraph], text: str) -> list[Paragraph]:
    """Cut an unbroken column of cells into rows of the length at which text and number recur."""
    numeric = [_NUMBER.match(cell.text) is not None for cell in cells]
    if 5 * sum(numeric) < len(cells):
        return cells
    for columns in range(2, _MOST_COLUMNS + 1):
        rest = len(cells) % columns
        if rest or len(cells) < 3 * columns:
            continue
        pattern = [_majority(numeric[columns + k :: columns]) for k in range(columns)]
        agreed = sum(numeric[i] == pattern[i % columns] for i in range(columns, len(cells)))
        if any(pattern) and not pattern[0] and 10 * agreed >= 9 * (len(cells) - columns):
            return [_row(cells[i : i + columns], text) for i in range(0, len(cells), columns)]
    return cells


def _majority(values: Sequence[bool]) -> bool:
    return 2 * sum(values) > len(values)


def _row(cells: list[Paragraph], text: str) -> Paragraph:
    """Make one row; between two cells stands the line break of the raw text."""
    spans: list[tuple[int, int]] = []
    for cell in cells:
        if spans:
            at = text.index("\n", spans[-1][1])
            spans.append((at, at + 1))
        spans.extend(cell.spans)
    return Paragraph(spans, "row", "\n".join(cell.text for cell in cells), cells[0].gap, 0)
