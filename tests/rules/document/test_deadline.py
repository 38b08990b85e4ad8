"""Late, by the roster's day of receipt or else by the signed date."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from checker.rubric import Due, Rubric
from checker.rules import Context, kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "deadline")
DUE = dt.date(2025, 3, 1)


def late(signed: str, **context: object) -> list[str]:
    made = report("# 2024年法治政府建设情况报告", "正文。", "@sign 水利局", f"@date {signed}")
    defects = list(RULE.find(made, RULE.Params(), dataclasses.replace(CONTEXT, **context)))  # type: ignore[arg-type]
    return ["|".join(quote) + ":" + d.message for quote, d in zip(quotes(made, defects), defects, strict=True)]


@pytest.mark.parametrize(
    ("signed", "included", "expected"),
    [
        ("2025年2月28日", False, False),
        ("2025年3月1日", False, True),
        ("2025年3月1日", True, False),
        ("2025年3月2日", True, True),
        ("2024年12月26日", False, False),
        ("二〇二五年三月二十四日", False, True),
    ],
)
def test_the_day(signed: str, included: bool, expected: bool) -> None:
    assert bool(late(signed, due=DUE, due_included=included)) is expected


def test_it_points_at_the_date_and_says_what_was_compared() -> None:
    (found,) = late("2025年3月24日", due=DUE)
    assert found.startswith("2025年3月24日:落款日期为2025年3月24日")
    assert "2025年3月1日之前" in found
    assert "24天" in found


def test_the_roster_comes_first() -> None:
    (found,) = late("2025年2月10日", due=DUE, submitted=dt.date(2025, 3, 5))
    assert found.startswith(":台账登记的报送日期为2025年3月5日")
    assert late("2025年4月10日", due=DUE, submitted=dt.date(2025, 2, 5)) == []


def test_without_a_day_the_rubric_names_one() -> None:
    made = report("# 2024年法治政府建设情况报告", "@date 2025年3月24日", unit_type="department")
    rubric = Rubric(id="t", version="1", title="t", sections=(), due=Due(department="03-01", government="04-01"))
    assert len(list(RULE.find(made, RULE.Params(), Context(rubric)))) == 1
    assert list(RULE.find(made, RULE.Params(), Context(rubric, unit_type="government"))) == []


def test_nothing_to_compare() -> None:
    assert late("2025年4月1日") == []
    assert list(RULE.find(report("# 报告"), RULE.Params(), dataclasses.replace(CONTEXT, due=DUE))) == []
