"""Colours of Word: which one a text has, what lies behind it, and whether the two can be told apart."""

from __future__ import annotations

import re

from checker.reading.word_xml import VAL, WPS, A, Element, V, W

WHITE = "FFFFFF"
# Painted in a way that is not worked out (a picture, a gradient, a table style): nothing is called invisible on it.
UNKNOWN = "?"
_NEAR = 16
_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_LIGHT = ("background1", "light1")
_DARK = ("text1", "dark1")
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "darkGray": "A9A9A9",
    "lightGray": "D3D3D3",
}


def unseen(colour: str, behind: str | None) -> bool:
    """Whether text of this colour cannot be seen on what lies behind it (None: white paper)."""
    ground = behind or WHITE
    if ground == UNKNOWN:
        return False
    return all(abs(int(colour[at : at + 2], 16) - int(ground[at : at + 2], 16)) < _NEAR for at in (0, 2, 4))


def text_colour(element: Element) -> str | None:
    """The colour of a ``w:color``; None where it is automatic, which Word makes readable on any ground."""
    theme = element.get(W + "themeColor")
    if theme and element.get(W + "themeShade") is None and element.get(W + "themeTint") is None:
        if theme in _LIGHT:
            return WHITE
        if theme in _DARK:
            return "000000"
    return rgb(element.get(VAL))


def highlight(name: str | None) -> str | None:
    return _HIGHLIGHTS.get(name or "")


def shading(element: Element) -> str | None:
    """What a ``w:shd`` paints; None where it paints nothing."""
    pattern = element.get(VAL) or "clear"
    if pattern == "nil":
        return None
    if pattern == "solid":
        return rgb(element.get(W + "color")) or UNKNOWN
    fill = rgb(element.get(W + "fill"))
    if fill is None and element.get(W + "themeFill") not in (None, *_LIGHT):
        return UNKNOWN
    return fill if pattern == "clear" else UNKNOWN


def shape_fill(box: Element) -> str | None:
    """What lies behind the text of a box: the fill of the shape round its ``w:txbxContent``; None for nothing of its own."""
    for shape in box.iterancestors():
        if shape.tag == WPS + "wsp":
            return _drawing_fill(shape)
        if shape.tag.startswith(V) and (shape.get("fillcolor") or shape.find(V + "fill") is not None):
            return _vml_fill(shape)
        if shape.tag == W + "p":
            return None
    return None


def rgb(text: str | None) -> str | None:
    return text.upper() if text and _RGB.fullmatch(text) else None


def _drawing_fill(shape: Element) -> str | None:
    properties = shape.find(WPS + "spPr")
    for child in () if properties is None else properties:
        if child.tag == A + "solidFill":
            colour = child.find(A + "srgbClr")
            scheme = child.find(A + "schemeClr")
            if scheme is not None and scheme.get("val") in ("bg1", "lt1") and not len(scheme):
                return WHITE
            return (None if colour is None or len(colour) else rgb(colour.get("val"))) or UNKNOWN
        if child.tag == A + "noFill":
            return None
        if child.tag in (A + "gradFill", A + "blipFill", A + "pattFill"):
            return UNKNOWN
    style = shape.find(f"{WPS}style/{A}fillRef")
    return None if style is None or style.get("idx") in (None, "0") else UNKNOWN


def _vml_fill(shape: Element) -> str | None:
    if (shape.get("filled") or "t").startswith("f"):
        return None
    fill = shape.find(V + "fill")
    if fill is not None and fill.get("type") not in (None, "solid"):
        return UNKNOWN
    name = (shape.get("fillcolor") or "white").partition(" ")[0].lower()
    return WHITE if name in ("white", "#fff", "window") else rgb(name.removeprefix("#")) or UNKNOWN
