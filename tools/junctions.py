"""Write kg/repair/junctions.txt: pairs of Chinese characters that stand inside one word far more often than across two.

The pairs come from the word list of jieba 0.42.1 (MIT): for each pair the frequency of the words that hold it is set
against what chance would give for a word that ends with the first and a word that begins with the second character.
Run `python tools/junctions.py` in an environment that has jieba; the same version writes the same bytes.
"""

from __future__ import annotations

import math
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

MIN_FREQUENCY = 20
MIN_LOG_RATIO = 2.0
TARGET = Path(__file__).parent.parent / "kg" / "repair" / "junctions.txt"


def pairs(words: dict[str, int]) -> list[str]:
    """Return the pairs, sorted, that tie their two characters together."""
    inside: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    for word, frequency in words.items():
        begins[word[0]] += frequency
        ends[word[-1]] += frequency
        for pair in pairwise(word):
            inside["".join(pair)] += frequency
    total = sum(words.values())

    def ratio(pair: str) -> float:
        return math.log((inside[pair] + 1) / (ends[pair[0]] * begins[pair[1]] / total + 1))

    return sorted(p for p, n in inside.items() if n >= MIN_FREQUENCY and ratio(p) >= MIN_LOG_RATIO)


def main() -> None:
    """Read jieba's word list and write the pairs, one line for each first character."""
    words: dict[str, int] = {}
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if all("\u4e00" <= c <= "\u9fff" for c in word):
            words[word] = int(frequency)
    followers: dict[str, str] = {}
    for first, second in pairs(words):
        followers[first] = followers.get(first, "") + second
    TARGET.write_text("".join(f"{first}{rest}\n" for first, rest in followers.items()), "utf-8")


if __name__ == "__main__":
    main()
