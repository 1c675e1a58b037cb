"""Reading offsets back to raw offsets."""

from __future__ import annotations

from bisect import bisect_right

from kg.model import Reading

Parts = tuple[tuple[int, int], ...]


def to_raw(reading: Reading, start: int, end: int) -> tuple[int, int, Parts]:
    """Return raw start and end of reading span [start, end), and its raw parts in reading order.

    The parts are empty where the span is one unbroken piece of raw text; else their joined slices are the
    characters of the span (but a line break between blocks that has no raw character). Start and end are those of
    the first and the last part where the parts run forward, else the least and the greatest offset.
    """
    parts: list[tuple[int, int]] = []
    index = max(bisect_right(reading.segments, start, key=lambda s: s.start) - 1, 0)
    for segment in reading.segments[index:]:
        if segment.start >= end:
            break
        low, high = max(start, segment.start), min(end, segment.start + segment.length)
        if low < high:
            raw = segment.raw + low - segment.start
            if parts and parts[-1][1] == raw:
                parts[-1] = (parts[-1][0], raw + high - low)
            else:
                parts.append((raw, raw + high - low))
    if not parts:
        raise ValueError(f"no raw character in the reading span {start}-{end}")
    first, last = min(p[0] for p in parts), max(p[1] for p in parts)
    return first, last, tuple(parts) if len(parts) > 1 else ()
