"""Pages of characters at their places → the draft of a document: what PDF and character recognition have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from checker.reading.draft import Draft
from checker.reading.page_lines import PageLine
from checker.reading.page_margins import without_margins
from checker.reading.page_model import Sheet
from checker.reading.page_paragraphs import paragraphs_of
from checker.reading.page_tables import Area, Item, tables_of

# Of print of one size, the estimated sizes differ by this share at most.
_ALIKE = 0.2


def draft_of(sheets: Sequence[Sheet]) -> Draft:
    """Paragraphs and tables in reading order; running heads, page numbers and footnotes apart."""
    sheets = steadied(sheets)
    split = [tables_of(sheet) for sheet in sheets]
    margins = without_margins(sheets, [lines for _, lines in split])
    pages = [_in_order(areas, lines) for (areas, _), lines in zip(split, margins.pages, strict=True)]
    return Draft(lines=paragraphs_of(pages), apart=margins.apart, pages=len(sheets))


def steadied(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The sheets with one size for print whose estimated sizes differ only by chance."""
    sizes = [glyph.size for sheet in sheets if sheet.rough for glyph in sheet.glyphs if not glyph.text.isspace()]
    if not sizes:
        return sheets
    steady = _steady(sizes)
    return [
        replace(sheet, glyphs=[g._replace(size=steady.get(g.size, g.size)) for g in sheet.glyphs]) if sheet.rough else sheet
        for sheet in sheets
    ]


def _steady(sizes: Sequence[float]) -> dict[float, float]:
    """For each size the one that it stands for: first those near to the usual one, then whatever lies together."""
    usual = median(sizes)
    found = {size: round(2 * usual) / 2 for size in sizes if abs(size - usual) <= _ALIKE * usual}
    rest = sorted(size for size in sizes if size not in found)
    while rest:
        group = [size for size in rest if size <= rest[0] * (1 + _ALIKE)]
        found.update(dict.fromkeys(group, round(2 * median(group)) / 2))
        rest = rest[len(group) :]
    return found


def _in_order(areas: Sequence[Area], lines: Sequence[PageLine]) -> list[Item]:
    """The lines of a page and its tables, from top to bottom."""
    parts: list[tuple[float, Sequence[Item]]] = [(line.y, (line,)) for line in lines]
    parts += [(area.y, area.items) for area in areas]
    return [item for _, items in sorted(parts, key=lambda part: part[0]) for item in items]
