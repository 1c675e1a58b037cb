"""The rules for names of open vocabulary."""

from pathlib import Path
from time import process_time

import pytest
import yaml

from kg.annotate.names import compile_lexicon, find
from kg.annotate.settle import settle
from kg.annotate.words import alternation
from kg.seeds import load_seeds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "names.yaml").read_text("utf-8"))
LEXICON = compile_lexicon(load_seeds())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:12] for case in CASES])
def test_cases(case):
    mentions, _ = settle(find(case["text"], LEXICON))
    for kind in set(case) - {"text"}:
        assert [case["text"][m.start : m.end] for m in mentions if m.type == kind] == case[kind], kind


@pytest.mark.parametrize(
    "text",
    ["“" * 20_000, "工程" * 20_000, "全国" * 20_000, "（以下简称" * 10_000, "1" * 50_000, "和平、永和、" * 8_000],
    ids=["quotes", "heads", "levels", "aliases", "digits", "list"],
)
def test_time_is_linear_in_the_text(text):
    start = process_time()
    find(text, LEXICON)
    assert process_time() - start < 3


def test_alternation_takes_the_longest_word():
    import re

    pattern = re.compile(alternation(["铁路", "铁路桥", "桥", "a.b"]))
    assert [m.group() for m in pattern.finditer("铁路桥和桥axb a.b")] == ["铁路桥", "桥", "a.b"]
    assert not re.search(alternation([]), "任何")
