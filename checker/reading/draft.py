"""What a format's reader hands over: lines with their look, and what it left apart.

``checker.reading.assembly`` turns a ``Draft`` into a ``Document``: it joins what was broken, drops page numbers, sets offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.model import PLAIN, Apart, Look


@dataclass(frozen=True)
class Line:
    """One paragraph or printed line of a file.

    ``soft``: it follows the line before after a mere line break (a wrapped line, a manual break), so the two may be one paragraph.
    ``number``: the number that the word processor generated; it already stands at the start of ``text``.
    ``table``: the text of a table row (cells joined by a tab). ``residue``: the format itself says it is not the report's text.
    """

    text: str
    look: Look = PLAIN
    page: int | None = None
    soft: bool = False
    number: str | None = None
    table: bool = False
    residue: bool = False


@dataclass
class Draft:
    """A file as its reader saw it, in reading order."""

    lines: list[Line] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pages: int | None = None
