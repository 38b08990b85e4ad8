"""``Document`` → ``Report``: title, unit, year, date, headings, and what is not the report's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.model import Block, BlockKind, Document, Heading, Report, ReportInfo
from checker.outline import residue as residues
from checker.outline.headings import Headings, find_headings
from checker.outline.names import fuller, is_salutation, unit_in_text, unit_in_title, unit_type
from checker.outline.numbering import mark_of
from checker.outline.rows import Row, rows_of
from checker.outline.signature import TAIL, Signature, find_signature, is_afterword, split_points
from checker.outline.title import Title, find_title, put_together
from checker.outline.year import report_year
from checker.text import fold_width, han_count, trim

__all__ = ["outline"]

_COUNTED = ("paragraph", "heading", "table")


@dataclass(frozen=True)
class _Shape:
    """What was found, by the index of the row."""

    title: Title | None
    residue: frozenset[int]
    signature: Signature
    headings: Headings


def outline(document: Document) -> Report:
    """Find the structure of a report. Nothing is thrown away: what is not the report's text becomes ``residue``."""
    rows = rows_of(document, _split(document))
    shape = _shape(rows)
    blocks = _blocks(document, rows, shape)
    return Report(
        document=document,
        blocks=blocks,
        headings=_headings(document, rows, shape.headings),
        info=_info(document, rows, blocks, shape),
    )


# ── splitting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _split(document: Document) -> list[tuple[Block, bool]]:
    """The blocks, cut where a mark left by Word stands, and where a paragraph runs on into signature and date.

    The flag says of a block that it is the rest of a line after such a mark.
    """
    result: list[tuple[Block, bool]] = []
    last = len(document.blocks) - 12
    for index, block in enumerate(document.blocks):
        if block.kind != "paragraph":
            result.append((block, False))
            continue
        text = document.text[block.start : block.end]
        marks = list(residues.BOOKMARK.finditer(text)) if "[" in text else []
        points = [point for mark in marks for point in mark.span()]
        if not marks and (index >= last or index < 12):
            before = max(0, len(text) - TAIL)
            points = [before + point for point in split_points(fold_width(text[before:]), whole=not before)]
        pieces = _pieces(document.text, block, points) if points else [block]
        worded = [piece.kind != "residue" for piece in pieces]
        result.extend((piece, bool(marks) and any(worded[:place])) for place, piece in enumerate(pieces))
    return result


def _pieces(text: str, block: Block, points: Sequence[int]) -> list[Block]:
    """The block cut at these points, white space between the pieces left out."""
    pieces: list[Block] = []
    for start, end in pairwise([block.start, *(block.start + point for point in points), block.end]):
        span = trim(text, start, end)
        if span is None:
            continue
        kind: BlockKind = "residue" if residues.BOOKMARK.fullmatch(text, *span) else block.kind
        number = block.number if start == block.start else None
        pieces.append(block.model_copy(update={"kind": kind, "start": span[0], "end": span[1], "number": number}))
    return pieces


# ── shape ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shape(rows: Sequence[Row]) -> _Shape:
    strong = {i for i, row in enumerate(rows) if residues.is_strong(row)}
    title = find_title(rows, strong)
    text_start = _text_start(rows, strong, title)
    text_end = max((i for i, row in enumerate(rows) if i not in strong and row.is_body), default=len(rows) - 1) + 1
    residue = set(strong)
    titled = range(title.start, title.end) if title else range(0)
    residue.update(residues.before_text(rows, strong, titled, text_start))
    residue.update(title.copies if title else ())
    residue.update(residues.after_text(rows, strong, max(text_end, text_start)))
    title_end = title.end if title else 0
    signature = find_signature(rows, residue, title_end, text_start)
    taken = residue | {*titled} | {*signature.signed, *signature.dated}
    stop = min((i for i in (*signature.signed, *signature.dated) if i >= text_start), default=len(rows))
    free = [
        i
        for i in range(title_end, len(rows))
        if i not in taken and rows[i].block.kind != "table" and (i < stop or not is_afterword(rows[i].head))
    ]
    return _Shape(title, frozenset(residue), signature, find_headings(rows, free))


def _text_start(rows: Sequence[Row], strong: set[int], title: Title | None) -> int:
    """Where the report's text begins: its first paragraph, heading or salutation after the title."""
    for index in range(title.end if title else 0, len(rows)):
        row = rows[index]
        if index in strong or (title and index in title.copies):
            continue
        if row.is_body or is_salutation(row.head) or mark_of(row.text):
            return index
    return min(title.end if title else 0, len(rows))


# ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(document: Document, rows: Sequence[Row], shape: _Shape) -> tuple[Block, ...]:
    kinds: dict[int, BlockKind] = dict.fromkeys(shape.residue, "residue")
    if shape.title:
        kinds.update((i, "title") for i in range(shape.title.start, shape.title.end) if i not in shape.residue)
    kinds.update((i, "signature") for i in shape.signature.signed)
    kinds.update((i, "date") for i in shape.signature.dated)
    found = {heading.row: heading for heading in shape.headings.found}
    found.update((row, found[wording]) for row, wording in shape.headings.carried.items())
    blocks: list[Block] = []
    for index, row in enumerate(rows):
        changes: dict[str, object] = {}
        if index in kinds:
            changes["kind"] = kinds[index]
        heading = found.get(index)
        if heading is not None:
            changes["level"] = heading.level
            if not heading.run_in:
                changes["kind"] = "heading"
        number = _number(document, row, shape.headings, index)
        if number != row.block.number:
            changes["number"] = number
        blocks.append(row.block.model_copy(update=changes) if changes else row.block)
    return tuple(blocks)


def _number(document: Document, row: Row, headings: Headings, index: int) -> str | None:
    """The number as a reader sees it, in the characters of the text."""
    mark = headings.marks.get(index)
    if mark is None or row.block.number:
        return row.block.number
    return document.text[row.block.start : row.block.start + mark.end]


def _headings(document: Document, rows: Sequence[Row], headings: Headings) -> tuple[Heading, ...]:
    numbers = {wording: row for row, wording in headings.carried.items()}
    result = []
    for found in headings.found:
        row = rows[found.row]
        numbered = numbers.get(found.row, found.row)
        result.append(
            Heading(
                block=found.row,
                level=found.level,
                number=_number(document, rows[numbered], headings, numbered),
                start=row.block.start + found.start,
                end=row.block.start + found.end,
                run_in=found.run_in,
            )
        )
    return tuple(result)


def _info(document: Document, rows: Sequence[Row], blocks: Sequence[Block], shape: _Shape) -> ReportInfo:
    texts = [row.text for row, block in zip(rows, blocks, strict=True) if block.kind in ("paragraph", "table")]
    title = shape.title
    wording = [rows[h.row].text[h.start : h.end] for h in shape.headings.found]
    unit = _unit(title, shape.signature, texts)
    return ReportInfo(
        title=_title_text(document, rows, shape) if title else None,
        unit=unit,
        unit_type=unit_type(unit),
        year=report_year(title.text if title else None, texts, wording, shape.signature.date),
        signed_date=shape.signature.date,
        characters=sum(han_count(document.text[b.start : b.end]) for b in blocks if b.kind in _COUNTED),
        pages=document.pages,
    )


def _title_text(document: Document, rows: Sequence[Row], shape: _Shape) -> str:
    """The title as it is written, its lines put together."""
    title = shape.title
    lines = [rows[i].block for i in range(title.start, title.end) if i not in shape.residue] if title else []
    return put_together([document.text[block.start : block.end] for block in lines])


def _unit(title: Title | None, signature: Signature, texts: Sequence[str]) -> str | None:
    """The reporting unit's name, as full as the report gives it."""
    unit = None
    for wording in (title.text, *title.other) if title else ():
        unit = fuller(unit, unit_in_title(wording))
    for signed in (" ".join(signature.names), *reversed(signature.names)):
        unit = fuller(unit, signed or None)
    if unit is None or re.search(r"[省市县区州旗镇乡]$", unit):
        unit = fuller(unit, unit_in_text(texts[:4]))
    return unit
