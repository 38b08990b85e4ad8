"""A claimed quote becomes a verified span of the report, or nothing. Pure.

Proof is exact: the quote stands verbatim in one block, or stands in a copy in which only white space and width differ.
A match never joins digits over a space, never begins or ends inside a number, never crosses blocks. No fuzzy match is proof.
"""

from __future__ import annotations

from bisect import bisect_right

from checker.model import Block, Evidence, Report
from checker.text import fold, fold_width, trim

_NUMBER = set("0123456789０１２３４５６７８９.．%％")


def block_at(blocks: tuple[Block, ...], offset: int) -> int:
    """The index of the block in which ``offset`` stands; raises ValueError where none does."""
    index = bisect_right(blocks, offset, key=lambda b: b.start) - 1
    if index < 0 or offset >= blocks[index].end:
        raise ValueError(f"no block holds offset {offset}")
    return index


def cite(report: Report, start: int, end: int) -> Evidence:
    """The evidence for ``text[start:end]``, outer white space left out, cut to the block in which it begins.

    Raises ValueError where the span is empty or stands in no block.
    """
    span = trim(report.text, start, end)
    if span is None:
        raise ValueError("an empty span is no evidence")
    start, end = span
    index = block_at(report.blocks, start)
    block = report.blocks[index]
    end = min(end, block.end)
    return Evidence(quote=report.text[start:end], start=start, end=end, paragraph=index, page=block.page)


def prove(report: Report, quote: str, paragraph: int | None = None) -> Evidence | None:
    """Find ``quote`` in the report: first in the block ``paragraph`` if given, then in the others; None if it is not there.

    Residue proves nothing.
    """
    order = list(range(len(report.blocks)))
    if paragraph is not None and 0 <= paragraph < len(order):
        order.remove(paragraph)
        order.insert(0, paragraph)
    wanted = fold(quote.strip())
    if not wanted.text:
        return None
    for index in order:
        block = report.blocks[index]
        if block.kind == "residue":
            continue
        span = _find(report.text[block.start : block.end], quote.strip(), wanted.text)
        if span is not None:
            return cite(report, block.start + span[0], block.start + span[1])
    return None


def _find(text: str, quote: str, folded_quote: str) -> tuple[int, int] | None:
    position = text.find(quote)
    while position >= 0:
        if _whole_numbers(text, position, position + len(quote)):
            return position, position + len(quote)
        position = text.find(quote, position + 1)
    copy = fold(text)
    position = copy.text.find(folded_quote)
    while position >= 0:
        start, end = copy.span(position, position + len(folded_quote))
        if _whole_numbers(text, start, end) and not _joins_digits(text, quote, start, end):
            return start, end
        position = copy.text.find(folded_quote, position + 1)
    return None


def _whole_numbers(text: str, start: int, end: int) -> bool:
    """False where the span begins or ends inside a number."""
    opens = start > 0 and text[start] in _NUMBER and text[start - 1] in _NUMBER
    closes = end < len(text) and text[end - 1] in _NUMBER and text[end] in _NUMBER
    return not (opens or closes)


def _joins_digits(text: str, quote: str, start: int, end: int) -> bool:
    """True where dropping white space would make one number of two, in the text or in the quote."""

    def runs(piece: str) -> list[str]:
        found: list[str] = []
        current = ""
        for character in fold_width(piece):
            if character.isdigit() or (character == "." and current):
                current += character
            elif current:
                found.append(current)
                current = ""
        return [*found, current] if current else found

    return runs(text[start:end]) != runs(quote)
