"""Lines of a terminal: widths of Chinese, wrapping by its rules, columns, colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.text import display_width

_CLOSING = "。，、；：？！”’）》】」』〉…—％%‰℃,.;:?!)]}·"
_OPENING = "“‘（《【「『〈([{"
_WORD = re.compile(r"[A-Za-z0-9.,:%/_@#&+~\-\\]+|\s+|.", re.DOTALL)
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@dataclass(frozen=True)
class Look:
    """How wide a line may be, and whether colour is wanted."""

    width: int = 80
    colour: bool = False

    def paint(self, text: str, *styles: str) -> str:
        if not self.colour or not styles or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"


def _atoms(text: str) -> list[str]:
    """Pieces between which a line may break: words and numbers whole, marks with the character they belong to."""
    atoms: list[str] = []
    opened = False
    for piece in _WORD.findall(text):
        if piece.isspace():
            atoms.append(" ")
            opened = False
        elif atoms and atoms[-1] != " " and (opened or piece in _CLOSING):
            atoms[-1] += piece
            opened = piece in _OPENING
        else:
            atoms.append(piece)
            opened = piece in _OPENING
    return atoms


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most ``width`` columns; ``first`` opens the first one, ``rest`` (default: blanks) the others."""
    rest = " " * display_width(first) if rest is None else rest
    begun = display_width(rest)
    lines: list[str] = []
    line, used, empty = first, display_width(first), True
    for atom in _atoms(text):
        if atom == " ":
            line, used = (line, used) if empty else (line + " ", used + 1)
            continue
        for piece in _fitting(atom, width - begun if not empty else width - used, width - begun):
            size = display_width(piece)
            if not empty and used + size > width:
                lines.append(line.rstrip())
                line, used = rest, begun
            line, used, empty = line + piece, used + size, False
    lines.append(line.rstrip())
    return lines


def _fitting(atom: str, first: int, rest: int) -> list[str]:
    return [atom] if display_width(atom) <= first else _split(atom, first, rest)


def _split(atom: str, first: int, rest: int) -> list[str]:
    """An atom that fits no line, cut into pieces that do."""
    pieces, piece, room = [], "", max(first, 2)
    for character in atom:
        if piece and display_width(piece + character) > room:
            pieces.append(piece)
            piece, room = "", max(rest, 2)
        piece += character
    return [*pieces, piece]


def pad(text: str, width: int) -> str:
    """The text and blanks up to ``width`` columns."""
    return text + " " * max(0, width - display_width(text))


def _blanks(text: str) -> str:
    """The blanks that the text opens with."""
    return text[: len(text) - len(text.lstrip(" "))]


def columns(rows: Iterable[Sequence[str]], widths: Sequence[int], *, gap: int = 2, indent: str = "") -> list[str]:
    """A table without lines: each cell wrapped to its column's width."""
    lines: list[str] = []
    for row in rows:
        cells = [wrap(cell, width, _blanks(cell)) for cell, width in zip(row, widths, strict=True)]
        for index in range(max(len(cell) for cell in cells)):
            parts = [pad(cell[index] if index < len(cell) else "", w) for cell, w in zip(cells, widths, strict=True)]
            lines.append((indent + (" " * gap).join(parts)).rstrip())
    return lines
