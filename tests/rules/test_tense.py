"""Done, planned, required: the mood of a clause."""

import pytest

from checker.rules.tense import mood, negated, told_as_done


@pytest.mark.parametrize(
    "clause",
    [
        "全年审查合同45份",
        "将法治建设纳入年度绩效考核",
        "将17项高频业务下放到乡镇办理",
        "将线索移送公安机关",
        "印发《2026年普法依法治理工作要点》",
        "学习《法治政府建设实施纲要(2021-2025年)》",
        "争取到中央补助资金300万元",
        "已列入明细台账",
        "拟定方案3份",
        "组织应急演练4次",
    ],
)
def test_told_as_done(clause: str) -> None:
    assert mood(clause) == "done"


@pytest.mark.parametrize(
    "clause",
    [
        "下一步加强执法监督",
        "将进一步完善合法性审查机制",
        "明年开展案卷评查4次",
        "力争办结率达到98%",
        "6月底前完成清理",
        "我局将组织开展专项检查",
        "拟出台管理办法",
        "要持续深化放管服改革",
        "计划开展培训2期",
        "今后还要把普法抓实",
    ],
)
def test_planned(clause: str) -> None:
    assert mood(clause) == "planned"


@pytest.mark.parametrize(
    "clause", ["各单位应当公开权责清单", "重大决策必须经合法性审查", "未经审核不得印发", "法治宣传仍需加强"]
)
def test_required(clause: str) -> None:
    assert mood(clause) == "required"


@pytest.mark.parametrize(
    "clause", ["全年没有制定行政规范性文件", "未召开专题会议", "尚未建立案卷评查制度", "从未组织培训"]
)
def test_a_negated_act(clause: str) -> None:
    assert negated(clause)


@pytest.mark.parametrize(
    "clause", ["未发生安全事故", "没有一起案件被撤销", "为未成年人提供法律援助", "尚未办结的8件正在办理"]
)
def test_a_negation_that_takes_no_act_away(clause: str) -> None:
    assert not negated(clause)


def test_marks_of_the_accomplished() -> None:
    assert told_as_done("对上述问题已全部整改")
    assert not told_as_done("加强普法宣传")
