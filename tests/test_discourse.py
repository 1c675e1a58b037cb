"""Whom 全县, 该镇, 园区, 该项目 and 公司 mean."""

from __future__ import annotations

import pytest
from marked import annotated

from kg.frame import discourse
from kg.seeds import Seeds

CASES = [
    ("全县粮食丰收。", {"全县": "柳川县"}),
    ("【柳桥镇|township】人口增加，该镇新建学校两所。", {"该镇": "柳桥镇"}),
    ("【柳桥镇|township】搞旅游，全镇接待游客10万人次。", {"全镇": "柳桥镇"}),
    ("【柳川经济开发区|zone】扩容，园区新增企业20家。", {"园区": "柳川经济开发区"}),
    ("【海川泵业有限公司|Organization】扩产，该公司今年招工200人。", {"该公司": "海川泵业有限公司"}),
    (
        "【海川泵业有限公司|Organization】扩产。【县统计局|Organization】说，该企业产值翻番。",
        {"该企业": "海川泵业有限公司"},
    ),
    ("【柳北快速路|Project】开工，该路全长9公里。", {"该路": "柳北快速路"}),
    ("【云湖科技园|Project】封顶。该项目总投资5亿元。", {"该项目": "云湖科技园"}),
    ("【柳川县|county】和【青石县|county】牵手，两县共建园区。", {"两县": ("柳川县", "青石县")}),
    (
        "【石湾乡|township】、【白鹭镇|township】和【柳桥镇|township】受灾，两个镇都已复产。",
        {"两个镇": ("白鹭镇", "柳桥镇")},
    ),
    ("【云台村|village】修了路，村子热闹起来。", {"村子": "云台村"}),
    ("该项目进展顺利。", {"该项目": None}),
    ("全市场都在看，园区里很热闹。", {"全市": None, "园区": None}),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:20] for text, _ in CASES])
def test_references(text: str, wanted: dict[str, str | tuple[str, ...] | None], seeds: Seeds) -> None:
    read = annotated(text, seeds)
    found = discourse.read(read.reading.folded, read.frame, read.mentions, seeds)
    said = {read.reading.text[r.start : r.end]: r.entities for r in found.references}
    for word, meant in wanted.items():
        names = tuple(key or "柳川县" for key in said.get(word, ()))
        assert names == ((meant,) if isinstance(meant, str) else meant or ())


def test_focus_is_what_was_named_before_a_sentence(seeds: Seeds) -> None:
    read = annotated("【柳桥镇|township】开会。【白鹭镇|township】也开会。大家都很忙。", seeds)
    found = discourse.read(read.reading.folded, read.frame, read.mentions, seeds)
    assert [found.before(n, "town", read.frame.sentences[n].start) for n in range(3)] == [None, "柳桥镇", "白鹭镇"]


def test_an_antecedent_far_back_is_forgotten(seeds: Seeds) -> None:
    filler = "这一段与前文没有关系。" * 120
    read = annotated(f"【云湖科技园|Project】封顶。{filler}该项目总投资5亿元。", seeds)
    assert not discourse.read(read.reading.folded, read.frame, read.mentions, seeds).references
