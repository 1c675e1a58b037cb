"""Which mentions of a document are one thing."""

import pytest

from kg.annotate.fullname import full_body, short_of
from kg.annotate.link import link, with_heads
from kg.annotate.names import compile_lexicon
from kg.model import Mention, Place
from kg.seeds import load_seeds

LEXICON = compile_lexicon(load_seeds())
CITY = Place("平川市", "county")


def linked(text, *names):
    """Entity keys of the named mentions, each found behind the one before."""
    at, mentions = 0, []
    for kind, name in names:
        at = text.index(name, at)
        mentions.append(Mention(kind, at, at + len(name), name, "name:x"))
        at += len(name)
    return link(with_heads(mentions), text, CITY, LEXICON)


@pytest.mark.parametrize(
    ("short", "full", "kind", "same"),
    [
        ("云河公司", "江南云河新材料有限公司", "Organization", True),
        ("云河集团", "江南云河新材料有限公司", "Organization", False),
        ("湖东高速", "湖东高速公路", "Project", True),
        ("湖东高速", "湖东高速二期", "Project", False),
        ("一期", "二期", "Project", False),
        ("东站", "湖东站", "Project", False),
        ("清水行动", "“清水”行动", "Policy", True),
    ],
)
def test_short_forms(short, full, kind, same):
    assert short_of(short, full, kind) is same


def test_bodies_get_the_main_place():
    bodies = LEXICON.bodies
    assert full_body("市政府", CITY, bodies) == "平川市人民政府"
    assert full_body("市委", CITY, bodies) == "平川市委"
    assert full_body("省政府", CITY, bodies) == "省政府"


def test_an_alias_names_the_same_thing():
    text = "江南云河新材料有限公司（以下简称“新材”）扩产，新材获奖。"
    a, b = linked(text, ("Organization", "江南云河新材料有限公司"), ("Organization", "新材"))[:2]
    assert a.entity == b.entity
    assert b.name == "江南云河新材料有限公司"


def test_a_bare_phase_belongs_to_the_last_project():
    text = "龙潭产业园开工。二期明年建成。"
    _, phase = linked(text, ("Project", "龙潭产业园"), ("Project", "二期"))
    assert phase.name == "龙潭产业园二期"


def test_two_that_a_short_form_fits_leave_it_alone():
    text = "江南云河电器有限公司与北山云河纸业有限公司签约，云河公司到场。"
    names = [("Organization", n) for n in ("江南云河电器有限公司", "北山云河纸业有限公司", "云河公司")]
    keys = [m.entity for m in linked(text, *names)]
    assert len(set(keys)) == 3
