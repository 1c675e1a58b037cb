"""Names in quotes and in 书名号, and what follows the quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.names.lexicon import Lexicon
from kg.model import Mention

QUOTED = re.compile(r"[“‘「]([^“”‘’「」\n]{1,40})[”’」]|《([^《》\n]{2,60})》")


def find_quoted(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """“…”行动 is a policy with its quotes, 《…规划》 one without; 实施“…” and 获评“…” say what the words within are."""
    for match in QUOTED.finditer(text):
        mention = _titled(match, lexicon) if match.group(2) else _quoted(text, match, lexicon)
        if mention:
            yield mention


def _titled(match: re.Match[str], lexicon: Lexicon) -> Mention | None:
    title = match.group(2)
    if not lexicon.document.search(title):
        return None
    return Mention("Policy", match.start(2), match.end(2), title, "name:document")


def _quoted(text: str, match: re.Match[str], lexicon: Lexicon) -> Mention | None:
    inner = match.group(1)
    follow = lexicon.quoted.match(text, match.end())
    if follow:
        kind = "Policy"
        return Mention(kind, match.start(), follow.end(), text[match.start() : follow.end()], "name:quoted-head")
    before = max(0, match.start() - 8)
    if lexicon.triggers["Honor"].search(text, before, match.start()) or text.startswith("称号", match.end()):
        return Mention("Honor", match.start(1), match.end(1), inner, "name:quoted-honor")
    if len(inner) > 2 and lexicon.triggers["Policy"].search(text, before, match.start()):
        return Mention("Policy", match.start(1), match.end(1), inner, "name:quoted-policy")
    return None
