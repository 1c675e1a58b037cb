"""What a line is by itself: furniture of the page, a caption, a row of a table, a heading."""

from __future__ import annotations

import re

from kg.repair.lines import Line

LONGEST_FURNITURE = 120
LONGEST_HEADING = 40
CLOSED = "。！？!?…；;：:—"  # a paragraph that ends so is complete
_CLOSERS = "”’」』）)】》］]"

_NUMERAL = r"[\d０-９一二三四五六七八九十百〇○]"
_DATE = rf"[\d０-９一二三四五六七八九〇○]{{4}}\s?[-－年./]\s?{_NUMERAL}{{1,3}}\s?[-－月./]\s?{_NUMERAL}{{1,3}}\s?日?"
_PAGE = (
    rf"(?:[—–\-－·•～~]\s*)+{_NUMERAL}{{1,5}}(?:\s*[—–\-－·•～~])+$"
    rf"|第\s*{_NUMERAL}{{1,5}}\s*页(?:\s*[,，/／]?\s*共\s*{_NUMERAL}{{1,5}}\s*页)?$"
    r"|[\d０-９]{1,4}\s*[/／]\s*[\d０-９]{1,4}\s*页?$|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?$"
    r"|[═─━—\-_=*＊·.…~＿☆★◆]{3,}$"
)
_WEB = (
    r"(?:您|你)?(?:现在的?|当前的?|所在的?){0,2}位置\s*[:：]|首页\s*[>＞»›/|]"
    r"|(?:发布|公开|更新|成文|印发)(?:日期|时间)\s*[:：]|(?:信息|稿件|文章)?来源\s*[:：]|索引号\s*[:：]|发布(?:机构|单位)\s*[:：]"
    r"|(?:上一[篇条页]|下一[篇条页]|分享到|扫一扫|返回顶部|打印本页|关闭窗口|相关(?:链接|阅读|新闻)|版权所有|主办单位|技术支持|网站标识码)"
    r"|[\[【（(]?\s*(?:字[号体]\s*[:：]?)?\s*(?:[大中小]\s+){2}|[\[【]?(?:打印|关闭|收藏|返回)(?:本页|窗口)?[\]】]?(?:\s+[\[【]?(?:打印|关闭|收藏|返回|分享)(?:本页|窗口)?[\]】]?){0,5}$"
    r"|阅读(?:量|数)?\s*\d"
)
_BYLINE = (
    r"[□■●◎◆☆★]?\s*(?:本报|本刊|本网|本台|新华社|特约)?\s*(?:全媒体|融媒体|见习|实习|首席|特派)?(?:记者|通讯员|撰文|撰稿|作者)(?:[:：\s/／]|\S{2,4}\s)"
    r"|(?:本版)?(?:责任?编辑?|责编|编辑|美编|审核|审校|校对|监制|执笔|编审|终审|[初复一二三]审|文字|图片|摄影|视频|策划|统筹|供稿|供图)\s*[:：\s]"
    r"|(?:原创\s)?\S{2,12}\s+\S{2,12}\s+\d{4}-\d{2}-\d{2}"
)
_TURN = r"[（(]\s*[上下紧]?\s*[接转续][^（()）。]{1,14}[版栏页面文][^（()）。]{0,4}[）)]"
_FURNITURE = re.compile(f"(?:{_PAGE}|{_WEB}|{_BYLINE}|{_TURN}$)")
_INSIDE = re.compile(
    r"浏览次数|阅读次数|点击(?:次?数|率|量)?\s*[:：]|【字[号体]|字[号体]\s*[:：]|ICP备|公网安备"
    rf"|星期[一二三四五六日天]|第\s?{_NUMERAL}{{1,4}}\s?版|总第\s?{_NUMERAL}{{1,6}}期|[上下]接[左右]栏"
    rf"|(?:文|图)\s?[/／]\s?(?:图|文)|{_DATE}\s+\d{{1,2}}:\d{{2}}|[>＞»›][^>＞»›]{{1,20}}[>＞»›]"
    rf"|[—–\-－]\s*{_NUMERAL}{{1,4}}\s*[—–\-－]$|\s第\s?{_NUMERAL}{{1,4}}\s?期$"
    r"|[一-鿿](?:日报|晚报|晨报|时报|快报|都市报|商报|周刊|周报)$|记者\s?\S{2,4}\s.{0,20}通讯员"
)
_DATED = re.compile(rf"{_DATE}.{{0,30}}来源\s*[:：]")
_CAPTION = re.compile(
    rf"[▲▼△▽▷▶►◀◁←→↑↓].{{0,45}}$|[（(【]?\s*(?:图片?为|[左右上下题]图|图片?说明|图[①-⑳])"
    rf"|[（(【]?图\s?{_NUMERAL}{{0,3}}\s?[:：　 ]"
    r"|[（(【]?(?:资料(?:图片?|照片)|效果图|示意图|航拍图)|新华社(?:记者|发)\s?\S{2,4}\s?摄"
)
_SHOT = re.compile(r"(?:^|[\s。（(：:])(?:\S\s?){2,4}\s*摄(?:影(?:报道)?)?[）)]?$")
_ROW = re.compile(r"\t|^\|.*\|$|^[│┃|].*[│┃|]$|^\S.{0,40}?(?:[ \u3000]{2,}\S{1,30}){2,}$")
_RULE = re.compile(r"[┌├└╔╠╚+|][─━═+\-|:┬┼┴┐┤┘╦╬╩╗╣╝\s]+$")
_COLUMNS = re.compile(r"^(?!表\s?\d|附表|专栏)\S.{0,40}?(?:[ \u3000]{2,}\S{1,30})+$")
_CLAUSE = re.compile(r"[，。；！？]")
_NUMBERED = re.compile(
    rf"(?:第{_NUMERAL}{{1,4}}[章节部篇编条]|[一二三四五六七八九十]{{1,3}}[、．.]|[（(][一二三四五六七八九十\d０-９]{{1,3}}[）)]"
    r"|[\d０-９]{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳■●◆▪•□※◎]|[A-HＡ-Ｈ][\s、．.]|——|附[:：件表]|【|\[\S{2,6}\])"
)
_LABEL = re.compile(r"[^，。；：、“”（）\s]{2,12}[：:]\s?\S")
_TITLE = re.compile(
    r"[^。；]{0,60}关于[^。；]{2,80}(?:通知|意见|办法|公告|通告|报告|决定|方案|说明|批复|公报|规划|函)$"
)
_PROSE = re.compile(r"[，。；：、！？]")
TURN = re.compile(_TURN)


def kind_of(line: Line) -> str:
    """Return furniture, caption, row or "" for running text, from the line alone."""
    text = line.text
    if "\t" in text or text[0] in "|│┃┌├└+":
        if _RULE.match(text):
            return "furniture"
        if _ROW.search(text):
            return "row"
    if len(text) > LONGEST_FURNITURE:
        return ""
    if _CAPTION.match(text) or ("摄" in text[-6:] and _SHOT.search(text)):
        return "caption"
    if _CLAUSE.search(text):
        return "furniture" if _DATED.match(text) or "浏览次数" in text else ""
    if _FURNITURE.match(text) or _INSIDE.search(text):
        return "furniture"
    if ("  " in text or "\u3000\u3000" in text) and len(re.findall(r"\d", text)) and _ROW.search(text):
        return "row"
    return ""


def is_numbered(text: str) -> bool:
    """Say whether `text` begins with the number or mark of a section or an item."""
    return _NUMBERED.match(text) is not None


def is_label(text: str) -> bool:
    """Say whether `text` is an entry of a list of particulars: 面积：35平方公里."""
    return _LABEL.match(text) is not None and "。" not in text


def is_prose(text: str) -> bool:
    """Say whether `text` holds a mark that parts clauses or items."""
    return _PROSE.search(text) is not None


def is_heading(text: str) -> bool:
    """Say whether a line that stands by itself reads like a heading."""
    length = len(text)
    if _TITLE.match(text):
        return True
    if length > LONGEST_HEADING or "。" in text or "；" in text or text[-1] in "，、：:；;,":
        return False
    commas = text.count("，")
    if is_numbered(text):
        return commas <= 3 and not (length > 28 and text[-1] in "！？!?")
    if commas > 1 or (commas and length > 32):
        return length <= 28 and max(map(len, text.split("，"))) <= 9 and TURN.search(text) is None
    return not (length > 28 and text[-1] in "！？!?")


def is_closed(text: str) -> bool:
    """Say whether `text` ends as a complete sentence or item does."""
    tail = text[-4:].rstrip(_CLOSERS)
    return not tail or tail[-1] in CLOSED


def is_columned(text: str) -> bool:
    """Say whether `text` is parted by wide blanks, as the head of a table is."""
    return _COLUMNS.match(text) is not None and _CLAUSE.search(text) is None
