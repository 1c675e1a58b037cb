"""What docs/extending.md promises: each addition is read from a user's own folders, and not without them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import kg
from kg.cli import main
from kg.errors import SchemaError, SeedError
from kg.extractions import to_json
from kg.lint import lint
from kg.model import Document
from kg.pipeline import Tools, extract_document, load_tools

ROOT = Path(__file__).parent.parent
GUIDES = ("extending.md", "extending.zh-CN.md")
FILE = re.compile(r"`((?:seeds|schemas)/[\w/]+\.yaml)`((?!\n\n|`seeds/|`schemas/).)*\n\n```yaml\n(.*?)```", re.S)


def files(guide: str) -> dict[str, str]:
    """The files that a guide tells a user to write, those of one name put together."""
    found: dict[str, str] = {}
    for path, _, content in FILE.findall((ROOT / "docs" / guide).read_text("utf-8")):
        found[path] = found.get(path, "") + content
    return found


def write(folder: Path, contents: dict[str, str]) -> tuple[Path, Path]:
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    return folder / "schemas", folder / "seeds"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The user's folders, as the English guide writes them."""
    return write(tmp_path_factory.mktemp("own"), files(GUIDES[0]))


@pytest.fixture(scope="module")
def own(folders: tuple[Path, Path]) -> Tools:
    return load_tools([folders[0]], [folders[1]])


def facts(text: str, tools: Tools) -> dict[str, Any]:
    data = to_json(extract_document(Document("t", text, ""), tools))
    called = {e["id"]: e["name"] for e in data["entities"]}
    return {
        "entities": [(e["type"], e["name"], e.get("kind")) for e in data["entities"]],
        "observations": [(o["metric"], o["value"], o["unit"]) for o in data["observations"]],
        "relations": [(called[r["head"]], r["type"], called[r["tail"]]) for r in data["relations"]],
        "milestones": [(called[m["project"]], m["status"], m["date"]) for m in data["milestones"]],
        "main_place": data["main_place"],
    }


HEAD = "慈溪市简报\n\n2023年12月20日\n\n"
CASES = {
    "indicator": (HEAD + "今年，全市潮电达到1.2亿千瓦时。", "observations", ("潮汐发电量", 120000000.0, "千瓦时")),
    "unit": (HEAD + "今年，观海卫镇水闸全年开启1200潮次。", "observations", (..., 1200.0, "潮次")),
    "suffix": (HEAD + "12月，四灶浦取水头部开工建设。", "entities", ("Project", "四灶浦取水头部", None)),
    "policy": (HEAD + "我市下足功夫，把蓝湾三问写进了村规。", "entities", ("Policy", "蓝湾三问", None)),
    "honour": (HEAD + "2023年，慈溪市荣获金梭杯。", "relations", ("慈溪市", "RECEIVED", "金梭杯")),
    "county": ("临潮县2024年政府工作报告\n\n全县经济平稳。", "entities", ("Place", "临潮县", "county")),
    "zone": (HEAD + "潮信新城落户企业20家。", "entities", ("Place", "潮信产业新城", "zone")),
    "village": (HEAD + "近日，望潮来了第一批游客。", "entities", ("Place", "望潮村", "village")),
    "trigger": (HEAD + "慈溪市与丽水市结下山海姻缘。", "relations", ("慈溪市", "COOPERATES_WITH", "丽水市")),
    "milestone": (
        HEAD + "12月1日，海天一洲游客中心项目鸣锣迎宾。",
        "milestones",
        ("海天一洲游客中心项目", "opened", "2023-12-01"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_addition(case: str, own: Tools, tools: Tools) -> None:
    text, kind, wanted = CASES[case]

    def holds(found: list[tuple[Any, ...]]) -> bool:
        return any(all(w is ... or w == f for w, f in zip(wanted, row, strict=True)) for row in found)

    assert holds(facts(text, own)[kind]), facts(text, own)
    assert not holds(facts(text, tools)[kind]), "read without the addition, too: the case shows nothing"


def test_a_county_of_ones_own_becomes_the_main_place(own: Tools) -> None:
    assert facts(CASES["county"][0], own)["main_place"] == "临潮县"


def test_a_longer_name_still_wins_over_ones_own(own: Tools) -> None:
    found = facts(HEAD + "临潮县人民政府印发通知。", own)["entities"]
    assert ("Organization", "临潮县人民政府", None) in found


def test_decisions(folders: tuple[Path, Path], own: Tools, tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "2023年11月，潮信大桥建成通车。", "utf-8")
    (tmp_path / "b.txt").write_text(HEAD + "2023年11月，望海一号桥工程建成通车。", "utf-8")

    def names(with_tools: Tools) -> int:
        graph = kg.build([tmp_path], tools=with_tools)
        return sum(data["label"] == "Project" for _, data in graph.nodes(data=True))

    assert names(tools) == 2
    assert names(own) == 1


def test_check_takes_the_additions(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schemas", str(folders[0]), "--seeds", str(folders[1])]) == 0
    lint([folders[0]], [folders[1]])
    capsys.readouterr()


def test_both_guides_tell_the_same() -> None:
    one, other = ({p: yaml.safe_load(c) for p, c in files(guide).items()} for guide in GUIDES)
    assert one == other and len(one) > 8


def test_a_place_without_a_kind_is_an_error(tmp_path: Path) -> None:
    _, seeds = write(tmp_path, {"seeds/places/own.yaml": "甲县: {in: 330200}\n"})
    with pytest.raises(SeedError, match=r"own\.yaml.*甲县.*county"):
        lint([], [seeds])


def test_a_type_is_added_to_and_not_replaced(tmp_path: Path) -> None:
    schemas, _ = write(tmp_path, {"schemas/relations/connects.yaml": "name: CONNECTS\ntriggers: {join: [牵起]}\n"})
    from kg.schema import load_schema

    plain, more = load_schema().edges["CONNECTS"], load_schema([schemas]).edges["CONNECTS"]
    assert (
        more.triggers["join"] == (*plain.triggers["join"], "牵起") and more.triggers["from"] == plain.triggers["from"]
    )
    assert (more.head, more.tail) == (plain.head, plain.tail)


def test_an_unknown_type_is_an_error(tmp_path: Path) -> None:
    schemas, _ = write(tmp_path, {"schemas/relations/x.yaml": "name: CONECTS\ntriggers: {join: [牵起]}\n"})
    with pytest.raises(SchemaError, match=r"x\.yaml"):
        lint([schemas], [])


def test_patterns_of_spacy(own: Tools) -> None:
    nlp = kg.load_pipeline()
    ruler = nlp.add_pipe("span_ruler", before="kg_names", config={"spans_key": "entities"})
    ruler.add_patterns([{"label": "Honor", "pattern": "金梭杯", "id": "cups"}])  # type: ignore[attr-defined]
    doc = nlp("慈溪市荣获金梭杯。")
    assert ("Honor", "金梭杯") in [(s.label_, s.text) for s in doc.spans["entities"]]
