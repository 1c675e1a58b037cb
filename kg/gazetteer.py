"""Listed places: China's divisions down to the village with their codes, and the hand-made lists beside them.

Codes: six digits for province (330000), prefecture (330200) and county (330282), nine for town or street, twelve for
village or community. Places of the hand-made lists have codes of ours (`region:长三角`, `country:德国`), a unit that
was only renamed the code of the present one. Files are read when first asked for.
"""

from __future__ import annotations

import lzma
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import add
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SeedError
from kg.model import PLACE_KINDS, Place

_PEOPLE = (
    "柯尔克孜|乌孜别克|维吾尔|哈萨克|达斡尔|塔吉克|俄罗斯|鄂温克|鄂伦春|蒙古|布依|朝鲜|土"
    "家|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|德昂|保"
    "安|裕固|独龙|赫哲|门巴|珞巴|基诺|汉|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|"
    "水|土|羌|怒|京|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLE})族|蒙古|维吾尔|哈萨克|柯尔克孜|达斡尔|锡伯|塔吉克)+(?=自治|乡|苏木|镇)")
_TAIL = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|特区|街道|苏木|省|市|县|区|旗|州|盟|镇|乡)$")
KEPT = 400  # characters: the hits of a longer text are kept for the next room that asks
PIECE = 100_000  # characters scanned at a time
_FILES = ("abbreviations", "abroad", "former", "merged", "own", "regions", "short_names", "zones")


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name in a text: where it stands, and the codes of the places that bear it."""

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    form: str  # full | short | abbreviation


def short_name(name: str) -> str:
    """The name without the word for its level and the peoples in it; the name itself where little would be left.

    >>> short_name("慈溪市"), short_name("黔东南苗族侗族自治州"), short_name("作登瑶族乡"), short_name("沙县")
    ('慈溪', '黔东南', '作登', '沙县')
    """
    head = _TAIL.sub("", _AUTONOMOUS.sub("", name))
    return head if len(head) > 1 else name


def kind_of(code: str, name: str = "") -> str:
    """The kind of place that an official code stands for."""
    if len(code) == 6:
        return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    if len(code) == 9:
        return "zone" if name.endswith(("区", "园", "场")) and not name.endswith("地区") else "township"
    return "community" if code[9] < "2" else "village"


def county_of(code: str | None) -> str | None:
    """The county that a code of a county or of a place below it belongs to."""
    return code[:6] if code and code[:6].isdigit() and code[4:6] != "00" else None


class Gazetteer:
    """Listed places by code and by name."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folder / "places" for folder in folders if (folder / "places").is_dir())
        self._villages = lru_cache(maxsize=64)(self._read_villages)
        self._kept = lru_cache(maxsize=4)(self._scan)
        self._member = lru_cache(maxsize=16)(self._read_member)
        self.chain = lru_cache(maxsize=20_000)(self._chain)
        self._get = lru_cache(maxsize=20_000)(self._make)

    def get(self, code: str | None) -> Place | None:
        """The place of a code."""
        return self._get(code) if code else None

    def _make(self, code: str) -> Place | None:
        if code in self._own:
            return self._own[code]
        name = self._listed.get(code) or (self._village_name(code) if len(code) == 12 else None)
        return Place(name, kind_of(code, name), code, self.parent(code)) if name else None

    def parent(self, code: str) -> str | None:
        """The code of the next place above."""
        if code in self._own:
            return self._own[code].parent
        if len(code) == 12:
            return code[:9]
        steps = (code[:6], code[:4] + "00", code[:2] + "0000")
        return next((step for step in steps if step != code and step in self._listed), None)

    def _chain(self, code: str | None) -> tuple[str, ...]:
        """The code and those of all places above it, lowest first."""
        found: list[str] = []
        while code is not None and code not in found:
            found.append(code)
            code = self.parent(code)
        return tuple(found)

    def named(self, name: str, within: str | None = None) -> tuple[Place, ...]:
        """Places of that full name, short name or abbreviation; with `within` only those that lie in that code."""
        codes = dict.fromkeys(
            (*self._full.get(name, ()), *self._short.get(name, ()), *self._abbreviations.get(name, ()))
        )
        if within and county_of(within):
            codes |= dict.fromkeys(self.villages(within[:6]).get(name, ()))
        places = (self.under_name(code, name) for code in codes if within is None or within in self.chain(code))
        return tuple(place for place in places if place)

    def under_name(self, code: str, name: str) -> Place | None:
        """The place of a code, called as a former name calls it."""
        place, former = self.get(code), self._former.get(name)
        return replace(place, name=name) if place and former == code else place

    def children(self, code: str) -> tuple[Place, ...]:
        """The places next below: counties of a prefecture, towns of a county, villages of a town."""
        if len(code) == 9:
            villages = (c for codes in self.villages(code[:6]).values() for c in codes if c.startswith(code))
            return tuple(place for place in map(self.get, sorted(dict.fromkeys(villages))) if place)
        below = (c for c in self._children.get(code, ()))
        return tuple(place for place in map(self.get, below) if place)

    def towns(self, county: str) -> dict[str, str]:
        """Towns of a county by full name."""
        return {self._listed[code]: code for code in self._children.get(county, ())}

    def villages(self, county: str) -> Mapping[str, tuple[str, ...]]:
        """Villages and communities of a county: codes by name."""
        return self._villages(county)

    def scan(self, text: str) -> tuple[Hit, ...]:
        """All listed names in the text, from country to town, overlapping ones too, by start, long before short."""
        return self._kept(text) if len(text) > KEPT else self._scan(text)

    def _scan(self, text: str) -> tuple[Hit, ...]:
        heads, names = self._heads, self._names
        hits: list[Hit] = []
        for low in range(0, len(text), PIECE):
            piece = text[low : low + PIECE + 1]
            for at in [low + i for i, pair in enumerate(map(add, piece, piece[1:])) if pair in heads]:
                for length in heads[text[at : at + 2]]:
                    name = text[at : at + length]
                    if name in names:
                        hits += [Hit(at, at + length, name, codes, form) for form, codes in names[name]]
        return tuple(hits)

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Short names that are words of their own (和平, 东方): names only with evidence."""
        return frozenset(self._seeds["short_names"].get("ordinary") or ())

    # ---- files --------------------------------------------------------------------------------------------------

    @cached_property
    def _seeds(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {stem: {} for stem in _FILES}
        for folder in self._folders:
            for stem in _FILES:
                path = folder / f"{stem}.yaml"
                for key, value in (_mapping(path) if path.is_file() else {}).items():
                    old = found[stem].get(key)
                    found[stem][key] = (
                        old + value if isinstance(old, list) else (old | value if isinstance(old, dict) else value)
                    )
        return found

    @cached_property
    def _listed(self) -> dict[str, str]:
        text = "".join(
            (folder / "divisions.tsv").read_text("utf-8")
            + lzma.decompress((folder / "towns.tsv.xz").read_bytes()).decode()
            for folder in self._folders
            if (folder / "divisions.tsv").is_file() and (folder / "towns.tsv.xz").is_file()
        )
        return dict(line.split("\t") for line in text.splitlines())

    @cached_property
    def _own(self) -> dict[str, Place]:
        return {place.code: place for place, _ in self._own_places() if place.code}

    def _own_places(self) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """Places of the hand-made lists with their other names."""
        for name, row in self._seeds["zones"].items():
            yield _own(name, "zone", row)
        for name, rows in self._seeds["own"].items():
            for row in rows if isinstance(rows, list) else [rows]:
                yield _listed_by_hand(name, row)
        for name, row in self._seeds["regions"].items():
            yield _own(name, "region", row)
        for name, row in self._seeds["abroad"].get("countries", {}).items():
            yield _own(name, "country", row)
        for name, parent in self._seeds["merged"].items():
            yield Place(name, "county", f"former:{name}", str(parent)), ()
        for country, cities in self._seeds["abroad"].get("cities", {}).items():
            for name in cities:
                yield Place(name, "prefecture", f"city:{name}", f"country:{country}"), ()

    @cached_property
    def _former(self) -> dict[str, str]:
        return {name: str(code) for name, code in self._seeds["former"].items()}

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        full: dict[str, tuple[str, ...]] = {}
        for code, name in self._listed.items():
            full[name] = (*full.get(name, ()), code)
        for place, aliases in self._own_places():
            for name in (place.name, *aliases):
                full[name] = (*full.get(name, ()), place.code or "")
        for name, code in self._former.items():
            full[name] = (*full.get(name, ()), code)
        return full

    @cached_property
    def _short(self) -> dict[str, tuple[str, ...]]:
        short: dict[str, tuple[str, ...]] = {}
        pairs = [(short_name(name), code) for code, name in self._listed.items() if len(code) == 6]
        present = {name for name, _ in pairs}
        pairs += [(short_name(n), c) for n, c in self._former.items() if len(c) == 6 and short_name(n) not in present]
        never = frozenset(self._seeds["short_names"].get("never") or ())
        for name, codes in self._seeds["short_names"].get("also", {}).items():
            pairs += [(name, str(code)) for code in (codes if isinstance(codes, list) else [codes])]
        for name, code in pairs:
            if name not in self._full and name not in never and code not in short.get(name, ()):
                short[name] = (*short.get(name, ()), code)
        return short

    @cached_property
    def _abbreviations(self) -> dict[str, tuple[str, ...]]:
        return {name: (str(code),) for name, code in self._seeds["abbreviations"].items()}

    @cached_property
    def _names(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        names: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
            name: (("full", codes),) for name, codes in self._full.items()
        }
        for form, more in (("short", self._short), ("abbreviation", self._abbreviations)):
            for name, codes in more.items():
                names[name] = (*names.get(name, ()), (form, codes))
        return names

    @cached_property
    def _heads(self) -> dict[str, tuple[int, ...]]:
        """By the first two characters of a name: how long such names are, the longest first."""
        heads: dict[str, set[int]] = {}
        for name in self._names:
            heads.setdefault(name[:2], set()).add(len(name))
        return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items() if len(head) > 1}

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {}
        for code in self._listed:
            below.setdefault(self.parent(code) or "", []).append(code)
        return {code: tuple(codes) for code, codes in below.items()}

    def _village_name(self, code: str) -> str | None:
        return next((name for name, codes in self.villages(code[:6]).items() if code in codes), None)

    def _read_villages(self, county: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        lines = self._member(county[:4])
        start = lines.find(f"#{county}")
        if start < 0:
            return found
        town, tail = "", 0
        for line in lines[start:].splitlines():
            if line[0] == "#":
                if not line.startswith(county, 1):
                    break
                town, tail = line[1:], 0
                continue
            name, _, number = line.partition("\t")
            tail = int(number) if number else tail
            found[name] = (*found.get(name, ()), f"{town}{tail:03d}")
            tail += 1
        return found

    def _read_member(self, prefecture: str) -> str:
        archive, name = self._archive, f"{prefecture}.txt"
        return archive.read(name).decode() if archive and name in archive.NameToInfo else ""

    @cached_property
    def _archive(self) -> zipfile.ZipFile | None:
        paths = [folder / "villages.zip" for folder in self._folders if (folder / "villages.zip").is_file()]
        return zipfile.ZipFile(paths[-1]) if paths else None


def _mapping(path: Path) -> dict[str, Any]:
    try:
        read = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedError(f"{path}, line {line}: {error.problem}") from None
    if read is not None and not isinstance(read, dict):
        raise SeedError(f"{path}: a mapping of names is expected")
    return read or {}


def _own(name: str, kind: str, row: Any) -> tuple[Place, tuple[str, ...]]:
    row = row or {}
    parent = row.get("in")
    return Place(name, kind, f"{kind}:{name}", str(parent) if parent else None), tuple(row.get("also") or ())


def _listed_by_hand(name: str, row: Any) -> tuple[Place, tuple[str, ...]]:
    """A place of any kind that a user lists: {kind: county, in: CODE, also: [...], code: …}."""
    row = row or {}
    kind = row.get("kind")
    if kind not in PLACE_KINDS:
        raise SeedError(f"places/own.yaml: {name} wants a kind, one of {', '.join(PLACE_KINDS)}")
    place, also = _own(name, kind, row)
    return (replace(place, code=str(row["code"])) if row.get("code") else place), also


def load_gazetteer(folders: Iterable[Path]) -> Gazetteer:
    """The gazetteer of the seed folders; files are read when first needed."""
    return Gazetteer(folders)
