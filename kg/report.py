"""report.md: what was read, what was found, what was dropped and why, and where documents contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from kg import query
from kg.messages import say
from kg.model import Extraction
from kg.pipeline import Outcome
from kg.read import Failure, Skipped

UNREAD = 40  # numbers without a rule that are listed a document; all are counted


def report(graph: nx.MultiDiGraph, outcome: Outcome | None, lang: str) -> str:
    """Return the report in Markdown. `outcome` is None for a graph that was loaded, not built."""
    parts = [f"# {say('report.title', lang)}", *_counts(graph, lang)]
    if outcome:
        parts += [*_documents(outcome, lang), *_failures(outcome, lang), *_dropped(graph, outcome, lang)]
    parts += _conflicts(graph, lang)
    if outcome:
        parts += _unread(outcome.extractions, lang)
    return "\n".join(parts) + "\n"


def escape(text: object) -> str:
    """Text of a document as plain Markdown text in a table cell."""
    plain = " ".join(str(text if text is not None else "").split())
    for mark in "\\`*_[]<>|#&":
        plain = plain.replace(mark, f"&#{ord(mark)};" if mark in "<>&" else f"\\{mark}")
    return plain


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(escape(cell) for cell in row) + " |"


def told(item: Failure | Skipped, lang: str) -> str:
    """What was wrong with a document and what helps, in a line."""
    return "; ".join(filter(None, item.told(lang)))


def _head(key: str, lang: str) -> list[str]:
    return ["", f"## {say(key, lang)}", ""]


def _names(keys: str, lang: str) -> list[str]:
    return [say(f"report.{key}", lang) for key in keys.split()]


def _counts(graph: nx.MultiDiGraph, lang: str) -> Iterator[str]:
    yield from _head("report.counts", lang)
    yield from table(_names("what kind count", lang), ((r["what"], r["type"], r["count"]) for r in query.stats(graph)))


def _documents(outcome: Outcome, lang: str) -> Iterator[str]:
    yield from _head("report.documents", lang)
    rows = (
        (
            d.document.id,
            d.document.title,
            d.main_place,
            d.reference_date,
            len(d.entities),
            len(d.observations),
            len(d.relations),
            len(d.milestones),
        )
        for d in sorted(outcome.extractions, key=lambda e: e.document.id)
    )
    yield from table(_names("document title_ main_place date entities observations relations milestones", lang), rows)
    for id, count in sorted(outcome.twice.items()):
        yield f"\n{say('report.twice', lang, document=escape(id), count=count)}"


def _failures(outcome: Outcome, lang: str) -> Iterator[str]:
    if outcome.failures:
        yield from _head("report.failures", lang)
        yield from table(
            _names("document reason", lang),
            ((f.path, told(f, lang)) for f in sorted(outcome.failures, key=lambda f: f.path)),
        )
    if outcome.skipped:
        yield from _head("report.skipped", lang)
        yield from table(
            _names("document reason", lang),
            ((s.path, told(s, lang)) for s in sorted(outcome.skipped, key=lambda s: s.path)),
        )


def _dropped(graph: nx.MultiDiGraph, outcome: Outcome, lang: str) -> Iterator[str]:
    dropped: Counter[str] = Counter(graph.graph.get("refused", {}))
    for extraction in outcome.extractions:
        dropped.update(extraction.dropped)
    yield from _head("report.dropped", lang)
    if not dropped:
        yield say("none.rows", lang)
        return
    rows = sorted(dropped.most_common(), key=lambda item: (-int(item[1]), item[0]))
    yield from table(_names("reason count", lang), rows)


def _conflicts(graph: nx.MultiDiGraph, lang: str) -> Iterator[str]:
    yield from _head("report.conflicts", lang)
    rows = query.contradictions(graph)
    if not rows:
        yield say("none.rows", lang)
        return
    cells = (
        (
            r["subject"],
            r["metric"],
            r["period"],
            r["one"],
            f"{r['one_quote']} ({r['one_document']})",
            r["other"],
            f"{r['other_quote']} ({r['other_document']})",
        )
        for r in rows
    )
    yield from table(_names("subject metric period one quote other quote", lang), cells)


def _unread(extractions: Sequence[Extraction], lang: str) -> Iterator[str]:
    yield from _head("report.unread", lang)
    total = sum(len(e.unread) for e in extractions)
    yield say("report.unread_count", lang, count=total)
    rows = [
        (e.document.id, u.quote, u.sentence)
        for e in sorted(extractions, key=lambda e: e.document.id)
        for u in e.unread[:UNREAD]
    ]
    if rows:
        yield ""
        yield from table(_names("document number sentence", lang), rows)
