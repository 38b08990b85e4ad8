"""The briefing on one report: length, parts, gaps, sources, wording; over all made-up reports and those that ship."""

from __future__ import annotations

import json
import os
import re
import time

import pytest

from checker.briefing import Length, brief_report
from checker.briefing.lengths import LINES, SHORT, characters, lines
from checker.model import Briefing, Statement
from tests.briefing.conftest import Judged, judged, rubric
from tests.briefing.independent_trace import faults

LENGTHS: tuple[Length, ...] = ("short", "page", "full")


_KNOWN: dict[tuple[str, Length], Briefing] = {}


def brief(item: Judged, length: Length = "page") -> Briefing:
    result, report = item
    key = (result.source, length)
    if key not in _KNOWN:
        _KNOWN[key] = brief_report(result, report, rubric(), length=length)
    return _KNOWN[key]


def passage(briefing: Briefing, name: str) -> tuple[Statement, ...]:
    return next((p.statements for p in briefing.passages if p.id == name), ())


def text(briefing: Briefing) -> str:
    return "\n".join(s.text for p in briefing.passages for s in p.statements)


@pytest.fixture(scope="module")
def everything(labelled: list[Judged], examples: list[Judged]) -> list[Judged]:
    """Half of the labelled reports, all in `make test-all`."""
    return [*(labelled if os.environ.get("FAJIAN_TEST_ALL") == "1" else labelled[::2]), *examples]


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_as_short_as_asked(everything: list[Judged], length: Length) -> None:
    for item in everything:
        briefing = brief(item, length)
        if length == "short":
            assert characters(briefing.passages) <= SHORT, briefing.title
        else:
            assert lines(briefing) <= LINES[length], briefing.title


@pytest.mark.parametrize("length", LENGTHS)
def test_every_figure_and_name_is_found_by_a_program_that_shares_no_code(
    everything: list[Judged], length: Length
) -> None:
    found = [fault for item in everything for fault in faults(brief(item, length).as_json(), [item[1].text])]
    assert found == []


def test_the_same_holds_for_published_reports(real: list[Judged]) -> None:
    for item in real:
        for length in LENGTHS:
            assert faults(brief(item, length).as_json(), [item[1].text]) == []


@pytest.mark.parametrize("length", LENGTHS)
def test_every_part_that_is_there_is_told_of(everything: list[Judged], length: Length) -> None:
    for item in everything:
        briefing = brief(item, length)
        told = {p.id for p in briefing.passages}
        there = {s.id for s in item[0].sections if s.status in ("present", "partial") and s.level == "required"}
        assert there <= told, briefing.title
        present = {s.id for s in item[0].sections if s.status == "present" and s.level == "required"}
        for name in present:
            assert any(not s.by_code for s in passage(briefing, name)), (briefing.title, name)


@pytest.mark.parametrize("length", LENGTHS)
def test_the_most_important_gap_comes_first(everything: list[Judged], length: Length) -> None:
    for result, report in everything:
        briefing = brief((result, report), length)
        first = passage(briefing, "gaps")[0].text
        missing = [s for s in result.sections if s.level == "required" and s.status == "missing"]
        if missing:
            assert first.startswith("缺少"), briefing.title
        elif result.conclusion == "revise":
            required = [r for s in result.sections for r in s.requirements if r.level == "required"]
            worst = [r for r in required if r.verdict == "missing"] or [r for r in required if r.verdict == "partial"]
            named = [r.title for r in worst]
            assert any(title in first for title in named) or (not named and ("错误" in first or "单列" in first))


def test_nothing_is_told_twice(everything: list[Judged]) -> None:
    for item in everything:
        for length in LENGTHS:
            texts = [s.text for p in brief(item, length).passages for s in p.statements if len(s.text) > 12]
            assert len(texts) == len(set(texts))


def test_sentences_are_shortened_and_not_the_first_ones(everything: list[Judged]) -> None:
    """A briefing of each part's first sentences would have whole sentences from its beginning."""
    first = whole = total = 0
    for result, report in everything:
        for statement in passage(brief((result, report)), "measures"):
            if statement.by_code:
                continue
            total += 1
            bare = re.sub(r"\s", "", report.text)
            whole += statement.text in bare
            section = next(s for s in result.sections if s.id == "measures")
            sentences = [e.quote for e in section.evidence[1:2]]
            first += any(statement.text.rstrip("。") in quote for quote in sentences)
    assert total > 1.4 * len(everything)
    assert first / total < 0.15
    assert whole / total < 0.6


def test_plain_third_person(everything: list[Judged]) -> None:
    for item in everything:
        for length in LENGTHS:
            told = "".join(s.text for p in brief(item, length).passages for s in p.statements if not s.by_code)
            assert not re.search(r"我[局县市镇乡区委办]|我们|本局|[!！]", told)
            assert not re.search(r"高度重视|坚持以.{2,20}为指导|为.{2,12}提供(?:有力|坚强)", told)


def test_plans_are_told_as_plans(everything: list[Judged]) -> None:
    for item in everything:
        for statement in passage(brief(item), "plans")[:1]:
            assert statement.by_code or statement.text.startswith("计划")


def test_every_statement_is_closed_and_cut_in_no_number(everything: list[Judged]) -> None:
    for item in everything:
        for p in brief(item, "full").passages:
            for statement in p.statements:
                if statement.by_code:
                    continue  # the words of a rule or finding
                assert statement.text[-1] in "。；", statement.text
                assert not re.search(r"[，、：（]$", statement.text[:-1]), statement.text
                assert statement.text.count("“") == statement.text.count("”"), statement.text
                assert statement.text.count("《") == statement.text.count("》"), statement.text


def test_figures_stand_in_a_small_table(labelled: list[Judged]) -> None:
    tables = [p.table for item in labelled for p in brief(item).passages if p.id == "figures" and p.table]
    assert len(tables) > 30
    for table in tables:
        assert table.columns == ("事项", "数量", "出处")
        assert 1 <= len(table.rows) <= 6
        for what, number, place in table.rows:
            assert what.sources
            assert re.search(r"[0-9]", number.text)
            assert re.match(r"第[0-9]+段", place.text)


def test_nothing_that_was_written_had_to_be_left_out(everything: list[Judged]) -> None:
    """The embedded writer tells the report's words: what the tracer stops is a mistake of one of the two."""
    assert sum(brief(item, length).left_out for item in everything for length in LENGTHS) == 0


def test_the_same_twice(examples: list[Judged]) -> None:
    for item in examples:
        assert brief_report(*item, rubric()).as_json() == brief(item).as_json()


def test_it_takes_no_time(labelled: list[Judged]) -> None:
    started = time.process_time()
    some = labelled[:20]
    for item in some:
        brief_report(*item, rubric())
    assert (time.process_time() - started) / len(some) < 0.5  # 50 ms on an idle machine


# ── single sentences ─────────────────────────────────────────────────────────────────────────────────────────────────

REPORT = """云岫县水利局2025年法治政府建设年度报告

县委、县政府：

一、主要举措和成效

（一）规范执法。我局坚持以习近平法治思想为指导，按照上级部署要求，扎实开展河道执法，全年立案查处涉水违法案件34件，其中移送公安机关2件，进一步筑牢法治水利根基，为全县高质量发展提供有力保障。受理群众投诉57件，办结57件。查处交通违法行为1.2万起，执法水平不断提升。

（二）化解纠纷。推行“一河一调”工作法，调处用水纠纷23起，群众满意度显著提升！制定《云岫县河道管理办法》，但尚未印发实施。

（三）服务群众。办理取水许可41件，平均用时由15个工作日压缩到9个工作日。开展普法宣讲19场。

二、党政主要负责人履行推进法治建设第一责任人职责情况

局党组书记、局长高度重视法治建设，主持召开局党组会议4次，研究法治政府建设工作；出庭应诉2次。

三、存在的不足和原因

一是执法案卷不规范。评查案卷20卷，有4卷送达手续不全。原因是我局没有配备专职法制审核员。二是取水口计量不到位，全县126个取水口中，有37个没有安装计量设施，主要原因是经费安排不足。

四、2026年工作安排

2026年，我局将配备专职法制审核员2名，每季度评查案卷一次；上半年完成37个取水口计量设施安装。

云岫县水利局
2026年2月3日
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    path = tmp_path_factory.mktemp("small") / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return judged(path)


def test_flourishes_and_frames_are_dropped(small: Judged) -> None:
    briefing = brief(small, "full")
    told = "".join(s.text for s in passage(briefing, "measures"))
    told += "".join("".join(c.text for c in row) for p in briefing.passages if p.table for row in p.table.rows)
    assert "查处涉水违法案件34件" in told
    assert not re.search(r"指导|部署要求|筑牢|有力保障|满意度|不断提升", told)


def test_what_was_not_done_is_not_told_as_done(small: Judged) -> None:
    assert "河道管理办法" not in text(brief(small, "full"))


def test_a_number_keeps_what_it_counts(small: Judged) -> None:
    rows = {
        row[0].text: row[1].text
        for p in brief(small, "full").passages
        if p.id == "figures" and p.table
        for row in p.table.rows
    }
    told = text(brief(small, "full"))
    assert rows.get("查处交通违法行为") == "1.2万起" or "查处交通违法行为1.2万起" in told


def test_leaders_acts_without_assertions(small: Judged) -> None:
    told = "".join(s.text for s in passage(brief(small, "full"), "first_responsible"))
    assert "主持召开局党组会议4次，研究法治政府建设工作" in told
    assert "高度重视" not in told
    assert "局党组书记、局长出庭应诉2次" in told or "出庭应诉2次" in told


def test_problems_with_fact_and_cause_in_the_third_person(small: Judged) -> None:
    told = [s.text for s in passage(brief(small, "full"), "shortcomings")]
    assert told[0] == "执法案卷不规范，评查案卷20卷，有4卷送达手续不全；原因是该局没有配备专职法制审核员。"
    assert told[1].startswith("取水口计量不到位，全县126个取水口中，有37个没有安装计量设施")


def test_plans_without_their_future_words(small: Judged) -> None:
    briefing = brief(small, "full")
    title = next(p.title for p in briefing.passages if p.id == "plans")
    told = "".join(s.text for s in passage(briefing, "plans"))
    assert title == "2026年计划"
    assert told.startswith("计划配备专职法制审核员2名")


def test_the_day_is_compared_with_the_one_named(small: Judged) -> None:
    result, report = small
    late = brief_report(result, report, rubric(), length="full")
    assert any("在报送期限" in s.text for s in passage(late, "timeliness"))


def test_the_independent_program_finds_what_is_false(small: Judged) -> None:
    honest = brief(small, "full").as_json()
    assert faults(honest, [small[1].text]) == []
    for was, put in (("4次", "5次"), ("23起", "23件"), ("“一河一调”", "“一河一调”会同县司法局"), ("2名", "3名")):
        lying = json.loads(json.dumps(honest))
        changed = 0
        for told in lying["passages"]:
            for statement in told["statements"]:
                if was in statement["text"] and not statement["by_code"]:
                    statement["text"] = statement["text"].replace(was, put)
                    changed += 1
        assert changed
        assert faults(lying, [small[1].text]), was
