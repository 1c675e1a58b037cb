"""Cells of tables: the figure's row label and column header, and the unit that the header gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Annotation, Quantity
from kg.values import quantities

BRACKET = re.compile(r"[（(]([^（）()]{1,12})[）)]")
GROWTH = re.compile(r"增长|增速|同比|比上年|±|增减|比.{1,4}年")
PLAIN = re.compile(
    r"绝对量|绝对数|绝对值|数值|指标值|实绩|完成|累计|本期|合计|全年|总量|数量|^\d|年$|月$|季度|现状|目标"
)
ORDER = re.compile(r"序号|编号|排序")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure stands in a table. `header` is "" where no header row was found."""

    label: tuple[int, int]  # span of the row's label
    name: str  # the label, cleaned
    header: str
    span: tuple[int, int]  # of the header's cell
    role: str  # growth | plain | order | named | none: what the header says of its column


class Tables:
    """The rows of a document; nothing is computed where there are none."""

    def __init__(self, annotation: Annotation) -> None:
        self.text = annotation.reading.folded
        self.blocks = annotation.reading.blocks
        self.headers: dict[int, int] = {}  # row block -> block of its header
        self._split: dict[int, list[tuple[int, int]]] = {}  # row block -> its cells, once asked for
        self._labels: dict[int, tuple[int, int]] = {}
        head = -1
        starts = [q.start for q in annotation.quantities]
        for i, block in enumerate(self.blocks):
            if block.kind != "row":
                head = -1
                continue
            figures = bisect_right(starts, block.end - 1) - bisect_right(starts, block.start - 1)
            if not figures and len(self._cells(i)) > 1:
                head = i
            self.headers[i] = head

    def _cells(self, row: int) -> list[tuple[int, int]]:
        """The spans of a row's cells."""
        if row not in self._split:
            block = self.blocks[row]
            cuts = (block.start + m.start() for m in re.finditer("\t", self.text[block.start : block.end]))
            self._split[row] = [(a + 1, b) for a, b in pairwise((block.start - 1, *cuts, block.end))]
        return self._split[row]

    def _label(self, row: int) -> tuple[int, int]:
        """The first cell of a row that holds a word."""
        if row not in self._labels:
            cells = self._cells(row)
            words = (c for c in cells if re.search(r"[^\W\d]", self.text[c[0] : c[1]]))
            self._labels[row] = next(words, cells[0])
        return self._labels[row]

    def cell(self, quantity: Quantity, block: int) -> Cell | None:
        """The cell of a figure in a row, or None."""
        if block not in self.headers:
            return None
        cells, label = self._cells(block), self._label(block)
        column = max(bisect_right(cells, quantity.number[0], key=lambda c: c[0]) - 1, 0)
        head = self.headers[block]
        heads = self._cells(head) if head >= 0 else []
        span = heads[column] if column < len(heads) and len(heads) == len(cells) else (0, 0)
        header = self.text[span[0] : span[1]].strip()
        return Cell(label, _clean(self.text[label[0] : label[1]]), header, span, _role(header))


def _clean(label: str) -> str:
    return BRACKET.sub("", label.strip().lstrip("#*＃·0123456789.、 ")).removeprefix("其中").lstrip(":： ")


def _role(header: str) -> str:
    if not header:
        return "none"
    if GROWTH.search(header):
        return "growth"
    if ORDER.search(header):
        return "order"
    return "plain" if PLAIN.search(header) else "named"


def measured(quantity: Quantity, cell: Cell) -> Quantity:
    """A bare figure with the unit of its column: 总投资（亿元） over 32.0."""
    if quantity.unit or not cell.header:
        return quantity
    said = BRACKET.search(cell.header)
    unit = said.group(1) if said else "%" if cell.role == "growth" else ""
    made = quantities("1" + unit) if unit else []
    if len(made) != 1 or not made[0].unit:
        return quantity
    factor = made[0].value
    high = quantity.value_max
    return replace(
        quantity,
        value=round(quantity.value * factor, 6),
        value_max=None if high is None else round(high * factor, 6),
        unit=made[0].unit,
        form="cell",
    )
