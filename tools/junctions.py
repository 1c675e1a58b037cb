"""Write kg/repair/junctions.txt: how well one Chinese character goes on after another.

From the word list of jieba 0.42.1 (MIT), words with their frequencies: for each pair of characters how much more
often the second stands behind the first, inside a word, than at the beginning of a word at large (natural logarithm,
rounded, 1 to 9); for each character how seldom it ends a word (minus the logarithm of the share, in halves, 0 to 9).

A line: the character, its digit for ending, then runs of a digit and the followers that have it.
Run `python tools/junctions.py` in an environment that has jieba; the same version writes the same bytes.
"""

from __future__ import annotations

import math
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

MIN_FREQUENCY = 20
TARGET = Path(__file__).parent.parent / "kg" / "repair" / "junctions.txt"


def table(words: dict[str, int]) -> list[str]:
    """Return the lines of the table."""
    inside: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for word, frequency in words.items():
        begins[word[0]] += frequency
        ends[word[-1]] += frequency
        for character in word:
            seen[character] += frequency
        for pair in pairwise(word):
            inside["".join(pair)] += frequency
    total = sum(words.values())
    levels: dict[str, dict[int, list[str]]] = {}
    for pair, frequency in sorted(inside.items()):
        gain = math.log(frequency * total / (seen[pair[0]] * (begins[pair[1]] + 50)))
        if frequency >= MIN_FREQUENCY and round(gain) >= 1:
            levels.setdefault(pair[0], {}).setdefault(min(9, round(gain)), []).append(pair[1])
    lines = []
    for first in sorted(c for c in seen if seen[c] >= MIN_FREQUENCY):
        end = min(9, round(-2 * math.log((ends[first] + 1) / (seen[first] + 2))))
        runs = "".join(f"{level}{''.join(rest)}" for level, rest in sorted(levels.get(first, {}).items()))
        lines.append(f"{first}{end}{runs}")
    return lines


def main() -> None:
    """Read jieba's word list and write the table."""
    words: dict[str, int] = {}
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if all("\u4e00" <= c <= "\u9fff" for c in word):
            words[word] = int(frequency)
    TARGET.write_text("".join(f"{line}\n" for line in table(words)), "utf-8")


if __name__ == "__main__":
    main()
