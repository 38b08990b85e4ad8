"""Pieces of a page that are the report → the reader's lines, with looks that mean something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.model import Look
from checker.reading import html_cues as cues
from checker.reading.draft import Line
from checker.reading.html_pieces import Piece

_INDENT = re.compile(r"\s+")


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The report's lines."""
    return [_line(piece, look) for piece, look in zip(pieces, _looks(pieces), strict=True)]


def _line(piece: Piece, look: Look) -> Line:
    text = piece.text
    space = _INDENT.match(text)
    if space and not piece.row:
        text = _typed(space.group()) + text[space.end() :]
        if look.indent is None:
            look = look.model_copy(update={"indent": len(_typed(space.group()).replace("\u3000", "  ")) / 2})
    return Line(text, look=look, soft=piece.soft, number=piece.marker, table=piece.row)


def _typed(space: str) -> str:
    """White space as it is typed into a text: the wide blank, or plain ones."""
    return "".join("\u3000" if character in "\u3000\u2003\u2001" else " " for character in space)


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _looks(pieces: Sequence[Piece]) -> list[Look]:
    """The looks of the pieces: what all of the text has says nothing, and headings of the page count from 1."""
    prose = [piece for piece in pieces if cues.is_prose(piece.text) and not piece.row]
    changes: dict[str, object] = {}
    if sum(piece.look.centred for piece in prose) > len(prose) // 2:
        changes["centred"] = False
    if sum(piece.look.right for piece in prose) > len(prose) // 2:
        changes["right"] = False
    if sum(piece.look.bold for piece in prose) > 0.7 * len(prose):
        changes["bold"] = False
    levels = _levels(pieces)
    return [
        piece.look.model_copy(update={**changes, "style_level": level})
        for piece, level in zip(pieces, levels, strict=True)
    ]


def _levels(pieces: Sequence[Piece]) -> list[int | None]:
    """Levels of headings from their tags: the title 0, the others from 1; none where the tags do not mark the headings."""
    marked = [piece.look.style_level if _can_be_heading(piece) else None for piece in pieces]
    first = next((i for i, piece in enumerate(pieces) if cues.is_prose(piece.text)), len(pieces))
    titles = {
        i
        for i in range(first)
        if marked[i] is not None and not cues.is_numbered(pieces[i].text) and _opens(pieces, marked, i)
    }
    others = [level for i, level in enumerate(marked) if level is not None and i not in titles]
    unmarked = any(
        marked[i] is None
        and len(piece.text) <= 60
        and not piece.row
        and cues.top_number(piece.text)
        and "。" not in piece.text
        for i, piece in enumerate(pieces)
    )
    top = min(others, default=1)
    return [
        0 if i in titles else None if level is None or unmarked else level - top + 1 for i, level in enumerate(marked)
    ]


def _opens(pieces: Sequence[Piece], marked: Sequence[int | None], place: int) -> bool:
    """Whether a marked piece belongs to the title that opens the report."""
    if cues.is_title(pieces[place].text):
        return True
    block = pieces[place].block
    return all(pieces[i].block is block or marked[i] == marked[place] for i in range(place)) and marked[place] in (1, 2)


def _can_be_heading(piece: Piece) -> bool:
    return not piece.row and len(piece.text) <= 100 and "。" not in piece.text[:-1]
