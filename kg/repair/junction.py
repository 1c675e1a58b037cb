"""How well the end of one piece and the beginning of another read on: the score of a junction."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_EXPECTED = 0.8  # the first piece ends with a word that wants another
_LEANS = 1.8  # the second begins with a figure or a word that wants one before it
_DIGITS = 1.4  # a number goes on
_BEGINS = 1.2  # the second begins as paragraphs do
_TIED = 0.8
_MOST_TIED = 3.0
_UNTIED = 0.4
_WHOLE = 1.2
_COHESION = 0.85
_TOPIC = 0.2
_TABLE = Path(__file__).with_name("junctions.txt")
_DIGIT = "0123456789０１２３４５６７８９"
_CLOSERS = "”’」』）)》】"
_OPENERS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』"}
_BACK = {close: open_ for open_, close in _OPENERS.items()}
_MARK = re.compile("[" + re.escape("".join(_OPENERS) + "".join(_BACK)) + "]")
_NEVER_LAST = "，、；：“（《"
_NEVER_FIRST = "，。、；：！？％%‰" + _CLOSERS
# A paragraph begins so: time, place of speech, connective, address, number of a section.
_FRESH = re.compile(
    r"(?:近日|日前|近年来?|去年|今年|明年|如今|目前|眼下|当前|当天|昨天|今天|同时|此外|另外|据|数据显示|记者|作为|随着|为了?|在|从|对|向|以|通过|围绕|根据"
    r"|与此同时|值得一提|不仅|不只|除了|走进|走在|来到|放眼|回顾|回望|展望|翘首|下一步|接下来|未来|一年来|多年来|过去|刚刚|说到|说起"
    r"|[\d０-９]{4}年|[\d０-９]{1,2}月[\d０-９]{1,2}日|[\d０-９]{1,2}时|“|《|（|[一二三四五六七八九十]是|各位|一、|这)"
)
# A figure with its unit seldom opens a paragraph; nor does a word that leans on what went before.
_FIGURE = re.compile(
    r"[\d０-９]{1,12}(?:[.．·][\d０-９]{0,6})?[万亿]{0,2}(?:元|美元|个|家|户|人|亩|吨|公里|米|平方|千|%|％|‰|倍|项|位|名|张|辆|架|台|套|座|条|头|天|小时|分钟|立方|公斤|斤|所|处|件|次|册|例|种|万|亿)"
)
_LEANING = re.compile(
    r"(?:则|的|了|着|过|等|和|与|及|并|也|都|就|才|又|还|却|或|而|由|至|到|达到?|为|占|均|仅|共|再|被|把|将|已|比|同比|增长|下降|以上|以内|左右|余|多)"
    r"|(?:亿|万|千|百)?(?:元|美元|吨|亩|公里|平方米|平方公里|个百分点|人次|千瓦|立方米)"
)
_EXPECTS = re.compile(
    r"(?:[、，（“《]|突破|达到?|达成|为|至|到|约|近|超过?|共|占|的|和|与|及|在|将|把|被|由|从|对|向|以|了|其中|分别|累计|完成|实现|增长|下降|同比|每|第|仅|余|或|并|而|是|新|一[场批个条座项家]|[\d０-９.．])$"
)


@cache
def _table() -> tuple[dict[str, int], dict[str, int]]:
    """Return the gain of each pair of characters and how seldom each character ends a word."""
    gains: dict[str, int] = {}
    ends: dict[str, int] = {}
    for line in _TABLE.read_text("utf-8").splitlines():
        first, level = line[0], 0
        ends[first] = int(line[1])
        for character in line[2:]:
            if character.isdigit():
                level = int(character)
            else:
                gains[first + character] = level
    return gains, ends


def tied(pair: str) -> bool:
    """Say whether the two characters stand inside one word far more often than across two.

    >>> tied("缩短"), tied("村由")
    (True, False)
    """
    return _table()[0].get(pair, 0) >= 3


def gain(pair: str) -> float:
    """Return how much likelier the second character is behind the first than at a beginning, as a logarithm."""
    gains, ends = _table()
    if pair in gains:
        return float(gains[pair])
    return -0.5 * ends.get(pair[0], 0)


def open_marks(text: str) -> str:
    """Return the opening quotes and brackets that `text` leaves open, and the closing ones that it lacks."""
    stack: list[str] = []
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in _BACK and stack and stack[-1] == _BACK[mark]:
            stack.pop()
        else:
            stack.append(mark)
    return "".join(stack)


def score(tail: str, head: str, document: str) -> float:
    """Return how much better `tail` + `head` reads on than `head` would as a beginning; 0 is undecided.

    The points are about natural logarithms of odds, fitted on pages that were cut on purpose.
    """
    points = _marks(tail, head) + _cohesion(tail, head, document) + _tie(tail, head)
    if head[0] in _NEVER_FIRST:
        points += 4.0
    expects = _EXPECTS.search(tail) is not None
    if expects:
        points += _EXPECTED
    figure = _FIGURE.match(head)
    if figure or _LEANING.match(head):
        points += _LEANS
    if tail[-1] in _DIGIT + "." and head[0] in _DIGIT + ".%％万亿年月日个元家":
        points += _DIGITS
    if not figure and _FRESH.match(head):
        points -= _BEGINS / 2 if expects else _BEGINS
    return points


def _tie(tail: str, head: str) -> float:
    """Points for a word across the cut; fewer where both sides end and begin with whole words."""
    value = gain(tail[-1] + head[0])
    if value <= 0:
        return _UNTIED * value
    whole = tied(tail[-2:]) and tied(head[:2])
    return min(_TIED * value, _MOST_TIED) - (_WHOLE if whole else 0.0)


def _cohesion(tail: str, head: str, document: str) -> float:
    """Points for a string across the cut that the document has elsewhere."""
    if tail[-1] in _NEVER_LAST:
        return 0.0
    if tail[-1:] + head[:1] not in document:
        return 0.0
    longer = (tail[-2:] + head[:1], tail[-1:] + head[:2])
    return _COHESION * (1 + sum(piece in document for piece in longer))


def _marks(tail: str, head: str) -> float:
    """Points for quotes and brackets that one side opens and the other closes."""
    left = [mark for mark in open_marks(tail) if mark in _OPENERS]
    right = open_marks(head)
    if left and right and right[0] == _OPENERS[left[-1]]:
        return 3.0
    if right and right[0] in _BACK:
        return -3.0
    if left and left[-1] in "（《(":
        return -1.5
    return 0.0


def topic(tail: str, head: str) -> float:
    """Return points for the words of `head` that stand in `tail` too."""
    pairs = {head[i : i + 2] for i in range(len(head) - 1)}
    return min(2.0, _TOPIC * sum(pair in tail for pair in pairs if tied(pair)))
