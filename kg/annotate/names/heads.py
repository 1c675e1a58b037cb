"""Names that end in a known head word: the head is found by one scan, the left border by a bounded walk."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.names.lexicon import Lexicon
from kg.model import Mention

REACH = 30  # characters that a name may reach to the left of its head
SHORT = 2  # characters a modifier needs


def find_heads(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the candidate before each head word that has a naming modifier."""
    for match in lexicon.anchor.finditer(text):
        tail_at = match.start(1)
        head = text[match.start() : tail_at]
        kind, strong = lexicon.heads[head]
        start = left_border(text, match.start(), lexicon)
        modifier = text[start : match.start()]
        if len(modifier) < SHORT or lexicon.generic.fullmatch(modifier):
            continue
        if not strong and not _named(text, start, modifier, kind, lexicon):
            continue
        end = match.end()
        name = text[start:end]
        yield Mention(kind, start, end, name, f"name:{kind.lower()}-{'head' if strong else 'weak'}")


def left_border(text: str, at: int, lexicon: Lexicon) -> int:
    """Where a name whose head begins at `at` begins: behind the last stop within reach."""
    low = max(0, at - REACH)
    window = text[low:at]
    start = 0
    for match in lexicon.border.finditer(window):
        if match.lastgroup == "keep":
            continue
        if match.end() < len(window) or match.end() - match.start() == 1:
            start = match.end()
    return low + _balanced(window, start)


def _balanced(window: str, start: int) -> int:
    """Move `start` behind a bracket that is opened or closed only outside of the name."""
    depth = 0
    for i in range(len(window) - 1, start - 1, -1):
        if window[i] in "）)":
            depth += 1
        elif window[i] in "（(":
            depth -= 1
            if depth < 0:
                return i + 1
    return start if depth == 0 else max(window.rfind("）"), window.rfind(")")) + 1


def _named(text: str, start: int, modifier: str, kind: str, lexicon: Lexicon) -> bool:
    """Does a weak head make a name here: a naming verb before it, or a letter or digit in it?"""
    if lexicon.generic.match(modifier):
        return False
    trigger = lexicon.triggers.get(kind)
    return bool(trigger and trigger.search(text, max(0, start - 6), start))
