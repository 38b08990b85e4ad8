"""Acts: of leaders, as results, as plans."""

import pytest

from checker.rules.acts import action, leader_act, names_finished_act, on_topic


@pytest.mark.parametrize(
    "clause",
    [
        "多次听取法治政府建设工作汇报",
        "主持召开常务会议5次",
        "出庭应诉2次",
        "亲自办理行政处罚案件1件",
        "为全体干部讲授法治课1次",
        "就拖车收费问题作出批示",
        "3次到现场督办",
        "约谈败诉较多的2个部门负责人",
        "包案化解信访积案3件",
        "坐上被告席",
    ],
)
def test_a_concrete_act(clause: str) -> None:
    assert leader_act(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "切实履行第一责任人职责",
        "做到重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办",
        "高度重视法治建设",
        "任领导小组组长",
        "学习贯彻重要指示批示精神",
        "负总责",
    ],
)
def test_a_mere_assertion(clause: str) -> None:
    assert leader_act(clause) is None


def test_other_subjects_are_off_topic() -> None:
    assert not on_topic("主持召开招商推介会3次", "主持召开招商推介会3次。", default=True)
    assert on_topic("主持召开党组会3次,", "主持召开党组会3次,研究行政执法工作。", default=False)
    assert on_topic("3次到现场督办", "3次到现场督办。", default=True)


@pytest.mark.parametrize(
    "clause", ["出台《涉企检查管理办法》", "获评全省法治政府建设示范县", "《供水管理办法》印发施行", "建成执法监督平台"]
)
def test_a_finished_act_that_names_its_object(clause: str) -> None:
    assert names_finished_act(clause)


@pytest.mark.parametrize(
    "clause",
    ["深入学习宣传《民法典》", "贯彻落实《行政处罚法》", "坚持依法行政", "按照《优化营商环境条例》要求推进改革"],
)
def test_no_finished_act(clause: str) -> None:
    assert not names_finished_act(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "制定合同送审办法",
        "开展执法案卷评查4次",
        "为每个执法队配1名法制员",
        "组织执法人员旁听庭审",
        "把法律顾问坐班时间增加到每周2天",
        "上线合同管理系统用印校验功能",
        "建立败诉案件分析讲评制度",
        "对62项下放处罚权逐项评估",
    ],
)
def test_a_specific_action(clause: str) -> None:
    assert action(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "进一步提高政治站位",
        "强化责任担当",
        "不断开创法治建设新局面",
        "持续增强法治意识",
        "加快建设职能科学、权责法定、执法严明、公开公正的法治政府",
        "坚持以习近平法治思想为指导",
        "一张蓝图绘到底",
        "全面提升依法行政水平",
    ],
)
def test_a_slogan(clause: str) -> None:
    assert not action(clause)
