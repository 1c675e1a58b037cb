"""Write tests/golden/ and the outputs in the READMEs anew, from the sample documents.

    python tools/golden.py

A golden file holds what one sample document says, a line a fact, without offsets: read the difference before you
commit it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "seeds" / "documents"
GOLDEN = ROOT / "tests" / "golden"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
BLOCK = re.compile(r"```console\n(\$ [^\n]*)\n.*?```", re.DOTALL)


def summary(record: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that tell what an extraction holds."""
    names = {e["id"]: e["name"] for e in record["entities"]}
    yield f"{record['doc']}: {record['main_place']}, {record['reference_date']}"
    for entity in record["entities"]:
        if entity["type"] != "Metric":
            kind = f" ({entity['kind']})" if "kind" in entity else ""
            yield f"{entity['type']} {entity['name']}{kind} = {' | '.join(entity['surfaces'])}"
    for o in record["observations"]:
        value = f"{o['value']:.10g}" + (f"..{o['value_max']:.10g}" if "value_max" in o else "") + o["unit"]
        how = " ".join(w for w in (o["kind"], o["qualifier"], o["modality"]) if w not in ("level", "exact", "actual"))
        yield f"{names[o['subject']]} | {o['metric']} | {o['period']} | {value} | {how}".rstrip(" |")
    for r in record["relations"]:
        yield f"{names[r['head']]} -{r['type']}-> {names[r['tail']]}"
    for m in record["milestones"]:
        yield f"{names[m['project']]} @ {m['status']} {m['date']}"


def summaries(extractions: Path) -> dict[str, str]:
    """Return the content of each golden file by its name."""
    found = {}
    for path in sorted(extractions.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        found[f"{path.stem}.txt"] = "".join(f"{line}\n" for line in summary(record))
    return found


def answer(command: str, lang: str) -> str:
    """Run `kg …` in this process and return what it prints."""
    from kg.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main([*shlex.split(command)[1:], "--lang", lang])
    if code:
        raise SystemExit(f"{command}: exit code {code}")
    return out.getvalue()


def with_answers(text: str, lang: str) -> str:
    """The text of a README with the output of each command in it."""
    return BLOCK.sub(lambda m: f"```console\n{m[1]}\n{answer(m[1][2:], lang)}```", text)


def main() -> None:
    """Write the golden files and the READMEs."""
    sys.path.insert(0, str(ROOT))
    from kg.api import build

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        build(SAMPLES, "out", manifest=SAMPLES / "manifest.csv")
        GOLDEN.mkdir(exist_ok=True)
        made = summaries(Path("out") / "extractions")
        for path in GOLDEN.glob("*.txt"):
            if path.name not in made:
                path.unlink()
        for name, text in made.items():
            (GOLDEN / name).write_text(text, "utf-8")
        for name, lang in READMES.items():
            path = ROOT / name
            path.write_text(with_answers(path.read_text("utf-8"), lang), "utf-8")
        os.chdir(ROOT)
    print(f"{len(made)} golden files; outputs in {', '.join(READMES)}")


if __name__ == "__main__":
    main()
