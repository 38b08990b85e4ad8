"""Where the text of each page begins and ends from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from checker.reading.page_lines import PageLine
from checker.reading.page_wraps import CLOSING, ends

# In ems: lines that begin this near to each other begin at one margin; a page may be shifted against the others by this much.
_NEAR, _SHIFT = 0.4, 1.2
_ENOUGH = 12
# No text is set in a narrower column than this, in ems.
_NARROWEST = 14


class Column(NamedTuple):
    """The left and the right edge of running text."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def columns_of(pages: Sequence[Sequence[PageLine]], widths: Sequence[float], size: float) -> list[Column]:
    """The column of each page of these widths; ``size`` is that of most of the text. Odd and even pages may differ."""
    every = [line for lines in pages for line in lines]
    whole = _column(every, size)
    if whole is not None and not _is_wrapped(every, whole, size):
        # No line is full, so the right edge is not seen: it stands as far from the paper's edge as the left one.
        column = Column(whole.left, max(whole.right, median(widths) - whole.left))
        return [column for _ in pages]
    halves = [_half(pages[start::2], whole, size) for start in (0, 1)]
    found = []
    for index, lines in enumerate(pages):
        usual = halves[index % 2]
        own = _column(lines, size) if len(lines) >= 5 else None
        found.append(_agreed(own, usual, size, lines))
    return found


def _is_wrapped(lines: Sequence[PageLine], column: Column, size: float) -> bool:
    """Whether some line breaks off in mid-sentence near the right edge and goes on at the left one."""
    return column.width > _NARROWEST * size and any(
        a.x1 > column.right - 2 * size and not ends(a.text) and abs(b.x0 - column.left) < 0.6 * size
        for a, b in pairwise(lines)
        if a.bounds is None and b.bounds is None
    )


def _half(pages: Sequence[Sequence[PageLine]], whole: Column | None, size: float) -> Column | None:
    """The column of every other page, where these have enough lines to tell."""
    lines = [line for page in pages for line in page]
    own = _column(lines, size) if len(lines) >= _ENOUGH else None
    if own is None or whole is None or abs(own.width - whole.width) > 3 * size:
        return whole
    return own


def _agreed(own: Column | None, usual: Column | None, size: float, lines: Sequence[PageLine]) -> Column:
    """The page's own column where it differs little from that of other pages, or is wide enough to be believed."""
    if usual is None:
        return own or Column(0.0, max((line.x1 for line in lines), default=1.0))
    if own is None:
        return usual
    left = own.left if abs(own.left - usual.left) < _SHIFT * size else usual.left
    right = own.right if abs(own.right - usual.right) < _SHIFT * size else usual.right
    if own.width > usual.width + 2 * size:
        return own
    return Column(left, right)


def _column(lines: Sequence[PageLine], size: float) -> Column | None:
    """The outermost places where several lines begin and end."""
    body = [line for line in lines if abs(line.size - size) <= 0.25 * size and line.bounds is None]
    if not body:
        return None
    least = max(2, round(0.06 * len(body))) if len(body) > 3 else 1
    starts = sorted(line.x0 for line in body)
    left = _outermost(starts, least, _NEAR * size)
    # Even one line is enough if the others are indented against it as first lines are.
    if 1.5 * size < left - starts[0] < 2.5 * size:
        left = starts[0]
    ends_ = sorted(-_inked_end(line) for line in body)
    right = -_outermost(ends_, least, 2 * _NEAR * size)
    cut = max((_inked_end(line) for line in body if not ends(line.text)), default=right)
    return Column(left, cut if len(body) < _ENOUGH and right < cut else right)


def _outermost(values: Sequence[float], least: int, near: float) -> float:
    """The first of the sorted values that ``least`` of them stand near to."""
    for index, value in enumerate(values):
        if index + least <= len(values) and values[index + least - 1] - value <= near:
            return value
    return values[0]


def _inked_end(line: PageLine) -> float:
    """Where a line ends without its last closing mark, which may hang over the margin; half-squeezed marks count half."""
    glyphs = line.visible
    if len(glyphs) > 1 and glyphs[-1].text in CLOSING:
        return max(glyphs[-2].x1, glyphs[-1].x1 - line.size)
    return line.x1
