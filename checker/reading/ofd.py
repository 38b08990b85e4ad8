"""OFD files (GB/T 33190): the text by the places of its characters; scans by character recognition, where that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.errors import ReadError
from checker.model import Apart
from checker.reading import limits, ocr
from checker.reading.draft import Draft
from checker.reading.legibility import has_words, is_legible
from checker.reading.ofd_document import OfdDocument, documents_in
from checker.reading.ofd_package import OfdPackage, is_ofd
from checker.reading.ofd_page import OfdPage
from checker.reading.page_draft import draft_of
from checker.reading.page_model import Box, Sheet
from checker.reading.pdf_glyphs import UNMAPPED
from checker.reading.scan_image import pictures_in

FORM = "ofd"
SUFFIXES = (".ofd",)
# Fewer characters than this on a page with a picture over it are a stamp or a page number, not the text.
_FEW = 30
_COVERED = 0.6
# A page with no characters and so many drawn shapes has its characters drawn.
_DRAWN = 200

_SCAN = "这是扫描件，没有文字层，需要做文字识别；" + ocr.LACKING
_GARBLED = "文字是乱码（字体没有对应的文字编码）或画成的图形，读不出文字；请报送单位报送 .docx 或文字版 PDF。"
_UNREAD = "第 {} 页是扫描图像，没有文字层，未能读取；" + ocr.LACKING
_NOTHING = "没有认出任何文字；请打开文件检查内容，或请报送单位重新扫描、重新导出后报送。"
_NO_PAGES = "文件里没有任何页面；请检查是否选错了文件，或请报送单位重新导出后报送。"
_SCANNED_TEXT = "文字层是扫描后识别（OCR）出来的，可能有错字，请核对。"
_SEVERAL = "文件内有 {} 个文档，已按顺序读成一个；请核对是否只报送了报告本身。"
_ATTACHED = "文件内嵌了 {} 个附件（{}），没有打开；如有需要报告的内容，请另行报送。"
_SEALED = "文件有 {} 个电子签章，未作验证。"


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By content alone."""
    return is_ofd(data)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001
    """The paragraphs of all pages; annotations, watermarks and what cannot be seen apart."""
    package = OfdPackage(data)
    try:
        documents = documents_in(package)
    except RecursionError as error:
        raise ReadError(_GARBLED) from error
    pages = [page for document in documents for page in document.pages]
    limits.check_pages(len(pages))
    if not pages:
        raise ReadError(_NO_PAGES)
    covered = [page for page in pages if _is_covered(page)]
    layered = [page for page in covered if not _has_text(page.sheet) and len(page.veiled) >= _FEW]
    unread = [page for page in covered if not _has_text(page.sheet) and page not in layered]
    for page in layered:
        page.sheet = replace(page.sheet, glyphs=page.veiled, rough=True)
        page.hidden.clear()
    text = "".join(glyph.text for page in pages for glyph in page.sheet.glyphs)
    if _is_garbled(text) or (not text.strip() and not unread and any(page.shapes >= _DRAWN for page in pages)):
        raise ReadError(_GARBLED)
    recognised = _recognised(package, unread, pages)
    sheets = {page.sheet.number: page.sheet for page in pages} | {page.sheet.number: page.sheet for page in recognised}
    draft = draft_of(list(sheets.values()))
    if unread and not draft.lines:
        raise ReadError(_NOTHING)
    draft.warnings = [*_doubts(layered, unread, recognised, len(pages)), *_remarks(documents)]
    draft.apart += _apart(documents, pages)
    return draft


def _is_garbled(text: str) -> bool:
    return not has_words(text) or not is_legible(text, text.count(UNMAPPED))


def _has_text(sheet: Sheet) -> bool:
    return sum(not glyph.text.isspace() for glyph in sheet.glyphs) >= _FEW


def _is_covered(page: OfdPage) -> bool:
    """Whether pictures cover most of a page."""
    steps = [(index + 0.5) / 12 for index in range(12)]
    points = [(page.sheet.width * across, page.sheet.height * down) for across in steps for down in steps]
    held = sum(any(image.box.holds(*point) for image in page.images) for point in points) if page.images else 0
    return held >= _COVERED * len(points)


def _recognised(package: OfdPackage, unread: Sequence[OfdPage], pages: Sequence[OfdPage]) -> list[ocr.Recognised]:
    """The pages that have to be looked at, recognised; ReadError if that cannot be and they are most of the document."""
    if not unread:
        return []
    if not ocr.available():
        if 2 * len(unread) > len(pages):
            raise ReadError(_SCAN)
        for page in unread:
            page.sheet.glyphs.clear()
        return []
    return [_looked_at(package, page) for page in unread]


def _looked_at(package: OfdPackage, page: OfdPage) -> ocr.Recognised:
    """One page recognised, picture by picture."""
    sheet = replace(page.sheet, glyphs=[], rules=[], rough=True)
    total = sure = 0.0
    for image in sorted(page.images, key=lambda image: image.box.y0):
        picture = next(pictures_in(package.bytes_of(image.part)))
        dpi = picture.shape[1] / max((image.box.x1 - image.box.x0) / 72, 0.1)
        found = ocr.recognise(picture, sheet.number, dpi)
        x, y = image.box.x0, image.box.y0
        sheet.glyphs += [g._replace(x0=g.x0 + x, x1=g.x1 + x, y=g.y + y) for g in found.sheet.glyphs]
        sheet.rules += [Box(r.x0 + x, r.y0 + y, r.x1 + x, r.y1 + y) for r in found.sheet.rules]
        total += found.characters
        sure += found.confidence * found.characters
    return ocr.Recognised(sheet, sure / max(total, 1), int(total))


def _doubts(
    layered: Sequence[OfdPage], unread: Sequence[OfdPage], recognised: Sequence[ocr.Recognised], count: int
) -> list[str]:
    """What was not read surely."""
    found = []
    if recognised:
        found += ocr.warnings_of(recognised, whole=len(recognised) == count)
    elif unread:
        found.append(_UNREAD.format(ocr.numbers(page.sheet.number for page in unread)))
    if layered:
        found.append(_SCANNED_TEXT)
    return found


def _remarks(documents: Sequence[OfdDocument]) -> list[str]:
    found = []
    if len(documents) > 1:
        found.append(_SEVERAL.format(len(documents)))
    attached = [name for document in documents for name in document.attachments]
    if attached:
        found.append(_ATTACHED.format(len(attached), "、".join(attached[:5]) + ("等" if len(attached) > 5 else "")))
    seals = sum(document.seals for document in documents)
    if seals:
        found.append(_SEALED.format(seals))
    return found


def _apart(documents: Sequence[OfdDocument], pages: Sequence[OfdPage]) -> list[Apart]:
    headers = [text for document in documents for text in document.running]
    headers += [text for page in pages for text in page.askew]
    notes = [text for document in documents for text in document.notes]
    hidden = [text for page in pages for text in page.hidden]
    return [
        *(Apart(kind="header", text=text) for text in dict.fromkeys(headers)),
        *(Apart(kind="note", text=text) for text in dict.fromkeys(notes)),
        *(Apart(kind="hidden", text=text) for text in hidden),
    ]
