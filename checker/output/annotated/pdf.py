"""A .pdf with highlights over the very characters that something is said of, and notes; what the file held before stays as it was.

The remarks are added behind the file's own bytes (an incremental update). Whoever calls this uses PDFium in no other thread.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.errors import UnsupportedForm
from checker.model import Report
from checker.output.annotated.aligning import Alignment
from checker.output.annotated.pdf_letters import Box, Letters, add_letters, lines_of
from checker.output.annotated.remarks import AUTHOR, Remark, told

SUFFIX = ".pdf"
_BROKEN = "文件读不出来，不能批注；请用 PDF 阅读器检查，或请报送单位重新导出后再试。"
_LOCKED = "文件设有密码或权限限制，不能批注；请取消限制后再试。"
_SIGNED = "文件有数字签名，加批注会使签名失效，没有批注；请用未签名的文稿再试。"
# What a note is to a page: so many points, in the margin beside the words.
_NOTE = 20.0
_YELLOW = (255, 214, 0, 115)
_PRINTED = 4


@dataclass(frozen=True)
class _Note:
    """What is said of the characters at these indices. None: of what is no character of page ``page`` (an index)."""

    indices: tuple[int, ...]
    page: int
    remarks: list[Remark]
    apart: bool


def annotated(data: bytes, remarks: Sequence[Remark], report: Report) -> bytes:
    """The file with the remarks as highlights and notes. Raises UnsupportedForm."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnsupportedForm(_BROKEN) from error
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            raise UnsupportedForm(_LOCKED)
        if pdfium.FPDF_GetSignatureCount(document.raw) > 0:
            raise UnsupportedForm(_SIGNED)
        if not remarks:
            return data
        pages = [document[index] for index in range(len(document))]
        letters = Letters()
        for index, page in enumerate(pages):
            add_letters(letters, page, index)
        for note in _noted(remarks, report, Alignment(report, letters.text)):
            _write(pages, letters, note)
        for page in pages:
            page.close()
        written = io.BytesIO()
        document.save(written, flags=pdfium.FPDF_INCREMENTAL)
    except pypdfium2.PdfiumError as error:
        raise UnsupportedForm(_BROKEN) from error
    finally:
        document.close()
    return _settled(written.getvalue(), data)


def _noted(remarks: Sequence[Remark], report: Report, alignment: Alignment) -> list[_Note]:
    """What is said of the same words together; what is about no words apart from it."""
    found: dict[tuple[tuple[int, ...], int, bool], list[Remark]] = {}
    for remark in remarks:
        indices = tuple(alignment.indices(remark.start, remark.end))
        page = 0 if indices else _page_of(remark, report)
        found.setdefault((indices, page, remark.apart or not indices), []).append(remark)
    return [_Note(indices, page, of, apart) for (indices, page, apart), of in found.items()]


def _page_of(remark: Remark, report: Report) -> int:
    """The index of the page on which the remark's words begin, as far as the report tells."""
    pages = [block.page for block in report.blocks if block.page and block.start <= remark.start]
    return pages[-1] - 1 if pages else 0


def _write(pages: Sequence[Any], letters: Letters, note: _Note) -> None:
    """Put a note in."""
    import pypdfium2.raw as pdfium

    words = _words(told(note.remarks))
    lines = lines_of([letters.boxes[index] for index in note.indices])
    if note.apart:
        page = min(note.page, len(pages) - 1)
        box = _margin(pages[lines[0].page], lines[0], letters) if lines else _top(pages[page], page)
        _add(pages[box.page], pdfium.FPDF_ANNOT_TEXT, box, (), words)
        return
    for number, page in enumerate(dict.fromkeys(line.page for line in lines)):
        here = [line for line in lines if line.page == page]
        bounds = Box(
            page,
            min(line.left for line in here),
            min(line.bottom for line in here),
            max(line.right for line in here),
            max(line.top for line in here),
        )
        _add(pages[page], pdfium.FPDF_ANNOT_HIGHLIGHT, bounds, here, words if not number else "（接上页）" + words)


def _words(items: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return "\n".join("\n".join((head, *lines)) for head, lines in items)


def _margin(page: Any, line: Box, letters: Letters) -> Box:
    """A place for a note in the margin of the page, beside the beginning of a line."""
    left, bottom, right, top = page.get_cropbox()
    here = [box for box in letters.boxes if box.page == line.page]
    x, y = min(box.left for box in here) - 1.2 * _NOTE, line.top
    if line.angle % 2:
        x, y = line.left, min(box.bottom for box in here) - 0.2 * _NOTE
    x, y = min(max(x, left + 2), right - _NOTE - 2), min(max(y, bottom + _NOTE + 2), top - 2)
    return Box(line.page, x, y - _NOTE, x + _NOTE, y)


def _top(page: Any, index: int) -> Box:
    """A place for a note at the top left of a page, as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    x, y = {
        0: (left + 18, top - 18),
        90: (left + 18, bottom + 18 + _NOTE),
        180: (right - 18 - _NOTE, bottom + 18 + _NOTE),
        270: (right - 18 - _NOTE, top - 18),
    }[page.get_rotation()]
    return Box(index, x, y - _NOTE, x + _NOTE, y)


def _add(page: Any, kind: int, box: Box, lines: Sequence[Box], words: str) -> None:
    """Add an annotation with these words; a highlight covers ``lines``."""
    import pypdfium2.raw as pdfium

    annotation = pdfium.FPDFPage_CreateAnnot(page.raw, kind)
    if not annotation:
        raise UnsupportedForm(_BROKEN)
    try:
        for line in lines:
            # The order that programs expect: upper left, upper right, lower left, lower right.
            points = (line.left, line.top, line.right, line.top, line.left, line.bottom, line.right, line.bottom)
            pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, pdfium.FS_QUADPOINTSF(*points))
        pdfium.FPDFAnnot_SetRect(annotation, pdfium.FS_RECTF(box.left, box.top, box.right, box.bottom))
        pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *_YELLOW)
        pdfium.FPDFAnnot_SetFlags(annotation, _PRINTED)
        for key, value in ((b"Contents", words), (b"T", AUTHOR)):
            raw = ctypes.create_string_buffer(value.encode("utf-16-le") + b"\0\0")
            pdfium.FPDFAnnot_SetStringValue(annotation, key, ctypes.cast(raw, ctypes.POINTER(pdfium.FPDF_WCHAR)))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


_IDENTIFIERS = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]{32})>\s*\]")


def _settled(written: bytes, data: bytes) -> bytes:
    """The file with an identifier that follows from what it was before: PDFium makes one up each time."""
    if not written.startswith(data):
        raise UnsupportedForm(_BROKEN)
    added = written[len(data) :]
    found = list(_IDENTIFIERS.finditer(added))
    if not found:
        return written
    last = found[-1]
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest().upper().encode()
    settled = bytearray(added)
    settled[last.start(2) : last.end(2)] = digest
    if last[1] == last[2]:  # the file had none before
        settled[last.start(1) : last.end(1)] = digest
    return data + bytes(settled)
