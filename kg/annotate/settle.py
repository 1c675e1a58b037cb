"""Who wins where candidate spans overlap: one policy for all names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.model import Mention

USER = "user"
RANK = ("own", "crf", "place", "name")  # of sources (the word before a rule's colon), for candidates of one length


def settle(candidates: Iterable[Mention]) -> tuple[list[Mention], dict[str, int]]:
    """Return candidates without overlap, by start, and the number dropped by reason.

    The outermost span wins: no place within the name of an organization or a project. Of two that cross, the
    longer; of two with the same span, the surer source (a user's own seeds, the tagger, the gazetteer, a rule).
    What a user's component gave wins over all.
    """
    dropped: Counter[str] = Counter()
    kept: list[Mention] = []
    taken: dict[int, int] = {}  # position -> index of the mention that covers it
    for mention in sorted(candidates, key=_preference):
        other = next((taken[i] for i in range(mention.start, mention.end) if i in taken), None)
        if other is None:
            for i in range(mention.start, mention.end):
                taken[i] = len(kept)
            kept.append(mention)
        else:
            dropped[reason(mention, kept[other])] += 1
    return sorted(kept, key=lambda m: m.start), dict(sorted(dropped.items()))


def outside(spans: Sequence[tuple[int, int]], mentions: Iterable[Mention]) -> list[bool]:
    """For each span (by start): does it lie outside every one of `mentions` (by start, without overlap)?"""
    names = iter(mentions)
    name = next(names, None)
    result = []
    for start, end in spans:
        while name is not None and name.end <= start:
            name = next(names, None)
        result.append(name is None or name.start >= end or name.type == "Metric")
    return result


def _preference(mention: Mention) -> tuple[bool, int, int, int, str, str]:
    source = mention.rule.partition(":")[0]
    rank = RANK.index(source) if source in RANK else len(RANK)
    return (source != USER, mention.start - mention.end, rank, mention.start, mention.type, mention.rule)


def reason(loser: Mention, winner: Mention) -> str:
    """Why one candidate lost to another."""
    same = (loser.start, loser.end) == (winner.start, winner.end)
    if same:
        return "name: same span, " + ("same type" if loser.type == winner.type else "other type won")
    within = winner.start <= loser.start and loser.end <= winner.end
    return "name: inside a longer name" if within else "name: crosses a longer name"
