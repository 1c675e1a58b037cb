"""What a document says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.frame import frame
from kg.frame.dates import number, reference_date
from kg.frame.head import Head
from kg.frame.sections import says
from kg.model import Document, Frame
from kg.repair import repair
from kg.seeds import Seeds, load_seeds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "frames.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def knowledge() -> Seeds:
    return load_seeds()


def framed(text: str, seeds: Seeds, **more: Any) -> Frame:
    document = Document("d", text, "", **more)
    return frame(document, repair(document), seeds)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:12])
def test_cases(case: dict[str, Any], knowledge: Seeds) -> None:
    found = framed(case["text"], knowledge)
    assert (found.main_place.name if found.main_place else None) == case["main_place"]
    assert found.reference_date == (str(case["date"]) if case["date"] else None)
    assert "genre" not in case or found.genre == case["genre"]
    assert "review" not in case or found.review_period == case["review"]
    sections = {s.heading: [s.period, s.modality] for s in found.sections}
    for heading, expected in case.get("sections", {}).items():
        assert sections[heading] == expected


def test_options_win(knowledge: Seeds) -> None:
    found = framed("昆山市政府工作报告\n\n全市经济增长。", knowledge, published="2020-05", main_place="慈溪")
    assert found.main_place is not None and found.main_place.code == "330282"
    assert (found.main_place_rule, found.reference_date) == ("option", "2020-05")
    unknown = framed("正文。", knowledge, main_place="云外村")
    assert unknown.main_place is not None and unknown.main_place.kind == "village"


def test_sentences_keep_quotations_and_cover_the_text(knowledge: Seeds) -> None:
    text = "他说：“路通了。日子好了！”的确如此。第二句；还是第二句？\n标题一行\n末句没有句号"
    found = framed(text, knowledge)
    pieces = [repair(Document("d", text, "")).text[s.start : s.end] for s in found.sentences]
    assert pieces == ["他说：“路通了。日子好了！”的确如此。", "第二句；还是第二句？", "标题一行", "末句没有句号"]


def test_many_open_quotes_are_read_in_linear_time(knowledge: Seeds) -> None:
    found = framed("“好。" * 20_000, knowledge)
    assert sum(s.end - s.start for s in found.sentences) == 60_000


@pytest.mark.parametrize(
    ("heading", "period", "modality"),
    [
        ("一、2023年工作回顾", "2023", None),
        ("二、2024年主要目标和重点工作", "2024", "target"),
        ("过去五年工作回顾", "2019/2023", None),
        ("今后五年的奋斗目标", "2024/2028", "target"),
        ("“十三五”时期发展成就", "2016/2020", None),
        ("（三）民生持续改善", None, None),
    ],
)
def test_headings(heading: str, period: str | None, modality: str | None) -> None:
    assert says(heading, "2024-01", "2023") == (period, modality)


def test_dates_in_words() -> None:
    head = Head(None, (), ("二〇二一年四月",), "", "plan", None)
    assert reference_date(None, head, "") == "2021-04"
    assert [number(x) for x in ("十", "二十", "三十一", "7")] == [10, 20, 31, 7]
