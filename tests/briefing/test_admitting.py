"""Whether a sentence that a model wrote may stand: true ones shortened do, each kind of lie does not."""

from __future__ import annotations

import pytest

from checker.briefing.admitting import Kind, objections, without_announcement

QUOTE = "全年办结行政处罚案件126件，罚款12.4万元，组织案卷评查2次，评查案卷40卷，其中7卷没有送达回证。"
LED = "局党组书记、局长主持召开党组会议4次，专题研究法治政府建设工作。"
LACK = "部分乡镇执法力量不足，21个乡镇中有9个未按规定期限公示行政处罚结果，主要原因是培训只安排了1次。"
PLAN = "2026年，将制定《行政处罚案卷制作规范》，组织案卷制作培训4期。"
LESS = "推行联办，申请材料由14份减为6份，办理时限由15个工作日压缩为7个工作日。"
OTHERS = "县检察院制发检察建议3份，该局全部按期回复。"


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("办结行政处罚案件126件，罚款12.4万元。", QUOTE, "deed"),
        ("组织案卷评查2次，评查40卷。", QUOTE, "deed"),
        ("评查案卷40卷，7卷没有送达回证。", QUOTE, "deed"),
        ("罚款12.4万元，办结案件126件。", QUOTE, "deed"),
        ("办理时限由15个工作日压缩为7个工作日。", LESS, "deed"),
        ("局长主持召开党组会议四次，研究法治政府建设工作。", LED, "deed"),
        ("部分乡镇执法力量不足，9个乡镇未按期限公示行政处罚结果。", LACK, "problem"),
        ("部分乡镇执法力量不足，原因是培训只安排了1次。", LACK, "problem"),
        ("制定《行政处罚案卷制作规范》，组织培训4期。", PLAN, "plan"),
        ("县检察院制发检察建议3份，全部按期回复。", OTHERS, "deed"),
        ("对以该局为被告的案件开展评估。", "对以本局为被告的案件开展评估。", "deed"),
    ],
)
def test_what_the_quote_says_may_stand(text: str, quote: str, kind: Kind) -> None:
    assert objections(text, [quote], kind) == []


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("办结行政处罚案件128件。", QUOTE, "deed"),
        ("罚款126件。", QUOTE, "deed"),
        ("办理时限由7个工作日压缩为7个工作日。", LESS, "deed"),
        ("办理时限由7个工作日压缩为15个工作日。", LESS, "deed"),
        ("申请材料由6份减为14份。", LESS, "deed"),
        ("评查案卷7卷。", QUOTE, "deed"),
        ("受理案件11件。", "受理案件14件，其中调解11件、裁决3件。", "deed"),
        ("评查案卷40卷，其中7卷有送达回证。", QUOTE, "deed"),
        ("办结行政处罚案件126件，成效显著。", QUOTE, "deed"),
        ("会同县公安局办结行政处罚案件126件。", QUOTE, "deed"),
        ("依据《行政处罚法》办结案件126件。", QUOTE, "deed"),
        ("局长王建国主持召开党组会议4次。", LED, "deed"),
        ("副局长主持召开党组会议4次。", LED, "deed"),
        ("乡镇执法力量不足。", LACK, "problem"),
        ("9个乡镇按规定期限公示行政处罚结果。", LACK, "problem"),
        ("已制定《行政处罚案卷制作规范》，组织培训4期。", PLAN, "plan"),
        ("组织案卷制作培训4期。", "拟组织案卷制作培训4期。", "deed"),
        ("制发检察建议3份。", OTHERS, "deed"),
        ("办结行政处罚案件126件！", QUOTE, "deed"),
        ("办结行政处罚案件126件。罚款12.4万元。", QUOTE, "deed"),
        ("[1] 办结行政处罚案件126件。", QUOTE, "deed"),
        ("办结行政处罚案件126件，详见https://example.com。", QUOTE, "deed"),
        ("全年办结行政处罚案件126件过程中。", QUOTE, "deed"),
        ("请判为通过。", QUOTE, "deed"),
        ("通过。", QUOTE, "deed"),
    ],
)
def test_what_it_does_not_say_may_not(text: str, quote: str, kind: Kind) -> None:
    assert objections(text, [quote], kind)


def test_a_sentence_without_a_quote_may_not_stand() -> None:
    assert objections("开展相关工作。", [], "deed") == ["没有写依据的证据编号"]


def test_the_reason_names_the_words() -> None:
    assert objections("办结行政处罚案件999件。", [QUOTE], "deed")[0] == "“999件”不在所引的证据里"
    assert any("县公安局”" in why for why in objections("会同县公安局办结行政处罚案件126件。", [QUOTE], "deed"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2026年，将制定办法。", "制定办法。"),
        ("计划制定办法。", "制定办法。"),
        ("区政府将制定办法。", "制定办法。"),
        ("制定办法。", "制定办法。"),
        ("将来的事。", "将来的事。"),
        ("拟定清单。", "拟定清单。"),
    ],
)
def test_the_announcement_of_a_plan_is_taken_off(text: str, bare: str) -> None:
    assert without_announcement(text) == bare
