"""Names of plenums and instruments: wrong, from before their time, and the many that are right."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker.rubric import shipped
from checker.rules import kind

from .making import CONTEXT, quotes, report

RULE = kind("document", "terms")


def _params() -> object:
    for file in sorted(shipped("rubrics").glob("*.yaml")):
        for finding in yaml.safe_load(file.read_text(encoding="utf-8")).get("findings") or ():
            if finding["rule"] == "term.wrong" and "params" in finding:
                return RULE.Params.model_validate(finding["params"])
    raise AssertionError("no shipped rubric has term.wrong")


PARAMS = _params()
DAY = dt.date(2026, 1, 20)


def found(line: str, day: dt.date | None = DAY, year: int = 2025) -> list[str]:
    made = report(f"# 榆荫县人民政府{year}年法治政府建设情况报告", line, year=year, signed=day)
    defects = [defect for defect in RULE.find(made, PARAMS, CONTEXT) if defect.severity != "info"]
    return ["|".join(quote) for quote in quotes(made, defects)]


WRONG = [
    ("深入学习党的十九大六中全会精神。", "党的十九大六中全会"),
    ("贯彻党的二十大三中全会精神。", "党的二十大三中全会"),
    ("全面贯彻党的二十大二中、三中、四中全会精神。", "党的二十大二中、三中、四中全会"),
    ("贯彻党的二十大历次全会精神。", "党的二十大历次全会"),
    ("贯彻二十大四中全会精神。", "二十大四中全会"),
    ("贯彻党的二十届八中全会精神。", "二十届八中全会"),
    ("贯彻党的十九届八中全会精神。", "十九届八中全会"),
    ("落实《法治政府建设实施纲要（2022—2025年）》要求。", "《法治政府建设实施纲要（2022—2025年）》"),
    ("落实《法治政府建设实施纲要（2021—2026年）》要求。", "《法治政府建设实施纲要（2021—2026年）》"),
    ("落实《法治政府建设实施纲要(2022-2025年)》。", "《法治政府建设实施纲要(2022-2025年)》"),
    ("落实《法治政府建设实施纲要（2022－2025）》。", "《法治政府建设实施纲要（2022－2025）》"),
    ("落实《法治政府建设实施纲要（2022至2025年）》。", "《法治政府建设实施纲要（2022至2025年）》"),
    ("落实《法治政府建设实施纲要(2022 — 2025 年)》。", "《法治政府建设实施纲要(2022 — 2025 年)》"),
    ("落实《法治政府建设实施纲要》（2022—2025年）。", "《法治政府建设实施纲要》（2022—2025年）"),
    ("认真落实法治政府建设实施纲要（2020—2025年）。", "法治政府建设实施纲要（2020—2025年）"),
    ("落实中共中央、国务院《法治政府建设实施纲要（2016—2020年）》。", "《法治政府建设实施纲要（2016—2020年）》"),
    ("落实《法治社会建设实施纲要（2021—2025年）》。", "《法治社会建设实施纲要（2021—2025年）》"),
    ("落实《法治中国建设规划（2021—2025年）》。", "《法治中国建设规划（2021—2025年）》"),
    ("落实《提升行政执法质量三年行动计划（2024—2026年）》。", "《提升行政执法质量三年行动计划（2024—2026年）》"),
    ("印发贯彻《法治政府建设实施纲要（2022—2025年）》实施方案。", "《法治政府建设实施纲要（2022—2025年）》"),
    ("《关于贯彻〈法治政府建设实施纲要（2022—2025年）〉的意见》。", "〈法治政府建设实施纲要（2022—2025年）〉"),
    ("为加快建设法制政府提供保障。", "法制政府"),
    ("学习习近平法制思想。", "习近平法制思想"),
    ("落实《法治政府建设与责任落实督查工作规定》。", "法治政府建设与责任落实督查工作规定"),
    ("《法治政府建设纲要（2021—2025年）》收官。", "《法治政府建设纲要（2021—2025年）》"),
]

RIGHT = """
深入学习贯彻党的二十大和二十届二中、三中全会精神。
深入学习贯彻党的二十大和二十届二中、三中、四中全会精神。
全面贯彻党的十九大和十九届历次全会精神。
全面贯彻党的十九大和十九届四中、五中、六中全会和二十大精神。
党的二十大、二十届三中全会精神。
党的二十大及二十届历次全会精神。
中国共产党第二十届中央委员会第三次全体会议。
省委十二届八次全会、市委八届六次全会、县委十四届四次全会精神。
中央纪委二十届三次全会精神。
《法治政府建设实施纲要（2021—2025年）》
《法治政府建设实施纲要(2021-2025年)》收官之年。
《法治政府建设实施纲要（2021－2025年）》和省、市实施方案
《法治政府建设实施纲要（2015—2020年）》实施以来
法治政府建设实施纲要（2021—2025年）
《法治政府建设实施纲要》及我市实施方案（2022—2025年）
《梅浦市法治政府建设实施方案（2022—2025年）》
《雁回市法治政府建设实施方案（2021—2026年）》
《河南省法治政府建设实施纲要（2022—2025年）》
落实我市法治政府建设实施纲要（2022—2025年）
《静海区法治政府建设实施纲要（2022—2026年）》目标要求
《榆荫县贯彻落实〈法治政府建设实施纲要（2021—2025年）〉实施方案（2022—2025年）》
《法治社会建设实施纲要（2020—2025年）》《法治中国建设规划（2020—2025年）》
《提升行政执法质量三年行动计划（2023—2025年）》
《浙江省提升行政执法质量三年行动计划（2024—2026年）》
严格重大执法决定法制审核，配强法制机构、法制员、法制股。
政府法制办公室、县政府法制办、法制日报。
学习习近平法治思想、《优化营商环境条例》、《重大行政决策程序暂行条例》。
《法治政府建设与责任落实督察工作规定》《党政主要负责人履行推进法治建设第一责任人职责规定》
实施《法治宣传教育法》。
《关于加快推进法制政府建设的意见》（2005年）
""".strip().splitlines()


@pytest.mark.parametrize(("line", "expected"), WRONG)
def test_wrong(line: str, expected: str) -> None:
    assert found(line) == [expected]


@pytest.mark.parametrize("line", RIGHT)
def test_right(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize(
    ("line", "day", "wrong"),
    [
        ("学习党的二十届三中全会精神。", dt.date(2024, 1, 20), True),
        ("学习党的二十届三中全会精神。", dt.date(2024, 7, 31), False),
        ("学习党的二十届二中、三中、四中全会精神。", dt.date(2025, 2, 10), True),
        ("学习党的二十届五中全会精神。", dt.date(2026, 2, 10), True),
        ("学习党的二十届五中全会精神。", dt.date(2027, 2, 10), False),
        ("迎接党的二十届四中全会胜利召开。", dt.date(2025, 2, 10), False),
        ("党的二十届四中全会即将召开。", dt.date(2025, 2, 10), False),
        ("学习党的十九届五中全会精神。", dt.date(2020, 12, 20), False),
        ("学习党的十七届六中全会精神。", dt.date(2012, 1, 10), False),
        ("落实《法治政府建设实施纲要（2021—2025年）》。", dt.date(2021, 2, 20), True),
        ("落实《法治政府建设实施纲要（2021—2025年）》。", dt.date(2022, 2, 20), False),
        ("落实《法治政府建设实施纲要（2015—2020年）》。", dt.date(2019, 2, 20), False),
        ("实施《法治宣传教育法》。", dt.date(2025, 2, 20), True),
        ("《法治宣传教育法（草案）》征求意见。", dt.date(2025, 5, 20), False),
        ("配合《法治宣传教育法》立法调研。", dt.date(2025, 5, 20), False),
        ("学习习近平法治思想。", dt.date(2020, 1, 20), True),
        ("学习习近平新时代中国特色社会主义思想。", dt.date(2018, 1, 20), False),
        ("贯彻《优化营商环境条例》。", dt.date(2019, 1, 20), True),
        ("贯彻《河南省优化营商环境条例》。", dt.date(2019, 1, 20), False),
        ("深入学习贯彻党的二十大精神。", dt.date(2022, 1, 20), True),
        ("以实际行动迎接党的二十大胜利召开。", dt.date(2022, 1, 20), False),
        ("以迎接党的二十大召开为主线。", dt.date(2022, 1, 20), False),
        ("以迎接和学习贯彻党的二十大为主线。", dt.date(2023, 1, 20), False),
        ("学习新修订的《行政复议法》。", dt.date(2022, 1, 20), True),
        ("学习新修订的《行政复议法》。", dt.date(2024, 1, 20), False),
        ("学习《行政复议法》。", dt.date(2022, 1, 20), False),
        ("学习新修订的《中华人民共和国行政处罚法》。", dt.date(2020, 1, 20), True),
        ("学习新修订的《行政处罚法》。", dt.date(2018, 1, 20), False),
        ("贯彻党的二十届四中全会精神。", None, False),
    ],
)
def test_before_its_time(line: str, day: dt.date | None, wrong: bool) -> None:
    assert bool(found(line, day)) is wrong


def test_without_a_signed_date_the_year_decides() -> None:
    assert found("学习党的二十届三中全会精神。", None, year=2022)
    assert not found("学习党的二十届三中全会精神。", None, year=2024)


def test_the_same_wrong_name_is_one_finding_with_all_its_places() -> None:
    made = report("# 报告", "建设法制政府。", "加快法制政府建设。", year=2025)
    (defect,) = RULE.find(made, PARAMS, CONTEXT)
    assert len(defect.spans) == 2


def test_the_message_says_what_is_right() -> None:
    made = report("# 报告", "党的二十大三中全会、《法治政府建设实施纲要（2022—2025年）》。", year=2025)
    messages = "".join(defect.message for defect in RULE.find(made, PARAMS, CONTEXT))
    assert "党的二十届三中全会" in messages
    assert "《法治政府建设实施纲要（2021—2025年）》" in messages


def test_a_plans_last_year_is_a_hint() -> None:
    made = report(
        "# 报告", "2024年是“十四五”规划收官之年。2025年是“十四五”收官之年。2026年是“十五五”开局之年。", year=2024
    )
    hints = [defect for defect in RULE.find(made, PARAMS, CONTEXT) if defect.severity == "info"]
    assert len(hints) == 1
    assert "2025年" in hints[0].message


def test_residue_is_not_looked_at() -> None:
    made = report("# 报告", "@noise 法制政府", year=2025)
    assert list(RULE.find(made, PARAMS, CONTEXT)) == []


@given(st.text(alphabet="党的二十大届三中、全会法治制政府建设实施纲要（2021-5年）《》 ，", max_size=60))
def test_never_fails(words: str) -> None:
    found(words or "无")
