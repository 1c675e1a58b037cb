"""All rules for names, in one call. Every rule is a pure finder of the folded reading text."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.names.heads import find_heads
from kg.annotate.names.lexicon import Lexicon
from kg.annotate.names.quoted import find_quoted
from kg.model import Mention


def find(text: str, lexicon: Lexicon) -> list[Mention]:
    """Return the names of projects, policies, organizations, industries and honours that rules see in `text`.

    Overlapping candidates are all returned, by start: `settle` decides.
    """
    found = [*find_heads(text, lexicon), *find_quoted(text, lexicon), *find_honors(text, lexicon)]
    found += find_known(text, lexicon)
    return sorted(found, key=lambda m: (m.start, m.end, m.type, m.rule))


def find_known(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Names that stand by themselves: 千万工程, 国务院."""
    for match in lexicon.known.finditer(text):
        word = match.group()
        kind = lexicon.known_types[word]
        yield Mention(kind, match.start(), match.end(), lexicon.organizations.get(word, word), f"name:known-{kind}")


def find_honors(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Level, quality, head: 全国…示范县; a count behind it (示范县3个) makes it a class and no honour."""
    for match in lexicon.honor.finditer(text):
        start, end = match.span()
        after = text[end : end + 2]
        if after[:1].isdigit() or (end - start) < 5:
            continue
        yield Mention("Honor", start, end, match.group(), "name:honor")
