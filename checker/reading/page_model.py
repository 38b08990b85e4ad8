"""What stands on a printed page: characters at their places, before anybody knows of lines.

Measures are points; x grows to the right, y downwards from the upper edge of the page as it is shown. Readers of fixed pages
(PDF, OCR) fill ``Sheet``; ``page_lines`` and ``page_paragraphs`` make lines and paragraphs of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """A character (a ligature: several) on its baseline ``y``; ``x0`` to ``x1`` is its advance, not its ink."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str | None = None
    bold: bool = False


class Box(NamedTuple):
    """A rectangle; a ruled line is a thin one."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack


@dataclass
class Sheet:
    """A page. ``glyphs`` in the order in which they are painted; ``rules``: ruled lines, of tables for the most part.

    ``rough``: places and sizes are estimates, as those of recognised characters are.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    rough: bool = False
