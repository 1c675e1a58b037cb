"""Candidates for the name of a figure's indicator: spans beside the figure, carried names, composed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.relate.observations.slots import Slot, Token
from kg.relate.observations.tables import BRACKET
from kg.relate.observations.words import Words

SPEED = re.compile(r"增速|增幅|高于|低于|快于|慢于")
SECTOR = re.compile(r"^第?([一二三])产(?:业)?(?=[^业])")
MOST = 40  # candidates of one figure
OWN = 10  # characters of a name that others are put to
LONG = 28  # characters of a name


@dataclass(frozen=True, slots=True)
class Named:
    """One candidate: the name, how it was made, where its words stand, and what the ranker is told of it."""

    name: str
    source: str
    spans: tuple[Span, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier figure was read as."""

    slot: Slot
    metric: str
    kind: str
    subject: str
    period: str | None
    modality: str


def candidates(slot: Slot, earlier: Sequence[Earlier], words: Words) -> list[Named]:
    """Return the candidates for the name of `slot`, without repeats, at most MOST."""
    left, right = list(_left(slot)), list(_right(slot))
    found: dict[str, Named] = {}
    last = _last(slot, earlier)
    for named in (
        *_in_table(slot),
        *left,
        *right,
        *_listed(slot, earlier, left, words),
        *_carried(slot, last),
        *_composed(slot, last, left, words),
        *_joint(slot, left, words),
        *_ranked(slot, words),
        *_by_unit(slot, left, right, words),
    ):
        name = words.short.get(named.name, named.name)
        if "产" in name[:3]:
            name = SECTOR.sub(r"第\1产业", name)
        if 1 < len(name) <= LONG and name not in found:
            found[name] = (
                named if name == named.name else Named(name, named.source, named.spans, (*named.features, "short"))
            )
    return list(found.values())[:MOST]


def _last(slot: Slot, earlier: Sequence[Earlier]) -> list[Earlier]:
    """The figures read before in the same block, nearest first, at most four."""
    return [e for e in reversed(earlier[-4:]) if e.slot.block == slot.block]


# ---- spans beside the figure ------------------------------------------------------------------------------------


def _left(slot: Slot) -> Iterator[Named]:
    """Names that end just before the figure or its verb, from the shortest on."""
    yield from phrases(slot.body, "left")


def phrases(tokens: Sequence[Token], source: str) -> Iterator[Named]:
    """Names that end where `tokens` end; words of grammar inside them kept or left out."""
    tokens = list(tokens)
    acts = 0
    while tokens and tokens[-1].sign in "ASOL":
        acts += tokens[-1].sign == "A"
        tokens.pop()
    last = f"act{min(acts, 1)}"
    tried = 0
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.sign not in "NMAUQB" or (token.sign == "B" and token.text in "）)〕]"):
            continue
        if tried > 7 or tokens[-1].end - token.start > 60:
            break
        tried += 1
        before = tokens[i - 1].sign if i else "^"
        yield from _variants(tokens[i:], source, (f"b{before}", f"s{token.sign}", last, f"n{min(tried, 5)}"))


def _variants(part: Sequence[Token], source: str, features: tuple[str, ...]) -> Iterator[Named]:
    spans = (Span(part[0].start, part[-1].end),)
    seen = set()
    inner = "".join(sorted({t.sign for t in part[1:]} - set("NMS")))
    first = part[0].text if part[0].sign in "AU" else ""
    for how, dropped in (("", "TXS"), ("w", "TXSAVRPUD"), ("g", "TXSAVRPUDB")):
        kept = _outside(part) if how == "g" else part
        text = "".join(
            t.text
            for k, t in enumerate(kept)
            if t.sign not in dropped or (k == 0 and t.sign not in "TXS" and how != "g")
        )
        if text and text not in seen:
            seen.add(text)
            yield Named(text, source + how, spans, (*features, f"i{inner}{how}", f"f{first}"))


def _outside(part: Sequence[Token]) -> list[Token]:
    """The tokens outside brackets."""
    out, depth = [], 0
    for token in part:
        if token.sign == "B":
            depth += 1 if token.text in "（(〔[" else -1
        elif depth <= 0:
            out.append(token)
    return out


def _right(slot: Slot) -> Iterator[Named]:
    """Names that begin just after the figure: 7户企业, 总投资51.8亿元的项目."""
    tokens = slot.right
    k, of = 0, ""
    while k < len(tokens) and tokens[k].sign in "OS":
        of = of or tokens[k].sign
        k += 1
    act = slot.body[-1] if slot.body and slot.body[-1].sign == "A" else None
    tried = 0
    for j in range(k, len(tokens)):
        token = tokens[j]
        if token.sign in "PRTB" or tried > 3:
            break
        if token.sign in "NM" or (token.sign == "A" and tried):
            tried += 1
            text = "".join(t.text for t in tokens[k : j + 1] if t.sign not in "S")
            behind = tokens[j + 1].sign if j + 1 < len(tokens) else "$"
            features = (f"of{of}", f"n{tried}", f"e{token.sign}", f"d{behind}", f"act{act.text if act else ''}")
            spans = (Span(tokens[k].start, token.end),)
            yield Named(text, "right", spans, features)
            if act:
                yield Named(act.text + text, "act+right", (Span(act.start, act.end), *spans), features)


# ---- lists with 分别 ---------------------------------------------------------------------------------------------


def _listed(slot: Slot, earlier: Sequence[Earlier], left: Sequence[Named], words: Words) -> Iterator[Named]:
    """The name of the figure at this place of a run: from the list before it, or from the run before."""
    place, length, first = slot.group
    if length < 2 and not slot.marked:
        return
    mark = "+" if slot.marked else "-"
    before = [e for e in earlier if e.slot.index < first and e.slot.block == slot.block]
    if len(before) >= length:
        yield Named(before[place - length].metric, "run" + mark, (), (f"k{before[place - length].kind}",))
    if place:
        peers = [e for e in earlier if e.slot.index == first]
        if peers:
            yield Named(peers[0].metric, "peer" + mark)
    head = slot if not place else next((e.slot for e in earlier if e.slot.index == first), None)
    if head is None:
        return
    for features, items in lists(head, words):
        if len(items) == length:
            yield Named(items[place], "list" + mark, (), features)


def lists(head: Slot, words: Words) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Ways to read the words before a run as a list of names, each whole: 城镇、农村居民收入 -> two names."""
    tokens = [t for t in head.body if t.sign not in "TXSVRPUD"]
    while tokens and tokens[0].sign in "AULO":
        tokens.pop(0)
    items: list[str] = [""]
    for token in tokens:
        if token.sign == "L":
            items.append("")
        else:
            items[-1] += token.text
    items = [i for i in items if i]
    if len(items) < 2:
        return
    tail = items[-1]
    yield ("whole",), items
    size = len(items[-2])
    for cut in sorted({size, size + 1, 2, 1, 4, *_contrast_cut(items[-2], tail, words)}):
        if 0 < cut < len(tail) and tail[cut:]:
            yield (
                (f"cut{int(cut == size)}", f"head{int(bool(words.head_of(tail[cut:])))}"),
                [*(i + tail[cut:] for i in items[:-1]), tail],
            )
    for pair in words.contrast:
        for word in pair:
            if word in items[0] and not items[0].startswith(word) and any(items[-1].startswith(w) for w in pair):
                stem = items[0][: items[0].index(word)]
                rest = tail[next(len(w) for w in pair if tail.startswith(w)) :]
                yield (
                    ("stem",),
                    [
                        i + rest if k == 0 else stem + i + (rest if k < len(items) - 1 else "")
                        for k, i in enumerate(items)
                    ],
                )


def _in_table(slot: Slot) -> Iterator[Named]:
    """The row's label, the column's header, or both."""
    cell = slot.cell
    if cell is None:
        return
    header = BRACKET.sub("", cell.header).strip()
    features = (f"role{cell.role}",)
    spans = (Span(*cell.label),)
    yield Named(cell.name, "cell-label", spans, features)
    if header:
        yield Named(header, "cell-header", (Span(*cell.span),), features)
        yield Named(cell.name + header, "cell-both", spans, features)
    if cell.role == "growth":
        yield Named(cell.name + "产量", "cell-output", spans, features)


def _joint(slot: Slot, left: Sequence[Named], words: Words) -> Iterator[Named]:
    """A run of figures after a joint name: 城乡居民收入分别为…, 三次产业结构为…."""
    place, length, _ = slot.group
    if length < 2:
        return
    for joint, parts in words.joint.items():
        if len(parts) != length:
            continue
        if slot.quantity.form == "ratio":
            yield Named(parts[place], "joint-ratio")
            continue
        for named in left:
            if joint in named.name and named.source == "left":
                yield Named(named.name.replace(joint, parts[place]), "joint", named.spans, named.features)


def _ranked(slot: Slot, words: Words) -> Iterator[Named]:
    """What one is ranked in: 位列全国百强县第31位 -> 全国百强县排名."""
    if not slot.quantity.rank:
        return
    tokens = slot.left[slot.clause :]
    at = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].text in words.ranked), None)
    parts = [("in", tokens[at + 1 :])] if at is not None else []
    before = [t for t in (tokens[:at] if at is not None else tokens) if t.sign != "T"]
    start = next(
        (k + 1 for k in range(len(before) - 1, -1, -1) if before[k].text in ("在", "于") or before[k].sign == "X"), 0
    )
    parts.append(("before", before[start:]))
    for how, part in parts:
        text = "".join(t.text for t in part if t.sign not in "TSR").removesuffix("中").removesuffix("里")
        if text:
            yield Named(text + "排名", f"rank-{how}", (Span(part[0].start, part[-1].end),), (f"z{text[-2:]}",))


def _contrast_cut(item: str, tail: str, words: Words) -> set[int]:
    return {
        len(w) for pair in words.contrast if any(item.endswith(v) for v in pair) for w in pair if tail.startswith(w)
    }


# ---- carried and composed names ----------------------------------------------------------------------------------


def _carried(slot: Slot, last: Sequence[Earlier]) -> Iterator[Named]:
    for k, e in enumerate(last[:2]):
        same = "same" if e.slot.sentence == slot.sentence else "far"
        unit = "u=" if e.slot.quantity.unit == slot.quantity.unit else "u!"
        yield Named(e.metric, f"carry{k}", (), (same, unit, e.kind, same + unit))


def _composed(slot: Slot, last: Sequence[Earlier], left: Sequence[Named], words: Words) -> Iterator[Named]:
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


def _by_unit(slot: Slot, left: Sequence[Named], right: Sequence[Named], words: Words) -> Iterator[Named]:
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
    head = words.head_of(name)
    return bool(head) and slot.quantity.unit in words.heads[head]
