"""Numbers, units and periods: tables of sentences, invariants, and time linear in the text."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import kg.values
from kg.errors import SchemaError
from kg.model import Period, Quantity
from kg.values import decimal, default_units, fold, integer, load_units, periods, quantities
from kg.values.measure import measure, plain_at
from kg.values.number import arabic_at

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[list]:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))


def written(quantity: Quantity) -> str:
    value = f"{quantity.value:g}" if quantity.value_max is None else f"{quantity.value:g}..{quantity.value_max:g}"
    return f"{value} {quantity.unit or '_'} {quantity.qualifier} {quantity.form}"


def expected(line: str) -> str:
    value, unit, *rest = line.split(" ")
    qualifier, form = (rest + ["exact", "plain"][len(rest) :])[:2]
    value = "..".join(f"{float(part):g}" for part in value.split(".."))
    return f"{value} {unit} {qualifier} {form}"


@pytest.mark.parametrize(("text", "found"), cases("quantities"), ids=lambda x: x if isinstance(x, str) else "")
def test_quantities(text: str, found: list[str]) -> None:
    assert [written(q) for q in quantities(text)] == [expected(line) for line in found]


@pytest.mark.parametrize(("text", "at", "found"), cases("periods"), ids=lambda x: x if isinstance(x, str) else "")
def test_periods(text: str, at: str | list[str] | None, found: list[str]) -> None:
    reference, review = at if isinstance(at, list) else (at, None)
    read: list[Period] = periods(text, reference, review=review)
    assert [f"{p.kind} {p.value or '~'}" for p in read] == found


@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(kg.values.__path__)])
def test_doctests(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"kg.values.{name}")).failed == 0


TEXT = "。".join(text for text, _ in cases("quantities")) + "。".join(text for text, *_ in cases("periods"))


def test_spans_lie_in_the_text_and_in_order() -> None:
    for found in (quantities(TEXT), periods(TEXT, "2024-01")):
        assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(found))
    for quantity in quantities(TEXT):
        assert quantity.start <= quantity.number[0] < quantity.number[1] <= quantity.end
        assert quantity.rank == (quantity.form == "rank")


def test_folding_keeps_offsets_and_changes_no_result() -> None:
    wide = TEXT.translate({ord(a): b for a, b in zip("0123456789%", "０１２３４５６７８９％")})
    assert len(fold(wide)) == len(wide)
    assert quantities(wide) == quantities(fold(wide))
    assert periods(wide, "2024-01") == periods(fold(wide), "2024-01")


def test_the_quick_way_reads_what_the_long_way_reads() -> None:
    units, quick = default_units(), 0
    for quantity in quantities(TEXT):
        start = quantity.number[0]
        if TEXT[start].isdecimal() and (plain := plain_at(TEXT, start, units)):
            number = arabic_at(TEXT, start, units)
            assert number is not None
            assert measure(TEXT, number, units) == plain
            quick += 1
    assert quick > 20


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百零五", 105), ("三亿五千万", 350000000), ("○", 0), ("1992", 1992), ("", None), ("三门", None)],
)
def test_integer(text: str, value: int | None) -> None:
    assert integer(text) == value


def test_decimal_refuses_what_is_no_number() -> None:
    assert [decimal(text) for text in ("", ".", "3.", "两点", "四万")] == [None, None, None, None, 40000.0]


def test_a_user_adds_units(tmp_path: Path) -> None:
    extra = tmp_path / "units.yaml"
    extra.write_text("measures: [羽绒]\naliases: {摞儿: 摞}\n", "utf-8")
    read = quantities("收购300羽绒，书12摞儿", load_units([extra]))
    assert [(q.value, q.unit) for q in read] == [(300.0, "羽绒"), (12.0, "摞")]


def test_a_wrong_table_of_units_is_named(tmp_path: Path) -> None:
    extra = tmp_path / "units.yaml"
    extra.write_text("measure: [羽]\n", "utf-8")
    with pytest.raises(SchemaError, match=r"units\.yaml.*measure"):
        load_units([extra])


HARD = {
    "digits": "1" * 200_000,
    "numerals": "一万" * 60_000,
    "long line": "各乡镇各部门坚定信心真抓实干，全县上下呈现新气象；产值5140亿元。" * 31_000,
    "groups": "1,000 " * 20_000,
    "dots": "1." * 100_000,
    "links": "1-" * 100_000,
    "list": "5、" * 30_000 + "6个",
    "ratio": "3∶" * 100_000,
    "bases": "每3台" * 20_000,
    "quotes": "“" * 50_000,
    "blanks": "5" + " " * 200_000 + "5",
    "years": "2023年" * 30_000,
    "one after one": "1亿" * 40_000,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_texts_take_linear_time(text: str) -> None:
    begun = time.process_time()
    quantities(text)
    periods(text, "2024-01")
    assert time.process_time() - begun < 5
