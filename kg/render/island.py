"""Data in a page: JSON that cannot end its element, compressed where that pays; the policy and its hashes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

LARGE = 24 * 1024
ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Island:
    """The content of a `<script type="application/json">` and how it is coded: json, or gzip (base64)."""

    coding: str
    content: Markup

    @property
    def size(self) -> int:
        return len(self.content)


def island(data: object) -> Island:
    """Return `data` as an island; lone surrogates become U+FFFD."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(text) > LARGE:
        packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
        packed = packed[:9] + b"\xff" + packed[10:]  # the system that packed it is nobody's matter
        return Island("gzip", Markup(base64.b64encode(packed).decode("ascii")))
    return Island("json", escaped(text))


def escaped(json_text: str) -> Markup:
    """JSON text in which no tag, comment or entity can begin."""
    return Markup(json_text.translate(ESCAPES))


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The Content-Security-Policy that lets these very scripts and styles run and nothing else in or out."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
