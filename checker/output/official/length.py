"""How many lines of the page a document takes before its annexes: an estimate that is rather too high than too low.

It is too high by the room that is left at a page's end where a table or picture that just fits is thought not to.

What a line may not open or end with is carried over as Word does it.
"""

from __future__ import annotations

import math

from checker.output.official.atoms import atoms
from checker.output.official.closing import day
from checker.output.official.measures import AREA_WIDTH, CHARACTERS, HEIGHT_MM, LINE_PITCH, LINES, TITLE_CHARACTERS
from checker.output.official.model import Content, Grid, Heading, Official, PageBreak, Part, Picture, Text
from checker.output.official.safe import safe
from checker.output.official.tables import PADDING_X, PADDING_Y, setting, together, widths, worded
from checker.output.official.title import title_lines

_BORDER = 10


def lines(official: Official) -> int:
    """The lines from the title to the 附注; of a page there are 22."""
    total = _head(official)
    total = _body(official.body, total)[0]
    if official.annexes:
        total += 1
        for index, annex in enumerate(official.annexes):
            number = f"{index + 1}. " if len(official.annexes) > 1 else ""
            note = f"（{annex.note}）" if annex.note else ""
            total += paragraph_lines(number + annex.title + note, 0, CHARACTERS - 5)
    if official.signature or official.date:
        total += 1 + bool(official.signature) + bool(official.date and day(official.date))
    if official.remark:
        total += paragraph_lines(f"（{official.remark}）")
    return math.ceil(total - 1e-6)


def blank(official: Official) -> float:
    """The most lines that a page's end is left empty, as what comes next does not fit there and is not parted."""
    return _body(official.body, _head(official))[1]


def _head(official: Official) -> float:
    titles = len(title_lines(safe(official.title).strip(), TITLE_CHARACTERS)) + 1
    total: float = titles + (3 if official.number else 0)
    if official.to:
        total += paragraph_lines(official.to + "：", 0)
    return total


def paragraph_lines(content: Content, indent: float = 2, width: float = CHARACTERS) -> int:
    """The lines of a paragraph whose first is indented; ``width`` is characters of the paragraph's own size."""
    count, used = 1, indent
    for atom, hanging in atoms(content):
        if used and used + atom - hanging > width:
            count, used = count + 1, 0
        if atom - hanging > width:  # a word that is longer than a line is parted
            count, used = count + int(atom // width), atom % width
        else:
            used += atom
    return count


def _body(parts: tuple[Part, ...], at: float) -> tuple[float, float]:
    """Where the body ends that begins at a line, and ``blank``. What must not be parted by a page's end is moved behind it, as Word does."""
    held = 0.0  # lines of headings that stay with what follows
    empty = 0.0
    for part in parts:
        if isinstance(part, PageBreak):
            at = math.ceil(at / LINES) * LINES
            continue
        if isinstance(part, Heading):
            held += paragraph_lines(part.text)
            continue
        if isinstance(part, Text):
            whole, rest = 1.0, paragraph_lines(part.content, 2 if part.indented else 0) - 1.0
        elif isinstance(part, Picture):
            # A picture stands on a line of its own height, which has room below.
            whole, rest = ((part.height or HEIGHT_MM) / HEIGHT_MM) * LINES + 0.4, 0.0
        else:
            rows = [height / LINE_PITCH for height in _rows(part)]
            whole, rest = bool(part.title) + sum(rows), 0.0
            if not together(part):
                whole = bool(part.title) + sum(rows[:2])
                rest = _parted(rows, at + held + bool(part.title)) - sum(rows[:2])
        whole, held = whole + held, 0.0
        left = math.ceil(at / LINES + 1e-9) * LINES - at
        if whole > left + 1e-6 and whole <= LINES:
            at += left
            empty = max(empty, left)
        at += whole + rest
    return at + held, empty


def _parted(rows: list[float], at: float) -> float:
    """The lines of a table that may be parted between rows, with its head on every page and what is left empty at their ends."""
    head, end = rows[0], at
    for row in rows:
        if end + row > math.floor(end / LINES + 1) * LINES + 1e-6 and row + head < LINES:
            end = math.floor(end / LINES + 1) * LINES + head
        end += row
    return end - at


def _rows(grid: Grid) -> list[int]:
    """The heights in twips, the head's first."""
    columns, set_in = widths(grid), setting(len(grid.columns))
    assert sum(columns) == AREA_WIDTH
    rows: list[tuple[Content, ...]] = [grid.columns, *(tuple(worded(cell) for cell in row) for row in grid.rows)]
    heights = []
    for row in rows:
        tallest = 1
        for content, width in zip(row, columns, strict=True):
            room = (width - 2 * PADDING_X) / 20 / set_in.size
            tallest = max(tallest, paragraph_lines(content, 0, max(room, 1)))
        heights.append(tallest * set_in.pitch + 2 * PADDING_Y + _BORDER)
    return heights
