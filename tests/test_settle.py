"""Who wins where names overlap."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.settle import outside, settle
from kg.model import Mention


def mention(kind, start, end, rule="name:x"):
    return Mention(kind, start, end, "x", rule)


def test_the_outermost_name_wins():
    kept, dropped = settle([mention("Place", 0, 3, "place:listed"), mention("Organization", 0, 7)])
    assert [(m.type, m.start, m.end) for m in kept] == [("Organization", 0, 7)]
    assert dropped == {"name: inside a longer name": 1}


def test_of_two_that_cross_the_longer_wins():
    kept, dropped = settle([mention("Project", 0, 5), mention("Policy", 3, 10)])
    assert [m.type for m in kept] == ["Policy"]
    assert dropped == {"name: crosses a longer name": 1}


def test_of_one_span_the_surer_source_wins():
    kept, dropped = settle([mention("Project", 0, 4), mention("Place", 0, 4, "place:listed")])
    assert [m.type for m in kept] == ["Place"]
    assert dropped == {"name: same span, other type won": 1}


def test_what_a_user_gave_wins_over_longer_names():
    kept, _ = settle([mention("Organization", 0, 9, "crf:name"), mention("Project", 2, 5, "user:span")])
    assert [m.rule for m in kept] == ["user:span"]


def test_outside_tells_spans_within_names():
    names = [mention("Project", 2, 6), mention("Policy", 8, 12)]
    assert outside([(0, 2), (3, 4), (6, 8), (9, 10), (12, 13)], names) == [True, False, True, False, True]


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=30)


@given(SPANS)
def test_nothing_overlaps_and_all_is_counted(spans):
    candidates = [mention("Project", start, start + length) for start, length in spans]
    kept, dropped = settle(candidates)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert len(kept) + sum(dropped.values()) == len(candidates)
    assert settle(reversed(candidates)) == (kept, dropped)
