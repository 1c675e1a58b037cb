"""kg explain, and what a least score leaves out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.explain import explain
from kg.extractions import to_json
from kg.model import Document
from kg.pipeline import Tools, extract_document
from kg.relate.cut import cut

TEXT = (
    "慈溪市2024年政府工作报告\n\n2024年2月1日\n\n一、2023年工作回顾\n\n"
    "2023年，全市规模以上工业增加值达到860亿元，增长7.5%。逍林镇的滨海大道工程由宁波交工集团有限公司承建，"
    "11月建成通车。\n\n二、2024年目标任务\n\n今年，地区生产总值增长6%左右。\n"
)


def ask(words: str, tools: Tools) -> dict[str, list[dict[str, Any]]]:
    start = TEXT.index(words)
    return dict(explain(Document("t", TEXT, ""), start, start + len(words), tools))


def test_the_frame(tools: Tools) -> None:
    told = {row["what"]: row for row in ask("今年，地区生产总值增长6%", tools)["frame"]}
    assert told["main place"]["value"] == "慈溪市" and told["main place"]["rule"] == "title"
    assert told["reference date"]["value"] == "2024-02-01"
    assert told["section"]["modality"] == "target" and told["section"]["period"] == "2024"
    assert told["sentence"]["value"].startswith("今年")
    assert told["time"] == {"what": "time", "value": "今年", "period": "2024", "kind": "year"}
    (reference,) = (r for r in ask("全市", tools)["frame"] if r["what"] == "reference")
    assert reference["means"] == "慈溪市"


def test_a_figure_with_its_decisions(tools: Tools) -> None:
    rows = ask("860亿元", tools)["figures"]
    assert (rows[0]["value"], rows[0]["unit"]) == (86000000000.0, "元")
    won = {r["decision"]: r for r in rows[1:] if r["won"]}
    assert {"accept", "metric", "kind", "modality", "period"} <= won.keys()
    assert (won["metric"]["candidate"], won["period"]["candidate"]) == ("规模以上工业增加值", "2023")
    assert won["metric"]["why"], "features that speak for the winner"
    for task in won:
        shares = [r["score"] for r in rows[1:] if r["decision"] == task]
        assert all(0 <= share <= 1 for share in shares) and max(shares) == won[task]["score"]


def test_names_and_what_became_of_them(tools: Tools) -> None:
    rows = ask("宁波交工集团有限公司", tools)["names"]
    won = next(r for r in rows if r["outcome"] == "won")
    assert (won["type"], TEXT[won["start"] : won["end"]]) == ("Organization", won["text"])
    inner = next(r for r in rows if r["type"] == "Place")
    assert inner["text"] == "宁波" and inner["outcome"].startswith("inside a longer name: Organization")


def test_relations_and_milestones(tools: Tools) -> None:
    told = ask("滨海大道工程由宁波交工集团有限公司承建，11月建成通车", tools)
    assert any(r["relation"] == "PARTICIPATES_IN" and r["won"] and "承建" in r["words"] for r in told["relations"])
    assert all(r["won"] == (r["score"] >= r["needed"]) for r in told["relations"] if "needed" in r)
    phrases = [r for r in told["milestones"] if "phrase" in r]
    assert {"opened"} <= {r["status"] for r in phrases} | {s for r in phrases for s in r["status"].split("+")}
    assert {row["fact"] for row in told["facts"]} >= {"relation", "milestone"}


def test_rules_alone_are_explained_too(tools: Tools) -> None:
    assert ask("滨海大道工程", replace(tools, tagger=None))["names"]


def test_what_was_not_read_has_no_explanation(tools: Tools) -> None:
    assert explain(Document("t", "---\ntitle: 甲\n---\n正文。", "", begins=16), 0, 5, tools) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "报告:一.txt"
    path.write_text(TEXT, "utf-8")
    start = TEXT.index("860亿元")
    spot = f"{path}:{start}-{start + 5}"
    assert main(["explain", spot, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "数据的读法" in out and " * metric" in out and "规模以上工业增加值" in out
    assert main(["explain", spot, "--format", "json"]) == 0
    assert [r for r in json.loads(capsys.readouterr().out)["facts"] if r["fact"] == "observation"]


@pytest.mark.parametrize("spot", ["a.txt", "a.txt:5-5", "a.txt:x-y", "{}:0-99999", "{}x:0-4"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_spots(tmp_path: Path, capsys: pytest.CaptureFixture[str], spot: str, lang: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    assert main(["explain", spot.format(path), "--lang", lang]) in (1, 2)
    said = capsys.readouterr()
    assert said.err.startswith("kg: ") and not said.out


# ---- --min-score ----


def test_what_scores_too_little_is_left_out_and_counted(tools: Tools) -> None:
    whole = extract_document(Document("t", TEXT, ""), tools)
    assert cut(whole, 0.0) is whole
    some = extract_document(Document("t", TEXT, ""), replace(tools, min_score=0.9))
    for record in (*some.observations, *some.relations, *some.milestones):
        assert all(e.score is None or e.score >= 0.9 for e in record.evidence)
    for kind in ("observations", "relations", "milestones"):
        assert set(getattr(some, kind)) <= set(getattr(whole, kind))
    lost = len(whole.relations) - len(some.relations)
    assert lost > 0 and some.dropped["relation: score too low"] == lost
    ids = {e.id for e in some.entities}
    assert {e for r in some.relations for e in (r.head, r.tail)} <= ids
    assert {e.name for e in some.entities if e.type == "Metric"} == {o.metric for o in some.observations}
    assert to_json(some)["main_place"] == "慈溪市"


def test_a_name_goes_with_its_last_mention(tools: Tools) -> None:
    whole = extract_document(Document("t", TEXT, ""), tools)
    road = next(e for e in whole.entities if e.type == "Project")
    weak = replace(road, mentions=tuple(replace(m, score=0.2) for m in road.mentions))
    doubtful = replace(whole, entities=tuple(weak if e is road else e for e in whole.entities))
    some = cut(doubtful, 0.3)
    assert road.id not in {e.id for e in some.entities} and not some.milestones
    assert some.dropped["mention: score too low"] == len(road.mentions)


@pytest.mark.parametrize("score", ["-1", "2", "much"])
def test_a_score_is_a_share(score: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "x", "--min-score", score])
    assert "--min-score" in capsys.readouterr().err
