"""No signature, no date."""

from __future__ import annotations

from checker.rules import kind

from .making import CONTEXT, report

RULE = kind("document", "absent")
SIGNATURE, DATE = RULE.Params(what="signature"), RULE.Params(what="date")


def test_both_there() -> None:
    made = report("# 报告", "正文。", "@sign 榆荫县水利局", "@date 2025年1月20日")
    assert list(RULE.find(made, SIGNATURE, CONTEXT)) == []
    assert list(RULE.find(made, DATE, CONTEXT)) == []


def test_neither_there() -> None:
    made = report("# 榆荫县水利局", "# 2024年法治政府建设情况报告", "正文。")
    for params in (SIGNATURE, DATE):
        (defect,) = RULE.find(made, params, CONTEXT)
        assert defect.spans == ()


def test_the_unit_over_the_title_is_no_signature() -> None:
    made = report("# 榆荫县水利局", "# 2024年法治政府建设情况报告", "正文。", "@date 2025年1月20日")
    assert len(list(RULE.find(made, SIGNATURE, CONTEXT))) == 1
    assert list(RULE.find(made, DATE, CONTEXT)) == []


def test_a_date_that_was_begun_is_the_placeholder_rules() -> None:
    assert list(RULE.find(report("# 报告", "正文。", "@sign 水利局", "@date 2025年X月X日"), DATE, CONTEXT)) == []
    assert len(list(RULE.find(report("# 报告", "正文。", "@sign 水利局", "@date 2025年  月  日"), DATE, CONTEXT))) == 1


def test_a_sites_posting_date_is_none() -> None:
    assert len(list(RULE.find(report("# 报告", "@noise 发布时间：2024-02-05", "正文。"), DATE, CONTEXT))) == 1
