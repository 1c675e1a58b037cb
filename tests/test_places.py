"""Places found in sentences, and what is not one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import places
from kg.annotate.places.mend import one_off
from kg.model import Frame, Mention
from kg.seeds import Seeds, load_seeds

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "places.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def knowledge() -> Seeds:
    return load_seeds()


def found(text: str, home: str | None, seeds: Seeds) -> list[Mention]:
    main = seeds.places.named(home)[0] if home else None
    return places.find(text, Frame(None, "news", main, "option", "2024", None, None, (), ()), seeds)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:12])
def test_cases(case: dict[str, Any], knowledge: Seeds) -> None:
    text = case["text"]
    names = {text[m.start : m.end]: m.name for m in found(text, case["home"], knowledge)}
    for surface, name in case["places"].items():
        assert names.get(surface) == name
    assert not set(case.get("none", ())) & set(names)
    assert case["places"] or not names


def test_one_name_in_two_counties_goes_to_the_county_named_before(knowledge: Seeds) -> None:
    codes = {m.code for m in found("昆山市花桥镇和武穴市花桥镇都在列。", None, knowledge) if m.name == "花桥镇"}
    assert codes == {"320583104", "421182102"}


def test_a_town_without_a_county_has_no_code(knowledge: Seeds) -> None:
    (mention,) = [m for m in found("记者来到花桥镇采访。", None, knowledge) if m.name == "花桥镇"]
    assert mention.code is None and mention.kind == "township"


@pytest.mark.parametrize(
    ("right", "damaged", "same"),
    [("匡堰镇", "堰堰镇", True), ("上塘镇", "下塘镇", False), ("一甲村", "二甲村", False), ("匡堰镇", "匡堰乡", False)],
)
def test_one_off(right: str, damaged: str, same: bool) -> None:
    assert one_off(right, damaged) is same


def test_long_lists_take_linear_time(knowledge: Seeds) -> None:
    text = "、".join(f"东{chr(0x4E00 + i % 5000)}镇" for i in range(20_000))
    assert len(found(text, "慈溪市", knowledge)) > 1000
    assert found("江" * 200_000, "慈溪市", knowledge) is not None
