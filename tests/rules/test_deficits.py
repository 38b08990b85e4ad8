"""The language of shortcomings: causes, whose they are, specific or stock phrase."""

import pytest

from checker.rules.deficits import has_cause, others_problem, owns_up, specific


@pytest.mark.parametrize(
    "text",
    [
        "原因是法制机构只有1人",
        "主要是由于培训不够经常",
        "究其原因,在于审核把关流于形式",
        "根子在于赋权时底数不清",
        "因人员调整频繁,新进人员不熟悉程序",
        "盖因两个岗位由一人兼任",
        "这是我局没有及时提出岗位需求造成的",
        "症结在于没有统一的操作规程",
        "编制长期空缺,导致案件积压",
        "二是因机构改革,执法权划转不到位",
    ],
)
def test_an_explicit_cause(text: str) -> None:
    assert has_cause(text)


@pytest.mark.parametrize(
    "text",
    [
        "因地制宜开展普法",
        "因此要加强培训",
        "原因是多方面的。",
        "抽查20卷,有4卷送达手续不全",
        "执法力量不足,培训不够经常",
        "影响因素较多",
        "原因分析如下。",
    ],
)
def test_no_cause(text: str) -> None:
    assert not has_cause(text)


@pytest.mark.parametrize(
    "text",
    [
        "部分企业法律意识淡薄",
        "少数群众依法维权意识不强",
        "个别木材加工企业守法经营意识淡薄",
        "企业职工法治思维不强",
        "一些居民参与度不高",
    ],
)
def test_a_problem_of_others(text: str) -> None:
    assert others_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "对企业的指导帮扶覆盖面不广",
        "公众参与重大行政决策的广度不够",
        "部分乡镇执法人员持证率偏低",
        "面向企业的普法形式单一",
        "个别部门败诉集中",
        "我局对水站的检查不经常",
    ],
)
def test_a_problem_of_one_s_own(text: str) -> None:
    assert not others_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "抽查案卷12份,有4份笔录要素不全",
        "镇里没有专职法制员把关",
        "62项下放处罚权中有25项未实际行使",
        "行政复议案件办理超期",
        "合同履约台账缺失",
        "3个司法所仍是一人所",
        "法律顾问未参与招商协议审查",
    ],
)
def test_specific(text: str) -> None:
    assert specific(text)


@pytest.mark.parametrize(
    "text",
    [
        "法治意识有待进一步提高",
        "工作推进不平衡",
        "普法宣传力度不够",
        "执法队伍素质参差不齐",
        "创新意识不强",
        "法治化营商环境有待进一步优化",
        "部分干部运用法治思维解决问题的能力不足",
    ],
)
def test_a_stock_phrase(text: str) -> None:
    assert not specific(text)


@pytest.mark.parametrize(
    "text",
    [
        "虽然取得了一定成效,但与上级要求相比仍有差距。",
        "我局法治政府建设工作还存在一些不足。",
        "对标示范县要求,仍存在执法人员老龄化、案卷制作不规范、法律顾问作用发挥不充分等问题。",
    ],
)
def test_owning_up(text: str) -> None:
    assert owns_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "针对案卷评查中存在的问题,下发整改通知12份。",
        "解决企业反映的问题43个。",
        "督促经营单位整改存在问题86处。",
        "审计查出问题全部整改到位。",
    ],
)
def test_other_people_s_problems_are_not_owned_up_to(text: str) -> None:
    assert not owns_up(text)
