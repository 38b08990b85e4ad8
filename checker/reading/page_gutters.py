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

# A gap that parts two columns is so many ems wide.
_GAP = 1.5
_FEWEST_LINES, _FEWEST_ROWS = 6, 3
_LONGEST_ROW = 80
_DATE = re.compile(r"[12二][0-9〇零○一二三四五六七八九]{3}\s?年.{1,8}[月日]|盖\s?章")


def arranged(lines: Sequence[PageLine], size: float) -> list[Item]:
    """The lines of a page in reading order: one column after the other, rows of tables as such."""
    parts = [_parts(line) for line in lines]
    gutter = _gutter([part for pieces in parts for part in pieces], size)
    if gutter is not None:
        return _in_columns(parts, gutter)
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


def _parts(line: PageLine) -> list[PageLine]:
    """The pieces of a line that wide gaps part."""
    glyphs = line.visible
    least = min((b.x0 - a.x1 for a, b in pairwise(glyphs)), default=0.0)
    widest = max(_GAP * line.size, 4 * least + line.size)
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(glyphs), 1) if b.x0 - a.x1 > widest), len(glyphs)]
    if len(cuts) == 2:
        return [line]
    return [replace(line, glyphs=tuple(glyphs[start:end])) for start, end in pairwise(cuts)]


# ── columns of text ──────────────────────────────────────────────────────────────────────────────────────────────────


def _gutter(pieces: Sequence[PageLine], size: float) -> float | None:
    """Where two columns of running text part, if there are two: next to nothing crosses that place."""
    long = [piece for piece in pieces if piece.x1 - piece.x0 >= 8 * size]
    if len(long) < 2 * _FEWEST_LINES:
        return None
    left, right = min(piece.x0 for piece in long), max(piece.x1 for piece in long)
    best: tuple[int, float] | None = None
    for piece in long:
        place = piece.x1 + 0.4 * size
        if not 0.3 < (place - left) / max(right - left, 1) < 0.7:
            continue
        crossing = sum(_crosses(other, place) for other in pieces)
        if best is None or crossing < best[0]:
            best = crossing, place
    if best is None or best[0] > 0.15 * len(pieces):
        return None
    before = sum(piece.x1 <= best[1] for piece in long)
    after = sum(piece.x0 >= best[1] for piece in long)
    return best[1] if min(before, after) >= _FEWEST_LINES else None


def _crosses(piece: PageLine, place: float) -> bool:
    return piece.x0 < place < piece.x1


def _in_columns(parts: Sequence[Sequence[PageLine]], gutter: float) -> list[Item]:
    items: list[Item] = []
    sides: tuple[list[PageLine], list[PageLine]] = ([], [])
    for pieces in parts:
        if any(_crosses(piece, gutter) for piece in pieces):
            items += _one_after_the_other(sides)
            sides = ([], [])
            items += pieces
            continue
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
