"""All that the reader has to tell a user, in Chinese and English: code -> (what is wrong, what helps)."""

from __future__ import annotations

from dataclasses import dataclass

Params = tuple[tuple[str, str], ...]
Languages = dict[str, tuple[str, str]]

FAILURES: dict[str, Languages] = {
    "missing": {
        "en": ("no such file or folder", "check the path"),
        "zh": ("没有这个文件或文件夹", "请检查路径"),
    },
    "permission": {
        "en": ("no permission to read it", "give yourself read permission or copy it to a folder of your own"),
        "zh": ("没有读取权限", "请授予读取权限，或复制到自己的文件夹"),
    },
    "unreadable": {
        "en": ("the system cannot read it: {error}", "check the disk or copy the file again"),
        "zh": ("系统无法读取：{error}", "请检查磁盘，或重新复制该文件"),
    },
    "binary": {
        "en": ("this is binary data, not text", "give txt, md, html, docx, pdf or jsonl"),
        "zh": ("这是二进制数据，不是文本", "请提供 txt、md、html、docx、pdf 或 jsonl 文件"),
    },
    "old_word": {
        "en": ("this is the old Word format (.doc)", "open it in Word or LibreOffice and save it as .docx"),
        "zh": ("这是旧版 Word 格式（.doc）", "请用 Word 或 LibreOffice 打开并另存为 .docx"),
    },
    "mixed": {
        "en": ("encodings are mixed: line {line} is UTF-8, others are not", "save the whole file as UTF-8"),
        "zh": ("编码混杂：第 {line} 行是 UTF-8，其余不是", "请把整个文件另存为 UTF-8"),
    },
    "encoding": {
        "en": ("the encoding is none of UTF-8, UTF-16 and GB18030, or the file is damaged", "save it as UTF-8"),
        "zh": ("编码不是 UTF-8、UTF-16 或 GB18030，或文件已损坏", "请另存为 UTF-8"),
    },
    "damaged_pdf": {
        "en": ("the PDF is damaged", "fetch it again, or print it to a new PDF from a viewer that opens it"),
        "zh": ("PDF 已损坏", "请重新下载，或用能打开它的阅读器另存为新的 PDF"),
    },
    "encrypted_pdf": {
        "en": ("the PDF is encrypted", "remove the password, then read it again"),
        "zh": ("PDF 已加密", "请先去除密码再读取"),
    },
    "needs_ocr": {
        "en": ("the PDF holds no text, only pictures of pages", "it needs OCR: run text recognition on it first"),
        "zh": ("PDF 中没有文字，只有页面图像", "需要先做 OCR（文字识别）"),
    },
    "damaged_docx": {
        "en": ("the DOCX is damaged: {error}", "open it in Word or LibreOffice and save it again"),
        "zh": ("DOCX 已损坏：{error}", "请用 Word 或 LibreOffice 打开并重新保存"),
    },
    "encrypted_docx": {
        "en": ("the DOCX is encrypted", "remove the password in Word, then read it again"),
        "zh": ("DOCX 已加密", "请在 Word 中去除密码再读取"),
    },
    "zip_bomb": {
        "en": ("the DOCX unpacks to {size} MB, more than is safe", "save only the text of it as a new file"),
        "zh": ("DOCX 解压后达 {size} MB，超出安全上限", "请只把其中的文字另存为新文件"),
    },
    "entities": {
        "en": ("the DOCX declares XML entities in {part}, which is not safe", "save it again in Word or LibreOffice"),
        "zh": ("DOCX 的 {part} 声明了 XML 实体，读取不安全", "请用 Word 或 LibreOffice 重新保存"),
    },
    "damaged_html": {
        "en": ("the page cannot be parsed: {error}", "open it in a browser and save its text"),
        "zh": ("网页无法解析：{error}", "请用浏览器打开并另存文字"),
    },
    "json_line": {
        "en": ("line {line} is no valid JSON: {error}", "mend or remove the line; the others were read"),
        "zh": ("第 {line} 行不是有效的 JSON：{error}", "请修正或删除该行；其余各行已读取"),
    },
    "json_text": {
        "en": ("line {line} is no object with a text under \"text\"", "mend or remove the line; the others were read"),
        "zh": ("第 {line} 行不是带有“text”文本的对象", "请修正或删除该行；其余各行已读取"),
    },
    "front_matter": {
        "en": ("the front matter is no valid YAML: {error}", "mend the lines between the two ---"),
        "zh": ("文件开头的 YAML 信息无效：{error}", "请修正两行 --- 之间的内容"),
    },
}  # fmt: skip

NOTICES: dict[str, Languages] = {
    "empty": {"en": ("the document is empty", ""), "zh": ("文件是空的", "")},
    "loop": {"en": ("a link that leads back to a folder already read", ""), "zh": ("链接指回已读过的文件夹", "")},
    "broken_link": {"en": ("a link that leads nowhere", ""), "zh": ("链接指向不存在的文件", "")},
    "special": {
        "en": ("not a file: a named pipe, socket or device", ""),
        "zh": ("不是普通文件：管道、套接字或设备", ""),
    },
    "format": {"en": ("a format that is not read", ""), "zh": ("不支持的格式", "")},
    "built": {"en": ("a folder that kg has built", ""), "zh": ("由 kg 生成的文件夹", "")},
    "again": {"en": ("the same file was given twice", ""), "zh": ("同一个文件给了两次", "")},
    "nothing": {"en": ("no document in this folder", ""), "zh": ("文件夹中没有可读的文件", "")},
    "date": {
        "en": ("the date “{value}” is not understood and was left out", "write YYYY-MM-DD, YYYY-MM or YYYY"),
        "zh": ("日期“{value}”无法识别，已忽略", "请写成 YYYY-MM-DD、YYYY-MM 或 YYYY"),
    },
    "blank_pages": {
        "en": ("pages without text: {pages}", "they may need OCR"),
        "zh": ("没有文字的页：{pages}", "可能需要 OCR"),
    },
    "not_met": {"en": ("the manifest names it, but it was not read", ""), "zh": ("清单列出了它，但没有读到", "")},
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and what helps."""

    path: str
    code: str
    params: Params = ()

    @property
    def reason(self) -> str:
        return self.told("en")[0]

    @property
    def cure(self) -> str:
        return self.told("en")[1]

    def told(self, language: str) -> tuple[str, str]:
        """Return reason and cure in `language` (zh or en)."""
        return _told(FAILURES[self.code], language, self.params)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was left out or noticed on the way and is no failure: it is counted by its code."""

    path: str
    code: str
    params: Params = ()

    @property
    def reason(self) -> str:
        return self.told("en")[0]

    @property
    def cure(self) -> str:
        return self.told("en")[1]

    def told(self, language: str) -> tuple[str, str]:
        """Return what was noticed and what helps (or nothing) in `language` (zh or en)."""
        return _told(NOTICES[self.code], language, self.params)


class UnreadableError(Exception):
    """Raised inside the reader where a document cannot be read; `read` makes a Failure of it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = tuple((key, str(value)) for key, value in params.items())


def _told(languages: Languages, language: str, params: Params) -> tuple[str, str]:
    reason, cure = languages.get(language, languages["en"])
    values = dict(params)
    return (reason.format(**values) if values else reason), cure
