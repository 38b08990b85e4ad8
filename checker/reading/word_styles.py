"""What a paragraph or run looks like once document defaults, styles and its own settings are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from checker.reading.numbering import Definitions
from checker.reading.word_colours import highlight, rgb, shading, text_colour, unseen
from checker.reading.word_xml import (
    FIRST_LINE,
    HANGING,
    PPR,
    RPR,
    VAL,
    W14,
    A,
    Element,
    Indent,
    W,
    child_of,
    first_line_indent,
    integer,
    is_on,
    length,
    value,
)

Settings = dict[str, Any]

# A size that nobody can read: one point and a little more.
TINY = 1.5
# A width of characters, in per cent, at which nothing is left to see.
NARROW = 5
_DEFAULT_SIZE = 10.0
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_UNDEFINED_HEADING = re.compile(r"(?:heading|标题)?\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)|table of figures|图表目录", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_STYLE_END = b"</w:style>"
_TOGGLES = ("bold", "vanish")


class RunFormat(NamedTuple):
    """How a run looks. ``colour`` and ``fill`` are RRGGBB or None; ``vanish``: formatted as hidden text."""

    bold: bool = False
    size: float = _DEFAULT_SIZE
    font: str | None = None
    vanish: bool = False
    colour: str | None = None
    fill: str | None = None
    illegible: bool = False

    def concealed(self, behind: str | None) -> bool:
        """Whether a reader cannot see the text, on the paper or on what lies ``behind`` it."""
        if self.vanish or self.illegible:
            return True
        return self.colour is not None and unseen(self.colour, self.fill or behind)


class ParagraphFormat(NamedTuple):
    """What is settled for a whole paragraph. ``level`` counts headings from 1; ``list_id`` None: not numbered."""

    style: str | None = None
    level: int | None = None
    centred: bool = False
    right: bool = False
    indent: Indent = ()
    list_id: str | None = None
    list_level: int = 0
    fill: str | None = None
    contents: bool = False

    def first_line(self, size: float) -> float:
        """The indent of the first line in characters; below 0 it hangs out."""
        held = dict(self.indent)
        for sign, name in ((1, "firstLine"), (-1, "hanging")):
            characters = integer(held.get(name + "Chars"))
            if characters:
                return round(sign * characters / 100, 2)
            twips = length(held.get(name))
            if twips:
                return round(sign * twips / 20 / max(size, 1.0), 2)
        return 0.0


class Styles:
    """The styles of a file; everything that a style settles is worked out once."""

    def __init__(
        self,
        root: Element | None = None,
        numbering: Element | None = None,
        *,
        theme: Callable[[], Element | None] = lambda: None,
        tables: Callable[[], Element | None] = lambda: None,
    ) -> None:
        """``numbering``: the part with the lists, which styles refer to and are referred to by.

        Opened only if needed: ``theme``, and ``tables``, the part with the styles of tables.
        """
        self._theme = theme
        self._tables = tables
        self._table_styles: dict[str, Element] | None = None
        self._theme_fonts: dict[str, str | None] | None = None
        self._elements: dict[str, Element] = {}
        self._default: str | None = None
        self._paragraphs: dict[str | None, Settings] = {}
        self._runs: dict[tuple[str | None, str | None], Settings] = {}
        self._formats: dict[tuple[Any, ...], RunFormat] = {}
        self._paragraph_formats: dict[tuple[Any, ...], ParagraphFormat] = {}
        self._run_defaults: Settings = {}
        self._paragraph_defaults: Settings = {}
        for entry in () if root is None else root.iterfind(W + "style"):
            identifier = entry.get(W + "styleId", "")
            self._elements.setdefault(identifier, entry)
            if entry.get(W + "type") == "paragraph" and entry.get(W + "default") in ("1", "true", "on"):
                self._default = identifier
        defaults = None if root is None else root.find(W + "docDefaults")
        if defaults is not None:
            self._run_defaults = self._run_settings(defaults.find(f"{W}rPrDefault/{RPR}"))
            self._paragraph_defaults = _paragraph_settings(defaults.find(f"{W}pPrDefault/{PPR}"))
        self.lists = Definitions(numbering, self._lists_of_styles())

    def _lists_of_styles(self) -> dict[str, str]:
        """The list that each numbering style names."""
        found = {}
        for identifier, entry in self._elements.items():
            if entry.get(W + "type") == "numbering":
                found[identifier] = value(entry.find(f"{PPR}/{W}numPr"), "numId") or ""
        return found

    # ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────

    def paragraph(self, properties: Element | None) -> ParagraphFormat:
        own = _paragraph_settings(properties)
        style = own.pop("style", None)
        if style is None or style not in self._elements:
            # A style that the file does not define is the default style to Word; its name may still tell a heading.
            match = _UNDEFINED_HEADING.fullmatch(style) if style else None
            if match:
                own.setdefault("outline", int(match[1]) - 1)
            style = self._default
        key = (style, *own.items())
        if key not in self._paragraph_formats:
            self._paragraph_formats[key] = self._paragraph_format(style, own)
        return self._paragraph_formats[key]

    def _paragraph_format(self, style: str | None, own: Settings) -> ParagraphFormat:
        settings = {**self._paragraph_style(style), **own}
        list_id = settings.get("list")
        level = settings.get("list_level", 0)
        if list_id is not None and "list_level" not in own:
            # A style is bound to the level that names it, whatever the style itself says.
            for named in _lineage(self._elements, style):
                found = self.lists.level_of_style(list_id, named)
                if found is not None:
                    level = found
                    break
        indent = _merged_indent(
            self._paragraph_defaults.get("indent", ()),
            self.lists.indent(list_id, level) if list_id and "list" not in own else (),
            settings.get("style_indent", ()),
            self.lists.indent(list_id, level) if list_id and "list" in own else (),
            own.get("indent", ()),
        )
        outline, aligned = settings.get("outline", 9), settings.get("aligned")
        return ParagraphFormat(
            style=style,
            level=outline + 1 if 0 <= outline < 9 else None,
            centred=aligned in ("center", "distribute"),
            right=aligned in ("right", "end"),
            indent=indent,
            list_id=None if list_id in (None, "0") else list_id,
            list_level=level,
            fill=settings.get("fill"),
            contents=settings.get("contents", False),
        )

    def _paragraph_style(self, style: str | None) -> Settings:
        """Settings of a style with those of the styles it is based on."""
        if style not in self._paragraphs:
            settings = {name: held for name, held in self._paragraph_defaults.items() if name != "indent"}
            for identifier in reversed(_lineage(self._elements, style)):
                entry = self._elements[identifier]
                own = _paragraph_settings(entry.find(PPR))
                own.pop("style", None)
                name = value(entry, "name") or identifier
                heading = _HEADING.fullmatch(name)
                if heading:
                    own.setdefault("outline", int(heading[1]) - 1)
                if _CONTENTS.fullmatch(name):
                    own["contents"] = True
                own["style_indent"] = _merged_indent(settings.get("style_indent", ()), own.pop("indent", ()))
                settings |= own
            self._paragraphs[style] = settings
        return self._paragraphs[style]

    # ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, paragraph: str | None, properties: Element | None) -> RunFormat:
        """The look of a run in a paragraph of this style."""
        own = self._run_settings(properties)
        character = own.pop("style", None)
        key = (paragraph, character, *own.items())
        if key not in self._formats:
            self._formats[key] = _run_format({**self._run_style(paragraph, character), **own})
        return self._formats[key]

    def joins_next(self, paragraph: str | None, properties: Element | None) -> bool:
        """Whether a paragraph mark with these run properties is hidden, so that the next paragraph follows on."""
        if child_of(properties, W + "specVanish") is not None:
            return True
        return self.run(paragraph, properties).vanish

    def _run_style(self, paragraph: str | None, character: str | None) -> Settings:
        key = (paragraph, character)
        if key not in self._runs:
            first, second = self._chain(paragraph, "paragraph"), self._chain(character, "character")
            settings = {**self._run_defaults, **first, **second}
            for toggle in _TOGGLES:
                # A toggle in both styles takes itself back; one in the defaults stays.
                once = bool(first.get(toggle)) != bool(second.get(toggle))
                settings[toggle] = bool(self._run_defaults.get(toggle)) or once
            self._runs[key] = settings
        return self._runs[key]

    def _chain(self, style: str | None, kind: str) -> Settings:
        settings: Settings = {}
        for identifier in reversed(_lineage(self._elements, style)):
            if self._elements[identifier].get(W + "type") == kind:
                settings |= self._run_settings(self._elements[identifier].find(RPR))
        settings.pop("style", None)
        return settings

    def _run_settings(self, properties: Element | None) -> Settings:
        own: Settings = {}
        for child in () if properties is None else properties:
            read = _RUN_READERS.get(child.tag)
            if read is not None:
                name, held = read(child)
                if held is not None:
                    own[name] = held
            elif child.tag == W + "rFonts":
                font = self._font(child)
                if font is not None:
                    own["font"] = font
        return own

    def _font(self, fonts: Element) -> str | None:
        """The font of Chinese characters. A Chinese font that is set for Latin letters only still shows what was meant."""
        theme = fonts.get(W + "eastAsiaTheme")
        themed = self._theme_font(theme) if theme else None
        if themed or fonts.get(W + "eastAsia"):
            return themed or fonts.get(W + "eastAsia")
        latin = fonts.get(W + "ascii") or ""
        return latin if _HAN.search(latin) else None

    def _theme_font(self, name: str) -> str | None:
        if self._theme_fonts is None:
            root = self._theme()
            self._theme_fonts = {
                kind: None if root is None else _east_asian(root.find(f".//{A}{kind}Font"))
                for kind in ("major", "minor")
            }
        return self._theme_fonts["major" if name.startswith("major") else "minor"]

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def shades_tables(self, style: str | None) -> bool:
        """Whether a table style paints cells, so that what lies behind a cell's text is not known."""
        if style is None:
            return False
        if self._table_styles is None:
            root = self._tables()
            entries = () if root is None else root.iterfind(W + "style")
            self._table_styles = {entry.get(W + "styleId", ""): entry for entry in entries}
        lineage = _lineage(self._table_styles, style)
        return any(shading(shade) for named in lineage for shade in self._table_styles[named].iter(W + "shd"))


def without_tables(data: bytes) -> bytes:
    """A styles part without the styles of tables, which are most of it and mostly not needed."""
    if b"<!" in data:  # a comment or CDATA may hold what looks like a tag
        return data
    kept = []
    for chunk in data.split(_STYLE_END):
        at = chunk.rfind(b"<w:style ")
        tag = chunk[at : chunk.find(b">", at)] if at >= 0 else b""
        table = b' w:type="table"' in tag and b"'" not in tag
        kept.append(chunk[:at] if table else chunk + _STYLE_END)
    return b"".join(kept).removesuffix(_STYLE_END)


def _lineage(styles: Mapping[str, Element], style: str | None) -> list[str]:
    """The style and those it is based on, nearest first; a circle ends."""
    found: list[str] = []
    while style is not None and style in styles and style not in found:
        found.append(style)
        style = value(styles[style], "basedOn")
    return found


def _run_format(settings: Settings) -> RunFormat:
    size = settings.get("size", _DEFAULT_SIZE)
    hollow = settings.get("effect") == "" and not settings.get("outlined")
    return RunFormat(
        bold=settings.get("bold", False),
        size=size,
        font=settings.get("font"),
        vanish=settings.get("vanish", False),
        colour=settings.get("effect") or settings.get("colour") or None,
        fill=settings.get("highlight") or settings.get("fill") or None,
        illegible=size <= TINY or settings.get("width", 100) <= NARROW or hollow,
    )


def _size(child: Element) -> float | None:
    twips = length(child.get(VAL), 10.0)
    return None if twips is None else twips / 20


def _effect(child: Element) -> str | None:
    """Word 2010's text fill: none at all is "", a colour is that colour."""
    if child.find(W14 + "noFill") is not None:
        return ""
    colour = child.find(f"{W14}solidFill/{W14}srgbClr")
    return None if colour is None else rgb(colour.get(W14 + "val"))


def _outlined(child: Element) -> bool:
    return child.find(W14 + "solidFill") is not None or child.find(W14 + "gradFill") is not None


_RUN_READERS: dict[str, Callable[[Element], tuple[str, Any]]] = {
    W + "rStyle": lambda child: ("style", child.get(VAL)),
    W + "b": lambda child: ("bold", is_on(child)),
    W + "vanish": lambda child: ("vanish", is_on(child)),
    W + "sz": lambda child: ("size", _size(child)),
    W + "w": lambda child: ("width", integer((child.get(VAL) or "").rstrip("%"))),
    # "" takes a colour of a style back; None leaves it.
    W + "color": lambda child: ("colour", text_colour(child) or ""),
    W + "highlight": lambda child: ("highlight", highlight(child.get(VAL)) or ""),
    W + "shd": lambda child: ("fill", shading(child) or ""),
    W14 + "textFill": lambda child: ("effect", _effect(child)),
    W14 + "textOutline": lambda child: ("outlined", _outlined(child)),
}


def _paragraph_settings(properties: Element | None) -> Settings:
    own: Settings = {}
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == W + "pStyle":
            own["style"] = child.get(VAL)
        elif tag == W + "jc":
            own["aligned"] = child.get(VAL)
        elif tag == W + "ind":
            own["indent"] = first_line_indent(child)
        elif tag == W + "outlineLvl":
            own["outline"] = integer(child.get(VAL), 9)
        elif tag == W + "numPr":
            list_id, level = value(child, "numId"), integer(value(child, "ilvl"))
            if list_id is not None:
                own["list"] = list_id
            if level is not None:
                own["list_level"] = level
        elif tag == W + "shd":
            own["fill"] = shading(child)
    return own


def _merged_indent(*layers: Indent) -> Indent:
    """Later layers win; a first-line indent and a hanging one put each other out."""
    merged: dict[str, str] = {}
    for layer in layers:
        own = dict(layer)
        for mine, others in ((FIRST_LINE, HANGING), (HANGING, FIRST_LINE)):
            if any(name in own for name in mine) and not any(name in own for name in others):
                merged = {name: held for name, held in merged.items() if name not in others}
        merged |= own
    return tuple(merged.items())


def _east_asian(fonts: Element | None) -> str | None:
    """A theme's font for Chinese: named outright, or for simplified Han."""
    if fonts is None:
        return None
    named = fonts.find(A + "ea")
    if named is not None and named.get("typeface"):
        return named.get("typeface")
    scripts = (font.get("typeface") for font in fonts.iterfind(A + "font") if font.get("script") == "Hans")
    return next(scripts, None)
