"""A web page as a light tree: elements, text and looks; scripts, comments and controls are left out.

Nothing here calls itself, however deep the page is nested.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from checker.errors import ReadError
from checker.reading.html_style import (
    BLOCK_TAGS,
    NOTHING_SAID,
    ROOT,
    Attributes,
    Rule,
    Said,
    Style,
    computed,
    sheet_rules,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = frozenset("script style noscript template svg math canvas head select datalist audio video map rp".split())
_CONTROLS = frozenset("button input textarea".split())
_FRAMES = frozenset("iframe frame object embed applet".split())
_VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
_CLOSED_BY_THEMSELVES = frozenset("p li dt dd option tr td th tbody thead tfoot colgroup html body head".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:]{0,20})[^<>]{0,300}")
_EMPHASIS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_MOST_ELEMENTS = 1_200_000
_MOST_LOOKS, _MOST_REOPENED = 400_000_000, 150_000
# Rules of style sheets times elements of the page.
_MOST_MATCHES = 60_000_000
_TOO_DEEP = "网页内的标签嵌套过深，无法读取；请用浏览器打开原网页，把正文复制到 Word 后另存为 .docx 再试。"


class Element:
    """An element of the page. ``index`` is its place among all elements, parents before children."""

    __slots__ = ("attributes", "children", "index", "parent", "style", "tag")

    def __init__(self, tag: str, attributes: Attributes, parent: Element | None, style: Style, index: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.style = style
        self.index = index
        self.children: list[Child] = []

    def named(self, name: str) -> str:
        """An attribute's value; nothing where it has none."""
        return self.attributes.get(name) or ""


Child: TypeAlias = Element | str


@dataclass
class Page:
    """``elements`` in document order, the body first. ``titles``: what the head calls the page, the surest first."""

    elements: list[Element]
    titles: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)

    def reveal(self) -> None:
        """Take every element as shown, as a script of the page would make it."""
        for element in self.elements:
            element.style = replace(element.style, gone=False, veiled=False)

    @property
    def body(self) -> Element:
        return self.elements[0]


def parse(markup: str) -> Page:
    """The tree of a page; ReadError where its nesting would keep a parser busy for hours."""
    from selectolax.lexbor import LexborHTMLParser

    if _is_too_deep(markup):
        raise ReadError(_TOO_DEEP)
    parser = LexborHTMLParser(markup)
    page = Page(elements=[], titles=_titles(parser))
    top = parser.body or parser.root
    if top is not None:
        _build(page, top, _matched(parser, len(markup)))
    if not page.elements:
        page.elements.append(Element("body", {}, None, ROOT, 0))
    return page


def _is_too_deep(markup: str) -> bool:
    """Whether parsing would take hours or all memory: a rough count from the tags alone.

    A block that opens is looked for among all that is open, and reopens every mark of emphasis that was left open (of equal
    ones, three).
    """
    depth = looks = reopened = 0
    left_open: list[str] = []
    for match in _TAG.finditer(markup):
        name = match[2].lower()
        if name in _VOID:
            continue
        if name not in _CLOSED_BY_THEMSELVES:
            depth = max(depth + (-1 if match[1] else 1), 0)
        if name in _EMPHASIS:
            if not match[1]:
                if left_open[-300:].count(match.group()) < 3:
                    left_open.append(match.group())
            elif left_open:
                left_open.pop()
        elif name in BLOCK_TAGS:
            looks += depth
            reopened += len(left_open)
            if looks > _MOST_LOOKS or reopened > _MOST_REOPENED:
                return True
    return False


def _titles(parser: LexborHTMLParser) -> list[str]:
    """What ``meta name="ArticleTitle"`` and its like say, then the title of the page."""
    found = []
    for meta in parser.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        if name in ("articletitle", "og:title", "title") and attributes.get("content"):
            found.append(attributes["content"] or "")
    found.extend(node.text() for node in parser.css("title")[:1])
    return [" ".join(title.split()) for title in found if title.strip()]


def _matched(parser: LexborHTMLParser, size: int) -> dict[int, Said]:
    """What the page's own style sheets say, by the identity of the node."""
    from selectolax.lexbor import SelectolaxError

    sheets = [node.text() for node in parser.css("style")]
    rules = [rule for sheet in sheets for rule in sheet_rules(sheet)]
    if not rules:
        return {}
    most = max(_MOST_MATCHES // max(size // 20, 1), 20)
    found: dict[int, list[tuple[tuple[int, int, int], int, Rule]]] = defaultdict(list)
    for place, rule in enumerate(rules[:most]):
        try:
            nodes = parser.css(rule.selector)
        except SelectolaxError:
            continue
        for node in nodes:
            found[node.mem_id].append((rule.weight, place, rule))
    return {identity: _weighed(said) for identity, said in found.items()}


def _weighed(rules: list[tuple[tuple[int, int, int], int, Rule]]) -> Said:
    said = Said({}, {})
    for _, _, rule in sorted(rules, key=lambda entry: entry[:2]):
        said.plain.update(rule.said.plain)
        said.firm.update(rule.said.firm)
    return said


def _build(page: Page, top: LexborNode, matched: dict[int, Said]) -> None:
    """Copy the parser's tree, each element with its look."""
    stack: list[tuple[LexborNode, Element | None]] = [(top, None)]
    while stack:
        node, parent = stack.pop()
        following = node.next if parent is not None else None
        if following is not None:
            stack.append((following, parent))
        if node.is_text_node:
            if parent is not None and node.text_content:
                parent.children.append(node.text_content)
            continue
        tag = node.tag or ""
        if not node.is_element_node or tag in _DROPPED:
            continue
        attributes = node.attributes
        if tag in _FRAMES:
            page.frames.append(attributes.get("src") or attributes.get("data") or "")
            continue
        rules = matched.get(node.mem_id, NOTHING_SAID) if matched else NOTHING_SAID
        style = computed(tag, attributes, rules, parent.style if parent is not None else ROOT)
        element = Element(tag, attributes, parent, style, len(page.elements))
        page.elements.append(element)
        if len(page.elements) > _MOST_ELEMENTS:
            raise ReadError(_TOO_DEEP)
        if parent is not None:
            parent.children.append(element)
        child = node.child if tag not in _CONTROLS else None
        if child is not None:
            stack.append((child, element))
