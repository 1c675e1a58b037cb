"""What the rankers are told of a figure and of the candidates for its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.relate.observations.names import Named
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

RATIO = frozenset({"%", "百分点", "‰", "倍", ""})
MONEY = frozenset({"元", "美元"})


@dataclass(frozen=True, slots=True)
class Context:
    """A figure's own properties, in the few words that are crossed with each candidate's."""

    unit: str  # the unit, or its family
    verb: str  # the word nearest before the figure, or the mark
    sign: str  # its class
    body: str  # does the clause hold a name before the figure?
    form: str


def context(slot: Slot) -> Context:
    """Return the context of `slot`."""
    quantity = slot.quantity
    verbs = [t for t in slot.verbs if t.sign in "URDVAX"] or [t for t in slot.body[-1:] if t.sign == "A"]
    word = verbs[-1] if verbs else None
    main = next((t for t in reversed(verbs) if t.sign in "URDA"), word)
    body = [t for t in slot.body if t.sign in "NMQ"]
    if not body:
        size = "none"
    else:
        length = sum(t.end - t.start for t in body)
        size = "short" if length < 3 else "mid" if length < 7 else "long"
    unit = quantity.unit if quantity.unit in RATIO or quantity.unit in MONEY else "amount"
    return Context(
        unit="rank" if quantity.rank else unit,
        verb=main.text if main else "",
        sign=main.sign if main else "-",
        body=size,
        form=quantity.form,
    )


def metric_features(slot: Slot, found: Sequence[Named], words: Words) -> list[list[str]]:
    """Return the features of each candidate name of `slot`."""
    about = context(slot)
    unit = slot.quantity.unit
    shortest = min((len(n.name) for n in found if n.source.startswith("left")), default=0)
    run = f"{slot.group[1] > 1:d}{bool(slot.group[0]):d}{slot.marked:d}"
    right = "O" if slot.right and slot.right[0].sign == "O" else slot.right[0].sign if slot.right else "$"
    out = []
    for named in found:
        name, source = named.name, named.source
        known = words.names.get(name)
        head = words.head_of(name)
        fits = "-" if not head else "=" if unit in words.heads[head] else "!"
        if known:
            units = words.indicators[known].get("unit", ())
            listed = "L=" if unit in units else "L%" if about.unit in ("%", "百分点", "倍", "rank") else "L!"
        else:
            listed = "L-"
        size = len(name)
        length = (
            "1"
            if size < 3
            else "2"
            if size < 5
            else "3"
            if size < 8
            else "4"
            if size < 12
            else "5"
            if size < 17
            else "6"
        )
        out.append(
            [
                f"s:{source}",
                f"su:{source}:{about.unit}",
                f"sv:{source}:{about.sign}:{about.body}",
                f"sw:{source}:{about.verb}",
                f"sb:{source}:{about.body}:{about.unit}",
                f"sr:{source}:{run}:{right}",
                f"sf:{source}:{about.form}:{slot.first:d}",
                f"l:{listed}",
                f"sl:{source}:{listed}",
                f"h:{fits}:{about.unit}",
                f"sh:{source}:{fits}",
                f"n:{length}",
                f"sn:{source}:{length}",
                f"a:{name[:2]}",
                f"z:{name[-2:]}",
                f"zu:{name[-1:]}:{unit}",
                f"x:{source}:{size - shortest if size - shortest < 9 else 9}" if shortest else "x:",
                *(f"p:{source}:{f}" for f in named.features),
                *(f"q:{f}" for f in named.features),
            ]
        )
    return out


def accept_features(slot: Slot, words: Words) -> list[str]:
    """Return what speaks for and against a figure being an observation at all."""
    about, quantity = context(slot), slot.quantity
    left = slot.left[-1] if slot.left else None
    right = slot.right[0] if slot.right else None
    body = next((t for t in reversed(slot.body) if t.sign in "NMA"), None)
    size = (
        "big"
        if quantity.value >= 1000
        else "mid"
        if quantity.value >= 10
        else "small"
        if quantity.value > 2
        else str(quantity.value)
    )
    unit = quantity.unit
    out = [
        "bias",
        f"u:{unit}",
        f"f:{quantity.form}:{about.unit}",
        f"v:{about.verb}",
        f"vu:{about.sign}:{unit}",
        f"b:{about.body}:{about.unit}",
        f"bu:{about.body}:{unit}",
        f"c:{size}:{unit}",
        f"q:{quantity.qualifier}",
        f"l:{left.sign if left else '^'}:{right.sign if right else '$'}",
        f"r:{right.text[:2] if right else '$'}",
        f"ru:{right.text[:1] if right else '$'}:{unit}",
        f"lt:{left.text[-2:] if left else '^'}",
        f"lu:{left.text[-1:] if left else '^'}:{unit}",
        f"n:{body.text[-2:] if body else '-'}",
        f"g:{slot.group[1] > 1}",
        f"1:{slot.first}",
        f"cell:{slot.cell.role}:{about.unit}:{quantity.form}" if slot.cell else "text",
        f"cellu:{slot.cell.header[:2]}:{bool(unit)}" if slot.cell else "text",
    ]
    if body:
        head = words.head_of(body.text)
        out.append(f"h:{'-' if not head else '=' if unit in words.heads[head] else '!'}")
        out.append(f"k:{body.text in words.names}")
    return out


def kind_features(slot: Slot, metric: str, source: str, words: Words) -> list[str]:
    """Return what the kind (level, change, share, rank) is told from."""
    about = context(slot)
    clause = slot.left[slot.clause :]
    acts = [t.text for t in clause if t.sign == "A"]
    ups = [t.text for t in clause if t.sign in "UD"]
    right = slot.right[0] if slot.right else None
    return [
        "bias",
        f"u:{about.unit}",
        f"uv:{about.unit}:{about.sign}",
        f"vw:{about.unit}:{about.verb}",
        f"w:{about.verb}",
        f"z:{metric[-2:]}",
        f"zu:{metric[-1:]}:{about.unit}",
        f"zv:{metric[-1:]}:{about.unit}:{about.sign}",
        f"h:{words.head_of(metric)}:{about.unit}",
        f"a:{acts[-1] if acts else ''}:{about.unit}",
        f"a0:{acts[0] if acts else ''}",
        f"ud:{ups[-1] if ups else ''}:{about.unit}",
        f"nu:{bool(ups)}:{about.sign}:{about.unit}",
        f"m:{metric[:2]}:{about.unit}",
        f"s:{source}:{about.unit}",
        f"r:{right.text[:2] if right else ''}:{about.unit}",
        f"zhan:{any(t.text == '占' for t in clause)}:{about.unit}",
        f"f:{about.form}",
        f"unit:{slot.quantity.unit}",
        f"cell:{slot.cell.role}:{about.unit}" if slot.cell else "text",
    ]
