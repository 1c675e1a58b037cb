"""What sort of thing a project is by its name (a line, a stop on one, a phase), and sizes as words."""

from __future__ import annotations

import re

PHASE = re.compile(r"[一二三四五六七八九十\d][期段号标]|段$|标段$|工程$|站房|航站楼|扩建|改造|新址|院区|校区")
JOIN = re.compile(r"(?:市|县|区|镇)?(?:至|到|—|-|－|～)")
_LINE = re.compile(
    r"铁路|高铁|高速|公路|国道|省道|大道|快速路|快线|轨道|地铁|城际|航道|管道|专列|列车|班列|[A-Z]\d{2,4}|线$|路$|线[^上]{0,4}段$"
)
_STOP = re.compile(r"站$|互通$|收费站$|桥$|隧道$|枢纽$|出口$|口$|码头$|机场$|港$")
_SIZES = ((0, "0"), (2, "2"), (5, "5"), (10, "10"), (20, "20"), (40, "40"), (80, "80"))
_BUCKETS = tuple(next(name for most, name in _SIZES if length <= most) for length in range(81))


def bucket(length: int) -> str:
    """The size class of a length in characters.

    >>> bucket(0), bucket(7), bucket(200)
    ('0', '10', 'far')
    """
    return _BUCKETS[length] if 0 <= length <= 80 else "far"


def sort_of(cls: str, name: str) -> str:
    """The class of a thing, of a project also whether it is a line, a stop or a phase.

    >>> sort_of("project", "某某至某某公路"), sort_of("project", "北互通"), sort_of("town", "某某镇")
    ('line', 'stop', 'town')
    """
    if cls != "project":
        return cls
    return "line" if _LINE.search(name) else "stop" if _STOP.search(name) else "phase" if PHASE.search(name) else cls
