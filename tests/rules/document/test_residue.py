"""Text that is not the report's."""

from __future__ import annotations

from checker.rules import kind

from .making import CONTEXT, report

RULE = kind("document", "residue")
PARAMS = RULE.Params(inside={"书签标记": r"\[bookmark:[^\]\n]{0,40}\]", "网页代码": "&nbsp;"})


def test_each_run_is_one() -> None:
    made = report(
        "# 报告",
        "@noise 当前位置：首页",
        "@noise 发布时间：2024-02-05",
        "正文。",
        "@noise 上一篇：2022年报告",
        "@noise 网站地图",
    )
    first, second = RULE.find(made, PARAMS, CONTEXT)
    assert len(first.spans) == len(second.spans) == 2
    assert "当前位置：首页" in first.message
    assert "等2行" in first.message


def test_page_numbers_together_are_one() -> None:
    made = report("# 报告", "甲", "@noise — 1 —", "乙", "@noise - 2 -", "丙", "@noise 第3页 共9页")
    (defect,) = RULE.find(made, PARAMS, CONTEXT)
    assert len(defect.spans) == 3


def test_inside_a_paragraph() -> None:
    made = report("# 报告", "[bookmark: _GoBack]一是学习。", "二是培训。&nbsp;&nbsp;", "[bookmark: _Toc1]三是检查。")
    first, second = RULE.find(made, PARAMS, CONTEXT)
    assert [made.text[a:b] for a, b in first.spans] == ["[bookmark: _GoBack]", "[bookmark: _Toc1]"]
    assert "网页代码" in second.message


def test_marks_of_markdown_together_are_one() -> None:
    made = report("# 报告", "**一、主要工作**", "全年**立案86件**，**结案**80件。", " ###（一）加强领导")
    (defect,) = RULE.find(made, RULE.Params(), CONTEXT)
    assert [made.text[a:b] for a, b in defect.spans][:2] == ["**一、主要工作**", "**立案86件**"]
    assert made.text[defect.spans[-1][0] : defect.spans[-1][1]].strip() == "###"


def test_clean() -> None:
    assert list(RULE.find(report("# 报告", "正文〔2025〕1号【提示】。"), PARAMS, CONTEXT)) == []
