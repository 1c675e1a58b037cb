"""Random small graphs and random reading queries, for holding the two Cypher engines against each other."""

from __future__ import annotations

import random
from datetime import date

from kg.store.rows import EdgeRow, NodeRow

LABELS = ("Place", "Project", "Policy", "Organization")
TYPES = ("LOCATED_IN", "PART_OF", "IMPLEMENTS", "PROMOTES")
NUMBERS = ("year", "value")
COMPARING = ("=", "<>", "<", ">", "<=", ">=")
ON_TEXTS = ("STARTS WITH", "CONTAINS", "ENDS WITH")
TEXTS = (
    "{n}.name",
    "{n}.id",
    "labels({n})[0]",
    "left({n}.name, 1)",
    "toUpper({n}.name)",
    "head({n}.names)",
    "substring({n}.name, 1)",
    "{n}.name + {n}.id",
    "split({n}.name, 'e')[1]",
    "replace({n}.name, 'a', 'zz')",
)
CONDITIONS = (
    "{n}.year IS NULL",
    "{n}.value IS NOT NULL",
    "{n}:{label}",
    "{n} <> {m}",
    "{n} = {m}",
    "{n}.start >= date('2021-06-01')",
    "'a' IN {n}.names",
    "{n}.id IN ['n1', 'n2', 'n3']",
    "any(x IN {n}.names WHERE x = 'b')",
    "all(x IN {n}.names WHERE x <> 'c')",
    "none(x IN {n}.names WHERE x = 'a')",
    "single(x IN {n}.names WHERE x = 'a')",
    "{n}.name =~ '.*a.*'",
    "{n}.year IN [1, 2, null]",
)


def random_graph(chance: random.Random) -> tuple[list[NodeRow], list[EdgeRow]]:
    """Three to nine nodes with some properties missing, and up to three times as many edges, loops among them."""
    nodes = [_node(chance, number) for number in range(chance.randint(3, 9))]
    edges: dict[tuple[str, str, str], EdgeRow] = {}
    for _ in range(chance.randint(0, 3 * len(nodes))):
        a, b = chance.choice(nodes), chance.choice(nodes)
        type = chance.choice(TYPES)
        properties = {"sources": chance.randint(1, 3), "quotes": [chance.choice("甲乙丙")]}
        edges[a.id, type, b.id] = EdgeRow(type, a.label, a.id, b.label, b.id, properties)
    return nodes, list(edges.values())


def _node(chance: random.Random, number: int) -> NodeRow:
    properties: dict[str, object] = {"id": f"n{number}", "name": chance.choice(("周巷", "Alpha", "beta", "e4", "丙"))}
    if chance.random() < 0.7:
        properties["year"] = chance.randint(-2, 3)
    if chance.random() < 0.7:
        properties["value"] = chance.choice((-2.5, -0.5, 0.0, 0.5, 1.5, 2.0, 3.25))
    if chance.random() < 0.5:
        properties["start"] = date(2020 + chance.randint(0, 3), chance.randint(1, 12), chance.randint(1, 28))
    if chance.random() < 0.5:
        properties["names"] = [chance.choice("abc") for _ in range(chance.randint(0, 3))]
    return NodeRow(chance.choice(LABELS), str(properties["id"]), properties)


class Maker:
    """Makes one query; `nodes`, `relations` and `values` are the variables that are bound."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.nodes: list[str] = []
        self.relations: list[str] = []
        self.values: list[str] = []  # numbers
        self.count = 0
        self.subpatterns = True

    def maybe(self, likely: float) -> bool:
        return self.chance.random() < likely

    def fresh(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def query(self) -> str:
        kind = self.chance.random()
        if kind < 0.07:
            return self.shortest()
        if kind < 0.12:
            return (
                f"{Maker(self.chance).simple()} UNION {'ALL ' if self.maybe(0.5) else ''}{Maker(self.chance).simple()}"
            )
        if kind < 0.2:
            return self.literals()
        clauses = [self.match()]
        if self.maybe(0.3):
            clauses.append(self.match())
        if self.maybe(0.3):
            clauses.append(self.optional())
        if self.maybe(0.25):
            clauses.append(self.grouped())
            if self.maybe(0.4) and self.nodes:
                clauses.append(self.optional() if self.maybe(0.5) else self.match(anchored=True))
        if self.maybe(0.1):
            clauses.append(self.unwind())
        return " ".join([*clauses, self.projection()])

    def optional(self) -> str:
        """No subqueries in the condition: there Neo4j 5.26 itself loses rows (COUNT { … } < 1 without any match)."""
        return "OPTIONAL " + self.match(anchored=True, subpatterns=False)

    def simple(self) -> str:
        return f"{self.match()} RETURN {self.chance.choice(self.nodes)}.id AS x"

    def node(self, known: float = 0.3, *, bare: bool = False) -> str:
        if self.nodes and self.maybe(known):
            return f"({self.chance.choice(self.nodes)})"
        name = "" if bare or self.maybe(0.15) else self.fresh("n")
        label = ""
        if self.maybe(0.4):
            label = ":" + "|".join(self.chance.sample(LABELS, 2 if self.maybe(0.2) else 1))
        inside = f" {{year: {self.chance.randint(-2, 3)}}}" if self.maybe(0.08) else ""
        if name:
            self._new.append(name)
        return f"({name}{label}{inside})"

    _new: list[str]

    def relation(self, *, bare: bool = False, long: float = 0.15) -> str:
        types = ""
        if self.maybe(0.5):
            types = ":" + "|".join(self.chance.sample(TYPES, self.chance.randint(1, 2)))
        length, name = "", ""
        if self.maybe(long):
            length = self.chance.choice(("*1..2", "*2", "*0..1", "*..2", "*1..3"))
        elif not bare and self.maybe(0.4):
            name = self.fresh("r")
            self._new_relations.append(name)
        inside = f" {{sources: {self.chance.randint(1, 3)}}}" if not length and self.maybe(0.05) else ""
        body = f"[{name}{types}{length}{inside}]" if name or types or length or inside or self.maybe(0.3) else ""
        left, right = self.chance.choice((("-", "->"), ("<-", "-"), ("-", "-")))
        return f"{left}{body}{right}"

    _new_relations: list[str]

    def pattern(self, steps: int, *, anchored: bool = False, bare: bool = False) -> str:
        pieces = [self.node(1.0 if anchored else 0.3, bare=bare)]
        for _ in range(steps):
            pieces += [self.relation(bare=bare), self.node(bare=bare)]
        return "".join(pieces)

    def match(self, *, anchored: bool = False, subpatterns: bool = True) -> str:
        self._new, self._new_relations = [], []
        patterns = [self.pattern(self.chance.choice((0, 1, 1, 2, 2, 3)), anchored=anchored and bool(self.nodes))]
        if self.maybe(0.2):
            patterns.append(self.pattern(self.chance.choice((0, 1, 1, 2))))
        if not self.nodes and not self._new:
            patterns.append(f"({self.fresh('n')})")
            self._new.append(f"n{self.count}")
        self.nodes += [n for n in self._new if n not in self.nodes]
        self.relations += self._new_relations
        self.subpatterns = subpatterns
        where = f" WHERE {self.condition(2)}" if self.maybe(0.4) else ""
        self.subpatterns = True
        return f"MATCH {', '.join(patterns)}{where}"

    def number(self, depth: int = 1) -> str:
        kind = self.chance.random()
        if kind < 0.45 and self.nodes:
            return f"{self.chance.choice(self.nodes)}.{self.chance.choice(NUMBERS)}"
        if kind < 0.5 and self.values:
            return self.chance.choice(self.values)
        if kind < 0.55 and self.relations:
            return f"{self.chance.choice(self.relations)}.sources"
        if kind < 0.65 and depth:
            return f"({self.number(depth - 1)} {self.chance.choice('+-*/%')} {self.number(depth - 1)})"
        if kind < 0.72 and depth:
            function = self.chance.choice(("abs", "round", "floor", "ceil", "sign", "toInteger", "toFloat"))
            return f"{function}({self.number(depth - 1)})"
        if kind < 0.77 and self.nodes:
            return f"size({self.chance.choice(self.nodes)}.{self.chance.choice(('name', 'names'))})"
        if kind < 0.8 and self.nodes:
            return f"coalesce({self.chance.choice(self.nodes)}.value, 1.5)"
        if kind < 0.83 and self.nodes:
            return f"CASE WHEN {self.condition(0)} THEN 1 ELSE 2 END"
        return self.chance.choice(("0", "1", "2", "-1", "0.5", "2.0"))

    def text(self) -> str:
        if not self.nodes:
            return "'a'"
        return self.chance.choice(TEXTS).format(n=self.chance.choice(self.nodes))

    def condition(self, depth: int) -> str:
        kind = self.chance.random()
        if depth and kind < 0.2:
            return (
                f"({self.condition(depth - 1)} {self.chance.choice(('AND', 'OR', 'XOR'))} {self.condition(depth - 1)})"
            )
        if depth and kind < 0.28:
            return f"NOT {self.condition(depth - 1)}"
        if depth and kind < 0.46 and self.nodes and self.subpatterns:
            return self.subpattern()
        if kind < 0.6:
            return f"{self.number()} {self.chance.choice(COMPARING)} {self.number()}"
        if kind < 0.7:
            return f"{self.text()} {self.chance.choice((*COMPARING, *ON_TEXTS))} {self.text()}"
        if not self.nodes:
            return "true"
        names = {"n": self.chance.choice(self.nodes), "m": self.chance.choice(self.nodes)}
        return self.chance.choice(CONDITIONS).format(**names, label=self.chance.choice(LABELS))

    def subpattern(self) -> str:
        """A pattern as a condition: EXISTS, COUNT, bare."""
        kept = list(self.nodes), list(self.relations)
        self._new, self._new_relations = [], []
        kind = self.chance.random()
        bare = kind < 0.3
        pattern = self.pattern(self.chance.randint(1, 3), anchored=True, bare=bare)
        if bare:
            found = pattern if self.maybe(0.7) else f"exists({pattern})"
        else:
            self.nodes += self._new
            where = f" WHERE {self.condition(0)}" if self.maybe(0.3) else ""
            inside = f"MATCH {pattern}{where}" if self.maybe(0.4) else f"{pattern}{where}"
            found = (
                f"EXISTS {{ {inside} }}" if kind < 0.7 else f"COUNT {{ {inside} }} {self.chance.choice(COMPARING)} 1"
            )
        self.nodes, self.relations = kept
        return found

    def aggregate(self) -> str:
        kind = self.chance.random()
        if kind < 0.25:
            return "count(*)"
        distinct = "DISTINCT " if self.maybe(0.3) else ""
        if kind < 0.4 and self.nodes:
            return f"count({distinct}{self.chance.choice(self.nodes)})"
        function = self.chance.choice(("sum", "avg", "min", "max", "count", "collect"))
        inner = self.text() if function in ("min", "max", "count", "collect") and self.maybe(0.5) else self.number()
        return f"{function}({distinct}{inner})"

    def grouped(self) -> str:
        """WITH: some variables and perhaps an aggregate go on."""
        kept = self.chance.sample(self.nodes, min(len(self.nodes), self.chance.randint(1, 2)))
        items = list(kept)
        value = self.fresh("v")
        items.append(f"{self.aggregate() if self.maybe(0.6) else self.number()} AS {value}")
        numeric = not any(w in items[-1] for w in ("collect", "min", "max"))
        self.nodes, self.relations = kept, []
        self.values = [value] if numeric else []
        where = f" WHERE {value} > 0" if numeric and self.maybe(0.4) else ""
        return f"WITH {'DISTINCT ' if self.maybe(0.1) else ''}{', '.join(items)}{where}"

    def unwind(self) -> str:
        value = self.fresh("u")
        source = f"{self.chance.choice(self.nodes)}.names" if self.nodes and self.maybe(0.5) else "[1, 2, null]"
        if source.startswith("["):
            self.values.append(value)
        return f"UNWIND {source} AS {value}"

    def shown(self) -> str:
        kind = self.chance.random()
        if kind < 0.35 and self.nodes:
            return f"{self.chance.choice(self.nodes)}.id"
        if kind < 0.5:
            return self.text()
        if kind < 0.7:
            return self.number()
        if kind < 0.78 and self.relations:
            return f"type({self.chance.choice(self.relations)})"
        if kind < 0.84 and self.nodes:
            return self.condition(1)
        if kind < 0.9 and self.nodes:
            return self.listed()
        return self.chance.choice(self.nodes) if self.nodes else "1"

    def listed(self) -> str:
        self._new, self._new_relations = [], []
        kept = list(self.nodes)
        name = self.chance.choice(self.nodes)
        if self.maybe(0.5):
            other = self.fresh("m")
            found = f"size([({name}){self.relation(bare=True, long=0)}({other}) | {other}.id])"
        elif self.maybe(0.5):
            found = f"COUNT {{ {self.pattern(self.chance.randint(1, 2), anchored=True)} }}"
        else:
            found = f"[x IN {name}.names WHERE x <> 'b' | x + '!']"
        self.nodes = kept
        return found

    def projection(self) -> str:
        aggregating = self.maybe(0.4)
        items = [self.shown() for _ in range(self.chance.randint(0 if aggregating else 1, 3))]
        if aggregating:
            items.insert(self.chance.randint(0, len(items)), self.aggregate())
        named = [f"{item} AS c{number}" for number, item in enumerate(items)]
        text = f"RETURN {'DISTINCT ' if self.maybe(0.15) else ''}{', '.join(named)}"
        if self.maybe(0.4) and not any(item in self.nodes for item in items):
            text += " ORDER BY " + ", ".join(f"c{n}{' DESC' if self.maybe(0.3) else ''}" for n in range(len(named)))
            if self.maybe(0.6) and not any("collect" in item for item in items):
                text += f"{' SKIP 1' if self.maybe(0.3) else ''} LIMIT {self.chance.randint(1, 4)}"
        return text

    def shortest(self) -> str:
        types = f":{'|'.join(self.chance.sample(TYPES, 2))}" if self.maybe(0.5) else ""
        left, right = self.chance.choice((("-", "->"), ("<-", "-"), ("-", "-")))
        span = self.chance.choice(("*", "*..3", "*1..4"))
        which = self.chance.choice(("shortestPath", "allShortestPaths"))
        path = f"p = {which}((a){left}[{types}{span}]{right}(b))"
        shown = (
            "length(p) AS n" if which == "shortestPath" else "[x IN nodes(p) | x.id] AS n, size(relationships(p)) AS m"
        )
        return f"MATCH (a), (b) WHERE a.id < b.id MATCH {path} RETURN a.id AS a, b.id AS b, {shown}"

    def literals(self) -> str:
        """Expressions without a graph."""
        values = ", ".join(f"{self.chance.choice((self.number(2), self.condition(1)))} AS c{n}" for n in range(3))
        return f"RETURN {values}"
