"""Names carried on from the figure before, and names put together from its name, the topic and the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.relate.observations.candidate import Earlier, Named
from kg.relate.observations.slots import Slot
from kg.relate.observations.spans import phrases
from kg.relate.observations.words import Words

SPEED = re.compile(r"增速|增幅|高于|低于|快于|慢于")
OWN = 10  # characters of a name that others are put to


def carried(slot: Slot, last: Sequence[Earlier]) -> Iterator[Named]:
    for k, e in enumerate(last[:2]):
        same = "same" if e.slot.sentence == slot.sentence else "far"
        unit = "u=" if e.slot.quantity.unit == slot.quantity.unit else "u!"
        yield Named(e.metric, f"carry{k}", (), (same, unit, e.kind, same + unit))


def composed(slot: Slot, last: Sequence[Earlier], left: Sequence[Named], words: Words) -> Iterator[Named]:
    owns = [n for n in left if "w" not in n.source][:3] or []
    text = "".join(t.text for t in slot.left[slot.clause :])
    topics = _topics(slot)
    for e in last[:1]:
        same = "same" if e.slot.sentence == slot.sentence else "far"
        head = words.head_of(e.metric)
        stem = e.metric[: len(e.metric) - len(head)]
        for own in owns:
            if len(own.name) > OWN:
                continue
            if head and not _fits(own.name, slot, words):
                yield Named(own.name + head, "own+head", own.spans, (same, *own.features))
            if stem and stem != own.name:
                yield Named(stem + own.name, "stem+own", own.spans, (same, *own.features, f"sh{bool(head)}"))
            if e.metric != own.name:
                yield Named(e.metric + own.name, "full+own", own.spans, (same, *own.features))
        for rate in _rates(slot, text):
            yield Named(e.metric + rate, "rate" + rate, (), (same, e.kind))
    for own in owns[:2]:
        for k, topic in enumerate(topics):
            if topic not in own.name:
                yield Named(topic + own.name, f"topic{k}+own", own.spans, own.features)
    yield from _shares(slot, last, topics)


def _rates(slot: Slot, text: str) -> Iterator[str]:
    if slot.quantity.unit in ("百分点", "位") or SPEED.search(text):
        yield "增速"
    if slot.quantity.unit == "%":
        yield from (
            rate
            for word, rate in (("恢复", "恢复率"), ("完成", "完成率"), ("相当于", "占比"), ("占", "占比"))
            if word in text
        )


def _topics(slot: Slot) -> list[str]:
    """What the sentence speaks of before the figure's own clause: its first nouns, its nearest industry."""
    out = []
    industry = next((m for m in reversed(slot.mentions) if m.type == "Industry"), None)
    if industry:
        out.append(industry.name)
    before = [t for t in slot.left[: slot.clause] if t.sign == "N"]
    out += [t.text for t in (before[:1] + before[-1:]) if t.text not in out]
    return out[:2]


def _shares(slot: Slot, last: Sequence[Earlier], topics: Sequence[str]) -> Iterator[Named]:
    """X占Y的Z% and its shorter forms."""
    tokens = slot.left[slot.clause :]
    at = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].text == "占"), None)
    if slot.quantity.unit != "%" or at is None:
        return
    whole = (
        "".join(t.text for t in tokens[at + 1 :] if t.sign not in "TSR" and t.text not in "的")
        .removesuffix("比重")
        .removesuffix("比例")
        .removesuffix("总数")
    )
    parts = [(n.name, n.spans, "own") for n in phrases(tokens[:at], "share")][:4]
    parts += [(e.metric, (), f"last{k}") for k, e in enumerate(last[:2])] + [(t, (), "topic") for t in topics]
    for part, spans, how in parts:
        if whole:
            yield Named(f"{part}占{whole}比重", "share-of", spans, (how,))
        yield Named(f"{part}占比", "share", spans, (how, f"w{bool(whole)}"))


def by_unit(slot: Slot, left: Sequence[Named], right: Sequence[Named], words: Words) -> Iterator[Named]:
    """Names of a figure that says only its unit: 长11.7公里, 栽植樟子松1.8万亩."""
    unit = slot.quantity.unit
    for own in (*left[:3], *right[:2]):
        if len(own.name) > OWN or _fits(own.name, slot, words):
            continue
        for head in words.unit_heads.get(unit, ()):
            if not own.name.endswith(head):
                yield Named(own.name + head, f"{own.source}+{head}", own.spans, own.features)
    if unit in words.unit_metric:
        yield Named(words.unit_metric[unit], "unit", (), (unit,))


def _fits(name: str, slot: Slot, words: Words) -> bool:
    """Does a name end with a word that takes the figure's unit?"""
    _, head = words.known(name)
    return head is not None and slot.quantity.unit in head
