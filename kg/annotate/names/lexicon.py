"""The words of seeds/ that tell where names begin and end, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.annotate.words import alternation
from kg.seeds import Seeds

NUMERAL = "一二三四五六七八九十百千两几0-9"


@dataclass(frozen=True)
class Lexicon:
    """Compiled knowledge of names."""

    heads: Mapping[str, tuple[str, bool]]  # head word -> type, does it make a name by itself (strong)?
    anchor: re.Pattern[str]  # any head word, its tail (二期, 一标段) in group 1
    border: re.Pattern[str]  # what ends a walk to the left; words that only look so in group "keep"
    generic: re.Pattern[str]  # a modifier that names nothing (27个重大, 一批)
    triggers: Mapping[str, re.Pattern[str]]  # type -> a verb of it at the end of a text
    quoted: re.Pattern[str]  # what follows a quoted policy: “…”行动
    document: re.Pattern[str]  # the end of a policy document's title
    honor: re.Pattern[str]  # level … head, in one go
    honor_head: re.Pattern[str]
    known: re.Pattern[str]  # names that stand by themselves
    known_types: Mapping[str, str]
    organizations: Mapping[str, str]  # known body -> its full name
    bodies: Mapping[str, str]  # 政府 -> 人民政府, behind the name of a place
    alias: re.Pattern[str]
    honor_words: re.Pattern[str]
    levels: re.Pattern[str]
    industries: re.Pattern[str]
    trigger_words: re.Pattern[str]  # naming verbs of all types
    trigger_types: Mapping[str, str]  # verb -> the types that it may name


@lru_cache(maxsize=4)
def compile_lexicon(seeds: Seeds) -> Lexicon:
    """Compile the name seeds; kept for the seeds object it was made from."""
    suffixes, cues, policies = seeds.data["suffixes"], seeds.data["cues"], seeds.data["policies"]
    honors, organizations = seeds.data["honors"], seeds.data["organizations"]
    industries = seeds.data["industries"]
    heads = _heads(suffixes)
    trigger_types = _trigger_types(cues["triggers"])
    known_types = (
        dict.fromkeys(policies["known"], "Policy")
        | dict.fromkeys(honors["known"], "Honor")
        | dict.fromkeys(organizations["known"], "Organization")
    )
    return Lexicon(
        heads=heads,
        anchor=re.compile(f"(?:{alternation(heads)})((?:{alternation(suffixes['tails'])})?)"),
        border=re.compile(_border(cues)),
        generic=re.compile(f"(?:{alternation(suffixes['generic'])}|[{NUMERAL}.]+[个大项类条家种批]?|[一二三四]批)+"),
        triggers={kind: re.compile(f"(?:{alternation(words)})[了着出]?$") for kind, words in cues["triggers"].items()},
        quoted=re.compile(alternation(policies["quoted_heads"])),
        document=re.compile(f"(?:{alternation(policies['document_heads'])})(?:（[^（）]{{1,20}}）)?$"),
        honor=re.compile(_honor(honors)),
        honor_head=re.compile(f"(?:{alternation(honors['heads'])})$"),
        known=re.compile(alternation(known_types)),
        known_types=known_types,
        organizations=organizations["known"],
        bodies=organizations["bodies"],
        alias=re.compile(
            f'[（(](?:{alternation(cues["aliases"])})[：:为]?[“‘"「]?([^”’"」）()，,。\\n]{{1,20}})[”’"」]?[）)]'
        ),
        honor_words=re.compile(alternation(honors["heads"])),
        levels=re.compile(alternation(honors["levels"])),
        industries=re.compile(alternation([*industries["known"], *industries["products"]])),
        trigger_words=re.compile(alternation(trigger_types)),
        trigger_types=trigger_types,
    )


def _trigger_types(triggers: Mapping[str, list[str]]) -> dict[str, str]:
    types: dict[str, str] = {}
    for kind, words in sorted(triggers.items()):
        for word in words:
            types[word] = types.get(word, "") + kind
    return types


def _heads(suffixes: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    heads: dict[str, tuple[str, bool]] = {}
    for kind in ("Organization", "Project", "Policy", "Industry"):
        for strength in ("strong", "weak"):
            for word in suffixes[kind][strength]:
                heads.setdefault(word, (kind, strength == "strong"))
    return heads


def _border(cues: Mapping[str, list[str]]) -> str:
    keep = f"(?P<keep>{alternation(cues['keep'])})"
    punctuation = r"[，。；：、！？“”‘’「」《》〈〉\s,;:!?…—~～|\"'/]"
    return f"{keep}|{punctuation}|{alternation([*cues['stops'], *cues['verbs']])}"


def _honor(honors: Mapping[str, list[str]]) -> str:
    level, head = alternation(honors["levels"]), alternation(honors["heads"])
    inner = r"[^，。；：、！？\s的和与获入评了（）]{0,16}?"
    return f"{level}{inner}{head}(?:{head})?(?:（[^（）\\n]{{1,10}}）)?"
