"""Write docs/graph-model.md (with its picture) from schemas/, and docs/cypher.md in both languages from the cookbook.

    python tools/store_docs.py [--check]

With --check nothing is written; the exit code is 1 where a file is not what would be written.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from kg.schema import Schema, load_schema
from kg.store.cookbook import questions
from kg.store.stored import OF_EDGES, labels, properties

DOCS = Path(__file__).parent.parent / "docs"
HEADS = Path(__file__).parent / "store_docs"
ABOUT_EDGES = {
    "documents": "document of each piece of evidence (its `path`)",
    "quotes": "the words that say it",
    "sentences": "the sentences they stand in",
    "starts": "offset of each quote in the document's text",
    "ends": "offset behind it",
    "rules": "what found it",
    "scores": "how sure a model was; -1 where none chose; absent where no piece has one",
    "pages": "page of a PDF; -1 where unknown; absent where no piece has one",
    "parts": "`12-15,20-30`: raw spans of a quote that crosses a repaired cut; absent where none does",
    "sources": "number of pieces",
}


def model(schema: Schema) -> str:
    """The text of graph-model.md."""
    template = (HEADS / "graph-model.md").read_text("utf-8")
    return template.format(labels=_labels(schema), relations=_relations(schema), evidence=_evidence())


def _labels(schema: Schema) -> str:
    lines = []
    for label in labels(schema):
        node = schema.nodes.get(label)
        title = f"{node.label['zh']} {node.label['en']}" if node else "图谱本身 the graph itself"
        told = ", ".join(f"`{name}` {kind}" for name, kind in properties(label, schema).items())
        lines.append(f"- **`{label}`** {title}: {told}")
    return "\n".join(lines)


def _relations(schema: Schema) -> str:
    lines = []
    for type in sorted(schema.edges):
        edge = schema.edges[type]
        ends = ", ".join(sorted(edge.head)), ", ".join(sorted(edge.tail))
        kind = " · ".join(["symmetric"] * edge.symmetric + ["made by the graph"] * edge.structural)
        lines.append(f"| `{type}` | {edge.label['zh']} {edge.label['en']} | {ends[0]} | {ends[1]} | {kind} |")
    return "\n".join(lines)


def _evidence() -> str:
    return "\n".join(f"- `{name}` {kind}: {ABOUT_EDGES[name]}" for name, kind in OF_EDGES.items())


def picture(schema: Schema) -> str:
    """The labels in a circle, and an arrow from each relation's heads to its tails."""
    names = sorted(schema.nodes)
    size, middle, radius = 760, 380, 290
    places = {
        name: (
            middle + radius * math.sin(2 * math.pi * n / len(names)),
            middle - radius * math.cos(2 * math.pi * n / len(names)),
        )
        for n, name in enumerate(names)
    }
    pairs: dict[tuple[str, str], list[str]] = {}
    for type, edge in sorted(schema.edges.items()):
        if type != "MENTIONED_IN":
            for head in sorted(edge.head):
                for tail in sorted(edge.tail):
                    pairs.setdefault((head, tail), []).append(type)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" role="img">',
        "<title>Labels and relations of the stored graph</title>",
        '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#8a9099"/></marker></defs>',
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
    ]
    for (head, tail), types in sorted(pairs.items()):
        out.append(_arrow(places[head], places[tail], middle, ", ".join(types)))
    for name, (x, y) in places.items():
        node = schema.nodes[name]
        out.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="46" fill="{node.colour["light"]}"/>')
        for line, below in ((name, -3), (node.label["zh"], 16)):
            place = f'x="{x:.0f}" y="{y + below:.0f}" text-anchor="middle" fill="#ffffff" font-size="13"'
            out.append(f"<text {place}>{line}</text>")
    caption = "MENTIONED_IN leads from everything to Document"
    place = f'x="{middle}" y="{size - 8}" text-anchor="middle" font-size="13" fill="#3d434b"'
    out.append(f"<text {place}>{caption}</text>")
    return "\n".join([*out, "</svg>"]) + "\n"


def _arrow(a: tuple[float, float], b: tuple[float, float], middle: int, types: str) -> str:
    title = f"<title>{types}</title>"
    if a == b:
        x, y = a[0] + (a[0] - middle) * 0.16, a[1] + (a[1] - middle) * 0.16
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="30" fill="none" stroke="#8a9099">{title}</circle>'
    length = math.dist(a, b)
    x, y = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    start = a[0] + x * 48 - y * 6, a[1] + y * 48 + x * 6
    end = b[0] - x * 50 - y * 6, b[1] - y * 50 + x * 6
    line = f'x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" y2="{end[1]:.0f}"'
    return f'<line {line} stroke="#8a9099" marker-end="url(#a)">{title}</line>'


def cookbook(lang: str) -> str:
    """The text of cypher.md in a language."""
    found = questions()
    other, link = ("English", "cypher.md") if lang == "zh" else ("中文", "cypher.zh-CN.md")
    lines = [
        (HEADS / f"cypher.{lang}.md").read_text("utf-8"),
        f"[{other}]({link})\n",
        "## 问题\n" if lang == "zh" else "## Questions\n",
    ]
    for q in found.values():
        options = "".join(f" --{p.name} {p.example}" for p in q.parameters)
        lines.append(f"### {q.text[lang]}\n\n`kg ask {q.name}{options}`\n\n```cypher\n{q.cypher}\n```\n")
    return "\n".join(lines)


def main() -> int:
    """Write, or with --check compare."""
    schema = load_schema()
    files = {
        "graph-model.md": model(schema),
        "graph-model.svg": picture(schema),
        "cypher.md": cookbook("en"),
        "cypher.zh-CN.md": cookbook("zh"),
    }
    if "--check" in sys.argv:
        old = [name for name, text in files.items() if (DOCS / name).read_text("utf-8") != text]
        if old:
            print(f"not up to date, run tools/store_docs.py: {', '.join(old)}", file=sys.stderr)
        return 1 if old else 0
    for name, text in files.items():
        (DOCS / name).write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
