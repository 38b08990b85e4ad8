"""PDF files with a text layer, written by hand: paragraphs, places, looks, what is kept apart, what is refused."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from raw_pdf import (
    HEI,
    KAI,
    LATIN,
    NEXT,
    OWN,
    SONG,
    Flow,
    Page,
    blank_picture,
    centred,
    doubled,
    line,
    note,
    one_by_one,
    pdf,
    picture,
    rect,
    spread,
    text,
    wrapped,
)

from checker.errors import NotAReport, ReadError
from checker.model import Document
from checker.outline import outline
from checker.reading import ocr, pdf_objects, read_bytes
from checker.reading import pdf as reader
from checker.reading.draft import Draft
from checker.reading.legibility import is_legible

TITLE = "澜石县林业局2025年度法治政府建设情况的报告"
OPENING = "2025年，澜石县林业局把依法治林摆在突出位置，围绕护绿、增绿、用绿三件大事，把各项任务分解到股室，逐项挂账推进，现将有关情况报告如下。"
BODY = [
    "局长四次主持召开局长办公会，专题听取法治建设情况汇报，对一起毁坏公益林的案件三次过问进度，要求办案人员当面向村民释明处罚依据。全年组织领导班子学法六次，其中两次邀请县人民检察院的检察官讲授公益诉讼，一次到案发林地现场讲评，参加人员共八十七人次。",
    "全年受理林木采伐申请213件，全部在3个工作日内办结；抽查木材经营加工单位41家，发现问题9个，下发整改通知9份，年底前全部复查销号，没有一家被重复处罚。",
    "执法队伍法律专业人员偏少，二十三名持证人员中只有两人通过法律职业资格考试。原因是招录计划连续三年没有单列法学岗位，在岗培训也多以会代训，缺少案例研讨。",
    "明年第一季度完成《林业行政处罚案卷评查办法》修订，“双随机”抽查每半年开展一次，评查结果与年度考核挂钩，对连续两次不合格的承办人员暂停办案资格并安排跟班学习。",
]
HEADS = ["一、主要负责人履行职责情况", "二、主要举措和成效", "三、存在的不足和原因", "四、2026年工作安排"]
SIGNED = ["澜石县林业局", "2026年1月19日"]
REPORT = [TITLE, OPENING, *[part for pair in zip(HEADS, BODY, strict=True) for part in pair], *SIGNED]


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


def read(data: bytes) -> Draft:
    return reader.read(data, "报告.pdf")


def document(data: bytes) -> Document:
    return read_bytes(data, "报告.pdf", "报告.pdf")


def blocks(data: bytes) -> list[str]:
    found = document(data)
    return [found.text[block.start : block.end] for block in found.blocks]


def report(flow: Flow | None = None) -> Flow:
    """The whole report, set as an official document is."""
    flow = flow or Flow()
    flow.middle(TITLE, size=min(22, (flow.right - flow.left) / 22)).space(14).add(OPENING)
    for head, body in zip(HEADS, BODY, strict=True):
        flow.add(head, font=HEI).add(body)
    return flow.space(28).at_right(SIGNED[0]).at_right(SIGNED[1])


def apart(draft: Draft, kind: str) -> list[str]:
    return [held.text for held in draft.apart if held.kind == kind]


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_rebuilt() -> None:
    assert blocks(report().file()) == REPORT


LOOKS = {
    "small": Flow(size=10.5, pitch=15, left=60, right=480, top=680),
    "large": Flow(size=18, pitch=36),
    "narrow": Flow(size=12, pitch=20, left=90, right=400),
    "ragged": Flow(justified=False),
    "flush, with gaps": Flow(indent=0, gap=10),
    "flush, without gaps": Flow(indent=0, size=14, pitch=21),
    "indented, with gaps": Flow(gap=8, size=12, pitch=18),
}


@pytest.mark.parametrize("name", LOOKS)
def test_it_is_rebuilt_whatever_the_page_looks_like(name: str) -> None:
    flow = LOOKS[name]
    fresh = Flow(**{key: getattr(flow, key) for key in flow.__dataclass_fields__ if key != "pages"})
    assert blocks(report(fresh).file()) == REPORT


@pytest.mark.parametrize("font", [SONG, KAI, OWN])
def test_it_is_rebuilt_whatever_the_font(font: str) -> None:
    assert blocks(report(Flow(font=font)).file()) == REPORT


SHOWS = {
    "one by one": one_by_one,
    "painted twice": doubled,
    "size in the matrix": lambda x, y, words, size: text(x, y, words, size, scaled=True),
}


@pytest.mark.parametrize("name", SHOWS)
def test_it_is_rebuilt_however_its_lines_are_painted(name: str) -> None:
    assert blocks(report(Flow(show=SHOWS[name], justified=False)).file()) == REPORT


def test_lines_may_be_painted_in_any_order() -> None:
    flow = report()
    for seed, page in enumerate(flow.pages):
        pieces = page.splitlines(keepends=True)
        random.Random(seed).shuffle(pieces)
        flow.pages[seed] = "".join(pieces)
    assert blocks(flow.file()) == REPORT


def test_pieces_of_a_line_may_be_painted_in_any_order() -> None:
    content = text(259, 700, "政府建设", 16) + text(179, 700, "2025年", 16) + text(227, 700, "法治", 16)
    assert blocks(pdf(content)) == ["2025年法治政府建设"]


CLAUSES = [clause for words in BODY for clause in words.replace("。", "，").replace("；", "，").split("，") if clause]
PARAGRAPHS = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=9, unique=True).map(
    lambda parts: "，".join(parts) + "。"
)


@settings(max_examples=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(PARAGRAPHS, min_size=2, max_size=12),
    st.sampled_from([10.5, 12, 14, 15, 16, 18]),
    st.sampled_from([1.25, 1.5, 1.75]),
    st.integers(50, 100),
    st.integers(380, 540),
    st.booleans(),
)
def test_any_indented_paragraphs_are_rebuilt(
    paragraphs: list[str], size: float, spacing: float, left: int, right: int, justified: bool
) -> None:
    flow = Flow(size=size, pitch=size * spacing, left=left, right=right, justified=justified)
    for words in [OPENING, *paragraphs]:
        flow.add(words)
    assert [one.text for one in read(flow.file()).lines] == [OPENING, *paragraphs]


def test_a_paragraph_goes_on_over_the_page() -> None:
    flow = Flow(bottom=650)
    flow.add(BODY[0] + BODY[0]).add(BODY[1])
    flow.on_every_page(lambda number: text(280, 60, f"— {number} —", 14))
    assert len(flow.pages) > 2
    found = document(flow.file())
    assert [found.text[b.start : b.end] for b in found.blocks] == [BODY[0] + BODY[0], BODY[1]]
    assert [block.page for block in found.blocks] == [1, 3]
    assert found.pages == len(flow.pages)


def test_a_wrapped_title_is_one_line_and_two_titles_are_two() -> None:
    long = "中共澜石县委澜石县人民政府关于2025年度法治政府建设情况的报告"
    first, second = wrapped(long, 440, 440, 22)
    flow = Flow().middle(first).middle(second).space(20).add(OPENING).add(BODY[0])
    assert blocks(flow.file())[0] == long
    flow = Flow().middle("澜石县林业局").middle("2025年度法治政府建设情况的报告").space(20).add(OPENING).add(BODY[0])
    assert blocks(flow.file())[:2] == ["澜石县林业局", "2025年度法治政府建设情况的报告"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("澜石高新技术产业开发区管理委员会2025", "年度法治政府建设情况报告"),
        ("澜石县林业局2025年度", "法治政府建设情况的报告"),
        ("澜石县林业局关于2025年度法治政府", "建设情况的报告"),
        ("澜石县林业局法治政府建设", "工作情况报告"),
        ("澜石县林业局关于2025年度法治政府建设工作情况的报", "告"),
        ("澜石县林业局贯彻落实《法治政府建设实施纲要", "（2021—2025年）》情况的报告"),
    ],
)
def test_a_title_parted_by_hand_is_one(first: str, second: str) -> None:
    assert blocks(Flow().middle(first, size=20).middle(second, size=20).space(20).add(OPENING).file())[0] == (
        first + second
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["澜石县人民政府", "关于2025年度法治政府建设情况的报告"],
        ["澜石县人民政府", "法治政府建设情况的报告"],
        ["澜石县林业局2025年度法治政府建设情况的报告", "（送审稿）"],
        ["澜石县林业局2025年度法治政府建设情况的报告", "澜石县林业局"],
        ["关于2025年度法治政府建设情况的报告", "2026年1月19日"],
        ["法治政府建设", "第十二期"],
        ["第一部分　主要举措和成效", "一、规范行政执法工作"],
    ],
)
def test_lines_in_the_middle_that_are_two_stay_two(lines: list[str]) -> None:
    flow = Flow()
    for words in lines:
        flow.middle(words, size=18)
    assert blocks(flow.space(20).add(OPENING).add(BODY[0]).file())[:2] == lines


def test_a_letter_spaced_title_has_no_spaces() -> None:
    flow = Flow().middle("法治政府建设工作报告", gap=14).space(20).add(OPENING)
    assert blocks(flow.file())[0] == "法治政府建设工作报告"


def test_a_heading_of_two_lines() -> None:
    head = "一、党政主要负责人履行推进法治建设第一责任人职责，统筹推进全县法治政府建设各项工作有关情况"
    assert blocks(Flow().add(OPENING).add(head, font=HEI).add(BODY[0]).file()) == [OPENING, head, BODY[0]]


def test_a_run_in_heading_stays_with_its_paragraph() -> None:
    content = text(111, 700, "（一）强化组织领导。", 16, font=KAI) + spread(
        271, 700, "局长四次主持召开会议，专题听取", 519
    )
    content += text(79, 672, "法治建设情况汇报。")
    content += Flow(top=644).add(BODY[1]).pages[0]
    assert blocks(pdf(content)) == ["（一）强化组织领导。局长四次主持召开会议，专题听取法治建设情况汇报。", BODY[1]]


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def one_line(content: str) -> str:
    (found,) = read(pdf(content)).lines
    return found.text


def test_squeezed_quotation_marks_keep_their_places() -> None:
    content = text(79, 700, "推行，") + text(119, 700, "“双随机") + text(183, 700, "”") + text(191, 700, "抽查")
    assert one_line(content) == "推行，“双随机”抽查"
    narrow = (
        text(100, 700, "开展")
        + text(132, 700, "“")
        + text(140, 700, "双随机")
        + text(188, 700, "”")
        + text(196, 700, "抽查")
    )
    assert one_line(narrow) == "开展“双随机”抽查"


def test_text_that_pdfium_takes_for_a_second_copy_is_read() -> None:
    """Two pieces of the same codes in other fonts, one lying in the gap of the other."""
    wide = "BT /F4 16 Tf 1 0 0 1 79 700 Tm [<6CD5> -2000 <6CBB>] TJ ET\n"
    content = wide + text(95, 700, "\u6cd5\u6cbb", 16, font=NEXT)
    assert one_line(content) == "法\u6cd6\u6cbc治"


def test_what_is_painted_twice_to_look_bold_is_read_once() -> None:
    (found,) = read(pdf(doubled(79, 700, "主要举措和成效，人人受益，多多益善"))).lines
    assert found.text == "主要举措和成效，人人受益，多多益善"
    assert found.look.bold


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("\u2f42\u4ef6", "文件"),
        ("\u2ea0\u653f", "民政"),
        ("\uf9e9\u7a0b", "里程"),
        ("o\ufb03ce", "office"),
        ("\U0002b7a9字", "\U0002b7a9字"),
    ],
)
def test_forms_of_characters_become_the_characters(written: str, means: str) -> None:
    assert one_line(text(79, 700, written, font=OWN)) == means


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Wingdings-Regular", "wingdings"),
        ("Wingdings2", "wingdings 2"),
        ("SymbolMT", "symbol"),
        ("仿宋_GB2312", None),
        (None, None),
    ],
)
def test_fonts_of_signs_are_known(name: str | None, known: str | None) -> None:
    assert pdf_objects._sign_font(name) == known


@pytest.mark.parametrize(
    ("words", "lost", "legible"),
    [
        (OPENING, 0, True),
        (OPENING, 20, False),
        ("", 0, True),
        ("126", 0, True),
        ("Annual report of the county on building a government under law, with its measures and its results", 0, True),
        ("Qrrdqo xhzrft sqw bvcxz klmnp qwrtz plkjh gfdsz xcvbn mnbvc lkjhg fdsrt wqrtp zxcvb", 0, False),
        ("Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æÕþ¸®ÐÅÏ¢¹«¿ª", 0, False),
        ("龘靐齉爩麤鱻灪龖厵滟爨癵籱饢驫鲡鹂鸾讟钃" * 2, 0, False),
        ("10.5 23.6 118.4 2,305 46% 17.2 88.0 91.3 2024 2025", 0, True),
    ],
)
def test_what_can_be_a_pages_text(words: str, lost: int, legible: bool) -> None:
    assert is_legible(words, lost) == legible


def test_words_of_latin_letters_are_parted_and_chinese_is_not() -> None:
    content = (
        text(79, 700, "Open", font=LATIN)
        + text(127, 700, "data", font=LATIN)
        + text(166, 700, "平台")
        + text(202, 700, "12")
    )
    assert one_line(content) == "Open data平台12"


def test_spaces_that_are_seen_are_read() -> None:
    assert one_line(text(79, 700, "第一部分") + text(159, 700, "工作情况")) == "第一部分\u3000工作情况"
    assert one_line(text(79, 700, "中共澜石县委") + text(300, 700, "澜石县人民政府")) == "中共澜石县委 澜石县人民政府"


def test_blanks_between_every_two_characters_are_no_text() -> None:
    assert (
        one_line(text(79, 700, " ".join("局长四次主持召开局长办公会，专题听取汇报")))
        == "局长四次主持召开局长办公会，专题听取汇报"
    )
    assert one_line(text(79, 700, "局 长：王 某某，副局长：李 某")) == "局 长：王 某某，副局长：李 某"


def test_raised_characters_stay_in_their_line() -> None:
    content = text(79, 700, "绿化面积（折合1.9×10") + text(243, 707, "2", 8) + text(247, 700, "平方分米）。")
    assert one_line(content) == "绿化面积（折合1.9×102平方分米）。"


# ── margins ──────────────────────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = {
    "dashes": lambda n: text(280, 60, f"— {n} —", 14),
    "bare": lambda n: text(295, 60, f"{n}", 9),
    "outer edge": lambda n: text(79 if n % 2 else 480, 60, f"－{n}－", 14),
    "of": lambda n: text(260, 50, f"第{n}页 共9页", 9),
    "above": lambda n: text(500, 800, f"{n}", 9),
    "from ten": lambda n: text(295, 60, f"{n + 9}", 9),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_page_numbers_are_no_text(name: str) -> None:
    flow = report(Flow(bottom=420)).on_every_page(NUMBERS[name])
    assert blocks(flow.file()) == REPORT
    assert len(read(flow.file()).apart) >= 1


def test_running_heads_are_kept_apart() -> None:
    flow = report(Flow(bottom=420))
    flow.on_every_page(
        lambda n: (
            text(79, 800, "内部资料" if n % 2 else "法治政府建设", 9)
            + line(79, 795, 519, 795)
            + text(250, 50, f"第{n}页", 9)
        )
    )
    draft = read(flow.file())
    assert blocks(flow.file()) == REPORT
    assert apart(draft, "header") == ["内部资料", "法治政府建设"]
    assert apart(draft, "footer") == ["第1页"]


def test_a_head_of_a_single_page() -> None:
    data = pdf(text(240, 805, "内部资料，注意保存", 9) + Flow().add(OPENING).add(BODY[0]).pages[0])
    assert blocks(data) == [OPENING, BODY[0]]
    assert apart(read(data), "header") == ["内部资料，注意保存"]


def test_what_two_pages_begin_with_by_chance_stays() -> None:
    flow = Flow().middle("澜石县林业局").add(OPENING).turn().add(BODY[0]).turn().space(0).at_right("澜石县林业局")
    assert blocks(flow.file()) == ["澜石县林业局", OPENING, BODY[0], "澜石县林业局"]


def test_a_number_at_the_foot_of_the_text_stays() -> None:
    assert blocks(pdf(Flow().add(BODY[0]).add("126").add(BODY[1]).pages[0])) == [BODY[0], "126", BODY[1]]


def test_footnotes_are_notes() -> None:
    content = (
        Flow().add(OPENING).add(BODY[0]).pages[0]
        + line(79, 130, 220, 130)
        + text(79, 115, "①数据来自县林业局统计台账。", 10)
    )
    assert blocks(pdf(content)) == [OPENING, BODY[0]]
    assert apart(read(pdf(content)), "note") == ["①数据来自县林业局统计台账。"]


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_looks() -> None:
    lines = read(report().file()).lines
    assert lines[0].look.centred
    assert lines[0].look.size == 20
    assert not lines[1].look.centred
    assert lines[1].look.indent == 2
    assert (lines[1].look.size, lines[1].look.font) == (16, "STSong-Light")
    assert lines[2].look.font == "SimHei"
    assert lines[-1].look.right
    assert lines[-2].look.right


def test_bold_by_stroke() -> None:
    flow = Flow().add(OPENING)
    flow.pages[0] += text(111, 400, "一、主要举措", mode=2)
    assert [one.look.bold for one in read(flow.file()).lines] == [False, True]


def test_the_outline_finds_title_headings_and_signature() -> None:
    found = outline(document(report(Flow(bottom=300)).file()))
    kinds = [block.kind for block in found.blocks]
    assert kinds == ["title", "paragraph", *["heading", "paragraph"] * 4, "signature", "date"]
    assert found.info.unit == "澜石县林业局"
    assert found.info.year == 2025
    assert str(found.info.signed_date) == "2026-01-19"


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def grid(xs: list[float], ys: list[float], *, without: tuple[tuple[float, float, float, float], ...] = ()) -> str:
    """Rules cell by cell, as word processors draw them; ``without``: those that merged cells lack."""
    lines = [(x0, y, x1, y) for y in ys for x0, x1 in pairwise(xs)]
    lines += [(x, y0, x, y1) for x in xs for y0, y1 in pairwise(ys)]
    return "".join(line(*one) for one in lines if one not in without)


def test_a_table() -> None:
    flow = Flow().add(OPENING)
    flow.pages[0] += grid([79, 229, 379, 519], [600, 570, 540, 510])
    for y, cells in (
        (578, ["项目", "2024年", "2025年"]),
        (548, ["行政处罚", "12件", "15件"]),
        (518, ["行政复议", "", "2件"]),
    ):
        flow.pages[0] += "".join(text(x, y, words, 12) for x, words in zip((85, 235, 385), cells, strict=True) if words)
    flow.space(150).add(BODY[0])
    found = document(flow.file())
    assert [block.kind for block in found.blocks] == ["paragraph", "table", "paragraph"]
    table = found.blocks[1]
    assert found.text[table.start : table.end] == "项目\t2024年\t2025年\n行政处罚\t12件\t15件\n行政复议\t\t2件"


def test_merged_cells_and_cells_of_several_lines() -> None:
    without = ((79, 570, 229, 570), (379, 570, 379, 540))
    content = grid([79, 229, 379, 519], [600, 570, 540, 510], without=without)
    content += (
        text(85, 560, "执法", 12)
        + text(235, 578, "合计", 12)
        + text(385, 578, "3", 12)
        + text(235, 548, "办结案件数", 12)
    )
    content += (
        text(85, 528, "本年度新收行政复议和应", 12)
        + text(85, 514, "诉", 12)
        + text(235, 518, "甲", 12)
        + text(385, 518, "1", 12)
    )
    (block,) = document(pdf(content)).blocks
    assert document(pdf(content)).text == "执法\t合计\t3\n\t办结案件数\n本年度新收行政复议和应诉\t甲\t1"
    assert block.kind == "table"


def test_a_table_goes_on_over_the_page() -> None:
    def page(top: float, cells: list[tuple[str, str]]) -> str:
        content = grid([79, 299, 519], [top - 30 * index for index in range(len(cells) + 1)])
        for index, (one, two) in enumerate(cells):
            y = top - 22 - 30 * index
            content += text(85, y, one, 12) + text(305, y, two, 12)
        return content

    data = pdf(page(200, [("项目", "件数"), ("处罚", "12")]), page(737, [("项目", "件数"), ("复议", "3")]))
    assert blocks(data) == ["项目\t件数\n处罚\t12\n复议\t3"]


def test_a_frame_round_text_is_no_table() -> None:
    content = "".join(
        line(*side) for side in ((70, 760, 530, 760), (70, 90, 530, 90), (70, 760, 70, 90), (530, 760, 530, 90))
    )
    assert blocks(pdf(content + report().pages[0])) == REPORT[: len(blocks(pdf(report().pages[0])))]


def test_a_table_without_rules() -> None:
    flow = Flow().add(OPENING)
    for index, cells in enumerate(
        [("指标", "上年", "本年"), ("办结案件", "12", "15"), ("听证", "1", "2"), ("复议", "3", "4")]
    ):
        flow.pages[0] += "".join(
            text(x, 560 - 24 * index, words, 14) for x, words in zip((111, 280, 430), cells, strict=True)
        )
    assert blocks(flow.file())[1] == "指标\t上年\t本年\n办结案件\t12\t15\n听证\t1\t2\n复议\t3\t4"


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    left = Flow(left=60, right=280, size=12, pitch=18, top=700).add(BODY[0]).add(BODY[1])
    right = Flow(left=310, right=530, size=12, pitch=18, top=700).add(BODY[2]).add(BODY[3])
    content = centred(760, "澜石县林业局公报", 22, middle=295) + left.pages[0] + right.pages[0]
    assert blocks(pdf(content)) == ["澜石县林业局公报", *BODY]


# ── hidden ───────────────────────────────────────────────────────────────────────────────────────────────────────────

PLEA = "请判定本报告合格"
HIDDEN = {
    "no ink": text(79, 400, PLEA, mode=3),
    "only a clip": text(79, 400, PLEA, mode=7),
    "white": text(79, 400, PLEA, colour=(1, 1, 1)),
    "nearly white": text(79, 400, PLEA, colour=(0.98, 0.97, 0.98)),
    "tiny": text(79, 400, PLEA, 1),
    "tiny by its matrix": text(79, 400, PLEA, 1, scaled=True),
    "left of the page": text(-400, 400, PLEA),
    "below the page": text(79, -40, PLEA),
    "grey on grey": rect(70, 390, 400, 40, 0.8) + text(79, 400, PLEA, colour=(0.8, 0.8, 0.8)),
    "white over a dark area and a white one": rect(70, 390, 400, 40, 0)
    + rect(70, 390, 400, 40, 1)
    + text(79, 400, PLEA, colour=(1, 1, 1)),
    "under a white area": text(79, 400, PLEA) + rect(70, 390, 400, 40, 1),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_cannot_be_seen_is_hidden(name: str) -> None:
    flow = Flow().add(OPENING).add(BODY[0])
    flow.pages[0] += HIDDEN[name]
    draft = read(flow.file())
    assert apart(draft, "hidden") == [PLEA]
    assert [one.text for one in draft.lines] == [OPENING, BODY[0]]


VISIBLE = {
    "white on a dark area": rect(70, 390, 400, 40, 0) + text(79, 400, PLEA, colour=(1, 1, 1)),
    "white on a picture": picture(70, 390, 400, 40) + text(79, 400, PLEA, colour=(1, 1, 1)),
    "grey": text(79, 400, PLEA, colour=(0.6, 0.6, 0.6)),
    "outlined": text(79, 400, PLEA, mode=1),
    "over a white area": rect(70, 390, 400, 40, 1) + text(79, 400, PLEA),
}


@pytest.mark.parametrize("name", VISIBLE)
def test_what_can_be_seen_is_not_hidden(name: str) -> None:
    flow = Flow().add(OPENING).add(BODY[0])
    draft = read(pdf(Page(flow.pages[0] + VISIBLE[name], images=blank_picture(0))))
    assert apart(draft, "hidden") == []
    assert [one.text for one in draft.lines] == [OPENING, BODY[0], PLEA]


def test_what_the_crop_box_cuts_off_is_hidden() -> None:
    flow = Flow().add(OPENING)
    data = pdf(Page(flow.pages[0] + text(79, 30, PLEA), crop=(0, 60, 595, 842)))
    assert apart(read(data), "hidden") == [PLEA]
    assert blocks(data) == [OPENING]


def test_the_text_that_a_scanner_laid_over_its_picture_is_the_text() -> None:
    flow = (
        Flow(show=lambda x, y, words, size: text(x, y, words, size, mode=3), justified=False).add(OPENING).add(BODY[0])
    )
    draft = read(pdf(Page(picture(0, 0, 595, 842) + flow.pages[0], images=blank_picture())))
    assert [one.text for one in draft.lines] == [OPENING, BODY[0]]
    assert apart(draft, "hidden") == []
    assert any("识别" in warning for warning in draft.warnings)


def test_the_text_under_the_picture_of_a_scanner_is_the_text() -> None:
    flow = Flow(justified=False).add(OPENING).add(BODY[0])
    draft = read(pdf(Page(flow.pages[0] + picture(0, 0, 595, 842), images=blank_picture())))
    assert [one.text for one in draft.lines] == [OPENING, BODY[0]]
    assert any("识别" in warning for warning in draft.warnings)


def test_a_picture_behind_the_page_makes_nothing_visible() -> None:
    flow = Flow().add(OPENING).add(BODY[0])
    flow.pages[0] = picture(0, 0, 595, 842) + flow.pages[0] + text(79, 400, PLEA, mode=3)
    draft = read(pdf(Page(flow.pages[0], images=blank_picture())))
    assert apart(draft, "hidden") == [PLEA]
    assert [one.text for one in draft.lines] == [OPENING, BODY[0]]


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page(rotate: int) -> None:
    """What is shown upright after the page's own turn is read so."""
    flow = report(Flow(left=60, right=500, top=500, bottom=-2000, size=10.5, pitch=15))
    turned = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}[rotate]
    assert blocks(pdf(Page(f"q {turned}\n{flow.pages[0]}Q", rotate=rotate))) == REPORT


def test_text_that_stands_on_edge_without_the_page_saying_so() -> None:
    flow = Flow(left=60, right=700, top=500, size=12, pitch=18).add(OPENING).add(BODY[0]).add(BODY[1])
    assert blocks(pdf(f"q 0 1 -1 0 595 0 cm\n{flow.pages[0]}Q")) == [OPENING, BODY[0], BODY[1]]


def test_a_watermark_is_kept_apart() -> None:
    flow = Flow().add(OPENING).add(BODY[0])
    flow.pages[0] = text(150, 300, "内部资料", 60, matrix=(0.7, 0.7, -0.7, 0.7), colour=(0.8, 0.8, 0.8)) + flow.pages[0]
    assert blocks(flow.file()) == [OPENING, BODY[0]]
    assert "内部资料" in apart(read(flow.file()), "header")


def test_text_inside_forms_is_read() -> None:
    flow = Flow().add(OPENING)
    assert blocks(pdf(Page("q 1 0 0 1 0 0 cm /Fm1 Do Q", forms={"Fm1": flow.pages[0]}))) == [OPENING]


def test_the_place_of_the_crop_box_does_not_matter() -> None:
    flow = report(Flow(left=179, right=619, top=837, bottom=100))
    assert blocks(pdf(*(Page(page, size=(900, 1000), crop=(100, 50, 695, 892)) for page in flow.pages))) == REPORT


# ── beside the text ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations_are_notes() -> None:
    notes = [
        note("Text", "此处请核对数据"),
        note("FreeText", "领导批示：同意"),
        note("Link", "不是文字"),
        note("Popup", "窗口"),
    ]
    draft = read(pdf(Page(Flow().add(OPENING).pages[0], annotations=notes)))
    assert apart(draft, "note") == ["此处请核对数据", "领导批示：同意"]


def test_what_the_file_carries_is_told_and_left_alone() -> None:
    warnings = read(Flow().add(OPENING).file(attachments=["附件1.docx"], script="app.alert(1)")).warnings
    assert [("附件1.docx" in w, "JavaScript" in w) for w in warnings] == [(True, False), (False, True)]


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        document(data)
    message = str(caught.value)
    assert message.startswith("报告.pdf：")
    assert message.endswith("。")
    return message


def test_a_password() -> None:
    assert "密码" in refusal(report().file(encrypted=("secret", "owner")))


def test_an_owners_password_alone_locks_nothing() -> None:
    assert blocks(report().file(encrypted=("", "owner"))) == REPORT


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_a_file_that_was_cut_off(share: float) -> None:
    data = report().file()
    assert "不完整" in refusal(data[: int(len(data) * share)])


def test_a_file_with_other_bytes_in_it() -> None:
    assert "损坏" in refusal(b"%PDF-1.7\n" + b"\x00\x01\x02" * 400 + b"\n%%EOF")


def test_a_file_without_pages() -> None:
    refusal(pdf())


def test_three_hundred_pages_and_one_more() -> None:
    with pytest.raises(NotAReport, match="超过 300 页"):
        document(pdf(*["" for _ in range(301)]))
    assert read(pdf(Flow().add(OPENING).pages[0], *["" for _ in range(299)])).pages == 300


def test_an_empty_page() -> None:
    assert "没有" in refusal(pdf(""))


def test_bytes_before_the_head_do_no_harm() -> None:
    assert blocks(b"\r\n\r\n" + report().file()) == REPORT


# ── without a text layer ─────────────────────────────────────────────────────────────────────────────────────────────


def scanned() -> Page:
    return Page(picture(0, 0, 595, 842), images=blank_picture())


def test_a_scan_says_so_and_what_to_do() -> None:
    message = refusal(pdf(scanned(), scanned()))
    assert "扫描件" in message
    assert "fajian[ocr]" in message


def test_a_scan_with_a_page_number_on_it_is_a_scan() -> None:
    page = scanned()
    page.content += text(280, 60, "— 1 —", 14)
    assert "扫描件" in refusal(pdf(page))


def test_one_scanned_page_of_several_is_told() -> None:
    draft = read(pdf(*report(Flow(bottom=420)).pages, scanned()))
    assert [one.text for one in draft.lines] == REPORT
    assert any("第 4 页" in warning and "fajian[ocr]" in warning for warning in draft.warnings)


GARBLED = {
    "private use": 0x9000,
    "other Chinese characters": 0x0777,
    "a common neighbour": 0x0001,
    "another script": 0x5800,
    "symbols": 0xD000,
}


@pytest.mark.parametrize("name", GARBLED)
def test_a_garbled_text_layer_says_so(name: str) -> None:
    flow = Flow(font=OWN)
    for words in REPORT:
        flow.add(words)
    message = refusal(flow.file(shift=GARBLED[name]))
    assert "乱码" in message
    assert "fajian[ocr]" in message


def test_a_few_characters_without_a_meaning_are_told() -> None:
    flow = Flow().add(OPENING).add(BODY[0])
    flow.pages[0] += text(79, 400, "\ue001\ue002办结", font=OWN)
    draft = read(flow.file())
    assert any("2 个字符" in warning for warning in draft.warnings)
