"""Raw text to reading text: what a page reads like, and that every character leads back to its own."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Reading
from kg.repair import fold, pieces, repair, to_raw
from kg.repair.junction import open_marks, tied

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "repair.yaml").read_text("utf-8"))
KINDS = {"heading": "h", "body": "b", "caption": "c", "furniture": "f", "row": "r"}


def document(text: str, id: str = "a.txt", **fields: object) -> Document:
    return Document(id, text, "0" * 64, **fields)  # type: ignore[arg-type]


def blocks(reading: Reading) -> list[list[str]]:
    return [
        [
            KINDS[b.kind] + "+" * b.open,
            (reading.folded if b.kind == "row" else reading.text)[b.start : b.end],
        ]
        for b in reading.blocks
    ]


def check(given: Document, reading: Reading) -> None:
    """Assert what holds of every reading."""
    text, at = given.text, 0
    assert len(reading.folded) == len(reading.text)
    for segment in reading.segments:
        assert segment.length > 0 and segment.start >= at
        assert set(reading.text[at : segment.start]) <= {"\n"}
        at = segment.start + segment.length
        assert reading.text[segment.start : at] == text[segment.raw : segment.raw + segment.length]
    assert set(reading.text[at:]) <= {"\n"}
    for before, after in pairwise(reading.blocks):
        assert before.end + 1 == after.start and reading.text[before.end] == "\n"
    raw = sorted((s.raw, s.raw + s.length) for s in reading.segments)
    assert all(a[1] <= b[0] for a, b in pairwise(raw)), "a raw character is read twice"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_page_reads_so(case: dict[str, object]) -> None:
    given = document(str(case["raw"]), str(case.get("id", "a.txt")))
    reading = repair(given)
    check(given, reading)
    assert blocks(reading) == case["blocks"]


PIECES = st.sampled_from(
    [
        *"慈溪市年增长百分之一二三，。、；：“”（）《》0123456789.％%１２． ABab　 \t\n\n\n|#*[]-—",
        "亿元",
        "（下转第三版）",
        "\n\n",
        "\n　　",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=300).map("".join), st.sampled_from(["a.txt", "a.md"]))
def test_every_character_leads_back_to_itself(text: str, id: str) -> None:
    given = document(text, id)
    reading = repair(given)
    check(given, reading)
    assert repair(given) == reading


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=200).map("".join), st.data())
def test_spans_lead_back(text: str, data: st.DataObject) -> None:
    reading = repair(document(text))
    if not reading.text:
        return
    block = data.draw(st.sampled_from(reading.blocks))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    first, last, parts = to_raw(reading, start, end)
    spans = parts or ((first, last),)
    assert "".join(text[a:b] for a, b in spans) == reading.text[start:end]
    assert first == min(a for a, _ in spans) and last == max(b for _, b in spans)


@given(st.text(max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１９９９年增长９．５％", "1999年增长9.5%"),
        ("７·２万亩；鲁迅·故里", "7.2万亩；鲁迅·故里"),
        ("一０四国道，一九九○年", "一〇四国道，一九九〇年"),
        ("(预计)“八五”‘千万工程’「双百」", "（预计）“八五”“千万工程”“双百”"),
        ('"一号"工程和"二号"工程', "“一号”工程和“二号”工程"),
        ("ＡＢＣ－１，２∶３", "ABC-1，2：3"),
        ("⼀带⼀路", "一带一路"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_front_matter_is_left_out() -> None:
    head = "---\ntitle: 题\n---\n"
    reading = repair(document(head + "正文一句。", begins=len(head)))
    assert reading.text == "正文一句。"
    assert to_raw(reading, 0, 2) == (len(head), len(head) + 2, ())


def test_a_span_over_a_cut_has_parts() -> None:
    text = (
        "全镇葡萄面积已达一万六千亩，预计产量2.\n4万吨，产值有望突破3亿元，周边五个村的\n农户增收，是去年的两倍还多。"
    )
    reading = repair(document(text))
    start = reading.text.index("2.4万吨")
    first, last, parts = to_raw(reading, start, start + 5)
    assert [text[a:b] for a, b in parts] == ["2.", "4万吨"]
    assert text[first:last] == "2.\n4万吨"


def test_running_heads_of_pages_are_furniture() -> None:
    pages, starts, text = ["今年的投资增长很快，", "其中工业投资增长最快，", "占全部投资的六成。"], [], ""
    for number, body in enumerate(pages, 1):
        starts.append(len(text))
        text += f"东河县统计公报\n{body}\n{number}\n"
    reading = repair(document(text, pages=tuple(starts)))
    assert [b for b in blocks(reading) if b[0][0] != "f"] == [["b", "".join(pages)]]


def test_pieces_cover_the_document_once() -> None:
    text = "\n".join(f"第{i}段，增长{i}%，投资{i}亿元。" for i in range(400)) + "尾" * 3000
    given = document(text)
    parts = list(pieces(given, 1000))
    assert len(parts) > 5
    for part in parts:
        check(given, part)
        assert len(part.text) <= 1000
    raw = sorted((s.raw, s.raw + s.length) for part in parts for s in part.segments)
    read = sum(b - a for a, b in raw)
    assert read >= len(text.replace("\n", "")) and all(a[1] <= b[0] for a, b in pairwise(raw))
    assert [repair(given)] == list(pieces(given))


def test_marks_left_open() -> None:
    assert open_marks("“甲《乙》丙") == "“"
    assert open_marks("乙”丙（") == "”（"


def test_characters_that_belong_together() -> None:
    assert tied("缩短") and tied("工程") and not tied("村由")


HARD = {
    "a line of half a million characters": "全县实现地区生产总值218亿元，增长6.1%。" * 20_000,
    "open quotes": "“" * 50_000,
    "digits": "1" * 200_000,
    "digits and blanks": "1 " * 30_000,
    "names": "\n".join(f"河湾镇第{i}村" for i in range(20_000)),
    "open paragraphs": "\n\n".join(["今年前三季度全县地区生产总值，增长", "一段完整的话，到此结束。"] * 4_000),
    "brackets": "（上接" * 30_000,
    "cells": "\n".join(["指标", "亿元", "12.5"] * 5_000),
    "marks": "[*_`<" * 50_000,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_input_takes_linear_time(name: str) -> None:
    given = document(HARD[name], "a.md" if name == "marks" else "a.txt")
    began = time.process_time()
    reading = repair(given)
    assert time.process_time() - began < 1.0 + 10 * len(given.text) / 1e6
    check(given, reading)


def test_blank_text_has_no_block() -> None:
    assert repair(document(" \n\u3000\n")).blocks == ()


def test_shuffled_pages_never_fail() -> None:
    lines = [line for case in CASES for line in str(case["raw"]).split("\n")]
    chance = random.Random(1)
    for _ in range(30):
        chance.shuffle(lines)
        given = document("\n".join(lines))
        check(given, repair(given))
