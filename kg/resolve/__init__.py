"""Which mentions of all documents are one thing, and why: the only barrier of the chain.

The result is a map applied as a view: extractions are not rewritten. See `rules` for what joins and what
vetoes, `scope` for where a thing lies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Extraction
from kg.resolve.claims import Claim, claims
from kg.resolve.rules import PLACED, Decisions, joins, normal_name, standard_names, veto
from kg.seeds import Seeds


@dataclass(frozen=True)
class Node:
    """One thing: its stable id, the name that was chosen, and all names it goes by."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    kind: str | None = None
    code: str | None = None
    scope: str | None = None  # code of the smallest listed place that it is known to lie in
    why: tuple[str, ...] = ()  # rules that joined different names, in words


@dataclass(frozen=True)
class Resolution:
    nodes: Mapping[str, Node]
    of: Mapping[tuple[str, str], str]  # (document id, entity id) -> node id


@dataclass
class _Cluster:
    """Claims of one type and normalised name that may be one thing."""

    type: str
    norm: str
    scope: str | None
    claims: list[Claim] = field(default_factory=list)
    why: set[str] = field(default_factory=set)


def resolve(extractions: Iterable[Extraction], seeds: Seeds) -> Resolution:
    """Return which entities of the extractions are one thing. Independent of the order of the documents."""
    listed: dict[str, list[Claim]] = defaultdict(list)
    named: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    standard = standard_names(seeds)
    for extraction in extractions:
        for claim in claims(extraction, seeds):
            if claim.code:
                listed[claim.code].append(claim)
            else:
                named[claim.type, normal_name(claim, standard)].append(claim)
    clusters = [cluster for key in sorted(named) for cluster in _split(*key, named[key], seeds)]
    clusters = _of_one_type(_joined(clusters, seeds), seeds)
    nodes: dict[str, Node] = {}
    of: dict[tuple[str, str], str] = {}
    for code in sorted(listed):
        nodes[code] = _listed_node(code, listed[code], seeds)
        of.update({(c.document, c.entity): code for c in listed[code]})
    shared = Counter((cluster.type, cluster.norm) for cluster in clusters)
    for cluster in clusters:
        node = _named_node(cluster, alone=shared[cluster.type, cluster.norm] == 1, taken=nodes)
        nodes[node.id] = node
        of.update({(c.document, c.entity): node.id for c in cluster.claims})
    return Resolution(nodes=nodes, of=of)


def _split(type: str, norm: str, group: list[Claim], seeds: Seeds) -> list[_Cluster]:
    """Claims of one name, parted by the places they lie in where that tells them apart."""
    found: list[_Cluster] = []
    for claim in sorted(group, key=lambda c: (-len(seeds.places.chain(c.scope)), c.scope or "", c.document, c.entity)):
        fits = [c for c in found if not veto(type, c.scope, claim.scope, seeds)]
        if len(fits) == 1:
            fits[0].claims.append(claim)
        elif fits and claim.scope is None:  # could be any of several: the one with most claims, by a total order
            max(fits, key=lambda c: (len(c.claims), c.scope or "")).claims.append(claim)
        else:
            found.append(_Cluster(type, norm, claim.scope, [claim]))
    return found


def _joined(clusters: list[_Cluster], seeds: Seeds) -> list[_Cluster]:
    """Clusters whose names a rule or a decision takes for one thing, put together (union of pairs)."""
    decisions = Decisions.of(seeds)
    parent = list(range(len(clusters)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    why: dict[int, set[str]] = defaultdict(set)
    for i, j, reason in joins([(c.type, c.norm, c.scope, c.claims) for c in clusters], decisions, seeds):
        a, b = sorted((root(i), root(j)))
        parent[b] = a
        why[i].add(reason)
    merged: dict[int, _Cluster] = {}
    for index, cluster in enumerate(clusters):
        top = merged.get(root(index))
        if top is None:
            merged[root(index)] = cluster
        else:
            top.claims.extend(cluster.claims)
            top.norm = max(top.norm, cluster.norm, key=lambda n: (len(n), n))
            if len(seeds.places.chain(cluster.scope)) > len(seeds.places.chain(top.scope)):
                top.scope = cluster.scope
        merged[root(index)].why |= why[index]
    return list(merged.values())


def _of_one_type(clusters: list[_Cluster], seeds: Seeds) -> list[_Cluster]:
    """A hospital that one document builds and another lets act is one thing: of the type that most documents say."""
    by_norm: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.type in PLACED:
            by_norm[cluster.norm].append(cluster)
    gone: set[int] = set()
    for norm in sorted(by_norm):
        ranked = sorted(by_norm[norm], key=lambda c: (-_documents(c), PLACED.index(c.type), c.scope or ""))
        for place, cluster in enumerate(ranked):
            fits = [
                c
                for c in ranked[:place]
                if id(c) not in gone and c.type != cluster.type and not veto(c.type, c.scope, cluster.scope, seeds)
            ]
            if len(fits) == 1:
                fits[0].claims.extend(cluster.claims)
                fits[0].scope = fits[0].scope or cluster.scope
                fits[0].why |= cluster.why | {f"documents differ on its type, {cluster.type} too"}
                gone.add(id(cluster))
    return [c for c in clusters if id(c) not in gone]


def _documents(cluster: _Cluster) -> int:
    return len({claim.document for claim in cluster.claims})


def _listed_node(code: str, group: list[Claim], seeds: Seeds) -> Node:
    place = seeds.places.get(code)
    names = _names(group)
    name = place.name if place else names[0]
    kind = place.kind if place else group[0].kind
    return Node(code, "Place", name, (name, *(n for n in names if n != name)), kind, code, code)


def _named_node(cluster: _Cluster, *, alone: bool, taken: Mapping[str, Node]) -> Node:
    names = _names(cluster.claims)
    id = f"{cluster.type}:{cluster.norm}"
    if not alone:
        id = f"{id}@{cluster.scope or 'unplaced'}"
    while id in taken:
        id += "+"
    kinds = Counter(c.kind for c in cluster.claims if c.kind)
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else None
    return Node(id, cluster.type, names[0], names, kind, None, cluster.scope, tuple(sorted(cluster.why)))


def _names(group: list[Claim]) -> tuple[str, ...]:
    """All names, the one to show first: named by most documents, then the longest, then by code point."""
    votes = Counter(name for name, _ in {(c.name, c.document) for c in group})
    first = min(votes, key=lambda n: (-votes[n], -len(n), n))
    rest = sorted({s for c in group for s in (c.name, *c.surfaces)} - {first})
    return (first, *rest)
