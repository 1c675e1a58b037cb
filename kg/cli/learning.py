"""train, explain."""

from __future__ import annotations

import json
import os
import re
from argparse import Namespace
from pathlib import Path
from types import ModuleType

from kg.errors import ReadError, UsageError
from kg.messages import say
from kg.model import Document
from kg.tables import clean

GOLD = Path(__file__).parents[2] / "tests" / "gold"


def train(args: Namespace) -> int:
    """kg train [FOLDER…]: weights from annotated documents."""
    learner = _learner()
    from kg.learn.sources import annotated
    from kg.pipeline import load_tools
    from kg.schema import load_schema
    from kg.scoring import compared, score
    from kg.seeds import load_seeds

    folders = _folders(args.folders)
    held = [Path(args.held)] if args.held else []
    documents = annotated(folders, [*held, *(p for p in [GOLD / "held"] if p.is_dir())])
    if len(documents) < 2:
        raise UsageError("no_gold", path=" ".join(map(str, folders)))
    before = score(held[0], load_tools(args.schemas, args.seeds)) if held else None
    out = Path(args.out) if args.out else learner.HOME
    course = learner.Course(documents, load_schema(args.schemas), load_seeds(args.seeds), args.quick)
    learner.train(course, out, lambda name: print(out / name))
    print(say("done.train", args.lang, documents=len(documents), out=out))
    if before is not None:
        print(compared(before, score(held[0], load_tools(args.schemas, args.seeds, weights=out))), end="")
    return 0


def _learner() -> ModuleType:
    """The trainer (`kg.learn.train`), which needs a library that reading does not."""
    try:
        from kg.learn import train
    except ModuleNotFoundError as error:
        if error.name != "pycrfsuite":
            raise
        raise UsageError("no_crfsuite") from None
    return train


def _folders(given: list[str]) -> list[Path]:
    """The folders told, else those of the project and of KG_GOLD."""
    more = os.environ.get("KG_GOLD")
    folders = [Path(p) for p in given] or [GOLD / "train", *([Path(more)] if more else [])]
    for folder in folders:
        if not folder.is_dir():
            raise UsageError("no_gold", path=folder)
    return folders


def explain(args: Namespace) -> int:
    """kg explain FILE:START-END: the candidates at a place of a text, and why one won."""
    from kg.explain import explain as explained
    from kg.explain.text import lines
    from kg.pipeline import load_tools

    path, start, end = _spot(args.spot)
    document = _document(path, args)
    if end > len(document.text):
        raise UsageError("spot_outside", path=path, length=len(document.text), start=start, end=end)
    sections = explained(document, start, end, load_tools(args.schemas, args.seeds, weights=args.weights))
    if args.format == "json":
        print(json.dumps(dict(sections), ensure_ascii=False, indent=1))
    elif sections:
        print("\n".join(clean(line) for line in lines(sections, args.lang)))
    else:
        print(say("explain.unread", args.lang))
    return 0


def _spot(text: str) -> tuple[str, int, int]:
    found = re.fullmatch(r"(.+):(\d+)-(\d+)", text)
    if not found or int(found[2]) >= int(found[3]):
        raise UsageError("bad_spot", text=text)
    return found[1], int(found[2]), int(found[3])


def _document(path: str, args: Namespace) -> Document:
    """The first document of a file."""
    from kg.pipeline import Sources
    from kg.read import Failure

    sources = Sources((path,), args.published, args.main_place, args.manifest)
    for item in sources.read():
        if isinstance(item, Document):
            return item
        if isinstance(item, Failure):
            raise ReadError("; ".join(filter(None, item.told(args.lang))))
    raise UsageError("bad_spot", text=args.spot)
