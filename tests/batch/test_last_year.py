from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker import outline, reading
from checker.batch.last_year import find_previous, follow_up, own_copies
from checker.batch.roster import RosterEntry
from checker.model import Evidence, FollowUp, Report
from checker.rubric import load_rubric
from tests.rules.document.making import report

PAIRS = Path(__file__).parents[1] / "data" / "last_year" / "pairs.yaml"
RUBRIC = load_rubric("fazhi-annual-report")


def written(folder: Path, unit: str, year: int, body: str) -> Report:
    lines = [f"{unit}{year}年法治政府建设情况报告", "", *body.strip().splitlines(), "", unit, f"{year + 1}年1月20日"]
    file = folder / f"{unit}{year}.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return outline.outline(reading.read(file))


@cache
def pairs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return found


def quoted(evidence: Evidence, in_report: Report) -> bool:
    return evidence.quote == in_report.text[evidence.start : evidence.end] != ""


def compare(folder: Path, pair: dict[str, Any]) -> list[tuple[str, str | None]]:
    """What was wanted and what was told, for each labelled problem and plan."""
    now, before = written(folder, pair["unit"], 2025, pair["this"]), written(folder, pair["unit"], 2024, pair["last"])
    told: tuple[FollowUp, ...] = follow_up(now, before, RUBRIC)
    for one in told:
        assert quoted(one.earlier, before)
        assert all(quoted(evidence, now) for evidence in one.later)
        assert bool(one.later) == (one.fate != "passed_over")
        assert one.reason.endswith("。")
    found = []
    for kind, quote, fate in pair["fates"]:
        hits = [one.fate for one in told if one.kind == kind and quote in one.earlier.quote]
        found.append((fate, hits[0] if hits else None))
    return found


def test_fates_of_labelled_problems_and_plans(tmp_path: Path) -> None:
    assert len(pairs()) >= 12
    results = [both for pair in pairs() for both in compare(tmp_path, pair)]
    right = sum(wanted == got for wanted, got in results)
    assert right >= 0.9 * len(results), f"{right} of {len(results)}"
    for fate, least in (("answered", 0.9), ("repeated", 0.9), ("passed_over", 0.7)):
        told = [wanted for wanted, got in results if got == fate]
        assert told.count(fate) >= least * len(told), f"precision of {fate}: {told.count(fate)} of {len(told)}"


def test_another_units_report_answers_nothing(tmp_path: Path) -> None:
    fates: list[str] = []
    for pair, other in zip(pairs(), pairs()[1:] + pairs()[:1], strict=True):
        now, before = (
            written(tmp_path, pair["unit"], 2025, other["this"]),
            written(tmp_path, pair["unit"], 2024, pair["last"]),
        )
        fates += [one.fate for one in follow_up(now, before, RUBRIC)]
    assert fates.count("passed_over") >= 0.95 * len(fates), f"{fates.count('passed_over')} of {len(fates)}"


def test_the_same_report_again_answers_nothing_of_its_problems(tmp_path: Path) -> None:
    pair = pairs()[0]
    now, before = (
        written(tmp_path, pair["unit"], 2025, pair["last"]),
        written(tmp_path, pair["unit"], 2024, pair["last"]),
    )
    told = follow_up(now, before, RUBRIC)
    assert {one.fate for one in told} == {"repeated"}
    assert {one.kind for one in told} == {"problem", "plan"}


def test_nothing_is_told_of_a_report_without_problems_and_plans() -> None:
    empty = report("# 云岫县水利局2024年法治政府建设情况报告", "办结案件12件。")
    assert follow_up(empty, empty, RUBRIC) == ()


# ── copied from last year ────────────────────────────────────────────────────────────────────────────────────────────

OWN = (
    "（一）规范水行政执法。2024年，联合公安、自然资源部门开展河道采砂夜间巡查36次，现场暂扣采砂船只5艘，"
    "对12家取水户逐户核对计量台账，督促安装远传水表，取水计量差错由每季度20处减少到3处。"
)
OTHER = "（二）调解水事纠纷。四个乡镇水利站轮流派员参加集市法律咨询，受理灌溉用水争议并当场调解，群众不用再到县城。"


def yearly(year: int, *paragraphs: str) -> Report:
    return report(f"# 云岫县水利局{year}年法治政府建设情况报告", "## 一、主要做法", *paragraphs, year=year)


def test_a_paragraph_with_year_and_figures_exchanged() -> None:
    now = yearly(2025, OWN.replace("2024", "2025").replace("36", "41").replace("12家", "15家"))
    (finding,) = own_copies(now, yearly(2024, OWN))
    assert finding.rule == "copied"
    assert finding.severity == "warning"
    assert "本单位2024年的报告" in finding.message
    assert "只换了年份、数字" in finding.message
    assert quoted(finding.evidence[0], now)


def test_the_very_words_and_a_run_of_paragraphs() -> None:
    (finding,) = own_copies(yearly(2025, OWN, OTHER), yearly(2024, OWN, OTHER))
    assert "都相同" in finding.message
    assert len(finding.evidence) == 2


def test_other_words_are_no_copy() -> None:
    assert own_copies(yearly(2025, OWN), yearly(2024, OTHER)) == []


@given(st.lists(st.text(st.sampled_from("河道采砂巡查水利执法台账，。一12我局县云岫"), max_size=120), max_size=5))
def test_every_copy_is_quoted_verbatim(paragraphs: list[str]) -> None:
    kept = [p for p in paragraphs if p.strip()]
    now, before = yearly(2025, *kept, OWN), yearly(2024, OWN, *reversed(kept))
    found = own_copies(now, before)
    assert any("河道采砂夜间巡查" in e.quote for finding in found for e in finding.evidence)
    assert all(quoted(e, now) for finding in found for e in finding.evidence)


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


def of(unit: str, year: int = 2024) -> Report:
    made = report(f"# {unit}{year}年法治政府建设情况报告", OWN, f"@sign {unit}")
    return made.model_copy(update={"info": made.info.model_copy(update={"unit": unit, "year": year})})


def test_last_years_files_find_their_units() -> None:
    reports = {"a.docx": of("云岫县水利局"), "b.docx": of("县财政局"), "c.docx": of("锦屏县水利局")}
    units = ["云岫县水利局", RosterEntry(unit="云岫县财政局", file="今年.docx"), "云岫县司法局"]
    assert find_previous(reports, units) == {"云岫县水利局": "a.docx", "云岫县财政局": "b.docx"}


@pytest.mark.parametrize(
    ("year", "wanted"), [(2025, {"云岫县水利局": "a.docx"}), (2024, {}), (None, {"云岫县水利局": "a.docx"})]
)
def test_only_the_year_before_counts(year: int | None, wanted: dict[str, str]) -> None:
    assert find_previous({"a.docx": of("云岫县水利局")}, ["云岫县水利局"], year=year) == wanted
