"""Indicators named in a text, and the list of indicators itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import metrics
from kg.seeds import Seeds

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "metrics.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:16] for case in CASES])
def test_finds_listed_indicators(case: dict[str, Any], seeds: Seeds) -> None:
    found = metrics.find(case["text"], seeds)
    assert [m.name for m in found] == case["names"]
    assert all(m.type == "Metric" and m.end > m.start for m in found)


def test_an_indicator_is_listed_once(seeds: Seeds) -> None:
    listed = seeds.data["indicators"]["indicators"]
    ways = Counter(way for name, e in listed.items() for way in (name, *e.get("also", ()), *e.get("short", ())))
    assert [way for way, times in ways.items() if times > 1] == []
    assert len(listed) > 300


def test_a_million_characters_of_one_indicator(seeds: Seeds) -> None:
    assert len(metrics.find("出口额" * 50_000, seeds)) == 50_000
