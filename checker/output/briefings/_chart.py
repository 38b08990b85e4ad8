"""The picture of a batch: units by sections, each cell a word on a coloured ground. Here is where everything stands, in mm.

One sheet is as wide as the type area and at most as high. Many units stand in two blocks side by side, and then on more sheets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from checker.model import Passage, SectionStatus
from checker.output._words import STATUSES, clean
from checker.output.summary import numeral
from checker.text import display_width

WIDTH, TALLEST = 156.0, 170.0  # below an annex's title there is no more room
ROW, HEAD, LEGEND = 6.0, 6.5, 5.5
LETTER, LEAST_LETTER = 3.4, 2.4
CELL, GAP = 10.5, 4.0
_NAME = 24.0  # the least room of a unit's name
_ALONE = 12  # so many units stand in one block


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with words in it, on as many lines as it has; ``tone`` is its status, "head", "unit", "idle", or "legend" (no ground)."""

    x: float
    y: float
    width: float
    height: float
    text: str
    tone: str
    letter: float = LETTER
    centred: bool = True

    @property
    def lines(self) -> list[tuple[float, str]]:
        """Each line with the height of its middle."""
        told = self.text.split("\n")
        top = self.y + self.height / 2 - (len(told) - 1) * self.letter * 0.55
        return [(top + index * self.letter * 1.1, line) for index, line in enumerate(told)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture: its boxes, the legend's lines as boxes without ground (tone "legend"), its height."""

    boxes: tuple[Box, ...]
    height: float

    @property
    def letters(self) -> str:
        return "".join(box.text for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: ``columns`` are the sections' titles, a row is a unit and its (word, status)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, SectionStatus | None], ...]], ...]


def chart(passage: Passage) -> Chart | None:
    """The chart of a passage that wants one: its table's first column and those that hold statuses."""
    table = passage.table
    if not passage.picture or table is None:
        return None
    coloured = [i for i in range(1, len(table.columns)) if any(row[i].status for row in table.rows)]
    if not coloured:
        return None
    rows = []
    for row in table.rows:
        cells = tuple(
            (STATUSES[row[i].status] if row[i].status else clean(row[i].text), row[i].status) for i in coloured
        )
        rows.append((clean(row[0].text), cells))
    return Chart(clean(table.title), tuple(clean(table.columns[i]) for i in coloured), tuple(rows))


def sheets(drawn: Chart) -> list[Sheet]:
    """The chart over as many sheets as it takes."""
    count = len(drawn.columns)
    legend = LEGEND * (count + 1) + 2
    room = int((TALLEST - HEAD - legend) / ROW)
    beside = (WIDTH - GAP) / 2 - count * CELL
    across = 2 if len(drawn.rows) > _ALONE and beside >= _NAME else 1
    pages = max(1, math.ceil(len(drawn.rows) / (room * across)))
    each = math.ceil(len(drawn.rows) / pages)
    return [
        _sheet(drawn, drawn.rows[first : first + each], across)
        for first in range(0, max(len(drawn.rows), 1), each or 1)
    ]


def _sheet(
    drawn: Chart, rows: Sequence[tuple[str, tuple[tuple[str, SectionStatus | None], ...]]], across: int
) -> Sheet:
    deep = math.ceil(len(rows) / across)
    width = (WIDTH - GAP * (across - 1)) / across
    cell = min(CELL * 1.8, max(CELL, width * 0.6 / len(drawn.columns))) if across == 1 else CELL
    cell = min(cell, (width - 30) / len(drawn.columns))
    unit = width - cell * len(drawn.columns)
    boxes: list[Box] = []
    for block in range(across):
        x = block * (width + GAP)
        part = rows[block * deep : (block + 1) * deep]
        if not part:
            continue
        boxes.append(Box(x, 0, unit, HEAD, "单位", "head"))
        boxes += [Box(x + unit + cell * i, 0, cell, HEAD, numeral(i), "head") for i in range(len(drawn.columns))]
        for number, (name, cells) in enumerate(part):
            y = HEAD + number * ROW
            boxes.append(_named(x, y, unit, name))
            for i, (word, status) in enumerate(cells):
                boxes.append(Box(x + unit + cell * i, y, cell, ROW, word, status or "idle", _fitting(word, cell - 0.8)))
    y = HEAD + deep * ROW + 2
    x = 0.0
    for tone in ("present", "partial", "missing"):
        boxes.append(Box(x, y + 0.6, CELL, LEGEND - 1.2, STATUSES[tone], tone, 3.0))
        x += CELL + 3
    for i, title in enumerate(drawn.columns):
        y += LEGEND
        told = f"{numeral(i)}、{title}"
        boxes.append(Box(0, y, WIDTH, LEGEND, told, "legend", _fitting(told, WIDTH), centred=False))
    return Sheet(tuple(boxes), y + LEGEND)


def _named(x: float, y: float, width: float, name: str) -> Box:
    """A unit's box; a long name on two lines rather than in letters too small to read."""
    letter = _fitting(name, width - 2)
    if letter < LEAST_LETTER:
        half = (len(name) + 1) // 2
        name, letter = f"{name[:half]}\n{name[half:]}", min(LEAST_LETTER + 0.1, _fitting(name[:half], width - 2))
    return Box(x, y, width, ROW, name, "unit", letter, centred=False)


def _fitting(text: str, room: float) -> float:
    """The size of letters at which the text fits, as long as it can be read: a name is not cut."""
    wide = display_width(text) / 2
    return LETTER if wide * LETTER <= room else max(room / wide, 1.6)


def describe(drawn: Chart) -> str:
    """In words, for who cannot see it: how many units have what in each section."""
    told = []
    for i, title in enumerate(drawn.columns):
        statuses = [cells[i][1] for _, cells in drawn.rows]
        counts = [f"{STATUSES[s]}{statuses.count(s)}个" for s in ("present", "partial", "missing") if statuses.count(s)]
        told.append(f"{title}：{'、'.join(counts) or '无'}")
    return f"{drawn.title}，共{len(drawn.rows)}个单位。{'；'.join(told)}。"
