"""What is painted on a PDF page beside characters (images, filled areas, ruled lines), and how its text objects look.

Places come out as the page is shown: turned by its /Rotate, x to the right and y down from the corner of its crop box.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from checker.reading.page_model import Box

Colour = tuple[int, int, int]

# More objects than this are a drawing; the rest of them is not looked at.
_MOST_OBJECTS, _MOST_SEGMENTS, _DEEPEST = 60_000, 4_000, 6
_THIN, _SHORTEST = 3.0, 6.0
_BOLD_NAME = re.compile(r"bold|heavy|black|粗(?!宋)", re.IGNORECASE)
_SUBSET = re.compile(rb"^[A-Z]{6}\+")
_SIGNS = re.compile(r"(wingdings|symbol)[ -]?(2?)(?:-?regular|mt)?$", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_INVISIBLE, _CLIP_ONLY, _STROKED, _FILLED_AND_STROKED = 3, 7, (1, 5), (2, 6)


class Ink(NamedTuple):
    """How a text object is painted. ``colour`` None: not known. ``turn``: the angle of its baseline in degrees.

    ``signs``: the name of a font of signs, in which the codes of letters mean something else.
    """

    order: int
    font: str | None
    bold: bool
    size: float
    turn: float
    invisible: bool
    colour: Colour | None
    signs: str | None = None


class Patch(NamedTuple):
    """An area that is painted over: ``colour`` None where it is a picture, or of a form or shade that is not worked out."""

    order: int
    box: Box
    colour: Colour | None


@dataclass
class Painted:
    """What is painted on a page; ``texts``: place in the order of painting, and handle, of each text object by its address."""

    images: list[Patch] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    texts: dict[int, tuple[int, Any]] = field(default_factory=dict)


class Frame:
    """From a page's own measures to those of the page as it is shown."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self.rotation = rotation % 360
        across, down = self._right - self._left, self._top - self._bottom
        self.width, self.height = (down, across) if self.rotation in (90, 270) else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self._bottom, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._bottom
        if self.rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def stretch(
        self, left: float, right: float, bottom: float, top: float, x: float, y: float
    ) -> tuple[float, float, float]:
        """Where a character begins and ends from left to right, and its baseline: from its box and its origin."""
        if not self.rotation:
            return x - self._left, right - self._left, self._top - y
        start, base = self.point(x, y)
        return start, self.box(left, bottom, right, top).x1, base

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def address(pointer: Any) -> int:
    """The place in memory that a handle of PDFium points to: what it is known by."""
    return ctypes.addressof(pointer.contents)


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Inks:
    """How text objects are painted. Fonts are asked for their names once in a document."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._fonts: dict[int, tuple[str | None, bool]] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def of(self, text_page: Any, index: int, text_object: Any, order: int) -> Ink:
        """The look of the text object that the character ``index`` belongs to."""
        pdfium, matrix = self._pdfium, self._matrix
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        font, bold = self._font(text_object)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
        ask = pdfium.FPDFPageObj_GetStrokeColor if mode in _STROKED else pdfium.FPDFPageObj_GetFillColor
        known = ask(text_object, *self._colour)
        red, green, blue, alpha = (part.value for part in self._colour)
        return Ink(
            order=order,
            font=font,
            bold=bold or mode in _FILLED_AND_STROKED,
            size=round(pdfium.FPDFText_GetFontSize(text_page, index) * (math.hypot(matrix.c, matrix.d) or 1.0), 2),
            turn=math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.b or matrix.a < 0 else 0.0,
            invisible=mode in (_INVISIBLE, _CLIP_ONLY) or bool(known and not alpha),
            colour=(red, green, blue) if known else None,
            signs=_sign_font(font),
        )

    def _font(self, text_object: Any) -> tuple[str | None, bool]:
        font = self._pdfium.FPDFTextObj_GetFont(text_object)
        if not font:
            return None, False
        key = address(font)
        if key not in self._fonts:
            name = _font_name(font)
            bold = bool(name and _BOLD_NAME.search(name)) or bool(self._pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD)
            self._fonts[key] = (name, bold)
        return self._fonts[key]


@lru_cache(maxsize=256)
def _sign_font(name: str | None) -> str | None:
    match = _SIGNS.match(name or "")
    return None if match is None else f"{match[1]} {match[2]}".strip().lower()


def _font_name(font: Any) -> str | None:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(160)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    raw = _SUBSET.sub(b"", buffer.value)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).strip() or None
        except UnicodeDecodeError:
            continue
    return None


def _filling(path: Any) -> tuple[Colour | None, int]:
    """Colour and opacity (0 to 255) of a filled path."""
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(path, *parts):
        return None, 255
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue), alpha


# ── everything else ──────────────────────────────────────────────────────────────────────────────────────────────────


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: _Matrix) -> _Matrix:
        """This one first, then ``outer``."""
        (a, b), (c, d) = outer.point(self.a, self.b), outer.point(self.c, self.d)
        e, f = outer.point(self.e, self.f)
        return _Matrix(a - outer.e, b - outer.f, c - outer.e, d - outer.f, e, f)


_AS_IT_IS = _Matrix()


def painted_on(page: Any, frame: Frame) -> Painted:
    """The images, areas and lines of a page, and the order of its text objects."""
    import pypdfium2.raw as pdfium

    found = Painted()
    for order, (thing, kind, matrix) in enumerate(_objects(page)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts[address(thing)] = order, thing
            continue
        box = _bounds(thing, matrix, frame)
        if box is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(found, order, thing, matrix, frame, box)
        else:
            found.patches.append(Patch(order, box, None))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                found.images.append(found.patches[-1])
    return found


def _objects(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """Every object in the order of painting, those inside forms too, with the matrix of what holds it."""
    import pypdfium2.raw as pdfium

    left = _MOST_OBJECTS
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    stack: list[tuple[Iterator[Any], _Matrix]] = [((get(page, index) for index in range(count(page))), _AS_IT_IS)]
    while stack and left:
        things, matrix = stack[-1]
        thing = next(things, None)
        if thing is None:
            stack.pop()
            continue
        left -= 1
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and len(stack) <= _DEEPEST:
            inner = _inner(thing)
            stack.append((inner, _matrix(thing).then(matrix)))
        else:
            yield thing, kind, matrix


def _inner(form: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    for index in range(max(pdfium.FPDFFormObj_CountObjects(form), 0)):
        yield pdfium.FPDFFormObj_GetObject(form, index)


def _matrix(thing: Any) -> _Matrix:
    import pypdfium2.raw as pdfium

    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, held):
        return _AS_IT_IS
    return _Matrix(held.a, held.b, held.c, held.d, held.e, held.f)


def _bounds(thing: Any, matrix: _Matrix, frame: Frame) -> Box | None:
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    if matrix is not _AS_IT_IS:
        corners = [matrix.point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return frame.box(left, bottom, right, top)


def _add_path(found: Painted, order: int, path: Any, matrix: _Matrix, frame: Frame, box: Box) -> None:
    """A path is a ruled line, the frame of something, an area, or a grid of lines."""
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    if not (mode.value or stroke.value):
        return
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    if min(wide, high) <= _THIN:
        if max(wide, high) >= _SHORTEST:
            found.rules.append(box)
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if mode.value:
        colour, alpha = _filling(path)
        if alpha:
            plain = count <= 6 and alpha == 255
            found.patches.append(Patch(order, box, colour if plain else None))
    if stroke.value and 0 < count <= _MOST_SEGMENTS:
        found.rules += _straight(path, count, _matrix(path).then(matrix), frame)


def _straight(path: Any, count: int, matrix: _Matrix, frame: Frame) -> list[Box]:
    """The level and upright lines of a stroked path."""
    import pypdfium2.raw as pdfium

    found: list[Box] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = None
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*matrix.point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            found += _rule(last, point)
        last = point
        if first is not None and pdfium.FPDFPathSegment_GetClose(segment):
            found += _rule(point, first)
            last = first
    return found


def _rule(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    box = Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return [box] if min(wide, high) <= 1 and max(wide, high) >= _SHORTEST else []
