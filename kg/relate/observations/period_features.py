"""What the ranker is told of the candidate periods of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.relate.observations.features import SEP, Bundle, Context
from kg.relate.observations.period import Times, shape
from kg.relate.observations.slots import Slot
from kg.relate.observations.subject import Choice

END = re.compile(r"年末|年底|月末|月底|截至|截止|期末|季末|末，|底，")
EVERY = re.compile(r"年均|平均每年|每年|两年平均|三年平均|五年平均|年平均|年递增")
STATE = re.compile(
    r"已|目前|如今|眼下|每年|年产|每天|一天|可|将|正|计划|此次|本次|近年|去年|今年|刚|原来|过去|以前|仍|还|建成后|投产后|达产|届时|全部|"
    r"每月|日均|年均|先后|共|现有|拥有|现|当年|同期|国庆|期间|假期"
)
STOCK = re.compile(r"比年初|较年初|比上年末|较上年末|累计|至今|以来|目前|眼下|如今|现在|当年|当月|一年来|五年来")


def period_bundles(
    slot: Slot, about: Context, reading: tuple[str, str, str, str], choices: Sequence[Choice], known: Times
) -> list[list[Bundle]]:
    """Return the bundles of each candidate period; `reading` is metric, kind, subject's type, modality."""
    _, kind, subject, modality = reading
    sentence = known.frame.sentences[slot.sentence]
    clause = known.text[slot.clause_start : slot.clause_end]
    before = known.text[max(sentence.start, slot.quantity.start - 120) : slot.clause_end]
    stock = STOCK.search(clause)
    flags = (
        f"end{END.search(clause) is not None:d}{END.search(before) is not None:d}",
        f"ev{(EVERY.search(clause) or EVERY.search(before[-30:])) is not None:d}",
        f"st{stock.group() if stock else ''}",
    )
    state = tuple(STATE.findall(clause)[-2:])
    act = next((t.text for t in reversed(slot.left[slot.clause :]) if t.sign == "A"), "")
    own = any(m in ("c0", "c1") for c in choices for m in c.features)
    whole = any(m.startswith("s0") for c in choices for m in c.features)
    inside = f"{own:d}{whole:d}"
    told = SEP.join((kind, modality, subject, inside))
    around = (*flags, "\t".join(state))
    said = SEP.join((*reading, slot.quantity.unit, about.verb, act, known.frame.genre, inside, *around))
    year, out = known.reference[:4], []
    for choice in choices:
        value, marks = choice.value, choice.features
        when = "-" if not value else "=" if value[:4] == year else "<" if value[:4] < year else ">"
        same = value is not None and value == known.reference[: len(value)]
        bundles: list[Bundle] = [("time", shape(value), when, same, said)]
        bundles += [("mark", mark, told) for mark in marks]
        out.append(bundles)
    return out


def of_time(bundle: Bundle) -> Iterator[str]:
    """The form of a period against the figure."""
    _, shape, when, same, said = bundle
    metric, kind, subject, modality, unit, verb, act, genre, inside, *flags, state = said.split(SEP)
    yield f"sh:{shape}:{kind}"
    yield f"wh:{when}:{modality}"
    yield f"whs:{when}:{subject}:{modality}"
    yield f"shz:{shape}:{metric[-2:]}"
    yield f"shm:{shape}:{metric}"
    yield f"shs:{shape}:{subject}:{kind}"
    yield f"shu:{shape}:{unit}"
    yield f"shv:{shape}:{verb}"
    yield f"ref:{same}"
    yield f"noc:{shape == 'none'}:{subject}:{inside}"
    yield f"nom:{shape == 'none'}:{subject}:{modality}:{kind}"
    yield f"act:{shape}:{when}:{act}"
    yield f"actk:{shape == 'none'}:{act}:{subject}"
    yield f"gen:{shape}:{when}:{genre}:{subject}"
    yield from (f"{shape}:{kind}:{f}" for f in flags)
    yield from (f"sta:{shape}:{when}:{w}" for w in state.split("\t"))


def of_mark(bundle: Bundle) -> Iterator[str]:
    """How a period was come upon, against the figure."""
    _, mark, told = bundle
    kind, modality, subject, inside = told.split(SEP)
    yield f"m:{mark}"
    yield f"mk:{mark}:{kind}:{modality}"
    yield f"ms:{mark}:{subject}"
    yield f"mc:{mark}:{inside}"
