"""A paragraph that stands twice."""

from __future__ import annotations

from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "duplicate")
LONG = (
    "将城市管理、安全生产、环境保护等领域执法力量编入综合执法大队，持证执法人员36人。全年开展检查1873家次，立案121件，办结118件，"
    "罚款254.6万元；对首次轻微违法的43家企业依法不予处罚并上门辅导整改。全面落实行政执法公示、执法全过程记录、重大执法决定法制审核制度。"
)


def found(*lines: str) -> list[str]:
    made = report("# 报告", *lines)
    return ["|".join(quote) for quote in quotes(made, RULE.find(made, RULE.Params(), CONTEXT))]


def test_the_second_copy() -> None:
    made = report("# 报告", LONG, "（五）渠道再畅通。", LONG)
    (defect,) = RULE.find(made, RULE.Params(), CONTEXT)
    assert defect.spans == ((made.blocks[3].start, made.blocks[3].end),)


def test_every_further_copy() -> None:
    assert found(LONG, LONG, LONG) == [LONG, LONG]


def test_spaces_and_width_make_no_difference() -> None:
    assert found(LONG, "　　" + LONG.replace("，", ","))


def test_nor_do_a_number_and_a_run_in_heading() -> None:
    assert found("（三）力量再整合，执法更规范。" + LONG, "（四）流程再压缩。" + LONG)
    assert found("（三）力量再整合，执法更规范。" + LONG, LONG)


def test_a_copy_with_a_figure_changed() -> None:
    assert found(LONG, LONG.replace("36人", "37人"))


def test_different_paragraphs() -> None:
    other = LONG.replace("城市管理、安全生产、环境保护", "教育、卫生、文化").replace(
        "1873家次，立案121件，办结118件", "20家次，无立案"
    )
    assert (
        found(LONG, other.replace("综合执法大队", "专项检查组").replace("254.6万元", "0元").replace("43家企业", "机构"))
        == []
    )
    assert found("特此报告。", "特此报告。") == []
    assert found("一季度开展检查12次，整改问题8个，办结率100%。", "二季度开展检查15次，整改问题9个，办结率100%。") == []


def test_headings_and_residue_are_not_looked_at() -> None:
    assert found("## " + LONG[:40], "## " + LONG[:40], "@noise " + LONG, "@noise " + LONG) == []


def test_many_paragraphs() -> None:
    assert found(*[f"第{n}段：{LONG[n:]}{n}" for n in range(60)]) is not None
