"""HTML to text: what a reader of the page reads; navigation left out, title, source and date kept."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator

from lxml import etree, html

from kg.read.content import Content
from kg.read.decode import decode
from kg.read.messages import UnreadableError
from kg.read.metadata import Facts, date

_DROPPED_TAGS = """
script style noscript template nav footer aside form button select option iframe svg canvas object embed audio video
head dialog menu map
"""
_BLOCK_TAGS = """
address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header
hr html li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_NAVIGATION = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|menus?|bread-?crumbs?|crumbs?|foot(?:er)?|side-?bar|share|social|copyright|toolbar"
    r"|pag(?:er|ination)|related|recommend|banner|advert|ads?|login|search|top-?bar|friend-?links?)(?:$|[-_\s])",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"来\s*源|作\s*者|发布(?:时间|日期|机构)|时间\s*[:：]|日期\s*[:：]|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])\n(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_SENTENCE = re.compile(r"[。；！？]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_SCRIPT = re.compile(r"<(script|style|head|nav|footer)\b.{0,5000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_META = {
    "title": ("articletitle", "og:title"),
    "published": ("pubdate", "publishdate", "article:published_time", "og:published_time", "date", "dc.date"),
    "source": ("contentsource", "source", "og:site_name"),
}
_LONGEST_LINK_LIST = 4000


def read_html(data: bytes) -> Content:
    """Return the text of an HTML page, a block a line, a row of a table a line with its cells parted by a tab."""
    text = _DECLARATION.sub("", _text(data), count=1)
    if not text.strip():
        return Content("")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if "empty" in str(error).lower():
            return Content("")
        raise UnreadableError("damaged_html", error=str(error)) from None
    if any("depth" in entry.message for entry in parser.error_log):
        return Content(_stripped(text))
    return Content(_Writer().write(root), _facts(root))


def _stripped(text: str) -> str:
    """Return the text between the tags of a page that is nested too deeply for the parser."""
    lines = (line.strip() for line in _TAG.sub("\n", _SCRIPT.sub("\n", text)).split("\n"))
    return html_entities.unescape("\n".join(line for line in lines if line))


def _text(data: bytes) -> str:
    try:
        return decode(data)
    except UnreadableError as problem:
        declared = _CHARSET.search(data[:4096])
        if problem.code != "encoding" or not declared:
            raise
        try:
            return data.decode(declared[1].decode("ascii")).replace("\r\n", "\n")
        except (LookupError, UnicodeDecodeError):
            raise problem from None


def _facts(root: html.HtmlElement) -> Facts:
    """Return title, date and source as heading, meta elements and <title> say."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        metas.setdefault(name, (meta.get("content") or "").strip())
    said = {key: next((metas[name] for name in names if metas.get(name)), None) for key, names in _META.items()}
    headings = [h for h in (_inline(e) for e in root.iter("h1")) if h]
    title = said["title"] or (headings[0] if len(headings) == 1 else None)
    if not title:
        whole = next((_inline(e) for e in root.iter("title")), "")
        title = next((h for h in headings if h in whole), None) or re.split(r"\s*[_|]\s*|\s+[-–—]+\s+", whole)[0]
    return Facts(title or None, date(said["published"]) if said["published"] else None, said["source"])


def _inline(element: html.HtmlElement) -> str:
    return _SPACE.sub(" ", _BETWEEN_HAN.sub("", str(element.text_content()))).strip(" \u3000\u00a0")


class _Writer:
    """Walks the tree once, without recursion, and writes lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[str] = []  # pieces of the line that is being written

    def write(self, root: html.HtmlElement) -> str:
        """Return the text of the page."""
        for event, element in _walk(root):
            tag = element.tag
            if event == "table":
                self._end()
                self._lines.extend(_rows(element))
            elif event == "kept":
                self._end()
                self._lines.extend(_kept_lines(element))
            elif event == "start":
                if tag in _BLOCKS or tag == "br":
                    self._end()
                self._add(element.text, tag == "pre")
            elif event == "end" and tag in _BLOCKS:
                self._end()
            if event != "start":
                self._add(element.tail, False)
        self._end()
        return "\n".join(self._lines)

    def _add(self, text: str | None, keep: bool) -> None:
        if not text:
            return
        if keep:
            *whole, last = text.split("\n")
            for line in whole:
                self._open.append(line)
                self._end()
            self._open.append(last)
        else:
            self._open.append(_SPACE.sub(" ", _BETWEEN_HAN.sub("", text)))

    def _end(self) -> None:
        line = re.sub(r" {2,}", " ", "".join(self._open)).strip(" \u00a0")
        self._open.clear()
        if line.strip("\u3000\u00a0 "):
            self._lines.append(line)


def _walk(root: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield (event, element): start and end of what is read; table, kept and dropped for what is not gone into."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield "end", element
            continue
        if element.tag in _DROPPED or _is_hidden(element) or _is_navigation(element):
            found = "kept" if element.tag != "head" and _keeps(element) else "dropped"
        elif element.tag == "table" and _is_data(element):
            found = "table"
        else:
            yield "start", element
            continue
        walk.skip_subtree()
        next(walk)  # its end
        yield found, element


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _is_navigation(element: html.HtmlElement) -> bool:
    """Say whether an element is a list of links or is named as navigation, and holds no prose."""
    if element.tag not in ("div", "ul", "ol", "dl", "section", "p", "span", "td", "header", "table"):
        return False
    links = sum(1 for _ in zip(range(200), element.iter("a")))
    named = element.tag == "header" or _NAVIGATION.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    if not named and links < 3:
        return False
    text = str(element.text_content())
    if named:
        return len(_SENTENCE.findall(text)) < 3 and not any(True for _ in element.iter("h1", "article", "main"))
    if len(text) > _LONGEST_LINK_LIST or _SENTENCE.search(text):
        return False
    linked = sum(len(str(a.text_content())) for a in element.iter("a"))
    return 10 * linked >= 6 * len(_SPACE.sub("", text))


def _keeps(element: html.HtmlElement) -> bool:
    """Say whether something that is left out holds the line of source and date."""
    return element.tag in ("header", "div", "p", "span", "td") and bool(_kept_lines(element))


def _kept_lines(element: html.HtmlElement) -> list[str]:
    text = _inline(element)
    return [text] if len(text) <= 120 and _LINE.search(text) and "©" not in text and "ICP" not in text else []


def _is_data(table: html.HtmlElement) -> bool:
    """Say whether a table holds data; one that lays out a page is gone into instead."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    longest = max((len(str(cell.text_content())) for cell in cells), default=0)
    return len(cells) > len(rows) and longest <= 300


def _rows(table: html.HtmlElement) -> list[str]:
    caption = [_inline(c) for c in table.iterchildren("caption")]
    rows = (row for row in table.iter("tr"))
    lines = ["\t".join(_inline(cell) for cell in row.iterchildren("td", "th")) for row in rows]
    return [line for line in (*caption, *lines) if line.strip()]
