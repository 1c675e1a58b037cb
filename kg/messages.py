"""What the program says, in the user's language: the reader of schemas/messages.yaml."""

from __future__ import annotations

import locale
import os
from functools import lru_cache
from typing import Any

import yaml

from kg.resources import folder

LANGUAGES = ("zh", "en")


def say(key: str, lang: str, **values: Any) -> str:
    """Return the message `key` in `lang` with its blanks filled; a key that is not listed is the message itself."""
    entry = _table().get(key)
    if entry is None:
        return key
    return str(entry[lang]).format(**values)


def user_language() -> str:
    """The language of the user's environment: Chinese where it says so, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((n for n in names if n), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    path = folder("schemas") / "messages.yaml"
    loaded = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return dict(loaded)
