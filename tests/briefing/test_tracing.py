"""Tracing: what stands in the sources passes, whatever form it is told in; what was altered never does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from checker.briefing.tracing import keep_traced, traced, untraced
from checker.model import Evidence, Passage, Source, Statement


def source(quote: str) -> Source:
    return Source(evidence=Evidence(quote=quote, start=0, end=len(quote), paragraph=0))


# ── the same thing told otherwise ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("told", "quote"),
    [
        ("全年办件12000件。", "全年办件1.2万件"),
        ("全年办件1.2万件。", "全年办件12,000件"),
        ("全年办件１２００件。", "全年办件1200件"),
        ("罚款215.6万元。", "罚款2156000元"),
        ("听取汇报3次。", "听取汇报三次"),
        ("听取汇报三次。", "听取汇报3次"),
        ("听取汇报两次。", "听取汇报2次"),
        ("培训二十一人。", "培训21人"),
        ("占比百分之三十五。", "占比35%"),
        ("办结率98.7%。", "办结率98.7％"),
        ("下降2.2个百分点。", "下降2.2百分点"),
        ("培训430余人次。", "培训430多人次"),
        ("培训逾430人次。", "培训超过430人次"),
        ("2026-02-09落款。", "2026年2月9日"),
        ("2026年2月9日落款。", "二〇二六年二月九日"),
        ("7月发生强降雨。", "7月18日至21日全县遭遇持续强降雨"),
        ("7月18日启动响应。", "2025年7月18日启动响应"),
        ("以该局为被申请人的案件2件。", "以我局为被申请人的案件2件"),
        ("该镇办案34件。", "本镇办案34件"),
        ("县司法局评查案卷260卷。", "县司法局评查执法案卷260卷，评为优秀78卷"),
        ("由县司法局牵头评查。", "县司法局评查执法案卷"),
        ("学习《民法典》3次。", "学习《 民法典 》3次"),
        ("学习《民法典(试行)》。", "学习《民法典（试行）》"),
        ("推行“综合查一次”。", "推行“综合查一次”，全年联合检查264家次"),
        ("县长李建国出庭应诉。", "县长李建国出庭应诉1次"),
        ("编制“十五五”规划。", "编制“十五五”规划"),
        ("第三次会议听取汇报。", "召开第三次会议，听取汇报"),
    ],
)
def test_the_same_in_another_form_passes(told: str, quote: str) -> None:
    assert untraced(told, [quote]) == []


@pytest.mark.parametrize(
    ("told", "quote"),
    [
        ("办件3件。", "办件13件"),
        ("办件13件。", "办件3件"),
        ("办件1.2件。", "办件1.2万件"),
        ("办件3.2亿元。", "办件13.2亿元"),
        ("办件1.2万件。", "办件1.2万户"),
        ("下降2.2%。", "下降2.2个百分点"),
        ("下降2.2个百分点。", "下降2.2%"),
        ("培训430人次。", "培训430余人次"),
        ("培训430余人次。", "培训430人次"),
        ("培训430人。", "培训430人次"),
        ("近430人参加。", "430人参加"),
        ("不少于3次。", "3次"),
        ("三次会议。", "第三次会议"),
        ("第三次会议。", "三次会议"),
        ("十二次。", "二十次"),
        ("7月19日。", "7月18日至21日"),
        ("8月18日。", "7月18日"),
        ("2024年7月18日。", "2025年7月18日"),
        ("2025年7月18日。", "7月18日"),
        ("学习《民法典》。", "学习《民法总则》"),
        ("学习《民法》。", "学习《民法典》"),
        ("县财政局评查。", "县司法局评查"),
        ("云岫县司法局评查。", "县司法局评查"),
        ("云岫县司法局评查。", "云溪县司法局评查"),
        ("市人民法院审结。", "县人民法院审结"),
        ("推行“一件事一次办”。", "推行“高效办成一件事”"),
        ("县长王建国出庭应诉。", "县长李建国出庭应诉"),
        ("编制“十四五”规划。", "编制“十五五”规划"),
    ],
)
def test_another_thing_fails(told: str, quote: str) -> None:
    assert untraced(told, [quote]) != []


def test_facts_are_not_joined_over_two_quotes() -> None:
    assert untraced("办件31件。", ["办件3", "1件"]) != []
    assert untraced("开庭2次，调解9件。", ["开庭2次", "调解9件"]) == []


def test_a_statement_without_sources_may_state_nothing() -> None:
    assert not traced(Statement(text="全年办件3件。"))
    assert traced(Statement(text="没有发现应当补正的内容。"))


def test_what_the_code_counted_is_no_fact_of_a_report() -> None:
    assert traced(Statement(text="文稿有错误4处。", by_code=True))


def test_what_fails_is_left_out_and_counted() -> None:
    good = Statement(text="办件3件。", sources=(source("全年办件3件"),))
    bad = Statement(text="办件5件。", sources=(source("全年办件3件"),))
    passages = (
        Passage(id="measures", title="举措", statements=(good, bad)),
        Passage(id="x", title="空", statements=(bad,)),
    )
    kept, left_out = keep_traced(passages)
    assert [p.statements for p in kept] == [(good,)]
    assert left_out == 2


# ── alterations ──────────────────────────────────────────────────────────────────────────────────────────────────────

QUOTES = (
    "县司法局评查执法案卷260卷，评为优秀78卷，对6个单位制发行政执法监督意见书。",
    "7月18日至21日全县遭遇持续强降雨，依法启动防汛二级应急响应，转移群众6842人，发放补偿117万元。",
    "全年收到行政复议申请163件，审结151件，直接纠错率12.6%，较上年下降2.2个百分点。",
    "县政务服务中心设“高效办成一件事”专窗22个，全年办件3.7万件，兑现奖补资金6380万元。",
    "3月14日，县长李建国主持县政府常务会议三次，专题学习《民营经济促进法》，听取县公安局汇报。",
    "梅浦市市场监督管理局发放电子营业执照2.1万份，培训430余人次，移送市公安局案件7件。",
    "党工委书记王志强2025年11月20日主持会议，印发《临港区免罚清单》，审查合同96份。",
    "霁川市人民政府办理人大代表建议118件、政协提案154件，主动公开政府信息8940条。",
    "区人民法院发出司法建议11份，区人民检察院发出检察建议27份，柳坞镇人民政府按期回复。",
    "推行“综合查一次”，全年联合检查企业264家次，比上年减少187家次，企业开办压缩到0.5个工作日。",
)
UNITS = {
    "件": "起",
    "卷": "件",
    "个": "家",
    "人": "户",
    "份": "件",
    "条": "件",
    "万元": "元",
    "万件": "件",
    "万份": "份",
}
UNITS |= {"%": "个百分点", "个百分点": "%", "余人次": "人次", "家次": "家", "次": "场"}
NAMES = {
    "县司法局": ("县财政局", "市司法局", "云岫县司法局"),
    "县公安局": ("县审计局", "县水利局"),
    "市公安局": ("县公安局", "市医保局"),
    "梅浦市市场监督管理局": ("榆荫市市场监督管理局", "梅浦市生态环境局"),
    "霁川市人民政府": ("芙渚市人民政府", "霁川县人民政府"),
    "区人民法院": ("市人民法院", "区中级法院"),
    "柳坞镇人民政府": ("松栎镇人民政府", "柳坞乡人民政府"),
    "李建国": ("王建国", "李建军"),
    "王志强": ("王志刚", "张志强"),
    "《民营经济促进法》": ("《民营经济保护法》", "《民营经济促进条例》"),
    "《临港区免罚清单》": ("《临漪区免罚清单》",),
    "“综合查一次”": ("“综合查两次”", "“联合查一次”"),
    "“高效办成一件事”": ("“高效办好一件事”",),
}
ADDED = (
    "，另办结35件",
    "，罚款99.9万元",
    "，占比63%",
    "，涉及17家企业",
    "，6月5日完成",
    "，并依据《行政强制法》",
    "，会同县信访局",
    "，历时十九天",
)


def alterations(quote: str) -> Iterator[str]:
    """The quote with one thing changed: a digit, a unit, a scale, a name, a date, a figure more."""
    for match in re.finditer(r"[0-9]", quote):
        digit = str((int(match.group()) + 1) % 10)
        yield quote[: match.start()] + digit + quote[match.end() :]
    for match in re.finditer(r"(?<![0-9.])[0-9]+(?=[^0-9.月日年])", quote):
        yield quote[: match.end()] + "0" + quote[match.end() :]
    for match in re.finditer(r"([0-9])([万]?[^0-9，。万]{1,4})", quote):
        for unit, other in UNITS.items():
            if match[2].startswith(unit):
                yield quote[: match.start(2)] + other + quote[match.start(2) + len(unit) :]
                break
    for name, others in NAMES.items():
        if name in quote:
            yield from (quote.replace(name, other, 1) for other in others)
    for added in ADDED:
        yield quote[:-1] + added + "。"


ALTERED = [(altered, quote) for quote in QUOTES for altered in alterations(quote) if altered != quote]


def test_there_are_enough_alterations() -> None:
    assert len(ALTERED) >= 200


def test_untouched_all_pass() -> None:
    assert [quote for quote in QUOTES if untraced(quote, [quote])] == []


def test_altered_none_passes() -> None:
    passed = [altered for altered, quote in ALTERED if not untraced(altered, [quote])]
    assert passed == []
