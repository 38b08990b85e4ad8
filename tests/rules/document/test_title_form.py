"""What a title must hold."""

from __future__ import annotations

import pytest

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "title_form")
PARAMS = RULE.Params(
    required={
        "年份": "20[0-9xX×*_○]{2}|二[〇零○][一二三四五六七八九〇零○]{2}",
        "“法治政府建设”字样": "法[治制]政府建?设?",
        "“报告”字样": "报告|年报",
    }
)


@pytest.mark.parametrize(
    "lines",
    [
        ("# 榆荫县人民政府关于2025年法治政府建设情况的报告",),
        ("# 榆荫县人民政府", "# 关于2025年法治政府建设情况的报告"),
        ("# 榆荫县水利局2024年度法治政府建设工作报告",),
        ("# 榆荫县水利局 2024 年法治政府建设年度报告",),
        ("# 榆荫县水利局二〇二四年度法治政府建设情况报告",),
        ("# 关于２０２４年度法治政府建设情况的报告",),
    ],
)
def test_right(lines: tuple[str, ...]) -> None:
    assert list(RULE.find(report(*lines, "正文。"), PARAMS, CONTEXT)) == []


@pytest.mark.parametrize(
    ("title", "wanting"),
    [
        ("蔚河区卫生健康局2021年依法行政工作总结", ["法治政府建设", "报告"]),
        ("关于法治政府建设情况的报告", ["年份"]),
        ("榆荫县水利局2024年法治政府建设工作总结", ["报告"]),
        ("榆荫县水利局2024年法治建设情况报告", ["法治政府建设"]),
    ],
)
def test_wanting(title: str, wanting: list[str]) -> None:
    made = report(f"# {title}", "正文。")
    (defect,) = RULE.find(made, PARAMS, CONTEXT)
    assert quotes(made, [defect]) == [[title]]
    assert all(words in defect.message.partition("缺少")[2] for words in wanting)


def test_no_title() -> None:
    (defect,) = RULE.find(report("正文。"), PARAMS, CONTEXT)
    assert defect.spans == ()
