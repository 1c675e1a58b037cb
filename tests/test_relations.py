"""Relations of marked sentences, what must not be read, and how the work grows with the text."""

from __future__ import annotations

import time
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from marked import annotated

from kg.model import ObservationDraft, RelationDraft, Span
from kg.relate import relations
from kg.relate.relations_model import Weights
from kg.schema import Schema
from kg.seeds import Seeds

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "relations.yaml").read_text("utf-8"))


def triples(drafts: list[RelationDraft], main_place: str = "柳川县") -> set[str]:
    found = {(d.head or main_place, d.type, d.tail or main_place) for d in drafts}
    both = {(t, k, h) for h, k, t in found if k == "COOPERATES_WITH"}
    return {" ".join(triple) for triple in found | both}


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_reads_relations(case: dict[str, Any], seeds: Seeds, schema: Schema) -> None:
    found = triples(relations.find(annotated(case["text"], seeds), seeds, [], schema=schema))
    assert set(case.get("has", ())) <= found
    assert not set(case.get("not", ())) & found


def test_a_figure_beside_a_policy_is_promoted_by_it(seeds: Seeds, schema: Schema) -> None:
    text = "深入实施【“百企升级”行动|Policy】，全年新增规上企业40家，完成技改投资25亿元。"
    read = annotated(text, seeds)
    plain = read.reading.text
    drafts = [
        ObservationDraft(
            metric, "", value, unit, kind, "exact", "2024", "actual", _span(plain, quote), _span(plain, quote), "test"
        )
        for metric, value, unit, kind, quote in (
            ("规上企业", 40.0, "家", "change", "40家"),
            ("技改投资", 2.5e9, "元", "level", "25亿元"),
        )
    ]
    found = triples(relations.find(read, seeds, drafts, schema=schema))
    assert {f"“百企升级”行动 PROMOTES metric:{metric}" for metric in ("规上企业", "技改投资")} <= found


def test_every_draft_is_allowed_quoted_and_explained(seeds: Seeds, schema: Schema) -> None:
    for case in CASES:
        read = annotated(case["text"], seeds)
        types = {m.entity: m.type for m in read.mentions} | {"": "Place"}
        for draft in relations.find(read, seeds, [], schema=schema):
            assert schema.allows(types[draft.head], draft.type, types[draft.tail])
            assert 0 <= draft.quote.start < draft.quote.end <= len(read.reading.text)
            assert draft.rule and draft.score is not None


def test_the_same_twice(seeds: Seeds, schema: Schema) -> None:
    read = annotated("".join(case["text"].replace("\n", "") for case in CASES), seeds)
    assert relations.find(read, seeds, [], schema=schema) == relations.find(read, seeds, [], schema=schema)


def test_a_long_list_takes_linear_time(seeds: Seeds, schema: Schema) -> None:
    def seconds(count: int) -> float:
        read = annotated(
            "、".join(f"【第{n}号工程|Project】" for n in range(count)) + "在【柳桥镇|township】开工。", seeds
        )
        start = time.process_time()
        relations.find(read, seeds, [], schema=schema)
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 12 * max(seconds(500), 0.02)


def _span(text: str, quote: str) -> Span:
    return Span(text.index(quote), text.index(quote) + len(quote))


def test_a_score_does_not_depend_on_the_order_of_features() -> None:
    weights = Weights({"R": {"a": 0.1, "b": 0.7, "c": -0.3, "d": 1e-3}}, {})
    assert len({weights.score("R", order) for order in permutations("abcdx")}) == 1
