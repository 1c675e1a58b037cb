"""One contender of run.py, in a process of its own: reads the texts, prints seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def kg(tagger: bool) -> Callable[[str], object]:
    """read + repair + annotate + relate of one document."""
    from kg.model import Document
    from kg.pipeline import extract_document, load_tools

    tools = load_tools(tagger=tagger)
    tools.seeds.places.scan("全国")
    return lambda text: extract_document(Document("bench.txt", text, "0" * 64), tools)


def jieba_posseg() -> Callable[[str], object]:
    """Words with their parts of speech."""
    import jieba.posseg

    jieba.setLogLevel(60)
    jieba.initialize()
    return lambda text: list(jieba.posseg.cut(text))


def jieba_ruler() -> Callable[[str], object]:
    """What a spaCy user writes: jieba's words, an EntityRuler with the same gazetteer down to the town."""
    import jieba
    import spacy

    from kg.seeds import load_seeds

    jieba.setLogLevel(60)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    names = sorted(load_seeds().places._names)
    ruler.add_patterns([{"label": "Place", "pattern": name} for name in names])  # type: ignore[attr-defined]
    return lambda text: [nlp(part) for part in text.split("\n")]


def main() -> None:
    """Time one contender."""
    name, path = sys.argv[1:]
    begin = time.perf_counter()
    makers: dict[str, Callable[[], Callable[[str], object]]] = {
        "kg": lambda: kg(True),
        "kg-rules": lambda: kg(False),
        "jieba-posseg": jieba_posseg,
        "jieba-ruler": jieba_ruler,
    }
    work = makers[name]()
    texts = json.loads(Path(path).read_text("utf-8"))
    work(texts[0][:500])
    start = time.perf_counter() - begin
    begin = time.perf_counter()
    for text in texts:
        work(text)
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"start": start, "seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    main()
