"""Graphs for the tests of page and pictures: a small one with everything in it, large ones, and a hostile one."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx

RED = "window.__ran = (window.__ran || 0) + 1"
PAYLOADS = (
    f"<img src=x onerror='{RED}'>",
    f"<svg onload='{RED}'>",
    f"</script><script>{RED}</script>",
    f"<!--<script>{RED}//",
    f"<a href='javascript:{RED}'>点</a>",
    f"javascript:{RED}",
    f'" onmouseover="{RED}" x="',
    f"' autofocus onfocus='{RED}' x='",
    "{{ 7 * 7 }}{% raw %}",
    "${" + RED + "}",
    "__proto__",
    "constructor",
    "toString",
    "空\u0000字",
    "右\u202e左\u202c",
    "行\u2028段\u2029",
    "&lt;b&gt;&amp;",
    "]]><b>",
    "href=x 名",
    "url(https://example.invalid/x)",
)
CHARACTERS = "海山江湖河塘溪桥林新安平永东西南北中长龙泉石金玉"
PHRASES = (
    "截至年底，{a}已与{b}签订合作协议，总投资{n}亿元",
    "{a}位于{b}，今年完成投资{n}亿元，同比增长{m}%",
    "在{b}的支持下，{a}项目完成工程量的{m}%，预计明年建成投用",
    "全年{a}实现产值{n}亿元，{b}供地{m}亩，带动就业{n}人",
)


def evidence(document: str, start: int, quote: str, sentence: str | None = None) -> dict[str, Any]:
    """One piece of evidence as graph.json holds it."""
    return {
        "document": document, "start": start, "end": start + len(quote), "quote": quote,
        "sentence": sentence or quote, "rule": "test",
    }  # fmt: skip


TEXTS = {
    "a.txt": "周巷镇属于慈溪市。\n滨海大道工程位于周巷镇，由海晟公司承建，2023年开工。\n"
    "慈溪市2022年地区生产总值2400亿元，2023年2500亿元。\n预计2024年地区生产总值2650亿元。",
    "b/二.txt": "慈溪市2023年地区生产总值2521亿元，力争2025年达到2900亿元。\n"
    "慈溪市与宁波大学合作共建研究院。海晟公司与宁波大学合作。",
}


def small() -> nx.MultiDiGraph[str]:
    """A graph with everything a page shows: figures over years, a conflict, milestones, two sources, a loose end."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(format=1, name="county-kg", refused={})
    for number, path in enumerate(TEXTS):
        graph.add_node(
            f"Document:{path}", label="Document", name=f"报告{number + 1}", path=path, characters=len(TEXTS[path]),
            reference_date=f"{2023 + number}-01", source="市政府", main_place="慈溪市",
        )  # fmt: skip
    _entity(graph, "Place", "慈溪市", id="330282", kind="county", code="330282", names=["慈溪市", "慈溪"])
    _entity(graph, "Place", "周巷镇", kind="township", county="330282")
    _entity(graph, "Project", "滨海大道工程", county="330282")
    _entity(graph, "Organization", "海晟公司")
    _entity(graph, "Organization", "宁波大学")
    _entity(graph, "Metric", "地区生产总值")
    _entity(graph, "Honor", "孤零奖")
    where = {"name": "b/二.txt", "says": TEXTS["b/二.txt"]}
    _edge(graph, "Place:周巷镇", "LOCATED_IN", "330282", "a.txt", "周巷镇属于慈溪市")
    _edge(graph, "Project:滨海大道工程", "LOCATED_IN", "Place:周巷镇", "a.txt", "滨海大道工程位于周巷镇")
    _edge(graph, "Organization:海晟公司", "PARTICIPATES_IN", "Project:滨海大道工程", "a.txt", "由海晟公司承建")
    _edge(graph, "330282", "COOPERATES_WITH", "Organization:宁波大学", where["name"], "慈溪市与宁波大学合作")
    _edge(
        graph,
        "Organization:海晟公司",
        "COOPERATES_WITH",
        "Organization:宁波大学",
        where["name"],
        "海晟公司与宁波大学合作",
    )
    _edge(graph, "Organization:海晟公司", "LOCATED_IN", "Place:周巷镇", "a.txt", "周巷镇，由海晟公司承建")
    _edge(graph, "Place:周巷镇", "PROMOTES", "Place:周巷镇", "a.txt", "周巷镇")
    graph.nodes["Project:滨海大道工程"]["milestones"] = [
        {"status": "started", "date": "2023", "evidence": [_piece("a.txt", "2023年开工")]},
        {"status": "completed", "date": "2025-06", "evidence": [_piece("a.txt", "滨海大道工程")]},
    ]
    figures = [
        ("a.txt", "2400亿元", 2400e8, "2022", "actual"), ("a.txt", "2500亿元", 2500e8, "2023", "actual"),
        ("b/二.txt", "2521亿元", 2521e8, "2023", "actual"), ("a.txt", "2650亿元", 2650e8, "2024", "estimated"),
        ("b/二.txt", "2900亿元", 2900e8, "2025", "target"),
    ]  # fmt: skip
    for number, figure in enumerate(figures):
        _observation(graph, f"obs:{number}", *figure)
    graph.add_edge("obs:1", "obs:2", key="CONTRADICTS", evidence=[])
    for id in [id for id, data in graph.nodes(data=True) if data["label"] not in ("Document", "Observation")]:
        _mention(graph, id)
    return graph


def _entity(graph: nx.MultiDiGraph[str], label: str, name: str, id: str | None = None, **more: Any) -> None:
    graph.add_node(id or f"{label}:{name}", label=label, name=name, **{"names": [name], **more})


def _piece(path: str, quote: str) -> dict[str, Any]:
    text = TEXTS[path]
    start = text.index(quote)
    low = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    high = min(at for at in (text.find("。", start), len(text)) if at >= 0)
    return evidence(path, start, quote, text[low : high + 1])


def _edge(graph: nx.MultiDiGraph[str], head: str, key: str, tail: str, path: str, quote: str) -> None:
    graph.add_edge(head, tail, key=key, evidence=[_piece(path, quote)])


def _observation(
    graph: nx.MultiDiGraph[str], id: str, path: str, surface: str, value: float, period: str, modality: str
) -> None:
    graph.add_node(
        id, label="Observation", name=id, metric="地区生产总值", subject="330282", value=value, unit="元", kind="level",
        qualifier="exact", period=period, modality=modality, surface=surface, year=int(period),
    )  # fmt: skip
    for tail, key in (("330282", "ABOUT"), ("Metric:地区生产总值", "OF")):
        graph.add_edge(id, tail, key=key, evidence=[_piece(path, surface)])


def _mention(graph: nx.MultiDiGraph[str], id: str) -> None:
    for path, text in TEXTS.items():
        name = graph.nodes[id]["name"]
        found, at = [], text.find(name)
        while at >= 0:
            found.append(evidence(path, at, name))
            at = text.find(name, at + 1)
        if found:
            graph.add_edge(id, f"Document:{path}", key="MENTIONED_IN", evidence=found)


def hostile(text: str = "{}") -> tuple[nx.MultiDiGraph[str], dict[str, str]]:
    """A graph with every payload in every place that text can come from, and its documents."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(format=1, name="county-kg", refused={})
    texts = {}
    for number, payload in enumerate(PAYLOADS):
        path = f"{number}{payload.replace('/', '|')}.txt"
        sentence = f"甲{number}{payload}乙{number}{payload}完。"
        texts[path] = f"{payload}\n{sentence}\n"
        graph.add_node(
            f"Document:{path}", label="Document", name=payload, path=path, source=payload, published=payload,
            reference_date="2023", main_place=payload, characters=9,
        )  # fmt: skip
        a, b = f"Place:甲{number}{payload}", f"Project:乙{number}{payload}"
        _entity(
            graph, "Place", f"甲{number}{payload}", kind=payload, code=payload, names=[f"甲{number}{payload}", payload]
        )
        _entity(graph, "Project", f"乙{number}{payload}")
        _entity(graph, "Metric", payload)
        piece = evidence(path, len(payload) + 1, sentence[:-2], sentence)
        graph.nodes[b]["milestones"] = [{"status": payload, "date": payload, "evidence": [piece]}]
        graph.add_edge(b, a, key="LOCATED_IN", evidence=[piece])
        graph.add_edge(
            a,
            f"Document:{path}",
            key="MENTIONED_IN",
            evidence=[evidence(path, len(payload) + 1, f"甲{number}{payload}", sentence)],
        )
        graph.add_node(
            f"obs:{number}", label="Observation", name=payload, metric=payload, subject=a, value=1.0, unit=payload,
            kind=payload, qualifier=payload, period=f"20{number + 10}", modality=payload, surface=payload, year=2023,
        )  # fmt: skip
        for tail, key in ((a, "ABOUT"), (f"Metric:{payload}", "OF")):
            graph.add_edge(f"obs:{number}", tail, key=key, evidence=[piece])
    return graph, texts


def large(count: int, seed: int = 1) -> nx.MultiDiGraph[str]:
    """A graph of towns and what lies in them: about 1.65 edges a node, each with one sentence."""
    chance = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(format=1, name="county-kg", refused={})
    papers = [f"文献{n}.txt" for n in range(max(2, count // 40))]
    for n, path in enumerate(papers):
        graph.add_node(
            f"Document:{path}", label="Document", name=f"第{n}号报告", path=path, reference_date=f"{2016 + n % 9}-01"
        )
    towns, things = [], []
    home: dict[str, list[str]] = {}
    for n in range(max(2, count // 60)):
        towns.append(_named(graph, "Place", f"{_word(chance, 2)}镇", n, kind="township"))
    kinds = (
        ("Project", "工程"),
        ("Policy", "行动"),
        ("Organization", "有限公司"),
        ("Industry", "产业"),
        ("Place", "村"),
    )
    while len(towns) + len(things) < count:
        label, suffix = chance.choices(kinds, (5, 2, 3, 1, 3))[0]
        id = _named(graph, label, _word(chance, chance.randint(2, 5)) + suffix, len(things))
        town = towns[int(len(towns) * chance.random() ** 1.4)]
        home.setdefault(town, []).append(id)
        things.append(id)
        _told(graph, chance, id, "LOCATED_IN", town, papers)
    for _ in range(int(count * 0.65)):
        inside = home.get(chance.choice(towns), [])
        near = chance.random() < 0.85 and len(inside) > 2
        a, b = chance.sample(inside if near else things, 2)
        _told(graph, chance, a, chance.choice(("PARTICIPATES_IN", "COOPERATES_WITH", "PART_OF", "CONNECTS")), b, papers)
    return graph


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(CHARACTERS) for _ in range(length))


def _named(graph: nx.MultiDiGraph[str], label: str, name: str, number: int, **more: Any) -> str:
    id = f"{label}:{name}" if f"{label}:{name}" not in graph else f"{label}:{name}@{number}"
    graph.add_node(id, label=label, name=name, names=[name], **more)
    return id


def _told(
    graph: nx.MultiDiGraph[str], chance: random.Random, head: str, key: str, tail: str, papers: list[str]
) -> None:
    if graph.has_edge(head, tail, key):
        return
    names = {"a": graph.nodes[head]["name"], "b": graph.nodes[tail]["name"]}
    sentence = chance.choice(PHRASES).format(**names, n=chance.randint(2, 990), m=chance.randint(1, 99)) + "。"
    piece = evidence(chance.choice(papers), chance.randrange(0, 9000), sentence[:-1], sentence)
    graph.add_edge(head, tail, key=key, evidence=[piece])
