"""Lists of places that share a head: 倡隆、乾炳、岗墩3个村; 观城、师桥、鸣鹤三镇."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.places.forms import Forms
from kg.model import Mention

_NAME = r"[一-鿿㐀-䶿]{1,6}"
_COUNT = re.compile(
    r"(?<=[一-鿿㐀-䶿])(等?)(?:[\d两二三四五六七八九十]{1,3}个?|各)(?:建制|行政|自然)?(村|社区|镇街|镇|乡|街道)(?![民级])"
)
_ITEMS = re.compile(rf"(?:{_NAME}[、和与]){{0,12}}{_NAME}$")
REACH = 60
_PART = re.compile(r"[^、和与]+")
_KINDS = {
    "村": "village",
    "社区": "community",
    "镇": "township",
    "乡": "township",
    "街道": "township",
    "镇街": "township",
}
_FULL = re.compile(r"(?:村|社区|镇|乡|街道|县|区|市)$")


def find_lists(text: str, forms: Forms) -> Iterator[Mention]:
    """Mentions of the items; the name of each takes over the shared head."""
    for match in _COUNT.finditer(text):
        items = _items(text, match.start())
        if items is None or not (
            match[1] or "、" in text[items : match.start()] or "和" in text[items : match.start()]
        ):
            continue
        parts = list(_PART.finditer(text, items, match.start()))
        for index, part in enumerate(parts):
            start = part.start()
            if index == 0:
                start = forms.left(text, part.end(), 5) or part.start()
            name = text[start : part.end()].removesuffix("等")
            if not 1 < len(name) < 5 or _FULL.search(name) or "的" in name:
                continue
            head = "" if match[2] == "镇街" else match[2]
            kind = _KINDS[match[2]]
            yield Mention("Place", start, start + len(name), name + head, "place:list", kind=kind)


def _items(text: str, end: int) -> int | None:
    """Where the list begins that ends at `end`: behind the last character that is neither of a name nor between two."""
    low = max(0, end - REACH)
    match = re.search(r"[一-鿿㐀-䶿、]+$", text[low:end])
    return low + match.start() if match else None
