"""The paragraph styles, by the names that an office sees in Word. A template's own style of the same name wins.

A style rests on nothing but what it says itself: a template's 正文 (Normal) does not change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checker.output.official import fonts
from checker.output.official.fonts import Font
from checker.output.official.measures import (
    CLOSER,
    LINE_PITCH,
    PAGE_NUMBER_PITCH,
    PAGE_NUMBER_SIZE,
    SIZE,
    TITLE_SIZE,
    characters,
)


@dataclass(frozen=True, slots=True)
class Style:
    """``size`` is pt; ``first``, ``left``, ``right``, ``hanging`` are characters; ``before``, ``after`` lines; ``pitch`` twips."""

    name: str
    id: str
    font: Font
    size: float = SIZE
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before: int = 0
    after: float = 0
    pitch: int | None = LINE_PITCH
    outline: int | None = None
    keep_next: bool = False
    new_page: bool = False


NUMBER = Style("公文发文字号", "GwNumber", fonts.BODY, align="center", after=2)
TITLE = Style("公文标题", "GwTitle", fonts.TITLE, TITLE_SIZE, "center", after=1)
TO = Style("公文主送", "GwTo", fonts.BODY, align="left")
BODY = Style("公文正文", "GwBody", fonts.BODY, first=2)
FLUSH = Style("公文正文顶格", "GwFlush", fonts.BODY)
LEVELS = (
    Style("一级标题", "GwLevel1", fonts.HEAVY, first=2, outline=0, keep_next=True),
    Style("二级标题", "GwLevel2", fonts.SCRIPT, first=2, outline=1, keep_next=True),
    Style("三级标题", "GwLevel3", fonts.BODY, first=2, outline=2, keep_next=True),
    Style("四级标题", "GwLevel4", fonts.BODY, first=2, outline=3, keep_next=True),
)
NOTE = Style("公文附件说明", "GwAnnexNote", fonts.BODY, align="left", left=5, hanging=3)
SIGNATURE = Style("公文署名", "GwSignature", fonts.BODY, align="right", right=4, keep_next=True)
DATE = Style("公文日期", "GwDate", fonts.BODY, align="right", right=4)
REMARK = Style("公文附注", "GwRemark", fonts.BODY, first=2)
ANNEX = Style("附件标记", "GwAnnex", fonts.HEAVY, align="left", new_page=True, keep_next=True)
ANNEX_TITLE = Style("附件标题", "GwAnnexTitle", fonts.TITLE, TITLE_SIZE, "center", before=1, after=1, keep_next=True)
TABLE_TITLE = Style("公文表题", "GwTableTitle", fonts.HEAVY, 12, "center", keep_next=True)
TABLE_HEAD = Style("公文表头", "GwTableHead", fonts.HEAVY, 12, "center", pitch=360)
TABLE_TEXT = Style("公文表文", "GwTableText", fonts.BODY, 12, "left", pitch=360)
PICTURE = Style("公文图", "GwPicture", fonts.BODY, 12, "center", after=0.25, pitch=None)
ODD = Style("公文单页码", "GwOdd", fonts.SONG, PAGE_NUMBER_SIZE, "right", right=1, pitch=PAGE_NUMBER_PITCH)
EVEN = Style("公文双页码", "GwEven", fonts.SONG, PAGE_NUMBER_SIZE, "left", left=1, pitch=PAGE_NUMBER_PITCH)

ALL = (
    *(NUMBER, TITLE, TO, BODY, FLUSH, *LEVELS, NOTE, SIGNATURE, DATE, REMARK, ANNEX, ANNEX_TITLE),
    *(TABLE_TITLE, TABLE_HEAD, TABLE_TEXT, PICTURE, ODD, EVEN),
)


def definition(style: Style, id: str | None = None) -> str:
    """The style as a ``w:style``; the order of its parts is the schema's."""
    line = f'w:line="{style.pitch}" w:lineRule="exact"' if style.pitch else 'w:line="240" w:lineRule="auto"'
    closer = f'<w:spacing w:val="{CLOSER}"/>' if style.size == SIZE else ""
    before, after = style.before * LINE_PITCH, round(style.after * LINE_PITCH)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id or style.id}"><w:name w:val="{style.name}"/>'
        f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>'
        + ("<w:keepNext/>" if style.keep_next else "")
        + ("<w:pageBreakBefore/>" if style.new_page else "")
        + '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        + '<w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{before}" w:after="{after}" {line}/>{_indent(style)}<w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
        + f'</w:pPr><w:rPr>{faces(style.font)}<w:b w:val="0"/><w:bCs w:val="0"/><w:i w:val="0"/><w:iCs w:val="0"/>'
        f'<w:color w:val="000000"/>{closer}<w:kern w:val="0"/><w:sz w:val="{style.size * 2:.0f}"/><w:szCs w:val="{style.size * 2:.0f}"/>'
        '<w:u w:val="none"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


def faces(font: Font) -> str:
    """``w:rFonts``: Chinese in the font, Latin letters and digits in Times New Roman; in page numbers all in 宋体 (7.5)."""
    latin = font.name if font is fonts.SONG else fonts.LATIN.name
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font.name}" w:cs="{latin}"/>'


def _indent(style: Style) -> str:
    """Word goes by the counts of characters; others by the twips beside them."""
    told = []
    for name, count in (
        ("left", style.left),
        ("right", style.right),
        ("hanging", style.hanging),
        ("firstLine", style.first),
    ):
        if count or name in ("left", "right") or (name == "firstLine" and not style.hanging):
            told.append(f'w:{name}Chars="{round(count * 100)}" w:{name}="{characters(count)}"')
    return f"<w:ind {' '.join(told)}/>"


def settle(document: Any) -> dict[str, str]:
    """The id of each style in this document, by name; those that it has not are added."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    root = document.styles.element
    named: dict[str, str] = {}
    taken = set()
    for known in root.iterchildren(qn("w:style")):
        taken.add(known.get(qn("w:styleId")))
        name = known.find(qn("w:name"))
        if known.get(qn("w:type")) == "paragraph" and name is not None:
            named[name.get(qn("w:val"), "")] = known.get(qn("w:styleId"), "")
    for style in ALL:
        if style.name in named:
            continue
        id = style.id
        while id in taken:
            id += "x"
        xml = definition(style, id).replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)
        root.append(parse_xml(xml))
        taken.add(id)
        named[style.name] = id
    return named
