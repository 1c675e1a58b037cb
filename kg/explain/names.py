"""The candidates for names: what the rules saw, what the tagger took, who won where they overlap."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate import names as rules
from kg.annotate import own, places
from kg.annotate.settle import reason, settle
from kg.explain.spot import Row, Spot
from kg.model import Mention


def names(spot: Spot) -> Iterator[Row]:
    """One row a candidate, by start: its rule, its score where it has one, what became of it."""
    annotation, seeds, tagger = spot.annotation, spot.tools.seeds, spot.tools.tagger
    text, lexicon = annotation.reading.folded, rules.compile_lexicon(seeds)
    seen = [*places.find(text, annotation.frame, seeds), *rules.find(text, lexicon)]
    meant = [*tagger.scored(text, seen, lexicon), *own.find(text, annotation.frame, seeds, seen)] if tagger else []
    taken = {(m.type, m.start, m.end, m.rule) for m in meant}
    candidates = [*meant, *(m for m in seen if (m.type, m.start, m.end, m.rule) not in taken)]
    final = {(m.start, m.end, m.type): m for m in annotation.mentions}
    kept, _ = settle(meant if tagger else seen)
    for mention in sorted(candidates, key=lambda m: (m.start, -m.end, m.rule)):
        if spot.holds(mention.start, mention.end):
            yield _row(spot, mention, kept, final.get((mention.start, mention.end, mention.type)))


def _row(spot: Spot, mention: Mention, kept: list[Mention], final: Mention | None) -> Row:
    row: Row = {"type": mention.type, **spot.at(mention.start, mention.end), "rule": mention.rule}
    if mention.score is not None:
        row["score"] = mention.score
    if mention in kept and final:
        return row | {"outcome": "won", "name": final.name, "thing": final.entity}
    winner = next((m for m in kept if m.start < mention.end and mention.start < m.end), None)
    if winner is None:
        return row | {"outcome": "the tagger takes it for no name"}
    name = spot.annotation.reading.text[winner.start : winner.end]
    if (winner.start, winner.end, winner.type) == (mention.start, mention.end, mention.type):
        return row | {"outcome": f"agrees with {winner.rule}"}
    return row | {"outcome": f"{reason(mention, winner).removeprefix('name: ')}: {winner.type} {name}"}
