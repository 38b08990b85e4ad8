"""A body that is too short."""

from __future__ import annotations

import dataclasses

import pytest

from checker.model import UnitType
from checker.rules import kind

from .making import CONTEXT, report

RULE = kind("document", "length")
PARAMS = RULE.Params(least=500, by_unit_type={"government": 800})


@pytest.mark.parametrize(
    ("characters", "unit_type", "short"),
    [
        (499, "department", True),
        (500, "department", False),
        (799, "government", True),
        (800, "government", False),
        (600, None, False),
        (499, None, True),
    ],
)
def test_by_kind_of_unit(characters: int, unit_type: UnitType | None, short: bool) -> None:
    made = report("# 报告", unit_type=unit_type, characters=characters)
    assert bool(list(RULE.find(made, PARAMS, CONTEXT))) is short


def test_the_context_overrules_the_report() -> None:
    made = report("# 报告", unit_type="department", characters=600)
    (defect,) = RULE.find(made, PARAMS, dataclasses.replace(CONTEXT, unit_type="government"))
    assert "600" in defect.message
    assert "800" in defect.message
