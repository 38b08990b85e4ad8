"""Pictures in the line of text, centred, within the type area."""

from __future__ import annotations

import io
from typing import Any

from checker.errors import UsageError
from checker.output.official.measures import HEIGHT_MM, LINES, WIDTH_MM
from checker.output.official.model import Picture
from checker.output.official.safe import safe


def picture(document: Any, style: str, part: Picture) -> Any:
    """The paragraph of a picture. Raises UsageError where the bytes are none that Word shows."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.shared import Mm

    from checker.output.official.paragraphs import node

    try:
        inline = document.part.new_pic_inline(io.BytesIO(part.data), width=Mm(min(part.width, WIDTH_MM)))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, KeyError) as error:
        raise UsageError(f"图片“{part.description}”不是 PNG 或 JPEG 图片，不能放进 Word 文件。") from error
    most = Mm(HEIGHT_MM - HEIGHT_MM / LINES)  # a line less than the page, for what stands beside it
    if inline.extent.cy > most:
        ratio = most / inline.extent.cy
        inline.extent.cx, inline.extent.cy = int(inline.extent.cx * ratio), int(most)
        size = inline.graphic.graphicData.pic.spPr
        size.cx, size.cy = inline.extent.cx, inline.extent.cy
    inline.docPr.set("descr", safe(part.description))
    inline.docPr.set("name", f"图{inline.docPr.get('id')}")
    # The library writes the name of a file here; there is none.
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"图{inline.docPr.get('id')}")
    return node("w:p", node("w:pPr", node("w:pStyle", val=style)), node("w:r", node("w:drawing", inline)))
