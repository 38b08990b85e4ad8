"""Wordings from a list."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "pattern")
PARAMS = RULE.Params.model_validate(
    {
        "wordings": [
            {"pattern": "法制(?:思维|宣传)", "message": "“{}”是旧用语。", "suggest": "请改。", "from_year": 2015}
        ]
    }
)


def test_one_for_each_wording_with_all_its_places() -> None:
    made = report("# 2024年报告", "法制思维、法制宣传。", "再说法制思维。", "@noise 法制宣传")
    defects = list(RULE.find(made, PARAMS, CONTEXT))
    assert quotes(made, defects) == [["法制思维", "法制思维"], ["法制宣传"]]
    assert defects[0].message == "“法制思维”是旧用语。"
    assert defects[0].suggestion == "请改。"


def test_titles_and_quotations_are_left_alone() -> None:
    made = report("# 2024年报告", "《关于加强法制宣传的意见》、“法制宣传日”。")
    assert list(RULE.find(made, PARAMS, CONTEXT)) == []
    assert len(list(RULE.find(made, PARAMS.model_copy(update={"quoted": True}), CONTEXT))) == 1


def test_old_terms_in_old_reports() -> None:
    assert list(RULE.find(report("# 2012年报告", "法制宣传。"), PARAMS, CONTEXT)) == []


def test_a_bad_pattern_is_refused() -> None:
    with pytest.raises(ValidationError):
        RULE.Params.model_validate({"wordings": [{"pattern": "(", "message": "x"}]})
