"""The numbers that Word generates: how each form writes them, and how lists count."""

from __future__ import annotations

import pytest
from lxml import etree
from raw_docx import (
    abstract,
    alternate,
    docx,
    ins,
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

from checker.reading import docx as reader
from checker.reading.number_formats import format_number
from checker.reading.numbering import Counters, Definitions


def numbers(body: str, lists: str, **others: str) -> list[tuple[str | None, str]]:
    """Number and text of each line."""
    draft = reader.read(docx(body, numbering=lists, **others), "报告.docx")
    return [(line.number, line.text) for line in draft.lines]


def counters(lists: str) -> Counters:
    return Counters(Definitions(etree.fromstring(lists)))


def labels(found: Counters, *uses: tuple[int, int]) -> list[str | None]:
    """Labels of entries, each given as list and level."""
    made = (found.next(str(list_id), index) for list_id, index in uses)
    return [label.text if label else None for label in made]


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", {0: "0", 1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 9: "09", 10: "10", 101: "101"}),
        ("decimalFullWidth", {1: "１", 20: "２０"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 1994: "MCMXCIV"}),
        ("lowerRoman", {3: "iii", 40: "xl"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {2: "b", 27: "aa"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一〇〇", 105: "一〇五"},
        ),
        (
            "chineseCountingThousand",
            {
                1: "一",
                10: "十",
                12: "十二",
                20: "二十",
                100: "一百",
                101: "一百零一",
                110: "一百一十",
                115: "一百一十五",
            },
        ),
        ("chineseCountingThousand", {1001: "一千零一", 1010: "一千零一十", 2025: "二千零二十五", 10_001: "一万零一"}),
        ("chineseLegalSimplified", {1: "壹", 2: "贰", 6: "陆", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 10: "壹拾"}),
        ("ideographTraditional", {1: "甲", 2: "乙", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("japaneseCounting", {3: "三", 10: "十", 100: "百", 105: "百五", 2025: "二千二十五"}),
        ("taiwaneseCounting", {3: "三", 10: "十", 25: "二十五"}),
        ("taiwaneseCountingThousand", {105: "一百零五", 10_000: "一萬"}),
        ("ideographDigital", {3: "三", 10: "一〇", 25: "二五"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩"}),
        ("numberInDash", {3: "- 3 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("none", {3: ""}),
        ("thaiLetters", {3: "3"}),
    ],
)
def test_forms(form: str, written: dict[int, str]) -> None:
    assert {value: format_number(value, form) for value in written} == written


@pytest.mark.parametrize("form", ["upperRoman", "lowerLetter", "chineseCountingThousand", "decimalEnclosedCircle"])
@pytest.mark.parametrize("value", [-1, 0, 4000, 99_999_999])
def test_a_value_without_a_sign_is_written_short(form: str, value: int) -> None:
    assert 0 < len(format_number(value, form)) <= 12


# ── what a reader sees ───────────────────────────────────────────────────────────────────────────────────────────────

OFFICIAL = numbering(
    abstract(
        0,
        level(0, "chineseCounting", "%1、", suffix="nothing"),
        level(1, "chineseCounting", "（%2）", suffix="nothing"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "（%4）", suffix="nothing"),
    ),
    abstract(1, level(0, "chineseCountingThousand", "第%1条", suffix="space")),
    num(1, 0),
    num(2, 1),
)


def test_the_four_levels_of_an_official_document() -> None:
    body = (
        p("主要举措和成效", ppr=listed(1, 0))
        + p("依法履行职能", ppr=listed(1, 1))
        + p("深化放管服改革", ppr=listed(1, 2))
        + p("2025年办结126件", ppr=listed(1, 2))
        + p("规范执法", ppr=listed(1, 1))
        + p("案卷评查", ppr=listed(1, 2))
        + p("存在的不足和原因", ppr=listed(1, 0))
        + p("培训不够", ppr=listed(1, 1))
        + p("细目", ppr=listed(1, 3))
    )
    assert numbers(body, OFFICIAL) == [
        ("一、", "一、主要举措和成效"),
        ("（一）", "（一）依法履行职能"),
        ("1.", "1. 深化放管服改革"),
        # A number never touches the digits of the text.
        ("2.", "2. 2025年办结126件"),
        ("（二）", "（二）规范执法"),
        ("1.", "1. 案卷评查"),
        ("二、", "二、存在的不足和原因"),
        ("（一）", "（一）培训不够"),
        ("（1）", "（1）细目"),
    ]


def test_articles() -> None:
    assert numbers(p("为了规范", ppr=listed(2)) + p("本办法", ppr=listed(2)), OFFICIAL) == [
        ("第一条", "第一条 为了规范"),
        ("第二条", "第二条 本办法"),
    ]


def test_a_paragraph_without_a_list_breaks_no_count() -> None:
    body = p("甲", ppr=listed(1)) + p("正文") + p("乙", ppr=listed(1)) + p("丙", ppr=listed(0)) + p("丁", ppr=listed(9))
    assert [number for number, _ in numbers(body, OFFICIAL)] == ["一、", None, "二、", None, None]


def test_an_empty_entry_shows_its_number() -> None:
    assert numbers(p("甲", ppr=listed(1)) + p(ppr=listed(1)) + p("丙", ppr=listed(1)), OFFICIAL) == [
        ("一、", "一、甲"),
        ("二、", "二、"),
        ("三、", "三、丙"),
    ]


def test_the_number_stands_once_where_an_entry_has_line_breaks() -> None:
    body = p(r("上半"), r(inner="<w:br/>"), r("下半"), ppr=listed(1)) + p("乙", ppr=listed(1))
    assert numbers(body, OFFICIAL) == [("一、", "一、上半"), (None, "下半"), ("二、", "二、乙")]


def test_the_number_goes_with_the_text_behind_a_page_break() -> None:
    body = p(r(inner='<w:br w:type="page"/>'), r("存在的不足"), ppr=listed(1))
    assert numbers(body, OFFICIAL) == [("一、", "一、存在的不足")]


def test_numbers_in_table_cells() -> None:
    body = table(row(p_cell("甲"), p_cell("乙")), row(p_cell("丙"), "丁"))
    assert numbers(body, OFFICIAL) == [(None, "一、甲\t二、乙"), (None, "三、丙\t丁")]


def p_cell(text: str) -> str:
    return f"<w:tc>{p(text, ppr=listed(1))}</w:tc>"


def test_bullets_have_no_number() -> None:
    lists = numbering(
        abstract(0, level(0, "bullet", "\uf06c")),
        abstract(1, level(0, "decimal", "%1", more='<w:lvlPicBulletId w:val="0"/>')),
        num(1, 0),
        num(2, 1),
    )
    assert numbers(p("甲", ppr=listed(1)) + p("乙", ppr=listed(2)), lists) == [(None, "甲"), (None, "乙")]


def test_fixed_words_and_no_number() -> None:
    lists = numbering(
        abstract(0, level(0, "none", "附件：", suffix="nothing")),
        abstract(1, level(0, "decimal", "")),
        num(1, 0),
        num(2, 1),
    )
    assert numbers(p("甲", ppr=listed(1)) + p("乙", ppr=listed(2)), lists) == [("附件：", "附件：甲"), (None, "乙")]


def test_a_hidden_number() -> None:
    lists = numbering(abstract(0, level(0, "decimal", "%1.", more="<w:rPr><w:vanish/></w:rPr>")), num(1, 0))
    assert numbers(p("甲", ppr=listed(1)), lists) == [(None, "甲")]


def test_a_very_long_number_is_left_out() -> None:
    lists = numbering(abstract(0, level(0, "lowerLetter", "%1" * 40, start=700)), num(1, 0))
    assert numbers(p("甲", ppr=listed(1)), lists) == [(None, "甲")]


def test_no_numbering_part_at_all() -> None:
    draft = reader.read(docx(p("甲", ppr=listed(1))), "")
    assert [line.text for line in draft.lines] == ["甲"]


# ── how lists count ──────────────────────────────────────────────────────────────────────────────────────────────────

OUTLINE = (level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))


def test_a_level_begins_anew_under_a_higher_one() -> None:
    found = counters(numbering(abstract(0, *OUTLINE), num(1, 0)))
    uses = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert labels(found, *uses) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1"]


def test_a_level_that_was_passed_over_counts_as_used() -> None:
    """So Word has it since version 6: headings 2, 2, 1 are numbered 1.1, 1.2, 2."""
    found = counters(numbering(abstract(0, *OUTLINE), num(1, 0)))
    assert labels(found, (1, 1), (1, 1), (1, 0), (1, 2), (1, 1)) == ["1.1", "1.2", "2", "2.1.1", "2.2"]


def test_restart_rules() -> None:
    never, after_first = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    found = counters(
        numbering(
            abstract(
                0, OUTLINE[0], level(1, "decimal", "%2)", more=never), level(2, "decimal", "[%3]", more=after_first)
            ),
            num(1, 0),
        )
    )
    uses = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)]
    assert labels(found, *uses) == ["1", "1)", "[1]", "2)", "[2]", "2", "3)", "[1]"]


def test_lists_with_one_definition_count_on_and_an_override_begins_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    found = counters(numbering(abstract(0, *OUTLINE), num(1, 0), num(2, 0), num(3, 0, override)))
    assert labels(found, (1, 0), (2, 0), (1, 0), (3, 0), (3, 0), (1, 0)) == ["1", "2", "3", "7", "8", "9"]


def test_an_override_is_also_where_a_level_restarts() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    found = counters(numbering(abstract(0, *OUTLINE), num(1, 0, override)))
    assert labels(found, (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)) == ["1", "1.5", "1.6", "2", "2.5"]


def test_an_override_may_bring_its_own_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    found = counters(numbering(abstract(0, *OUTLINE), num(1, 0), num(2, 0, override)))
    assert labels(found, (1, 0), (2, 0), (1, 0)) == ["1", "B)", "3"]


def test_lists_with_definitions_of_their_own_are_independent() -> None:
    found = counters(numbering(abstract(0, OUTLINE[0]), abstract(1, OUTLINE[0]), num(1, 0), num(2, 1)))
    assert labels(found, (1, 0), (2, 0), (1, 0), (2, 0)) == ["1", "1", "2", "2"]


def test_a_start_that_is_not_given_is_zero() -> None:
    bare = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    found = counters(numbering(abstract(0, bare), num(1, 0)))
    assert labels(found, (1, 0), (1, 0)) == ["0", "1"]


def test_legal_numbers_are_arabic_all_through() -> None:
    lists = numbering(
        abstract(0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")), num(1, 0)
    )
    assert labels(counters(lists), (1, 0), (1, 1), (1, 1)) == ["第一章", "1.1", "1.2"]


def test_a_definition_may_point_at_another_by_a_style() -> None:
    lists = numbering(
        abstract(0, more='<w:numStyleLink w:val="L"/>'),
        abstract(1, level(0, "decimal", "%1)"), more='<w:styleLink w:val="L"/>'),
        num(1, 0),
        num(2, 1),
    )
    linked = styles(style("L", kind="numbering", ppr='<w:numPr><w:numId w:val="2"/></w:numPr>'))
    body = p("甲", ppr=listed(1)) + p("乙", ppr=listed(1)) + p("丙", ppr=listed(2))
    assert [number for number, _ in numbers(body, lists, styles=linked)] == ["1)", "2)", "3)"]


def test_definitions_that_point_at_each_other_end() -> None:
    lists = numbering(abstract(0, more='<w:numStyleLink w:val="L"/>'), num(1, 0))
    linked = styles(style("L", kind="numbering", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>'))
    assert numbers(p("甲", ppr=listed(1)), lists, styles=linked) == [(None, "甲")]


def test_a_form_of_word_2010() -> None:
    newer = '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
    form = alternate(newer, '<w:numFmt w:val="decimal"/>', requires="w14")
    entry = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{form}<w:lvlText w:val="%1"/></w:lvl>'
    found = counters(numbering(abstract(0, entry), num(1, 0)))
    assert labels(found, (1, 0), (1, 0)) == ["009", "010"]


def test_levels_deeper_than_word_has_do_no_harm() -> None:
    found = counters(numbering(abstract(0, level(999_999_999, "decimal", "%1")), num(1, 0)))
    assert found.next("1", 999_999_999) is None


# ── lists that styles bring ──────────────────────────────────────────────────────────────────────────────────────────

HEADINGS = numbering(
    abstract(
        0,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>', suffix="nothing"),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>', suffix="nothing"),
    ),
    num(1, 0),
)


def in_list(list_id: int | None = None, index: int | None = None) -> str:
    at = "" if index is None else f'<w:ilvl w:val="{index}"/>'
    named = "" if list_id is None else f'<w:numId w:val="{list_id}"/>'
    return f"<w:numPr>{at}{named}</w:numPr>"


def test_a_style_is_bound_to_the_level_that_names_it() -> None:
    """As Word writes it: the styles name the list, the list's levels name the styles."""
    linked = styles(style("1", "heading 1", ppr=in_list(1)), style("2", "heading 2", ppr=in_list(1)))
    body = (
        p("举措", style="1") + p("职能", style="2") + p("执法", style="2") + p("不足", style="1") + p("其一", style="2")
    )
    assert [number for number, _ in numbers(body, HEADINGS, styles=linked)] == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "（一）",
    ]


def test_list_and_level_are_inherited_one_by_one() -> None:
    linked = styles(
        style("a", "甲", ppr=in_list(1, 0)),
        style("b", "乙", based="a", ppr=in_list(index=1)),
        style("c", "丙", based="b"),
        style("d", "丁", based="a", ppr=in_list(0)),
    )
    plain = HEADINGS.replace('<w:pStyle w:val="1"/>', "").replace('<w:pStyle w:val="2"/>', "")
    body = (
        "".join(p("文", style=name) for name in "abcda")
        + p("文", style="a", ppr=in_list(0))
        + p("文", style="a", ppr=in_list(index=1))
    )
    found = [number for number, _ in numbers(body, plain, styles=linked)]
    assert found == ["一、", "（一）", "（二）", None, "二、", None, "（一）"]


def test_the_default_style_may_be_numbered() -> None:
    linked = styles(style("n", "Normal", ppr=in_list(1, 0), more=' w:default="1"'))
    assert numbers(p("甲") + p("乙"), HEADINGS, styles=linked) == [("一、", "一、甲"), ("二、", "二、乙")]


# ── revisions and hidden paragraphs ──────────────────────────────────────────────────────────────────────────────────

GONE = '<w:del w:id="1" w:author="甲"/>'
HIDDEN = "<w:vanish/>"


def test_a_deleted_paragraph_is_not_counted() -> None:
    deleted = p(ins("<w:r><w:delText>删去</w:delText></w:r>", "del"), ppr=listed(1), mark=GONE)
    assert numbers(p("甲", ppr=listed(1)) + deleted + p("乙", ppr=listed(1)), OFFICIAL) == [
        ("一、", "一、甲"),
        ("二、", "二、乙"),
    ]


def test_paragraphs_joined_by_a_deleted_mark_are_counted_once() -> None:
    body = p("甲", ppr=listed(1), mark=GONE) + p("乙", ppr=listed(1)) + p("丙", ppr=listed(1))
    assert numbers(body, OFFICIAL) == [("一、", "一、甲乙"), ("二、", "二、丙")]


def test_an_inserted_paragraph_is_counted() -> None:
    body = p(ins(r("甲")), ppr=listed(1), mark='<w:ins w:id="1" w:author="甲"/>') + p("乙", ppr=listed(1))
    assert [number for number, _ in numbers(body, OFFICIAL)] == ["一、", "二、"]


def test_a_paragraph_that_is_hidden_with_its_mark_is_not_counted() -> None:
    body = p("甲", ppr=listed(1)) + p(r("藏", HIDDEN), ppr=listed(1), mark=HIDDEN) + p("乙", ppr=listed(1))
    assert numbers(body, OFFICIAL) == [("一、", "一、甲"), ("二、", "二、乙")]


def test_a_number_whose_paragraph_is_white_is_not_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    body = p("甲", ppr=listed(1)) + p(r("藏", white), ppr=listed(1), mark=white) + p("乙", ppr=listed(1))
    assert numbers(body, OFFICIAL) == [("一、", "一、甲"), ("三、", "三、乙")]


def test_a_text_box_counts_for_itself() -> None:
    box = r(inner=vml_box(p("框", ppr=listed(1))))
    assert numbers(p("甲", box, ppr=listed(1)) + p("乙", ppr=listed(1)), OFFICIAL) == [
        ("一、", "一、甲"),
        ("一、", "一、框"),
        ("二、", "二、乙"),
    ]
