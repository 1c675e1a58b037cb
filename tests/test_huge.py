"""Huge and hostile input takes time and memory in line with its size, never more: n is held against 2n."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

from kg.model import Document
from kg.pipeline import Tools, extract_document

FIRM, ROAD = "第{}建设有限公司", "第{}大道工程"
SAMPLE = (SAMPLES / "xiaolong-road-news.txt").read_text("utf-8")
TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "one line": (lambda n: ("慈溪市加快建设智能家电产业集群，" * n)[:n], 20_000),
    "open quotes": (lambda n: "“慈溪" * n, 6_000),
    "open brackets": (lambda n: "（《" * n, 10_000),
    "digits": (lambda n: "慈溪市有" + "1234567890" * (n // 10) + "亿元。", 50_000),
    "points and commas": (lambda n: "1,2.3" * n + "万元", 10_000),
    "blanks": (lambda n: "慈溪" + " 　\t" * n + "市", 15_000),
    "empty lines": (lambda n: "慈溪市。" + "\n \n" * n + "完。", 30_000),
    "short lines": (lambda n: "慈\n" * n, 6_000),
    "list of firms": (lambda n: "、".join(FIRM.format(i) for i in range(n)), 1_000),
    "column of works": (lambda n: "\n".join(ROAD.format(i) for i in range(n)), 1_500),
    "list of figures": (lambda n: "慈溪市产值：" + "、".join(f"{i}亿元" for i in range(n)), 2_000),
    "wide table": (lambda n: "\t".join(["2023年"] * n) + "\n" + "\t".join(["5"] * n), 4_000),
    "same character": (lambda n: "县" * n, 20_000),
    "all suffixes": (lambda n: "镇村路桥厂区园局" * n, 2_500),
    "one text again and again": (lambda n: (SAMPLE + "\n\n") * n, 12),
}


def seconds(document: Document, tools: Tools) -> float:
    begin = time.process_time()
    extract_document(document, tools)
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_time_is_linear(tools: Tools, kind: str) -> None:
    """Twice the text takes twice as long; what is quadratic takes four times. The best of three counts."""
    make, size = TEXTS[kind]
    seconds(Document("warm.txt", make(50), "0" * 64), tools)
    one, two = Document("1.txt", make(size), "0" * 64), Document("2.txt", make(2 * size), "0" * 64)
    for _ in range(3):
        least, most = seconds(one, tools), seconds(two, tools)
        if most < 2.9 * least + 0.05:
            return
    pytest.fail(f"{kind}: {size} took {least:.2f} s, twice as much {most:.2f} s")


PROGRAM = """
import json, resource, sys
from kg.cli import main
folder = sys.argv[1]
code = main(["extract", f"{folder}/huge.txt", "--out", f"{folder}/out", "--published", "2024-09-29", "--lang", "en"])
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"code": code, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit}))
"""


def peak(folder: Path, characters: int) -> int:
    """Bytes of memory that reading a text of so many characters takes at most."""
    pytest.importorskip("resource")
    text = (SAMPLE + "\n\n") * (characters // len(SAMPLE) + 1)
    folder.mkdir()
    (folder / "huge.txt").write_text(text[:characters], "utf-8")
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    result: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    assert result["code"] == 0 and (folder / "out" / "huge.json").exists()
    return result["peak"]


@pytest.mark.slow
def test_memory_for_a_hundred_megabytes(tmp_path: Path) -> None:
    """Memory by the piece plus the text itself. From two sizes beyond one piece follows that of 100 MB."""
    sizes = (450_000, 900_000)
    small, large = (peak(tmp_path / str(size), size) for size in sizes)
    slope = max(large - small, 0) / (sizes[1] - sizes[0])  # bytes a character
    hundred = large + slope * (100_000_000 / 3 - sizes[1])
    assert hundred < 1e9, f"{small / 1e6:.0f} MB, {large / 1e6:.0f} MB, hence {hundred / 1e6:.0f} MB for 100 MB"
