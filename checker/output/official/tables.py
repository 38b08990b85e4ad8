"""Tables: borders, a head that repeats on every page, rows that stay whole, statuses in words on a coloured ground.

The standard says nothing of a table's letters; 小四 (12 pt) reads well, and what has many columns is set smaller. The letters stay
black (GB/T 9704—2012, 5.2.4): only the ground is coloured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.output.official import styles
from checker.output.official.atoms import width
from checker.output.official.measures import AREA_WIDTH
from checker.output.official.model import Content, Grid, GridCell, Run

if TYPE_CHECKING:
    from checker.output.official.paragraphs import Maker

STATUS_WORDS = {"present": "齐全", "partial": "不充分", "missing": "缺失"}
STATUS_GROUNDS = {"present": "DDEFD9", "partial": "FFF0C2", "missing": "F8D0C8"}
_KEPT = 8  # rows
_WHOLE_HEADS = 4  # a table of more columns has their heads on two lines
_HEAD_GROUND = "EDEDED"
PADDING_X, PADDING_Y = 85, 40  # of a cell, twips on each side


@dataclass(frozen=True, slots=True)
class Setting:
    """The size of a table's letters (pt) and the pitch of its lines (twips)."""

    size: float
    pitch: int


def setting(columns: int) -> Setting:
    """小四 for up to 6 columns, 五号 for up to 9, 小五 for more."""
    if columns <= 6:
        return Setting(12, 360)
    return Setting(10.5, 320) if columns <= 9 else Setting(9, 280)


def together(grid: Grid) -> bool:
    """Whether the table is so small that it should not be parted by a page's end."""
    return len(grid.rows) <= _KEPT


def plain(content: Content) -> str:
    """The characters of a content."""
    return content if isinstance(content, str) else "".join(run.text for run in content)


def worded(cell: GridCell) -> Content:
    """The cell's content with its status in words, where they do not stand there."""
    if cell.status is None:
        return cell.content
    word, text = STATUS_WORDS[cell.status], plain(cell.content)
    if word in text:
        return cell.content
    if not text.strip():
        return word
    added = f"（{word}）"
    return cell.content + added if isinstance(cell.content, str) else (*cell.content, Run(added))


def widths(grid: Grid) -> list[int]:
    """The columns' widths in twips; they fill the type area.

    Without ``shares`` a column gets what its longest cell needs on one line, its head on two. Where that is too much in all, what needs least gets
    it first, and the others share what is left.
    """
    needs = list(grid.shares or _needs(grid))
    if not grid.shares and sum(needs) > AREA_WIDTH:
        room = float(AREA_WIDTH)
        for place, index in enumerate(sorted(range(len(needs)), key=lambda i: needs[i])):
            needs[index] = min(needs[index], room / (len(needs) - place))
            room -= needs[index]
    total = sum(needs)
    told = [int(AREA_WIDTH * need / total) for need in needs]
    told[-1] += AREA_WIDTH - sum(told)
    return told


def _needs(grid: Grid) -> list[float]:
    """The width of every column with its letters on one line, in twips."""
    size = setting(len(grid.columns)).size
    found = []
    for index, column in enumerate(grid.columns):
        head = width(column) if len(grid.columns) <= _WHOLE_HEADS else math.ceil(width(column) / 2) + 0.5
        longest = max([head, 2.0, *(width(worded(row[index])) for row in grid.rows)])
        found.append((longest + 0.5) * size * 20 + 2 * PADDING_X)
    return found


def table(maker: Maker, grid: Grid) -> Any:
    """The element."""
    from checker.output.official.paragraphs import node

    columns, set_in = widths(grid), setting(len(grid.columns))
    lines = [
        node(f"w:{side}", val="single", sz="4", space="0", color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    margins = [
        node(f"w:{side}", w=str(PADDING_Y if side in ("top", "bottom") else PADDING_X), type="dxa")
        for side in ("top", "left", "bottom", "right")
    ]
    properties = node(
        "w:tblPr",
        node("w:tblW", w=str(AREA_WIDTH), type="dxa"),
        node("w:jc", val="center"),
        node("w:tblBorders", *lines),
        node("w:tblLayout", type="fixed"),
        node("w:tblCellMar", *margins),
    )
    element = node("w:tbl", properties, node("w:tblGrid", *(node("w:gridCol", w=str(one)) for one in columns)))
    head = [
        _cell(maker, styles.TABLE_HEAD, set_in, column, wide, _HEAD_GROUND)
        for column, wide in zip(grid.columns, columns, strict=True)
    ]
    element.append(node("w:tr", node("w:trPr", node("w:cantSplit"), node("w:tblHeader")), *head))
    for row in grid.rows:
        cells = []
        kept = together(grid) and row is not grid.rows[-1]
        for cell, wide in zip(row, columns, strict=True):
            ground = STATUS_GROUNDS[cell.status] if cell.status else None
            cells.append(
                _cell(
                    maker,
                    styles.TABLE_TEXT,
                    set_in,
                    worded(cell),
                    wide,
                    ground,
                    bool(cell.centred or cell.status),
                    kept,
                )
            )
        # A row that is longer than a page has to be split; the others stay whole.
        long = any(len(plain(cell.content)) > 800 for cell in row)
        element.append(node("w:tr", *([] if long else [node("w:trPr", node("w:cantSplit"))]), *cells))
    return element


def _cell(
    maker: Maker,
    style: styles.Style,
    set_in: Setting,
    content: Content,
    wide: int,
    ground: str | None,
    centred: bool = False,
    kept: bool = False,
) -> Any:
    from docx.oxml.ns import qn

    from checker.output.official.paragraphs import node

    properties = node("w:tcPr", node("w:tcW", w=str(wide), type="dxa"))
    if ground:
        properties.append(node("w:shd", val="clear", color="auto", fill=ground))
    properties.append(node("w:vAlign", val="center"))
    other = set_in.size != style.size
    p = maker.paragraph(style, content, set_in.size if other else None, set_in.pitch if other else None)
    if kept:
        p.find(qn("w:pPr")).insert(1, node("w:keepNext"))
    if centred:
        p.find(qn("w:pPr")).append(node("w:jc", val="center"))
    return node("w:tc", properties, p)
