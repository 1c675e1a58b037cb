"""Scores of extractions against gold, and how errors are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.evaluate import Tally, evaluate, near, table

TEXT = "甲县简报\n\n2023年，甲县产值达到12亿元，\n增长5%。乙镇的丙桥工程建成通车。全县种树300亩。"


def record() -> dict[str, Any]:
    """A small gold file; as an extraction it is without fault."""
    quote = "2023年，甲县产值达到12亿元，\n增长5%"
    figure = {"subject": "e1", "unit": "元", "qualifier": "exact", "period": "2023", "modality": "actual"}
    return {
        "main_place": "甲县",
        "text": TEXT,
        "entities": [
            {"id": "e1", "type": "Place", "name": "甲县", "surfaces": ["甲县"]},
            {"id": "e2", "type": "Place", "name": "乙镇", "surfaces": ["乙镇"]},
            {"id": "e3", "type": "Project", "name": "丙桥工程", "surfaces": ["丙桥工程"]},
            {"id": "e4", "type": "Metric", "name": "产值", "surfaces": ["产值"]},
        ],
        "observations": [
            figure | {"metric": "产值", "value": 1.2e9, "kind": "level", "quote": quote},
            figure | {"metric": "产值", "value": 5.0, "unit": "%", "kind": "change", "quote": quote},
        ],
        "relations": [
            {"head": "e2", "type": "LOCATED_IN", "tail": "e1", "quote": "乙镇"},
            {"head": "e3", "type": "LOCATED_IN", "tail": "e2", "quote": "乙镇的丙桥工程"},
        ],
        "milestones": [{"project": "e3", "status": "opened", "date": "2023", "quote": "丙桥工程建成通车"}],
    }


def told(predicted: dict[str, Any]) -> list[str]:
    tally = Tally()
    evaluate(predicted, record(), tally, "x")
    return tally.errors["x"]


def test_gold_against_itself_is_perfect() -> None:
    tally = Tally()
    evaluate(record(), record(), tally, "x")
    assert tally.graph() == 1.0 and tally.scores("observation*")[2] == 1.0 and not tally.errors["x"]


def test_a_missing_extraction_is_wholly_missed() -> None:
    tally = Tally()
    evaluate({}, record(), tally, "x")
    assert tally.graph() == 0.0 and len(tally.errors["x"]) == 9


def test_errors_stand_with_their_sentence() -> None:
    predicted = record()
    predicted["entities"][2] |= {"name": "丙桥工", "surfaces": ["丙桥工"]}
    predicted["entities"].append({"id": "e9", "type": "Honor", "name": "种树", "surfaces": ["种树"]})
    predicted["observations"][0] |= {"period": "2022", "subject": "e2"}
    predicted["observations"][1]["metric"] = "税收"
    predicted["relations"][0] = {"head": "e9", "type": "PART_OF", "tail": "e1", "quote": "种树"}
    sentence = "乙镇的丙桥工程建成通车。"
    assert told(predicted) == [
        f"missed Project: 丙桥工程 <{sentence}>",
        f"wrong Project: 丙桥工 <{sentence}>",
        "wrong Honor: 种树 <全县种树300亩。>",
        "off observation: 产值 1200000000元: period 2022 not 2023, subject 乙镇 not 甲县"
        " <2023年，甲县产值达到12亿元， 增长5%。>",
        f"missed relation: 乙镇 LOCATED_IN 甲县 <{sentence}>",
        "wrong relation: 种树 PART_OF 甲县 <全县种树300亩。>",
    ]


def test_without_a_text_the_quote_stands_for_the_sentence() -> None:
    assert told({})[-1] == "missed milestone: 丙桥工程 opened <丙桥工程建成通车>"


def test_the_command_lists_errors_by_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("mine", "gold"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "001.json").write_text(json.dumps(record()), "utf-8")
    assert main(["evaluate", str(tmp_path / "mine"), str(tmp_path / "gold"), "--errors"]) == 0
    assert "1.000" in capsys.readouterr().out
    (tmp_path / "mine" / "001.json").unlink()
    assert main(["evaluate", str(tmp_path / "mine"), str(tmp_path / "gold"), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "== 001" in out and "missed Place: 甲县" in out and "graph" in out


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("城镇居民人均可支配收入", "城镇居民可支配收入", True),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入", False),
        ("进口总额", "出口总额", False),
        ("规上工业增加值", "规上工业增加值增速", True),
        ("税收", "产值", False),
    ],
)
def test_names_of_metrics(a: str, b: str, same: bool) -> None:
    assert near(a, b) is near(b, a) is same


def test_the_table_has_a_row_a_kind() -> None:
    tally = Tally()
    evaluate(record(), record(), tally, "x")
    rows = [line.split()[0] for line in table(tally).splitlines()[1:]]
    assert rows[:2] == ["entity", "Place"] and rows[-1] == "graph" and "LOCATED_IN" in rows
