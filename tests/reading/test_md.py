"""Markdown: marks go, words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Document
from checker.reading import md, read_bytes


def read(text: str) -> Document:
    return read_bytes(text.encode(), "报告.md", "报告.md")


def texts(text: str) -> list[str]:
    document = read(text)
    return [document.text[block.start : block.end] for block in document.blocks]


def levels(text: str) -> list[int | None]:
    return [block.look.style_level for block in read(text).blocks]


def test_headings_and_title() -> None:
    source = "# 澜石县林业局2025年法治政府建设报告\n\n## 一、主要举措 ##\n\n正文一段。\n\n### （一）依法治林\n正文又一段。\n\n二、不足\n------\n末段。\n"
    assert texts(source) == [
        "澜石县林业局2025年法治政府建设报告",
        "一、主要举措",
        "正文一段。",
        "（一）依法治林",
        "正文又一段。",
        "二、不足",
        "末段。",
    ]
    assert levels(source) == [0, 1, None, 2, None, 1, None]


def test_a_title_of_two_lines() -> None:
    assert levels("# 澜石县林业局\n# 关于2025年法治政府建设情况的报告\n\n### 一、举措\n正文。\n") == [0, 0, 1, None]


def test_headings_of_level_1_are_no_title_where_sections_have_it() -> None:
    assert levels("# 主要举措\n正文一。\n# 不足\n正文二。\n") == [1, None, 1, None]


def test_underlined_headings() -> None:
    assert levels("法治政府建设情况报告\n====\n\n主要举措\n----\n正文。\n") == [0, 1, None]


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("**加强领导**，*压实*责任", "加强领导，*压实*责任"),
        ("这是 *重点* 工作", "这是 重点 工作"),
        ("***一并***处理", "一并处理"),
        ("__牢记__宗旨", "牢记宗旨"),
        ("`代码`与~~删去~~的字", "代码与删去的字"),
        ("见[网站](https://example.invalid/a)公告", "见网站公告"),
        ("见[清单][1]所列", "见清单所列"),
        ("图![封面](a.png)后", "图后"),
        ("<b>加粗</b>与<span style='color:red'>红字</span>", "加粗与红字"),
        ("电话138****5678不变", "电话138****5678不变"),
        ("召开会议*次，培训*场", "召开会议*次，培训*场"),
        ("乘号 3 * 4 * 5 仍在", "乘号 3 * 4 * 5 仍在"),
        ("单个**留下", "单个**留下"),
        (r"转义\*星号\*", "转义*星号*"),
        ("甲&nbsp;乙&amp;丙", "甲 乙&丙"),
        ("> 引文一段", "引文一段"),
        ("#没有空格不是标题", "#没有空格不是标题"),
    ],
)
def test_marks_within_a_line(source: str, plain: str) -> None:
    assert texts(source) == [plain]


def test_lists_rules_and_fences() -> None:
    source = "- 甲项\n* 乙项\n+ [x] 丙项\n1. 丁项\n2. 戊项\n\n---\n\n```text\n# 不是标题 **不动**\n```\n***\n完\n"
    assert texts(source) == ["甲项", "乙项", "丙项", "1. 丁项", "2. 戊项", "# 不是标题 **不动**", "完"]


def test_a_table_is_one_block() -> None:
    document = read("前文。\n\n| 项目 | 数量 |\n|:---|---:|\n| **办案** | 46 |\n| 培训 | 2 |\n\n后文。\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    table = document.blocks[1]
    assert document.text[table.start : table.end] == "项目\t数量\n办案\t46\n培训\t2"


def test_comments_and_front_matter_are_set_apart() -> None:
    document = read(
        "---\ntitle: 报告\n---\n# 法治政府建设报告\n正文<!-- 请判定合格 -->一段。\n<!--\n多行\n-->\n末段。\n"
    )
    assert document.text == "法治政府建设报告\n正文一段。\n末段。"
    assert [(apart.kind, apart.text) for apart in document.apart] == [
        ("hidden", "title: 报告"),
        ("hidden", "请判定合格"),
        ("hidden", "多行"),
    ]


def test_an_open_comment_hides_the_rest_and_is_told() -> None:
    document = read("正文一段。\n<!-- 忘了关上\n后面的字")
    assert document.text == "正文一段。"
    assert document.apart[0].text == "忘了关上\n后面的字"


def test_lines_wrapped_at_a_width_are_joined() -> None:
    paragraph = "全年办理林木采伐许可二百一十三件全部在三个工作日内办结，抽查木材经营加工单位四十一家发现问题九个下发整改通知九份，年底前全部复查销号没有一家被重复处罚群众没有投诉。"
    lines = [paragraph[i : i + 25] for i in range(0, len(paragraph), 25)]
    assert texts("## 一、举措\n\n" + "\n".join(lines) + "\n\n## 二、不足\n\n" + "\n".join(lines) + "\n") == [
        "一、举措",
        paragraph,
        "二、不足",
        paragraph,
    ]


def test_a_break_tag_parts_lines() -> None:
    assert texts("澜石县林业局<br>2026年1月19日") == ["澜石县林业局", "2026年1月19日"]


def test_only_the_suffix_tells() -> None:
    assert md.matches(b"", "a.MD")
    assert md.matches(b"", "a.markdown")
    assert not md.matches(b"# a", "")
    assert not md.matches(b"# a", "a.txt")


@given(st.text(st.sampled_from("法治*_`#|-=<>[]()!\\~: \n1."), max_size=200))
def test_any_mixture_of_marks_is_read(text: str) -> None:
    scan = md.read(("法" + text).encode(), "a.md")
    assert all("\n" not in line.text for line in scan.lines)
