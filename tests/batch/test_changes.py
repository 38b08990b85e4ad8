"""What is told about a unit since the last run, and what is not worth telling."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import checker
from checker.batch.changes import UnitState, changes, state_of
from checker.model import BatchLine, CheckResult, Submission

TEXT = """云岫县水利局关于2025年法治政府建设情况的报告
一、主要举措和成效
办结水行政处罚案件12件，开展普法宣传6场次，清理规范性文件3件。
二、存在的不足和原因
水资源论证审查超期2件，由于审查人员只有1名，积压较多；河道巡查台账缺少签字。
三、党政主要负责人履行推进法治建设第一责任人职责情况
局长主持召开党组会2次，研究法治政府建设工作，批示督办案件1件。
四、2026年主要安排
2026年增配审查人员2名，完善巡查台账签字制度。
{more}
云岫县水利局
2026年1月20日
"""


def state(tmp_path: Path, text: str, **submission: object) -> UnitState:
    path = tmp_path / "水利局.txt"
    path.write_text(text, encoding="utf-8")
    (result,) = checker.check(path, engine="rules")
    given = {
        "unit": "云岫县水利局",
        "status": "on_time",
        "due": dt.date(2026, 3, 1),
        "file": "水利局.txt",
        **submission,
    }
    return state_of(BatchLine(unit="云岫县水利局", submission=Submission.model_validate(given), result=result))


def nothing(**submission: object) -> UnitState:
    given = {"unit": "云岫县水利局", "status": "not_due", "due": dt.date(2026, 3, 1), **submission}
    return state_of(BatchLine(unit="云岫县水利局", submission=Submission.model_validate(given), result=None))


def test_nothing_new_is_not_told(tmp_path: Path) -> None:
    once = state(tmp_path, TEXT.format(more=""))
    assert changes(once, UnitState.model_validate_json(once.model_dump_json())) == ()
    assert changes(nothing(), nothing()) == ()


def test_a_report_that_came(tmp_path: Path) -> None:
    assert changes(nothing(), state(tmp_path, TEXT.format(more="")))[:2] == (
        "新报送。",
        "报送状态由“未到期”变为“按时报送”。",
    )
    assert changes(nothing(), nothing(status="overdue")) == ("报送状态由“未到期”变为“逾期未报”。",)
    assert changes(None, nothing()) == ("上次没有这个单位。",)


def test_what_was_put_right_and_what_is_newly_wrong(tmp_path: Path) -> None:
    whole = state(tmp_path, TEXT.format(more=""))
    wrong = state(
        tmp_path, TEXT.format(more="联系电话13812345678。").replace("由于审查人员只有1名，积压较多", "积压较多")
    )
    back = changes(wrong, whole)
    assert "文件有改动。" in back
    assert any(one.startswith("已补写：") and "原因" in one for one in back)
    assert any(one.startswith("已改正：") and "手机" in one for one in back)
    forth = changes(whole, wrong)
    assert any(one.startswith("新的不足：") and "原因" in one for one in forth)
    assert any(one.startswith("新出现：") and "手机" in one for one in forth)


def test_a_file_that_went_or_could_not_be_read(tmp_path: Path) -> None:
    whole = state(tmp_path, TEXT.format(more=""))
    assert changes(whole, nothing())[0] == "上次的文件“水利局.txt”这次没有了。"
    broken = state_of(
        BatchLine(
            unit="云岫县水利局",
            submission=Submission(unit="云岫县水利局", status="undated", due=None, file="水利局.txt"),
            result=CheckResult(source="水利局.txt", sha256="0", error="读不出来。"),
        )
    )
    assert "文件读不出来。" in changes(whole, broken)
    assert "上次读不出来的文件，这次读出来了。" in changes(broken, whole)
    assert not any("结论" in one for one in changes(whole, broken))


@pytest.mark.parametrize("more", ["", "联系电话13812345678。"])
def test_a_state_comes_back_from_the_store_as_it_was(tmp_path: Path, more: str) -> None:
    once = state(tmp_path, TEXT.format(more=more))
    assert UnitState.model_validate_json(once.model_dump_json()) == once
