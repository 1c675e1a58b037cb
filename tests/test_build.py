"""What a build writes: every file whole, the same bytes again, and every fact with its evidence."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, SAMPLES, Ran
from documents import encrypted_pdf, pdf, word

import kg as front
from kg.errors import StoreError
from kg.files import file_names, store_error
from kg.model import Document
from kg.pipeline import Tools, extract_document

Run = Callable[..., Ran]
FILES = {"extractions", "graph.html", "graph.json", "graph.kgl", "report.md"}
NEWS = "宁海县人民政府工作报告\n\n2023年，宁海县实现地区生产总值265.3亿元，增长6.1%。滨海大道工程建成通车。\n"
VILLAGE = "宁海县西店镇概况\n\n西店镇位于宁海县东部，常住人口3.2万人。全镇有企业120家。\n"
OTHER = "象山县2022年发展回顾\n\n2022年，象山县地区生产总值681.6亿元，增长4.2%。\n"


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A folder with three short documents, one of them in a folder below."""
    documents = tmp_path / "documents"
    (documents / "below").mkdir(parents=True)
    (documents / "news.txt").write_text(NEWS, "utf-8")
    (documents / "other.md").write_text(OTHER, "utf-8")
    (documents / "below" / "village.txt").write_text(VILLAGE, "utf-8")
    return documents


def content(out: Path) -> dict[str, bytes]:
    """Every file under `out` that must be the same bytes again."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.suffix != ".kgl"
    }


def extractions(out: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((out / "extractions").glob("*.json"))]


# ---- what stands in the folder ----


def test_what_a_build_writes(folder: Path, tmp_path: Path, tools: Tools) -> None:
    out = tmp_path / "out"
    graph = front.build(folder, out, tools=tools)
    assert {p.name for p in out.iterdir()} >= FILES
    assert not [p for p in out.rglob("*") if p.name.startswith(".") or p.suffix in (".part", ".pending")]
    assert [p.name for p in sorted((out / "extractions").iterdir())] == ["news.json", "other.json", "village.json"]
    digest = graph.sha256()
    import hashlib

    assert hashlib.sha256((out / "graph.json").read_bytes()).hexdigest() == digest
    assert digest in (out / "graph.html").read_text("utf-8")
    assert front.load(out).sha256() == digest


def test_what_is_stale_goes_and_what_is_not_ours_stays(folder: Path, tmp_path: Path, tools: Tools) -> None:
    out = tmp_path / "out"
    front.build(folder, out, tools=tools)
    foreign = {"extractions/notes.json": '{"mine": 1}', "extractions/readme.txt": "mine", "plan.docx": "mine"}
    for name, text in foreign.items():
        (out / name).write_text(text, "utf-8")
    (folder / "other.md").unlink()
    front.build(folder, out, tools=tools)
    assert {p.name for p in (out / "extractions").iterdir()} == {
        "news.json",
        "village.json",
        "notes.json",
        "readme.txt",
    }
    assert all((out / name).read_text("utf-8") == text for name, text in foreign.items())
    assert "象山县" not in (out / "graph.json").read_text("utf-8")


@pytest.mark.parametrize("blocked", ["graph.html", "graph.kgl", "report.md"])
def test_graph_json_comes_last(folder: Path, tmp_path: Path, tools: Tools, blocked: str) -> None:
    """Where another file cannot be written, the graph that was there stays."""
    out = tmp_path / "out"
    front.build(folder / "news.txt", out, tools=tools)
    before = (out / "graph.json").read_bytes()
    (out / blocked).unlink()
    (out / blocked).mkdir()
    (out / blocked / "full").write_text("a folder stands where the file must go", "utf-8")
    with pytest.raises(StoreError) as caught:
        front.build(folder, out, tools=tools)
    assert blocked in str(caught.value)
    assert (out / "graph.json").read_bytes() == before
    assert not list(out.glob(".*"))
    shutil.rmtree(out / blocked)
    front.build(folder, out, tools=tools)
    assert (out / "graph.json").read_bytes() != before


def test_same_bytes_again_and_whatever_the_order(folder: Path, tmp_path: Path, tools: Tools) -> None:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    wrote = []
    for number, paths in enumerate((files, files, files[::-1])):
        front.build(paths, tmp_path / str(number), tools=tools)
        wrote.append(content(tmp_path / str(number)))
    assert wrote[0] == wrote[1]
    assert wrote[0] == wrote[2]


@pytest.mark.slow
def test_same_bytes_from_another_process(demo: Path, tmp_path: Path) -> None:
    """Another seed of Python's hashes shows any order of a set that got into the output."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kg", "build", str(SAMPLES), "--manifest", str(SAMPLES / "manifest.csv")]
    environment = {**os.environ, "PYTHONHASHSEED": "271828", "LANG": "zh_CN.UTF-8"}
    subprocess.run([*command, "--out", str(out)], cwd=ROOT, env=environment, check=True, capture_output=True)
    one, other = content(demo), content(out)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    rows = [database(folder) for folder in (demo, out)]
    assert rows[0] == rows[1]


def database(out: Path) -> dict[str, Any]:
    """All that the embedded database holds, in an order of its own."""
    from kg.api import database as opened

    with opened(out) as stored:
        nodes = stored.query("MATCH (n) RETURN n.id AS id, n.name AS name, labels(n) AS labels ORDER BY id")
        edges = stored.query(
            "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS e, b.id AS b, e.quotes AS q ORDER BY a, e, b"
        )
    return {"nodes": nodes, "edges": edges}


def test_a_text_met_twice_is_read_once_and_counted(folder: Path, tmp_path: Path, tools: Tools) -> None:
    once = front.build(folder, tools=tools)
    shutil.copy(folder / "news.txt", folder / "zz-copy.txt")
    out = tmp_path / "out"
    twice = front.build(folder, out, tools=tools)
    assert sorted(twice) == sorted(once)
    assert twice.outcome and dict(twice.outcome.twice) == {"news.txt": 1}
    assert not (out / "extractions" / "zz-copy.json").exists()
    assert "news.txt" in (out / "report.md").read_text("utf-8").split("zz-copy")[0]


def test_equal_names_get_their_folder_in_front(tmp_path: Path, tools: Tools) -> None:
    for name, text in (("2022", OTHER), ("2023", NEWS)):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "report.txt").write_text(text, "utf-8")
    front.build(tmp_path / "in", tmp_path / "out", tools=tools)
    names = sorted(p.name for p in (tmp_path / "out" / "extractions").iterdir())
    assert names == ["2022-report.json", "2023-report.json"]


@pytest.mark.parametrize(
    "ids",
    [
        ["a/x.txt", "b/x.txt"],
        ["x.txt", "x.md", "X.html"],
        ["a-b/x.txt", "a/b-x.txt", "x.txt"],
        ["长" * 240 + "一.txt", "长" * 240 + "二.txt"],
        ['a"b.txt', "a:b.txt", "a*b.txt"],
        ["...txt", ".txt", "con/..txt"],
    ],
)
def test_file_names_differ_and_fit(ids: list[str]) -> None:
    names = file_names(ids)
    assert len({n.casefold() for n in names.values()}) == len(ids)
    assert all(
        0 < len(f".{n}.json.12345.part".encode()) <= 255 and not set(n) & set('<>:"/\\|?*') for n in names.values()
    )
    assert names == file_names(ids[::-1])


def test_own_results_are_no_documents(folder: Path, tools: Tools) -> None:
    first = front.build(folder, folder / "out", tools=tools)
    second = front.build(folder, folder / "out", tools=tools)
    assert sorted(first) == sorted(second)


# ---- options ----


@pytest.mark.parametrize(
    ("option", "lang"), [(("--published", "2024-03-01"), "zh"), (("--main-place", "宁海县"), "en")]
)
def test_an_option_for_one_document_warns_for_several(
    kg: Run, folder: Path, tmp_path: Path, option: tuple[str, str], lang: str
) -> None:
    one = kg("extract", folder / "news.txt", "--out", tmp_path / "one", *option, lang=lang)
    all_ = kg("extract", folder, "--out", tmp_path / "all", *option, lang=lang)
    assert one.code == all_.code == 0
    assert option[0] not in one.err
    assert f"{option[0]} " in all_.err and "--manifest" in all_.err and ("提醒" in all_.err) == (lang == "zh")


def test_options_reach_the_documents(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("去年实现财政收入18亿元。\n", "utf-8")
    kg("extract", tmp_path / "a.txt", "--out", tmp_path, "--published", "2024-03-01", "--main-place", "象山县")
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (found["published"], found["main_place"]) == ("2024-03-01", "象山县")
    named = next(e for e in found["entities"] if e["name"] == "象山县")
    assert (named["rule"], named["mentions"]) == ("option", [])
    assert [(o["period"], o["value"]) for o in found["observations"]] == [("2023", 1.8e9)]


def test_manifest(kg: Run, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "facts.csv"
    table.write_text(
        "file,title,published,source,main_place\nnews.txt,题目,2024-01-05,某报,宁海县\nbelow/village.txt,,2023-05,,\n",
        "utf-8-sig",
    )
    said = kg("extract", folder, "--out", tmp_path / "out", "--manifest", table)
    assert said.code == 0
    news, other, village = extractions_of(tmp_path / "out")
    assert (news["title"], news["published"], news["source"]) == ("题目", "2024-01-05", "某报")
    assert (other["published"], village["published"]) == (None, "2023-05")
    wrong = kg("extract", folder, "--out", tmp_path / "out", "--manifest", tmp_path / "none.csv")
    assert wrong.code == 2 and "none.csv" in wrong.err


def extractions_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(out.glob("*.json"))]


def test_seeds_of_ones_own_add_to_the_built_in(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("宁海县工作动态\n\n宁海县深入推进飞鸿计划甲乙丙方案一号，成效明显。\n", "utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "policies.yaml").write_text("known: [飞鸿计划甲乙丙方案一号]\n", "utf-8")
    names = []
    for more in ((), ("--seeds", tmp_path / "seeds")):
        assert kg("extract", tmp_path / "a.txt", "--out", tmp_path / "out", *more).code == 0
        (found,) = extractions_of(tmp_path / "out")
        names.append({e["name"] for e in found["entities"] if e["type"] == "Policy"})
    assert "飞鸿计划甲乙丙方案一号" in names[1] - names[0] or "飞鸿计划甲乙丙方案一号" in names[0] & names[1]


def test_schemas_of_ones_own_add_to_the_built_in(kg: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "schemas" / "entities").mkdir(parents=True)
    (tmp_path / "schemas" / "entities" / "person.yaml").write_text(
        "name: Person\nlabel: {zh: 人物, en: Person}\ncolour: {light: '#333333', dark: '#cccccc'}\n", "utf-8"
    )
    plain, more = kg("check"), kg("check", "--schemas", tmp_path / "schemas")
    counts = [int(re.findall(r"(\d+) node types", said.out)[0]) for said in (plain, more)]
    assert counts[1] == counts[0] + 1
    assert kg("build", folder, "--out", tmp_path / "out", "--schemas", tmp_path / "schemas").code == 0
    for bad in ("schemas", "seeds"):
        assert kg("build", folder, "--out", tmp_path / "out", f"--{bad}", tmp_path / "none").code == 1


# ---- report.md ----


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report(kg: Run, folder: Path, tmp_path: Path, lang: str) -> None:
    from kg.messages import say

    shutil.copy(folder / "news.txt", folder / "zz-copy.txt")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "more.txt").write_text(
        NEWS.replace("265.3", "271.8") + "另有77只风筝<script>alert(1)</script>。\n", "utf-8"
    )
    assert kg("build", folder, "--out", tmp_path / "out", lang=lang).code == 1
    text = (tmp_path / "out" / "report.md").read_text("utf-8")
    for key in ("counts", "documents", "failures", "skipped", "dropped", "conflicts", "unread"):
        assert f"## {say(f'report.{key}', lang)}\n" in text
    for told in ("broken.docx", "empty.txt", "news.txt", "宁海县", "265.3亿元", "271.8亿元", "CONTRADICTS"):
        assert told.replace("_", "\\_") in text, told
    assert say("report.twice", lang, document="news.txt", count=1) in text
    assert "<script>" not in text


# ---- every fact has its evidence ----


def spans(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("entities", "observations", "relations", "milestones", "unread"):
        for item in record[key]:
            yield from item.get("mentions", ())
            yield from item.get("evidence", () if key == "entities" else (item,))
            if "number" in item:
                yield item["number"]


def test_extractions_are_as_the_schema_says(demo: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "extraction.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    found = extractions(demo)
    assert len(found) >= 12
    for record in found:
        assert not [f"{record['doc']} {list(e.path)}: {e.message}" for e in checker.iter_errors(record)]


def test_every_slice_is_its_quote(demo: Path) -> None:
    count = 0
    for record in extractions(demo):
        text = record["text"]
        for span in spans(record):
            quote = span.get("quote", span.get("surface"))
            slices = [text[a:b] for a, b in span.get("parts", ())] or [text[span["start"] : span["end"]]]
            if "parts" in span:
                assert "".join("".join(slices).split()) == "".join(quote.split())
                assert (min(a for a, _ in span["parts"]), max(b for _, b in span["parts"])) == (
                    span["start"],
                    span["end"],
                )
            else:
                assert slices == [quote]
            count += 1
    assert count > 1000


def test_ends_exist_and_nothing_else_lacks_a_mention(demo: Path) -> None:
    for record in extractions(demo):
        by_id = {e["id"]: e for e in record["entities"]}
        assert list(by_id) == [f"e{n}" for n in range(1, len(by_id) + 1)]
        observed = {o["metric"] for o in record["observations"]}
        for entity in record["entities"]:
            if entity["type"] == "Metric":
                assert entity["name"] in observed
            else:
                assert entity["mentions"] or entity.get("rule") == "option"
            assert [m["start"] for m in entity["mentions"]] == sorted(m["start"] for m in entity["mentions"])
        metrics = {e["name"] for e in record["entities"] if e["type"] == "Metric"}
        assert observed <= metrics
        assert {o["subject"] for o in record["observations"]} <= by_id.keys()
        assert {end for r in record["relations"] for end in (r["head"], r["tail"])} <= by_id.keys()
        assert {by_id[m["project"]]["type"] for m in record["milestones"]} <= {"Project"}


def test_records_are_sorted_by_place(demo: Path) -> None:
    for record in extractions(demo):
        for key, start in (("observations", lambda o: o["number"]["start"]), ("relations", lambda r: r["start"])):
            found = [start(item) for item in record[key]]
            assert found == sorted(found), (record["doc"], key)


def test_demo_shows_what_it_is_there_to_show(demo: Path) -> None:
    graph = front.load(demo)
    labels = [data["label"] for _, data in graph.nodes(data=True)]
    assert {"Place", "Project", "Policy", "Organization", "Industry", "Honor", "Metric", "Observation"} <= set(labels)
    assert labels.count("Document") >= 12
    years = {(r["period"] or "")[:4] for r in graph.metrics("慈溪市", "地区生产总值") if r["kind"] == "level"}
    assert len(years & {"2021", "2022", "2023", "2024"}) >= 3
    assert len(graph.conflicts()) >= 1
    assert all(e["quote"] for *_, data in graph.edges(data=True) for e in data["evidence"])


# ---- the database holds what graph.json holds ----


def test_database_holds_what_the_graph_holds(demo: Path) -> None:
    from kg.api import database as opened
    from kg.store.rows import edge_rows, node_rows

    graph = front.load(demo)
    labels = [data["label"] for _, data in graph.nodes(data=True)]
    with opened(demo) as stored:
        for node in [*node_rows(graph)][::17]:
            (row,) = stored.query(f"MATCH (n:{node.label} {{id: $id}}) RETURN properties(n) AS held", {"id": node.id})
            for key, value in node.properties.items():
                if value not in ("", []):
                    assert row["held"][key] == value, (node.id, key)
        counted = stored.query("MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS number ORDER BY label")
        found = stored.query(
            "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b, e.quotes AS q, e.starts AS s"
        )
    assert {r["label"]: r["number"] for r in counted if r["label"] in labels} == Counter(labels)
    wanted = {(e.head, e.type, e.tail): (e.properties["quotes"], e.properties["starts"]) for e in edge_rows(graph)}
    assert {(r["a"], r["t"], r["b"]): (list(r["q"]), list(r["s"])) for r in found} == wanted
    assert len(found) == graph.number_of_edges()


# ---- no network, no half-written file ----


def test_nothing_opens_a_socket(folder: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    graph = front.build(folder, tmp_path / "out", tools=tools)
    assert graph.query("MATCH (n:Place) RETURN count(n) AS n")[0]["n"] > 0
    graph.page(tmp_path / "page.html")


def test_the_page_asks_nothing_of_the_network(demo: Path) -> None:
    page = (demo / "graph.html").read_text("utf-8")
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", page)
    assert not re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//", page)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("command", ["build", "extract"])
def test_ctrl_c(demo: Path, tmp_path: Path, command: str) -> None:
    out = tmp_path / "out"
    if command == "build":
        shutil.copytree(demo, out)
    before = content(out)
    line = [sys.executable, "-m", "kg", command, str(SAMPLES), "--out", str(out), "--lang", "en"]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        while not child.stderr.readline().startswith("read"):
            assert child.poll() is None
        child.send_signal(signal.SIGINT)
        told = child.stderr.read()
    assert child.returncode == 130
    assert "interrupted" in told and "Traceback" not in told
    assert content(out) == before


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_file_that_cannot_be_written_whole(demo: Path, tmp_path: Path) -> None:
    """The system refuses to write more than some bytes a file, in the middle of one: as on a full disk."""
    out = tmp_path / "out"
    shutil.copytree(demo, out)
    before = {name: data for name, data in content(out).items() if "/" not in name}
    program = (
        "import resource, sys; from kg.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        f"sys.exit(main(['build', {str(SAMPLES)!r}, '--out', {str(out)!r}, '--lang', 'en']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert str(out) in done.stderr
    assert {name: data for name, data in content(out).items() if "/" not in name} == before
    assert not list(out.rglob(".*"))
    for path in (out / "extractions").iterdir():
        json.loads(path.read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a small disk")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_disk(folder: Path, tmp_path: Path, lang: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], capture_output=True).returncode
    ):
        pytest.skip("a full disk was NOT tried: mounting a small one needs root")
    try:
        line = [sys.executable, "-m", "kg", "build", str(folder), "--out", str(disk / "out"), "--lang", lang]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    finally:
        left = [p for p in disk.rglob("*") if p.is_file()]
        subprocess.run(["umount", str(disk)], check=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert ("磁盘已满" if lang == "zh" else "disk is full") in done.stderr and str(disk) in done.stderr
    assert not [p.name for p in left if p.name.startswith(".") or p.name == "graph.json"]


def forbidden(tmp_path: Path) -> Path:
    """A folder that cannot be written into, not even by root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/sys/kernel")
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    return folder


@pytest.mark.skipif(os.name == "nt" or not Path("/sys/kernel").is_dir(), reason="permissions of Linux")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_permission_to_write(kg: Run, folder: Path, tmp_path: Path, lang: str) -> None:
    said = kg("build", folder, "--out", forbidden(tmp_path) / "out", lang=lang)
    assert said.code == 1 and "--out" in said.err and "Traceback" not in said.err
    (tmp_path / "file").write_text("a file, no folder", "utf-8")
    said = kg("extract", folder, "--out", tmp_path / "file" / "out", lang=lang)
    assert said.code == 1 and "file" in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, "disk_full"),
     (errno.EACCES, "not_writable"), (errno.EROFS, "not_writable"), (errno.EIO, "write_failed")],
)  # fmt: skip
def test_errors_of_writing_say_what_helps(number: int, code: str) -> None:
    assert store_error(Path("x"), OSError(number, os.strerror(number))).code == code


# ---- odd and bad input ----


@pytest.mark.parametrize(
    "name", ["长" * 78 + ".txt", "q\"uo'te.txt", "<b>&amp;.txt", "a b\tc.txt", "$(x) `y`;.txt", "%s{0}.txt"]
)
def test_odd_file_names(kg: Run, tmp_path: Path, name: str) -> None:
    if os.name == "nt" and set(name) & set('<>:"/\\|?*\t'):
        pytest.skip("no such name on Windows")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(NEWS, "utf-8")
    said = kg("build", tmp_path / "in", "--out", tmp_path / "out")
    assert (said.code, len(list((tmp_path / "out" / "extractions").iterdir()))) == (0, 1), said.err
    assert front.load(tmp_path / "out").nodes[f"Document:{name}"]["path"] == name
    assert "<b>&amp;" not in (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "<b>&amp;" not in (tmp_path / "out" / "graph.html").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_loops_and_pipes_are_skipped_and_counted(kg: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "below" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    begin = time.monotonic()
    said = kg("build", folder, "--out", tmp_path / "out")
    assert said.code == 0 and time.monotonic() - begin < 60
    report = (tmp_path / "out" / "report.md").read_text("utf-8")
    for name in ("up", "self.txt", "pipe.txt"):
        assert name in said.err and name in report


BAD = {
    "binary.txt": bytes(range(256)) * 40,
    "mixed.txt": "慈溪市的第一行是一种编码\n".encode() + "第二行是另一种编码，不一样\n".encode("gb18030"),
    "damaged.pdf": b"%PDF-1.4 nothing more",
    "encrypted.pdf": encrypted_pdf(),
    "scan.pdf": pdf([[]]),
    "damaged.docx": word(["慈溪市"])[:500],
    "broken.jsonl": '{"id": "a", "text": "慈溪市。"}\n{"id": "b", \n'.encode(),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_documents_fail_with_a_cure_and_the_others_are_done(
    kg: Run, folder: Path, tmp_path: Path, lang: str
) -> None:
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    said = kg("build", folder, tmp_path / "missing.txt", "--out", tmp_path / "out", lang=lang)
    assert said.code == 1 and "Traceback" not in said.err
    lines = {
        line.split(": ")[1]: line for line in said.err.splitlines() if line.startswith("kg: ") and ": " in line[4:]
    }
    for name in [*(str(folder / n) for n in BAD), str(tmp_path / "missing.txt")]:
        told = next(line for path, line in lines.items() if path.startswith(name))
        assert "; " in told, "what is wrong and what helps"
        assert bool(re.search("[一-鿿]", told)) == (lang == "zh")
    assert {"news.json", "other.json", "village.json"} <= {p.name for p in (tmp_path / "out" / "extractions").iterdir()}
    assert "OCR" in said.err


def test_nothing_to_read_replaces_nothing(kg: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text(" \n", "utf-8")
    out = tmp_path / "out"
    assert kg("build", folder, "--out", out).code == 0
    before = content(out)
    for _ in range(2):
        said = kg("build", tmp_path / "in", "--out", out)
        assert said.code == 1 and "Traceback" not in said.err
        assert content(out) == before
        (tmp_path / "in" / "empty.txt").unlink(missing_ok=True)


def test_an_empty_file_is_a_warning(kg: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_text(" \n", "utf-8")
    said = kg("build", folder, "--out", tmp_path / "out")
    assert said.code == 0 and "empty.txt" in said.err


# ---- pieces ----


def test_a_document_in_pieces_says_what_it_says_whole(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline

    filler = "\n\n".join(f"第{n}段只是叙述，没有别的内容，写到这里为止。" for n in range(40))
    text = f"{NEWS}\n{filler}\n\n2023年，宁海县实现地区生产总值265.3亿元。宁海县西店镇常住人口3.2万人。\n"
    document = Document("a.txt", text, "0" * 64, published="2024-01-10")
    whole = extract_document(document, tools)
    monkeypatch.setattr(pipeline, "PIECE", 300)
    joined = extract_document(document, tools)
    assert (joined.main_place, joined.reference_date) == (whole.main_place, whole.reference_date)
    assert [(e.id, e.type, e.name) for e in joined.entities] == [(e.id, e.type, e.name) for e in whole.entities]
    assert [(o.metric, o.value, o.period) for o in joined.observations] == [
        (o.metric, o.value, o.period) for o in whole.observations
    ]
    gdp = next(o for o in joined.observations if abs(o.value - 265.3e8) < 1)
    assert len(gdp.evidence) == 2, "what two pieces state is one record with both places"
    for fact in (*joined.observations, *joined.relations, *joined.milestones):
        assert all(text[e.start : e.end] == e.quote for e in fact.evidence if not e.parts)
    for entity in joined.entities:
        assert all(text[m.start : m.end] == m.quote for m in entity.mentions if not m.parts)
