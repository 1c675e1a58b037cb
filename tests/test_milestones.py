"""Milestones of marked sentences: status, date, what is still to come, and what is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from marked import annotated

from kg.model import STATUSES
from kg.relate import milestones
from kg.schema import Schema
from kg.seeds import Seeds

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "milestones.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_reads_milestones(case: dict[str, Any], seeds: Seeds, schema: Schema) -> None:
    drafts = milestones.find(annotated(case["text"], seeds), seeds, schema=schema)
    dated = {(d.project, d.status, d.date) for d in drafts}
    reached = {(d.project, d.status) for d in drafts}
    for wanted in case.get("has", ()):
        assert tuple(wanted) in (dated if len(wanted) == 3 else reached)
    for unwanted in case.get("not", ()):
        assert tuple(unwanted) not in reached


def test_the_vocabulary_names_known_statuses(schema: Schema) -> None:
    data = schema.data["milestones"]
    assert set(data["labels"]) == set(STATUSES)
    for row in [*data["phrases"], *data["patterns"]]:
        assert set(row["says"]) <= set(STATUSES)


def test_every_draft_is_quoted(seeds: Seeds, schema: Schema) -> None:
    for case in CASES:
        read = annotated(case["text"], seeds)
        for draft in milestones.find(read, seeds, schema=schema):
            assert 0 <= draft.quote.start < draft.quote.end <= len(read.reading.text)
            assert draft.rule.startswith("milestone: ")
