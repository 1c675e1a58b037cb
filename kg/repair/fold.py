"""One character for one: the forms of letters, digits and punctuation that rules need not tell apart.

What is folded, and to what (length never changes):

- full-width digits and Latin letters, and ％ ． － ／ ＋ ＝ ＜ ＞ ＆ ＃ ＠ ＄ ￥, to ASCII (￥ to ¥, – to -);
- ( ) ; ! ? and the small or vertical forms of brackets, to （ ） ； ！ ？; 〔〕［］ stay as they are;
- ‘ ’ 「 」 『 』 and straight double quotes, to “ and ” (a straight one opens or closes by turns in its line);
- ∶ ︰ ﹕ to ：, 〜 to ～; full-width and no-break blanks to a blank;
- ○ ◯ to 〇, and a 0 or O that stands between two Chinese digits to 〇;
- · ・ ． between two digits to a point (７·２万亩);
- Kangxi radicals and compatibility ideographs, as PDF files have them, to the common character.

Kept: 。 ， 、 ； ： “ ” （ ） 《 》 … — ～ and ASCII , : . as they stand. What `kg.values` folds by itself is a part of
this.
"""

from __future__ import annotations

import re
import unicodedata


def _table() -> dict[int, str]:
    table = {
        code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    }
    pairs = (
        "％%﹪%．.－-–-−-／/＋+＝=＜<＞>＆&＃#＠@〜～＄$￥¥＊*＿_"
        '(（)）﹙（﹚）;；!！?？‘“’”「“」”『“』”﹁“﹂”﹃“﹄”＂"∶：︰：﹕：﹑、　 \u00a0 \u2002 \u2003 ○〇◯〇・·•·‧·'
    )
    table.update({ord(pairs[i]): pairs[i + 1] for i in range(0, len(pairs), 2)})
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    return table


_TABLE = _table()
_FOLDED = frozenset(map(chr, _TABLE))
_ZERO = re.compile(r"[0Oo](?<=[一二三四五六七八九〇].)(?=[一二三四五六七八九〇0])")
_POINT = re.compile(r"(?<=\d)·(?=\d)")
_QUOTE = re.compile(r"[\"\n]")


def fold(text: str) -> str:
    """Return `text` with equal length, forms unified as the module says.

    >>> fold("１９９９年增长９·５％(预计)")
    '1999年增长9.5%（预计）'
    >>> fold('一0四国道"八五"计划‘千万工程’')
    '一〇四国道“八五”计划“千万工程”'
    """
    present = _FOLDED & set(text)
    for character in sorted(present):  # a few replacements are faster than a translation
        text = text.replace(character, _TABLE[ord(character)])
    if "·" in text:
        text = _POINT.sub(".", text)
    text = _ZERO.sub("〇", text)
    return _quoted(text) if '"' in text else text


def _quoted(text: str) -> str:
    """Turn straight double quotes into opening and closing ones by turns, beginning anew in each line."""
    opening = True

    def turn(match: re.Match[str]) -> str:
        nonlocal opening
        if match[0] == "\n":
            opening = True
            return "\n"
        opening = not opening
        return "”" if opening else "“"

    return _QUOTE.sub(turn, text)
