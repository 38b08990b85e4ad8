"""OFD files written by hand: a small typesetter for reports, and pages of objects that a test spells out.

The typesetter sets 28 characters to a line and 22 lines to a page, as GB/T 9704 asks; Latin letters and figures take half
a character and a font of their own, so that a line with both is several objects.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 16 * 25.4 / 72
LEFT, TOP, PITCH = 28.0, 37.0, 28 * 25.4 / 72 * 1.02
PER_LINE, PER_PAGE, WIDE, HIGH = 28, 22, 210.0, 297.0
HAN_FONT, LATIN_FONT, BOLD_FONT = "11", "12", "13"

_CLOSING, _OPENING = "，。、；：！？）》”’〕】%", "（《“‘〔【"
_RUN = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*|[^\x21-\x7e]+")


# ── objects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def text_object(
    text: str,
    x: float,
    y: float,
    *,
    size: float = SIZE,
    font: str = HAN_FONT,
    more: str = "",
    inner: str = "",
    delta: str | None = None,
    code: str = "",
) -> str:
    """A line of text whose baseline begins at ``x``, ``y``. ``delta``: what DeltaX says; by itself, the widths."""
    steps = " ".join(f"{width_of(one) * size:.4g}" for one in text[:-1]) if delta is None else delta
    deltas = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.4f} {y - size:.4f} {max(len(text), 1) * size:.4f} {size * 1.2:.4f}" Font="{font}" Size="{size:.4f}" {more}>'
        f'{inner}<ofd:TextCode X="0" Y="{size:.4f}"{deltas}{code}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )  # fmt: skip


def image_object(x: float, y: float, wide: float, high: float, resource: str = "31") -> str:
    return f'<ofd:ImageObject ID="2" Boundary="{x} {y} {wide} {high}" ResourceID="{resource}" CTM="{wide} 0 0 {high} 0 0"/>'


def path_object(x: float, y: float, wide: float, high: float, data: str, more: str = "", inner: str = "") -> str:
    return f'<ofd:PathObject ID="3" Boundary="{x} {y} {wide} {high}" {more}>{inner}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def colour(values: str, more: str = "") -> str:
    return f'<ofd:FillColor Value="{values}" {more}/>'


def width_of(character: str) -> float:
    """In shares of the size."""
    return 0.5 if character.isascii() else 1.0


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Document:
    """One document of the file: pages as lists of objects, and what goes round them."""

    pages: Sequence[Sequence[str]] = ()
    templates: Mapping[str, Sequence[str]] = field(default_factory=dict)
    on_template: Mapping[int, str] = field(default_factory=dict)
    more: str = ""
    parts: Mapping[str, bytes | str] = field(default_factory=dict)
    fonts: str = ""
    images: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    layer: str = 'Type="Body"'


def ofd(*documents: Document, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """The bytes of a file that holds these documents."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{i}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot>{d.body}</ofd:DocBody>"
        for i, d in enumerate(documents)
    )
    files: dict[str, bytes | str] = {"OFD.xml": f'<ofd:OFD {SPACE} DocType="OFD" Version="1.0">{bodies}</ofd:OFD>'}
    for index, document in enumerate(documents):
        files.update((f"Doc_{index}/{name}", data) for name, data in _parts(document).items())
    return packed({**files, **(parts or {})})


def packed(files: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if isinstance(data, str):
                data = b'<?xml version="1.0" encoding="UTF-8"?>' + data.encode()
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # without the time of day
    return buffer.getvalue()


def _parts(document: Document) -> dict[str, bytes | str]:
    pages = "".join(
        f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(document.pages))
    )
    templates = "".join(
        f'<ofd:TemplatePage ID={quoteattr(name)} BaseLoc="Tpls/{name}/Content.xml"/>' for name in document.templates
    )
    media = "".join(
        f'<ofd:MultiMedia ID={quoteattr(name)} Type="Image"><ofd:MediaFile>{file}</ofd:MediaFile></ofd:MultiMedia>'
        for name, file in document.images.items()
    )
    found: dict[str, bytes | str] = {
        "Document.xml": f'<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDE} {HIGH}</ofd:PhysicalBox></ofd:PageArea>'
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{templates}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{document.more}</ofd:Document>",
        "PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="{HAN_FONT}" FontName="FangSong" FamilyName="仿宋"/><ofd:Font ID="{LATIN_FONT}" FontName="TimesNewRoman"/>'
        f'<ofd:Font ID="{BOLD_FONT}" FontName="SimHei-Bold" FamilyName="黑体" Bold="true"/>{document.fonts}</ofd:Fonts></ofd:Res>',
        "DocumentRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>',
    }  # fmt: skip
    for index, objects in enumerate(document.pages):
        template = (
            f'<ofd:Template TemplateID="{document.on_template[index]}" ZOrder="Background"/>'
            if index in document.on_template
            else ""
        )
        found[f"Pages/Page_{index}/Content.xml"] = content(objects, template, document.layer)
    for name, objects in document.templates.items():
        found[f"Tpls/{name}/Content.xml"] = content(objects)
    return {**found, **document.parts}


def content(objects: Iterable[str], template: str = "", layer: str = 'Type="Body"') -> str:
    return f'<ofd:Page {SPACE}>{template}<ofd:Content><ofd:Layer ID="4" {layer}>{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'


# ── the typesetter ───────────────────────────────────────────────────────────────────────────────────────────────────


class Line(NamedTuple):
    """A printed line: where it begins, in characters from the margin."""

    text: str
    inset: float
    font: str
    size: float


class Setting(NamedTuple):
    """How a writer paints a line. ``pieces``: whole | runs | characters; ``shuffled``: in any order."""

    pieces: str = "runs"
    shuffled: bool = False
    deltas: str = "each"
    scaled: bool = False
    dice: random.Random = random.Random(0)


def set_report(
    rows: Sequence[tuple[str, str]], setting: Setting | None = None, *, numbered: bool = True, head: str = ""
) -> list[list[str]]:
    """The pages of a report: kinds and texts as ``web_pages.rows_of`` gives them."""
    setting = setting or Setting()
    lines = [line for row in rows for line in _set(*row)]
    pages = []
    for number, at in enumerate(range(0, len(lines), PER_PAGE), 1):
        objects = []
        for place, line in enumerate(lines[at : at + PER_PAGE]):
            objects += _painted(line, LEFT + line.inset * SIZE, TOP + SIZE + place * PITCH, setting)
        if head:
            objects.append(text_object(head, LEFT, 20.0, size=SIZE * 0.6))
        if numbered:
            objects.append(text_object(f"— {number} —", 100.0, 275.0, size=SIZE * 0.8))
        pages.append(objects)
    return pages


def _set(kind: str, text: str) -> list[Line]:
    """A paragraph's lines."""
    if kind == "title":
        size = 22 / 16
        parts = _wrapped(text, int(PER_LINE / size) - 2, 0)
        return [Line(part, (PER_LINE - _width(part) * size) / 2, BOLD_FONT, SIZE * size) for part in parts]
    if kind in ("sign", "date"):
        return [Line(text, PER_LINE - _width(text) - 2, HAN_FONT, SIZE)]
    font = BOLD_FONT if kind == "h1" else HAN_FONT
    return [Line(part, 0 if index else 2, font, SIZE) for index, part in enumerate(_wrapped(text, PER_LINE, 2))]


def _width(text: str) -> float:
    return sum(map(width_of, text))


def _wrapped(text: str, wide: float, indent: float) -> list[str]:
    """Lines of at most ``wide`` characters; no mark that closes begins one, no word is parted."""
    lines, line, room = [], "", wide - indent
    for chunk in re.findall(rf"[{_OPENING}]*(?:[\x21-\x7e]+|.)[{_CLOSING}]*", text):
        if line and _width(line + chunk) > room:
            lines.append(line)
            line, room = "", wide
        line += chunk
    return [*lines, line]


def _painted(line: Line, x: float, y: float, setting: Setting) -> list[str]:
    pieces = {"whole": [line.text], "runs": _RUN.findall(line.text), "characters": list(line.text)}[setting.pieces]
    objects, at = [], x
    for piece in pieces:
        font = LATIN_FONT if piece.isascii() and line.font == HAN_FONT else line.font
        objects.append(_object(piece, at, y, line.size, font, setting))
        at += _width(piece) * line.size
    if setting.shuffled:
        setting.dice.shuffle(objects)
    return objects


def _object(text: str, x: float, y: float, size: float, font: str, setting: Setting) -> str:
    delta = None
    if setting.deltas == "grouped" and len({width_of(one) for one in text[:-1]}) == 1:
        delta = f"g {len(text) - 1} {width_of(text[0]) * size:.4f}"
    if setting.deltas == "none" and len({width_of(one) for one in text}) == 1:
        delta = ""
    if setting.scaled:
        inner = text_object(
            text, 0, size / 2, size=size / 2, font=font, delta=None if delta is None else delta and None
        )
        return re.sub(
            r'Boundary="[^"]*"',
            f'Boundary="{x:.4f} {y - size:.4f} {len(text) * size:.4f} {size * 1.2:.4f}" CTM="2 0 0 2 0 0"',
            inner,
            count=1,
        )
    return text_object(text, x, y, size=size, font=font, delta=delta)
