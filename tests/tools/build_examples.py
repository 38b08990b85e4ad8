"""Build the reports in ``examples/`` from ``tests/tools/example_sources/``.

    python tests/tools/build_examples.py [FOLDER]        FOLDER: examples/ of the checkout unless given

The results are committed; a test builds them again and compares. The .docx are written as raw XML, because a library would
smooth away what makes a real unit's file hard to read: numbers that Word generates, styles with localised ids or none at
all, manual breaks and spaces, tracked changes, a signature in a borderless table. The page is that of GB/T 9704—2012.

Marks of a source, one paragraph per line, blank lines dropped (the .txt examples take the words of their source as they are):

    ``# `` title line · ``~ `` addressee · ``## `` ``### `` headings · ``@plain `` a paragraph that never gets a number
    ``@sign `` ``@date `` ``@contact `` · ``@caption `` and ``@row a|b|c`` a table · ``--`` before a line: deleted in revision
    ``[[…]]`` a run-in heading · ``{+…+}`` inserted, ``{-…-}`` deleted · ``{^…^…^}`` words and the comment on them
    ``\\`` at the end of a line: a manual line break; the paragraph goes on
"""

from __future__ import annotations

import argparse
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

SOURCES = Path(__file__).resolve().parent / "example_sources"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Line = tuple[str, str]  # (kind, text)
_KINDS = {"# ": "title", "## ": "h1", "### ": "h2", "~ ": "to"}
_MARK = re.compile(r"@(\w+) |#{1,3} |~ ")


def parse(source: str) -> list[Line]:
    """The paragraphs of a source; a manual line break is a vertical tab, a deleted paragraph's kind begins with ``-``."""
    lines = []
    for raw in source.replace("\\\n", "\v").split("\n"):
        text = raw.removeprefix("--")
        mark = _MARK.match(text)
        kind = (mark[1] or _KINDS[mark[0]]) if mark else "body"
        if text.strip():
            lines.append(("-" * (text != raw) + kind, text[mark.end() :] if mark else text))
    return lines


# ── how a unit formats its file ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Look:
    """``ids``: the style ids of Normal, heading 1 and heading 2 (Word and WPS localise them: never rely on an id)."""

    ids: tuple[str, str, str] = ("a", "1", "2")
    song: str = "方正小标宋简体"
    fang: str = "仿宋_GB2312"
    kai: str = "楷体_GB2312"
    figures: str | None = None  # the font of Latin letters and digits, where it is another
    generated_numbers: bool = False
    heading_styles: bool = False
    spaces: bool = False  # indents made with spaces instead of paragraph settings
    broken_title: bool = False  # one paragraph with a line break instead of two paragraphs
    table_signature: bool = False
    grid: bool = False  # the grid of the standard, 22 lines; else only the paragraphs' own distance of lines
    footer: Literal["sides", "centre"] | None = "sides"

    def font(self, kind: str) -> tuple[str, int]:
        """Name and size in points."""
        fonts = {"title": (self.song, 22), "h1": ("黑体", 16), "h2": (self.kai, 16), "caption": ("黑体", 14)}
        return fonts.get(kind, (self.fang, 14 if kind == "cell" else 16))


# ── pieces of WordprocessingML ───────────────────────────────────────────────────────────────────────────────────────

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = f'xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"'
_BY = 'w:author="局办公室" w:date="2026-01-26T10:20:00Z"'
_NOTICE = "法鉴 Fajian 示例文件，单位、人物、数字均为虚构。"
_EM = 320  # a character of 16 points, in twips
_LINE = 579  # a line of the type area: 225 mm ÷ 22, in twips
_WIDTH = 8844  # the type area: 156 mm

_INLINE = re.compile(
    r"\[\[(?P<run_in>.+?)\]\]|\{\+(?P<ins>.+?)\+\}|\{-(?P<gone>.+?)-\}|\{\^(?P<words>.+?)\^(?P<note>.+?)\^\}"
)


def _fonts(name: str, figures: str | None = None) -> str:
    latin = figures or name
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}"/>'


def _properties(look: Look, kind: str, *, bold: bool = False) -> str:
    name, size = look.font(kind)
    weight, sizes = "<w:b/>" if bold else "", f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'
    return f"<w:rPr>{_fonts(name, look.figures)}{weight}{sizes}</w:rPr>"


def _run(text: str, properties: str, tag: str = "t") -> str:
    if not text:
        return ""
    pieces = [f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>' for piece in text.split("\v")]
    return f"<w:r>{properties}{'<w:br/>'.join(pieces)}</w:r>".replace("\t", f"</w:{tag}><w:tab/><w:{tag}>")


class Writer:
    """The parts of one Word file, with what they number: revisions and comments."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.comments: list[str] = []
        self.revisions = 0

    def _revision(self, tag: str, inside: str = "") -> str:
        self.revisions += 1
        start = f'<w:{tag} w:id="{100 + self.revisions}" {_BY}'
        return f"{start}>{inside}</w:{tag}>" if inside else f"{start}/>"

    def _runs(self, text: str, kind: str, *, gone: bool = False) -> str:
        plain = "" if self.look.heading_styles and kind in ("h1", "h2") else _properties(self.look, kind)
        if gone:
            return self._revision("del", _run(text, plain, "delText"))
        out, end = [], 0
        for found in _INLINE.finditer(text):
            out.append(_run(text[end : found.start()], plain))
            if found["run_in"]:
                bold = self.look.spaces
                out.append(_run(found["run_in"], _properties(self.look, "body" if bold else "h2", bold=bold)))
            elif found["ins"]:
                out.append(self._revision("ins", _run(found["ins"], plain)))
            elif found["gone"]:
                out.append(self._revision("del", _run(found["gone"], plain, "delText")))
            else:
                out.append(self._comment(_run(found["words"], plain), found["note"]))
            end = found.end()
        return "".join(out) + _run(text[end:], plain)

    def _comment(self, runs: str, note: str) -> str:
        number = len(self.comments)
        self.comments.append(
            f'<w:comment w:id="{number}" {_BY} w:initials="办"><w:p><w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:comment>'
        )
        mark = f'w:id="{number}"'
        return f"<w:commentRangeStart {mark}/>{runs}<w:commentRangeEnd {mark}/><w:r><w:commentReference {mark}/></w:r>"

    def paragraph(self, text: str, kind: str, *, centred: bool = False, right: float | None = None) -> str:
        """One paragraph; ``right``: right-aligned, that many characters from the margin."""
        look, gone, kind = self.look, kind.startswith("-"), kind.removeprefix("-")
        level = {"h1": 0, "h2": 1}.get(kind, 1 if text.startswith("[[") else None)
        numbered = look.generated_numbers and level is not None
        style = look.ids[level + 1] if look.heading_styles and kind in ("h1", "h2") and level is not None else ""
        indented = kind not in ("title", "to", "cell", "caption") and not centred and right is None
        if look.spaces and indented:
            text = f"　　{text}\t" if kind == "h1" else f"　　{text}"
        line = {"title": 600, "cell": 400}.get(kind, _LINE)
        settings = []
        if style:
            settings.append(f'<w:pStyle w:val="{style}"/>')
        if numbered:
            settings.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        if not style:
            settings.append(f'<w:spacing w:line="{line}" w:lineRule="exact"/>')
        if indented and not (look.spaces or style or numbered):
            settings.append(f'<w:ind w:firstLineChars="200" w:firstLine="{2 * _EM}"/>')
        if right is not None:
            settings.append(f'<w:ind w:rightChars="{round(100 * right)}" w:right="{round(_EM * right)}"/>')
            settings.append('<w:jc w:val="right"/>')
        elif centred or kind in ("title", "caption"):
            settings.append('<w:jc w:val="center"/>')
        if gone:
            settings.append(f"<w:rPr>{self._revision('del')}</w:rPr>")
        return f"<w:p><w:pPr>{''.join(settings)}</w:pPr>{self._runs(text, kind, gone=gone)}</w:p>"

    def table(self, rows: Iterable[str]) -> str:
        """A table of figures with lines, its first row repeated as a head."""
        split = [row.split("|") for row in rows]
        first = _WIDTH - 1900 * (len(split[0]) - 1)
        widths = [first] + [1900] * (len(split[0]) - 1)
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        out = [
            f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>',
            f"<w:tblLayout w:type='fixed'/></w:tblPr>{_columns(widths)}",
        ]
        for number, row in enumerate(split):
            head = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else ""
            out.append(f"<w:tr>{head}")
            out += [
                _cell(width, self.paragraph(text, "caption" if number == 0 else "cell", centred=True))
                for width, text in zip(widths, row, strict=True)
            ]
            out.append("</w:tr>")
        return "".join(out) + "</w:tbl>"

    def signature(self, lines: list[Line]) -> str:
        """Unit and date, the unit centred over the date, which stands four characters from the margin."""
        words = dict(lines)
        if self.look.table_signature:
            paragraphs = "".join(self.paragraph(words[kind], kind, centred=True) for kind in ("sign", "date"))
            widths = [_WIDTH - 4900, 4900]
            blank = self.paragraph("", "cell")
            table = f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>{_columns(widths)}'
            return f"{table}<w:tr>{_cell(widths[0], blank)}{_cell(widths[1], paragraphs)}</w:tr></w:tbl>{blank}"
        if self.look.spaces:
            padded = {"sign": "　" * 14 + words["sign"], "date": "　" * 15 + words["date"]}
            return "".join(self.paragraph(padded[kind], "to") for kind in ("sign", "date"))
        centre = 4 + (_width(words["date"]) / 2 + 1.25) / 2  # Word spaces figures from Han characters
        return "".join(
            self.paragraph(words[kind], kind, right=max(centre - _width(words[kind]) / 4, 0))
            for kind in ("sign", "date")
        )

    def body(self, lines: list[Line]) -> str:
        """Everything up to the section's settings."""
        out: list[str] = []
        blank = self.paragraph("", "to")
        for kind, grouped in groupby(lines, lambda line: "sign" if line[0] == "date" else line[0]):
            group = list(grouped)
            texts = [text for _, text in group]
            if kind == "title":
                titles = ["\v".join(texts)] if self.look.broken_title else texts
                out += [*(self.paragraph(text, kind) for text in titles), blank]
            elif kind == "row":
                out.append(self.table(texts))
            elif kind == "sign":
                out += [blank, blank, self.signature(group)]
            elif kind == "contact":
                out += [blank, *(self.paragraph(text, "body") for text in texts)]
            elif kind == "plain":
                out += [self.paragraph(text, "body") for text in texts]
            else:
                out += [self.paragraph(text, kind) for text in texts]
        return "".join(out)


def _columns(widths: list[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _cell(width: int, paragraphs: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _width(text: str) -> int:
    """Half-width columns."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


# ── the parts of the package ─────────────────────────────────────────────────────────────────────────────────────────


def _styles(look: Look) -> str:
    normal, first, second = look.ids
    if look.grid:  # the grid's characters are as wide as those of Normal
        body = f'<w:rPr>{_fonts(look.fang, look.figures)}<w:sz w:val="32"/></w:rPr>'
    else:
        body = '<w:rPr><w:kern w:val="2"/><w:sz w:val="21"/></w:rPr>'
    heading = (
        '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="heading {n}"/><w:basedOn w:val="{normal}"/>'
        '<w:next w:val="{normal}"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/>'
        '<w:spacing w:line="{line}" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="{indent}"/>'
        '<w:outlineLvl w:val="{level}"/></w:pPr><w:rPr>{fonts}<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    )
    headings = "".join(
        heading.format(
            id=style,
            n=n,
            normal=normal,
            line=_LINE,
            indent=2 * _EM,
            level=n - 1,
            fonts=_fonts(look.font(f"h{n}")[0], look.figures),
        )
        for n, style in ((1, first), (2, second))
    )
    return (
        f"{_HEAD}<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="{normal}"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr>{body}</w:style>'
        f"{headings if look.heading_styles else ''}"
        f'<w:style w:type="paragraph" w:styleId="{normal}4"><w:name w:val="footer"/><w:basedOn w:val="{normal}"/></w:style></w:styles>'
    )


def _numbering(look: Look) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{2 * _EM}"/></w:pPr>'
        f"{_properties(look, kind)}</w:lvl>"
        for level, words, kind in ((0, "%1、", "h1"), (1, "（%2）", "h2"))
    )
    return (
        f'{_HEAD}<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footer(look: Look, side: str) -> str:
    """— 1 — in 14-point 宋体; on facing pages a character in from the outer margin."""
    properties = f"<w:rPr>{_fonts('宋体')}<w:sz w:val='28'/><w:szCs w:val='28'/></w:rPr>"
    place = {
        "right": '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>',
        "left": '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>',
        "center": '<w:jc w:val="center"/>',
    }[side]
    field = "".join(
        f"<w:r>{properties}{inside}</w:r>"
        for inside in (
            "<w:t xml:space='preserve'>— </w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            "<w:t xml:space='preserve'> —</w:t>",
        )
    )
    style = f'<w:pStyle w:val="{look.ids[0]}4"/>'
    return f"{_HEAD}<w:ftr {_SPACES}><w:p><w:pPr>{style}{place}</w:pPr>{field}</w:p></w:ftr>"


def _settings(look: Look) -> str:
    revising = "<w:trackRevisions/>" if look.heading_styles else ""
    sides = "<w:evenAndOddHeaders/>" if look.footer == "sides" else ""
    return (
        f'{_HEAD}<w:settings {_SPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        f"{revising}"
        f'<w:defaultTabStop w:val="420"/>{sides}<w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>'
        "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


_SIDES = {"sides": (("default", "right"), ("even", "left")), "centre": (("default", "center"),), None: ()}


def package(source: str, look: Look) -> dict[str, str]:
    """The parts of the Word file, by name, but for those that list the others."""
    writer = Writer(look)
    body = writer.body(parse(source))
    pitch = _LINE if look.grid else 312
    sides = _SIDES[look.footer]
    references = "".join(
        f'<w:footerReference w:type="{kind}" r:id="rFooter{number}"/>' for number, (kind, _) in enumerate(sides, 1)
    )
    document = (
        f"{_HEAD}<w:document {_SPACES}><w:body>{body}<w:sectPr>{references}"
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" '
        f'w:footer="1304" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr></w:body></w:document>'
    )
    parts = {"document": document, "styles": _styles(look), "settings": _settings(look)}
    if look.generated_numbers:
        parts["numbering"] = _numbering(look)
    if writer.comments:
        parts["comments"] = f"{_HEAD}<w:comments {_SPACES}>{''.join(writer.comments)}</w:comments>"
    for number, (_, side) in enumerate(sides, 1):
        parts[f"footer{number}"] = _footer(look, side)
    return parts


def write_docx(source: str, path: Path, look: Look) -> None:
    """Write a Word file whose bytes depend on nothing but the source and the look (and on zlib)."""
    parts = package(source, look)
    kinds = {name: name.rstrip("0123456789") for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kind}{".main" if name == "document" else ""}+xml"/>'
        for name, kind in kinds.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )
    related = "".join(
        f'<Relationship Id="{name.replace("footer", "rFooter") if kind == "footer" else "r" + name.title()}" '
        f'Type="{_RELATIONS}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
        if name != "document"
    )
    root = (
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    properties = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:description>{_NOTICE}</dc:description></cp:coreProperties>"
    )
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
        "docProps/core.xml": properties,
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        **{f"word/{name}.xml": xml for name, xml in parts.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, xml in members.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 26, 10, 20, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, xml.encode("utf-8"))


# ── text files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def write_pasted(source: str, path: Path) -> None:
    """As pasted into an editor: a paragraph a line, indents made with spaces; UTF-8."""
    *lines, sign, date = filter(str.strip, source.split("\n"))
    title, to, *rest = lines
    indented = [title, to, *(f"　　{line}" for line in rest), "　" * 20 + sign, "　" * 22 + date]
    path.write_bytes(("\n".join(indented) + "\n").encode("utf-8"))


def write_saved_page(source: str, path: Path) -> None:
    """As a browser of an older Windows saves a page as text: GB18030, CRLF."""
    path.write_bytes(source.replace("\n", "\r\n").encode("gb18030"))


def write_wrapped(source: str, path: Path, columns: int = 68) -> None:
    """As Word saves "plain text with line breaks": hard-wrapped, UTF-8 with a byte order mark, CRLF."""
    *lines, sign, date = filter(str.strip, source.split("\n"))
    title, to, *rest = lines
    out = [_centred(title, columns), "", to, *(row for line in rest for row in _wrap(f"　　{line}", columns))]
    out += [_to_right(sign, columns, 4), _to_right(date, columns, 10)]
    path.write_bytes(("\r\n".join(out) + "\r\n").encode("utf-8-sig"))


_UNBROKEN = re.compile(r"[0-9A-Za-z.%]+[，。；：、！？）》”％]*|.[，。；：、！？）》”]*|\s")


def _wrap(text: str, columns: int) -> list[str]:
    """Rows of at most ``columns``; figures are not cut, and no row begins with a closing mark."""
    rows = [""]
    for piece in _UNBROKEN.findall(text):
        if _width(rows[-1] + piece) > columns:
            rows.append("")
        rows[-1] += piece
    return rows


def _centred(text: str, columns: int) -> str:
    return " " * ((columns - _width(text)) // 2) + text


def _to_right(text: str, columns: int, distance: int) -> str:
    return " " * (columns - _width(text) - distance) + text


# ── the examples ─────────────────────────────────────────────────────────────────────────────────────────────────────

# File name → source, and how it is written. The names are such as units really give.
FILES: dict[str, tuple[str, Callable[[str, Path], None]]] = {
    "云岫县人民政府关于2025年法治政府建设情况的报告.docx": (
        "county-government",
        partial(write_docx, look=Look(generated_numbers=True, grid=True)),
    ),
    "县市场监管局2025年度法治政府建设情况报告（1月26日改稿）.docx": (
        "market-regulation",
        partial(
            write_docx,
            look=Look(heading_styles=True, broken_title=True, figures="Times New Roman", footer="centre"),
        ),
    ),
    "附件2：云岫县农业农村局2025年法治政府建设年度报告（定稿）2.docx": (
        "agriculture",
        partial(
            write_docx,
            look=Look(ids=("1", "2", "3"), fang="仿宋", kai="楷体", spaces=True, footer=None),
        ),
    ),
    "住建局法治报告-最终版.docx": (
        "housing",
        partial(write_docx, look=Look(fang="仿宋", kai="楷体", table_signature=True, footer="centre")),
    ),
    "云岫县应急管理局2025年度法治政府建设工作报告.docx": (
        "emergency",
        partial(write_docx, look=Look(grid=True, figures="Times New Roman")),
    ),
    "鹭汀镇2025年法治政府建设年度报告.txt": ("luting-town", write_pasted),
    "云岫县松栎镇人民政府2025年法治政府建设情况报告_云岫县人民政府.txt": ("songli-town", write_saved_page),
    "园区管委会法治政府建设情况报告（报县司法局）.txt": ("industrial-park", write_wrapped),
}


def build(folder: Path) -> list[Path]:
    """Write every example into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, (source, write) in FILES.items():
        write((SOURCES / f"{source}.txt").read_text(encoding="utf-8"), folder / name)
        paths.append(folder / name)
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the reports that ship as examples.")
    parser.add_argument("folder", nargs="?", type=Path, default=EXAMPLES)
    for path in build(parser.parse_args().folder):
        print(path)
