"""The tree of a page → pieces: what a reader sees as one line or paragraph, and what is there but cannot be seen.

A piece ends where a block begins or ends, and at a line break. Rows of tables that hold data become one piece each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from checker.model import Look
from checker.reading.html_lists import ListNumbers, opens_with_number
from checker.reading.html_style import Style
from checker.reading.html_tree import Child, Element, Page

_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2018-\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_SENTENCE, _ARTICLE = 40, 300
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Piece:
    """A line of the page. ``block``: the innermost block round it. ``linked``: how many of its ``size`` characters are a link.

    ``soft``: after a mere line break. ``marker``: the number that a list gives it, which stands at the start of ``text``.
    ``row``: it is a row of a table. ``controls``: buttons and fields in it.
    """

    text: str
    block: Element
    look: Look
    size: int = 0
    linked: int = 0
    soft: bool = False
    marker: str | None = None
    row: bool = False
    preformatted: bool = False
    controls: int = 0
    pictures: int = 0


@dataclass(slots=True)
class Hidden:
    """Text that cannot be seen, within ``block``; it stands before piece number ``place``. ``inline``: in the middle of a piece."""

    text: str
    block: Element
    place: int
    inline: bool


@dataclass
class _Run:
    """What stands between two breaks."""

    parts: list[tuple[str, Style, bool]] = field(default_factory=list)
    controls: int = 0
    pictures: int = 0


class _Walk:
    """One pass over the tree."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.hidden: list[Hidden] = []
        self._run = _Run()
        self._soft = False
        self._blocks: list[Element] = []
        self._links = 0
        self._counter = ListNumbers()
        self._marker: str | None = None
        self._unlinked: set[str] = set()
        self._hidden_at: tuple[int, int, int] | None = None
        # The outermost block that is hidden, round what is being walked through.
        self._veil = 0

    def walk(self, page: Page) -> None:
        self._unlinked = _broken_links(page)
        stack: list[tuple[Element, Iterator[Child]]] = []
        self._enter(page.body)
        stack.append((page.body, iter(page.body.children)))
        while stack:
            element, children = stack[-1]
            for child in children:
                if isinstance(child, str):
                    self._text(child, element.style)
                else:
                    self._enter(child)
                    stack.append((child, iter(child.children)))
                    break
            else:
                stack.pop()
                self._leave(element)

    def _enter(self, element: Element) -> None:
        style, tag = element.style, element.tag
        if not style.gone:
            if style.block:
                self._break(hard=True)
            elif tag == "br":
                self._break(hard=False)
            if tag in ("button", "input", "textarea") and element.named("type") != "hidden":
                self._run.controls += 1
            elif tag == "img":
                self._run.pictures += 1
            elif tag == "q":
                self._text("“", style)
            if tag in ("ol", "ul", "menu", "li"):
                self._marker = self._counter.enter(element) or (self._marker if tag != "li" else None)
        if style.block:
            self._blocks.append(element)
            if style.gone and (element.parent is None or not element.parent.style.gone):
                self._veil = element.index
        self._links += self._is_link(element)

    def _leave(self, element: Element) -> None:
        if element.tag == "q" and not element.style.gone:
            self._text("”", element.style)
        self._links -= self._is_link(element)
        if element.style.block:
            if not element.style.gone:
                self._break(hard=True)
            self._blocks.pop()
        if element.tag in ("ol", "ul", "menu") and not element.style.gone:
            self._counter.leave()

    def _is_link(self, element: Element) -> bool:
        return element.tag == "a" and bool(element.named("href")) and element.named("href") not in self._unlinked

    def _text(self, text: str, style: Style) -> None:
        if style.seen:
            if not style.preformatted:
                self._run.parts.append((text, style, self._links > 0))
                return
            for number, part in enumerate(text.replace("\r\n", "\n").split("\n")):
                if number:
                    self._break(hard=False)
                self._run.parts.append((part, style, self._links > 0))
        elif _BLANK.sub("", text):
            self._hide(text)

    def _hide(self, text: str) -> None:
        text = _SPACES.sub(" ", text)
        seen = sum(bool(part.strip()) for part, _, _ in self._run.parts)
        block = self._blocks[-1]
        here = len(self.pieces), seen, self._veil if block.style.gone else block.index
        if here == self._hidden_at:
            self.hidden[-1].text += text
        else:
            self.hidden.append(Hidden(text, block, len(self.pieces), inline=seen > 0))
            self._hidden_at = here

    def _break(self, *, hard: bool) -> None:
        run, soft = self._run, self._soft
        if not run.parts and not run.controls and not run.pictures:
            self._soft = False
            return
        self._run = _Run()
        piece = _piece(run, self._blocks[-1]) if self._blocks else None
        if piece is None:
            self._soft = False
            return
        piece.soft = soft
        self._soft = not hard
        if self._marker is not None and piece.text:
            if not opens_with_number(piece.text):
                piece.text, piece.marker = self._marker + piece.text, self._marker.strip()
            self._marker = None
        self.pieces.append(piece)


def _broken_links(page: Page) -> set[str]:
    """Targets of links that were never closed: half an article stands in one, or sentences in one paragraph after the other."""
    sizes, sentences = [0] * len(page.elements), Counter[str]()
    found = set()
    for element in reversed(page.elements):
        own = "".join(child for child in element.children if isinstance(child, str))
        sizes[element.index] += len(own)
        if element.parent is not None:
            sizes[element.parent.index] += sizes[element.index]
        if element.tag == "a" and element.attributes.get("href"):
            sentences[element.named("href")] += len(own) > _SENTENCE and "。" in own
            if sizes[element.index] > _ARTICLE:
                found.add(element.named("href"))
    return found | {target for target, count in sentences.items() if count > 2}


def pieces_of(page: Page) -> tuple[list[Piece], list[Hidden]]:
    """What is seen on the page, in order, and what is hidden in it."""
    walk = _Walk()
    walk.walk(page)
    return walk.pieces, walk.hidden


def _piece(run: _Run, block: Element) -> Piece | None:
    """The piece that a run of inline text makes; None where there is nothing in it."""
    preformatted = any(style.preformatted for _, style, _ in run.parts)
    text = "".join(part for part, _, _ in run.parts)
    text = text.rstrip() if preformatted else collapse(text)
    if not _BLANK.sub("", text) and not run.controls and not run.pictures:
        return None
    weights: dict[Style, int] = {}
    size = linked = 0
    for part, style, link in run.parts:
        length = len(_BLANK.sub("", part))
        size += length
        linked += length if link else 0
        weights[style] = weights.get(style, 0) + length
    style = max(weights, key=weights.__getitem__) if weights else block.style
    return Piece(
        text=text if size else "",
        block=block,
        look=_look(style, block),
        size=size,
        linked=linked,
        preformatted=preformatted,
        controls=run.controls,
        pictures=run.pictures,
    )


def collapse(text: str) -> str:
    """White space of the source as a reader sees it: one blank, and none where a line of Chinese was merely cut."""
    return _SPACES.sub(_gap, text.strip(" \t\r\n\f"))


def _gap(space: re.Match[str]) -> str:
    if "\n" not in space.group():
        return " "
    text = space.string
    return "" if _WIDE.match(text[space.start() - 1]) or _WIDE.match(text[space.end()]) else " "


def _look(style: Style, block: Element) -> Look:
    around = block.style
    return _look_of(block.tag, around.align, around.indent or None, style.bold, style.size, style.font)


@lru_cache(maxsize=4096)
def _look_of(
    tag: str, align: str | None, indent: float | None, bold: bool, size: float | None, font: str | None
) -> Look:
    return Look(
        style_level=_HEADINGS.get(tag),
        centred=align == "center",
        right=align == "right",
        bold=bold,
        size=None if size is None else round(size * 2) / 2,
        font=font,
        indent=indent,
    )
