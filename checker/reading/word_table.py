"""Tables: rows become lines with a tab between cells, each merged cell once; a table that only places text does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.reading.draft import Line
from checker.reading.word_xml import DEL, MOVE_FROM, VAL, Element, W, child_of, integer, is_on, value

ROW = W + "tr"
CELL = W + "tc"
_PROPERTIES = frozenset(
    W + name for name in ("tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr")
)
# A cell with several paragraphs of running text is a page of the report, not an entry of a table.
_PROSE = 80


@dataclass
class Cell:
    """A cell as read. ``inner``: another table stands in it."""

    lines: list[Line] = field(default_factory=list)
    inner: bool = False

    @property
    def prose(self) -> bool:
        return len(self.lines) > 1 and sum(len(line.text) for line in self.lines) >= _PROSE

    @property
    def text(self) -> str:
        # A tab parts cells, so none may stay within one.
        return " ".join(" ".join(line.text.split("\t")).strip() for line in self.lines)


class Spans:
    """Which cells of a row are the lower part of a merged cell that began above."""

    def __init__(self) -> None:
        self._above: set[int] = set()
        self._merged: set[int] = set()
        self._column = 0

    def begin_row(self, row: Element) -> None:
        self._above, self._merged = self._merged, set()
        self._column = max(integer(value(child_of(row, W + "trPr"), "gridBefore"), 0) or 0, 0)

    def continues(self, cell: Element) -> bool:
        """Step over one cell; whether it is the lower part of a cell above (or the right-hand part of its neighbour)."""
        properties = child_of(cell, W + "tcPr")
        at = self._column
        self._column += max(integer(value(properties, "gridSpan"), 1) or 1, 1)
        if properties is None:
            return False
        across = child_of(properties, W + "hMerge")
        if across is not None and across.get(VAL, "continue") == "continue" and at > 0:
            return True
        down = child_of(properties, W + "vMerge")
        if down is None:
            return False
        self._merged.add(at)
        return down.get(VAL, "continue") == "continue" and at in self._above


def rows_of(parent: Element) -> Iterator[Element]:
    """Rows that were not deleted, also those inside content controls."""
    yield from _inside(parent, ROW)


def cells_of(row: Element) -> Iterator[Element]:
    """Cells that were not deleted, also those inside content controls."""
    for cell in _inside(row, CELL):
        if child_of(child_of(cell, W + "tcPr"), W + "cellDel") is None:
            yield cell


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    for child in parent:
        tag = child.tag
        if tag == wanted:
            if tag != ROW or child_of(child_of(child, W + "trPr"), DEL) is None:
                yield child
        elif tag not in _PROPERTIES and tag not in (DEL, MOVE_FROM, ROW, CELL):
            yield from _inside(child, wanted)


def is_hidden(row: Element) -> bool:
    hidden = child_of(child_of(row, W + "trPr"), W + "hidden")
    return hidden is not None and is_on(hidden)


def lay_out(rows: list[list[Cell]]) -> list[Line]:
    """Lines of a table. One that never has two filled cells side by side only places text: its paragraphs stay paragraphs."""
    if all(sum(bool(cell.lines) for cell in row) <= 1 for row in rows):
        return [line for row in rows for cell in row for line in cell.lines]
    found: list[Line] = []
    for row in rows:
        filled = [line for cell in row for line in cell.lines]
        if not filled:
            continue
        if any(cell.inner or cell.prose for cell in row):
            found += filled
        else:
            found.append(_joined(row, filled))
    return found


def _joined(row: list[Cell], filled: list[Line]) -> Line:
    return Line(
        text="\t".join(cell.text for cell in row),
        look=filled[0].look,
        page=min((line.page for line in filled if line.page is not None), default=None),
        table=True,
        residue=all(line.residue for line in filled),
    )
