"""What the rankers are told of a figure and of the candidates for its name.

A candidate is described by a few *bundles*, tuples whose first item names the way to spell out their features. The
same bundle comes again and again, so its weight is summed once (see `ranker`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.relate.observations.candidate import Named
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

RATIO = frozenset({"%", "百分点", "‰", "倍", ""})
MONEY = frozenset({"元", "美元"})
SEP = "\x1f"  # between what is joined to one text, whose hash is taken once

Bundle = tuple[Any, ...]


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
    word = main = None
    for token in reversed(slot.left[slot.core :]):
        if token.sign in "URDVAX":
            word = word or token
            if token.sign in "URDA":
                main = token
                break
    size = sum([t.end - t.start for t in slot.left[slot.clause : slot.core] if t.sign in "NMQ"])
    last = slot.left[slot.core - 1] if slot.core > slot.clause else None
    if word is None and last is not None and last.sign == "A":
        word = last
    main = main or word
    unit = quantity.unit if quantity.unit in RATIO or quantity.unit in MONEY else "amount"
    return Context(
        unit="rank" if quantity.rank else unit,
        verb=main.text if main else "",
        sign=main.sign if main else "-",
        body="none" if not size else "short" if size < 3 else "mid" if size < 7 else "long",
        form=quantity.form,
    )


def metric_bundles(slot: Slot, about: Context, found: Sequence[Named], words: Words) -> list[list[Bundle]]:
    """Return the bundles of each candidate name of `slot`."""
    unit = slot.quantity.unit
    shortest = min((len(n.name) for n in found if n.source == "left"), default=0)
    run = f"{slot.group[1] > 1:d}{bool(slot.group[0]):d}{slot.marked:d}"
    right = slot.right[0].sign if slot.right else "$"
    where = SEP.join((about.unit, about.sign, about.verb, about.body, run + right, f"{about.form}{slot.first:d}"))
    out: list[list[Bundle]] = []
    for named in found:
        name, source = named.name, named.source
        head = words.head_of(name)
        fits = "-" if not head else "=" if unit in words.heads[head] else "!"
        longer = str(min(len(name) - shortest, 9)) if shortest else ""
        shape = (source, fits + _listed(name, unit, about, words), _length(name), longer)
        out.append(
            [
                ("source", source, where),
                ("name", name[:2], name[-1:], unit),
                ("shape", *shape),
                ("made", source, named.features),
            ]
        )
    return out


def _listed(name: str, unit: str, about: Context, words: Words) -> str:
    """Is the name a listed indicator, and does it take the unit?"""
    known = words.names.get(name)
    if not known:
        return "-"
    if unit in words.indicators[known].get("unit", ()):
        return "="
    return "%" if about.unit in ("%", "百分点", "倍", "rank") else "!"


def _length(name: str) -> str:
    size = len(name)
    return (
        "1" if size < 3 else "2" if size < 5 else "3" if size < 8 else "4" if size < 12 else "5" if size < 17 else "6"
    )


def of_source(bundle: Bundle) -> Iterator[str]:
    """Where a name was found, against what stands around the figure."""
    _, source, where = bundle
    unit, sign, verb, body, run, form = where.split(SEP)
    yield f"s:{source}"
    yield f"sv:{source}:{sign}:{body}"
    yield f"sw:{source}:{verb}"
    yield f"sb:{source}:{body}:{unit}"
    yield f"sr:{source}:{run}"
    yield f"sf:{source}:{form}"


def of_name(bundle: Bundle) -> Iterator[str]:
    """How a name begins and ends."""
    _, first, last, unit = bundle
    yield f"a:{first}"
    yield f"zu:{last}:{unit}"


def of_shape(bundle: Bundle) -> Iterator[str]:
    """Is it a known name, does its head take the unit, how long is it?"""
    _, source, known, length, longer = bundle
    yield f"l:{known}"
    yield f"sl:{source}:{known}"
    yield f"sn:{source}:{length}"
    yield f"x:{source}:{longer}"


def of_making(bundle: Bundle) -> Iterator[str]:
    """What the maker of a candidate says of it."""
    _, source, features = bundle
    for feature in features:
        yield f"p:{source}:{feature}"


def accept_features(slot: Slot, about: Context, words: Words) -> list[str]:
    """Return what speaks for and against a figure being an observation at all."""
    quantity = slot.quantity
    left = slot.left[-1] if slot.left else None
    right = slot.right[0] if slot.right else None
    body = next((t for t in reversed(slot.left[slot.clause : slot.core]) if t.sign in "NMA"), None)
    value = quantity.value
    size = "big" if value >= 1000 else "mid" if value >= 10 else "small" if value > 2 else str(value)
    unit = quantity.unit
    out = [
        "bias",
        f"u:{unit}",
        f"f:{quantity.form}:{about.unit}",
        f"v:{about.verb}",
        f"vu:{about.sign}:{unit}",
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
    ]
    if body:
        head = words.head_of(body.text)
        out.append(f"h:{'-' if not head else '=' if unit in words.heads[head] else '!'}")
        out.append(f"k:{body.text in words.names}")
    if slot.cell:
        out += [f"cell:{slot.cell.role}:{about.unit}:{quantity.form}", f"cellu:{slot.cell.header[:2]}:{bool(unit)}"]
    return out


def kind_features(slot: Slot, about: Context, metric: str, source: str) -> list[str]:
    """Return what the kind (level, change, share, rank) is told from."""
    act = first = changed = ""
    part = False
    for token in slot.left[slot.clause :]:
        if token.sign == "A":
            act, first = token.text, first or token.text
        elif token.sign in "UD":
            changed = token.text
        part = part or token.text == "占"
    unit = about.unit
    out = [
        "bias",
        f"uv:{unit}:{about.sign}",
        f"vw:{unit}:{about.verb}",
        f"z:{metric[-2:]}",
        f"zv:{metric[-1:]}:{unit}:{about.sign}",
        f"a:{act}:{unit}",
        f"a0:{first}",
        f"ud:{changed}:{unit}",
        f"nu:{bool(changed)}:{about.sign}:{unit}",
        f"m:{metric[:2]}:{unit}",
        f"s:{source}:{unit}",
        f"r:{slot.right[0].text[:2] if slot.right else ''}:{unit}",
        f"zhan:{part}:{unit}",
        f"f:{about.form}",
        f"unit:{slot.quantity.unit}",
    ]
    if slot.cell:
        out.append(f"cell:{slot.cell.role}:{unit}")
    return out
