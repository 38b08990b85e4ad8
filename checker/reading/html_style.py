"""How an element looks, as far as the page itself says: from its tag, attributes, inline style and style sheets.

Only what the reader needs: whether text can be seen, how it is set (centred, bold, size), and how a list is numbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from checker.reading.word_colours import UNKNOWN, WHITE, rgb, unseen

Declarations = dict[str, str]
Attributes = Mapping[str, str | None]

_NAMED = {
    "white": WHITE, "snow": "FFFAFA", "ivory": "FFFFF0", "whitesmoke": "F5F5F5", "ghostwhite": "F8F8FF", "black": "000000",
    "red": "FF0000", "blue": "0000FF", "green": "008000", "yellow": "FFFF00", "gray": "808080", "grey": "808080",
    "silver": "C0C0C0", "navy": "000080", "maroon": "800000", "orange": "FFA500", "purple": "800080",
}  # fmt: skip
_KEYWORDS = {
    "xx-small": 6.75,
    "x-small": 7.5,
    "small": 9.75,
    "medium": 12.0,
    "large": 13.5,
    "x-large": 18.0,
    "xx-large": 24.0,
}
_FONT_SIZES = (7.5, 9.75, 12.0, 13.5, 18.0, 24.0, 36.0)
_UNITS = {"px": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "rem": 12.0}
_BASE = 12.0
_SMALLEST, _FAR = 1.5, 400.0
_LENGTH = re.compile(r"(-?[0-9]{0,6}(?:\.[0-9]{1,6})?)(px|pt|in|cm|mm|pc|rem|em|ex|%)?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([0-9.]+)(%?)\s*)?\)")
_NOTHING = re.compile(r"rect\((?:\s*(?:0|1)(?:px)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]{1,60})\)|scale(?:x|y)?\(\s*0\s*[,)]")
BLOCK_TAGS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table caption tbody tfoot thead "
    "tr td th ul frameset noframes".split()
)
_BOLD_TAGS = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
USED = frozenset(
    "display visibility opacity font-size font color background background-color background-image text-align font-weight "
    "font-family white-space text-indent list-style list-style-type position left top clip clip-path height width max-height "
    "overflow overflow-y transform margin-left filter".split()
)


@dataclass(frozen=True, slots=True)
class Style:
    """The computed look of an element. ``gone``: no text in it can be seen, whatever its own look says."""

    gone: bool = False
    veiled: bool = False
    block: bool = False
    size: float | None = None
    colour: str | None = None
    ground: str | None = None
    align: str | None = None
    bold: bool = False
    preformatted: bool = False
    indent: float | None = None
    numbering: str | None = None
    font: str | None = None

    @property
    def seen(self) -> bool:
        """Whether a reader of the page sees text of this look."""
        if self.gone or self.veiled or (self.size is not None and self.size < _SMALLEST):
            return False
        if self.colour is None:
            return True
        return self.colour != "transparent" and not unseen(self.colour, self.ground)


ROOT = Style(block=True)


class Said(NamedTuple):
    """Declarations, and those among them that are marked important."""

    plain: Declarations
    firm: Declarations


NOTHING_SAID = Said({}, {})


def computed(tag: str, attributes: Attributes, rules: Said, parent: Style) -> Style:
    """The look of an element within another. ``rules``: what style sheets say of it."""
    relevant = (
        tuple((name, value or "") for name, value in attributes.items() if name in _RELEVANT) if attributes else ()
    )
    if rules is NOTHING_SAID:
        return _computed(tag, relevant, parent)
    return _look(tag, dict(relevant), rules, parent)


@lru_cache(maxsize=20_000)
def _computed(tag: str, attributes: tuple[tuple[str, str], ...], parent: Style) -> Style:
    """Most elements of a page look like others of it."""
    if not attributes and tag not in _CHANGING:
        block = tag in BLOCK_TAGS
        return parent if parent.block == block else replace(parent, block=block)
    return _look(tag, dict(attributes), NOTHING_SAID, parent)


def _look(tag: str, attributes: Attributes, rules: Said, parent: Style) -> Style:
    inline = declarations(attributes.get("style") or "")
    said = {**_of_attributes(tag, attributes), **rules.plain, **inline.plain, **rules.firm, **inline.firm}
    size = _size(said, parent.size)
    weight = said.get("font-weight", "")
    bold = tag in _BOLD_TAGS or parent.bold
    if weight:
        bold = (
            weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600) or (weight == "inherit" and bold)
        )
    return Style(
        gone=parent.gone or "hidden" in attributes or (tag == "dialog" and "open" not in attributes) or _gone(said),
        veiled=said["visibility"] in ("hidden", "collapse") if "visibility" in said else parent.veiled,
        block=_is_block(tag, said.get("display", "")),
        size=size,
        colour=_colour(said["color"]) or parent.colour if "color" in said else parent.colour,
        ground=_ground(tag, attributes, said, parent.ground),
        align=_align(tag, said, parent.align),
        bold=bold,
        preformatted=said["white-space"].startswith("pre")
        if "white-space" in said
        else tag == "pre" or parent.preformatted,
        indent=_indent(said["text-indent"], size) if "text-indent" in said else parent.indent,
        numbering=said.get("list-style-type", parent.numbering)
        if tag not in ("ol", "ul")
        else said.get("list-style-type"),
        font=_font(said["font-family"]) if "font-family" in said else parent.font,
    )


_RELEVANT = frozenset("style align bgcolor background color face size type hidden open class".split())
_CHANGING = _BOLD_TAGS | {"center", "pre", "td", "table", "ol", "ul", "dialog", "font", "big", "small"}


def declarations(text: str) -> Said:
    """The declarations of a style that matter here."""
    if not text:
        return NOTHING_SAID
    said = Said({}, {})
    for entry in text[:4000].split(";"):
        name, colon, value = entry.partition(":")
        name = name.strip().lower()
        if colon and name in USED:
            value = value.strip().lower()
            important = value.endswith("!important")
            value = value.removesuffix("!important").strip()
            (said.firm if important else said.plain).update(_expanded(name, value))
    return said


def _expanded(name: str, value: str) -> Declarations:
    """Short forms written out, as far as they are used."""
    if name == "list-style":
        words = [word for word in value.split() if word not in ("inside", "outside") and not word.startswith("url")]
        return {"list-style-type": words[0]} if words else {}
    if name != "font":
        return {name: value}
    found: Declarations = {}
    match = re.match(
        r"(?P<before>.*?)(?P<size>[0-9.]+(?:px|pt|em|rem|%)|(?:x+-)?(?:small|large)|medium)(?:/\S+)?\s+(?P<family>.+)",
        value,
    )
    if match:
        found = {"font-size": match["size"], "font-family": match["family"]}
        weight = re.search(r"bold(?:er)?|[1-9]00", match["before"])
        found["font-weight"] = weight.group() if weight else "normal"
    return found


def _of_attributes(tag: str, attributes: Attributes) -> Declarations:
    """What attributes of old say in the language of styles."""
    found: Declarations = {}
    for name, prop in (("align", "text-align"), ("bgcolor", "background-color"), ("background", "background-image")):
        value = attributes.get(name)
        if value and not (name == "align" and tag in ("table", "img", "iframe", "hr", "object", "embed")):
            found[prop] = value.strip().lower()
    if tag == "font":
        for name, prop in (("color", "color"), ("face", "font-family"), ("size", "font-size")):
            value = attributes.get(name)
            if value:
                found[prop] = _font_size(value.strip()) if name == "size" else value.strip().lower()
    if tag in ("ol", "li") and attributes.get("type"):
        found["list-style-type"] = _LIST_TYPES.get(attributes["type"] or "", "")
    if tag in ("big", "small"):
        found["font-size"] = "larger" if tag == "big" else "smaller"
    return {name: value for name, value in found.items() if value}


_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def _font_size(value: str) -> str:
    match = re.fullmatch(r"([+-]?)([0-9])", value)
    if not match:
        return ""
    step = int(match[2]) if not match[1] else 3 + (1 if match[1] == "+" else -1) * int(match[2])
    return f"{_FONT_SIZES[min(max(step, 1), 7) - 1]}pt"


def _is_block(tag: str, display: str) -> bool:
    if not display or display.startswith(("inherit", "inline-", "none")):
        return tag in BLOCK_TAGS
    return display not in ("inline", "contents")


def _size(said: Declarations, parent: float | None) -> float | None:
    value = said.get("font-size")
    if value is None:
        return parent
    if value in ("smaller", "larger"):
        return (parent or _BASE) * (1.2 if value == "larger" else 1 / 1.2)
    found = _KEYWORDS.get(value)
    return found if found is not None else _points(value, parent or _BASE, parent)


def _points(value: str, em: float, otherwise: float | None = None) -> float | None:
    """A length in points; ``em`` is the size that relative lengths refer to."""
    match = _LENGTH.fullmatch(value)
    if not match or not match[1].strip("-."):
        return otherwise
    number, unit = float(match[1]), match[2]
    if unit is None:
        return number * 0.75
    if unit in ("em", "ex", "%"):
        return number * em * {"em": 1.0, "ex": 0.5, "%": 0.01}[unit]
    return number * _UNITS[unit]


def _indent(value: str, size: float | None) -> float | None:
    em = size or _BASE
    points = _points(value, em) if not value.endswith("%") else None
    return None if points is None else points / em if em else None


def _align(tag: str, said: Declarations, parent: str | None) -> str | None:
    value = said.get("text-align")
    if value is None:
        return "center" if tag in ("center", "th", "caption") else None if tag == "table" else parent
    value = value.removeprefix("-webkit-").removeprefix("-moz-")
    return {"center": "center", "middle": "center", "right": "right", "end": "right", "inherit": parent}.get(value)


def _font(value: str) -> str | None:
    return value.split(",")[0].strip(" '\"") or None


# ── what cannot be seen ──────────────────────────────────────────────────────────────────────────────────────────────


def _gone(said: Declarations) -> bool:
    if (
        said.get("display") == "none"
        or _zero(said.get("opacity"))
        or "opacity=0)" in said.get("filter", "").replace(" ", "")
    ):
        return True
    if said.get("position") in ("absolute", "fixed") and (
        _far_off(said.get("left")) or _far_off(said.get("top")) or _NOTHING.match(said.get("clip", ""))
    ):
        return True
    if (
        _far_off(said.get("text-indent"))
        or _far_off(said.get("margin-left"))
        or _NOTHING.match(said.get("clip-path", ""))
    ):
        return True
    moved = _MOVED.search(said.get("transform", ""))
    if moved and (
        moved[1] is None or any(_far_off(part.strip()) or part.strip() == "-100vw" for part in moved[1].split(","))
    ):
        return True
    cut = "hidden" in (said.get("overflow"), said.get("overflow-y")) or said.get("overflow") == "clip"
    return cut and any(_tiny(said.get(name)) for name in ("height", "width", "max-height"))


def _zero(value: str | None) -> bool:
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})(%?)", value or "")
    return match is not None and float(match[1]) < (5 if match[2] else 0.05)


def _far_off(value: str | None) -> bool:
    points = _points(value, _BASE) if value and not value.endswith("%") else None
    return (points is not None and points <= -_FAR) or (value or "").startswith(("-999", "-100%", "-200%"))


def _tiny(value: str | None) -> bool:
    points = _points(value, _BASE) if value and not value.endswith("%") else None
    return points is not None and 0 <= points <= 1


def _colour(value: str) -> str | None:
    """A colour as six digits; "transparent"; None where it is not understood."""
    value = value.strip().lower()
    if value.startswith("#"):
        digits = value[1:]
        if len(digits) in (4, 8) and digits[len(digits) * 3 // 4 :].strip("0") == "":
            return "transparent"
        return rgb("".join(digit * 2 for digit in digits[:3]) if len(digits) in (3, 4) else digits[:6])
    match = _RGB.fullmatch(value)
    if match:
        if match[4] and float(match[4].strip(".") or 0) == 0:
            return "transparent"
        return "".join(f"{min(int(match[place]), 255):02X}" for place in (1, 2, 3))
    return "transparent" if value == "transparent" else _NAMED.get(value)


def _ground(tag: str, attributes: Attributes, said: Declarations, parent: str | None) -> str | None:
    """The colour behind the text; UNKNOWN where a picture, or the style of a table's cell that is not here, may paint it."""
    image = said.get("background-image", "none")
    if image not in ("none", "initial"):
        return UNKNOWN
    value = said.get("background-color")
    if value is None:
        value = said.get("background")
        if value is not None and ("url(" in value or "gradient" in value):
            return UNKNOWN
        value = next((word for word in re.findall(r"rgba?\([^)]*\)|\S+", value or "") if _colour(word)), None)
    if value is None:
        return UNKNOWN if tag in ("td", "th", "tr") and attributes.get("class") else parent
    colour = _colour(value)
    return parent if colour == "transparent" else colour or UNKNOWN


# ── style sheets ─────────────────────────────────────────────────────────────────────────────────────────────────────

_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$", re.IGNORECASE)
_PLAIN_SELECTOR = re.compile(r"[\w\-.#*\s>+~\[\]=\"'^$|\u0080-\uffff]{1,160}")
_SHEET_LIMIT = 1_500_000


class Rule(NamedTuple):
    """What a style sheet says of the elements that ``selector`` picks; a heavier rule wins."""

    selector: str
    weight: tuple[int, int, int]
    said: Said


def sheet_rules(css: str) -> Iterator[Rule]:
    """Each plain selector of a sheet with its weight and declarations, in order. What holds for print or small screens is left out."""
    css = _CSS_COMMENT.sub(" ", css[:_SHEET_LIMIT])
    open_: list[str | bool] = []
    start = 0
    for brace in _BRACE.finditer(css):
        prelude = css[start : brace.start()]
        if brace.group() == "{":
            head = prelude.rpartition(";")[2].strip()
            open_.append(bool(_MEDIA.match(head)) if head.startswith("@") else head)
        elif open_:
            selectors = open_.pop()
            if isinstance(selectors, str) and all(outer is True for outer in open_):
                yield from _rule(selectors, prelude)
        start = brace.end()


def _rule(selectors: str, body: str) -> Iterator[Rule]:
    said = declarations(body)
    if not (said.plain or said.firm) or len(selectors) > 4000:
        return
    for selector in selectors.split(","):
        selector = selector.strip()
        if _PLAIN_SELECTOR.fullmatch(selector) and len(selector.split()) <= 8:
            yield Rule(selector, _weight(selector), said)


def _weight(selector: str) -> tuple[int, int, int]:
    """Ids, then classes and attributes, then tags."""
    classes = selector.count(".") + selector.count("[")
    return selector.count("#"), classes, len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
