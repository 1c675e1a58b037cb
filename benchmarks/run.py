"""Speed and memory of reading, beside what people use today, on the same text in one run.

    python benchmarks/run.py [--characters N]

The text is the folder in KG_CORPUS where that is set, else the sample documents repeated. Each contender runs in a
process of its own on one core, so that peak memory is its own; start-up is timed apart. Ratios within a run tell
something, absolute speeds depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "seeds" / "documents"
CONTENDERS = {
    "kg-rules": "kg, rules alone",
    "kg": "kg, rules and tagger",
    "jieba-posseg": "jieba.posseg",
    "jieba-ruler": "jieba + spaCy EntityRuler",
}


def corpus(characters: int) -> list[str]:
    """Texts of about that many characters in all."""
    folder = os.environ.get("KG_CORPUS")
    found = sorted(Path(folder).rglob("*.txt")) if folder else sorted(SAMPLES.glob("*.txt"))
    texts = [path.read_bytes().decode("utf-8", "replace") for path in found]
    if not texts:
        sys.exit(f"no *.txt in {folder or SAMPLES}")
    taken: list[str] = []
    size = at = 0
    while size < characters:
        text = texts[at % len(texts)]
        taken.append(text[: characters - size])
        size += len(taken[-1])
        at += 1
        if folder and at == len(texts):
            break
    return taken


def measure(contender: str, texts: list[str]) -> dict[str, float]:
    """Run one contender on the texts: seconds to start, seconds of work, peak memory in MB."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(texts, file, ensure_ascii=False)
        file.flush()
        command = [sys.executable, str(HERE / "contender.py"), contender, file.name]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def build_time() -> float:
    """Seconds of `kg build` on the sample documents, start-up included."""
    with tempfile.TemporaryDirectory() as out:
        manifest = str(SAMPLES / "manifest.csv")
        command = [sys.executable, "-m", "kg", "build", str(SAMPLES), "--manifest", manifest, "--out", out]
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - begin


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--contenders", nargs="*", default=list(CONTENDERS), choices=list(CONTENDERS))
    args = parser.parse_args()
    texts = corpus(args.characters)
    size = sum(map(len, texts))
    print(f"{size} characters, {len(texts)} texts")
    print("| reader | characters/s | times jieba.posseg | start, s | peak memory, MB |")
    print("|---|---|---|---|---|")
    results = {name: measure(name, texts) for name in args.contenders}
    base = results.get("jieba-posseg", {}).get("seconds")
    for name, result in results.items():
        ratio = f"{base / result['seconds']:.1f}" if base else ""
        speed = f"{size / result['seconds']:,.0f}"
        print(f"| {CONTENDERS[name]} | {speed} | {ratio} | {result['start']:.1f} | {result['memory']:.0f} |")
    if SAMPLES.is_dir():
        print(f"\nkg build of the samples: {build_time():.1f} s, start-up included")


if __name__ == "__main__":
    main()
