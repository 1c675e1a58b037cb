"""Every figure of a document with what stands around it: the slots that observations are read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import Annotation, Mention, Period, Quantity, Sentence
from kg.relate.observations.tables import Cell, Tables, measured
from kg.relate.observations.words import MARKS, Words

LEFT, RIGHT = 90, 40  # how far is looked from a figure, in characters
FAR = 400  # how far back a name may stand
RUN = 12  # figures of a run at most; a longer list of numbers is no run
STOP = re.compile(r"[，；。：！？\n\t]|,(?!\d)|——")


class Token(NamedTuple):
    """A piece of a gap. Signs: N noun, U up, D down, R reach, A act, V adverb, X deixis, T time, M mention,
    P clause mark, L list mark (、和与及), O 的, B bracket, Q quotation mark."""

    sign: str
    start: int
    end: int
    text: str
    mention: Mention | None = None
    period: Period | None = None


@dataclass(slots=True)
class Slot:
    """A figure, the gap before it back to the figure before (or the sentence's start), and the gap after it."""

    index: int
    quantity: Quantity
    sentence: int  # index into frame.sentences
    start: int  # of the sentence
    block: int
    left: list[Token]
    right: list[Token]
    clause: int  # where in `left` the figure's own clause begins
    core: int  # where in `left` the words just before the figure (达到, 增长 …) begin
    clause_start: int  # in the text
    clause_end: int
    group: tuple[int, int, int] = (0, 1, 0)  # place in a run of parallel figures, its length, index of its first slot
    marked: bool = False  # the run stands after 分别
    first: bool = False  # first figure of its sentence
    mentions: list[Mention] = field(default_factory=list)  # of the sentence, before the figure
    after: list[Mention] = field(default_factory=list)  # in the clause, after the figure
    cell: Cell | None = None  # where it stands in a table
    apart: bool = False  # a semicolon stands between the figure before and this one

    @property
    def verbs(self) -> list[Token]:
        return self.left[self.core :]

    @property
    def body(self) -> list[Token]:
        """The tokens of the own clause before the verbs."""
        return self.left[self.clause : self.core]


class Slicer:
    """Cuts the text of one document into tokens."""

    def __init__(self, annotation: Annotation, words: Words) -> None:
        self.text = annotation.reading.folded
        self.words = words
        spans: list[tuple[int, int, Mention | Period]] = [(m.start, m.end, m) for m in annotation.mentions]
        taken = sorted((m.start, m.end) for m in annotation.mentions)
        starts = [s for s, _ in taken]
        for period in annotation.periods:
            at = bisect_right(starts, period.start) - 1
            if at < 0 or taken[at][1] <= period.start:
                spans.append((period.start, period.end, period))
        self.spans = sorted(spans, key=lambda s: (s[0], s[1]))
        self.starts = [s for s, _, _ in self.spans]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Cut text[start:end]; a name or time that crosses an end is cut there."""
        out: list[Token] = []
        at = start
        for a, b, what in self.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if a < at or b > end:
                continue
            if at < a:
                self._plain(at, a, out)
            if isinstance(what, Mention):
                out.append(Token("M", a, b, self.text[a:b], what))
            else:
                out.append(Token("T", a, b, self.text[a:b], None, what))
            at = b
        if at < end:
            self._plain(at, end, out)
        return _merge(self._edges(out))

    def _plain(self, start: int, end: int, out: list[Token]) -> None:
        """Tokens of a stretch without names: marks, grammar words (the longest) and what stands between them."""
        text, words = self.text, self.words
        opens, starts, signs = words.opens, words.starts, words.cut_signs
        at = start
        for i in [k for k, char in enumerate(text[start:end], start) if char in opens]:
            if i < at:
                continue
            for size in starts.get(text[i : i + 2], ()):
                if text[i : i + size] in signs and i + size <= end:
                    break
            else:
                size = _single(text, i, end, signs)
            if not size:
                continue
            if i > at:
                out.append(Token("N", at, i, text[at:i]))
            at = i + size
            what = text[i:at]
            out.append(Token(signs.get(what) or _mark_sign(what), i, at, what))
        if at < end:
            out.append(Token("N", at, end, text[at:end]))

    def _edges(self, tokens: list[Token]) -> list[Token]:
        """Split grammar words of one character off the ends of nouns: the front after a mark, the back of the gap."""
        out: list[Token] = []
        single, signs = self.words.single, self.words.signs
        last = len(tokens) - 1
        for i, token in enumerate(tokens):
            if token.sign != "N":
                out.append(token)
                continue
            start, text = token.start, token.text
            low, high = 0, len(text)
            if text[0] in single and (not out or out[-1].sign in "PTXVBL"):
                while low < high - 1 and text[low] in single:
                    out.append(Token(signs[text[low]], start + low, start + low + 1, text[low]))
                    low += 1
            cut = high
            if text[-1] in single and (i == last or tokens[i + 1].sign in "PRUDAV"):
                while cut > low and text[cut - 1] in single and not (cut - 1 > low and text[cut - 2 : cut] in signs):
                    cut -= 1
            if low < cut:
                out.append(token if cut - low == high else Token("N", start + low, start + cut, text[low:cut]))
            for k in range(cut, high):
                out.append(Token(signs[text[k]], start + k, start + k + 1, text[k]))
        return out


def _single(text: str, at: int, end: int, signs: Mapping[str, str]) -> int:
    """The length of the mark or grammar word of one character at `at`: blanks run together, a comma parts no number."""
    char = text[at]
    if char in signs:
        return 1
    if char == ",":
        return int(at + 1 == end or not text[at + 1].isdecimal())
    if not char.isspace():
        return int(char in MARKS)
    stop = at + 1
    while char not in "\n\t" and stop < end and text[stop].isspace():
        stop += 1
    return stop - at


def _mark_sign(mark: str) -> str:
    if mark == "、":
        return "L"
    if mark == "的":
        return "O"
    if mark in "（(〔[）)〕]":
        return "B"
    if mark in "“”‘’\"'":
        return "Q"
    return "P" if mark == "\t" or (mark.strip() and mark not in "·…") else "S"


def _merge(tokens: list[Token]) -> list[Token]:
    """Join neighbouring nouns, as protected words (K) and the rest of a name are."""
    if "K" not in {token.sign for token in tokens}:
        return tokens
    out: list[Token] = []
    for token in tokens:
        if token.sign == "K":
            token = Token("N", token.start, token.end, token.text)
        if token.sign == "N" and out and out[-1].sign == "N" and out[-1].end == token.start:
            last = out.pop()
            token = Token("N", last.start, token.end, last.text + token.text)
        out.append(token)
    return out


def slots(annotation: Annotation, words: Words) -> list[Slot]:
    """Return the slots of all quantities that lie in a sentence, in order."""
    slicer, tables = Slicer(annotation, words), Tables(annotation)
    sentences = annotation.frame.sentences
    starts = [s.start for s in sentences]
    mentions = annotation.mentions
    at_mention = [m.start for m in mentions]
    out: list[Slot] = []
    quantities = annotation.quantities
    for i, quantity in enumerate(quantities):
        where = bisect_right(starts, quantity.start) - 1
        if where < 0 or sentences[where].end <= quantity.start:
            continue
        sentence = sentences[where]
        before = quantities[i - 1].end if i and quantities[i - 1].end > sentence.start else sentence.start
        behind = quantities[i + 1].start if i + 1 < len(quantities) else sentence.end
        slot = _slot(slicer, len(out), quantity, where, (sentence, before, min(behind, sentence.end)))
        slot.cell = tables.cell(quantity, sentence.block)
        if slot.cell:
            slot.quantity = measured(quantity, slot.cell)
        slot.first = before == sentence.start
        slot.apart = any(t.text == "；" for t in slot.left)
        j = bisect_left(at_mention, quantity.start)
        low = bisect_left(at_mention, max(sentence.start, quantity.start - FAR))
        slot.mentions = list(mentions[max(low, j - 8) : j])
        high = bisect_left(at_mention, slot.clause_end)
        slot.after = list(mentions[j : min(high, j + 3)])
        out.append(slot)
    _group(out, annotation.reading.folded)
    return out


def _slot(slicer: Slicer, index: int, quantity: Quantity, where: int, span: tuple[Sentence, int, int]) -> Slot:
    sentence, before, behind = span
    left = slicer.tokens(max(before, quantity.start - LEFT), quantity.start)
    right_end = min(behind, quantity.end + RIGHT)
    stop = STOP.search(slicer.text, quantity.end, right_end)
    clause_end = stop.start() if stop else right_end
    right = slicer.tokens(quantity.end, clause_end)
    clause = next((k + 1 for k in range(len(left) - 1, -1, -1) if left[k].sign == "P"), 0)
    clause = _open_bracket(left, clause)
    core = _core(left, clause, quantity.rank, slicer.words)
    clause_start = left[clause].start if clause < len(left) else quantity.start
    return Slot(
        index, quantity, where, sentence.start, sentence.block, left, right, clause, core, clause_start, clause_end
    )


def _core(left: Sequence[Token], clause: int, rank: bool, words: Words) -> int:
    """Where the words between the name and the figure begin: verbs, times, what it is compared with."""
    core = len(left)
    while core > clause:
        token = left[core - 1]
        compared = token.sign in "MN" and core - 1 > clause and left[core - 2].text in words.compare
        verb = token.sign in "URVDOSXT" or (token.sign == "Q" and token.text not in "”’")
        if verb or (compared and (rank or left[core - 2].text in "比较高于低于快于慢于")):
            core -= 1
        else:
            break
    if rank:
        core = next((k for k in range(core - 1, clause - 1, -1) if left[k].text in words.ranked), core)
    return core


def _open_bracket(left: Sequence[Token], clause: int) -> int:
    """The clause begins at the last bracket that is not closed before the figure."""
    depth = 0
    for k in range(len(left) - 1, clause - 1, -1):
        if left[k].sign == "B":
            if left[k].text in "）)〕]":
                depth += 1
            elif depth == 0:
                return k + 1
            else:
                depth -= 1
    return clause


JOIN = re.compile(r"(?:左右|以上|以下|以内|多|余)?(?:[、，和与及]|以及|或| ?[:：∶] ?)?")


def _group(found: list[Slot], text: str) -> None:
    """Mark runs of figures with nothing but a list mark between them: 分别为1.2亿元、0.8亿元和0.5亿元."""
    i = 0
    while i < len(found):
        j = i + 1
        while (
            j < len(found)
            and found[j].sentence == found[i].sentence
            and JOIN.fullmatch(text, found[j - 1].quantity.end, found[j].quantity.start)
        ):
            j += 1
        marked = any(t.text.startswith("分别") or t.text == "依次" for t in found[i].left[found[i].clause :])
        for k in range(i, j if j - i <= RUN else i):
            found[k].group = (k - i, j - i, i)
            found[k].marked = marked
        i = j
