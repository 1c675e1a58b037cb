"""Extraction against gold: precision, recall and F1 of each kind of thing.

What counts as right: an entity of the same type that shares a name or a surface; an observation with the same value
and unit whose metric goes by the same name or nearly so (observation*: subject, kind, period, modality and range
too); a relation of the same type between the same ends; a milestone of the same project and status (milestone*: and
date). Names are compared without width, case, quotes and blanks; pairs are one to one, the best first.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.model import ENTITY_TYPES
from kg.resolve.rules import fold
from kg.tables import number

Record = Mapping[str, Any]
Facts = dict[tuple[str, ...], Record]  # what is compared -> the record that says it
STOPS = ("。", "！", "？", "\n\n", "\n　　")
SENTENCE = 160  # characters of a sentence that are shown
OPPOSITES = (
    ("城镇", "农村"),
    ("第一产业", "第二产业", "第三产业"),
    ("存款", "贷款"),
    ("收入", "支出"),
    ("进出口", "进口", "出口"),
    ("全国", "全省", "全市", "全球"),
    ("新增", "累计"),
    ("旅客", "货物"),
)
UNITS = {"个百分点": "百分点", "名": "人", "人民币": "元"}


@dataclass
class Tally:
    """Counts by row, and the errors of each document in words."""

    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: str, right: int, predicted: int, gold: int) -> None:
        """Count one document's figures of a row."""
        self.right[row] += right
        self.predicted[row] += predicted
        self.gold[row] += gold

    def scores(self, row: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a row."""
        p = self.right[row] / self.predicted[row] if self.predicted[row] else 0.0
        r = self.right[row] / self.gold[row] if self.gold[row] else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    def graph(self) -> float:
        """The mean F1 of entities, observations, relations and milestones."""
        rows = [
            row for row in ("entity", "observation", "relation", "milestone") if self.gold[row] or self.predicted[row]
        ]
        return sum(self.scores(row)[2] for row in rows) / len(rows) if rows else 0.0


@dataclass
class Errors:
    """The errors of one document in words, each with the sentence where it stands."""

    lines: list[str]
    text: str  # of the document; "" where the extraction is missing
    called: dict[str, str] = field(default_factory=dict)  # entity id -> name; ?id for things without a partner in gold

    def add(self, word: str, row: str, errors: Iterable[tuple[str, str]]) -> None:
        """Add errors: what each is about, and the quote that bears it out."""
        self.lines += [f"{word} {row}: {what} <{self.sentence(quote)}>" for what, quote in errors]

    def spell(self, key: Iterable[str]) -> str:
        """A fact in words."""
        return " ".join(self.called.get(part, part) for part in key)

    def sentence(self, quote: str) -> str:
        """The sentence that holds a quote, else the quote; a long one is cut around it."""
        at = self.text.find(quote) if quote else -1
        if at < 0:
            return " ".join(quote.split())
        end = at + len(quote)
        start = max((before + len(mark) for mark in STOPS if (before := self.text.rfind(mark, 0, at)) >= 0), default=0)
        stop = min((after + 1 for mark in STOPS if (after := self.text.find(mark, end)) >= 0), default=len(self.text))
        room = max(0, SENTENCE - len(quote)) // 2
        return " ".join(self.text[max(start, at - room) : min(stop, end + room)].split())


def evaluate_folders(predicted: Path, gold: Path) -> Tally:
    """Score every gold file NNN.json against predicted/NNN.json; one that is missing counts as wholly missed.

    Raises UsageError where there is no gold, or a file is no JSON.
    """
    tally = Tally()
    files = sorted(gold.glob("*.json"))
    if not files:
        raise UsageError("no_gold", path=gold)
    for path in files:
        other = predicted / path.name
        evaluate(_load(other) if other.exists() else {}, _load(path), tally, path.stem)
    return tally


def _load(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("bad_json", path=path, reason=error) from None
    return data


def evaluate(predicted: Record, gold: Record, tally: Tally, name: str) -> None:
    """Add one document's figures to `tally`."""
    errors = Errors(tally.errors[name], predicted.get("text", ""))
    errors.called = {f"?{e['id']}": e["name"] for e in predicted.get("entities", ())}
    errors.called |= {e["id"]: e["name"] for e in gold["entities"]}
    ends = _entities(predicted.get("entities", ()), gold["entities"], tally, errors)
    _observations(predicted.get("observations", ()), gold["observations"], ends, tally, errors)
    relations = _relations(predicted.get("relations", ()), ends), _relations(gold["relations"])
    _sets("relation", *relations, tally, errors)
    mine, theirs = _milestones(predicted.get("milestones", ()), ends), _milestones(gold["milestones"])
    _sets("milestone", _undated(mine), _undated(theirs), tally, errors)
    tally.add("milestone*", len(mine.keys() & theirs.keys()), len(mine), len(theirs))


def _pairs(a: Sequence[Record], b: Sequence[Record], rank: Callable[[Record, Record], float]) -> list[tuple[int, int]]:
    """One-to-one pairs of indexes, the highest rank first; rank 0 is no pair."""
    ranked = sorted((-r, i, j) for i, x in enumerate(a) for j, y in enumerate(b) if (r := rank(x, y)) > 0)
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for _, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def _names(entity: Record) -> set[str]:
    return {fold(n) for n in (entity["name"], *entity.get("surfaces", ()))} - {""}


def _entities(mine: Sequence[Record], theirs: Sequence[Record], tally: Tally, errors: Errors) -> dict[str, str]:
    """Score entities; return predicted id -> gold id, also where type or borders are off: an end is not wrong twice."""
    ends: dict[str, str] = {}
    for type in ENTITY_TYPES:
        a, b = ([e for e in side if e["type"] == type] for side in (mine, theirs))
        found = _pairs(a, b, _same_metric if type == "Metric" else _same_entity)
        ends |= {a[i]["id"]: b[j]["id"] for i, j in found}
        for row in (type,) if type == "Metric" else (type, "entity"):
            tally.add(row, len(found), len(a), len(b))
        hit_a, hit_b = {i for i, _ in found}, {j for _, j in found}
        errors.add("missed", type, ((e["name"], _surface(e)) for j, e in enumerate(b) if j not in hit_b))
        errors.add("wrong", type, ((e["name"], _surface(e)) for i, e in enumerate(a) if i not in hit_a))
    for rank in (_overlapping, _other_type):
        a = [e for e in mine if e["id"] not in ends and e["type"] != "Metric"]
        b = [e for e in theirs if e["id"] not in ends.values() and e["type"] != "Metric"]
        ends |= {a[i]["id"]: b[j]["id"] for i, j in _pairs(a, b, rank)}
    return ends


def _surface(entity: Record) -> str:
    return str(next(iter(entity.get("surfaces", ())), entity["name"]))


def _same_entity(a: Record, b: Record) -> float:
    return len(_names(a) & _names(b)) + (9 if fold(a["name"]) == fold(b["name"]) else 0)


def _same_metric(a: Record, b: Record) -> float:
    if fold(a["name"]) == fold(b["name"]):
        return 2
    return 1 if near(a["name"], b["name"]) or _names(a) & _names(b) else 0


def _overlapping(a: Record, b: Record) -> float:
    """Names of one type of which one holds the other but for a third of it, no number between them."""
    if a["type"] != b["type"]:
        return 0
    for short, long in (sorted((x, y), key=len) for x in _names(a) for y in _names(b)):
        rest = long.replace(short, "", 1)
        if (
            short in long
            and 3 * len(short) >= 2 * len(long)
            and not any(c.isdigit() or c in "一二三四五六七八九十" for c in rest)
        ):
            return len(short) / len(long)
    return 0


def _other_type(a: Record, b: Record) -> float:
    return float(a["type"] != b["type"] and bool(_names(a) & _names(b)))


def near(a: str, b: str) -> bool:
    """Are two names of metrics ways to write one? One holds the other and is no twice as long, or bigrams agree."""
    x, y = fold(a), fold(b)
    if not x or not y or _opposite(x, y):
        return False
    short, long = sorted((x, y), key=len)
    if short in long and 2 * len(short) >= len(long):
        return True
    one, other = (Counter(s[i : i + 2] for i in range(len(s) - 1)) for s in (x, y))
    total = one.total() + other.total()
    return bool(total) and 2 * (one & other).total() / total >= 0.6


def _opposite(a: str, b: str) -> bool:
    """Does each name hold a word that excludes the other's (城镇 here, 农村 there)?"""
    for group in OPPOSITES:
        x, y = ({w for w in group if w in _apart(s, group)} for s in (a, b))
        if x and y and not x & y:
            return True
    return False


def _apart(name: str, group: tuple[str, ...]) -> str:
    """进出口 holds neither 进口 nor 出口."""
    return name.replace("进出口", "\0") if "出口" in group and "进出口" in name else name


def _value(o: Record) -> tuple[float, str]:
    unit = fold(o.get("unit") or "").replace("(", "").replace(")", "").replace("（", "").replace("）", "")
    return float(f"{float(o['value']):.7g}"), UNITS.get(unit, unit)


def _observations(
    mine: Sequence[Record], theirs: Sequence[Record], ends: Mapping[str, str], tally: Tally, errors: Errors
) -> None:
    values = [_value(o) for o in mine], [_value(o) for o in theirs]
    tally.add("number", (Counter(values[0]) & Counter(values[1])).total(), len(mine), len(theirs))
    metrics = {fold(o["metric"]) for o in theirs}
    alone = [{v for v, n in Counter(side).items() if n == 1} for side in values]

    def rank(a: Record, b: Record) -> float:
        if _value(a) != _value(b):
            return 0
        x, y = fold(a["metric"]), fold(b["metric"])
        full = len(_wrong(a, b, ends, errors.called)) / 10
        if x == y:
            return 3 - full
        if x in metrics:
            return 0
        if near(x, y):
            return 2 - full
        once = _value(a) in alone[0] & alone[1]
        p, q = fold(a.get("quote", "")), fold(b["quote"])
        return 1 - full if once and not _opposite(x, y) and p and (p in q or q in p) else 0

    found = _pairs(mine, theirs, rank)
    wrong = {j: _wrong(mine[i], theirs[j], ends, errors.called) for i, j in found}
    tally.add("observation", len(found), len(mine), len(theirs))
    tally.add("observation*", sum(not w for w in wrong.values()), len(mine), len(theirs))
    off = sorted((j, ", ".join(fields)) for j, fields in wrong.items() if fields)
    errors.add("off", "observation", ((f"{_spell(theirs[j])}: {fields}", theirs[j]["quote"]) for j, fields in off))
    hit = {i for i, _ in found}
    errors.add("missed", "observation", ((_spell(o), o["quote"]) for j, o in enumerate(theirs) if j not in wrong))
    errors.add("wrong", "observation", ((_spell(o), o.get("quote", "")) for i, o in enumerate(mine) if i not in hit))


def _wrong(a: Record, b: Record, ends: Mapping[str, str], called: Mapping[str, str]) -> list[str]:
    """The fields of predicted `a` that are not gold `b`'s, in words."""
    found = [
        f"{k} {a.get(k)} not {b[k]}" for k in ("kind", "period", "modality") if (a.get(k) or None) != (b[k] or None)
    ]
    if ends.get(a["subject"]) != b["subject"]:
        found.append(f"subject {called.get('?' + a['subject'])} not {called.get(b['subject'])}")
    if a.get("value_max") != b.get("value_max"):
        found.append(f"range to {a.get('value_max')} not {b.get('value_max')}")
    return found


def _spell(o: Record) -> str:
    return f"{o['metric']} {number(float(o['value']))}{o.get('unit', '')}"


def _relations(relations: Iterable[Record], ends: Mapping[str, str] | None = None) -> Facts:
    found: Facts = {}
    for r in relations:
        head, tail = (ends.get(r[k], f"?{r[k]}") if ends is not None else r[k] for k in ("head", "tail"))
        if r["type"] == "COOPERATES_WITH":
            head, tail = sorted((head, tail))
        found.setdefault((head, r["type"], tail), r)
    return found


def _milestones(milestones: Iterable[Record], ends: Mapping[str, str] | None = None) -> Facts:
    found: Facts = {}
    for m in milestones:
        project = ends.get(m["project"], f"?{m['project']}") if ends is not None else m["project"]
        found.setdefault((project, m["status"], m.get("date") or ""), m)
    return found


def _undated(milestones: Facts) -> Facts:
    found: Facts = {}
    for key, m in milestones.items():
        found.setdefault(key[:2], m)
    return found


def _sets(row: str, mine: Facts, theirs: Facts, tally: Tally, errors: Errors) -> None:
    tally.add(row, len(mine.keys() & theirs.keys()), len(mine), len(theirs))
    if row == "relation":
        for type in {key[1] for key in (*mine, *theirs)}:
            a, b = ({key for key in side if key[1] == type} for side in (mine, theirs))
            tally.add(type, len(a & b), len(a), len(b))
    for word, facts, others in (("missed", theirs, mine), ("wrong", mine, theirs)):
        rest = sorted(facts.keys() - others.keys())
        errors.add(word, row, ((errors.spell(key), facts[key].get("quote", "")) for key in rest))


def table(tally: Tally) -> str:
    """The figures as a table: a row a kind, with precision, recall, F1 and the number in gold."""
    order = ["entity", *ENTITY_TYPES, "number", "observation", "observation*", "relation"]
    order += [*sorted(row for row in tally.gold if row.isupper()), "milestone", "milestone*"]
    lines = [f"{'':18}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}"]
    for row in order:
        if tally.gold[row] or tally.predicted[row]:
            p, r, f = tally.scores(row)
            lines.append(f"{row:18}{p:8.3f}{r:8.3f}{f:8.3f}{tally.gold[row]:8}")
    lines.append(f"{'graph':18}{'':16}{tally.graph():8.3f}")
    return "\n".join(lines) + "\n"
