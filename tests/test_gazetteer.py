"""Listed places: names, codes, what lies where, and how fast they are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import SeedError
from kg.gazetteer import Gazetteer, county_of, kind_of, load_gazetteer, short_name
from kg.seeds import load_seeds


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return load_seeds().places


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("浙江省", "330000", "province"),
        ("浙江", "330000", "province"),
        ("宁波", "330200", "prefecture"),
        ("甬", "330200", "prefecture"),
        ("慈溪", "330282", "county"),
        ("石河子市", "659001", "county"),
        ("前湾新区", "zone:前湾新区", "zone"),
        ("长江三角洲", "region:长三角", "region"),
        ("德国", "country:德国", "country"),
        ("河内", "city:河内", "prefecture"),
    ],
)
def test_named(places: Gazetteer, name: str, code: str, kind: str) -> None:
    found = places.named(name)
    assert [(place.code, place.kind) for place in found if place.code == code] == [(code, kind)]


def test_a_former_name_is_kept_with_the_present_code(places: Gazetteer) -> None:
    (place,) = places.named("奉化市")
    assert (place.name, place.code) == ("奉化市", "330213")
    present = places.get("330213")
    assert present is not None and present.name == "奉化区"


def test_chain_and_children(places: Gazetteer) -> None:
    (town,) = places.named("周巷镇", within="330282")
    assert [places.get(code).name for code in places.chain(town.code)] == ["周巷镇", "慈溪市", "宁波市", "浙江省"]  # type: ignore[union-attr]
    assert "周巷镇" in [place.name for place in places.children("330282")]
    assert "万安庄村" in [place.name for place in places.children(town.code or "")]
    assert places.parent("110101") == "110000"  # no filler level below a municipality
    assert places.parent("441900003") == "441900"  # a city without counties


def test_villages(places: Gazetteer) -> None:
    (code,) = places.villages("330282")["万安庄村"]
    village = places.get(code)
    assert village is not None and (village.kind, county_of(code)) == ("village", "330282")
    assert places.villages("999999") == {}


def test_scan_gives_names_that_overlap(places: Gazetteer) -> None:
    hits = {(hit.name, hit.form) for hit in places.scan("慈溪市人民医院，余姚和上海宁波路")}
    assert {("慈溪市", "full"), ("慈溪", "short"), ("余姚", "short"), ("上海", "short"), ("宁波", "short")} <= hits
    assert places.scan("") == () and places.scan("一") == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("红河哈尼族彝族自治州", "红河"),
        ("广西壮族自治区", "广西"),
        ("准格尔旗", "准格尔"),
        ("阿克苏地区", "阿克苏"),
        ("沙县", "沙县"),
        ("白沙路街道", "白沙路"),
    ],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_kind_of_village_codes() -> None:
    assert kind_of("330282112203") == "village" and kind_of("110101001001") == "community"


def test_reading_is_quick() -> None:
    places = load_seeds().places
    start = time.process_time()
    places.scan("慈溪市周巷镇")
    assert time.process_time() - start < 2  # 0.2 s on a quiet machine


def test_a_users_places_are_added(tmp_path: Path) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "zones.yaml").write_text("云栖未来谷: {in: 330282, also: [未来谷]}\n", "utf-8")
    places = load_seeds([tmp_path]).places
    assert [place.parent for place in places.named("未来谷")] == ["330282"]
    assert places.named("慈溪市")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "zones.yaml").write_text("甲: {in: [\n", "utf-8")
    with pytest.raises(SeedError, match=r"zones\.yaml"):
        load_gazetteer([tmp_path]).named("甲")
