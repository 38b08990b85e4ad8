"""Ruled lines of a page → the grids of its tables: which areas are cells, and which cells are merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.reading.page_model import Box

# Points within which two rules meet, lie on one line, or are the two edges of a double one.
_TOUCH, _ALIGNED = 4.0, 3.0
# More than this is a drawing, no table.
_MOST_RULES, _MOST_CELLS = 2_000, 4_000
Place = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Columns between ``xs`` and rows between ``ys``; ``home`` tells of each place which cell it belongs to (its first place)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    home: dict[Place, Place]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def rows(self) -> range:
        return range(len(self.ys) - 1)

    @property
    def columns(self) -> range:
        return range(len(self.xs) - 1)

    def place(self, x: float, y: float) -> Place | None:
        """The cell that holds a point."""
        column = next((c for c, (left, right) in enumerate(pairwise(self.xs)) if left <= x < right), None)
        row = next((r for r, (upper, lower) in enumerate(pairwise(self.ys)) if upper <= y < lower), None)
        return None if row is None or column is None else self.home[row, column]

    def bounds(self, cell: Place) -> tuple[float, float]:
        """Left and right edge of a cell."""
        columns = [column for (_, column), home in self.home.items() if home == cell]
        return self.xs[min(columns)], self.xs[max(columns) + 1]


def grids_of(rules: Sequence[Box]) -> list[Grid]:
    """The grids with two columns or more, from top to bottom."""
    if len(rules) > _MOST_RULES:
        return []
    level = _merged(((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.x1 - r.x0 > r.y1 - r.y0)
    upright = _merged(((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if r.x1 - r.x0 <= r.y1 - r.y0)
    found = [grid for group in _groups(level, upright) if (grid := _grid(*group))]
    return sorted(found, key=lambda grid: grid.ys[0])


@dataclass
class _Rule:
    """A rule at ``at`` (its y, or x if it is upright) from ``start`` to ``end``."""

    at: float
    start: float
    end: float

    def covers(self, at: float, point: float) -> bool:
        return abs(self.at - at) <= _ALIGNED and self.start - 1 <= point <= self.end + 1


def _merged(parts: Iterable[tuple[float, float, float]]) -> list[_Rule]:
    """Pieces of one line put together: programs draw a line cell by cell."""
    found: list[_Rule] = []
    for at, start, end in sorted(parts):
        for rule in reversed(found[-40:]):
            if abs(rule.at - at) <= 1.5 and start <= rule.end + _TOUCH and end >= rule.start - _TOUCH:
                rule.start, rule.end = min(rule.start, start), max(rule.end, end)
                break
        else:
            found.append(_Rule(at, start, end))
    return sorted(found, key=lambda rule: rule.at)


def _groups(level: Sequence[_Rule], upright: Sequence[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Rules that meet one another, directly or through others."""
    heights = [rule.at for rule in level]  # they come sorted
    met_by: list[list[int]] = [[] for _ in level]
    meets: list[list[int]] = []
    for index, rule in enumerate(upright):
        first, last = bisect_left(heights, rule.start - _TOUCH), bisect_right(heights, rule.end + _TOUCH)
        meets.append([at for at in range(first, last) if _meet(level[at], rule)])
        for at in meets[-1]:
            met_by[at].append(index)
    groups: list[tuple[list[_Rule], list[_Rule]]] = []
    seen: set[int] = set()
    for start in range(len(upright)):
        if start in seen:
            continue
        across: set[int] = set()
        down, new = {start}, [start]
        while new:
            fresh = {at for index in new for at in meets[index]} - across
            across |= fresh
            new = list({index for at in fresh for index in met_by[at]} - down)
            down.update(new)
        seen |= down
        groups.append(([level[at] for at in sorted(across)], [upright[index] for index in sorted(down)]))
    return groups


def _meet(level: _Rule, upright: _Rule) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _grid(across: Sequence[_Rule], down: Sequence[_Rule]) -> Grid | None:
    if len(across) < 2:
        return None
    xs = _distinct([rule.at for rule in down] + [min(r.start for r in across), max(r.end for r in across)])
    ys = _distinct([rule.at for rule in across])
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    home: dict[Place, Place] = {}
    for row, (upper, lower) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            above, before = home.get((row - 1, column)), home.get((row, column - 1))
            if before is not None and not any(rule.covers(left, (upper + lower) / 2) for rule in down):
                home[row, column] = before
            elif above is not None and not any(rule.covers(upper, (left + right) / 2) for rule in across):
                home[row, column] = above
            else:
                home[row, column] = row, column
    return Grid(xs, ys, home)


def _distinct(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _ALIGNED:
            found.append(value)
    return tuple(found)
