"""Pieces of a page that are the report → the reader's lines, with looks that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from checker.model import Look
from checker.reading import html_cues as cues
from checker.reading.draft import Line
from checker.reading.html_pieces import Piece
from checker.reading.wrapping import glue, unwrap, wrapping_of

_INDENT = re.compile("[ \xa0\u3000]+")
_FEW = 6


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The report's lines; printed lines that were broken at a fixed width are put together."""
    looks = _looks([piece for piece in pieces])
    found: list[Line] = []
    group: list[tuple[Piece, Look]] = []
    for piece, look in zip(pieces, looks, strict=True):
        if group and not _goes_with(group[-1], (piece, look)):
            found.extend(_unwrapped(group))
            group = []
        group.append((piece, look))
    return [*found, *_unwrapped(group)]


def _goes_with(before: tuple[Piece, Look], entry: tuple[Piece, Look]) -> bool:
    """Whether two neighbours are set alike, so that they can be lines of one text."""
    (one, first), (two, second) = before, entry
    if one.row or two.row or one.marker or two.marker or one.preformatted != two.preformatted:
        return False
    return first.model_copy(update={"indent": None}) == second.model_copy(update={"indent": None})


def _unwrapped(group: Sequence[tuple[Piece, Look]]) -> list[Line]:
    lines = [_line(piece, look) for piece, look in group]
    if len(group) < _FEW:
        return lines
    raws: list[str] = []
    for piece, line in zip((piece for piece, _ in group), lines, strict=True):
        if raws and not piece.soft and (piece.preformatted or group[0][0].block is piece.block):
            raws.append("")
        raws.append(line.text)
    wrapping = wrapping_of(raws)
    if wrapping is None:
        return lines
    return list(_put_together(lines, [printed.text for printed in unwrap(raws, wrapping)]))


def _put_together(lines: Sequence[Line], texts: Iterable[str]) -> Iterable[Line]:
    """The lines joined as ``texts`` say; page numbers among them are not in these."""
    place = 0
    for text in texts:
        while place < len(lines) and not text.startswith(lines[place].text.strip()):
            place += 1
        first, parts = place, [""]
        while place < len(lines) and glue(parts).strip() != text:
            parts.append(lines[place].text.strip())
            place += 1
        start = lines[min(first, len(lines) - 1)]
        space = _INDENT.match(start.text)
        yield replace(start, text=(space.group() if space else "") + text)


def _line(piece: Piece, look: Look) -> Line:
    text = piece.text
    space = _INDENT.match(text)
    if space and not piece.row:
        text = space.group().replace("\xa0", " ") + text[space.end() :]
        if look.indent is None:
            typed = sum(1.0 if character == "\u3000" else 0.5 for character in space.group())
            look = look.model_copy(update={"indent": typed})
    return Line(text, look=look, soft=piece.soft, number=piece.marker, table=piece.row)


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
        piece.look.model_copy(update={**changes, "style_level": level}) for piece, level in zip(pieces, levels, strict=True)
    ]


def _levels(pieces: Sequence[Piece]) -> list[int | None]:
    """Levels of headings from their tags: the title 0, the others from 1; none where the tags do not mark the headings."""
    marked = [piece.look.style_level if _can_be_heading(piece) else None for piece in pieces]
    first = next((i for i, piece in enumerate(pieces) if cues.is_prose(piece.text)), len(pieces))
    titles = {i for i in range(first) if marked[i] is not None and not cues.is_numbered(pieces[i].text) and _opens(pieces, marked, i)}
    others = [level for i, level in enumerate(marked) if level is not None and i not in titles]
    unmarked = any(
        marked[i] is None and len(piece.text) <= 60 and not piece.row and cues.top_number(piece.text) and "。" not in piece.text
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
