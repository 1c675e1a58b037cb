"""Where a text speaks of the state of works: the phrase, and the projects that it may be said of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from kg.model import Mention, Sentence
from kg.relate.relations_scene import Point, Scene
from kg.same import Same

NAME = "■"  # stands for each character of a name in the text that phrases are looked for in
AROUND = 6  # points before and after a phrase that are looked at
BACK = 400  # characters back to a project named in an earlier sentence
_MARK = re.compile("[，。；：！？\\n]")


@dataclass(frozen=True)
class Lexicon:
    """Phrases and what they say, and the words around them that speak of future, past and denial."""

    phrase: re.Pattern[str]
    progress: re.Pattern[str]
    says: Mapping[str, tuple[str, ...]]  # by phrase, or by the name of a pattern's group
    weak: frozenset[str]
    surely: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    negative: re.Pattern[str]


class Said(NamedTuple):
    """A phrase in the text: its clause, its sentence and what it says of a project."""

    start: int
    end: int
    word: str
    statuses: tuple[str, ...]
    sentence: int
    clause: tuple[int, int]


class Claim(NamedTuple):
    """A phrase and a project of which it may be said."""

    said: Said
    project: str
    point: Point | None  # None: named in an earlier sentence
    how: str  # before | after | recalled


def lexicon(data: Mapping[str, Any]) -> Lexicon:
    """Read schemas/milestones.yaml; the last one read is kept."""
    return _lexicon(Same(data))


@lru_cache(maxsize=1)
def _lexicon(asked: Same) -> Lexicon:
    (data,) = asked.what
    says: dict[str, tuple[str, ...]] = {}
    for row in data.get("phrases", ()):
        for word in row["words"]:
            says[word] = tuple(row["says"])
    plain, unfit = _any(says).pattern, _any(data.get("not_before", ())).pattern
    groups = []
    for number, row in enumerate(data.get("patterns", ())):
        says[f"pattern{number}"] = tuple(row["says"])
        groups.append(f"(?P<pattern{number}>{row['like']})")
    return Lexicon(
        phrase=re.compile(f"(?:{plain})(?!{unfit})"),
        progress=re.compile("|".join(groups) or "(?!)"),
        weak=frozenset(data.get("weak", ())),
        surely=_any(data.get("surely", ())),
        says=says,
        future=_any(data.get("future", ())),
        past=_any(data.get("past", ())),
        negative=_any(data.get("negative", ())),
    )


def _any(words: Any) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)")


def phrases(scene: Scene, words: Lexicon, mentions: Sequence[Mention]) -> Iterator[Said]:
    """Each phrase outside names, in the sentences of a document."""
    hidden = _without(scene.text, mentions)
    marks = [m.start() for m in _MARK.finditer(scene.text)]
    for number, sentence in enumerate(scene.sentences):
        if not _spoken_of(scene, number):
            continue
        for match in _matches(words, hidden, sentence.start, sentence.end):
            word = match.lastgroup or match.group()
            clause = _clause(marks, match.start(), match.end(), sentence)
            yield Said(match.start(), match.end(), word, words.says[word], number, clause)


def _spoken_of(scene: Scene, number: int) -> bool:
    """Does a sentence name a project, or stand near one named before?"""
    lo, hi = scene.ranges[number]
    if any(point.type == "Project" for point in scene.points[lo:hi]):
        return True
    return scene.discourse.before(number, "project", scene.sentences[number].start, BACK) is not None


def _matches(words: Lexicon, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Progress first, then plain phrases where no progress is told."""
    told = list(words.progress.finditer(text, start, end))
    plain = [
        m
        for m in words.phrase.finditer(text, start, end)
        if not any(t.start() < m.end() and m.start() < t.end() for t in told)
    ]
    yield from sorted([*told, *plain], key=lambda m: m.start())


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """The text with names blanked out, so that no phrase is found in one or runs into one."""
    pieces, at = [], 0
    for mention in mentions:
        if mention.start >= at:
            pieces += [text[at : mention.start], NAME * (mention.end - mention.start)]
            at = mention.end
    return "".join([*pieces, text[at:]])


def _clause(marks: list[int], start: int, end: int, sentence: Sentence) -> tuple[int, int]:
    """The clause that holds [start, end): up to 60 characters back and 40 on."""
    before, after = bisect_left(marks, start) - 1, bisect_left(marks, end)
    left = marks[before] + 1 if before >= 0 else 0
    right = marks[after] if after < len(marks) else sentence.end
    return max(left, sentence.start, start - 60), max(end, min(right, end + 40))


def claims(scene: Scene, said: Said) -> Iterator[Claim]:
    """The projects that a phrase may be said of: in its sentence, else the one spoken of before."""
    lo, hi = scene.ranges[said.sentence]
    middle = lo + bisect_left(range(lo, hi), said.start, key=lambda i: scene.points[i].start)
    seen: set[str] = set()
    for index in range(middle - 1, max(lo, middle - AROUND - 8) - 1, -1):
        point = scene.points[index]
        if point.type == "Project" and point.entity not in seen:
            seen.add(point.entity)
            yield Claim(said, point.entity, point, "before")
    for index in range(middle, min(hi, middle + AROUND)):
        point = scene.points[index]
        if point.type == "Project" and point.entity not in seen:
            seen.add(point.entity)
            yield Claim(said, point.entity, point, "after")
    if not any(scene.points[i].type == "Project" for i in range(lo, middle)):
        for cls in ("project", "line"):
            other = scene.discourse.before(said.sentence, cls, said.start, BACK)
            if other is not None and other not in seen and other in scene.types:
                seen.add(other)
                yield Claim(said, other, None, "recalled")
