"""Old Word and WPS files (.doc, .wps, .rtf) by way of LibreOffice; and what bears such a name but is something else inside.

The content decides, never the suffix: a .doc that is really .docx, a web page or plain text is read as that. Files that
programs generate as Word's XML of 2003 go through LibreOffice too; those in one flat XML file are put together here.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import Any

from checker.errors import ReadError
from checker.reading import docx, office, ole, txt
from checker.reading.decoding import is_text
from checker.reading.draft import Draft

FORM = "doc"
SUFFIXES = (".doc", ".wps", ".rtf", ".dot", ".wpt")

_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}\{\\rtf[0-9]?")
_HEAD = 4096
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_MACRO_PARTS = ("Macros", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR")
_MACRO = "文件含宏，未运行。"
_NO_OFFICE = (
    "是{}，读取它要用 LibreOffice，本机没有安装；请安装 LibreOffice（如 apt install libreoffice-writer-nogui），"
    "或在 WPS、Word 中另存为 .docx 后再试。"
)
_LOCKED = "文件加了密码，无法读取；请在 Word 或 WPS 中去掉密码后重新报送。"
_DAMAGED = "文件已损坏或没有传完整，无法读取；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_WRONG = "扩展名是 {}，但内容不是 Word 文档；请检查文件是否损坏或改错了扩展名，用 Word 或 WPS 另存为 .docx 后重新报送。"
_ENTITIES = "文件的 XML 含有不允许的 DOCTYPE 声明，没有读取；请用 Word 或 WPS 打开原件，另存为 .docx 后重新报送。"
_IS_TEXT = "扩展名是 {}，内容是纯文字，已按纯文字读取。"


def matches(data: bytes, name: str) -> bool:
    """By content: Word's compound file, RTF, Word's XML. By suffix, so that what is none of these is told so."""
    if name:
        return name.lower().endswith(SUFFIXES)
    return _is_rtf(data) or _xml_kind(data) is not None or _is_word(data)


def read(data: bytes, name: str) -> Draft:
    """The document as LibreOffice understands it, read as .docx is."""
    if ole.is_ole(data):
        return _compound(data)
    if _is_rtf(data):
        return _through_office(data, ".rtf", "RTF 文件（.rtf）")
    kind = _xml_kind(data)
    if kind is not None:
        root = _parsed(data)
        if kind == "flat":
            return docx.read(_packed(root), name)
        return _through_office(_written(root), ".xml", "Word 2003 的 XML 文件")
    suffix = name[name.rfind(".") :].lower() if "." in name else ".doc"
    if not is_text(data):
        raise ReadError(_WRONG.format(suffix))
    draft = txt.read(data, name)
    draft.warnings.append(_IS_TEXT.format(suffix))
    return draft


# ── compound files ───────────────────────────────────────────────────────────────────────────────────────────────────


def _is_word(data: bytes) -> bool:
    if not ole.is_ole(data):
        return False
    try:
        return ole.parse(data).has("WordDocument")
    except ole.DamagedOle:
        return False


def _compound(data: bytes) -> Draft:
    try:
        found = ole.parse(data)
    except ole.DamagedOle as error:
        raise ReadError(_DAMAGED) from error
    # The flag for an encrypted text stands in the eleventh byte of Word's own stream.
    head = found.heads.get("WordDocument", b"")
    if found.has("EncryptedPackage") or (len(head) > 11 and head[11] & 0x01):
        raise ReadError(_LOCKED)
    if not found.has("WordDocument"):
        raise ReadError(_DAMAGED)
    draft = _through_office(data, ".doc", "旧版 Word 或 WPS 文件（.doc、.wps）")
    if found.has(*_MACRO_PARTS) and _MACRO not in draft.warnings:
        draft.warnings.append(_MACRO)
    return draft


def _through_office(data: bytes, suffix: str, what: str) -> Draft:
    if office.program() is None:
        raise ReadError(_NO_OFFICE.format(what))
    return docx.read(office.to_docx(data, suffix), "")


# ── text and XML ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_rtf(data: bytes) -> bool:
    return bool(_RTF.match(data[:32]))


def _xml_kind(data: bytes) -> str | None:
    """Which of the two XML forms of Word this is: that of 2003, or a .docx laid out in one file."""
    head = data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head.startswith((b"<?xml", b"<w:wordDocument", b"<pkg:package")):
        return None
    if b"<pkg:package" in head:
        return "flat"
    return "2003" if b"wordDocument" in head else None


def _parsed(data: bytes) -> Any:
    """The root of Word's XML. A document type declaration is refused, in whatever encoding it hides."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(_ENTITIES if b"<!DOCTYPE" in data else _DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(_ENTITIES)
    return root


def _written(root: Any) -> bytes:
    """The tree as LibreOffice shall see it: in UTF-8, and nothing in it but what was looked at."""
    from lxml import etree

    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def _packed(root: Any) -> bytes:
    """The parts of a flat file in a zip, as the reader of .docx files wants them."""
    parts: dict[str, bytes] = {}
    for part in root.iter(_PACKAGE + "part"):
        parts.setdefault((part.get(_PACKAGE + "name") or "").lstrip("/"), _content(part))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name or "x", content)
    return packed.getvalue()


def _content(part: Any) -> bytes:
    """The bytes of one part: an element of its own, or base64."""
    from lxml import etree

    for child in part:
        if child.tag == _PACKAGE + "xmlData" and len(child):
            return bytes(etree.tostring(child[0], encoding="utf-8"))
        if child.tag == _PACKAGE + "binaryData":
            try:
                return base64.b64decode(child.text or "")
            except ValueError as error:
                raise ReadError(_DAMAGED) from error
    return b""
