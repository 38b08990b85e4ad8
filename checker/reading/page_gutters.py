"""What stands side by side without rules between: two columns of text, and tables that only keep their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from checker.reading.draft import Line
from checker.reading.page_lines import PageLine, face
from checker.reading.page_tables import Item, Row

# A gap that parts two entries of a table, and one that parts two columns of text, is so many ems wide.
_GAP, _NARROW = 1.5, 0.9
_FEWEST_LINES, _FEWEST_ROWS = 6, 3
_LONGEST_ROW = 80
_DATE = re.compile(r"[12二][0-9〇零○一二三四五六七八九]{3}\s?年.{1,8}[月日]|盖\s?章")


def arranged(lines: Sequence[PageLine], size: float) -> list[Item]:
    """The lines of a page in reading order: one column after the other, rows of tables as such."""
    gutter = _gutter(lines, size)
    if gutter is not None:
        return _in_columns(lines, gutter)
    parts = [_parts(line, max(_GAP * line.size, 4 * _least_gap(line) + line.size)) for line in lines]
    items: list[Item] = []
    index = 0
    while index < len(lines):
        length = _table_length(parts[index:])
        if length:
            items += [_row(pieces, opens=not at) for at, pieces in enumerate(parts[index : index + length])]
        else:
            items.append(lines[index])
        index += max(length, 1)
    return items


def _parts(line: PageLine, widest: float) -> list[PageLine]:
    """The pieces of a line between gaps that are wider than this."""
    glyphs = line.visible
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(glyphs), 1) if b.x0 - a.x1 > widest), len(glyphs)]
    if len(cuts) == 2:
        return [line]
    return [replace(line, glyphs=tuple(glyphs[start:end])) for start, end in pairwise(cuts)]


def _least_gap(line: PageLine) -> float:
    return min((b.x0 - a.x1 for a, b in pairwise(line.visible)), default=0.0)


# ── columns of text ──────────────────────────────────────────────────────────────────────────────────────────────────


def _gutter(lines: Sequence[PageLine], size: float) -> float | None:
    """Where two columns of running text part, if there are two: next to nothing crosses that place."""
    long = [piece for line in lines for piece in _parts(line, _NARROW * size) if piece.x1 - piece.x0 >= 8 * size]
    if len(long) < 2 * _FEWEST_LINES:
        return None
    left, right = min(piece.x0 for piece in long), max(piece.x1 for piece in long)
    places = {round(piece.x1 + 0.4 * size, 1) for piece in long}
    inner = sorted(place for place in places if 0.3 < (place - left) / max(right - left, 1.0) < 0.7)
    crossing = {place: sum(len(_cut(line, place)) == 0 for line in lines) for place in inner}
    if not crossing:
        return None
    best = min(crossing, key=lambda place: crossing[place])
    before = sum(piece.x1 <= best for piece in long)
    after = sum(piece.x0 >= best for piece in long)
    few = crossing[best] <= 0.15 * (before + after)
    return best if few and min(before, after) >= _FEWEST_LINES else None


def _cut(line: PageLine, place: float) -> list[PageLine]:
    """The line cut at this place, in one piece if it stands on one side, nothing if it crosses the place."""
    glyphs = line.visible
    count = sum(glyph.x0 < place for glyph in glyphs)
    if count in (0, len(glyphs)):
        return [line] if not count or line.x1 <= place else []
    if glyphs[count - 1].x1 > place or glyphs[count].x0 - glyphs[count - 1].x1 < 0.8 * line.size:
        return []
    return [replace(line, glyphs=glyphs[:count]), replace(line, glyphs=glyphs[count:])]


def _in_columns(lines: Sequence[PageLine], gutter: float) -> list[Item]:
    items: list[Item] = []
    sides: tuple[list[PageLine], list[PageLine]] = ([], [])
    for line in lines:
        pieces = _cut(line, gutter)
        if not pieces:
            items += _one_after_the_other(sides)
            sides = ([], [])
            items.append(line)
        for piece in pieces:
            sides[piece.x0 >= gutter].append(piece)
    return items + _one_after_the_other(sides)


def _one_after_the_other(sides: tuple[list[PageLine], list[PageLine]]) -> list[Item]:
    found: list[Item] = []
    for side in sides:
        if side:
            bounds = min(line.x0 for line in side), max(line.x1 for line in side)
            found += [replace(line, bounds=bounds) for line in side]
    return found


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table_length(parts: Sequence[Sequence[PageLine]]) -> int:
    """How many lines from the first on keep the same places, if they are a table; else 0."""
    first = parts[0]
    length = 0
    while length < len(parts) and len(parts[length]) == len(first) > 1 and _short(parts[length]):
        if length and not _aligned([*parts[:length], parts[length]]):
            break
        length += 1
    if length < _FEWEST_ROWS or any(_DATE.search(piece.text) for pieces in parts[:length] for piece in pieces):
        return 0
    return length


def _short(pieces: Sequence[PageLine]) -> bool:
    return sum(len(piece.text) for piece in pieces) <= _LONGEST_ROW


def _aligned(rows: Sequence[Sequence[PageLine]]) -> bool:
    """Whether in each column the pieces begin, end or have their middle at one place."""
    slack = 0.8 * median(piece.size for pieces in rows for piece in pieces)
    for column in zip(*rows, strict=True):
        places = (
            [piece.x0 for piece in column],
            [piece.x1 for piece in column],
            [(piece.x0 + piece.x1) / 2 for piece in column],
        )
        if all(max(some) - min(some) > slack for some in places):
            return False
    return True


def _row(pieces: Sequence[PageLine], *, opens: bool) -> Row:
    text = "\t".join(piece.text.strip() for piece in pieces)
    return Row(Line(text, look=face(pieces[0].han), page=pieces[0].page, table=True), len(pieces), opens)
