"""Headings: numbered, run in, unnumbered, styled; their numbers and levels."""

from __future__ import annotations

import pytest

from checker.model import Block, Document, Look, Report
from checker.outline import outline
from checker.outline.numbering import mark_of
from checker.reading import read_bytes

TITLE = "河清县林业局2025年度法治政府建设情况的报告"
TEXT = "全年办理案件四十六件，其中简易程序二十九件，开展培训六期，执法人员参训率达到百分之百。"


def outlined(*lines: str) -> Report:
    return outline(read_bytes("\n".join([TITLE, *lines]).encode(), "a.txt", "a.txt"))


def found(report: Report) -> list[tuple[int, str | None, str, bool]]:
    return [(h.level, h.number, report.text[h.start : h.end], h.run_in) for h in report.headings]


def wordings(*lines: str) -> list[str]:
    report = outlined(*lines)
    return [report.text[h.start : h.end] for h in report.headings]


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "style", "value", "number"),
    [
        ("一、主要举措", "han", 1, "一、"),
        ("十二、其他", "han", 12, "十二、"),
        ("一.主要举措", "han", 1, "一."),
        ("一 、主要举措", "han", 1, "一 、"),
        ("一 主要举措", "han", 1, "一"),
        ("二、2025年工作", "han", 2, "二、"),
        ("(一)强化责任", "paren_han", 1, "(一)"),
        ("( 三 )强化责任", "paren_han", 3, "( 三 )"),
        ("㈡强化责任", "paren_han", 2, "㈡"),
        ("1.强化责任", "arabic", 1, "1."),
        ("1、优服务", "arabic", 1, "1、"),
        ("12 . 强化", "arabic", 12, "12 ."),
        ("1.2025年工作", "arabic", 1, "1."),
        ("⒊强化", "arabic", 3, "⒊"),
        ("(1)强化", "paren_arabic", 1, "(1)"),
        ("1)强化", "half_paren", 1, "1)"),
        ("①强化", "circled", 1, "①"),
        ("第一部分 举措", "part", 1, "第一部分"),
        ("第二章 不足", "chapter", 2, "第二章"),
    ],
)
def test_numbers(text: str, style: str, value: int, number: str) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.style, mark.value, text[: mark.end]) == (style, value, number)


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导",
        "一方面加强",
        "第一件,换文书",
        "第一张单子",
        "3.5万元",
        "2025年",
        "46件案件",
        "十五五规划",
        "一年来",
        "一、",
        "1.5倍",
        "(2025年度)",
        "第三季度",
        "一一对应",
    ],
)
def test_what_is_no_number(text: str) -> None:
    mark = mark_of(text)
    assert mark is None or mark.after == len(text)


def test_a_generated_number_counts() -> None:
    mark = mark_of("A. 强化责任", "A.")
    assert mark is not None
    assert mark.style == "generated"


# ── which rows ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "一、主要举措和成效",
        "一、强化统筹领导，扛稳主体责任",
        "一、主要举措和成效：",
        "一、所做工作和成效。",
        "（一）坚持和加强党的领导，统筹推进更加有力",
        "1．做优政务服务",
        "第一部分　主要工作和成效",
        "1. 守住“三品一特”安全底线",
    ],
)
def test_standing_headings(line: str) -> None:
    report = outlined(line, TEXT)
    assert len(report.headings) == 1
    block = report.blocks[1]
    assert (block.kind, block.level) == ("heading", 1)
    assert block.number is not None
    assert line.startswith(block.number)
    assert not report.headings[0].run_in
    assert not report.text[report.headings[0].start : report.headings[0].end].endswith(("。", "："))


@pytest.mark.parametrize(
    ("line", "wording"),
    [
        ("（一）强化组织领导。" + TEXT, "强化组织领导"),
        ("一、主要负责人履职情况。" + TEXT, "主要负责人履职情况"),
        ("1、优服务。" + TEXT, "优服务"),
        ("（一）承接权限“接得住、用得好”还有差距。" + TEXT, "承接权限“接得住、用得好”还有差距"),
        ("（二）乡镇（街道）合法性审查不够严格。" + TEXT, "乡镇（街道）合法性审查不够严格"),
        (
            "（一）坚持学习贯彻法治思想，不断加强党对法治政府建设的领导。" + TEXT,
            "坚持学习贯彻法治思想，不断加强党对法治政府建设的领导",
        ),
        ("（一）组织领导方面：成立领导小组，明确责任分工，" + TEXT, "组织领导方面"),
        ("1.存在问题：执法力量不足。", "存在问题"),
        ("（三）建成“15分钟”服务圈。" + TEXT, "建成“15分钟”服务圈"),
        ("一、基本情况　　" + TEXT, "基本情况"),
    ],
)
def test_run_in_headings(line: str, wording: str) -> None:
    report = outlined("概述一段，" + TEXT, line)
    assert [(w, r) for _, _, w, r in found(report)] == [(wording, True)]
    block = report.blocks[2]
    assert (block.kind, block.level) == ("paragraph", 1)
    assert block.number


@pytest.mark.parametrize(
    "line",
    [
        "（一）1月起剩余2名抽调人员全部归队，制定案件内部办理时限表，力争平均办案周期压缩到55天以内。",
        "（四）开展两轮采砂专项整治，配齐夜视无人机2架。",
        "（四）加大法律法规宣传力度，不断提高群众法治意识。",
        "（二）将173个取水口计量设施安装列入年度预算；",
        "1.全年办理案件46件。执法记录仪人手一台。",
        "（一）对全部乡镇执法人员的案卷制作水平逐人逐卷进行评估并且提出针对性很强的改进意见和建议，限期改正。完成后通报。",
    ],
)
def test_items_of_a_list_have_a_number_and_no_heading(line: str) -> None:
    report = outlined("一、2026年工作安排", TEXT, line, line.replace("四", "五"))
    assert wordings("一、2026年工作安排", TEXT, line) == ["2026年工作安排"]
    block = report.blocks[3]
    assert (block.kind, block.level) == ("paragraph", None)
    assert block.number is not None
    assert line.startswith(block.number)


@pytest.mark.parametrize(
    "line",
    [
        "一是加强领导。" + TEXT,
        "第一件，换文书、练程序。" + TEXT,
        "亲自部署。" + TEXT,
        "2025年，我局将重点抓好四件事：",
        "目前主要存在以下问题：",
        "一年来还存在以下差距：",
        "现将有关情况报告如下：",
        "附件：1.行政执法统计表",
        "特此报告",
        "主要举措和成效…………………………3",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert wordings("一、主要举措", TEXT, line, TEXT) == ["主要举措"]


def test_short_numbered_items_without_text_are_no_headings() -> None:
    lines = ["一、2026年工作安排", "1.修订案卷评查办法", "2.组织执法培训", "3.开展专项检查", "二、其他", TEXT]
    assert wordings(*lines) == ["2026年工作安排", "其他"]


def test_a_section_without_text_keeps_its_heading() -> None:
    assert wordings("一、主要举措", TEXT, "二、存在的不足", "三、工作安排", TEXT) == [
        "主要举措",
        "存在的不足",
        "工作安排",
    ]


def test_attachments_are_no_headings() -> None:
    lines = [
        "一、主要举措",
        TEXT,
        "附件：1.行政执法统计表",
        "2.培训情况一览表",
        "3.案卷评查结果",
        "河清县林业局",
        "2026年1月8日",
    ]
    assert wordings(*lines) == ["主要举措"]


# ── without a number ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_short_lines_over_long_text() -> None:
    report = outlined(
        TEXT,
        "主要负责人抓法治情况",
        TEXT,
        "2025年主要工作",
        "1、优服务。" + TEXT,
        "2、严执法。" + TEXT,
        "存在的不足",
        TEXT,
    )
    assert found(report) == [
        (1, None, "主要负责人抓法治情况", False),
        (1, None, "2025年主要工作", False),
        (2, "1、", "优服务", True),
        (2, "2、", "严执法", True),
        (1, None, "存在的不足", False),
    ]


def test_labels_stand_one_level_below_and_have_what_follows_under_them() -> None:
    report = outlined(
        "一、主要举措",
        TEXT,
        "二、不足、原因和整改情况",
        "存在的不足、原因：",
        "（一）力量不足。" + TEXT,
        "（二）培训不够。" + TEXT,
        "整改情况：",
        TEXT,
        "三、安排",
        TEXT,
    )
    assert [(level, wording) for level, _, wording, _ in found(report)] == [
        (1, "主要举措"),
        (1, "不足、原因和整改情况"),
        (2, "存在的不足、原因"),
        (3, "力量不足"),
        (3, "培训不够"),
        (2, "整改情况"),
        (1, "安排"),
    ]


def test_a_label_that_runs_in() -> None:
    report = outlined("一、不足", "存在的主要问题：一是力量不足，" + TEXT, "原因分析：培训不够系统，" + TEXT)
    assert [(level, wording, run_in) for level, _, wording, run_in in found(report)] == [
        (1, "不足", False),
        (2, "存在的主要问题", True),
        (2, "原因分析", True),
    ]


def test_headings_with_a_comma_and_heading_over_heading() -> None:
    assert wordings("这一年做了什么", "强化培训,提升能力", TEXT, "严格监督,规范程序", TEXT) == [
        "这一年做了什么",
        "强化培训,提升能力",
        "严格监督,规范程序",
    ]


# ── levels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        (
            ["一、甲事项", "（一）乙事项", "1.丙事项", "（1）丁事项", "①戊事项", TEXT, "二、己事项", TEXT],
            [1, 2, 3, 4, 5, 1],
        ),
        (["第一部分　甲事项", "（一）乙事项", TEXT, "第二部分　丙事项", TEXT], [1, 2, 1]),
        (["第一部分　甲事项", "一、乙事项", TEXT, "（一）丙事项", TEXT, "第二部分　丁事项", TEXT], [1, 2, 3, 1]),
        (["一、甲事项", "1.乙事项", TEXT, "二、丙事项", "（一）丁事项", "1.戊事项", TEXT], [1, 2, 1, 2, 3]),
        (["1.甲事项", "（1）乙事项", TEXT, "2.丙事项", TEXT], [1, 2, 1]),
        (["一、甲事项", TEXT, "四、乙事项", TEXT, "三、丙事项", TEXT], [1, 1, 1]),
    ],
)
def test_levels_by_numbering(lines: list[str], levels: list[int]) -> None:
    assert [heading.level for heading in outlined(*lines).headings] == levels


def document(*lines: tuple[str, Look]) -> Document:
    text = "\n".join(line for line, _ in lines)
    blocks, start = [], 0
    for line, look in lines:
        blocks.append(Block(kind="paragraph", start=start, end=start + len(line), look=look))
        start += len(line) + 1
    return Document(source="a", sha256="0", form="docx", text=text, blocks=tuple(blocks))


BODY = Look(font="仿宋", size=16)
HEI, KAI = Look(font="黑体", size=16), Look(font="楷体", size=16)


def test_styles_lead_and_begin_at_1() -> None:
    second, third = Look(style_level=2), Look(style_level=3)
    report = outline(
        document(
            (TITLE, Look(style_level=1)),
            ("一、甲事项", second),
            ("（一）乙事项", third),
            (TEXT, BODY),
            ("1.丙事项。" + TEXT, BODY),
            ("结语", second),
            (TEXT, BODY),
        )
    )
    assert found(report) == [
        (1, "一、", "甲事项", False),
        (2, "（一）", "乙事项", False),
        (3, "1.", "丙事项", True),
        (1, None, "结语", False),
    ]


def test_looks_tell_levels_without_numbers() -> None:
    report = outline(
        document(
            (TITLE, Look(centred=True)),
            (TEXT, BODY),
            ("做了什么", HEI),
            ("让许可更省心", KAI),
            (TEXT, BODY),
            ("让执法有尺度", KAI),
            (TEXT, BODY),
            ("还差什么", HEI),
            (TEXT, BODY),
        )
    )
    assert [(level, wording) for level, _, wording, _ in found(report)] == [
        (1, "做了什么"),
        (2, "让许可更省心"),
        (2, "让执法有尺度"),
        (1, "还差什么"),
    ]


def test_a_heading_that_looks_like_the_numbered_ones_stands_beside_them() -> None:
    report = outline(
        document(
            (TITLE, Look(centred=True)),
            ("一、甲事项", HEI),
            (TEXT, BODY),
            ("（一）乙事项", KAI),
            (TEXT, BODY),
            ("其他需要报告的事项", HEI),
            (TEXT, BODY),
        )
    )
    assert [heading.level for heading in report.headings] == [1, 2, 1]


def test_a_heading_that_a_bookmark_cuts_is_one_heading() -> None:
    report = outlined("一、[bookmark: _Toc1]以法治护航产业发展", TEXT, "二、[bookmark: _Toc2]存在的不足", TEXT)
    assert [block.kind for block in report.blocks] == ["title", *["heading", "residue", "heading", "paragraph"] * 2]
    assert found(report) == [(1, "一、", "以法治护航产业发展", False), (1, "二、", "存在的不足", False)]
    assert [block.number for block in report.blocks if block.number] == ["一、", "二、"]
