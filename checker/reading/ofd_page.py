"""One page of an OFD file: characters at their places, pictures, ruled lines, and what nobody can see.

Places in the file are millimetres within an object's own frame; here they become points on the page.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from checker.reading.ofd_package import attribute, child, children, is_true, named, number, numbers
from checker.reading.ofd_resources import BLACK, Colour, Font, Paint, Resources
from checker.reading.page_model import Box, Glyph, Sheet
from checker.reading.pdf_glyphs import character
from checker.reading.word_xml import Element

POINT = 72 / 25.4
_SMALLEST, _FAINT, _NEAR, _SLANT = 1.5, 10.0, 16, 8.0
_WHITE: Colour = (255, 255, 255)
_DEEPEST = 20
# A Latin letter is not wider than this share of its size: what is more is a gap.
_WIDEST, _NARROW = 0.95, 0.5
_THIN = 2.5
_TOKEN = re.compile(r"[A-Za-z]|-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,2})?")


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            *outer.point(self.e, self.f),
        )


class Image(NamedTuple):
    """A picture: the part that holds it, and where it stands."""

    part: str
    box: Box


class _Patch(NamedTuple):
    """An area painted over: ``colour`` None where it is a picture or a shade."""

    box: Box
    colour: Colour | None


@dataclass
class OfdPage:
    """A page as read: ``sheet`` holds what shows; ``veiled`` are characters that do not, ``askew`` what stands at a slant."""

    sheet: Sheet
    images: list[Image] = field(default_factory=list)
    veiled: list[Glyph] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    shapes: int = 0


class Painter:
    """Paints the objects of layers on a page, in order."""

    def __init__(self, resources: Resources, page: OfdPage) -> None:
        self._resources, self._page = resources, page
        self._patches: list[_Patch] = []

    def layers(self, content: Element | None) -> None:
        """All layers of a page's content: those behind the text first."""
        order = {"Background": 0, "Body": 1, "Foreground": 2}
        found = children(content, "Layer")
        for layer in sorted(found, key=lambda layer: order.get(attribute(layer, "Type") or "Body", 1)):
            self.objects(layer, Matrix(POINT, 0, 0, POINT), attribute(layer, "DrawParam"), seen=True)

    def objects(self, parent: Element, outer: Matrix, parameter: str | None, *, seen: bool, depth: int = 0) -> None:
        if depth > _DEEPEST:
            return
        for element in parent:
            kind = named(element)
            shown = (
                seen
                and is_true(element, "Visible", otherwise=True)
                and number(attribute(element, "Alpha"), 255) >= _FAINT
            )
            if kind == "TextObject":
                self._text(element, outer, parameter, seen=shown)
            elif kind == "PathObject" and shown:
                self._path(element, outer, parameter)
            elif kind == "ImageObject" and shown:
                self._image(element, outer)
            elif kind == "CompositeObject":
                unit = self._resources.units.get(attribute(element, "ResourceID") or "")
                content = child(unit, "Content")
                if content is not None:
                    self.objects(content, _frame(element, outer), parameter, seen=shown, depth=depth + 1)
            elif kind in ("PageBlock", "Layer"):
                self.objects(element, outer, parameter, seen=shown, depth=depth + 1)

    # ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _text(self, element: Element, outer: Matrix, parameter: str | None, *, seen: bool) -> None:
        frame = _frame(element, outer)
        size = number(attribute(element, "Size"), 0.0)
        height = size * math.hypot(frame.c, frame.d)
        font = self._resources.fonts.get(attribute(element, "Font") or "", Font(None, bold=False))
        bold = font.bold or number(attribute(element, "Weight"), 400) >= 600
        paint = self._resources.paint(element, "FillColor", parameter) or Paint(BLACK)
        if not is_true(element, "Fill", otherwise=True):
            stroke = is_true(element, "Stroke", otherwise=False)
            paint = (
                (self._resources.paint(element, "StrokeColor", parameter) or Paint(BLACK)) if stroke else Paint(None, 0)
            )
        seen = seen and paint.alpha >= _FAINT and height >= _SMALLEST
        hidden: list[str] = []
        for line in _lines(element, size):
            placed = [_glyph(one, frame, height, font.name, bold) for one in line]
            if _slants(line, frame):
                self._aside(placed, seen=seen)
                continue
            for glyph in placed:
                if seen and self._shows(glyph, paint.colour):
                    self._page.sheet.glyphs.append(glyph)
                    continue
                self._page.veiled.append(glyph)
                hidden.append(glyph.text)
        if "".join(hidden).strip():
            self._page.hidden.append("".join(hidden))

    def _aside(self, placed: Sequence[Glyph], *, seen: bool) -> None:
        text = "".join(glyph.text for glyph in placed)
        if text.strip():
            (self._page.askew if seen else self._page.hidden).append(text)

    def _shows(self, glyph: Glyph, colour: Colour | None) -> bool:
        """Whether a character lies on the page and has another colour than what lies behind it."""
        sheet = self._page.sheet
        if glyph.x1 <= 0 or glyph.x0 >= sheet.width or glyph.y <= 0 or glyph.y - 0.8 * glyph.size >= sheet.height:
            return glyph.text.isspace()
        if colour is None or glyph.text.isspace():
            return True
        ground: Colour | None = _WHITE
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.35 * glyph.size
        for patch in self._patches:
            if patch.box.holds(x, y):
                ground = patch.colour
        return ground is None or any(abs(a - b) >= _NEAR for a, b in zip(colour, ground, strict=True))

    # ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────────

    def _image(self, element: Element, outer: Matrix) -> None:
        frame = _frame(element, outer)
        bounds = numbers(attribute(element, "Boundary"), 4)
        box = _box([frame.point(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
        if attribute(element, "CTM") is None and bounds is not None:
            box = _box([outer.point(bounds[0], bounds[1]), outer.point(bounds[0] + bounds[2], bounds[1] + bounds[3])])
        part = self._resources.media.get(attribute(element, "ResourceID") or "")
        self._patches.append(_Patch(box, None))
        if part:
            self._page.images.append(Image(part, box))

    def _path(self, element: Element, outer: Matrix, parameter: str | None) -> None:
        self._page.shapes += 1
        frame = _frame(element, outer)
        data = child(element, "AbbreviatedData")
        strokes = _strokes("" if data is None else data.text or "")
        points = [frame.point(*point) for stroke in strokes for point in stroke]
        if not points:
            return
        box = _box(points)
        if is_true(element, "Fill", otherwise=False):
            if min(box.x1 - box.x0, box.y1 - box.y0) <= _THIN:
                self._page.sheet.rules.append(box)
                return
            paint = self._resources.paint(element, "FillColor", parameter) or Paint(BLACK)
            if paint.alpha >= _FAINT:
                self._patches.append(_Patch(box, paint.colour))
        if is_true(element, "Stroke", otherwise=True):
            for stroke in strokes:
                placed = [frame.point(*point) for point in stroke]
                edges = (_box(pair) for pair in pairwise(placed))
                self._page.sheet.rules += [e for e in edges if min(e.x1 - e.x0, e.y1 - e.y0) <= _THIN]


def _frame(element: Element, outer: Matrix) -> Matrix:
    """From an object's own measures to the page's: its matrix, its place, and all that it stands in."""
    own = Matrix(*(numbers(attribute(element, "CTM"), 6) or Matrix()))
    x, y = (numbers(attribute(element, "Boundary"), 2) or (0.0, 0.0))[:2]
    return own.then(Matrix(e=x, f=y)).then(outer)


def _box(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _strokes(data: str) -> list[list[tuple[float, float]]]:
    """The straight strokes of a path; of a curve only where it ends."""
    found: list[list[tuple[float, float]]] = []
    tokens = _TOKEN.findall(data[:200_000])
    values: list[float] = []
    mark = ""
    for token in [*tokens, "M"]:
        try:
            values.append(float(token))
            continue
        except ValueError:
            _draw(found, mark, values)
            mark, values = token, []
    return [stroke for stroke in found if len(stroke) > 1]


def _draw(found: list[list[tuple[float, float]]], mark: str, values: Sequence[float]) -> None:
    if mark == "C" and found and found[-1]:
        found[-1].append(found[-1][0])
    elif len(values) >= 2 and all(map(math.isfinite, values)):
        if mark in ("M", "S") or not found:
            found.append([])
        if mark in ("Q", "B", "A"):
            found.append([])
        found[-1].append((values[-2], values[-1]))


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Spot(NamedTuple):
    """A character in its object's frame: where it begins, and how far it reaches."""

    text: str
    x: float
    y: float
    width: float


def _lines(element: Element, size: float) -> Iterator[list[_Spot]]:
    """The characters of each TextCode; where one does not say its place, that of the one before holds."""
    stretch = number(attribute(element, "HScale"), 1.0)
    x = y = 0.0
    for code in children(element, "TextCode"):
        x, y = number(attribute(code, "X"), x), number(attribute(code, "Y"), y)
        text = "".join(character(ord(one)) if not one.isspace() else " " for one in code.text or "")
        steps = _steps(attribute(code, "DeltaX"), len(text)), _steps(attribute(code, "DeltaY"), len(text))
        yield list(_spots(text, x, y, size * stretch, steps))


def _spots(text: str, x: float, y: float, size: float, steps: tuple[list[float], list[float]]) -> Iterator[_Spot]:
    across, down = steps
    for place, one in enumerate(text):
        natural = size if unicodedata.east_asian_width(one) in "WFA" else size * _NARROW
        step = across[place] if place < len(across) else natural if not down else 0.0
        fits = natural != size and 0 < step <= size * _WIDEST
        yield _Spot(one, x, y, step if fits else min(natural, step) if 0 < step < natural else natural)
        x += step
        y += down[place] if place < len(down) else 0.0


def _steps(text: str | None, most: int) -> list[float]:
    """Distances from one character to the next: "g 3 5" is 5 5 5."""
    found: list[float] = []
    tokens = iter((text or "").split())
    for token in tokens:
        if len(found) >= most:
            break
        try:
            if token == "g":
                count, value = int(float(next(tokens))), float(next(tokens))
                found += [value] * min(max(count, 0), most)
            else:
                found.append(float(token))
        except (ValueError, OverflowError, StopIteration):
            break
    return [value if abs(value) < 1e6 else 0.0 for value in found]


def _glyph(spot: _Spot, frame: Matrix, height: float, font: str | None, bold: bool) -> Glyph:
    x0, y = frame.point(spot.x, spot.y)
    x1, _ = frame.point(spot.x + spot.width, spot.y)
    return Glyph(spot.text, min(x0, x1), max(x0, x1), y, height or 1.0, font, bold)


def _slants(line: Sequence[_Spot], frame: Matrix) -> bool:
    """Whether a line does not run level from left to right."""
    if not line:
        return False
    first, last = line[0], line[-1]
    across, down = last.x - first.x, last.y - first.y
    if len(line) == 1 or not (across or down):
        across, down = 1.0, 0.0
    dx, dy = frame.a * across + frame.c * down, frame.b * across + frame.d * down
    return abs(math.degrees(math.atan2(dy, dx))) > _SLANT
