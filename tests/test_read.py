"""Files to documents: formats, encodings, what is known beside the text, and each bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from documents import encrypted_pdf, pdf, repacked, ruled, word

from kg.errors import UsageError
from kg.model import Document
from kg.read import Failure, Skipped, read
from kg.read.messages import FAILURES, NOTICES

TEXT = "今年前三季度，东河县规模以上工业增加值增长８.２%，其中装备制造业增长12.6%。\n澥浦、浒山两地的项目已开工。\n"


def outcome(*paths: Path | str, **options: str) -> tuple[list[Document], list[Failure], list[Skipped]]:
    found = list(read(paths, **options))  # type: ignore[arg-type]
    documents = [x for x in found if isinstance(x, Document)]
    return documents, [x for x in found if isinstance(x, Failure)], [x for x in found if isinstance(x, Skipped)]


def only(*paths: Path | str, **options: str) -> Document:
    documents, failures, _ = outcome(*paths, **options)
    assert not failures
    (document,) = documents
    return document


def failure(path: Path) -> Failure:
    documents, failures, _ = outcome(path)
    assert not documents
    (found,) = failures
    assert found.path == str(path) and found.reason and found.cure
    assert found.told("zh") != found.told("en")
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert only(tmp_path / "a.txt").text == TEXT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_word"),
        (TEXT.encode() + TEXT.encode("gb18030"), "mixed"),
        (TEXT.encode("gb18030") * 3 + TEXT.encode(), "mixed"),
        ("繁體中文的資料，這是一個測試。".encode("big5"), "encoding"),
        ("Größe déjà vu façade".encode("latin-1"), "encoding"),
    ],
)
def test_other_bytes_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert failure(tmp_path / "a.txt").code == code


def test_folder_is_read_in_order_and_ids_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", "sub/.hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name}里的文字。", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    documents, failures, skipped = outcome(tmp_path)
    assert [d.id for d in documents] == ["a.md", "b.txt", "sub/c.txt"]
    assert not failures
    assert [(s.code, Path(s.path).name) for s in skipped] == [("format", "picture.png")]


def test_equal_names_get_their_folder_in_front(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"{folder}的报告。", "utf-8")
    documents, _, _ = outcome(tmp_path / "one", tmp_path / "two" / "report.txt")
    assert [d.id for d in documents] == ["one/report.txt", "two/report.txt"]


def test_one_path_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    documents, _, skipped = outcome(tmp_path, tmp_path / "a.txt")
    assert len(documents) == 1
    assert [s.code for s in skipped] == ["again"]


@pytest.mark.parametrize("name", ["it's “quoted”.txt", "<b>&amp;.txt", "字" * 80 + ".txt", "n" * 240 + ".txt"])
def test_odd_file_names_are_fine(tmp_path: Path, name: str) -> None:
    try:
        (tmp_path / name).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("the file system does not allow this name")
    assert only(tmp_path).id == name


def test_looping_links_pipes_and_dead_links_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    try:
        (tmp_path / "loop").symlink_to(tmp_path)
        (tmp_path / "dead.txt").symlink_to(tmp_path / "nothing.txt")
        (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    except OSError:
        pytest.skip("no links here")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
    documents, failures, skipped = outcome(tmp_path)
    assert [d.id for d in documents] == ["a.txt"] and not failures
    codes = sorted(s.code for s in skipped)
    assert codes == sorted(["broken_link", "loop", "loop", *(["special"] if hasattr(os, "mkfifo") else [])])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_given_by_name_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [s.code for s in outcome(tmp_path / "pipe")[2]] == ["special"]


def test_missing_path(tmp_path: Path) -> None:
    assert failure(tmp_path / "nothing.txt").code == "missing"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are told otherwise here")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    path.chmod(0)
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)  # root may read all
    try:
        assert failure(path).code == "permission"
    finally:
        os.seteuid(me)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", b"---\ntitle: x\n---\n\n"])
def test_an_empty_file_is_a_warning(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    documents, failures, skipped = outcome(tmp_path)
    assert not documents and not failures
    assert [s.code for s in skipped] == ["empty"]


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    assert [s.code for s in outcome(tmp_path)[2]] == ["nothing"]


def test_front_matter_is_read_and_stays_in_the_raw_text(tmp_path: Path) -> None:
    head = "---\ntitle: 东河县公报\npublished: 2024-03-05\nsource: 统计局\nmain_place: 东河县\n---\n"
    (tmp_path / "a.md").write_text(head + TEXT, "utf-8")
    found = only(tmp_path)
    assert (found.title, found.published, found.source, found.main_place) == (
        "东河县公报",
        "2024-03-05",
        "统计局",
        "东河县",
    )
    assert found.text == head + TEXT and found.begins == len(head)


def test_a_rule_at_the_beginning_is_no_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\n第一段。\n---\n第二段。", "utf-8")
    assert only(tmp_path).begins == 0


def test_broken_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: [一\nx: y\n---\n文字。", "utf-8")
    assert failure(tmp_path / "a.md").code == "front_matter"


def test_options_hold_for_all_and_give_way_to_what_a_document_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\npublished: 2023-02\n---\n甲。", "utf-8")
    (tmp_path / "b.txt").write_text("乙。", "utf-8")
    documents, _, _ = outcome(tmp_path, published="2024年3月5日", main_place="东河县")
    assert [(d.published, d.main_place) for d in documents] == [("2023-02", "东河县"), ("2024-03-05", "东河县")]


def test_manifest_comes_first(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("---\ntitle: 旧\n---\n甲。", "utf-8")
    (tmp_path / "b.txt").write_text("乙。", "utf-8")
    rows = "file,title,published,source,main_place\nsub/a.txt,新,2024-01,日报,东河县\nb.txt,,2020,,\nc.txt,,,,\n"
    (tmp_path / "list.csv").write_bytes(rows.encode("utf-8-sig"))
    documents, _, skipped = outcome(tmp_path, manifest=str(tmp_path / "list.csv"), published="1999")
    found = {d.id: (d.title, d.published, d.source, d.main_place) for d in documents}
    assert found == {"sub/a.txt": ("新", "2024-01", "日报", "东河县"), "b.txt": (None, "2020", None, None)}
    assert [(s.code, s.path) for s in skipped if s.code == "not_met"] == [("not_met", "c.txt")]


@pytest.mark.parametrize(
    ("content", "told"),
    [("name,title\n", "line 1"), ("file,published\na.txt,soon\n", "line 2"), ('file,title\na.txt,"x\n', "line 2")],
)
def test_bad_manifests_are_wrong_usage(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "list.csv").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told):
        list(read([tmp_path], manifest=tmp_path / "list.csv"))


def test_a_bad_date_is_wrong_usage_as_option_and_a_notice_in_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\npublished: next spring\n---\n甲。", "utf-8")
    with pytest.raises(UsageError):
        list(read([tmp_path], published="soon"))
    documents, _, skipped = outcome(tmp_path)
    assert documents[0].published is None
    assert [(s.code, s.params) for s in skipped] == [("date", (("value", "next spring"),))]


def test_jsonl_reads_on_behind_a_broken_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "x", "text": "甲。\r\n乙。", "title": "题", "published": "2024-1-5", "source": "报"}),
        '{"text": broken',
        "",
        json.dumps({"text": "丙。"}),
        json.dumps(["丁"]),
        json.dumps({"id": "x", "text": "戊。"}),
        "[" * 100_000,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    documents, failures, _ = outcome(tmp_path)
    assert [(d.id, d.text) for d in documents] == [
        ("a.jsonl#x", "甲。\n乙。"),
        ("a.jsonl#4", "丙。"),
        ("a.jsonl#x:6", "戊。"),
    ]
    assert (documents[0].title, documents[0].published, documents[0].source) == ("题", "2024-01-05", "报")
    assert [(f.code, dict(f.params)["line"]) for f in failures] == [
        ("json_line", "2"),
        ("json_text", "5"),
        ("json_line", "7"),
    ]


def test_standard_input(tmp_path: Path) -> None:
    program = "from kg.read import read; print([(d.id, len(d.text)) for d in read(['-'])])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=TEXT.encode("gb18030"), capture_output=True, check=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert done.stdout.decode().strip() == f"[('stdin', {len(TEXT)})]"


PAGE = """<!doctype html><html><head><title>东河县工业增长8.2% - 东河新闻网</title>
<meta name="PubDate" content="2024-03-05 09:00"><meta name="ContentSource" content="东河日报"><style>p {}</style></head>
<body><header><a>东河新闻网</a></header><nav><a>要闻</a></nav><div class="breadcrumb">首页 &gt; 要闻</div>
<ul><li><a href="1">时政</a></li><li><a href="2">经济</a></li><li><a href="3">社会</a></li></ul>
<main><h1>东河县工业增长8.2%</h1><div class="info">来源：东河日报　发布时间：2024-03-05</div>
<p>　　今年，<b>规上工业</b>增加值增
长8.2%。</p><script>var a = "垃圾";</script><!-- 注释 --><p style="display: none">看不见</p>
<table><tr><th>指标</th><th>数值</th></tr><tr><td>产值</td><td>100亿元<br>左右</td></tr></table>
<p>详见<a href="4">公报</a>。</p></main><aside>热门</aside><footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_without_its_navigation(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.encode(encoding))
    found = only(tmp_path)
    assert found.text.split("\n") == [
        "东河县工业增长8.2%",
        "来源：东河日报　发布时间：2024-03-05",
        "　　今年，规上工业增加值增长8.2%。",
        "指标\t数值",
        "产值\t100亿元左右",
        "详见公报。",
    ]
    assert (found.title, found.published, found.source) == ("东河县工业增长8.2%", "2024-03-05", "东河日报")


def test_a_table_that_lays_out_a_page_is_read_as_text(tmp_path: Path) -> None:
    page = "<table><tr><td><p>甲段。</p><p>乙段。</p><table><tr><td>指标</td><td>1</td></tr></table></td></tr></table>"
    (tmp_path / "a.htm").write_text(page, "utf-8")
    assert only(tmp_path).text == "甲段。\n乙段。\n指标\t1"


def test_source_and_date_are_kept_from_a_header(tmp_path: Path) -> None:
    page = "<header>来源：东河日报 2024-03-05</header><p>正文一句。</p><footer>版权所有</footer>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert only(tmp_path).text.split("\n") == ["来源：东河日报 2024-03-05", "正文一句。"]


def test_deep_and_broken_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 20_000 + "<p>正文一句。" + "</b></i>", "utf-8")
    assert "正文一句。" in only(tmp_path).text


def test_docx_in_body_order(tmp_path: Path) -> None:
    data = word(["第一段。", "第二段。"], [["指标", "数值"], ["产值", "100亿元"]], ["表后。"])
    (tmp_path / "a.docx").write_bytes(data)
    assert only(tmp_path).text == "第一段。\n第二段。\n指标\t数值\n产值\t100亿元\n表后。"


def test_docx_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    data = word(["原文"])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
    run = "<w:r><w:t>{}</w:t></w:r>"
    gone = "<w:del w:id='2' w:author='a'><w:r><w:delText>删</w:delText></w:r></w:del>"
    change = f"<w:ins w:id='1' w:author='a'>{run.format('新增')}</w:ins>{gone}"
    body = body.replace(run.format("原文"), run.format("原文") + change)
    (tmp_path / "a.docx").write_bytes(repacked(data, {"word/document.xml": body.encode()}))
    assert only(tmp_path).text == "原文新增"


def _xml(declaration: str) -> bytes:
    return repacked(word(["文"]), {"word/document.xml": f'<?xml version="1.0"?>{declaration}<a>&x;</a>'.encode()})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no package", "damaged_docx"),
        (word(["文"])[:-200], "damaged_docx"),
        (repacked(word(["文"]), {"word/document.xml": b"<broken"}), "damaged_docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted_docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_word"),
        (repacked(word(["文"]), {"word/media/zeros.bin": bytes(300_000_000)}), "zip_bomb"),
        (_xml('<!DOCTYPE a [<!ENTITY x "y">]>'), "entities"),
        (_xml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "entities"),
        (
            repacked(word(["文"]), {"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16")}),
            "entities",
        ),
    ],
)
def test_unsafe_and_damaged_docx(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    assert failure(tmp_path / "a.docx").code == code


def test_pdf_keeps_where_pages_begin(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[(72, 760, "第一页。")], [(72, 760, "第二页。")], []]))
    documents, _, skipped = outcome(tmp_path)
    (found,) = documents
    assert found.text[found.pages[1] :].startswith("第二页。") and len(found.pages) == 3
    assert [(s.code, s.params) for s in skipped] == [("blank_pages", (("pages", "3"),))]


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [(72.0, 760.0 - 16 * i, f"左栏第{i}行的文字") for i in range(8)]
    right = [(320.0, 760.0 - 16 * i, f"右栏第{i}行的文字") for i in range(8)]
    (tmp_path / "a.pdf").write_bytes(
        pdf([[(72, 800, "一个压在左右两栏之上的长长的标题从左到右一直到头"), *left, *right]])
    )
    lines = [line for line in only(tmp_path).text.split("\n") if line]
    assert lines[1:] == [text for _, _, text in (*left, *right)]


def test_pdf_table_becomes_rows(tmp_path: Path) -> None:
    cells = [(75.0, 690.0, "指标"), (175.0, 690.0, "数值"), (75.0, 670.0, "产值"), (175.0, 670.0, "100亿元")]
    page = [(72.0, 760.0, "表前的一段文字。"), *cells, (72.0, 600.0, "表后的一段文字。")]
    (tmp_path / "a.pdf").write_bytes(pdf([page], drawing=ruled(72, 705, 200, 40, 2, 2)))
    lines = [line for line in only(tmp_path).text.split("\n") if line]
    assert lines == ["表前的一段文字。", "指标\t数值", "产值\t100亿元", "表后的一段文字。"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([[]]), "needs_ocr"),
        (encrypted_pdf(), "encrypted_pdf"),
        (b"%PDF-1.4 nothing more", "damaged_pdf"),
        (pdf([[(72, 700, "文字")]])[:300], "damaged_pdf"),
    ],
)
def test_bad_pdf(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert failure(tmp_path / "a.pdf").code == code


def test_ocr_is_named_in_the_cure(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[]]))
    found = failure(tmp_path / "a.pdf")
    assert "OCR" in found.cure and "OCR" in found.told("zh")[1]


def test_the_other_documents_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "b.docx").write_bytes(b"PK")
    (tmp_path / "c.txt").write_text(TEXT, "utf-8")
    documents, failures, _ = outcome(tmp_path)
    assert [d.id for d in documents] == ["c.txt"] and len(failures) == 2


@pytest.mark.parametrize("table", [FAILURES, NOTICES])
def test_every_message_has_both_languages(table: dict[str, dict[str, tuple[str, str]]]) -> None:
    for code, told in table.items():
        assert set(told) == {"en", "zh"}, code
        assert all(isinstance(part, str) for pair in told.values() for part in pair)
