"""Which part a sentence belongs to where no heading says so: plans after the shortcomings, the leaders' acts among the measures."""

from __future__ import annotations

from checker.model import CheckResult
from checker.outline import outline
from checker.reading import read_bytes
from checker.rubric import load_rubric
from checker.rules.analysis import Analysis, analyse

TITLE = "云州县水利局2025年度法治政府建设情况报告"
END = "云州县水利局\n2026年1月20日"
PROBLEMS = "二、存在的不足\n一是案卷评查不及时，有12卷超期，原因是法制员只有1名。二是3个站所没有法制员。"


def analysed(*lines: str) -> Analysis:
    report = outline(read_bytes("\n".join([TITLE, *lines, END]).encode(), "报告.txt", "报告.txt"))
    return analyse(report, load_rubric())


def checked(*lines: str) -> CheckResult:
    from checker.judging import judge

    report = outline(read_bytes("\n".join([TITLE, *lines, END]).encode(), "报告.txt", "报告.txt"))
    return judge(report, load_rubric())


def roles(analysis: Analysis, *openings: str) -> list[str]:
    return [next(s.role for s in analysis.statements if s.text.startswith(opening)) for opening in openings]


def verdict(result: CheckResult, name: str) -> str | None:
    section, _, requirement = name.partition(".")
    return next(r.verdict for s in result.sections if s.id == section for r in s.requirements if r.id == requirement)


def test_tasks_that_a_sentence_announces_are_plans_in_their_own_paragraphs_too() -> None:
    tasks = ("（一）修订送审办法，明确审核时限。", "（二）给3个站所配备法制员，逐站核对案卷缺失的材料。")
    analysis = analysed(PROBLEMS, "2026年，我局将重点做好以下工作：", *tasks)
    assert roles(analysis, "(一)", "(二)") == ["plan", "plan"]
    analysis = analysed(PROBLEMS, "明年，我局将紧盯上述差距抓落实。", "一是修订送审办法。", "二是给3个站所配备法制员。")
    assert roles(analysis, "一是修订", "二是给") == ["plan", "plan"]


def test_without_an_announcement_the_next_paragraph_is_a_shortcoming_again() -> None:
    analysis = analysed(PROBLEMS, "下一步，我局将修订送审办法，给站所配备法制员。", "三是执法装备还比较缺乏。")
    assert roles(analysis, "下一步", "三是") == ["plan", "problem"]


def test_a_shortcoming_ends_the_list_of_tasks() -> None:
    analysis = analysed(PROBLEMS, "2026年，重点做好以下工作：", "一是修订送审办法。", "原因是法制员长期空缺。")
    assert roles(analysis, "一是修订", "原因是") == ["plan", "problem"]


def test_among_the_measures_only_numbered_tasks_are_plans() -> None:
    measures = "一、主要做法\n全年审查合同46份，立案12件。"
    plan = "2026年，我局将着力做好以下工作："
    analysis = analysed(measures, plan, "（一）编印执法指引。", "（二）修订送审办法。")
    assert roles(analysis, "(一)", "(二)") == ["plan", "plan"]
    assert roles(analysed(measures, plan, "全年办理许可91件，无一超时。"), "全年办理许可") == ["measures"]


def test_a_paragraph_tells_the_leaders_duty_though_only_its_first_sentence_names_the_leader() -> None:
    paragraph = (
        "局长带头扛起法治建设责任。年初审定法治政府建设工作要点，对2起违法取水案作出批示；5月，到3个站所督办行政处罚案件，"
        "代表本局出庭应诉1次。年底，12名站所负责人书面述法。"
    )
    analysis = analysed(
        "一、主要做法", paragraph, "全年审查合同46份，立案12件，调解水事纠纷7起，清理文件14件，均已办结。"
    )
    assert roles(analysis, "局长带头", "年初审定", "全年审查") == ["duty", "duty", "measures"]
    other = paragraph.replace("年初审定", "副局长年初审定")
    assert roles(analysed("一、主要做法", other), "副局长") == ["measures"]


def test_words_of_want_alone_make_no_part_of_shortcomings() -> None:
    told = "编制信访事项清单，列明办理期限。全年出具不予受理告知书46份，重复信访事项471件，按期答复率99.4%，另转送有权机关办理1104件。"
    analysis = analysed("一、规范程序依法分流", told, "二、其他工作", "全年审查合同46份，立案12件。")
    assert roles(analysis, "编制信访", "全年出具") == ["measures", "measures"]


def test_a_heading_over_nothing_plans_nothing() -> None:
    lines = ("一、主要做法", "全年审查合同46份，立案12件，调解纠纷7起。", PROBLEMS, "三、2026年工作安排")
    assert verdict(checked(*lines), "plans.next_year") == "missing"
    assert verdict(checked(*lines, "修订送审办法，给3个站所配备法制员。"), "plans.next_year") == "met"


def test_who_may_be_asked_is_neither_a_task_nor_a_remedy() -> None:
    contact = "（联系人：局法规股 唐工，电话：0999-1234567）"
    assert verdict(checked(PROBLEMS, "三、2026年工作安排", contact), "plans.next_year") == "missing"
    assert verdict(checked(PROBLEMS, contact), "shortcomings.rectification") == "missing"


def test_what_was_done_about_an_inspection_is_no_task() -> None:
    lines = ("三、督察反馈问题整改情况", "局党组照单全收，逐项制定整改措施，明确责任科室，建立销号台账。")
    assert verdict(checked(PROBLEMS, *lines), "plans.actions") == "missing"


def test_a_paragraph_that_stands_twice_tells_its_results_once() -> None:
    told = "全年审查合同46份，立案12件。"
    assert verdict(checked("一、主要做法", told, told), "measures.results") == "partial"
    assert verdict(checked("一、主要做法", told, "调解纠纷7起。"), "measures.results") == "met"
