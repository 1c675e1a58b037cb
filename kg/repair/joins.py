"""Paragraphs that were cut and continue further down: which piece belongs to which.

A paragraph that does not end as a sentence does is *open*. The piece that continues it may stand right behind it,
behind a caption or a page number, or, on a page of several columns, behind pieces of other paragraphs. A small beam
search reads down the page and keeps the best ways to continue the open paragraphs; a junction without which the page
reads almost as well is not made, and both its sides stay open.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.repair.junction import open_marks, score, topic
from kg.repair.kinds import is_closed, is_label, is_prose
from kg.repair.paragraphs import Paragraph

_FARTHEST = 30  # paragraphs between the two pieces
_MOST_OPEN = 5  # paragraphs that can wait for their other part at once
_BEAM = 16
_BEHIND = 2.4  # points for a piece right behind the other
_QUEUE = 1.9  # points for the paragraph that waited longest where columns stand side by side
_ACCEPT = 1.5  # points that a junction costs
_LOST = 1.4  # points that an open paragraph without its other part costs
_MARGIN = 0.7
_HOPELESS = 5.0  # points behind the best way
_NEAR = 3000  # characters of the document on each side of a cut in which its words are looked for
_SHORTEST_OPEN = 12  # characters
_APART = ("caption", "furniture")


class Way(NamedTuple):
    """One way to read down the page as far as it was read."""

    points: float = 0.0
    opens: tuple[int, ...] = ()  # open paragraphs that wait, in page order
    pairs: tuple[tuple[int, int], ...] = ()
    jumped: int = -1  # the last paragraph that was read as a continuation from another column


def join(found: list[Paragraph], document: str, offset: int = 0) -> list[Paragraph]:
    """Return `found` with continued paragraphs put together where their first piece stands.

    `document` is the text that they come from, which begins at the raw offset `offset`.
    """
    ends = [i for i, p in enumerate(found) if _is_open(p)]
    if not ends or _is_unmarked(found, ends):
        return found
    page = _Page(found, set(ends), document, offset)
    into = dict(page.read())
    for end in ends:
        found[end].open = end not in into
    for start in page.contested - set(into.values()):
        found[start].open = True
    for end in sorted(into, reverse=True):
        first, rest = found[end], found[into[end]]
        first.spans += rest.spans
        first.open = rest.open
    gone = set(into.values())
    return [p for i, p in enumerate(found) if i not in gone]


def _is_open(paragraph: Paragraph) -> bool:
    if paragraph.kind != "body":
        return False
    if paragraph.turned == "to":
        return True
    text = paragraph.text
    if is_label(text) or (text[-1] in "）)" and not paragraph.column):
        return False
    if text[-1] in "，、" and len(text) > 5:
        return True
    long_enough = len(text) >= _SHORTEST_OPEN and (is_prose(text) or len(paragraph.spans) > 1)
    return long_enough and not is_closed(text)


def _is_unmarked(found: list[Paragraph], ends: list[int]) -> bool:
    """Say whether the text does without full stops, so that an open end means nothing."""
    return len(ends) > 12 and 2 * len(ends) > sum(p.kind == "body" for p in found)


class _Page:
    """The search for the best way to read one page."""

    def __init__(self, found: list[Paragraph], ends: set[int], document: str, offset: int) -> None:
        self._found, self._ends, self._document, self._offset = found, ends, document, offset
        bodies = [p for p in found if p.kind == "body"]
        self._indented = 3 * sum(p.indent >= 2 for p in bodies) > 2 * len(bodies)
        self._text_points: dict[tuple[int, int], float] = {}
        self.contested: set[int] = set()  # pieces that continue something, but it is not clear what

    def read(self) -> list[tuple[int, int]]:
        """Return the pairs (open paragraph, piece that continues it)."""
        made: list[tuple[int, int]] = []
        ways = [Way()]
        for i, paragraph in enumerate(self._found):
            if paragraph.kind != "body":
                continue
            if any(way.opens for way in ways):
                ways = self._step(ways, i)
            if i in self._ends:
                ways = [_waits(way, i) for way in ways]
            elif not any(way.opens for way in ways):
                made += self._clear(ways)
                ways = [Way()]
        return made + self._clear(ways)

    def _clear(self, ways: list[Way]) -> list[tuple[int, int]]:
        """Return the pairs of the best way that all ways of almost the same points share."""
        ways = [way._replace(points=way.points - _LOST * len(way.opens)) for way in ways]
        best = max(ways, key=lambda w: w.points)
        near = [set(w.pairs) for w in ways if w.points > best.points - _MARGIN]
        shared = set(best.pairs).intersection(*near)
        starts = [{start for _, start in pairs} for pairs in near]
        self.contested |= set.intersection(*starts) - {start for _, start in shared}
        return [pair for pair in best.pairs if pair in shared]

    def _step(self, ways: list[Way], start: int) -> list[Way]:
        """Extend each way by reading paragraph `start` as a beginning or as a continuation."""
        if not self._may_continue(ways, start):
            return ways
        longer: list[Way] = []
        for way in ways:
            waiting = tuple(end for end in way.opens if start - end <= _FARTHEST)
            way = way._replace(points=way.points - _LOST * (len(way.opens) - len(waiting)))
            longer.append(way._replace(opens=waiting))
            for end in waiting:
                place = self._place(way, waiting, end, start)
                if place is not None:
                    points = way.points + place + self._text(end, start) - _ACCEPT
                    rest = tuple(e for e in waiting if e != end)
                    jumped = start if any(self._found[k].kind == "body" for k in range(end + 1, start)) else way.jumped
                    longer.append(Way(points, rest, (*way.pairs, (end, start)), jumped))
        longer.sort(key=lambda w: (-w.points, w.pairs))
        limit = longer[0].points - _HOPELESS
        return [way for way in longer[:_BEAM] if way.points >= limit]

    def _may_continue(self, ways: list[Way], start: int) -> bool:
        """Say whether anything may go on at `start`: nothing does right behind a complete paragraph."""
        last = start - 1
        return self._found[last].kind != "body" or any(last in way.opens or last == way.jumped for way in ways)

    def _text(self, end: int, start: int) -> float:
        key = (end, start)
        if key not in self._text_points:
            self._text_points[key] = self._layout(end, start) + self._wording(end, start)
        return self._text_points[key]

    def _place(self, way: Way, waiting: tuple[int, ...], end: int, start: int) -> float | None:
        """Points for where the two pieces stand to each other; None where no page is broken so."""
        last = start - 1
        while last > end and self._found[last].kind in _APART:
            last -= 1
        apart = last < start - 1
        if last == end:
            return _BEHIND - (0.5 if apart else 0.0)
        if self._found[last].kind == "heading" and not apart:
            return -1.0 if last - 1 == end else None
        while last > end and self._found[last].kind != "body":
            last -= 1
        if last in waiting and end == waiting[0]:  # columns side by side: the paragraph that waited longest goes on
            return max(0.5, _QUEUE - 0.1 * sum(self._found[k].kind == "body" for k in range(end + 1, last)))
        if last in waiting or last == way.jumped:
            return 0.5
        return -0.5 if apart else None

    def _layout(self, end: int, start: int) -> float:
        first, rest = self._found[end], self._found[start]
        points = 0.0
        if self._indented:
            points += -4.0 if rest.indent >= 2 else 1.5
        if first.column and abs(first.column - rest.column) <= 1:
            points += 0.5
        if rest.turned == "from":
            points += 4.0 if first.turned == "to" else 1.0
        return points

    def _wording(self, end: int, start: int) -> float:
        first, text = self._found[end], self._found[start].text
        cut = first.spans[-1][1] - self._offset
        near = self._document[max(0, cut - _NEAR) : cut + _NEAR]
        points = score(first.text[-200:], text[:60], near) + topic(first.text[-400:], text[:250])
        if is_label(text):
            points -= 2.0
        if text[0] in "，。、；：％%" or open_marks(text[:120])[:1] in ("”", "’", "）", "》", "」", "』"):
            points += 2.0  # it can be no beginning
        return points


def _waits(way: Way, end: int) -> Way:
    """Let the open paragraph `end` wait; of too many the one that waited longest is given up."""
    opens = (*way.opens, end)
    lost = max(0, len(opens) - _MOST_OPEN)
    return way._replace(opens=opens[lost:], points=way.points - _LOST * lost)
