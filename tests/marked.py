"""Texts with marked names, 【观河镇|township】 or 【观河公园二期|Project|二期】, as annotations: to test `relate`."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.frame import frame
from kg.model import PLACE_KINDS, Annotation, Document, Mention, Place
from kg.repair import repair
from kg.seeds import Seeds
from kg.values import periods, quantities

_MARK = re.compile(r"【([^【】|]+)\|([A-Za-z]+)(?:\|([^【】]+))?】")


def annotated(marked: str, seeds: Seeds, *, main_place: str = "柳川县", published: str = "2024-03-15") -> Annotation:
    """The annotation of a marked text. A mark holds the full name, the type or kind of place, and how it is written."""
    text, mentions = _parse(marked)
    document = Document("test", text, "0" * 64, published=published)
    reading = repair(document)
    assert reading.text == text, "marked texts must be such that repair leaves them alone"
    found = replace(frame(document, reading, seeds), main_place=Place(main_place, "county"), main_place_rule="option")
    numbers = tuple(q for q in quantities(reading.folded) if not any(m.start <= q.start < m.end for m in mentions))
    return Annotation(document, reading, found, mentions, numbers, tuple(periods(reading.folded, published)))


def _parse(marked: str) -> tuple[str, tuple[Mention, ...]]:
    pieces, mentions, at, size = [], [], 0, 0
    for mark in _MARK.finditer(marked):
        name, kind, surface = mark[1], mark[2], mark[3] or mark[1]
        pieces += [marked[at : mark.start()], surface]
        start = size + mark.start() - at
        size, at = start + len(surface), mark.end()
        place = kind in PLACE_KINDS
        mentions.append(
            Mention("Place" if place else kind, start, size, name, "test", kind=kind if place else None, entity=name)
        )
    return "".join([*pieces, marked[at:]]), tuple(mentions)
