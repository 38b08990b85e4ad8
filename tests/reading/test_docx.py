"""Word files: what is text and what is not, in the order in which a reader of the page meets it."""

from __future__ import annotations

from typing import get_args

import pytest
from raw_docx import (
    alternate,
    box_run,
    cell,
    deleted,
    docx,
    drawn_box,
    field,
    ins,
    p,
    pack,
    part,
    parts,
    r,
    relationships,
    row,
    sdt,
    style,
    styles,
    table,
    vml_box,
)

from checker.model import ApartKind
from checker.reading import docx as reader
from checker.reading.draft import Draft, Line


def read(body: str = "", **others: str) -> Draft:
    return reader.read(docx(body, **others), "报告.docx")


def texts(body: str, **others: str) -> list[str]:
    return [line.text for line in read(body, **others).lines]


def apart(draft: Draft, kind: str) -> list[str]:
    assert kind in get_args(ApartKind)
    return [held.text for held in draft.apart if held.kind == kind]


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_paragraphs_in_order_runs_joined() -> None:
    body = p("2025年度", r("法治政府", "<w:b/>"), "建设工作报告") + p() + p("一、总体情况") + p("　　正文 空格  保留")
    assert texts(body) == ["2025年度法治政府建设工作报告", "一、总体情况", "　　正文 空格  保留"]


def test_blanks_round_a_text_count_only_where_they_are_kept() -> None:
    body = "<w:p><w:r><w:t> 甲 </w:t></w:r><w:r><w:t xml:space='preserve'> 乙 </w:t></w:r><w:r><w:t>\n丙\n丁</w:t></w:r></w:p>"
    assert texts(body) == ["甲 乙 丙 丁"]


def test_signs_of_their_own() -> None:
    body = p(r("年"), r(inner="<w:tab/>"), r("月"), r(inner="<w:noBreakHyphen/><w:softHyphen/><w:ptab/>"), r("日"))
    assert texts(body) == ["年\t月-\t日"]


def test_symbols() -> None:
    known = '<w:sym w:font="Wingdings" w:char="F081"/><w:sym w:font="Wingdings" w:char="F0FE"/>'
    plain = '<w:sym w:font="宋体" w:char="25A1"/><w:sym w:font="Symbol" w:char="F0B0"/>'
    ornament = '<w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="自造" w:char="F123"/><w:sym/>'
    assert texts(p(r(inner=known + plain + ornament))) == ["①☑□°"]


def test_bookmarks_and_marks_of_the_spelling_checker_are_no_text() -> None:
    marks = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>'
    assert texts(p("甲", marks, "乙")) == ["甲乙"]


def test_ruby_gives_its_base() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('chǔ')}</w:rt><w:rubyBase>{r('处')}</w:rubyBase></w:ruby>"
    assert texts(p("办", r(inner=ruby), "置")) == ["办处置"]


def test_formulas_are_text() -> None:
    fraction = "<m:f><m:num><m:r><m:t>甲</m:t></m:r></m:num><m:den><m:r><m:t>乙</m:t></m:r></m:den></m:f>"
    assert texts(
        p("比率", f"<m:oMath>{fraction}</m:oMath>", "。") + f"<m:oMathPara><m:oMath>{fraction}</m:oMath></m:oMathPara>"
    ) == [
        "比率甲乙。",
        "甲乙",
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        '<w:hyperlink r:id="rId9">{}</w:hyperlink>',
        '<w:smartTag w:uri="u" w:element="e"><w:smartTagPr/>{}</w:smartTag>',
        '<w:customXml w:element="e"><w:customXmlPr/>{}</w:customXml>',
        '<w:dir w:val="ltr">{}</w:dir>',
        "<x:unknown>{}</x:unknown>",
        ins("{}"),
        ins("{}", "moveTo"),
        sdt("{}"),
        sdt(sdt("{}")),
    ],
)
def test_text_in_a_wrapper_is_text(wrapper: str) -> None:
    assert texts(p("甲", wrapper.replace("{}", r("乙")), "丙")) == ["甲乙丙"]
    assert texts(p("甲") + wrapper.replace("{}", p("乙")) + p("丙")) == ["甲", "乙", "丙"]


def test_text_outside_of_any_paragraph_is_not_lost() -> None:
    assert texts(p("甲") + sdt(r("乙")) + p("丙")) == ["甲", "乙", "丙"]


# ── line and page breaks ─────────────────────────────────────────────────────────────────────────────────────────────


def soft(lines: list[Line]) -> list[tuple[str, bool]]:
    return [(line.text, line.soft) for line in lines]


def test_a_line_break_begins_a_soft_line() -> None:
    body = p(r("一、举措"), r(inner="<w:br/>"), r("正文"), r(inner="<w:cr/>"), r("又一行")) + p("下段")
    assert soft(read(body).lines) == [("一、举措", False), ("正文", True), ("又一行", True), ("下段", False)]


def test_after_an_empty_line_a_line_is_not_soft() -> None:
    body = p(r(inner="<w:br/>"), r("甲"), r(inner="<w:br/><w:br/>"), r("乙"), r(inner="<w:br/>"))
    assert soft(read(body).lines) == [("甲", False), ("乙", False)]


def test_rendered_page_breaks_count_pages_and_cut_nothing() -> None:
    turn = "<w:lastRenderedPageBreak/>"
    body = (
        p("首页")
        + p("前半", r(inner=turn), "后半")
        + p(r(inner=f'<w:br w:type="page"/>{turn}'), "三页")
        + p("还在三页")
    )
    draft = read(body)
    assert [(line.text, line.page) for line in draft.lines] == [
        ("首页", 1),
        ("前半后半", 1),
        ("三页", 3),
        ("还在三页", 3),
    ]
    assert draft.pages == 3


def test_the_page_of_a_line_is_that_of_its_first_character() -> None:
    assert [line.page for line in read(p(r(inner="<w:lastRenderedPageBreak/>"), "甲")).lines] == [2]


def test_cells_side_by_side_turn_the_page_once() -> None:
    turn = p(r("甲"), r(inner="<w:lastRenderedPageBreak/>"), r("乙"))
    draft = read(table(row(cell(turn), cell(turn))) + p("后文"))
    assert [(line.text, line.page) for line in draft.lines] == [("甲乙\t甲乙", 1), ("后文", 2)]


def test_without_rendered_breaks_there_are_no_pages() -> None:
    draft = read(p("甲") + p(r(inner='<w:br w:type="page"/>'), "乙"))
    assert [line.page for line in draft.lines] == [None, None]
    assert draft.pages is None


# ── revisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_insertions_stand_and_deletions_are_gone() -> None:
    body = p("办结", deleted("124件"), ins(r("126件")), "案件", deleted("搬走", "moveFrom"), ins(r("搬来"), "moveTo"))
    draft = read(body)
    assert [line.text for line in draft.lines] == ["办结126件案件搬来"]
    assert draft.warnings == ["文件留有未处理的修订，已按“接受所有修订”后的文字读取；请在 Word 中处理修订后再定稿。"]
    assert draft.apart == []


def test_a_deletion_inside_an_insertion() -> None:
    assert texts(p("甲", ins(r("乙") + deleted("丙")), "丁")) == ["甲乙丁"]


def test_a_deleted_mark_joins_paragraphs() -> None:
    gone, moved = '<w:del w:id="1" w:author="甲"/>', '<w:moveFrom w:id="1" w:author="甲"/>'
    assert texts(p("前", mark=gone) + p("中", mark=moved) + sdt(p("后")) + p("另段")) == ["前中后", "另段"]


def test_a_deleted_mark_before_a_table_or_the_end() -> None:
    gone = '<w:del w:id="1" w:author="甲"/>'
    assert texts(p("前", mark=gone) + table(row("甲", "乙")) + p("末", mark=gone)) == ["前", "甲\t乙", "末"]


def test_deleted_rows_and_cells() -> None:
    removed = row("删", "行", trpr='<w:del w:id="1" w:author="甲"/>')
    kept = row("甲", cell("删", tcpr='<w:cellDel w:id="1" w:author="甲"/>'), "乙")
    assert texts(table(removed, kept)) == ["甲\t乙"]


def test_old_settings_in_a_revision_are_not_taken_for_the_settings() -> None:
    change = '<w:rPrChange w:id="1" w:author="甲"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'
    assert texts(p(r("可见", change))) == ["可见"]


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_field_shows_its_result_and_not_its_code() -> None:
    assert texts(p("见", field(' HYPERLINK "http://example.com" ', "通知"), "。")) == ["见通知。"]


def test_nested_fields() -> None:
    inner = field(" REF _Ref1 ", "第三条")
    code = (
        r(inner='<w:fldChar w:fldCharType="begin"/>') + r(inner="<w:instrText>IF </w:instrText>") + field("PAGE", "7")
    )
    outer = (
        code
        + r(inner='<w:fldChar w:fldCharType="separate"/>')
        + r("依据")
        + inner
        + r(inner='<w:fldChar w:fldCharType="end"/>')
    )
    assert texts(p("甲", outer, "乙")) == ["甲依据第三条乙"]


def test_page_numbers_are_not_text() -> None:
    simple = f'<w:fldSimple w:instr=" NUMPAGES \\* Arabic ">{r("9")}</w:fldSimple>'
    assert texts(p("第", field(" PAGE ", "3"), "页共", simple, "页")) == ["第页共页"]


def test_a_simple_field_is_text() -> None:
    assert texts(p("甲", f'<w:fldSimple w:instr="DATE">{r("2026年2月20日")}</w:fldSimple>')) == ["甲2026年2月20日"]


def test_a_field_that_runs_over_paragraphs() -> None:
    begin = r(inner='<w:fldChar w:fldCharType="begin"/>') + r(inner="<w:instrText>QUOTE</w:instrText>")
    body = p(begin, r(inner='<w:fldChar w:fldCharType="separate"/>'), "甲") + p(
        "乙", r(inner='<w:fldChar w:fldCharType="end"/>'), "丙"
    )
    assert texts(body) == ["甲", "乙丙"]


@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_field_mark_without_its_fellows_swallows_nothing(kind: str) -> None:
    stray = r(inner=f'<w:fldChar w:fldCharType="{kind}"/>') + r(inner="<w:instrText> PAGE </w:instrText>")
    assert texts(p("甲", stray, "乙") + p("丙", field(" PAGE ", "1"), "丁")) == ["甲乙", "丙丁"]


def test_a_deleted_field_does_not_upset_the_others() -> None:
    gone = ins(r(inner='<w:fldChar w:fldCharType="begin"/>'), "del")
    assert texts(p("甲", gone, "乙", field(" REF a ", "丙"))) == ["甲乙丙"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (" eq \\o\\ac(○,1)", "①"),
        (' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(chǔ),处)', "处"),
        (" EQ \\f(1,2)", ""),
        (" AUTONUM ", ""),
    ],
)
def test_signs_that_an_equation_field_puts_together(code: str, shown: str) -> None:
    assert texts(p("甲", field(code, separate=False), "乙")) == [f"甲{shown}乙"]


def test_a_table_of_contents_is_residue() -> None:
    toc = (
        p(r(inner='<w:fldChar w:fldCharType="begin"/>'), r(inner='<w:instrText>TOC \\o "1-3"</w:instrText>'))
        + p(
            r(inner='<w:fldChar w:fldCharType="separate"/>'), "一、举措", r(inner="<w:tab/>"), field(" PAGEREF a ", "1")
        )
        + p("二、不足", r(inner="<w:tab/>"), field(" PAGEREF b ", "2"))
        + p(r(inner='<w:fldChar w:fldCharType="end"/>'), "正文")
    )
    assert [(line.text, line.residue) for line in read(toc).lines] == [
        ("一、举措\t1", True),
        ("二、不足\t2", True),
        ("正文", False),
    ]


def test_a_table_of_contents_known_by_its_control_or_its_styles() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = sdt(p("目录") + p("一、举措"), gallery) + p("二、不足", style="11") + p("正文")
    found = read(body, styles=styles(style("11", "toc 1"))).lines
    assert [(line.text, line.residue) for line in found] == [
        ("目录", True),
        ("一、举措", True),
        ("二、不足", True),
        ("正文", False),
    ]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(body: str) -> list[tuple[str, bool]]:
    return [(line.text, line.table) for line in read(body).lines]


def test_a_row_is_a_line_with_a_tab_between_cells() -> None:
    body = p("前") + table(row("事项", "数量"), row("许可", "12"), row("", "")) + p("后")
    assert rows(body) == [("前", False), ("事项\t数量", True), ("许可\t12", True), ("后", False)]


def test_paragraphs_tabs_and_breaks_within_a_cell_become_blanks() -> None:
    inner = p(r("上"), r(inner="<w:br/>"), r("中")) + p(r("下"), r(inner="<w:tab/>"), r("尾"))
    assert rows(table(row("甲", cell(inner)))) == [("甲\t上 中 下 尾", True)]


def test_merged_cells_are_read_once() -> None:
    first = cell("类别", tcpr='<w:vMerge w:val="restart"/>')
    below = cell(tcpr="<w:vMerge/>")
    wide = cell("合计", tcpr='<w:gridSpan w:val="2"/>')
    body = table(row(first, "许可", "1"), row(below, "处罚", "2"), row(wide, "3"))
    assert rows(body) == [("类别\t许可\t1", True), ("\t处罚\t2", True), ("合计\t3", True)]


def test_a_cell_merged_sideways_the_old_way() -> None:
    body = table(row(cell("合计", tcpr='<w:hMerge w:val="restart"/>'), cell(tcpr="<w:hMerge/>"), "3"))
    assert rows(body) == [("合计\t\t3", True)]


def test_text_under_a_merged_cell_does_not_show() -> None:
    above, below = cell("上", tcpr='<w:vMerge w:val="restart"/>'), cell("藏", tcpr='<w:vMerge w:val="continue"/>')
    draft = read(table(row(above, "甲"), row(below, "乙")))
    assert [line.text for line in draft.lines] == ["上\t甲", "\t乙"]
    assert apart(draft, "hidden") == ["藏"]


def test_a_cell_that_continues_nothing_is_an_ordinary_cell() -> None:
    orphan = cell("甲", tcpr='<w:vMerge w:val="continue"/>')
    moved = row(cell("乙", tcpr='<w:vMerge w:val="restart"/>'), "丙", trpr='<w:gridBefore w:val="1"/>')
    assert rows(table(row(orphan, "一"), moved)) == [("甲\t一", True), ("乙\t丙", True)]


def test_rows_and_cells_in_controls() -> None:
    body = table(sdt(row("甲", "乙")), row(sdt(cell("丙")), cell(sdt(p("丁")))))
    assert rows(body) == [("甲\t乙", True), ("丙\t丁", True)]


def test_a_frame_round_the_signature_is_no_table() -> None:
    assert rows(table(row(cell(p("某县司法局") + p("2026年2月20日"))))) == [
        ("某县司法局", False),
        ("2026年2月20日", False),
    ]


def test_one_column_is_no_table() -> None:
    assert rows(table(row("一、举措"), row(cell(p("正文") + p("又一段"))))) == [
        ("一、举措", False),
        ("正文", False),
        ("又一段", False),
    ]


def test_a_table_that_only_pushes_text_to_one_side_is_no_table() -> None:
    body = table(row("", cell(p("某县司法局"))), row("", "2026年2月20日"))
    assert rows(body) == [("某县司法局", False), ("2026年2月20日", False)]


def test_a_form_with_running_text_in_it_comes_out_as_paragraphs() -> None:
    long = "深入推进行政执法规范化建设，组织案卷评查四次。" * 3
    body = table(row("单位", "某局"), row("主要举措", cell(p(long) + p(long))))
    assert rows(body) == [("单位\t某局", True), ("主要举措", False), (long, False), (long, False)]


def test_nested_tables() -> None:
    inner = table(row("甲", "1"), row("乙", "2"))
    assert rows(table(row(cell(p("说明") + inner + p("末"))))) == [
        ("说明", False),
        ("甲\t1", True),
        ("乙\t2", True),
        ("末", False),
    ]
    assert rows(table(row("左", cell(inner + p())))) == [("左", False), ("甲\t1", True), ("乙\t2", True)]


# ── text boxes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    body = p("锚", box_run(p("框一") + p("框二")), "点") + p("下段")
    assert texts(body) == ["锚点", "框一", "框二", "下段"]


@pytest.mark.parametrize("wrap", [drawn_box, vml_box])
def test_a_text_box_without_an_alternative(wrap: object) -> None:
    assert callable(wrap)
    assert texts(p("甲", r(inner=wrap(p("框")))) + p("乙")) == ["甲", "框", "乙"]


def test_one_of_two_alternatives_is_read() -> None:
    run = r(inner=alternate("<w:t>新</w:t>", "<w:t>旧</w:t>"))
    whole = alternate(r("新"), r("旧"))
    other = alternate(r("别家"), r("旧"), requires="x")
    unknown = alternate(r("别家"), r("旧"), requires="nowhere")
    assert texts(p(run, whole, other, unknown)) == ["新新旧旧"]
    assert texts(alternate(p("新"), p("旧"))) == ["新"]


def test_boxes_in_a_group_and_a_box_in_a_box() -> None:
    group = (
        "<w:drawing><a:graphic><a:graphicData><wpg:wgp>"
        + "".join(
            f"<wps:wsp><wps:txbx><w:txbxContent>{p(word)}</w:txbxContent></wps:txbx></wps:wsp>" for word in ("左", "右")
        )
        + "</wpg:wgp></a:graphicData></a:graphic></w:drawing>"
    )
    assert texts(p("甲", r(inner=group))) == ["甲", "左", "右"]
    assert texts(p("甲", box_run(p("外", box_run(p("内"))))) + p("乙")) == ["甲", "外", "内", "乙"]


def test_a_box_in_a_deleted_run_is_gone_and_one_in_a_hidden_run_is_hidden() -> None:
    draft = read(p("甲", ins(box_run(p("删")), "del"), r("", "<w:vanish/>", inner=vml_box(p("藏")))))
    assert [line.text for line in draft.lines] == ["甲"]
    assert apart(draft, "hidden") == ["藏"]


def test_fields_in_a_box_are_its_own() -> None:
    box = r(inner=vml_box(p("第", field(" PAGE ", "1"), "框")))
    assert texts(p("甲", field(" REF a ", "乙", box, "丙"))) == ["甲乙丙", "第框"]


def test_letters_drawn_as_a_picture() -> None:
    art = '<w:pict><v:shape><v:textpath style="" string="某县人民政府文件"/></v:shape></w:pict>'
    assert texts(p(r(inner=art)) + p("正文")) == ["某县人民政府文件", "正文"]


# ── what stands apart ────────────────────────────────────────────────────────────────────────────────────────────────


def section(*references: tuple[str, str]) -> str:
    inner = "".join(f'<w:{kind}Reference w:type="default" r:id="rId{name}"/>' for kind, name in references)
    return f"<w:sectPr>{inner}</w:sectPr>"


def test_headers_and_footers_of_all_sections_each_once() -> None:
    first = p("首节", ppr=section(("header", "header1"), ("footer", "footer1")))
    body = first + p("次节") + section(("header", "header2"), ("header", "header3"), ("footer", "footer1"))
    draft = read(
        body,
        header1=part("hdr", p("机密★一年")),
        header2=part("hdr", p("某县报告") + p("内部资料")),
        header3=part("hdr", p("机密★一年")),
        header4=part("hdr", p("没有引用")),
        footer1=part("ftr", p("— ", field(" PAGE ", "1"), " —")),
    )
    assert [line.text for line in draft.lines] == ["首节", "次节"]
    assert apart(draft, "header") == ["机密★一年", "某县报告\n内部资料"]
    assert apart(draft, "footer") == []


def test_a_box_in_a_footer_and_hidden_text_in_a_header() -> None:
    draft = read(
        p("正文") + section(("footer", "footer1"), ("header", "header1")),
        footer1=part("ftr", p(r(inner=vml_box(p("联系电话"))))),
        header1=part("hdr", p(r("藏", "<w:vanish/>"), "页眉")),
    )
    assert [(held.kind, held.text) for held in draft.apart] == [
        ("header", "页眉"),
        ("footer", "联系电话"),
        ("hidden", "藏"),
    ]


def test_notes_and_comments() -> None:
    separator = f'<w:footnote w:type="separator" w:id="-1">{p("线")}</w:footnote>'
    draft = read(
        p("正文", r(inner='<w:footnoteReference w:id="1"/>')),
        footnotes=part(
            "footnotes", separator + f'<w:footnote w:id="1">{p("数据截至年底", deleted("旧"))}</w:footnote>'
        ),
        endnotes=part("endnotes", f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'),
        comments=part("comments", f'<w:comment w:id="0" w:author="甲">{p("此处需核实")}{p("请补充")}</w:comment>'),
    )
    assert [line.text for line in draft.lines] == ["正文"]
    assert apart(draft, "note") == ["数据截至年底", "尾注", "此处需核实\n请补充"]


# ── warnings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_macros_are_named_and_nothing_else_is_done_with_them() -> None:
    held = parts(p("正文")) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    assert reader.read(pack(held), "报告.docm").warnings == ["文件含宏，未运行。"]


def test_embedded_files_are_named_once() -> None:
    draft = read(p("正文") + '<w:altChunk r:id="rId7"/><w:altChunk r:id="rId8"/>' + p("后文"))
    assert [line.text for line in draft.lines] == ["正文", "后文"]
    assert len(draft.warnings) == 1
    assert "嵌入了另一份文件" in draft.warnings[0]


PICTURE = '<w:drawing><a:graphic><a:graphicData><a:blip r:embed="rId5"/></a:graphicData></a:graphic></w:drawing>'


def test_a_body_of_pictures_asks_for_character_recognition() -> None:
    draft = read(p(r(inner=PICTURE)) + p(r(inner=PICTURE)) + p("附图"))
    assert len(draft.warnings) == 1
    assert "2 张图片" in draft.warnings[0]
    assert "OCR" in draft.warnings[0]


def test_a_report_with_a_picture_does_not() -> None:
    assert read(p("正文" * 40) + p(r(inner=PICTURE))).warnings == []


def test_an_empty_document_has_no_lines() -> None:
    draft = read()
    assert (draft.lines, draft.apart, draft.warnings, draft.pages) == ([], [], [], None)
    assert reader.read(pack(parts(main=f"<w:document {NAMESPACE}/>")), "").lines == []


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_the_body_is_found_by_its_relationship() -> None:
    held = parts(p("正文"))
    body = held.pop("word/document.xml")
    held |= {"doc/main.xml": body, "_rels/.rels": relationships({"rId1": ("officeDocument", "/doc/main.xml")})}
    held["[Content_Types].xml"] = str(held["[Content_Types].xml"]).replace("/word/document.xml", "/doc/main.xml")
    data = pack(held)
    assert reader.matches(data, "")
    assert [line.text for line in reader.read(data, "").lines] == ["正文"]
