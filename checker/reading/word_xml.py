"""Names and small readings that every part of the Word reader shares. No XML library is needed to load this."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element: TypeAlias = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

VAL = W + "val"
P = W + "p"
PPR = W + "pPr"
RPR = W + "rPr"
DEL = W + "del"
MOVE_FROM = W + "moveFrom"
FLD_CHAR = W + "fldChar"
TEXT_BOX = W + "txbxContent"
ALTERNATE = MC + "AlternateContent"
_CHOICE = MC + "Choice"
_FALLBACK = MC + "Fallback"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Whose markup this reader understands: a Choice that requires another vendor's is passed over, as Word does.
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)
_LENGTH = re.compile(r"([+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?)(mm|cm|in|pt|pc|pi)?")
_TWIPS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_BLANK = " \t\r\n"
FIRST_LINE = ("firstLine", "firstLineChars")
HANGING = ("hanging", "hangingChars")

# The attributes of a ``w:ind`` that tell how the first line stands.
Indent = tuple[tuple[str, str], ...]


def child_of(parent: Element | None, tag: str) -> Element | None:
    """The first child of this name. (``find`` takes five times as long, and this is asked for every run.)"""
    for child in () if parent is None else parent:
        if child.tag == tag:
            return child
    return None


def value(parent: Element | None, name: str) -> str | None:
    """``w:val`` of the child ``w:name``, or None."""
    child = child_of(parent, W + name)
    return None if child is None else child.get(VAL)


def is_on(element: Element) -> bool:
    """An on/off element: standing there without a value means on."""
    return element.get(VAL, "1").lower() not in ("0", "false", "off")


def integer(text: str | None, default: int | None = None) -> int | None:
    """A whole number that is short enough to be meant."""
    return int(text) if text is not None and re.fullmatch(r"[+-]?[0-9]{1,9}", text) else default


def length(text: str | None, unit: float = 1.0) -> float | None:
    """A length in twips: a bare number counts ``unit`` twips each, a strict file may say "12pt"."""
    if text is not None and len(text) < 10 and text.isdecimal() and text.isascii():
        return int(text) * unit
    match = _LENGTH.fullmatch(text) if text else None
    return float(match[1]) * (_TWIPS[match[2]] if match[2] else unit) if match else None


def first_line_indent(element: Element) -> Indent:
    """What a ``w:ind`` says of the first line."""
    return tuple((name, element.get(W + name, "")) for name in FIRST_LINE + HANGING if element.get(W + name))


def chosen(alternate: Element) -> Element | None:
    """The one branch of ``mc:AlternateContent`` that counts: the first Choice that is understood, else the Fallback."""
    fallback = None
    for branch in alternate:
        if branch.tag == _CHOICE:
            names = branch.nsmap
            needed = (names.get(prefix) for prefix in (branch.get("Requires") or "").split())
            if all(name is not None and name.startswith(_UNDERSTOOD) for name in needed):
                return branch
        elif branch.tag == _FALLBACK and fallback is None:
            fallback = branch
    return fallback


def written(element: Element) -> str:
    """The text of a ``w:t``. Outer blanks count only where ``xml:space`` keeps them; a line break in the file is a blank."""
    text = element.text or ""
    if text and (text[0] in _BLANK or text[-1] in _BLANK) and not _keeps_space(element):
        text = text.strip(_BLANK)
    return re.sub(r"[\r\n]+", " ", text) if "\n" in text or "\r" in text else text


def _keeps_space(element: Element) -> bool:
    here: Element | None = element
    while here is not None:
        space = here.get(_XML_SPACE)
        if space is not None:
            return space == "preserve"
        here = here.getparent()
    return False
