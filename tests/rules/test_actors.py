"""Who acts, and whose titles are the principal leader's."""

import pytest

from checker.model import UnitType
from checker.rules.actors import mentions


def actors(clause: str, unit_type: UnitType) -> list[str]:
    return [m.actor for m in mentions(clause, unit_type)]


@pytest.mark.parametrize(
    ("clause", "unit_type"),
    [
        ("局党组书记、局长主持召开会议", "department"),
        ("主要负责同志听取汇报", "department"),
        ("县委书记作出批示3次", "government"),
        ("县长在一起征收案中出庭应诉", "government"),
        ("镇党委书记到村现场协调", "township"),
        ("街道党工委书记约谈执法队负责人", "township"),
        ("办事处主任出庭应诉2次", "township"),
        ("管委会主任带队走访企业", "zone"),
        ("由县委书记谈话提醒", "government"),
        ("党政主要负责人带头出庭", "government"),
    ],
)
def test_the_principal_leader(clause: str, unit_type: UnitType) -> None:
    assert "leader" in actors(clause, unit_type)


@pytest.mark.parametrize(
    ("clause", "unit_type"),
    [
        ("分管副局长出庭应诉3次", "department"),
        ("副县长主持召开调度会", "government"),
        ("19名村(社区)书记当面述法", "township"),
        ("31名县直部门主要负责人书面述法", "government"),
        ("各乡镇主要负责人签订责任书", "government"),
        ("约谈3个部门主要负责人", "government"),
        ("召开镇长办公会研究", "township"),
        ("县长信箱办理来信84件", "government"),
        ("学习习近平总书记重要讲话", "department"),
        ("财政局局长作汇报", "government"),
        ("企业主要负责人签订承诺书", "department"),
    ],
)
def test_somebody_else(clause: str, unit_type: UnitType) -> None:
    assert "leader" not in actors(clause, unit_type)


def test_a_deputy_is_told_from_the_head() -> None:
    assert actors("局长和3名副职分别述法", "department") == ["leader", "deputy"]
    assert actors("分管副局长带队检查", "department") == ["deputy"]


def test_mentions_stand_where_they_say() -> None:
    clause = "县委书记主持召开县委常委会会议"
    for mention in mentions(clause, "government"):
        assert 0 <= mention.start < mention.end <= len(clause)
