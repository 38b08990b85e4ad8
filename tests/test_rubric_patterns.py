"""A rubric's regular expressions are checked and compiled once."""

import re

import pytest

from checker.patterns import checked, compiled


def test_the_same_object_for_the_same_pattern_however_many_lie_between() -> None:
    first = compiled("法治.{1,3}政府")
    for number in range(600):  # more than Python's own memory holds
        compiled(f"第{number}项")
    assert compiled("法治.{1,3}政府") is first


def test_a_wrong_one_is_named_in_a_sentence() -> None:
    assert checked("计划") == "计划"
    with pytest.raises(ValueError, match=r"^正则表达式“\(未关闭”有误（"):
        checked("(未关闭")
    with pytest.raises(re.error):
        compiled("(未关闭")
