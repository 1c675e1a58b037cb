"""Full-width letters, digits and signs to half-width, one character for one."""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = dict(zip("％．＋－／＝＆﹪＄", "%.+-/=&%$"))
_TABLE = _WIDE | {ord(wide): ord(narrow) for wide, narrow in _SIGNS.items()}
_RUN = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－／＝＆﹪＄]+")


def fold(text: str) -> str:
    """Return `text` with full-width letters, digits and ％．＋－／＝＆＄ made half-width; the length stays the same.

    Chinese punctuation (，。：；（）～) is kept: it parts clauses.

    >>> fold("２０２３年ＧＤＰ增长６．５％，")
    '2023年GDP增长6.5%，'
    """
    if _RUN.search(text) is None:
        return text
    return _RUN.sub(lambda run: run.group().translate(_TABLE), text)
