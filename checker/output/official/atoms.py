"""The widths of words and characters, as a line is filled with them.

Word sets two digits to a square of the grid; a machine without Times New Roman takes more for them, so they are counted wider here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from checker.output.official.model import Content, Run
from checker.output.official.safe import safe
from checker.text import display_width

_CLOSING = frozenset("。，、；：？！”’）》】」』〉…—％%‰℃,.;:?!)]}·")
_OPENING = frozenset("“‘（《【「『〈([{")
_HANGING = frozenset("。，、；：？！")
_LATIN, _GAP, _RAISED = 0.56, 0.2, 0.6
_WORD = re.compile(r"[\x21-\x7e]+|\s|.", re.DOTALL)


def width(content: Content) -> float:
    """The characters that a content takes on one line."""
    return sum(atom for atom, _ in atoms(content))


@lru_cache(maxsize=512)  # a briefing is measured at several lengths, most of its paragraphs again and again
def atoms(content: Content) -> tuple[tuple[float, int], ...]:
    """The widths, in characters, of what stays together on a line, and how much of each may hang over its end."""
    return tuple(_atoms(content))


def _atoms(content: Content) -> Iterator[tuple[float, int]]:
    held, hanging, opened, last_latin = 0.0, 0, False, False
    for run in (Run(content),) if isinstance(content, str) else content:
        for match in _WORD.finditer(safe(run.text)):
            piece = match[0]
            latin = piece.isascii()
            wide = len(piece) * _LATIN if latin else max(display_width(piece), 2) / 2
            wide = wide * _RAISED if run.raised else wide + (_GAP if latin != last_latin else 0)
            closes = run.raised or piece[0] in _CLOSING
            if held and not (opened or closes):
                yield held, hanging
                held = 0.0
            hanging = int(piece in _HANGING)
            held, opened, last_latin = held + wide, piece[-1] in _OPENING, latin
    if held:
        yield held, hanging
