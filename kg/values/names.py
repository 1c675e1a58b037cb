"""Digits that are no figures: codes, roads, list numbers, telephones."""

from __future__ import annotations

import re

_SECTIONS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){2,5}(?![0-9])")
_PLUS = re.compile(r"[0-9]{1,4}(?:[+＋][0-9NnXx]{1,4})+")
_PHONE = re.compile(r"0[0-9]{2,3}[-—][0-9]{7,8}|1[3-9][0-9]{9}(?![0-9])|[0-9]{3}-[0-9]{4}-[0-9]{4}")
_LIST = re.compile(r"[0-9]{1,3}(?:[、)）．](?! ?[0-9]+[、个])|\.(?![0-9])|\. (?=[0-9]))")
_CODE = re.compile(r"[0-9]+(?:[.\-][0-9A-Za-z]{1,8}){0,4}")
_LETTERS = re.compile(r"(?:GDP|CPI|PPI|R&D|AQI|WTI)$")
_JOINTS = frozenset(".+＋-—")
_SIGNED = frozenset("+-")


def name_end(text: str, start: int, end: int) -> int:
    """Return where the code, list number or telephone that begins at `start` ends; -1 when it is none.

    `end` is the end of the run of digits. Runs of more than 15 digits are never figures.

    >>> name_end("G228国道", 1, 4), name_end("8+4", 0, 1), name_end("3.5%", 0, 1)
    (4, 3, -1)
    """
    if end - start > 15 and text[start:end].isdecimal():
        return end
    previous = text[start - 1] if start else "\n"
    if previous.isascii() and (previous.isalpha() or previous in "_#@\\"):
        return _digits_end(text, start) if not _LETTERS.search(text, max(0, start - 4), start) else -1
    if previous in _SIGNED and start > 1 and text[start - 2].isascii() and text[start - 2].isalnum():
        return _digits_end(text, start)
    if previous == "\n":
        listed = _LIST.match(text, start)
        if listed:
            return listed.end()
    if end - start < 10 and text[end : end + 1] not in _JOINTS:
        return -1
    found = _SECTIONS.match(text, start) or _PLUS.match(text, start) or _PHONE.match(text, start)
    return found.end() if found else -1


def _digits_end(text: str, start: int) -> int:
    found = _CODE.match(text, start)
    return found.end() if found else start + 1
