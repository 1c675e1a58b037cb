"""What tells whether a figure is actual, estimated, a target or the previous value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Section
from kg.relate.observations.candidate import Earlier
from kg.relate.observations.features import Context
from kg.relate.observations.period import Times
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words

STATE = re.compile(
    r"已|目前|如今|眼下|将|正在|计划|此次|去年|今年|明年|原来|过去|以前|仍|建成后|投产后|达产|届时|全部建成|全年|截至|"
    r"下一步|下半年|年内|年底前|同时|完成后|全线|建成|开通后|满产|可|能|还|先后|累计|明后|今后|未来|要求|要|须|规划|拟"
)
TO = ("到", "至", "为")


def modality_features(
    slot: Slot,
    ctx: Context,
    reading: tuple[str, str, str],
    earlier: Sequence[Earlier],
    about: tuple[Words, Times, Section | None, Slot | None],
) -> list[str]:
    """Return the features; `reading` is metric, kind, subject's type, `about` ends with the slot that follows."""
    metric, kind, subject = reading
    words, known, section, following = about
    sentence = known.frame.sentences[slot.sentence]
    clause = known.text[slot.clause_start : slot.clause_end]
    before = known.text[max(sentence.start, slot.quantity.start - 150) : slot.clause_start]
    target, estimate = words.target.findall(clause), words.estimated.search(clause)
    far_target, far_estimate = words.target.findall(before), words.estimated.search(before)
    next_verbs = (
        [t.text for t in following.left if t.sign in "RUD"] if following and following.sentence == slot.sentence else []
    )
    to_next = next((v for v in next_verbs if v.endswith(TO)), "")
    times = known.between(max(sentence.start, slot.quantity.start - 120), slot.clause_end)
    year = known.reference[:4]
    future = [p for p in times if p.value and p.value[:4] > year]
    current = [p for p in times if p.value and p.value[:4] == year]
    source = next((t.text for t in reversed(slot.left[slot.clause :]) if t.text in ("由", "从", "原来", "过去")), "")
    right = slot.right[0].text if slot.right else ""
    past = [p for p in times if p.value and p.value[:4] < year]
    nearest = times[-1] if times else None
    near = _when(nearest.value, known.reference) if nearest else ""
    reach = known.text[max(sentence.start, slot.quantity.start - 300) : slot.quantity.start].rpartition("；")[2]
    last = earlier[-1] if earlier and earlier[-1].slot.block == slot.block else None
    inherited, link = "", ""
    if last:
        gap = known.text[last.slot.quantity.end : slot.quantity.start]
        link = "。" if last.slot.sentence != slot.sentence else "；" if "；" in gap else "，" if "，" in gap else "、"
        inherited = last.modality
    sect = section.modality if section else None
    return [
        "bias",
        f"tc:{target[-1] if target else ''}",
        f"tb:{far_target[-1] if far_target else ''}",
        f"ec:{estimate is not None}",
        f"eb:{far_estimate is not None}:{estimate is not None}",
        f"any:{bool(target)}{bool(far_target)}{estimate is not None}{far_estimate is not None}",
        f"in:{inherited}:{link}",
        f"ink:{inherited}:{link}:{bool(target)}:{near}",
        f"inc:{inherited}:{link}:{words.estimated.search(reach) is not None}:{bool(words.target.search(reach))}",
        f"near:{near}:{nearest.kind if nearest else ''}",
        f"nears:{near}:{subject}:{bool(target)}",
        f"past:{bool(past)}:{bool(future)}:{near}",
        *(f"st:{w}:{subject}" for w in STATE.findall(clause)[-2:]),
        *(f"sb:{w}" for w in set(STATE.findall(before))),
        f"sec:{sect}",
        f"secs:{sect}:{subject}",
        f"seck:{sect}:{kind}:{bool(target)}",
        f"fut:{bool(future)}:{bool(current)}",
        f"futs:{bool(future)}:{subject}",
        f"cur:{bool(current)}:{sect}",
        f"from:{source}:{bool(to_next)}",
        f"to:{to_next}",
        f"gap:{right[:1] if to_next else ''}",
        f"v:{ctx.verb}",
        f"vs:{ctx.verb}:{subject}",
        f"z:{metric[-2:]}",
        f"zm:{metric}",
        f"zs:{metric[-2:]}:{subject}",
        f"k:{kind}:{subject}",
        f"g:{known.frame.genre}:{subject}",
        f"gu:{known.frame.genre}:{ctx.unit}",
        f"q:{slot.quantity.qualifier}:{ctx.unit}",
    ]


def _when(value: str | None, reference: str) -> str:
    """A time against the reference date: before it, its year, or to come."""
    if not value or not reference:
        return "?"
    end = value.rpartition("/")[2]
    return "<" if end[:4] < reference[:4] else "=" if end[:4] == reference[:4] else ">"
