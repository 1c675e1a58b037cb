"""The head of a document: its first lines, the title among them, who issued it and what kind of document it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Document, Reading

HEAD_LINES, HEAD_CHARACTERS, HEAD_BODY, LONGEST_LINE = 24, 1200, 70, 400

_FURNITURE = re.compile(
    r"(?:您)?(?:现在|当前)的?(?:所在)?位置|首页|索\s*引\s*号|发布(?:机构|时间|日期)|公开(?:日期|方式)|生成日期|来源\s*[:：]|字[体号]|浏览次数|打印|责任?编辑?[:：]"
    r"|星期[一二三四五六日天]|第\s*\d+\s*[版期]|总第|^(?:本报|本刊|□|记者|通讯员|原创)|[日晚时都周]报\s*$|见习记者|通讯员|^\d{4}[-/.年]\d{1,2}"
    r"|^[（(]?[一二][〇○零O一二三四五六七八九]{3}年.{1,8}$"
    r"|^.{2,20}〔\d{4}〕\d+号|^[\d\s/\-—·.]+$|^【[^】]{0,20}】$"
)
_TITLE_END = re.compile(r"[。；，：:;,]$")
_GENRES = (
    ("communique", r"统计公报|公报(?:解读)?|统计分析|经济运行"),
    ("report", r"(?:政府|人大|法院|检察院)\s*工\s*作\s*报\s*告|工作报告|执行情况"),
    ("notice", r"关于印发|的通知|若干(?:措施|政策|意见)|实施(?:意见|细则|办法)|管理办法|公告|批复|条例"),
    ("plan", r"规划|计划|纲要|实施方案|行动方案|总体方案"),
    ("profile", r"档案|概况|简介|名片|基本情况|镇情|村情|县情|市情"),
)
_GENRE = tuple((genre, re.compile(pattern)) for genre, pattern in _GENRES)
_NEWS = re.compile(r"记者|通讯员|本报讯|[日晚时都商]报|来源\s*[:：]|融媒体|客户端|发布|讯[（(]|电[（(]")
_SPEECH = re.compile(r"各位代表|我代表[^，。]{0,12}(?:人民)?政府|向大会(?:作|报告)|请予审[议查]")
_ISSUER = re.compile(
    r"[一-鿿]{2,20}(?:人民政府(?:办公[室厅])?|统计局|调查队|委员会(?:办公[室厅])?|融媒体中心|新闻中心|发展(?:和)?改革(?:和科技)?[局委]|委办公室|宣传部|财政局|[一-鿿]{1,8}局)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the running text, in reading offsets."""

    title: str | None
    titles: tuple[str, ...]  # title, subtitle, kicker: lines that may name the place, the title first
    lines: tuple[str, ...]  # all lines of the head, furniture too
    opening: str  # the first running text
    genre: str
    issuer: str | None
    start: int = 0  # of the title


def head(document: Document, reading: Reading) -> Head:
    """Read the head of a document."""
    lines: list[str] = []
    titles: list[str] = []
    opening, start = "", 0
    for block in reading.blocks[:HEAD_LINES]:
        line = reading.folded[block.start : min(block.end, block.start + LONGEST_LINE)].strip()
        if (
            block.start > HEAD_CHARACTERS
            or len(line) == LONGEST_LINE
            or (_is_body(line) and (titles or not _FURNITURE.search(line)))
        ):
            opening = reading.folded[block.start : block.start + 400]
            break
        lines.append(line)
        if _may_be_title(line, block.kind) and len(titles) < 4:
            start = start if titles else block.start
            titles.append(line)
    title = document.title or (_joined_title(titles) if titles else None)
    body = "\n".join(lines)
    return Head(
        title,
        _with_title(document.title, titles),
        tuple(lines),
        opening,
        _genre(title, body, reading),
        _issuer(lines),
        start,
    )


def _is_body(line: str) -> bool:
    return len(line) > HEAD_BODY or (len(line) > 30 and line.endswith("。")) or bool(_SPEECH.search(line))


def _may_be_title(line: str, kind: str) -> bool:
    if kind in ("caption", "row") or not 3 < len(line) <= HEAD_BODY or _SPEECH.search(line):
        return False
    return not (_FURNITURE.search(line) or (_TITLE_END.search(line) and "。" in line))


def _joined_title(titles: list[str]) -> str:
    first = titles[0]
    if len(titles) > 1 and first.endswith(("关于印发", "关于", "十四五”", "的")):
        return first + titles[1]
    return first


def _with_title(given: str | None, titles: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(([given] if given else []) + titles))


def _genre(title: str | None, head_text: str, reading: Reading) -> str:
    for genre, pattern in _GENRE:
        if title and pattern.search(title):
            return genre
    opening = reading.folded[:HEAD_CHARACTERS]
    if _SPEECH.search(opening):
        return "report"
    if _NEWS.search(head_text) or _NEWS.search(opening[:400]):
        return "news"
    return next((genre for genre, pattern in _GENRE[2:] if pattern.search(head_text)), "other")


def _issuer(lines: list[str]) -> str | None:
    for line in lines:
        if "记者" not in line and (match := _ISSUER.search(line)):
            return match[0].removeprefix("来源").removeprefix("发布机构")
    return None
