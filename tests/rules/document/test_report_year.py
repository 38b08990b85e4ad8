"""Another report year in the title, the opening, a heading, the plans or the date; and years that may be there."""

from __future__ import annotations

import datetime as dt

import pytest

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "report_year")
BASE = {
    "title": "# 榆荫县水利局关于2024年度法治政府建设情况的报告",
    "opening": "2024年，我局深入学习贯彻习近平法治思想。现将有关情况报告如下。",
    "head1": "## 一、2024年主要举措和成效",
    "body1": "全年立案34件。",
    "head2": "## 二、存在的不足及原因",
    "body2": "一是办案周期偏长。",
    "head3": "## 三、2025年工作安排",
    "body3": "2025年，我局将突出以下工作。",
    "sign": "@sign 榆荫县水利局",
    "date": "@date 2025年1月20日",
}


def found(**changes: str) -> list[str]:
    lines = [line for line in (BASE | changes).values() if line]
    made = report(*lines, year=2024)
    return ["|".join(quote) for quote in quotes(made, RULE.find(made, RULE.Params(), CONTEXT))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"opening": "现将2023年度法治政府建设情况报告如下："}, "现将2023年度法治政府建设情况报告如下"),
        ({"opening": "2023年，我局深入学习贯彻习近平法治思想。现将有关情况报告如下。"}, "2023年，"),
        ({"opening": "2023年是法治建设的重要一年。现将有关情况报告如下。"}, "2023年是"),
        ({"head1": "## 一、2023年主要举措和成效"}, "一、2023年主要举措和成效"),
        ({"head1": "## 一、2023年度推进法治政府建设的主要举措"}, "一、2023年度推进法治政府建设的主要举措"),
        ({"head3": "## 三、2024年工作安排"}, "三、2024年工作安排"),
        ({"head3": "## 三、2024年工作计划", "body3": "加强学习。"}, "三、2024年工作计划"),
        ({"head3": "## 三、2023年打算", "body3": "加强学习。"}, "三、2023年打算"),
        ({"head3": "## 三、2026年工作思路", "body3": "加强学习。"}, "三、2026年工作思路"),
        ({"head3": "## 三、2024年重点任务", "body3": "加强学习。"}, "三、2024年重点任务"),
        ({"head3": "## 三、下一步工作安排", "body3": "2024年，我局将突出以下工作。"}, "2024年，"),
        ({"body3": "2024年，我局将突出以下工作。"}, "2024年，"),
        (
            {"title": "# 榆荫县水利局关于2023年度法治政府建设情况的报告"},
            "榆荫县水利局关于2023年度法治政府建设情况的报告",
        ),
        ({"body2": "一是不足。", "head3": "", "body3": "2024年，我局将进一步强化学习。"}, "2024年，"),
        ({"body3": "2024年要重点抓好四项工作，加强学习。"}, "2024年要"),
        ({"date": "@date 2024年1月20日"}, "2024年1月20日"),
        ({"body2": "2023年，我局法治政府建设虽取得一定成效，但仍存在不足。"}, "2023年，我局法治政府建设虽"),
        (
            {"opening": "现将2024年度法治政府建设情况和2024年工作安排报告如下。"},
            "现将2024年度法治政府建设情况和2024年工作安排报告如下",
        ),
    ],
)
def test_another_year(changes: dict[str, str], expected: str) -> None:
    assert found(**changes) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"body1": "对2016年以来制发的58件文件进行清理，比2023年减少3件，2023年立案40件。"},
        {"body1": "2023年12月，我局被评为先进单位。2023年，我县被确定为示范县。"},
        {"body1": "列入2023年重点工作台账，印发《2023年工作要点》《2025年普法计划》。"},
        {"head1": "## 一、2024年以来主要举措"},
        {"head1": "## 一、落实2023年督察反馈问题整改情况"},
        {"head1": "## 一、2024年工作计划完成情况"},
        {"head1": "## 一、2024年重点工作"},
        {"head1": "## 一、2024年重点任务落实情况"},
        {"head2": "## 二、2024年存在的不足和下一步打算"},
        {"head2": "## 二、2024年存在的问题和2025年打算"},
        {"head3": "## 三、下一步工作安排", "body3": "加强学习，到2027年基本建成。"},
        {"head3": "## 三、今后五年工作思路（2025—2029年）", "body3": "加强学习。"},
        {"body3": "2025年，我局将突出以下工作。2026年底前完成改造。"},
        {"body3": "巩固2024年整改成果，2024年底前已完成的不再列入。"},
        {"opening": "2024年是“十四五”规划的关键之年。2024年，我局认真履职。现将有关情况报告如下。"},
        {"opening": "2021年以来，我局持续推进。2024年，成效明显。现将2024年情况报告如下。"},
        {"opening": "现将2024年度法治政府建设情况和2025年工作安排报告如下。"},
        {"opening": "根据《法治政府建设实施纲要（2021—2025年）》和2023年督察要求，现将有关情况报告如下。"},
        {"body1": "2024年，我局将法治建设列入年度考核，将普法纳入要点。"},
        {"body2": "一是不足。", "head3": "", "body3": "2025年，我局将进一步强化学习。"},
        {"date": "@date 2024年12月26日"},
        {"date": "@date 2024年11月30日"},
        {"date": ""},
        {"sign": "@noise 上一篇：榆荫县水利局关于2023年法治政府建设情况的报告"},
        {"title": "# 榆荫县水利局关于二〇二四年度法治政府建设情况的报告"},
    ],
)
def test_years_that_may_be_there(changes: dict[str, str]) -> None:
    assert found(**changes) == []


def test_a_wrong_title_does_not_win_against_everything_else() -> None:
    assert found(title="# 榆荫县水利局关于2025年度法治政府建设情况的报告") == [
        "榆荫县水利局关于2025年度法治政府建设情况的报告"
    ]


def test_the_month_from_which_a_signature_is_usual() -> None:
    made = report("# 2024年法治政府建设报告", "## 一、2025年计划", year=2024, signed=dt.date(2024, 9, 20))
    assert len(list(RULE.find(made, RULE.Params(), CONTEXT))) == 1
    assert list(RULE.find(made, RULE.Params(signed_from=9), CONTEXT)) == []


def test_nothing_to_go_by() -> None:
    made = report("工作总结", "立案34件。")
    assert list(RULE.find(made, RULE.Params(), CONTEXT)) == []
