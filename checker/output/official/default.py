"""The template that ships, built by code: every measure in it comes from ``measures`` and ``styles``."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from checker.errors import UsageError
from checker.output.official import fonts, styles
from checker.output.official.measures import (
    AREA_HEIGHT,
    BOTTOM,
    CHAR_SPACE,
    FOOTER,
    LEFT,
    LINE_PITCH,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SIZE,
    TOP,
)

assert TOP + AREA_HEIGHT + BOTTOM == PAGE_HEIGHT

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
# What no line opens with: Word's own list, and what a reference behind a sentence opens with, lest it stand there alone.
_NEVER_FIRST = "!%),.:;&gt;?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠※["
_NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# In the order of the page, each a paragraph in the style that it is set in.
_PARAGRAPHS = (
    ("发文字号", styles.NUMBER),
    ("标题", styles.TITLE),
    ("主送", styles.TO),
    ("正文", styles.BODY),
    ("落款", styles.SIGNATURE),
    ("日期", styles.DATE),
    ("附件", styles.BODY),
)


def default_template() -> bytes:
    """The template as a .docx."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        f"<w:t>{{{{{name}}}}}</w:t></w:r></w:p>"
        for name, style in _PARAGRAPHS
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
        ),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_OFFICE}/styles", "styles.xml"),
            ("rId2", f"{_OFFICE}/settings", "settings.xml"),
            ("rId3", f"{_OFFICE}/fontTable", "fontTable.xml"),
            ("rId4", f"{_OFFICE}/footer", "footer1.xml"),
            ("rId5", f"{_OFFICE}/footer", "footer2.xml"),
        ),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{paragraphs}{_section()}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": f"<w:fonts {_W}>{''.join(fonts.table_entry(font) for font in fonts.ALL)}</w:fonts>",
        "word/footer1.xml": _footer(styles.ODD),
        "word/footer2.xml": _footer(styles.EVEN),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)  # of 1 January 1980: the same bytes on every day
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, _HEAD + content)
    return buffer.getvalue()


def write_default_template(path: Path) -> None:
    """Write the template for an office to edit. Raises UsageError where it cannot be written, or something stands there."""
    try:
        with path.open("xb") as file:
            file.write(default_template())
    except FileExistsError as error:
        raise UsageError(f"“{path}”已经存在，没有覆盖；请换一个文件名。") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"模板不能写到“{path}”：{getattr(error, 'strerror', None) or error}。") from error


def _relations(*relations: tuple[str, str, str]) -> str:
    told = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _section() -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" '
        f'w:footer="{FOOTER}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE_PITCH}" w:charSpace="{CHAR_SPACE}"/></w:sectPr>'
    )


def _styles() -> str:
    """The defaults, Normal (from whose size Word counts the grid's characters) and ours."""
    size = f"{SIZE * 2:.0f}"
    faces = styles.faces(fonts.BODY)
    return (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{faces}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr>{faces}<w:sz w:val="{size}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" '
        'w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{''.join(styles.definition(style) for style in styles.ALL)}</w:styles>"
    )


def _settings() -> str:
    """Page numbers on the outer side; marks keep their full width, or a line would hold more than 28 characters."""
    return (
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val="{_NEVER_LAST}"/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val="{_NEVER_FIRST}"/>'
        "<w:compat><w:spaceForUL/>"
        "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _footer(style: styles.Style) -> str:
    """— 1 — (7.5): a dash of one character, a blank, the field, a blank, a dash."""
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return (
        f'<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr>'
        f'<w:r>{hint}<w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:r>{hint}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )
