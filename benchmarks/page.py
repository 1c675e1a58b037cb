"""The page beside a stock pyvis page with the same positions, in one run: size, ready, a frame, a click.

    python benchmarks/page.py [--nodes 300 2000 20000] [--skip-stock 20000]

Needs chromium and playwright. Times are medians in headless Chromium; ratios within a run tell something, absolute
ones depend on the machine. A frame is one whole drawing of the map, read back so that it has really happened.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.render.layout import layout
from kg.render.page import write_page
from kg.render.shown import shown
from tests.browser import browser
from tests.pages import large

DRAW = "r._redraw(); c.getImageData(0, 0, 1, 1);"
OURS = "const n = kg.map.network, r = n.renderer, c = n.canvas.getContext();"
STOCK = "const n = network, r = n.renderer, c = n.canvas.getContext();"
BUDGETS = {300: (550, 0.4, 35, 60), 2000: (820, 0.6, 35, 60), 20000: (2560, 0.7, None, None)}


def timed(page: Any, setting: str, action: str, rounds: int = 21) -> float:
    """Median milliseconds of an action in the page; k counts the rounds, the first four to warm up."""
    script = f"""() => {{ {setting}
      const took = [];
      for (let k = 0; k < {rounds}; k++) {{
        c.getImageData(0, 0, 1, 1);
        const from = performance.now();
        {action}
        if (k > 3) took.push(performance.now() - from);
      }}
      return took;
    }}"""
    return float(statistics.median(page.evaluate(script)))


def measure(running: Any, path: Path, *, stock: bool) -> dict[str, float]:
    """Open a page and measure it; requests to the network are cut off, as they would be without one."""
    tab = running.new_page(viewport={"width": 1280, "height": 800})
    tab.route("http*://**", lambda route: route.abort())
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url) if request.url.startswith("http") else None)
    tab.goto(path.as_uri(), timeout=120_000, wait_until="commit")
    if stock:
        tab.wait_for_function("window.network && network.body && network.canvas.getContext()", timeout=120_000)
        ready = tab.evaluate(f"() => {{ {STOCK} {DRAW} return performance.now(); }}")
        click = f"n.selectNodes([k * 7 % {tab.evaluate('nodes.length')}]); {DRAW}"
    else:
        tab.wait_for_selector("html[data-ready]", timeout=120_000)
        ready = float(tab.evaluate("document.documentElement.dataset.ready"))
        click = f"kg.choose(k * 7 % kg.model.shown); {DRAW}"
    setting = STOCK if stock else OURS
    found = {"ready": ready / 1000, "frame": timed(tab, setting, DRAW), "click": timed(tab, setting, click)}
    tab.close()
    return {**found, "requests": len(requests)}


def sentence(graph: Any, edge: tuple[str, str, str]) -> str:
    head, key, tail = edge
    return str(graph.edges[head, tail, key]["evidence"][0]["sentence"])


def stock_page(graph: Any, path: Path) -> None:
    """What pyvis makes of the same graph when its positions are given."""
    from pyvis.network import Network

    what = shown(graph)
    points = layout(what).points
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [
        {"id": n, "label": what.data[n]["name"], "shape": "dot", "x": float(x), "y": float(y), "size": what.radii[n]}
        for n, (x, y) in enumerate(points)
    ]
    net.node_ids = list(range(len(what.ids)))
    net.edges = [{"from": a, "to": b, "title": sentence(graph, edges[0])} for (a, b), edges in what.links.items()]
    net.toggle_physics(False)
    path.write_text(net.generate_html(), "utf-8")


def run(count: int, running: Any, folder: Path, *, stock: bool) -> None:
    """Print the lines of one size."""
    graph = large(count)
    start = time.perf_counter()
    what = shown(graph)
    layout(what)
    laid_out = time.perf_counter() - start
    path = folder / "graph.html"
    start = time.perf_counter()
    sizes = write_page(graph, path, sha256="0" * 64, lang="zh", texts={})
    wrote = time.perf_counter() - start
    line(f"kg {count}", sizes.page, measure(running, path, stock=False), BUDGETS.get(count))
    print(
        f"{'':14}layout {laid_out:.2f} s, page written in {wrote:.2f} s, "
        f"source paragraphs {sizes.sources / 1024:.0f} KB"
    )
    if stock:
        stock_page(graph, folder / "stock.html")
        line(
            f"pyvis {count}",
            (folder / "stock.html").stat().st_size,
            measure(running, folder / "stock.html", stock=True),
        )


def line(name: str, size: int, found: dict[str, float], budget: Any = None) -> None:
    text = (
        f"{name:14}{size / 1024:8.0f} KB  ready {found['ready']:6.2f} s  frame {found['frame']:7.1f} ms  "
        f"click {found['click']:7.1f} ms  requests {found['requests']:.0f}"
    )
    if budget:
        wanted = zip(("KB", "s", "ms a frame", "ms a click"), budget)
        text += "   (aim: " + ", ".join(f"{value} {unit}" for unit, value in wanted if value) + ")"
    print(text, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, nargs="*", default=[300, 2000, 20000])
    parser.add_argument("--skip-stock", type=int, nargs="*", default=[])
    args = parser.parse_args()
    with browser() as running, tempfile.TemporaryDirectory() as folder:
        for count in args.nodes:
            run(count, running, Path(folder), stock=count not in args.skip_stock)
