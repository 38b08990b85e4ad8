"""From an Official to a .docx: open the template, put everything in its place, close the package."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from checker.errors import UsageError
from checker.output.official import closing, fonts, placeholders, styles
from checker.output.official.measures import TITLE_CHARACTERS
from checker.output.official.model import Official
from checker.output.official.paragraphs import Maker, indent
from checker.output.official.safe import safe
from checker.output.official.template import Template, repacked, shipped
from checker.output.official.title import title_lines


def write(official: Official, template: Template | None = None) -> bytes:
    """The document as a .docx. Raises UsageError where the template is wrong."""
    template = template or shipped()
    document = _open(template)
    values = _values(official)
    found = placeholders.find(document, template.name)
    placeholders.check(found, {name for name, value in values.items() if value} | _blocks(official), template.name)
    ids = styles.settle(document)
    _name_fonts(document)
    maker = Maker(document, ids)
    blocks = {"正文": _body(maker, official), "附件": maker.annexes(official.annexes)}
    for one in found:
        if one.name in placeholders.BLOCKS:
            for element in blocks[one.name]:
                one.paragraph.addprevious(element)
            placeholders.remove(one.paragraph)
        elif one.paragraph.getparent() is not None:
            _fill(one, values, official, ids)
    _tell(document, official)
    return _closed(document, template)


def _values(official: Official) -> dict[str, str]:
    to = safe(official.to or "").strip().rstrip("：:")
    return {
        "发文字号": closing.number(safe(official.number or "").strip()),
        "标题": safe(official.title).strip(),
        "主送": f"{to}：" if to else "",
        "落款": safe(official.signature or "").strip(),
        "日期": closing.day(official.date) if official.date else "",
    }


def _blocks(official: Official) -> set[str]:
    return {"附件"} if official.annexes else set()


def _open(template: Template) -> Any:
    from docx import Document
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        document = Document(io.BytesIO(template.data))
        _ = document.element.body, document.styles.element, document.core_properties
    except (
        PythonDocxError,
        OpcError,
        etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
    ) as error:
        raise UsageError(f"{template.name}已损坏，打不开；请在 Word 或 WPS 中重新保存后再试。") from error
    return document


def _body(maker: Maker, official: Official) -> list[Any]:
    """The body, then 附件说明 (7.3.4). 附注 stands below the date (7.3.6), or here where there is none."""
    titles = [annex.title + (f"（{annex.note}）" if annex.note else "") for annex in official.annexes]
    made = maker.body(official.body) + maker.annex_note(titles)
    if official.signature or official.date:
        made.append(maker.paragraph(styles.FLUSH, ""))  # room for a seal
    elif official.remark:
        made.append(maker.paragraph(styles.REMARK, f"（{official.remark}）"))
    return made


def _fill(one: placeholders.Found, values: dict[str, str], official: Official, ids: dict[str, str]) -> None:
    from docx.oxml.ns import qn

    paragraph, told = one.paragraph, dict(values)
    style = _style_of(paragraph)
    if one.name == "标题" and one.alone and one.in_body and style == ids[styles.TITLE.name]:
        told["标题"] = "\n".join(title_lines(values["标题"], TITLE_CHARACTERS))
    if not placeholders.fill(paragraph, told):
        placeholders.remove(paragraph)
        return
    place = closing.places(values["落款"], official.date)
    rights = {ids[styles.SIGNATURE.name]: place.signature, ids[styles.DATE.name]: place.date}
    properties = paragraph.find(qn("w:pPr"))
    if one.alone and style in rights and properties.find(qn("w:ind")) is None:
        properties.insert(1, indent(right=rights[style]))  # where the office has not indented it itself
    if one.name == "日期" and one.alone and one.in_body and official.remark:
        paragraph.addnext(Maker(None, ids).paragraph(styles.REMARK, f"（{official.remark}）"))


def _style_of(paragraph: Any) -> str | None:
    from docx.oxml.ns import qn

    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else None


def _name_fonts(document: Any) -> None:
    """What to take where a font of ours is not installed; only fonts that the template's table does not know."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable") and not relation.is_external:
            part = relation.target_part
            data: bytes = part.blob
            known = data.decode("utf-8", errors="replace")
            added = "".join(fonts.table_entry(font) for font in fonts.ALL if f'"{font.name}"' not in known)
            if not added:
                return
            try:
                root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
            except etree.LxmlError:
                return  # Word repairs it; the names of fonts stand in the styles too
            namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            root.extend(etree.fromstring(f'<w:fonts xmlns:w="{namespace}">{added}</w:fonts>'))
            part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _tell(document: Any, official: Official) -> None:
    """The properties: a title and the program, no person, no machine, no time of writing."""
    from docx.oxml.ns import qn

    properties = document.core_properties
    element = properties._element
    for child in list(element):
        element.remove(child)
    properties.title = safe(official.title).strip()[:255]
    properties.author = "法鉴"
    properties.language = "zh-CN"
    assert element.find(qn("dc:title")) is not None


def _closed(document: Any, template: Template) -> bytes:
    from lxml import etree

    buffer = io.BytesIO()
    try:
        document.save(buffer)
    except (OSError, ValueError, etree.LxmlError) as error:
        raise UsageError(f"{template.name}写不成 Word 文件：{error}。") from error
    with zipfile.ZipFile(buffer) as package:
        return repacked(package, {})
