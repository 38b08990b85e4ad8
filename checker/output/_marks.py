"""The report's text cut where a mark begins or ends: spans that overlap become pieces that do not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.model import Block, Report

# How a mark looks, the one that wins first: the proof of a verdict, and the place of a defect, which may both be there.
PROOF = ("weak", "met", "topic", "place")
DEFECT = ("error", "warning", "info")
_CLICKED_FIRST = ("error", "weak", "warning", "met", "info", "topic", "place")


@dataclass(frozen=True)
class Mark:
    """``text[start:end]`` matters to an item of the page; ``look`` is one of PROOF or DEFECT."""

    start: int
    end: int
    item: int
    look: str


@dataclass(frozen=True)
class Piece:
    """Text that is marked in one way. ``number`` counts the marked pieces of the page; None: not marked.

    ``items`` are those that the piece belongs to, the one that a click should show first; ``ends`` those whose span ends here.
    """

    text: str
    lead: bool = False
    number: int | None = None
    looks: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A block as pieces; a table as rows of cells of pieces. ``page`` is told where a page begins."""

    index: int
    block: Block
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    page: int | None = None

    @property
    def tag(self) -> str:
        """The HTML element that says what the block is; h1 and h2 are the page's own."""
        if self.block.kind == "heading":
            return f"h{min(2 + (self.block.level or 1), 6)}"
        return "h2" if self.block.kind == "title" else "p"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for row in self.rows for cell in row for piece in cell)


class MarkedText:
    """``paragraphs`` hold the whole report; ``pieces_of`` tells which marked pieces make up a span."""

    def __init__(self, report: Report, marks: Iterable[Mark]) -> None:
        self._text = report.text
        self._count = 0
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._leads = {heading.block: (heading.start, heading.end) for heading in report.headings if heading.run_in}
        self.paragraphs = tuple(self._paragraphs(report.blocks, sorted(marks, key=lambda m: (m.start, m.end, m.item))))

    def pieces_of(self, start: int, end: int) -> tuple[int, int] | None:
        """The numbers of the first and the last piece of ``text[start:end]``; None where that is not marked."""
        first, last = self._starts.get(start), self._ends.get(end)
        return (first, last) if first is not None and last is not None and first <= last else None

    def _paragraphs(self, blocks: Sequence[Block], spans: Sequence[Mark]) -> Iterator[Paragraph]:
        page: int | None = None
        for index, block in enumerate(blocks):
            here = [span for span in spans if span.start < block.end and block.start < span.end]
            rows = tuple(
                tuple(tuple(self._pieces(start, end, here, self._leads.get(index))) for start, end in row)
                for row in self._cells(block)
            )
            yield Paragraph(index, block, rows, block.page if block.page != page else None)
            page = block.page

    def _cells(self, block: Block) -> list[list[tuple[int, int]]]:
        """The spans of a table's cells, row by row; any other block is one cell."""
        if block.kind != "table":
            return [[(block.start, block.end)]]
        rows: list[list[tuple[int, int]]] = [[]]
        position = block.start
        for separator in re.finditer(r"[\t\n]", self._text[block.start : block.end]):
            end = block.start + separator.start()
            rows[-1].append((position, end))
            position = end + 1
            if separator[0] == "\n":
                rows.append([])
        rows[-1].append((position, block.end))
        return rows

    def _pieces(self, start: int, end: int, spans: Sequence[Mark], lead: tuple[int, int] | None) -> Iterator[Piece]:
        edges = {start, end, *(lead or ())}
        edges.update(edge for span in spans for edge in (span.start, span.end))
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        for a, b in itertools.pairwise(cuts):
            yield self._piece(a, b, [s for s in spans if s.start <= a and b <= s.end], lead)

    def _piece(self, start: int, end: int, spans: Sequence[Mark], lead: tuple[int, int] | None) -> Piece:
        text = self._text[start:end]
        opens = lead is not None and lead[0] <= start and end <= lead[1]
        if not spans:
            return Piece(text, opens)
        number = self._count
        self._count += 1
        for span in spans:
            self._starts.setdefault(span.start, number)
            if span.end == end:
                self._ends[end] = number
        found = {span.look for span in spans}
        looks = [next((look for look in kinds if look in found), None) for kinds in (PROOF, DEFECT)]
        ordered = sorted(spans, key=lambda span: (_CLICKED_FIRST.index(span.look), span.item))
        ends = sorted({span.item for span in spans if span.end == end})
        return Piece(
            text, opens, number, tuple(filter(None, looks)), tuple(dict.fromkeys(s.item for s in ordered)), tuple(ends)
        )
