"""Pages of characters at their places → the draft of a document: what PDF and character recognition have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from checker.reading.draft import Draft
from checker.reading.page_gutters import arranged
from checker.reading.page_lines import PageLine
from checker.reading.page_margins import body_size, without_margins
from checker.reading.page_model import Sheet
from checker.reading.page_paragraphs import paragraphs_of
from checker.reading.page_tables import Area, Item, Row, tables_of

# Of print of one size, the estimated sizes differ by this share at most.
_ALIKE = 0.2


def draft_of(sheets: Sequence[Sheet]) -> Draft:
    """Paragraphs and tables in reading order; running heads, page numbers and footnotes apart."""
    sheets = steadied(sheets)
    split = [tables_of(sheet) for sheet in sheets]
    margins = without_margins(sheets, [lines for _, lines in split])
    size = body_size(margins.pages)
    pages = [_in_order(areas, arranged(lines, size)) for (areas, _), lines in zip(split, margins.pages, strict=True)]
    widths = [sheet.width for sheet in sheets]
    return Draft(lines=paragraphs_of(_without_repeated_heads(pages), widths), apart=margins.apart, pages=len(sheets))


def steadied(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The sheets with one size for print whose estimated sizes differ only by chance."""
    sizes = [glyph.size for sheet in sheets if sheet.rough for glyph in sheet.glyphs if not glyph.text.isspace()]
    if not sizes:
        return sheets
    steady = _steady(sizes)
    return [
        replace(sheet, glyphs=[g._replace(size=steady.get(g.size, g.size)) for g in sheet.glyphs])
        if sheet.rough
        else sheet
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


def _in_order(areas: Sequence[Area], items: Sequence[Item]) -> list[Item]:
    """The lines of a page with its ruled tables put in where they stand."""
    found: list[Item] = []
    left = sorted(areas, key=lambda area: area.y)
    for item in items:
        while left and isinstance(item, PageLine) and item.bounds is None and left[0].y < item.y:
            found += left.pop(0).items
        found.append(item)
    return found + [item for area in left for item in area.items]


def _without_repeated_heads(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The pages without the head that a table shows again on each page that it goes on to."""
    found: list[list[Item]] = []
    head: Row | None = None
    for items in pages:
        first = items[0] if items else None
        goes_on = bool(found and found[-1] and isinstance(found[-1][-1], Row) and isinstance(first, Row))
        repeated = goes_on and head is not None and isinstance(first, Row) and first.line.text == head.line.text
        kept = list(items[1:] if repeated else items)
        for index, item in enumerate(kept):
            if isinstance(item, Row) and (item.opens or head is None) and not (goes_on and not index):
                head = item
        found.append(kept)
    return found
