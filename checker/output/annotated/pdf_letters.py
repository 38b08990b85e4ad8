"""The characters of a PDF's pages, line by line in the order in which they are painted, and where each stands.

Boxes are in points, in the page's own measures (y upwards, before the page is turned), as annotations want them.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from checker.output.annotated.aligning import counts


class Box(NamedTuple):
    """``page`` is an index; ``angle``: by how many quarters of a turn, clockwise, its baseline leans."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    angle: int = 0


@dataclass
class Letters:
    """``text``: the characters that show; ``boxes``: the place of each."""

    found: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.found)


def add_letters(letters: Letters, page: Any, index: int) -> None:
    """Add the characters of a page that pypdfium2 has opened."""
    import pypdfium2.raw as pdfium

    text_page = pdfium.FPDFText_LoadPage(page.raw)
    if not text_page:
        return
    try:
        edges, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        seen: list[_Seen] = []
        half = 0
        for place in range(pdfium.FPDFText_CountChars(text_page)):
            code = pdfium.FPDFText_GetUnicode(text_page, place)
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if half and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00)
            half = 0
            if pdfium.FPDFText_IsGenerated(text_page, place) == 1:
                continue
            character = _character(code)
            if not character or not pdfium.FPDFText_GetLooseCharBox(text_page, place, edges):
                continue
            quarter = round(pdfium.FPDFText_GetCharAngle(text_page, place) / (math.pi / 2)) % 4
            pdfium.FPDFText_GetCharOrigin(text_page, place, x, y)
            box = Box(index, edges.left, edges.bottom, edges.right, edges.top, quarter)
            seen.append(_Seen(character, box, x.value, y.value))
        for line in _painted_together(seen):
            letters.found += [one.character for one in line]
            letters.boxes += [one.box for one in line]
    finally:
        pdfium.FPDFText_ClosePage(text_page)


class _Seen(NamedTuple):
    """A character, its box, and where its baseline begins."""

    character: str
    box: Box
    x: float
    y: float

    @property
    def along(self) -> float:
        """How far along the line it stands."""
        return (self.x, -self.y, -self.x, self.y)[self.box.angle]

    @property
    def across(self) -> float:
        """On which height the line stands."""
        return self.x if self.box.angle % 2 else self.y


def _painted_together(seen: Sequence[_Seen]) -> list[list[_Seen]]:
    """Characters that are painted one after the other on one baseline, in the order in which they are read.

    Within a line many programs paint by fonts: first the words, then the quotation marks.
    """
    lines: list[list[_Seen]] = []
    for one in seen:
        last = lines[-1][0] if lines else None
        size = (
            max(one.box.top - one.box.bottom, 1.0) if not one.box.angle % 2 else max(one.box.right - one.box.left, 1.0)
        )
        if last is not None and last.box.angle == one.box.angle and abs(last.across - one.across) < 0.3 * size:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one.along) for line in lines]


def _character(code: int) -> str:
    """The character that a code stands for as the reader takes it, or nothing."""
    if code in (0x02, 0xFFFE):
        return "-"
    if not 0x20 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    folded = unicodedata.normalize("NFKC", chr(code)) if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF else ""
    character = folded[:1] or chr(code)
    return character if counts(character) else ""


def lines_of(boxes: Sequence[Box]) -> list[Box]:
    """One box for all that stand beside each other on one line, in the order given."""
    found: list[Box] = []
    for box in boxes:
        if found and _beside(found[-1], box):
            last = found[-1]
            found[-1] = Box(
                last.page,
                min(last.left, box.left),
                min(last.bottom, box.bottom),
                max(last.right, box.right),
                max(last.top, box.top),
                last.angle,
            )
        else:
            found.append(box)
    return found


def _beside(line: Box, box: Box) -> bool:
    """Whether a character goes on with a line: on its height, and no further from it than a tab."""
    if line.page != box.page or line.angle != box.angle:
        return False
    upright = (line.bottom, line.top, box.bottom, box.top)
    across = (line.left, line.right, box.left, box.right)
    height, along = (across, upright) if line.angle % 2 else (upright, across)
    shared = min(height[1], height[3]) - max(height[0], height[2])
    size = max(min(height[1] - height[0], height[3] - height[2]), 0.1)
    gap = max(along[0], along[2]) - min(along[1], along[3])
    return shared > 0.5 * size and gap < 3 * size
