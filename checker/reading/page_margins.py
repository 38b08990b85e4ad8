"""Running heads and page numbers: what stands at the edge of page after page is no part of the text. Footnotes, too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.model import Apart, ApartKind
from checker.reading.page_lines import PageLine
from checker.reading.page_model import Box, Sheet
from checker.reading.wrapping import is_bare_number, is_page_number
from checker.text import fold_width

# In shares of the page's height: where running heads and feet stand, and where hardly anything else does.
_ZONE, _EDGE = 0.2, 0.075
_DEEPEST = 4
_FEW_PAGES = 4
_SAME_PLACE = 6.0
_SMALL = 0.86
_DIGITS = re.compile(r"[0-9]+")
_SPACE = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"[\[(〔]?[0-9①-⑳*※＊]{1,2}[\])〕、.]?\s?\S|注[:：]")


@dataclass
class Margins:
    """The lines of each page without those of its margins, and the texts of these."""

    pages: list[list[PageLine]]
    apart: list[Apart]


@dataclass
class _Edges:
    """The outermost lines of one edge of every page, from the edge inwards."""

    kind: ApartKind
    lines: list[list[PageLine]]
    sheets: Sequence[Sheet]

    @cached_property
    def alike(self) -> dict[str, list[tuple[int, PageLine]]]:
        """Lines of the same words, their figures left out, with the pages that they stand on."""
        found: dict[str, list[tuple[int, PageLine]]] = {}
        for page, lines in enumerate(self.lines):
            for line in lines:
                found.setdefault(_key(line), []).append((page, line))
        return found

    def distance(self, page: int, line: PageLine) -> float:
        return line.y if self.kind == "header" else self.sheets[page].height - line.y

    def place(self, page: int, line: PageLine) -> float:
        return self.distance(page, line) / self.sheets[page].height


def without_margins(sheets: Sequence[Sheet], pages: Sequence[list[PageLine]]) -> Margins:
    """Take the margins off. ``pages`` are the lines of ``sheets``, from top to bottom."""
    body = body_size(pages)
    kept = [list(lines) for lines in pages]
    apart: dict[Apart, None] = {}
    for kind in ("header", "footer"):
        upper = kind == "header"
        outer = [lines[:_DEEPEST] if upper else lines[: -_DEEPEST - 1 : -1] for lines in kept]
        edges = _Edges("header" if upper else "footer", outer, sheets)
        texts: dict[str, str] = {}
        for page, count in enumerate(_depths(edges, kept, body)):
            off = outer[page][:count]
            kept[page] = kept[page][count:] if upper else kept[page][: len(kept[page]) - count]
            for line in off:
                texts.setdefault(_key(line), line.text.strip())
        apart.update((Apart(kind=edges.kind, text=text), None) for text in texts.values())
    for page, sheet in enumerate(sheets):
        kept[page], notes = _without_footnotes(kept[page], sheet.rules, sheet.width, body)
        apart.update((Apart(kind="note", text=note), None) for note in notes)
    return Margins(kept, list(apart))


def body_size(pages: Sequence[Sequence[PageLine]]) -> float:
    """The size of most of the characters."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.visible)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _key(line: PageLine) -> str:
    return _DIGITS.sub("#", fold_width(_SPACE.sub("", line.text)))


# ── running heads, page numbers ──────────────────────────────────────────────────────────────────────────────────────


def _depths(edges: _Edges, pages: Sequence[Sequence[PageLine]], body: float) -> list[int]:
    """How many lines of each page's edge belong to its margin.

    Of a few pages that begin alike, none is left with nothing.
    """
    offset = _number_offset(edges)
    depths = []
    for page, lines in enumerate(edges.lines):
        depth = 0
        for index, line in enumerate(lines):
            if edges.place(page, line) > _ZONE:
                break
            number = is_page_number(line.text) and _is_its_number(edges, page, line, offset)
            if number or _is_repeated(edges, page, line) or _stands_off(edges, page, index, body):
                depth = index + 1
            elif not is_page_number(line.text):
                break
        bare = depth >= len(pages[page]) and not all(is_page_number(line.text) for line in lines[:depth])
        depths.append(0 if bare and len(pages) <= _FEW_PAGES else depth)
    return depths


def _number_offset(edges: _Edges) -> int | None:
    """By how much lone numbers at this edge differ from the count of pages, where two or more agree."""
    offsets: Counter[int] = Counter()
    for page, lines in enumerate(edges.lines):
        offsets.update({_value(line) - page for line in lines if is_bare_number(line.text)})
    best = offsets.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else None


def _value(line: PageLine) -> int:
    return int(fold_width(line.text.strip()))


def _is_its_number(edges: _Edges, page: int, line: PageLine, offset: int | None) -> bool:
    """Whether what looks like a page number is one: a lone number has to count, or stand away from the text."""
    if not is_bare_number(line.text):
        return True
    if offset is not None:
        return _value(line) - page == offset
    return edges.place(page, line) < 0.12 and _value(line) < 1000


def _is_repeated(edges: _Edges, page: int, line: PageLine) -> bool:
    """Whether the same words stand in the same place of other pages."""
    distance, count = edges.distance(page, line), len(edges.lines)
    slack = _SAME_PLACE * (4 if line.rough else 1)
    others = {
        at
        for at, other in edges.alike[_key(line)]
        if at != page
        and abs(edges.distance(at, other) - distance) < slack
        and (abs(other.x0 - line.x0) < slack or (at - page) % 2)
        and abs(other.size - line.size) < 0.2 * line.size
    }
    return len(others) >= (1 if count <= _FEW_PAGES else max(2, count // 4))


def _stands_off(edges: _Edges, page: int, index: int, body: float) -> bool:
    """Whether small print stands by itself at the very edge of the paper."""
    lines = edges.lines[page]
    line = lines[index]
    if edges.place(page, line) > _EDGE or line.size > _SMALL * body or len(lines) < index + 2:
        return False
    return abs(lines[index + 1].y - line.y) > 2.2 * body


# ── footnotes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_footnotes(
    lines: list[PageLine], rules: Sequence[Box], width: float, body: float
) -> tuple[list[PageLine], list[str]]:
    """Small print below a short line at the foot of a page."""
    start = len(lines)
    while start and lines[start - 1].size <= _SMALL * body:
        start -= 1
    if start in (0, len(lines)) or not _FOOTNOTE.match(lines[start].text.strip()):
        return lines, []
    above, below = lines[start - 1].y, lines[start].y
    if not any(above < rule.y0 < below and 0.1 * width < rule.x1 - rule.x0 < 0.5 * width for rule in rules):
        return lines, []
    return lines[:start], [line.text.strip() for line in lines[start:]]
