"""What tells whether a figure is actual, estimated, a target or the previous value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Section
from kg.relate.observations.candidate import Bundle, Earlier
from kg.relate.observations.features import Context
from kg.relate.observations.period import STATE, Times
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

TO = ("到", "至", "为")


def modality_bundles(
    slot: Slot,
    ctx: Context,
    reading: tuple[str, str, str],
    earlier: Sequence[Earlier],
    about: tuple[Words, Times, Section | None, Slot | None],
) -> list[Bundle]:
    """Return what tells it; `reading` is metric, kind, subject's type, `about` ends with the slot that follows."""
    metric, kind, subject = reading
    words, known, section, following = about
    at, text = slot.quantity.start, known.text
    clause = text[slot.clause_start : slot.clause_end]
    before = text[max(slot.start, at - 150) : slot.clause_start]
    hopes, guesses, states = known.spoken(slot.sentence, words)
    target = words.target.findall(clause) if hopes else []
    far_target = words.target.findall(before) if hopes else []
    estimate = guesses and words.estimated.search(clause) is not None
    far_estimate = guesses and words.estimated.search(before) is not None
    next_verbs = (
        [t.text for t in following.left if t.sign in "RUD"] if following and following.sentence == slot.sentence else []
    )
    to_next = next((v for v in next_verbs if v.endswith(TO)), "")
    times = known.between(max(slot.start, at - 120), slot.clause_end)
    year = known.reference[:4]
    years = [p.value[:4] for p in times if p.value]
    past, current, future = any(y < year for y in years), year in years, any(y > year for y in years)
    source = next((t.text for t in reversed(slot.left[slot.clause :]) if t.text in ("由", "从", "原来", "过去")), "")
    right = slot.right[0].text if slot.right else ""
    nearest = times[-1] if times else None
    near = _when(nearest.value, known.reference) if nearest else ""
    last = earlier[-1] if earlier and earlier[-1].slot.block == slot.block else None
    inherited, link = "", ""
    if last:
        gap = text[last.slot.quantity.end : at]
        link = "。" if last.slot.sentence != slot.sentence else "；" if "；" in gap else "，" if "，" in gap else "、"
        inherited = last.modality
    sect = section.modality if section else None
    spoken, far_spoken = target[-1] if target else "", far_target[-1] if far_target else ""
    reaching = (False, False)
    if hopes or guesses:
        reach = text[max(slot.start, at - 300) : at].rpartition("；")[2]
        reaching = (words.estimated.search(reach) is not None, words.target.search(reach) is not None)
    out: list[Bundle] = [
        (of_words, spoken, far_spoken, estimate, far_estimate),
        (of_last, inherited, link, bool(target), near, *reaching),
        (of_near, near, nearest.kind if nearest else "", subject, bool(target)),
        (of_times, past, current, future, near, subject, sect),
        (of_state, subject, *(STATE.findall(clause)[-2:] if states else ())),
        (of_section, sect, subject, kind, bool(target)),
        (of_next, source, to_next, right[:1]),
        (of_verb, ctx.verb, subject),
        (of_metric, metric, subject),
        (of_figure, kind, subject, known.frame.genre, ctx.unit, slot.quantity.qualifier),
    ]
    if states:
        out += [(of_before, word) for word in dict.fromkeys(STATE.findall(before))]
    return out


def of_words(target: str, far_target: str, estimate: bool, far_estimate: bool) -> Iterable[str]:
    """Words of plans and estimates in the clause and before it."""
    yield from ("bias", f"tc:{target}", f"tb:{far_target}", f"ec:{estimate}", f"eb:{far_estimate}:{estimate}")
    yield f"any:{bool(target)}{bool(far_target)}{estimate}{far_estimate}"


def of_last(inherited: str, link: str, target: bool, near: str, estimated: bool, targeted: bool) -> Iterable[str]:
    """The modality of the figure before, and what lies between."""
    yield f"in:{inherited}:{link}"
    yield f"ink:{inherited}:{link}:{target}:{near}"
    yield f"inc:{inherited}:{link}:{estimated}:{targeted}"


def of_near(near: str, kind: str, subject: str, target: bool) -> Iterable[str]:
    return f"near:{near}:{kind}", f"nears:{near}:{subject}:{target}"


def of_times(past: bool, current: bool, future: bool, near: str, subject: str, section: str | None) -> Iterable[str]:
    """Which times are spoken of."""
    yield from (f"past:{past}:{future}:{near}", f"fut:{future}:{current}")
    yield from (f"futs:{future}:{subject}", f"cur:{current}:{section}")


def of_state(subject: str, *words: str) -> Iterable[str]:
    return [f"st:{word}:{subject}" for word in words]


def of_before(word: str) -> Iterable[str]:
    return (f"sb:{word}",)


def of_section(section: str | None, subject: str, kind: str, target: bool) -> Iterable[str]:
    return f"sec:{section}", f"secs:{section}:{subject}", f"seck:{section}:{kind}:{target}"


def of_next(source: str, to_next: str, right: str) -> Iterable[str]:
    """Does the figure after this one say what it came to?"""
    return f"from:{source}:{bool(to_next)}", f"to:{to_next}", f"gap:{right if to_next else ''}"


def of_verb(verb: str, subject: str) -> Iterable[str]:
    return f"v:{verb}", f"vs:{verb}:{subject}"


def of_metric(metric: str, subject: str) -> Iterable[str]:
    return f"z:{metric[-2:]}", f"zm:{metric}", f"zs:{metric[-2:]}:{subject}"


def of_figure(kind: str, subject: str, genre: str, unit: str, qualifier: str) -> Iterable[str]:
    return f"k:{kind}:{subject}", f"g:{genre}:{subject}", f"gu:{genre}:{unit}", f"q:{qualifier}:{unit}"


def _when(value: str | None, reference: str) -> str:
    """A time against the reference date: before it, its year, or to come."""
    if not value or not reference:
        return "?"
    end = value.rpartition("/")[2]
    return "<" if end[:4] < reference[:4] else "=" if end[:4] == reference[:4] else ">"
