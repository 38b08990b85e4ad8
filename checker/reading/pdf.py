"""PDF files: the text layer by the places of its characters; scans by character recognition, where that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.errors import ReadError
from checker.model import Apart
from checker.reading import ocr
from checker.reading.draft import Draft
from checker.reading.legibility import has_words, is_legible
from checker.reading.page_draft import draft_of
from checker.reading.pdf_file import is_pdf, notes_of, opened, page_of, warnings_of
from checker.reading.pdf_glyphs import PdfPage, read_page
from checker.reading.pdf_objects import Inks
from checker.text import han_count

FORM = "pdf"
SUFFIXES = (".pdf",)
# Fewer characters than this on a page with a picture over it are a stamp or a page number, not the text.
_FEW = 30
# A page with no characters and so many drawn shapes has its characters drawn.
_DRAWN = 200
_LONGEST_SIDE = 4000

_SCAN = "这是扫描件，没有文字层，需要做文字识别；" + ocr.LACKING
_GARBLED = "文字层是乱码（字体没有对应的文字编码），读不出文字，需要做文字识别；" + ocr.LACKING
_UNREAD = "第 {} 页是扫描图像或乱码，没有文字层，未能读取；" + ocr.LACKING
_NOTHING = "没有认出任何文字；请打开文件检查内容，或请报送单位重新扫描、重新导出后报送。"
_SCANNED_TEXT = "文字层是扫描后识别（OCR）出来的，可能有错字，请核对。"
_DOUBTFUL = "第 {} 页有 {} 个字符没有对应的文字编码，可能读错，请核对。"


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By content alone."""
    return is_pdf(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001
    """The paragraphs of all pages; a page without a text layer, or with a garbled one, is recognised or told of."""
    notes: list[str] = []
    with opened(data) as document:
        warnings = warnings_of(document)
        inks = Inks()
        pages: list[PdfPage] = []
        for index in range(len(document)):
            with page_of(document, index) as page:
                pages.append(read_page(page, index + 1, inks))
                notes += notes_of(page)
        unread = _unread(pages)
        recognised = _recognised(document, unread, pages)
    sheets = {page.sheet.number: page.sheet for page in pages}
    sheets |= {page.sheet.number: page.sheet for page in recognised}
    draft = draft_of(list(sheets.values()))
    if unread and not draft.lines:
        raise ReadError(_NOTHING)
    draft.warnings = [*_doubts(pages, unread, recognised), *warnings]
    draft.apart += [Apart(kind="note", text=text) for text in dict.fromkeys(notes)]
    draft.apart += [Apart(kind="header", text=text) for text in _once(page.askew for page in pages)]
    draft.apart += [Apart(kind="hidden", text=text) for page in pages if page not in unread for text in page.hidden]
    return draft


def _unread(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """The pages whose text is not in their text layer."""
    if not has_words("".join(_text(page) for page in pages)):
        return [page for page in pages if page.sheet.glyphs]
    return [page for page in pages if _needs_eyes(page)]


def _text(page: PdfPage) -> str:
    return "".join(glyph.text for glyph in page.sheet.glyphs)


def _needs_eyes(page: PdfPage) -> bool:
    text = _text(page)
    count = len("".join(text.split()))
    if count < _FEW and not page.recognised and (page.scan or (not count and page.shapes >= _DRAWN)):
        return True
    return not is_legible(text, page.failed)


def _recognised(document: Any, unread: Sequence[PdfPage], pages: Sequence[PdfPage]) -> list[ocr.Recognised]:
    """The pages that have to be looked at, recognised; ReadError if that cannot be and they are most of the document."""
    if not unread:
        return []
    if not ocr.available():
        told = sum(han_count(_text(page)) for page in pages if page not in unread)
        if 2 * len(unread) > len(pages) or told < 10 * _FEW:
            raise ReadError(_SCAN if all(page.scan or not page.sheet.glyphs for page in unread) else _GARBLED)
        for page in unread:
            page.sheet.glyphs.clear()
        return []
    found = []
    for page in unread:
        number = page.sheet.number
        with page_of(document, number - 1) as held:
            scale = min(ocr.DPI / 72, _LONGEST_SIDE / max(held.get_size()))
            found.append(ocr.recognise(_picture(held, scale), number, 72 * scale))
    return found


def _picture(page: Any, scale: float) -> Any:
    """The page as it is shown: rows of red, green and blue."""
    return page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]


def _doubts(pages: Sequence[PdfPage], unread: Sequence[PdfPage], recognised: Sequence[ocr.Recognised]) -> list[str]:
    """What was not read surely."""
    found = []
    if recognised:
        found += ocr.warnings_of(recognised, whole=len(recognised) == len(pages))
    elif unread:
        found.append(_UNREAD.format(ocr.numbers(page.sheet.number for page in unread)))
    read = [page for page in pages if page not in unread]
    if any(page.recognised for page in read):
        found.append(_SCANNED_TEXT)
    odd = [page for page in read if page.failed]
    if odd:
        found.append(_DOUBTFUL.format(ocr.numbers(p.sheet.number for p in odd), sum(page.failed for page in odd)))
    return found


def _once(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for page in texts for text in page if text.strip()))
