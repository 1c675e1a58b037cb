"""Observations of marked sentences: which figures are read, of what, about whom, of which kind and time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from marked import annotated

from kg.model import KINDS, MODALITIES, ObservationDraft
from kg.relate import observations
from kg.seeds import Seeds

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "observations.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_reads_figures(case: dict[str, Any], seeds: Seeds) -> None:
    drafts = observations.find(annotated(case["text"], seeds), seeds)
    for wanted in case.get("has", ()):
        same = [d for d in drafts if d.unit == wanted["unit"] and abs(d.value - wanted["value"]) < 1e-6]
        assert same, f"{wanted} among {[(d.metric, d.value, d.unit) for d in drafts]}"
        for field, value in wanted.items():
            if field != "value":
                assert getattr(same[0], field) == value
    for value in case.get("not", ()):
        assert all(d.value != value for d in drafts)


def test_a_draft_quotes_its_number(seeds: Seeds) -> None:
    for case in CASES:
        read = annotated(case["text"], seeds)
        for draft in observations.find(read, seeds):
            _check(draft, read.reading.text)


def _check(draft: ObservationDraft, text: str) -> None:
    assert draft.quote.start <= draft.number.start < draft.number.end <= draft.quote.end <= len(text)
    assert draft.quote.end - draft.quote.start <= 60 or draft.number.end - draft.number.start > 50
    assert draft.metric and draft.kind in KINDS and draft.modality in MODALITIES
    assert draft.rule.startswith("observation:")


def test_the_same_text_gives_the_same_drafts(seeds: Seeds) -> None:
    read = annotated(CASES[1]["text"], seeds)
    assert observations.find(read, seeds) == observations.find(read, seeds)


@pytest.mark.parametrize(
    "text", ["产值5亿元，" * 4000, "产值" * 60_000 + "5亿元", "“" * 50_000 + "产值5亿元", "9" * 200_000]
)
def test_reads_in_linear_time(text: str, seeds: Seeds) -> None:
    read = annotated(text, seeds)
    begun = time.process_time()
    observations.find(read, seeds)
    assert time.process_time() - begun < 8
