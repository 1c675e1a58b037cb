"""The paragraphs behind the facts, each once, with all names in them: what the page shows of the documents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LONGEST = 1600  # of a paragraph; of a longer one the stretches around the evidence are shown
AROUND = 400
CHOICES = ("all", "cited", "none")
Span = tuple[int, int]
Named = tuple[int, int, int]  # start, end, node number


def sources(
    texts: Mapping[str, str],
    documents: Mapping[str, int],
    cited: Mapping[str, Sequence[Span]],
    names: Mapping[str, Sequence[Named]],
    choice: str,
) -> dict[str, Any]:
    """Return document number -> paragraphs [start, text, [start, length, node, …]] in order.

    `cited` are the spans of the evidence by document path, `names` the mentions. With `choice` "all" every paragraph
    is there, with "none" nothing is.
    """
    found: dict[str, Any] = {}
    if choice == "none":
        return found
    for path, number in documents.items():
        text = texts.get(path)
        if text is None:
            continue
        spans = paragraphs(text) if choice == "all" else cited_stretches(text, cited.get(path, ()))
        mentions = sorted(names.get(path, ()))
        kept = [[start, text[start:end], _within(mentions, start, end)] for start, end in spans]
        if kept:
            found[str(number)] = kept
    return found


def paragraphs(text: str) -> list[Span]:
    """The lines that hold something, long ones in pieces.

    >>> paragraphs("一段。\\n\\n二段。")
    [(0, 3), (5, 8)]
    """
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found += [(at, min(at + LONGEST, start + len(line))) for at in range(start, start + len(line), LONGEST)]
        start += len(line) + 1
    return found


def cited_stretches(text: str, spans: Iterable[Span]) -> list[Span]:
    """The paragraphs that hold the spans; of a long one what stands around them."""
    wanted = sorted({_stretch(text, start, end) for start, end in spans if 0 <= start < end <= len(text)})
    merged: list[Span] = []
    for start, end in wanted:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _stretch(text: str, start: int, end: int) -> Span:
    low = text.rfind("\n", max(0, start - LONGEST), start) + 1
    if low == 0 and start > LONGEST:
        low = start - AROUND
    high = text.find("\n", end, end + LONGEST)
    if high < 0:
        high = len(text) if end + LONGEST >= len(text) else end + AROUND
    if high - low > LONGEST:
        low, high = max(low, start - AROUND), min(high, end + AROUND)
    return low, high


def _within(mentions: Sequence[Named], start: int, end: int) -> list[int]:
    """The mentions inside [start, end), flat, counted from its start; none over another."""
    flat: list[int] = []
    free = start
    for low, high, node in mentions[bisect_left(mentions, (start,)) : bisect_right(mentions, (end,))]:
        if low >= free and high <= end:
            flat += [low - start, high - low, node]
            free = high
    return flat
