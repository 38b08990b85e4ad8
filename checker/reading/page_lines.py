"""Characters at their places → printed lines, each in reading order.

A producer may paint the pieces of a line in any order, so they are sorted by place; but within one stretch the producer's
order counts, since squeezed punctuation may stand left of the character that it follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import TypeVar

from checker.model import Look
from checker.reading.page_model import Glyph, Sheet
from checker.text import HAN

T = TypeVar("T")

_WORD = re.compile(r"[0-9A-Za-z]")
_AFTER_WORD = re.compile(r"[0-9A-Za-z%).,;:!?]")
# In shares of the size of the characters.
_LEVEL, _SAME_LINE, _TWICE = 0.1, 0.35, 0.15
_WORD_GAP, _SPACE_GAP, _TAB_GAP, _TWO_WIDE = 0.18, 0.22, 0.95, 1.3
_SMALL = 0.85
_FEWEST_SPACED = 8


@dataclass(frozen=True)
class PageLine:
    """A printed line: its characters in reading order, blank ones among them. At least one is not blank.

    ``bounds``: the left and right edge of the column or cell that it stands in, where that is not the page's.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    rough: bool = False
    bounds: tuple[float, float] | None = None

    @cached_property
    def visible(self) -> tuple[Glyph, ...]:
        return tuple(glyph for glyph in self.glyphs if not glyph.text.isspace())

    @cached_property
    def x0(self) -> float:
        return self.visible[0].x0

    @cached_property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.visible[-3:])

    @cached_property
    def y(self) -> float:
        """The baseline."""
        return median(glyph.y for glyph in self.visible)

    @cached_property
    def text(self) -> str:
        return _spelt(self.glyphs)

    @cached_property
    def size(self) -> float:
        return commonest(glyph.size for glyph in self.han) or 1.0

    @cached_property
    def han(self) -> tuple[Glyph, ...]:
        """The characters whose look counts: Chinese ones, where there are any."""
        return tuple(glyph for glyph in self.visible if HAN.match(glyph.text)) or self.visible

    @cached_property
    def pitch(self) -> float:
        """The usual gap between two characters."""
        return _usual_gap(self.visible)


def face(glyphs: Sequence[Glyph]) -> Look:
    """The look that most of these characters have."""
    size = commonest(glyph.size for glyph in glyphs)
    return Look(
        size=None if size is None else round(size * 2) / 2,
        font=commonest(glyph.font for glyph in glyphs),
        bold=sum(glyph.bold for glyph in glyphs) > len(glyphs) / 2,
    )


def commonest(values: Iterable[T]) -> T | None:
    counts = Counter(values)
    return counts.most_common(1)[0][0] if counts else None


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Run:
    """Characters painted one after the other along one baseline; ``keys`` are their places, made to rise."""

    glyphs: list[Glyph]
    keys: list[float]

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)


def lines_of(sheet: Sheet) -> list[PageLine]:
    """The lines of a page from top to bottom."""
    rows = _with_raised(_rows(_runs(sheet.glyphs)))
    lines = []
    for row in rows:
        glyphs = _without_spacing(_once(_sorted(row)))
        if any(not glyph.text.isspace() for glyph in glyphs):
            lines.append(PageLine(sheet.number, tuple(glyphs), sheet.rough))
    return lines


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    for glyph in glyphs:
        last = runs[-1] if runs else None
        if last is not None and _goes_on(last, glyph):
            last.keys.append(max(glyph.x0, last.keys[-1] + 0.001))
            last.glyphs.append(glyph)
        else:
            runs.append(_Run([glyph], [glyph.x0]))
    return runs


def _goes_on(run: _Run, glyph: Glyph) -> bool:
    before = run.glyphs[-1]
    size = max(before.size, glyph.size)
    return abs(glyph.y - before.y) <= _LEVEL * size and glyph.x0 >= before.x0 - _LEVEL * size


def _rows(runs: Sequence[_Run]) -> list[list[_Run]]:
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: run.y):
        if rows and run.y - rows[-1][0].y <= _SAME_LINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _with_raised(rows: list[list[_Run]]) -> list[list[_Run]]:
    """Raised and lowered characters put into the line that they belong to."""
    kept: list[list[_Run]] = []
    small: list[tuple[int, list[_Run]]] = []
    for row in rows:
        size = max(run.size for run in row)
        neighbours = [other for other in rows if other is not row and abs(other[0].y - row[0].y) < 2 * size]
        if sum(len(run.glyphs) for run in row) <= 12 and any(_carries(other, row) for other in neighbours):
            small.append((len(kept), row))
        else:
            kept.append(row)
    for _, row in small:
        home = next((other for other in kept if _carries(other, row)), None)
        if home is None:
            kept.append(row)
        else:
            home.extend(row)
    return kept if not small else sorted(kept, key=lambda row: row[0].y)


def _carries(row: Sequence[_Run], small: Sequence[_Run]) -> bool:
    """Whether ``small`` is raised or lowered beside characters of ``row``."""
    size = max(run.size for run in row)
    if max(run.size for run in small) >= _SMALL * size or not -0.35 * size < row[0].y - small[0].y < 0.75 * size:
        return False
    start, end = small[0].glyphs[0].x0, small[-1].glyphs[-1].x1
    return any(
        abs(glyph.x1 - start) < 0.5 * size or abs(glyph.x0 - end) < 0.5 * size for run in row for glyph in run.glyphs
    )


def _sorted(row: Sequence[_Run]) -> list[Glyph]:
    keyed = [pair for run in row for pair in zip(run.keys, run.glyphs, strict=True)]
    return [glyph for _, glyph in sorted(keyed, key=lambda pair: pair[0])]


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters painted twice, nearly in one place, to look bold: once, and bold."""
    found: list[Glyph] = []
    for glyph in glyphs:
        for back, other in enumerate(reversed(found[-3:]), 1):
            if other.text == glyph.text and abs(other.x0 - glyph.x0) <= _TWICE * min(
                glyph.size, 2 * (glyph.x1 - glyph.x0)
            ):
                if not glyph.text.isspace():
                    found[-back] = other._replace(bold=True)
                break
        else:
            found.append(glyph)
    return found


def _without_spacing(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without the blanks that some program put between every two of them."""
    pairs = spaced = 0
    for a, b, c in zip(glyphs, glyphs[1:], glyphs[2:], strict=False):
        if HAN.match(a.text) and (HAN.match(b.text) or HAN.match(c.text)):
            pairs += 1
            spaced += b.text.isspace()
    if pairs < _FEWEST_SPACED or spaced < 0.9 * pairs:
        return glyphs
    return [glyph for glyph in glyphs if not glyph.text.isspace()]


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    gaps = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
    return max(median(gaps), 0.0) if gaps else 0.0


def _spelt(glyphs: Sequence[Glyph]) -> str:
    """The text, with a space where a gap parts two words of Latin letters, or where a tab stood."""
    usual = _usual_gap([glyph for glyph in glyphs if not glyph.text.isspace()])
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and not before.text.isspace() and not glyph.text.isspace():
            parts.append(_between(before, glyph, usual))
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def _between(a: Glyph, b: Glyph, usual: float) -> str:
    gap, size = b.x0 - a.x1, max(a.size, b.size)
    if gap > _TAB_GAP * size and gap > 1.8 * usual + 0.5 * size:
        return "\u3000" if gap < _TWO_WIDE * size else " "
    if gap > usual + _SPACE_GAP * size and usual < 0.12 * size and HAN.match(a.text) and HAN.match(b.text):
        return " "
    latin = _AFTER_WORD.match(a.text[-1:]) and _WORD.match(b.text)
    return " " if latin and gap > _WORD_GAP * size + usual else ""
