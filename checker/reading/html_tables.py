"""Tables of a web page: rows of data become one piece each; a table that only places text leaves its pieces as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.reading.html_pieces import Hidden, Piece
from checker.reading.html_tree import Element, Page

# A cell with several paragraphs of running text, or a long list, is a part of the page, not an entry of a table.
_PROSE, _LONG_LIST = 80, 8
_LINKED = 0.5


def with_rows(page: Page, pieces: Sequence[Piece], hidden: Sequence[Hidden]) -> list[Piece]:
    """The pieces, those of each table that holds data put together row by row; the places of hidden text follow."""
    around_cell, around_table = _nearest(page, ("td", "th")), _nearest(page, ("table",))
    cells = [around_cell[piece.block.index] for piece in pieces]
    tables = [None if cell is None else around_table[cell.index] for cell in cells]
    last = {id(table): place for place, table in enumerate(tables)}
    found: list[Piece] = []
    moved: list[int] = []
    start = 0
    while start < len(pieces):
        table, end = tables[start], start + 1
        while table is not None and end < len(pieces) and tables[end] is table:
            end += 1
        group: Sequence[Piece] = pieces[start:end]
        if table is not None and last[id(table)] == end - 1:
            group = _rows(table, group, cells[start:end])
        moved.extend(len(found) + min(step, len(group) - 1) for step in range(end - start))
        found.extend(group)
        start = end
    for text in hidden:
        text.place = moved[text.place] if text.place < len(moved) else len(found)
    return found


def _nearest(page: Page, tags: tuple[str, ...]) -> list[Element | None]:
    """For each element the innermost one of these tags round it, itself included."""
    found: list[Element | None] = []
    for element in page.elements:
        outer = element.parent
        found.append(element if element.tag in tags else None if outer is None else found[outer.index])
    return found


def _rows(table: Element, pieces: Sequence[Piece], places: Sequence[Element | None]) -> Sequence[Piece]:
    """Pieces for rows, if this table holds data: it has cells side by side, and no cell is a page in itself."""
    cells: dict[int, list[Piece]] = {}
    for piece, cell in zip(pieces, places, strict=True):
        cells.setdefault(id(cell), []).append(piece)
    rows = {
        row: [
            cells.get(id(cell), []) for cell in row.children if not isinstance(cell, str) and cell.tag in ("td", "th")
        ]
        for row in _table_rows(table)
    }
    filled = {row: cells for row, cells in rows.items() if any(piece.size for cell in cells for piece in cell)}
    if all(sum(map(bool, cells)) <= 1 for cells in filled.values()) or not _holds_data(list(filled.values())):
        return pieces
    return [_row(row, cells) for row, cells in filled.items()]


def _table_rows(table: Element) -> list[Element]:
    """The table's own rows, in order."""
    rows: list[Element] = []
    for child in table.children:
        if isinstance(child, str):
            continue
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            rows.extend(row for row in child.children if not isinstance(row, str) and row.tag == "tr")
    return rows


def _holds_data(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    cells = [cell for row in rows for cell in row if cell]
    total = sum(piece.size for cell in cells for piece in cell)
    linked = sum(piece.linked for cell in cells for piece in cell)
    if linked > _LINKED * max(total, 1) or any(piece.controls for cell in cells for piece in cell):
        return False
    return not any(
        len(cell) > _LONG_LIST
        or (len(cell) > 1 and sum(p.size for p in cell) >= _PROSE and _largest(cell) >= _PROSE // 2)
        for cell in cells
    )


def _largest(cell: Sequence[Piece]) -> int:
    return max(piece.size for piece in cell)


def _row(row: Element, cells: Sequence[Sequence[Piece]]) -> Piece:
    pieces = [piece for cell in cells for piece in cell]
    first = next(piece for piece in pieces if piece.size)
    texts = (" ".join(" ".join(piece.text.split("\t")).strip() for piece in cell) for cell in cells)
    return replace(
        first,
        text="\t".join(texts),
        block=row,
        size=sum(piece.size for piece in pieces),
        linked=sum(piece.linked for piece in pieces),
        soft=False,
        marker=None,
        row=True,
        controls=sum(piece.controls for piece in pieces),
        pictures=sum(piece.pictures for piece in pieces),
    )
