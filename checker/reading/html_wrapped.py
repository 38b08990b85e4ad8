"""Lines of a page that were broken at a fixed width, in preformatted text, by breaks or paragraph by paragraph, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from checker.reading.html_pieces import Hidden, Piece
from checker.reading.wrapping import glue, unwrap, wrapping_of

_FEW = 6


def unwrapped(pieces: Sequence[Piece], hidden: Sequence[Hidden]) -> list[Piece]:
    """The pieces, printed lines joined; the places of hidden text follow."""
    found: list[Piece] = []
    moved: list[int] = []
    full = Counter(piece.block.index for piece in pieces)
    start = 0
    while start < len(pieces):
        end = start + 1
        while end < len(pieces) and _goes_with(pieces[start], pieces[end], full):
            end += 1
        for joined, count in _joined(pieces[start:end]):
            moved.extend([len(found)] * count)
            found.append(joined)
        start = end
    for text in hidden:
        text.place = moved[text.place] if text.place < len(moved) else len(found)
    return found


def _goes_with(first: Piece, piece: Piece, full: Counter[int]) -> bool:
    """Whether two pieces can be lines of one text: in one block, or in blocks of one make that hold hardly more than a line."""
    if first.row or piece.row or piece.marker or piece.linked or first.linked or not piece.size:
        return False
    one, two = first.block, piece.block
    if one is two:
        return True
    if max(full[one.index], full[two.index]) >= _FEW:
        return False
    return one.parent is two.parent and one.tag == two.tag and one.named("class") == two.named("class")


def _joined(group: Sequence[Piece]) -> Iterable[tuple[Piece, int]]:
    """Each piece to be, and how many it is made of."""
    raws: list[str] = []
    for piece in group:
        if raws and not piece.soft and piece.block is group[0].block:
            raws.append("")
        raws.append(piece.text.replace("\xa0", " "))
    wrapping = wrapping_of(raws) if len(group) >= _FEW else None
    if wrapping is None:
        yield from ((piece, 1) for piece in group)
        return
    place = 0
    for text in (printed.text for printed in unwrap(raws, wrapping)):
        first, parts = place, [""]
        while place < len(group) and glue(parts).strip() != text:
            part = group[place].text.replace("\xa0", " ").strip()
            place += 1
            if len(parts) == 1 and not text.startswith(part):
                continue
            parts.append(part)
        pieces = group[first:place]
        if pieces:
            yield _one(pieces, text), len(pieces)
    if place < len(group):
        yield from ((piece, 1) for piece in group[place:])


def _one(pieces: Sequence[Piece], text: str) -> Piece:
    first = pieces[0]
    indent = first.text[: len(first.text) - len(first.text.lstrip())]
    return replace(first, text=indent + text, size=sum(piece.size for piece in pieces), soft=False)
