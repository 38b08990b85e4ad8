"""Pages of characters at their places → the draft of a document: what PDF and character recognition have in common."""

from __future__ import annotations

from collections.abc import Sequence

from checker.reading.draft import Draft
from checker.reading.page_lines import PageLine
from checker.reading.page_margins import without_margins
from checker.reading.page_model import Sheet
from checker.reading.page_paragraphs import paragraphs_of
from checker.reading.page_tables import Area, Item, tables_of


def draft_of(sheets: Sequence[Sheet]) -> Draft:
    """Paragraphs and tables in reading order; running heads, page numbers and footnotes apart."""
    split = [tables_of(sheet) for sheet in sheets]
    margins = without_margins(sheets, [lines for _, lines in split])
    pages = [_in_order(areas, lines) for (areas, _), lines in zip(split, margins.pages, strict=True)]
    return Draft(lines=paragraphs_of(pages), apart=margins.apart, pages=len(sheets))


def _in_order(areas: Sequence[Area], lines: Sequence[PageLine]) -> list[Item]:
    """The lines of a page and its tables, from top to bottom."""
    parts: list[tuple[float, Sequence[Item]]] = [(line.y, (line,)) for line in lines]
    parts += [(area.y, area.items) for area in areas]
    return [item for _, items in sorted(parts, key=lambda part: part[0]) for item in items]
