"""Names of figures that run in parallel: 城镇、农村居民收入分别为…, 三次产业结构为…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.relate.observations.candidate import Earlier, Named
from kg.relate.observations.slots import Slot
from kg.relate.observations.words import Words


def listed(slot: Slot, earlier: Sequence[Earlier], left: Sequence[Named], words: Words) -> Iterator[Named]:
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


def _contrast_cut(item: str, tail: str, words: Words) -> set[int]:
    return {
        len(w) for pair in words.contrast if any(item.endswith(v) for v in pair) for w in pair if tail.startswith(w)
    }


def joint(slot: Slot, left: Sequence[Named], words: Words) -> Iterator[Named]:
    """A run of figures after a joint name: 城乡居民收入分别为…, 三次产业结构为…."""
    place, length, _ = slot.group
    if length < 2:
        return
    for whole, parts in words.joint.items():
        if len(parts) != length:
            continue
        if slot.quantity.form == "ratio":
            yield Named(parts[place], "joint-ratio")
            continue
        for named in left:
            if whole in named.name and named.source == "left":
                yield Named(named.name.replace(whole, parts[place]), "joint", named.spans, named.features)
