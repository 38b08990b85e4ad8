"""The characters of a PDF page: where each stands, how it looks, and whether anybody can see it."""

from __future__ import annotations

import ctypes
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

from checker.reading.page_model import Box, Glyph, Sheet
from checker.reading.pdf_objects import Colour, Frame, Ink, Inks, Painted, address, painted_on
from checker.reading.word_symbols import symbol
from checker.text import HAN

UNMAPPED = "\ufffd"
# Smaller than this many points, nobody can read it.
_SMALLEST = 1.5
_NEAR = 16
_WHITE: Colour = (255, 255, 255)
# A page is a scan where pictures cover this share of it; text that leans more than this many degrees is a watermark.
_COVERED, _SLANT = 0.6, 8.0
_SAMPLES = 12
# On a scan, a stamp or a page number may show by itself: so many characters, or this share of all.
_FEW, _SHOWN = 30, 0.2
_MOST_ROUNDS = 4
# Radicals that fonts give for the characters that look like them; those that Unicode itself folds are not listed.
_RADICALS = dict(
    zip(
        map(ord, "⺁⺌⺎⺕⺗⺠⺡⺢⺩⺬⺮⺯⺼⻁⻄⻅⻆⻉⻋⻌⻍⻑⻓⻔⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻊"),
        "厂小兀彐心民水水王示竹糸月虎西见角贝车辶辶長长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟足",
        strict=True,
    )
)
# What PDFium makes of a hyphen at the end of a line.
_HYPHENS = (0x02, 0xFFFE)
_BLANKS = (0x20, 0x0D, 0x0A)


# A character, and how it is painted.
Seen = tuple[Glyph, Ink]


@dataclass
class PdfPage:
    """A page as read: ``sheet`` holds what shows; ``hidden`` and ``askew`` are texts that stand outside of it.

    ``failed`` counts characters without a meaning, ``shapes`` what is drawn beside text and pictures. ``scan``: pictures cover the page; ``recognised``: what lies over them is the
    text that somebody's character recognition found.
    """

    sheet: Sheet
    hidden: list[str] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    failed: int = 0
    shapes: int = 0
    scan: bool = False
    recognised: bool = False


def read_page(page: Any, number: int, inks: Inks) -> PdfPage:
    """One page of a document that pypdfium2 has opened."""
    frame = Frame(page.get_cropbox(), page.get_rotation())
    painted = painted_on(page.raw, frame)
    seen, failed = _characters(page, frame, painted, inks)
    turn = _main_turn(seen, frame)
    if turn:
        frame = Frame(page.get_cropbox(), page.get_rotation() + turn)
        painted = painted_on(page.raw, frame)
        seen, failed = _characters(page, frame, painted, inks)
    return _sorted_out(seen, failed, number, painted, frame)


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _characters(page: Any, frame: Frame, painted: Painted, inks: Inks) -> tuple[list[Seen], int]:
    """The characters in the order of painting, and how many of them have no meaning.

    PDFium takes a text object for a second copy, and drops it, where it lies over another whose codes happen to be the same
    numbers in another font. So what is left out is asked for again with the others switched off.
    """
    import pypdfium2.raw as pdfium

    scribe = _Scribe(frame, painted, inks)
    for _ in range(_MOST_ROUNDS):
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        if not text_page:
            break
        try:
            before = len(scribe.found)
            scribe.write(text_page)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
        left_out = len(painted.texts) - len(scribe.found)
        if not left_out or len(scribe.found) == before:
            break
        for key in scribe.found:
            pdfium.FPDFPageObj_SetIsActive(painted.texts[key][1], False)
    for key in scribe.found:
        pdfium.FPDFPageObj_SetIsActive(painted.texts[key][1], True)
    scribe.seen.sort(key=lambda one: one[1].order)
    return scribe.seen, scribe.failed


class _Scribe:
    """Writes down the characters of a page, and the text objects that they belong to (``found``)."""

    def __init__(self, frame: Frame, painted: Painted, inks: Inks) -> None:
        self._frame, self._painted, self._inks = frame, painted, inks
        self.found: dict[int, Ink] = {}
        self.seen: list[Seen] = []
        self.failed = 0

    def write(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        code_of, thing_of, is_lost = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetTextObject,
            pdfium.FPDFText_HasUnicodeMapError,
        )
        origin_of, box_of, stretch = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox, self._frame.stretch
        x, y, edges = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        half = 0
        # A font without a name is drawn glyph by glyph (Type 3), and its boxes are those of the ink.
        for index in range(pdfium.FPDFText_CountChars(text_page)):
            code = code_of(text_page, index)
            if code in _BLANKS and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            thing = thing_of(text_page, index)
            if not thing:
                continue
            key = address(thing)
            ink = self.found.get(key) or self._new(text_page, index, thing, key)
            origin_of(text_page, index, x, y)
            box_of(text_page, index, edges)
            x0, x1, base = stretch(edges.left, edges.right, edges.bottom, edges.top, x.value, y.value)
            if half and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00)
                x0 = self.seen.pop()[0].x0
            half = code if 0xD800 <= code < 0xDC00 else 0
            text = symbol(ink.signs, f"{code:X}") if ink.signs else character(code)
            if not text:
                continue
            if not half and (text == UNMAPPED or (is_lost(text_page, index) == 1 and not HAN.match(text))):
                self.failed += 1
            if ink.font is None and x1 - x0 < ink.size and east_asian_width(text[0]) in "WF":
                x1 = x0 + ink.size
            if self._is_part(x0, base, ink):
                self._add_to_last(text)
                continue
            self.seen.append((Glyph(text, x0, x1, base, ink.size, ink.font, ink.bold), ink))

    def _is_part(self, x0: float, base: float, ink: Ink) -> bool:
        """Whether a character stands where the one before stands: PDFium takes ligatures apart."""
        if not self.seen or self.seen[-1][1] is not ink:
            return False
        last = self.seen[-1][0]
        return last.x0 == x0 and last.y == base and last.x1 > x0

    def _add_to_last(self, text: str) -> None:
        glyph, ink = self.seen[-1]
        self.seen[-1] = glyph._replace(text=glyph.text + text), ink

    def _new(self, text_page: Any, index: int, thing: Any, key: int) -> Ink:
        order, _ = self._painted.texts.setdefault(key, (len(self._painted.texts), thing))
        ink = self.found[key] = self._inks.of(text_page, index, thing, order)
        return ink


@lru_cache(maxsize=8192)
def character(code: int) -> str:
    """The character of a code: radicals and presentation forms as what they mean, ``UNMAPPED`` where it means nothing."""
    if code in _HYPHENS:
        return "-"
    if code in _RADICALS:
        return _RADICALS[code]
    if code > sys.maxunicode:
        return UNMAPPED
    text = chr(code)
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06 or 0xFE30 <= code <= 0xFE4F:
        return unicodedata.normalize("NFKC", text)
    kind = unicodedata.category(text)
    if kind in ("Co", "Cn", "Cs") or (kind == "Cc" and not text.isspace()):
        return UNMAPPED
    return text


def _main_turn(seen: Sequence[Seen], frame: Frame) -> int:
    """The angle at which most of the text stands as the page is shown: 0, 90, 180 or 270."""
    turns = Counter(ink.turn for glyph, ink in seen if not glyph.text.isspace())
    main: Counter[int] = Counter()
    for turn, count in turns.items():
        main[round((turn - frame.rotation) / 90) * 90 % 360] += count
    return main.most_common(1)[0][0] if main else 0


# ── what shows ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _sorted_out(seen: Sequence[Seen], failed: int, number: int, painted: Painted, frame: Frame) -> PdfPage:
    """What shows goes into the sheet; what does not, and what stands askew, is kept apart."""
    sheet = Sheet(number, frame.width, frame.height, rules=painted.rules)
    shapes = len(painted.patches) + len(painted.rules)
    read = PdfPage(sheet, failed=failed, shapes=shapes, scan=_is_scan([image.box for image in painted.images], frame))
    read.recognised = read.scan and _is_layer(seen, painted)
    eye = _Eye(frame, painted, layered=read.recognised)
    hidden: list[str] = []
    askew: list[str] = []
    for glyph, ink in seen:
        blank = glyph.text.isspace()
        if not blank and eye.misses(glyph, ink):
            hidden.append(glyph.text)
            continue
        _close(hidden, read.hidden)
        if abs((ink.turn - frame.rotation + 180) % 360 - 180) > _SLANT:
            askew.append(glyph.text)
            continue
        _close(askew, read.askew)
        sheet.glyphs.append(glyph)
    _close(hidden, read.hidden)
    _close(askew, read.askew)
    sheet.rough = read.recognised
    return read


def _is_layer(seen: Sequence[Seen], painted: Painted) -> bool:
    """Whether the characters on a scan are those of its picture: next to none shows by itself, above the picture."""
    last = max(image.order for image in painted.images)
    inks = [ink for glyph, ink in seen if not glyph.text.isspace()]
    shown = sum(not ink.invisible and ink.order > last for ink in inks)
    return len(inks) > shown and shown <= max(_FEW, _SHOWN * len(inks))


def _close(texts: list[str], into: list[str]) -> None:
    if texts:
        into.append("".join(texts))
        texts.clear()


def _is_scan(images: Sequence[Box], frame: Frame) -> bool:
    """Whether pictures cover most of the page, one or many strips."""
    if not images:
        return False
    steps = [(index + 0.5) / _SAMPLES for index in range(_SAMPLES)]
    points = [(frame.width * across, frame.height * down) for across in steps for down in steps]
    covered = sum(any(image.holds(*point) for image in images) for point in points)
    return covered >= _COVERED * len(points)


class _Eye:
    """Tells which characters a reader of the page cannot see."""

    def __init__(self, frame: Frame, painted: Painted, *, layered: bool) -> None:
        self._frame, self._layered = frame, layered
        self._patches = painted.patches
        self._whites = [patch for patch in painted.patches if patch.colour is not None and _near(patch.colour, _WHITE)]
        self._doubts: dict[Ink, bool] = {}

    def misses(self, glyph: Glyph, ink: Ink) -> bool:
        if glyph.size < _SMALLEST or self._outside(glyph):
            return True
        if ink.invisible:
            return not self._layered
        if ink not in self._doubts:
            self._doubts[ink] = self._doubtful(ink)
        return self._doubts[ink] and (self._sunk(glyph, ink) or self._covered(glyph, ink))

    def _outside(self, glyph: Glyph) -> bool:
        across = glyph.x1 <= 0 or glyph.x0 >= self._frame.width
        return across or glyph.y <= 0 or glyph.y - 0.8 * glyph.size >= self._frame.height

    def _doubtful(self, ink: Ink) -> bool:
        """Whether its colour is that of the paper or of some area, or a white area was painted after it."""
        if ink.colour is not None and (
            _near(ink.colour, _WHITE)
            or any(patch.colour is not None and _near(ink.colour, patch.colour) for patch in self._patches)
        ):
            return True
        return any(patch.order > ink.order for patch in self._whites)

    def _sunk(self, glyph: Glyph, ink: Ink) -> bool:
        """Whether it has the colour of what lies behind it."""
        ground: Colour | None = _WHITE
        x, y = _middle(glyph)
        for patch in self._patches:
            if patch.order < ink.order and patch.box.holds(x, y):
                ground = patch.colour
        return ink.colour is not None and ground is not None and _near(ink.colour, ground)

    def _covered(self, glyph: Glyph, ink: Ink) -> bool:
        """Whether a white area was painted over it."""
        x, y = _middle(glyph)
        return any(patch.order > ink.order and patch.box.holds(x, y) for patch in self._whites)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, glyph.y - 0.35 * glyph.size


def _near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))
