"""Word files written by hand, part by part: what the tests want to show stands in the XML and nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "http://example.com/another-vendor",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


# ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str = "", rpr: str = "", *, inner: str = "") -> str:
    """A run: text, or ``inner`` as it is."""
    return f"<w:r>{f'<w:rPr>{rpr}</w:rPr>' if rpr else ''}{t(text) if text else ''}{inner}</w:r>"


def p(*content: str, ppr: str = "", style: str = "", mark: str = "") -> str:
    """A paragraph of runs; a bare text becomes a run. ``mark``: run properties of its mark."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + ppr + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    inner = "".join(piece if piece.startswith("<") else r(piece) for piece in content if piece)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def ins(inner: str, kind: str = "ins") -> str:
    return f'<w:{kind} w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z">{inner}</w:{kind}>'


def deleted(text: str, kind: str = "del") -> str:
    word = "delText" if kind == "del" else "t"
    return ins(f'<w:r><w:{word} xml:space="preserve">{escape(text)}</w:{word}></w:r>', kind)


def sdt(content: str, properties: str = "") -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val='控件'/>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def field(code: str, *result: str, separate: bool = True) -> str:
    """A complex field, its result one run for each text."""

    def mark(kind: str) -> str:
        return r(inner=f'<w:fldChar w:fldCharType="{kind}"/>')

    instruction = r(inner=f'<w:instrText xml:space="preserve">{escape(code)}</w:instrText>')
    inner = "".join(piece if piece.startswith("<") else r(piece) for piece in result)
    return mark("begin") + instruction + (mark("separate") + inner if separate else "") + mark("end")


def cell(*content: str, tcpr: str = "") -> str:
    """A cell; a bare text becomes a paragraph."""
    inner = "".join(piece if piece.startswith("<") else p(piece) for piece in content) or p()
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, trpr: str = "") -> str:
    inner = "".join(piece if piece.startswith("<") else cell(piece) for piece in cells)
    return f"<w:tr>{f'<w:trPr>{trpr}</w:trPr>' if trpr else ''}{inner}</w:tr>"


def table(*rows: str, tblpr: str = "") -> str:
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def drawn_box(content: str, fill: str = "") -> str:
    """A text box as Word 2010 writes it, without the alternative for older programs."""
    return (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def vml_box(content: str, attributes: str = "") -> str:
    return f"<w:pict><v:shape {attributes}><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"


def alternate(choice: str, fallback: str, requires: str = "wps") -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def box_run(content: str) -> str:
    """A run with a text box, written twice as Word does: for new programs and for old ones."""
    return r(inner=alternate(drawn_box(content), vml_box(content)))


# ── styles and lists ─────────────────────────────────────────────────────────────────────────────────────────────────


def style(
    identifier: str,
    name: str = "",
    *,
    kind: str = "paragraph",
    based: str = "",
    ppr: str = "",
    rpr: str = "",
    more: str = "",
) -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId={quoteattr(identifier)}{more}><w:name w:val={quoteattr(name or identifier)}/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + "</w:style>"
    )


def styles(*entries: str, rpr: str = "", ppr: str = "") -> str:
    """A styles part; ``rpr`` and ``ppr`` are the document's defaults."""
    return (
        f"<w:styles {DECLARATIONS}><w:docDefaults><w:rPrDefault><w:rPr>{rpr}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{ppr}</w:pPr></w:pPrDefault></w:docDefaults>{''.join(entries)}</w:styles>"
    )


def level(index: int, form: str, text: str, *, start: int = 1, more: str = "", suffix: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        + (f'<w:suff w:val="{suffix}"/>' if suffix else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{more}{"".join(levels)}</w:abstractNum>'


def num(identifier: int, definition: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def numbering(*entries: str) -> str:
    return f"<w:numbering {DECLARATIONS}>{''.join(entries)}</w:numbering>"


def listed(list_id: int, index: int = 0) -> str:
    """Paragraph properties of a list's entry."""
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>'


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def part(tag: str, content: str) -> str:
    """A header, footer, notes or comments part."""
    return f"<w:{tag} {DECLARATIONS}>{content}</w:{tag}>"


def document(body: str, before: str = "") -> str:
    return f"<w:document {DECLARATIONS}>{before}<w:body>{body}</w:body></w:document>"


def relationships(entries: Mapping[str, tuple[str, str]]) -> str:
    """``entries``: id → (kind, target)."""
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in entries.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def parts(body: str = "", *, main: str | None = None, before: str = "", **others: str) -> dict[str, str | bytes]:
    """The parts of a file. ``others``: styles, numbering, header1, footnotes … by the name of the part."""
    kinds = {name: name.rstrip("0123456789") for name in others}
    related = {f"rId{name}": (kinds[name], f"{name}.xml") for name in others}
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
        ),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document(body, before) if main is None else main,
        "word/_rels/document.xml.rels": relationships(related),
    }
    return held | {f"word/{name}.xml": content for name, content in others.items()}


def pack(held: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return stream.getvalue()


def docx(body: str = "", *, before: str = "", **others: str) -> bytes:
    """A Word file with this body; ``others`` are its parts: styles, numbering, header1, footer1, footnotes, comments …"""
    return pack(parts(body, before=before, **others))
