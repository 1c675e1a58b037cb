"""From reading text to settled, linked names, quantities and periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.annotate import names, own, places
from kg.annotate.link import link, with_heads
from kg.annotate.settle import outside, settle
from kg.annotate.tagger import Tagger
from kg.annotate.times import find_periods
from kg.model import Annotation, Document, Frame, Mention, Quantity, Reading
from kg.seeds import Seeds
from kg.values import Units, quantities

__all__ = ["annotate", "annotate_with"]


def annotate(
    document: Document,
    reading: Reading,
    frame: Frame,
    seeds: Seeds,
    model: Tagger | None = None,
    *,
    units: Units | None = None,
    scored: bool = False,
) -> Annotation:
    """Return the names, quantities and periods of a document; with rules alone when there is no model."""
    return annotate_with(document, reading, frame, seeds, model=model, units=units, scored=scored)


def annotate_with(
    document: Document,
    reading: Reading,
    frame: Frame,
    seeds: Seeds,
    *,
    model: Tagger | None = None,
    given: Iterable[Mention] = (),
    units: Units | None = None,
    scored: bool = False,
) -> Annotation:
    """As `annotate`; names `given` by a user's own component (rule "user:…") win over all others.

    With `scored` the model says how sure it is of each name.
    """
    text, lexicon = reading.folded, names.compile_lexicon(seeds)
    listed = places.find(text, frame, seeds)
    found = [*listed, *names.find(text, lexicon)]
    if model:
        tagged = model.scored(text, found, lexicon) if scored else model.tag(text, found, lexicon)
        found = [*tagged, *own.find(text, frame, seeds, found)]
    mentions, dropped = settle([*given, *found])
    mentions = link(with_heads(mentions), text, frame.main_place, lexicon)
    return Annotation(
        document=document,
        reading=reading,
        frame=frame,
        mentions=tuple(mentions),
        quantities=_free(quantities(text, units), mentions, dropped),
        periods=tuple(find_periods(text, frame)),
        dropped=dropped,
    )


def _free(found: Iterable[Quantity], mentions: Sequence[Mention], dropped: dict[str, int]) -> tuple[Quantity, ...]:
    """Quantities outside of names; those within (G228, 十项重大工程) are counted as dropped."""
    numbers = list(found)
    free = outside([q.number for q in numbers], mentions)
    inside = free.count(False)
    if inside:
        dropped["quantity: inside a name"] = inside
    return tuple(q for q, is_free in zip(numbers, free) if is_free)
