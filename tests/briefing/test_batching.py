"""The briefing on a batch: who, which parts, which topics, who says what, what is worth spreading, whom to chase."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from checker.briefing import Digest, Length, brief_batch, brief_digests, digest
from checker.briefing.dropping import fitted
from checker.briefing.lengths import SHORT, characters, fits
from checker.briefing.themes import OTHER, theme
from checker.model import Briefing, CheckResult, Passage, Submission
from tests.briefing.conftest import Judged, rubric
from tests.briefing.independent_trace import faults

LENGTHS: tuple[Length, ...] = ("short", "page", "full")


@pytest.fixture(scope="module")
def batch(labelled: list[Judged], examples: list[Judged]) -> list[Judged]:
    return [*examples, *labelled]


_DIGESTS: dict[str, Digest] = {}


def brief(batch: list[Judged], length: Length = "full", submissions: list[Submission] | None = None) -> Briefing:
    for result, report in batch:
        if result.source not in _DIGESTS:
            _DIGESTS[result.source] = digest(result, report, rubric())
    digests = [_DIGESTS[result.source] for result, _ in batch]
    return brief_digests(digests, rubric(), length=length, as_of=dt.date(2026, 3, 5), submissions=submissions)


def part(briefing: Briefing, name: str) -> Passage:
    return next(p for p in briefing.passages if p.id == name)


def told(briefing: Briefing, name: str) -> str:
    return "".join(s.text for s in part(briefing, name).statements)


def test_the_counts_are_right(batch: list[Judged]) -> None:
    opening = told(brief(batch), "conclusion")
    for conclusion, word in (("pass", "通过"), ("revise", "需修改"), ("return", "退回")):
        count = sum(result.conclusion == conclusion for result, _ in batch)
        assert f"{word}{count}份" in opening


@pytest.mark.parametrize("length", LENGTHS)
def test_traceable(batch: list[Judged], length: Length) -> None:
    assert faults(brief(batch, length).as_json(), [report.text for _, report in batch]) == []


def test_short_is_short(batch: list[Judged], examples: list[Judged]) -> None:
    for items in (batch, examples):
        assert characters(brief(items, "short").passages) <= SHORT


def test_units_by_parts(examples: list[Judged]) -> None:
    passage = part(brief(examples, "page"), "sections")
    assert passage.picture
    assert passage.table is not None
    assert passage.table.columns == ("单位", "第一责任人", "举措成效", "不足原因", "下年安排", "结论")
    rows = {row[0].text: [cell.status for cell in row[1:5]] for row in passage.table.rows}
    for result, _ in examples:
        by_id = {s.id: s.status for s in result.sections}
        assert result.report is not None
        assert rows[result.report.unit or ""] == [
            by_id[key] for key in ("first_responsible", "measures", "shortcomings", "plans")
        ]


def test_topics_that_are_left_out(examples: list[Judged]) -> None:
    briefing = brief(examples)
    table = part(briefing, "topics").table
    assert table is not None
    left = {row[0].text: (int(row[1].text), int(row[2].text), row[3].text) for row in table.rows}
    missing: dict[str, list[str]] = {}
    for result, _ in examples:
        for requirement in (r for s in result.sections for r in s.requirements if r.level == "coverage"):
            missing.setdefault(requirement.title, [])
            if requirement.verdict == "missing":
                assert result.report is not None
                missing[requirement.title].append(result.report.unit or "")
    assert {title for title, units in missing.items() if units} == left.keys()
    for title, units in missing.items():
        if units:
            assert left[title][1] == len(units)
            assert left[title][2] == "、".join(units)
        else:
            assert title in told(briefing, "topics")


def test_problems_are_grouped_with_who_says_so(batch: list[Judged]) -> None:
    statements = part(brief(batch), "problems").statements
    assert statements
    counts = [int(match[1]) for s in statements if (match := re.search(r"（(\d+)家）", s.text))]
    assert counts == sorted(counts, reverse=True)
    units = {result.report.unit for result, _ in batch if result.report}
    for statement in statements:
        assert any(unit and unit in statement.text for unit in units)
        assert statement.sources


def test_themes_go_by_what_is_deficient() -> None:
    assert theme("执法案卷质量不高") == "执法案卷、文书和程序"
    assert theme("村级合同送审率低") == "合同管理和合法性审查"
    assert theme("个别部门败诉集中") == "行政复议、应诉和败诉问题"
    assert theme("普法针对性不强") == "普法宣传针对性和实效"
    assert theme("天气不好") == OTHER


def test_results_name_who_and_are_concrete(batch: list[Judged]) -> None:
    statements = part(brief(batch), "results").statements
    assert len(statements) >= 3
    for statement in statements:
        unit, _, what = statement.text.partition("：")
        assert unit
        assert re.search(r"[0-9“《]", what)
        assert not re.search(r"满意度|高度重视|显著", what)
    names = [s.text.partition("：")[0] for s in statements]
    assert len(names) == len(set(names))


def test_a_roster_tells_who_is_missing(examples: list[Judged]) -> None:
    due = dt.date(2026, 3, 1)
    submissions = [
        Submission(unit="云岫县教育局", status="overdue", due=due, days=5, contact="张老师"),
        Submission(unit="云岫县应急管理局", status="late", due=due, submitted=dt.date(2026, 3, 9), days=9),
        Submission(unit="云岫县人民政府", status="on_time", due=due, submitted=dt.date(2026, 2, 6)),
        Submission(unit="云岫县松栎镇人民政府", status="undated", due=due),
        Submission(unit=None, status="undated", due=due, file="x.docx"),
    ]
    briefing = brief(examples, "page", submissions)
    opening = told(briefing, "submissions")
    assert "名册4家单位中，按时报送1家、逾期报送1家（云岫县应急管理局）、逾期未报1家、日期不明1家（" in opening
    assert "逾期未报的有：云岫县教育局（逾期5天）。" in told(brief(examples, "full", submissions), "submissions")
    assert "另有1份文件对不上名册。" in opening
    assert re.match("云岫县教育局：(应于2026年3月1日之前报送，)?至今未报，请催报。", told(briefing, "chase"))
    chased = told(brief(examples, "full", submissions), "chase")
    assert chased.startswith("云岫县教育局（联系人：张老师）：应于2026年3月1日之前报送，至今未报，请催报。")


def test_a_file_that_could_not_be_read_is_counted(examples: list[Judged]) -> None:
    broken = CheckResult(source="坏文件.docx", error="坏文件.docx：读不出来。")
    briefing = brief_batch([*examples[:2], (broken, None)], rubric(), length="page")
    assert "未能读取1份：坏文件.docx" in told(briefing, "conclusion")
    assert briefing.reports[2].source == "坏文件.docx"


def test_a_machines_folders_stand_in_no_note(examples: list[Judged]) -> None:
    broken = CheckResult(source="/home/li/报送/坏文件.docx", error="/home/li/报送/坏文件.docx：文件已损坏。")
    for length in LENGTHS:
        briefing = brief_batch([examples[0], (broken, None)], rubric(), length=length)
        assert briefing.warnings == ("坏文件.docx：文件已损坏。",)
        assert "/home/li" not in "".join(s.text for p in briefing.passages for s in p.statements)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_batch_is_as_short_as_asked(batch: list[Judged], examples: list[Judged], length: Length) -> None:
    named = [Submission(unit=f"云岫县第{n}街道办事处", status="overdue", due=dt.date(2026, 3, 1)) for n in range(40)]
    for items in (examples[:1], examples, batch):
        assert fits(brief(items, length))
        assert fits(brief(items, length, named))


def test_a_page_keeps_every_part(examples: list[Judged]) -> None:
    kept = {p.id for p in brief(examples, "page").passages}
    assert kept >= {"conclusion", "submissions", "sections", "topics", "problems", "results", "defects", "chase"}


def test_dropping_takes_whole_statements(examples: list[Judged]) -> None:
    long = brief(examples, "full").model_copy(update={"length": "page"})
    assert not fits(long)
    short = fitted(
        long, (("topics", 0), ("results", 1), ("problems", 0), ("defects", 0), ("chase", 1), ("sections", 0))
    )
    assert fits(short)
    told_before = [s for p in long.passages for s in p.statements]
    assert all(s in told_before for p in short.passages for s in p.statements)


def test_digests_in_two_stages_give_the_same(examples: list[Judged]) -> None:
    stages = brief_digests([digest(result, report, rubric()) for result, report in examples], rubric(), length="full")
    assert stages == brief_batch(examples, rubric(), length="full")


def test_a_thousand_digests(examples: list[Judged]) -> None:
    digests = [digest(result, report, rubric()) for result, report in examples] * 125
    briefing = brief_digests(digests, rubric(), length="full")
    table = part(briefing, "sections").table
    assert table is not None
    assert len(table.rows) <= 60
    assert "共检查报告1000份" in told(briefing, "conclusion")
