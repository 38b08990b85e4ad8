"""The measures of GB/T 9704—2012, and what Word is told to reach them. Word counts twips: 1 mm = 1440 / 25.4, 1 pt = 20.

5.1    A4, 210 × 297 mm
5.2.1  top margin (天头) 37 mm, binding margin (订口) 28 mm, type area (版心) 156 × 225 mm
5.2.2  3号 (16 pt) unless told otherwise
5.2.3  22 lines a page, 28 characters a line, filling the type area
7.5    page number in 4号 (14 pt), its dash 7 mm below the type area

**Grid.** The pitch of a line is the type area's height over 22, rounded down, lest the last line no longer fit:
225 mm = 12756 twips; 12756 / 22 = 579.8 → ``linePitch`` 579. Lines are set at exactly this pitch too, so that a fallback font
with a tall line does not take two. The pitch of a character is the width over 28: 156 mm = 8844 twips = 442.2 pt;
442.2 / 28 = 15.793 pt, which is less than the 16 pt of 3号. Word is told the difference to the default size, in 1/4096 pt,
rounded down: ``charSpace`` = ⌊(442.2 / 28 - 16) × 4096⌋ = -849.

**Without the grid.** LibreOffice gives a character that is wider than a cell two cells: 14 characters a line. So the paragraphs do
not cling to the grid; their letters are set closer by 6 twips (0.3 pt) and their lines at exactly the pitch, which comes to the same in
Word, WPS and LibreOffice: 28 × (16 - 0.3) = 439.6 pt, of which 442.2 are there, in LibreOffice 28 cells of 315 twips = 441.
"""

from __future__ import annotations

import math


def twips(mm: float) -> int:
    """Millimetres in twips, rounded."""
    return round(mm * 1440 / 25.4)


LINES, CHARACTERS = 22, 28
SIZE = 16.0  # 3号, pt
TITLE_SIZE = 22.0  # 2号
PAGE_NUMBER_SIZE = 14.0  # 4号

WIDTH_MM, HEIGHT_MM = 156.0, 225.0
PAGE_WIDTH, PAGE_HEIGHT = twips(210), twips(297)
TOP, LEFT = twips(37), twips(28)
AREA_WIDTH, AREA_HEIGHT = twips(WIDTH_MM), twips(HEIGHT_MM)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - AREA_WIDTH, PAGE_HEIGHT - TOP - AREA_HEIGHT

LINE_PITCH = AREA_HEIGHT // LINES
CHARACTER_PITCH = AREA_WIDTH / CHARACTERS
CLOSER = -6
CHAR_SPACE = math.floor((CHARACTER_PITCH / 20 - SIZE) * 4096)

# The number's line is 18 pt; its dash stands in the middle. So the line's foot is 7 mm + 9 pt below the type area.
PAGE_NUMBER_PITCH = 360
FOOTER = BOTTOM - twips(7) - PAGE_NUMBER_PITCH // 2

TITLE_CHARACTERS = int(AREA_WIDTH / 20 / TITLE_SIZE)


def characters(count: float) -> int:
    """The width of so many characters of the body, in twips."""
    return round(count * CHARACTER_PITCH)
