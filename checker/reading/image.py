"""Pictures (.png, .jpg, .tif …) of pages, read by character recognition, where that is installed."""

from __future__ import annotations

from checker.errors import ReadError
from checker.reading import ocr
from checker.reading.draft import Draft
from checker.reading.page_draft import draft_of
from checker.reading.scan_image import pictures_in

FORM = "image"
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
# A picture does not say how large the page was: the long side is taken for that of A4.
_LONG_SIDE = 842 / 72
_SCAN = "这是图片，没有文字层，需要做文字识别；" + ocr.LACKING
_EMPTY = "图片里没有认出任何文字；请检查是否选错了文件，或请报送单位重新扫描后报送。"


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By content alone."""
    return data.startswith(_MAGIC) or (data[:2] == b"BM" and data[6:10] == b"\0\0\0\0")


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001
    if not ocr.available():
        raise ReadError(_SCAN)
    pages = []
    for number, picture in enumerate(pictures_in(data), 1):
        pages.append(ocr.recognise(picture, number, max(picture.shape[:2]) / _LONG_SIDE))
    if not any(page.characters for page in pages):
        raise ReadError(_EMPTY)
    draft = draft_of([page.sheet for page in pages])
    draft.warnings = ocr.warnings_of(pages, whole=True)
    return draft
