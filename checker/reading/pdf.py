"""PDF files: the text layer by the places of its characters; scans by character recognition, where that is installed."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Apart
from checker.reading.draft import Draft
from checker.reading.page_margins import without_margins
from checker.reading.page_paragraphs import paragraphs_of
from checker.reading.page_tables import Area, Item, tables_of
from checker.reading.page_lines import PageLine
from checker.reading.pdf_file import is_pdf, notes_of, opened, page_of, warnings_of
from checker.reading.pdf_glyphs import PdfPage, read_page
from checker.reading.pdf_objects import Inks

FORM = "pdf"
SUFFIXES = (".pdf",)


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By content alone."""
    return is_pdf(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001
    with opened(data) as document:
        draft = Draft(pages=len(document), warnings=warnings_of(document))
        pages = []
        inks = Inks()
        for index in range(len(document)):
            with page_of(document, index) as page:
                pages.append(read_page(page, index + 1, inks))
                draft.apart += [Apart(kind="note", text=text) for text in notes_of(page)]
    split = [tables_of(page.sheet) for page in pages]
    margins = without_margins([page.sheet for page in pages], [lines for _, lines in split])
    draft.lines = paragraphs_of([_in_order(areas, lines) for (areas, _), lines in zip(split, margins.pages)])
    draft.apart = margins.apart + draft.apart
    return draft


def _in_order(areas: Sequence[Area], lines: Sequence[PageLine]) -> list[Item]:
    """The lines of a page and its tables, from top to bottom."""
    parts: list[tuple[float, Sequence[Item]]] = [(line.y, (line,)) for line in lines]
    parts += [(area.y, area.items) for area in areas]
    return [item for _, items in sorted(parts, key=lambda part: part[0]) for item in items]
