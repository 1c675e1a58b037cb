"""Names that stand beside the figure, before it or after it, and in the cells of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Span
from kg.relate.observations.candidate import Named
from kg.relate.observations.slots import Slot, Token
from kg.relate.observations.tables import BRACKET
from kg.relate.observations.words import Words

PLAIN = frozenset("NM")  # signs of nouns and names


def left_of(slot: Slot) -> Iterator[Named]:
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
    signs = {t.sign for t in part}
    if signs <= PLAIN:
        yield Named("".join([t.text for t in part]), source, spans, (*features, "i", "f"))
        return
    seen = set()
    inner = "".join(sorted({t.sign for t in part[1:]} - PLAIN - {"S"}))
    first = part[0].text if part[0].sign in "AU" else ""
    for how, dropped in (("", "TXS"), ("w", "TXSAVRPUD"), ("g", "TXSAVRPUDB")):
        if how and signs.isdisjoint(dropped):
            continue
        kept = _outside(part) if how == "g" and "B" in signs else part
        text = "".join(
            [
                t.text
                for k, t in enumerate(kept)
                if t.sign not in dropped or (k == 0 and t.sign not in "TXS" and how != "g")
            ]
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


def right_of(slot: Slot) -> Iterator[Named]:
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


def in_table(slot: Slot) -> Iterator[Named]:
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


def ranked(slot: Slot, words: Words) -> Iterator[Named]:
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
