"""A PDF file as a whole: opening it, what stops it from being read, what it carries beside its pages.

PDFium runs nothing here: no script, no action, no form; what is attached is named, never opened. It is not thread-safe: whoever
calls it holds ``LOCK``; several files are read at once in several processes.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from checker.errors import ReadError
from checker.reading import limits

LOCK = threading.RLock()

_LOCKED = "文件设有打开密码，无法读取；请让报送单位取消密码后重新报送，或用密码打开后另存一份。"
_CUT_OFF = "文件不完整，像是没有下载或复制完；请重新下载，或请报送单位重新报送。"
_BROKEN = "文件已损坏，无法作为 PDF 打开；请用 PDF 阅读器或 WPS 检查，或请报送单位重新导出后报送。"
_NO_PAGES = "文件里没有任何页面；请检查是否选错了文件，或请报送单位重新导出后报送。"
_BAD_PAGE = "第 {} 页已损坏，无法读取；请用 PDF 阅读器检查，或请报送单位重新导出后报送。"
_ATTACHED = "文件内嵌了 {} 个附件（{}），没有打开；如有需要报告的内容，请另行报送。"
_SCRIPTED = "文件含脚本（JavaScript），未运行。"
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
# Kinds of annotation whose words are no words of anybody: links, the windows of notes, sounds, printers' marks.
_LONGEST_NOTE = 4000


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does; some programs write a few lines before it."""
    return b"%PDF-" in data[:1024]


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document in the bytes, closed afterwards; ReadError where it cannot be opened."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise ReadError(_LOCKED) from error
            raise ReadError(_CUT_OFF if _is_cut_off(data) else _BROKEN) from error
        try:
            if _is_cut_off(data):
                raise ReadError(_CUT_OFF)
            count = len(document)
            if not count:
                raise ReadError(_NO_PAGES)
            limits.check_pages(count)
            yield document
        finally:
            document.close()


def _is_cut_off(data: bytes) -> bool:
    """Whether the end is missing. PDFium mends such files without a word, and then pages may be missing."""
    last = data.rfind(b"%%EOF")
    return last < 0 or bool(_OBJECT.search(data, last))


@contextmanager
def page_of(document: Any, index: int) -> Iterator[Any]:
    """The page, closed afterwards."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise ReadError(_BAD_PAGE.format(index + 1)) from error
    try:
        yield page
    finally:
        page.close()


# ── beside the text ──────────────────────────────────────────────────────────────────────────────────────────────────


def warnings_of(document: Any) -> list[str]:
    """What the file carries and this program does not touch."""
    import pypdfium2.raw as pdfium

    found = []
    count = pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    if count > 0:
        names = [_attachment(document, index) for index in range(min(count, 5))]
        found.append(_ATTACHED.format(count, "、".join(names) + ("等" if count > len(names) else "")))
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.append(_SCRIPTED)
    return found


def _attachment(document: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    attachment = pdfium.FPDFDoc_GetAttachment(document.raw, index)
    name = _wide(lambda buffer, size: pdfium.FPDFAttachment_GetName(attachment, buffer, size)) if attachment else ""
    return name[:60] or "未命名"


def notes_of(page: Any) -> list[str]:
    """The words of annotations: comments, text boxes laid over the page, fields that were filled in."""
    import pypdfium2.raw as pdfium

    silent = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_SOUND, pdfium.FPDF_ANNOT_PRINTERMARK)
    found: list[str] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 2000)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind not in silent:
            text = _value(note, b"V" if kind == pdfium.FPDF_ANNOT_WIDGET else b"Contents")
            if text.strip():
                found.append(text.strip()[:_LONGEST_NOTE])
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def _value(note: Any, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    return _wide(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size))


def _wide(ask: Callable[[Any, int], int]) -> str:
    """A string that PDFium writes as UTF-16 into a buffer; it tells the length in bytes."""
    import pypdfium2.raw as pdfium

    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
