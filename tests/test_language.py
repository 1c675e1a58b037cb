"""The spaCy pipeline."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

import kg

TEXT = "平川市推进“清水润乡”行动。\n2023年，全市完成投资26.5亿元。\n　龙潭水库加固工程开工。"


@Language.component("own_names")
def own_names(doc):
    """A user's component: marks what the pipeline would call otherwise."""
    at = doc.text.find("龙潭水库")
    if at >= 0:
        doc.spans["entities"] = [Span(doc, at, at + 4, label="Organization")]
    return doc


@pytest.fixture(scope="module")
def nlp():
    return kg.load_pipeline(tagger=False)


def found(doc, key="entities"):
    return [(span.text, span.label_) for span in doc.spans[key]]


def test_one_token_a_character(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [token.idx for token in doc] == list(range(len(TEXT)))


def test_spans_carry_type_name_and_key(nlp):
    doc = nlp(TEXT)
    assert ("“清水润乡”行动", "Policy") in found(doc)
    assert ("龙潭水库加固工程", "Project") in found(doc)
    span = next(s for s in doc.spans["entities"] if s.label_ == "Policy")
    assert span.kb_id_ == "“清水润乡”行动"
    assert span.id_ == "Policy:清水润乡行动"
    assert ("26.5亿元", "元") in found(doc, "quantities")
    assert any(span.kb_id_ == "2023" for span in doc.spans["periods"])


def test_it_survives_the_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    for key in ("entities", "quantities", "periods"):
        assert found(again(TEXT), key) == found(nlp(TEXT), key)


def test_a_users_component_before_ours_wins():
    nlp = kg.load_pipeline(tagger=False)
    nlp.add_pipe("own_names", first=True)
    names = found(nlp(TEXT))
    assert ("龙潭水库", "Organization") in names
    assert ("龙潭水库加固工程", "Project") not in names


def test_the_empty_text(nlp):
    assert found(nlp("")) == []
