"""Evidence in columns: each sentence stored once, and where in it the quote and the two names stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

LONGEST = 600  # of a sentence; a longer one is shown around its quote
AROUND = 220
HEAD, TAIL = 0, 1


class EvidenceTable:
    """Collects pieces of evidence; `columns` is what the page holds of them."""

    def __init__(
        self, graph: nx.MultiDiGraph[str], documents: Mapping[str, int], readable: Collection[str] = ()
    ) -> None:
        self._graph, self._documents, self._readable = graph, documents, readable
        self._sentences: dict[str, int] = {}
        self._mentions = _mentions(graph)
        self.cited: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.columns: dict[str, list[Any]] = {
            key: [] for key in ("doc", "sentence", "start", "span", "quote", "length", "page", "marks")
        }

    def add(self, pieces: Iterable[Mapping[str, Any]], ends: Sequence[str] = ()) -> list[int]:
        """Store pieces of evidence of a fact about `ends` (head, tail); return their numbers."""
        return [self._add(piece, ends) for piece in pieces]

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self.columns["doc"])

    def sentences(self) -> list[str]:
        """All sentences, by number."""
        return list(self._sentences)

    def _add(self, piece: Mapping[str, Any], ends: Sequence[str]) -> int:
        sentence, quote = str(piece["sentence"]), str(piece["quote"])
        at = sentence.find(quote)
        if at < 0:  # a quote that leads beyond its sentence stands for itself
            sentence, at = quote, 0
        cut = 0
        if len(sentence) > LONGEST:
            cut = max(0, at - AROUND)
            sentence = sentence[cut : at + len(quote[:LONGEST]) + AROUND]
        begins = int(piece["start"]) - at + cut
        column = self.columns
        column["doc"].append(self._documents.get(str(piece["document"]), -1))
        fresh = len(self._sentences)
        column["sentence"].append(fresh - self._sentences.setdefault(sentence, fresh))  # 0: the next new one
        held = piece["document"] in self._readable  # else there is no text in which to look the place up
        column["start"].append(piece["start"] if held else 0)
        longer = held and piece["end"] - piece["start"] != len(quote)
        column["span"].append(piece["end"] - piece["start"] if longer else 0)
        column["quote"].append(at - cut)
        column["length"].append(min(len(quote), len(sentence) - at + cut))
        column["page"].append(piece.get("page") or 0)
        column["marks"].append(self._marks(piece, sentence, begins, ends))
        self._cite(piece)
        return len(column["doc"]) - 1

    def _cite(self, piece: Mapping[str, Any]) -> None:
        spans = piece.get("parts") or [(piece["start"], piece["end"])]
        self.cited[str(piece["document"])] += [(int(start), int(end)) for start, end in spans]

    def _marks(self, piece: Mapping[str, Any], sentence: str, begins: int, ends: Sequence[str]) -> list[int]:
        """Where the names of the ends stand in the sentence: end, start, length of each, flat."""
        found: list[tuple[int, int, int]] = []
        for which, id in enumerate(ends):
            spans = self._mentioned(id, str(piece["document"]), sentence, begins) or self._named(id, sentence)
            found += [(start, length, which) for start, length in spans]
        found.sort(key=lambda span: (span[0], -span[1], span[2]))
        flat, free = [], 0
        for start, length, which in found:
            if start >= free:
                flat += [which, start, length]
                free = start + length
        return flat

    def _mentioned(self, id: str, document: str, sentence: str, begins: int) -> list[tuple[int, int]]:
        spans = self._mentions.get((id, document), [])
        found = []
        for start, end, surface in spans[bisect_left(spans, (begins,)) :]:
            if start >= begins + len(sentence):
                break
            if sentence[start - begins : end - begins] == surface:
                found.append((start - begins, end - start))
        return found

    def _named(self, id: str, sentence: str) -> list[tuple[int, int]]:
        data = self._graph.nodes[id]
        for name in sorted({data["name"], *data.get("names", ())}, key=lambda n: (-len(n), n)):
            at = sentence.find(name) if name else -1
            if at >= 0:
                return [(at, len(name))]
        return []


def _mentions(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """(node, document path) -> its mentions there, by place."""
    found = {}
    for id, document, key, data in graph.edges(keys=True, data=True):
        if key == "MENTIONED_IN" and graph.nodes[id]["label"] != "Observation":
            spans = sorted((int(e["start"]), int(e["end"]), str(e["quote"])) for e in data["evidence"])
            found[id, str(graph.nodes[document].get("path", document))] = spans
    return found
