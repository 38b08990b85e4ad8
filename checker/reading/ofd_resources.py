"""What the pages of an OFD file share: fonts, drawing parameters, pictures, composite objects, colours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.reading.ofd_package import (
    OfdPackage,
    attribute,
    children,
    inside,
    is_true,
    located,
    named,
    numbers,
    text_at,
)
from checker.reading.word_xml import Element

_MOST_STEPS = 10

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)


class Font(NamedTuple):
    """A font's name, and whether it is a bold one by its own account."""

    name: str | None
    bold: bool


class Paint(NamedTuple):
    """A colour with its opacity, from 0 to 255; ``colour`` None where it is a shade or a pattern."""

    colour: Colour | None
    alpha: float = 255.0


@dataclass
class Resources:
    """Resources by their ids."""

    fonts: dict[str, Font] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    parameters: dict[str, Element] = field(default_factory=dict)

    def load(self, package: OfdPackage, base: str, location: str | None) -> None:
        """Add what a resource part defines; one that is missing or broken is passed over."""
        part = package.optional(base, location)
        if part is None:
            return
        name, root = part
        folder = located(name, (attribute(root, "BaseLoc") or ".").rstrip("/") + "/_")
        for element in inside(root, "Font", "MultiMedia", "CompositeGraphicUnit", "CompositeGraphicsUnit", "DrawParam"):
            identifier = attribute(element, "ID") or ""
            kind = named(element)
            if kind == "Font":
                self.fonts[identifier] = _font(element)
            elif kind == "MultiMedia":
                file = text_at(element, "MediaFile")
                if file:
                    self.media[identifier] = located(folder, file)
            elif kind == "DrawParam":
                self.parameters[identifier] = element
            else:
                self.units[identifier] = element

    def paint(self, element: Element, name: str, parameter: str | None) -> Paint | None:
        """The colour that an object has itself, or by its drawing parameters and those that these refer to."""
        for _ in range(_MOST_STEPS):
            own = children(element, name)
            if own:
                return paint_of(own[0])
            inner = attribute(element, "DrawParam") if named(element) != "DrawParam" else attribute(element, "Relative")
            following = self.parameters.get(inner or parameter or "")
            if following is None or following is element:
                return None
            element, parameter = following, None
        return None


def _font(element: Element) -> Font:
    name = attribute(element, "FamilyName") or attribute(element, "FontName")
    bold = is_true(element, "Bold", otherwise=False) or bool(
        re.search("bold", attribute(element, "FontName") or "", re.I)
    )
    return Font(name, bold)


def paint_of(element: Element) -> Paint:
    """The colour of a FillColor or StrokeColor: grey, RGB or CMYK by the count of its values."""
    alpha = numbers(attribute(element, "Alpha"), 1)
    opacity = alpha[0] if alpha else 255.0
    if len(element) or attribute(element, "Index"):
        return Paint(None, opacity)
    values = [_level(part) for part in (attribute(element, "Value") or "0 0 0").split()]
    if None in values or len(values) not in (1, 3, 4):
        return Paint(None, opacity)
    levels = [value for value in values if value is not None]
    if len(levels) == 1:
        return Paint((levels[0],) * 3, opacity)
    if len(levels) == 4:
        key = 255 - levels[3]
        levels = [(255 - level) * key // 255 for level in levels[:3]]
    return Paint((levels[0], levels[1], levels[2]), opacity)


def _level(part: str) -> int | None:
    try:
        value = int(part.removeprefix("#"), 16) if part.startswith("#") else round(float(part))
    except (ValueError, OverflowError):
        return None
    return min(max(value, 0), 255)
