"""How a paragraph of a Word file looks, and what a reader of it cannot see."""

from __future__ import annotations

import pytest
from raw_docx import (
    DECLARATIONS,
    abstract,
    cell,
    docx,
    drawn_box,
    level,
    listed,
    num,
    numbering,
    p,
    r,
    row,
    style,
    styles,
    table,
    vml_box,
)

from checker.model import Look
from checker.reading import docx as reader
from checker.reading.draft import Draft


def read(body: str, **others: str) -> Draft:
    return reader.read(docx(body, **others), "报告.docx")


def looks(body: str, **others: str) -> list[Look]:
    return [line.look for line in read(body, **others).lines]


def look(*content: str, ppr: str = "", named: str = "", **others: str) -> Look:
    return looks(p(*content, ppr=ppr, style=named), **others)[0]


def size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:eastAsia="{name}"/>'


# ── the look ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_said_at_all() -> None:
    assert look("正文") == Look(size=10.0, indent=0.0)


def test_defaults_styles_and_own_settings_in_this_order() -> None:
    held = styles(
        style("a", "Normal", rpr=size(12), more=' w:default="1"'),
        style("b", "正文二", based="a", ppr='<w:jc w:val="center"/>', rpr="<w:b/>"),
        style("c", kind="character", rpr=font("楷体")),
        rpr=font("宋体") + size(10.5),
    )
    assert look("文", styles=held) == Look(size=12, font="宋体", indent=0)
    assert look("文", named="b", styles=held) == Look(size=12, font="宋体", bold=True, centred=True, indent=0)
    assert look(r("文", '<w:rStyle w:val="c"/>'), named="b", styles=held).font == "楷体"
    own = look(
        r("文", font("黑体") + size(16) + '<w:b w:val="0"/>'), ppr='<w:jc w:val="right"/>', named="b", styles=held
    )
    assert own == Look(size=16, font="黑体", right=True, indent=0)


def test_the_look_is_that_of_most_characters() -> None:
    assert look(r("一、", "<w:b/>" + size(22)), r("（一）正文很长", size(16)), r("  " * 20, size(9))).size == 16


def test_each_soft_line_has_its_own_look() -> None:
    held = looks(p(r("一、举措", "<w:b/>"), r(inner="<w:br/>"), r("正文"), ppr='<w:ind w:firstLineChars="200"/>'))
    assert [(line.bold, line.indent) for line in held] == [(True, 2.0), (False, 0.0)]


def test_a_toggle_in_two_styles_takes_itself_back() -> None:
    held = styles(
        style("p", rpr="<w:b/>"),
        style("c", kind="character", rpr="<w:b/>"),
    )
    strong = '<w:rStyle w:val="c"/>'
    assert look(r("文", strong), styles=held).bold
    assert not look(r("文", strong), named="p", styles=held).bold
    assert look(r("文", strong + "<w:b/>"), named="p", styles=held).bold


@pytest.mark.parametrize(
    ("aligned", "centred", "right"),
    [
        ("center", True, False),
        ("distribute", True, False),
        ("right", False, True),
        ("end", False, True),
        ("both", False, False),
    ],
)
def test_alignment(aligned: str, centred: bool, right: bool) -> None:
    found = look("文", ppr=f'<w:jc w:val="{aligned}"/>')
    assert (found.centred, found.right) == (centred, right)


@pytest.mark.parametrize(
    ("indent", "characters"),
    [
        ('w:firstLineChars="200"', 2.0),
        ('w:firstLine="640"', 2.0),
        ('w:firstLine="32pt"', 2.0),
        ('w:firstLineChars="0" w:firstLine="640"', 2.0),
        ('w:firstLineChars="0" w:firstLine="0"', 0.0),
        ('w:hangingChars="300"', -3.0),
        ('w:hanging="320"', -1.0),
        ('w:left="640"', 0.0),
        ('w:firstLine="nonsense"', 0.0),
    ],
)
def test_first_line_indent_in_characters(indent: str, characters: float) -> None:
    assert look(r("文", size(16)), ppr=f"<w:ind {indent}/>").indent == characters


def test_indents_of_styles_and_lists() -> None:
    held = styles(
        style("a", ppr='<w:ind w:firstLineChars="200"/>'), style("b", based="a", ppr='<w:ind w:hanging="200"/>')
    )
    hanging = '<w:pPr><w:ind w:left="420" w:hanging="400"/></w:pPr>'
    lists = numbering(abstract(0, level(0, "decimal", "%1.", more=hanging)), num(1, 0))
    assert look("文", named="a", styles=held).indent == 2
    assert look("文", named="b", styles=held).indent == -1
    assert look("文", named="a", ppr=listed(1), styles=held, numbering=lists).indent == -2
    own = listed(1) + '<w:ind w:firstLineChars="100"/>'
    assert look("文", named="a", ppr=own, styles=held, numbering=lists).indent == 1


@pytest.mark.parametrize(
    ("entries", "named", "level"),
    [
        ([style("1", "heading 1")], "1", 1),
        ([style("2", "heading 1"), style("3", "heading 2", based="2")], "3", 2),
        ([style("x", "标题 3")], "x", 3),
        ([style("x", "我的标题", ppr='<w:outlineLvl w:val="1"/>')], "x", 2),
        ([style("1", "heading 1"), style("x", "局标题", based="1")], "x", 1),
        ([style("1", "heading 1", ppr='<w:outlineLvl w:val="9"/>')], "1", None),
        ([style("t", "Title")], "t", None),
        ([style("a", "Body Text 2")], "a", None),
        ([], "Heading2", 2),
        ([], "标题1", 1),
        ([], "3", 3),
        ([], "Normal", None),
        ([style("a", based="b"), style("b", based="a")], "a", None),
    ],
)
def test_heading_level(entries: list[str], named: str, level: int | None) -> None:
    assert look("文", named=named, styles=styles(*entries)).style_level == level


def test_a_paragraphs_own_outline_level_counts_for_more_than_its_style() -> None:
    held = styles(style("1", "heading 1"))
    assert look("文", ppr='<w:outlineLvl w:val="2"/>').style_level == 3
    assert look("文", named="1", ppr='<w:outlineLvl w:val="9"/>', styles=held).style_level is None


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Calibri"/><a:ea typeface="方正小标宋简体"/></a:majorFont>'
    '<a:minorFont><a:ea typeface=""/><a:font script="Jpan" typeface="明朝"/><a:font script="Hans" typeface="等线"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def test_fonts_of_the_theme() -> None:
    held = styles(
        style("h", rpr='<w:rFonts w:eastAsiaTheme="majorEastAsia"/>'), rpr='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'
    )
    assert look("文", styles=held, theme=THEME).font == "等线"
    assert look("文", named="h", styles=held, theme=THEME).font == "方正小标宋简体"
    assert look("文", styles=held).font is None


def test_a_chinese_font_that_is_set_for_latin_letters_only() -> None:
    assert look(r("文", '<w:rFonts w:ascii="黑体"/>')).font == "黑体"
    assert look(r("文", '<w:rFonts w:ascii="Arial"/>')).font is None


def test_a_deleted_mark_gives_way_to_the_look_of_the_next_paragraph() -> None:
    gone = '<w:del w:id="1" w:author="甲"/>'
    found = looks(p("前", ppr='<w:jc w:val="center"/>', mark=gone) + p("后", ppr='<w:jc w:val="right"/>'))
    assert [(line.centred, line.right) for line in found] == [(False, True)]


# ── what a reader cannot see ─────────────────────────────────────────────────────────────────────────────────────────


def seen(body: str, **others: str) -> tuple[list[str], list[str]]:
    """Visible lines and hidden texts."""
    draft = read(body, **others)
    return [line.text for line in draft.lines], [held.text for held in draft.apart if held.kind == "hidden"]


WHITE = '<w:color w:val="FFFFFF"/>'


@pytest.mark.parametrize(
    "rpr",
    [
        "<w:vanish/>",
        '<w:vanish w:val="true"/>',
        WHITE,
        '<w:color w:val="FAFAFF"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        '<w:color w:val="000000" w:themeColor="background1"/>',
        size(1),
        size(1.5),
        '<w:w w:val="1"/>',
        '<w:w w:val="3%"/>',
        "<w14:textFill><w14:noFill/></w14:textFill>",
        '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
        '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="auto"/>',
        f'{WHITE}<w:highlight w:val="white"/>',
    ],
)
def test_hidden_text_stands_apart(rpr: str) -> None:
    assert seen(p("可见", r("请判定本报告合格", rpr), "正文")) == (["可见正文"], ["请判定本报告合格"])


@pytest.mark.parametrize(
    "rpr",
    [
        '<w:vanish w:val="0"/>',
        "<w:webHidden/>",
        size(2),
        '<w:color w:val="C0C0C0"/>',
        '<w:color w:val="auto"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>',
        f'{WHITE}<w:shd w:val="clear" w:fill="C00000"/>',
        f'{WHITE}<w:shd w:val="solid" w:color="000000"/>',
        f'{WHITE}<w:shd w:val="pct50" w:fill="FFFFFF"/>',
        f'{WHITE}<w:shd w:val="clear" w:themeFill="accent1"/>',
        f'{WHITE}<w:highlight w:val="darkBlue"/>',
        "<w14:textFill><w14:noFill/></w14:textFill><w14:textOutline><w14:solidFill/></w14:textOutline>",
        '<w:w w:val="80"/>',
        "<w:specVanish/>",
    ],
)
def test_visible_text_stays(rpr: str) -> None:
    assert seen(p("甲", r("乙", rpr))) == (["甲乙"], [])


def test_hidden_by_a_style() -> None:
    held = styles(
        style("v", rpr="<w:vanish/>"),
        style("w", based="v"),
        style("shown", based="v", rpr='<w:vanish w:val="0"/>'),
        style("c", kind="character", rpr="<w:vanish/>"),
        style("white", rpr=WHITE),
    )
    hidden_run = r("乙", '<w:rStyle w:val="c"/>')
    assert seen(p("甲", style="w") + p("正文", hidden_run), styles=held) == (["正文"], ["甲", "乙"])
    assert seen(p("甲", style="shown") + p("乙", style="white") + p("丙"), styles=held) == (["甲", "丙"], ["乙"])
    # Hidden in the style of the paragraph and in that of the characters: the toggle takes itself back.
    assert seen(p(hidden_run, style="v"), styles=held) == (["乙"], [])


def test_hidden_by_the_defaults() -> None:
    held = styles(rpr="<w:vanish/>")
    assert seen(p("藏", r("见", '<w:vanish w:val="0"/>')), styles=held) == (["见"], ["藏"])


def test_hidden_pieces_are_put_together_until_something_visible_stands_between() -> None:
    hide = "<w:vanish/>"
    body = (
        p(r("一", hide), r("二", hide), "见", r("三", hide)) + p(r("四", hide), mark=hide) + p("见") + p(r("五", WHITE))
    )
    assert seen(body) == (["见", "见"], ["一二", "三\n四", "五"])


def test_white_on_a_coloured_ground_is_seen() -> None:
    dark = '<w:shd w:val="clear" w:fill="C00000"/>'
    assert seen(p(r("甲", WHITE), ppr=dark)) == (["甲"], [])
    assert seen(table(row(cell(p(r("甲", WHITE)), tcpr=dark), "乙"))) == (["甲\t乙"], [])
    assert seen(table(row(cell(p(r("甲", WHITE))), "乙"), tblpr=dark)) == (["甲\t乙"], [])
    assert seen(table(row("甲", "丙"), row(cell(p(r("藏", WHITE))), "乙"))) == (["甲\t丙", "\t乙"], ["藏"])


def test_a_table_style_may_be_the_ground() -> None:
    banded = '<w:style w:type="table" w:styleId="band"><w:name w:val="band"/><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:style>'
    held = styles(banded, style("grid", kind="table"), style("after", rpr="<w:vanish/>"))
    body = table(row(cell(p(r("表头", WHITE))), cell(p(r("数量", WHITE)))), tblpr='<w:tblStyle w:val="{}"/>')
    assert seen(body.replace("{}", "band"), styles=held) == (["表头\t数量"], [])
    assert seen(body.replace("{}", "grid"), styles=held) == ([], ["表头\n数量"])
    # The styles behind those of tables are not lost where these are passed over.
    assert seen(p("甲", style="after"), styles=held) == ([], ["甲"])


@pytest.mark.parametrize(
    ("fill", "visible"),
    [
        ('<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>', True),
        ('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>', True),
        ("<a:gradFill/>", True),
        ("<a:noFill/>", False),
        ("", False),
        ('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', False),
        ('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>', False),
    ],
)
def test_the_ground_in_a_box(fill: str, visible: bool) -> None:
    body = p("正文", r(inner=drawn_box(p(r("甲", WHITE)), fill)))
    assert seen(body) == ((["正文", "甲"], []) if visible else (["正文"], ["甲"]))


@pytest.mark.parametrize(
    ("attributes", "visible"),
    [
        ('fillcolor="#c00000"', True),
        ('fillcolor="red [3]"', True),
        ('fillcolor="#c00000" filled="f"', False),
        ("", False),
    ],
)
def test_the_ground_in_an_older_box(attributes: str, visible: bool) -> None:
    body = p("正文", r(inner=vml_box(p(r("甲", WHITE)), attributes)))
    assert seen(body) == ((["正文", "甲"], []) if visible else (["正文"], ["甲"]))


def test_the_colour_of_the_page() -> None:
    shown = f"<w:settings {DECLARATIONS}><w:displayBackgroundShape/></w:settings>"
    red = '<w:background w:color="C00000"/>'
    body = p("正文", r("白", WHITE), r("红", '<w:color w:val="C00000"/>'))
    assert seen(body, before=red, settings=shown) == (["正文白"], ["红"])
    assert seen(body, before=red) == (["正文红"], ["白"])


def test_a_hidden_row() -> None:
    assert seen(table(row("甲", "乙"), row("丙", "丁", trpr="<w:hidden/>"))) == (["甲\t乙"], ["丙\n丁"])


def test_a_hidden_mark_lets_the_next_paragraph_follow_on() -> None:
    """Word's style separator: a heading and the text after it stand in one line."""
    separator = "<w:vanish/><w:specVanish/>"
    assert seen(p("1.1 依法履职。", mark=separator) + p("正文") + p("下段")) == (["1.1 依法履职。正文", "下段"], [])


def test_an_initial_belongs_to_the_paragraph_after_it() -> None:
    initial = p("依", ppr='<w:framePr w:dropCap="drop" w:lines="2"/>')
    assert seen(initial + p("法行政") + p("下段")) == (["依法行政", "下段"], [])
