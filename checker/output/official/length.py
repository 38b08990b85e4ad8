"""How many lines of the page a document takes before its annexes: an estimate that is rather too high than too low.

It is too high by the room that is left at a page's end where a table or picture that just fits is thought not to.

Word sets two digits to a square of the grid; a machine without Times New Roman takes more for them, so they are counted wider here.
What a line may not open or end with is carried over as Word does it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from checker.output.official.closing import day
from checker.output.official.measures import AREA_WIDTH, CHARACTERS, HEIGHT_MM, LINE_PITCH, LINES, TITLE_CHARACTERS
from checker.output.official.model import Content, Grid, Heading, Official, PageBreak, Part, Picture, Run, Text
from checker.output.official.safe import safe
from checker.output.official.tables import PADDING_X, PADDING_Y, setting, together, widths, worded
from checker.output.official.title import title_lines
from checker.text import display_width

_CLOSING = frozenset("。，、；：？！”’）》】」』〉…—％%‰℃,.;:?!)]}·")
_OPENING = frozenset("“‘（《【「『〈([{")
_HANGING = frozenset("。，、；：？！")
_LATIN, _GAP, _RAISED = 0.56, 0.2, 0.6
_BORDER = 10
_WORD = re.compile(r"[\x21-\x7e]+|\s|.", re.DOTALL)


def lines(official: Official) -> int:
    """The lines from the title to the 附注; of a page there are 22."""
    titles = len(title_lines(safe(official.title).strip(), TITLE_CHARACTERS)) + 1
    total: float = titles + (3 if official.number else 0)
    if official.to:
        total += paragraph_lines(official.to + "：", 0)
    total = _body(official.body, total)
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


def paragraph_lines(content: Content, indent: float = 2, width: float = CHARACTERS) -> int:
    """The lines of a paragraph whose first is indented; ``width`` is characters of the paragraph's own size."""
    count, used = 1, indent
    for atom, hanging in _atoms(content):
        if used and used + atom - hanging > width:
            count, used = count + 1, 0
        if atom - hanging > width:  # a word that is longer than a line is parted
            count, used = count + int(atom // width), atom % width
        else:
            used += atom
    return count


def _body(parts: tuple[Part, ...], at: float) -> float:
    """Where the body ends that begins at a line. What must not be parted by a page's end is moved behind it, as Word does."""
    held = 0.0  # lines of headings that stay with what follows
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
            whole, rest = bool(part.title) + _table(part) / LINE_PITCH, 0.0
            if not together(part):
                whole, rest = 2.0, whole - 2.0
        whole, held = whole + held, 0.0
        left = math.ceil(at / LINES + 1e-9) * LINES - at
        if whole > left + 1e-6 and whole <= LINES:
            at += left
        at += whole + rest
    return at + held


def _table(grid: Grid) -> float:
    """The height in twips."""
    columns, set_in = widths(grid), setting(len(grid.columns))
    assert sum(columns) == AREA_WIDTH
    rows: list[tuple[Content, ...]] = [grid.columns, *(tuple(worded(cell) for cell in row) for row in grid.rows)]
    height = 0
    for row in rows:
        tallest = 1
        for content, width in zip(row, columns, strict=True):
            room = (width - 2 * PADDING_X) / 20 / set_in.size
            tallest = max(tallest, paragraph_lines(content, 0, max(room, 1)))
        height += tallest * set_in.pitch + 2 * PADDING_Y + _BORDER
    return height


def _atoms(content: Content) -> Iterator[tuple[float, int]]:
    """The widths, in characters, of what stays together on a line, and how much of each may hang over its end."""
    held, hanging, opened, last_latin = 0.0, 0, False, False
    for run in (Run(content),) if isinstance(content, str) else content:
        for match in _WORD.finditer(safe(run.text)):
            piece = match[0]
            latin = piece.isascii()
            width = len(piece) * _LATIN if latin else max(display_width(piece), 2) / 2
            width = width * _RAISED if run.raised else width + (_GAP if latin != last_latin else 0)
            closes = run.raised or piece[0] in _CLOSING
            if held and not (opened or closes):
                yield held, hanging
                held = 0.0
            hanging = int(piece in _HANGING)
            held, opened, last_latin = held + width, piece[-1] in _OPENING, latin
    if held:
        yield held, hanging
