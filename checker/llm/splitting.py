"""A report too long for a model's window becomes parts: whole sections where they fit, else paragraphs, else sentences. Pure.

A part that begins inside a section carries the headings under which it stands, so that a model knows what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from checker.llm.paragraphs import Piece, Shown
from checker.model import Evidence, Report
from checker.text import sentences

Size = Callable[[Sequence[Piece]], int]
Part = tuple[Piece, ...]

_LONGEST_HEADING = 80
_SHORTEST = 40  # characters: what is shorter is not cut further


def split(shown: Shown, pieces: Sequence[Piece], budget: int, size: Size) -> list[Part]:
    """``pieces`` in parts of which each has at most ``budget`` by ``size``, as few as greedy packing gives.

    A part that cannot be made small enough (a piece of a few characters) is given as it is.
    """
    if not pieces:
        return []
    if size(pieces) <= budget:
        return [tuple(pieces)]
    room = max(1, budget - _most_context(shown, size))
    parts = _packed(shown.report, pieces, room, size)
    return [(*_context(shown, part), *part) for part in parts]


def halves(shown: Shown, pieces: Sequence[Piece], size: Size) -> list[Part]:
    """The pieces in about two parts; one part where they cannot be cut."""
    own = [piece for index, piece in enumerate(pieces) if not _is_context(shown.report, pieces, index)]
    return split(shown, own, max(1, size(own) * 11 // 20), size) if own else [tuple(pieces)]


def excerpt(shown: Shown, cited: Iterable[Evidence]) -> Part:
    """The headings, and the sentences in which the evidence stands, each with its neighbours; in order."""
    report = shown.report
    headings = {heading.block for heading in report.headings}
    wanted: dict[int, list[Evidence]] = {}
    for evidence in cited:
        wanted.setdefault(evidence.paragraph, []).append(evidence)
    pieces: list[Piece] = []
    for piece in shown.pieces:
        if piece.block in wanted:
            pieces += _around(report, piece, wanted[piece.block])
        elif piece.block in headings and piece.end - piece.start <= _LONGEST_HEADING:
            pieces.append(piece)
    return tuple(pieces)


def _around(report: Report, piece: Piece, cited: Sequence[Evidence]) -> Iterator[Piece]:
    known = list(sentences(report.text, piece.start, piece.end))
    kept = {
        near
        for index, (start, end) in enumerate(known)
        if any(evidence.start < end and start < evidence.end for evidence in cited)
        for near in (index - 1, index, index + 1)
    }
    run: Piece | None = None
    for index, (start, end) in enumerate(known):
        if index not in kept:
            continue
        if run is not None and index - 1 in kept:
            run = Piece(piece.block, run.start, end)
            continue
        if run is not None:
            yield run
        run = Piece(piece.block, start, end)
    if run is not None:
        yield run


def _packed(report: Report, pieces: Sequence[Piece], room: int, size: Size) -> list[Part]:
    """Greedy: one unit after the other while they fit."""
    parts: list[Part] = []
    current: list[Piece] = []
    taken = 0
    for unit in _fitting(report, pieces, room, size, 0):
        length = size(unit)
        if current and taken + length > room:
            parts.append(tuple(current))
            current, taken = [], 0
        current += unit
        taken += length
    return [*parts, tuple(current)] if current else parts


def _fitting(report: Report, pieces: Sequence[Piece], room: int, size: Size, depth: int) -> Iterator[Sequence[Piece]]:
    """The largest units that fit: sections, else their sections, else paragraphs, else sentences."""
    for unit in _units(report, pieces, depth):
        if size(unit) <= room:
            yield unit
        elif depth < _deepest(report):
            yield from _fitting(report, unit, room, size, depth + 1)
        else:
            yield from ([piece] for piece in _cut(report, unit[0], room, size))


def _deepest(report: Report) -> int:
    return len({heading.level for heading in report.headings})


def _units(report: Report, pieces: Sequence[Piece], depth: int) -> Iterator[list[Piece]]:
    """The sections of the ``depth``-th level from the top; beyond the last level, each piece by itself."""
    levels = sorted({heading.level for heading in report.headings})
    if depth >= len(levels):
        yield from ([piece] for piece in pieces)
        return
    opening = {heading.block for heading in report.headings if heading.level <= levels[depth]}
    unit: list[Piece] = []
    for piece in pieces:
        if piece.block in opening and unit and unit[-1].block != piece.block:
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit


def _cut(report: Report, piece: Piece, room: int, size: Size) -> Iterator[Piece]:
    """A piece cut after sentences, and inside a sentence only where one alone is too long. Nothing is lost between."""
    if size([piece]) <= room or piece.end - piece.start <= _SHORTEST:
        yield piece
        return
    ends = [end for _, end in sentences(report.text, piece.start, piece.end)]
    middle = piece.start + (piece.end - piece.start) // 2
    inner = [end for end in ends if piece.start < end < piece.end]
    cut = min(inner, key=lambda end: abs(end - middle)) if inner else _between_numbers(report.text, middle, piece)
    yield from _cut(report, Piece(piece.block, piece.start, cut), room, size)
    yield from _cut(report, Piece(piece.block, cut, piece.end), room, size)


def _between_numbers(text: str, middle: int, piece: Piece) -> int:
    """A place near ``middle`` that does not stand inside a number."""
    for cut in range(middle, min(middle + 30, piece.end - 1)):
        if not (text[cut - 1].isdigit() and (text[cut].isdigit() or text[cut] in ".．,，%％")):
            return cut
    return middle


# ── headings that go along ───────────────────────────────────────────────────────────────────────────────────────────


def _context(shown: Shown, part: Sequence[Piece]) -> Part:
    """The title and the headings above the first piece of ``part``."""
    first = part[0].block
    report = shown.report
    above: dict[int, int] = {}
    for heading in report.headings:
        if heading.block >= first:
            break
        above = {level: block for level, block in above.items() if level < heading.level}
        above[heading.level] = heading.block
    own = next((h.level for h in report.headings if h.block == first), None)
    named = [block for level, block in sorted(above.items()) if own is None or level < own]
    titles = [index for index, block in enumerate(report.blocks[:first]) if block.kind == "title"][:1]
    return tuple(_short(shown, [*titles, *named]))


def _short(shown: Shown, indexes: Iterable[int]) -> Iterator[Piece]:
    for index in dict.fromkeys(indexes):
        block = shown.report.blocks[index]
        if block.end - block.start <= _LONGEST_HEADING and block.kind in ("title", "heading"):
            yield Piece(index, block.start, block.end)


def _most_context(shown: Shown, size: Size) -> int:
    levels: dict[int, int] = {}
    for heading in shown.report.headings:
        levels[heading.level] = max(levels.get(heading.level, 0), size(list(_short(shown, [heading.block]))))
    titles = [index for index, block in enumerate(shown.report.blocks) if block.kind == "title"][:1]
    return sum(levels.values()) + size(list(_short(shown, titles)))


def _is_context(report: Report, pieces: Sequence[Piece], index: int) -> bool:
    """Whether the piece is a heading that went along: what follows it in the part is not what follows it in the report."""
    block = pieces[index].block
    if report.blocks[block].kind not in ("title", "heading") or index + 1 >= len(pieces):
        return False
    return pieces[index + 1].block > block + 1 and any(
        report.blocks[i].kind != "residue" and report.blocks[i].start < report.blocks[i].end
        for i in range(block + 1, pieces[index + 1].block)
    )
