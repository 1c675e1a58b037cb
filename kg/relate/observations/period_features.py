"""What the ranker is told of the candidate periods of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.relate.observations.candidate import Aspect, Bundle
from kg.relate.observations.features import Context
from kg.relate.observations.period import Form, Held, Times, shape
from kg.relate.observations.slots import Slot

END = re.compile(r"年末|年底|月末|月底|截至|截止|期末|季末|末，|底，")
EVERY = re.compile(r"年均|平均每年|每年|两年平均|三年平均|五年平均|年平均|年递增")
STATE = re.compile(
    r"已|目前|如今|眼下|每年|年产|每天|一天|可|将|正|计划|此次|本次|近年|去年|今年|刚|原来|过去|以前|仍|还|建成后|投产后|达产|届时|全部|"
    r"每月|日均|年均|先后|共|现有|拥有|现|当年|同期|国庆|期间|假期"
)
STOCK = re.compile(r"比年初|较年初|比上年末|较上年末|累计|至今|以来|目前|眼下|如今|现在|当年|当月|一年来|五年来")


def period_aspects(
    slot: Slot, about: Context, reading: tuple[str, str, str, str], held: Held, known: Times
) -> list[Aspect]:
    """Return the aspects of the candidate periods; `reading` is metric, kind, subject's type, modality."""
    metric, kind, subject, modality = reading
    clause = known.text[slot.clause_start : slot.clause_end]
    before = known.text[max(slot.start, slot.quantity.start - 120) : slot.clause_end]
    stock = STOCK.search(clause)
    flags = (
        f"end{END.search(clause) is not None:d}{END.search(before) is not None:d}",
        f"ev{(EVERY.search(clause) or EVERY.search(before[-30:])) is not None:d}",
        f"st{stock.group() if stock else ''}",
    )
    act = next((t.text for t in reversed(slot.left[slot.clause :]) if t.sign == "A"), "")
    inside = held.inside
    around: tuple[Bundle, ...] = (
        (of_time, kind, modality, subject, inside, known.frame.genre),
        (of_act, act, subject),
        (of_flags, kind, *flags),
        (of_state, *STATE.findall(clause)[-2:]),
    )
    crossed = (("shz", metric[-2:]), ("shm", metric), ("shu", slot.quantity.unit), ("shv", about.verb))
    forms = [known.forms[value] for value, _ in held.choices]
    return [
        Aspect(around, forms),
        Aspect(crossed, [shape(value) for value, _ in held.choices]),
        Aspect(((of_marks, kind, modality, subject, inside),), [marks for _, marks in held.choices]),
    ]


def of_time(kind: str, modality: str, subject: str, inside: str, genre: str, form: Form) -> Iterable[str]:
    """The form of a period against the figure's kind, modality and subject."""
    shape, when, same = form.split(" ")
    none = shape == "none"
    return (
        f"sh:{shape}:{kind}",
        f"wh:{when}:{modality}",
        f"whs:{when}:{subject}:{modality}",
        f"shs:{shape}:{subject}:{kind}",
        f"ref:{same}",
        f"noc:{none}:{subject}:{inside}",
        f"nom:{none}:{subject}:{modality}:{kind}",
        f"gen:{shape}:{when}:{genre}:{subject}",
    )


def of_act(act: str, subject: str, form: Form) -> Iterable[str]:
    shape, when, _ = form.split(" ")
    return f"act:{shape}:{when}:{act}", f"actk:{shape == 'none'}:{act}:{subject}"


def of_flags(kind: str, end: str, every: str, stock: str, form: Form) -> Iterable[str]:
    shape = form.partition(" ")[0]
    return [f"{shape}:{kind}:{flag}" for flag in (end, every, stock)]


def of_state(*said: str) -> Iterable[str]:
    """The words of state in the clause; the last item is the form."""
    *words, form = said
    shape, when, _ = form.split(" ")
    return [f"sta:{shape}:{when}:{word}" for word in words or ("",)]


def of_marks(kind: str, modality: str, subject: str, inside: str, marks: tuple[str, ...]) -> Iterable[str]:
    """How a period was come upon, against the figure."""
    for mark in marks:
        yield from (f"m:{mark}", f"mk:{mark}:{kind}:{modality}", f"ms:{mark}:{subject}", f"mc:{mark}:{inside}")
