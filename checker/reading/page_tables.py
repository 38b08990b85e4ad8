"""Tables of a printed page: what stands in a ruled grid, or in columns that keep their places over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.reading.draft import Line
from checker.reading.page_grid import Grid, Place, grids_of
from checker.reading.page_lines import PageLine, face, lines_of
from checker.reading.page_model import Glyph, Sheet
from checker.reading.page_wraps import spare
from checker.reading.wrapping import glue

# A cell with several paragraphs of running text is a page of the report, not an entry of a table.
_PROSE = 80


@dataclass(frozen=True)
class Row:
    """A row of a table as a line of the draft. ``cells`` counts its cells; ``opens``: its table begins with it."""

    line: Line
    cells: int
    opens: bool = False


Item = PageLine | Row


@dataclass(frozen=True)
class Area:
    """What stands together from ``y`` on, in reading order."""

    y: float
    items: tuple[Item, ...]


def tables_of(sheet: Sheet) -> tuple[list[Area], list[PageLine]]:
    """The ruled tables of a page, and the lines outside of them from top to bottom."""
    areas: list[Area] = []
    free = list(sheet.glyphs)
    for grid in grids_of(sheet.rules):
        inside: dict[Place, list[Glyph]] = {}
        outside: list[Glyph] = []
        for glyph in free:
            place = grid.place((glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.size)
            if place is None:
                outside.append(glyph)
            else:
                inside.setdefault(place, []).append(glyph)
        items = _rows(grid, inside, sheet)
        if items:
            areas.append(Area(grid.ys[0], tuple(items)))
            free = outside
    return areas, lines_of(replace(sheet, glyphs=free))


# ── ruled tables ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(grid: Grid, inside: dict[Place, list[Glyph]], sheet: Sheet) -> list[Item]:
    """The rows of a grid; nothing where no two filled cells stand side by side, so that it only frames text."""
    cells = {place: _cell(grid, place, glyphs, sheet) for place, glyphs in inside.items()}
    cells = {place: lines for place, lines in cells.items() if lines}
    if all(sum(home[0] == row for home in cells) <= 1 for row in grid.rows):
        return []
    items: list[Item] = []
    for row in grid.rows:
        places = list(dict.fromkeys(grid.home[row, column] for column in grid.columns))
        filled = [place for place in places if place[0] == row and place in cells]
        if not filled:
            continue
        texts = {place: _text(cells[place]) for place in filled}
        if any(len(texts[place]) > 1 and sum(map(len, texts[place])) >= _PROSE for place in filled):
            items += [line for place in filled for line in cells[place]]
            continue
        look = face(cells[filled[0]][0].han)
        text = "\t".join(" ".join(texts.get(place, ())) for place in places)
        line = Line(text, look=look, page=sheet.number, table=True)
        items.append(Row(line, len(places), opens=not items))
    return items


def _cell(grid: Grid, place: Place, glyphs: list[Glyph], sheet: Sheet) -> list[PageLine]:
    left, right = grid.bounds(place)
    lines = lines_of(replace(sheet, glyphs=glyphs))
    if not lines:
        return []
    # The text keeps the same distance from both edges of its cell.
    margin = max(min(min(line.x0 for line in lines) - left, 0.2 * (right - left)), 0.0)
    return [replace(line, bounds=(left + margin, right - margin)) for line in lines]


def _text(lines: Sequence[PageLine]) -> list[str]:
    """The paragraphs of a cell."""
    found: list[list[str]] = []
    before: PageLine | None = None
    for line in lines:
        if before is not None and before.bounds and _runs_on(before, line, before.bounds[1]):
            found[-1].append(line.text.strip())
        else:
            found.append([line.text.strip()])
        before = line
    return [glue(texts) for texts in found]


def _runs_on(before: PageLine, line: PageLine, right: float) -> bool:
    return spare(before, line, right) < 0.3 * line.size and abs(before.size - line.size) < 1
