"""What is told of a figure and of the candidates for its name, in bundles and aspects (see `candidate`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.relate.observations.candidate import Aspect, Bundle, Named
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

RATIO = frozenset({"%", "百分点", "‰", "倍", ""})
MONEY = frozenset({"元", "美元"})
SIZES = "1112233344445555566666666666666"  # class of a name's length by the length


class Context(NamedTuple):
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


def metric_aspects(slot: Slot, about: Context, found: Sequence[Named], words: Words) -> list[Aspect]:
    """Return the aspects of the candidate names of `slot`."""
    unit = slot.quantity.unit
    shortest = min([len(n.name) for n in found if n.source == "left"], default=0)
    run = f"{slot.group[1] > 1:d}{bool(slot.group[0]):d}{slot.marked:d}"
    right = slot.right[0].sign if slot.right else "$"
    around = (
        (of_place, about.unit, about.sign, about.body),
        (of_verb, about.verb),
        (of_run, run + right, f"{about.form}{slot.first:d}"),
    )
    shapes = []
    for name, source, _, _ in found:
        known, units = words.known(name)
        fits = "-" if units is None else "=" if unit in units else "!"
        if known is not None:
            fits += "=" if unit in known else "%" if about.unit in ("%", "百分点", "倍", "rank") else "!"
        else:
            fits += "-"
        shapes.append(f"{source} {fits} {SIZES[len(name)]} {min(len(name) - shortest, 9) if shortest else ''}")
    return [
        Aspect(around, [n.source for n in found]),
        Aspect(((of_begin,),), [n.name[:2] for n in found]),
        Aspect(((of_end, unit),), [n.name[-1] for n in found]),
        Aspect(((of_shape,),), shapes),
        Aspect(((of_making,),), [(n.source, n.features) for n in found]),
    ]


def of_place(unit: str, sign: str, body: str, source: str) -> Iterable[str]:
    """Where a name was found, against the figure's unit and what stands before it."""
    return f"s:{source}", f"sv:{source}:{sign}:{body}", f"sb:{source}:{body}:{unit}"


def of_verb(verb: str, source: str) -> Iterable[str]:
    return (f"sw:{source}:{verb}",)


def of_run(run: str, form: str, source: str) -> Iterable[str]:
    return f"sr:{source}:{run}", f"sf:{source}:{form}"


def of_begin(first: str) -> Iterable[str]:
    return (f"a:{first}",)


def of_end(unit: str, last: str) -> Iterable[str]:
    return (f"zu:{last}:{unit}",)


def of_shape(shape: str) -> Iterable[str]:
    """Is it a known name, does its head take the unit, how long is it?"""
    source, known, size, longer = shape.split(" ")
    return f"l:{known}", f"sl:{source}:{known}", f"sn:{source}:{size}", f"x:{source}:{longer}"


def of_making(made: tuple[str, tuple[str, ...]]) -> Iterable[str]:
    """What the maker of a candidate says of it."""
    source, features = made
    return [f"p:{source}:{feature}" for feature in features]


def accept_bundles(slot: Slot, about: Context, words: Words) -> list[Bundle]:
    """Return what speaks for and against a figure being an observation at all."""
    quantity, unit = slot.quantity, slot.quantity.unit
    left = slot.left[-1] if slot.left else None
    right = slot.right[0] if slot.right else None
    body = next((t for t in reversed(slot.left[slot.clause : slot.core]) if t.sign in "NMA"), None)
    value = quantity.value
    size = "big" if value >= 1000 else "mid" if value >= 10 else "small" if value > 2 else str(value)
    out: list[Bundle] = [
        (of_figure, unit, about.unit, quantity.form, size, quantity.qualifier),
        (of_unit, unit, about.verb, about.sign, about.body),
        (of_sides, left.sign if left else "^", right.sign if right else "$", slot.group[1] > 1, slot.first),
        (of_right, right.text[:2] if right else "$", unit),
        (of_left, left.text[-2:] if left else "^", unit),
    ]
    if body:
        known, units = words.known(body.text)
        out.append(
            (of_noun, body.text[-2:], "-" if units is None else "=" if unit in units else "!", known is not None)
        )
    else:
        out.append((of_nothing,))
    if slot.cell:
        out.append((of_cell, slot.cell.role, about.unit, quantity.form, slot.cell.header[:2], bool(unit)))
    return out


def of_figure(unit: str, family: str, form: str, size: str, qualifier: str) -> Iterable[str]:
    """The figure itself."""
    return "bias", f"u:{unit}", f"f:{form}:{family}", f"c:{size}:{unit}", f"q:{qualifier}"


def of_unit(unit: str, verb: str, sign: str, body: str) -> Iterable[str]:
    """The figure's unit against the word before it."""
    return f"v:{verb}", f"vu:{sign}:{unit}", f"bu:{body}:{unit}"


def of_sides(left: str, right: str, grouped: bool, first: bool) -> Iterable[str]:
    return f"l:{left}:{right}", f"g:{grouped}", f"1:{first}"


def of_right(text: str, unit: str) -> Iterable[str]:
    return f"r:{text}", f"ru:{text[:1]}:{unit}"


def of_left(text: str, unit: str) -> Iterable[str]:
    return f"lt:{text}", f"lu:{text[-1:]}:{unit}"


def of_noun(ending: str, head: str, listed: bool) -> Iterable[str]:
    """The noun before the figure: does its head take the unit, is it a listed indicator?"""
    return f"n:{ending}", f"h:{head}", f"k:{listed}"


def of_nothing() -> Iterable[str]:
    return ("n:-",)


def of_cell(role: str, family: str, form: str, header: str, united: bool) -> Iterable[str]:
    return f"cell:{role}:{family}:{form}", f"cellu:{header}:{united}"


def kind_bundles(slot: Slot, about: Context, metric: str, source: str) -> list[Bundle]:
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
    out: list[Bundle] = [
        (of_growth, unit, about.verb, about.sign, changed),
        (of_metric, metric[:2], metric[-2:], unit, about.sign),
        (of_act, act, first, unit, part),
        (of_source, source, unit, slot.right[0].text[:2] if slot.right else ""),
        (of_form, about.form, slot.quantity.unit),
    ]
    if slot.cell:
        out.append((of_column, slot.cell.role, unit))
    return out


def of_growth(unit: str, verb: str, sign: str, changed: str) -> Iterable[str]:
    """Words of change before the figure."""
    yield from ("bias", f"uv:{unit}:{sign}", f"vw:{unit}:{verb}")
    yield from (f"ud:{changed}:{unit}", f"nu:{bool(changed)}:{sign}:{unit}")


def of_metric(first: str, last: str, unit: str, sign: str) -> Iterable[str]:
    """How the name of the indicator begins and ends."""
    return f"z:{last}", f"zv:{last[-1:]}:{unit}:{sign}", f"m:{first}:{unit}"


def of_act(act: str, first: str, unit: str, part: bool) -> Iterable[str]:
    return f"a:{act}:{unit}", f"a0:{first}", f"zhan:{part}:{unit}"


def of_source(source: str, unit: str, right: str) -> Iterable[str]:
    return f"s:{source}:{unit}", f"r:{right}:{unit}"


def of_form(form: str, unit: str) -> Iterable[str]:
    return f"f:{form}", f"unit:{unit}"


def of_column(role: str, unit: str) -> Iterable[str]:
    return (f"cell:{role}:{unit}",)
