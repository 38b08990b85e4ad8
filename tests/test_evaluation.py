"""The scale: what counts as right, missed and wrong, as the contract has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commandline import fajian
from result_samples import make_report, requirement, section

from checker import evaluation
from checker.checking import Options
from checker.errors import UsageError
from checker.evaluation.figures import figures
from checker.evaluation.labels import Gold, find
from checker.evaluation.printing import page
from checker.evaluation.scoring import Examined, Outcome, Score, score
from checker.judging import cite_all
from checker.model import CheckResult, Finding, ReportInfo
from checker.output._layout import Look
from checker.rubric import Rubric
from checker.text import display_width

TEXT = (
    "某县水利局2025年度法治政府建设报告",
    "共立案86件，其中涉水 ３２件，电话13812345678。",
    "重复的一段话。",
    "法制政府与法制政府。",
    "重复的一段话。",
    "检查XX家次。",
)
REPORT = make_report(*TEXT)


def found(rule: str, words: str | None, nth: int = 0, severity: str = "warning", message: str = "有误。") -> Finding:
    """A finding that points at the nth occurrence of these words."""
    spans = []
    if words is not None:
        start = -1
        for _ in range(nth + 1):
            start = REPORT.text.index(words, start + 1)
        spans = [(start, start + len(words))]
    return Finding(rule=rule, severity=severity, message=message, evidence=cite_all(REPORT, spans))  # type: ignore[arg-type]


def outcomes(gold: dict[str, Any], *findings: Finding, form: str = "txt", apart: str = "") -> list[tuple[str, str]]:
    result = CheckResult(source="报告.txt", findings=findings, report=REPORT.info)
    examined = Examined(result, form, REPORT.text, apart)
    scored = score("报告", "报告", Gold.model_validate(gold), examined)
    return sorted((o.rule, o.outcome) for o in scored.outcomes)


def wanted(rule: str, quote: str | None, **more: Any) -> dict[str, Any]:
    return {"rule": rule, "quote": quote} | more


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_is_right_where_its_evidence_touches_the_quote() -> None:
    gold = {"findings": [wanted("numbers.inconsistent", "共立案86件,其中涉水32件")]}
    assert outcomes(gold, found("numbers.inconsistent", "立案86件，其中涉水 ３２件")) == [
        ("numbers.inconsistent", "right")
    ]
    assert outcomes(gold, found("numbers.inconsistent", "XX家次")) == [
        ("numbers.inconsistent", "missed"),
        ("numbers.inconsistent", "wrong"),
    ]
    assert outcomes(gold) == [("numbers.inconsistent", "missed")]


def test_the_rule_must_be_the_same() -> None:
    gold = {"findings": [wanted("term.wrong", "法制政府")], "no_findings": ["placeholder"]}
    assert outcomes(gold, found("placeholder", "法制政府")) == [("placeholder", "wrong"), ("term.wrong", "missed")]


def test_either_place_of_a_quote_is_right_but_a_duplicate_is_the_second() -> None:
    gold = {"findings": [wanted("term.wrong", "法制政府")]}
    assert outcomes(gold, found("term.wrong", "法制政府", 1)) == [("term.wrong", "right")]
    gold = {"findings": [wanted("text.duplicate", "重复的一段话")]}
    assert outcomes(gold, found("text.duplicate", "重复的一段话", 1)) == [("text.duplicate", "right")]
    assert outcomes(gold, found("text.duplicate", "重复的一段话", 0)) == [
        ("text.duplicate", "missed"),
        ("text.duplicate", "wrong"),
    ]


def test_one_label_is_matched_once() -> None:
    gold = {"findings": [wanted("term.wrong", "法制政府")]}
    two = (found("term.wrong", "法制政府", 0), found("term.wrong", "法制政府", 1))
    assert outcomes(gold, *two) == [("term.wrong", "right"), ("term.wrong", "wrong")]
    gold = {"findings": [wanted("term.wrong", "法制政府"), wanted("term.wrong", "法制政府与")]}
    # The first finding fits both labels, the second only one: both are right.
    assert outcomes(gold, *two) == [("term.wrong", "right"), ("term.wrong", "right")]


def test_other_right_places() -> None:
    gold = {"findings": [wanted("text.residue", "没有的话", quote_also=["XX家次"])]}
    assert outcomes(gold, found("text.residue", "检查XX")) == [("text.residue", "right")]


def test_an_absence_is_right_with_or_without_evidence() -> None:
    gold = {"findings": [wanted("date.missing", None)]}
    assert outcomes(gold, found("date.missing", None)) == [("date.missing", "right")]
    assert outcomes(gold, found("date.missing", "检查XX")) == [("date.missing", "right")]


def test_rules_that_are_not_labelled_and_remarks_are_not_scored() -> None:
    gold = {"findings": [], "no_findings": ["placeholder"]}
    assert outcomes(gold, found("copied", "检查XX"), found("placeholder", "检查XX", severity="info")) == []
    assert outcomes(gold, found("placeholder", "检查XX")) == [("placeholder", "wrong")]


def test_optional_findings_are_neither_rewarded_nor_punished() -> None:
    gold = {"findings_optional": [wanted("placeholder", "检查XX")], "no_findings": ["placeholder"]}
    assert outcomes(gold, found("placeholder", "XX")) == []
    assert outcomes(gold, found("placeholder", "法制政府")) == [("placeholder", "wrong")]


def test_must_not_flag_counts_for_a_rule_that_is_not_scored_elsewhere() -> None:
    gold = {"must_not_flag": [wanted("privacy.personal", "13812345678")]}
    assert outcomes(gold, found("privacy.personal", "电话13812345678")) == [("privacy.personal", "wrong")]
    assert outcomes(gold, found("privacy.personal", "检查XX")) == []


def test_words_that_stand_apart_are_found_in_the_message_or_there() -> None:
    gold = {"findings": [wanted("secrecy.mark", "机密★5年")]}
    told = found("secrecy.mark", None, message="页眉有密级标志“机密★５年”。")
    assert outcomes(gold, told) == [("secrecy.mark", "right")]
    assert outcomes(gold, found("secrecy.mark", None), apart="机密★5年") == [("secrecy.mark", "right")]
    assert outcomes(gold, found("secrecy.mark", None)) == [("secrecy.mark", "missed"), ("secrecy.mark", "wrong")]


def test_residue_that_the_reader_of_a_web_page_strips_is_not_scored() -> None:
    gold = {"findings": [wanted("text.residue", "当前位置：首页"), wanted("text.residue", "检查XX")]}
    assert outcomes(gold, form="docx") == [("text.residue", "missed")] * 2
    assert outcomes(gold, form="html") == [("text.residue", "missed")]


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

INFO = ReportInfo(unit="某县水利局", unit_type="department", year=2025)


def points(gold: dict[str, Any], **more: Any) -> dict[str, bool]:
    result = CheckResult(source="x.txt", **({"report": INFO} | more))
    scored = score("x", "x", Gold.model_validate(gold), Examined(result, "txt", REPORT.text))
    return {point.key: point.right for point in scored.points}


def test_any_value_of_a_list_is_right() -> None:
    sections = (section("plans", "partial", requirement("actions", "missing")),)
    gold = {"sections": {"plans": ["present", "partial"]}, "requirements": {"plans.actions": ["met", "partial"]}}
    right = points(gold, sections=sections)
    assert right["plans"]
    assert not right["plans.actions"]


def test_not_applicable_is_scored_as_missing_and_null_is_never_right() -> None:
    sections = (
        section("m", None, requirement("a", "not_applicable"), requirement("b", None), requirement("c", "missing")),
    )
    gold = {
        "sections": {"m": "partial"},
        "requirements": {"m.a": "missing", "m.b": "missing", "m.c": "not_applicable", "m.d": "met"},
    }
    right = points(gold, sections=sections)
    assert right == right | {"m": False, "m.a": True, "m.b": False, "m.c": True, "m.d": False}


def test_head_data() -> None:
    right = points(
        {"unit": "某 县水利局", "unit_type": "department", "year": 2025, "signed_date": None, "conclusion": "pass"}
    )
    assert right == {"unit": True, "unit_type": True, "year": True, "signed_date": True, "conclusion": False}
    right = points({"unit": "别的局", "unit_also": "某县水利局", "year": 2024, "signed_date": "2026-01-01"})
    assert right == {"unit": True, "year": False, "signed_date": False}


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def one_score(name: str = "甲", form: str = "txt", status: str = "missing", verdict: str = "met", **gold: Any) -> Score:
    sections = (
        section("plans", status, requirement("actions", verdict)),
        section("other", "missing", level="optional"),
    )
    result = CheckResult(source=f"{name}.{form}", report=INFO, sections=sections, conclusion="return")
    values = {"sections": {"plans": "partial", "other": "missing"}, "requirements": {"plans.actions": "met"}} | gold
    return score(name, name, Gold.model_validate(values), Examined(result, form, REPORT.text))


def test_missing_sections_are_counted_apart_from_other() -> None:
    told = figures(
        "rules",
        [
            one_score(),
            one_score("乙", sections={"plans": "missing"}),
            one_score("丙", sections={"plans": ["missing", "partial"]}),
        ],
    )
    assert (
        told["missing_sections"]["right"],
        told["missing_sections"]["missed"],
        told["missing_sections"]["wrong"],
    ) == (1, 0, 1)
    assert told["missing_other"]["right"] == 1
    assert told["missing_sections"]["precision"] == 0.5


def test_forms_of_one_report_are_compared_and_told_apart() -> None:
    scores = [one_score(form="txt"), one_score(form="docx"), one_score(form="html", verdict="partial")]
    told = figures("rules", scores)
    assert told["reports"] == 1
    assert told["files"] == 3
    assert (told["agreement"]["same"], told["agreement"]["of"]) == (2, 3)
    assert told["agreement"]["differences"][0]["others"] == {"甲.html": "partial"}
    assert set(told["by_form"]) == {"txt", "docx", "html"}
    assert told["by_form"]["html"]["requirements"]["share"] == 0.0
    assert told["confusion"]["required"] == {"met": {"met": 2, "partial": 1}}


def test_every_report_counts_once_in_the_mean() -> None:
    scores = [one_score("甲", form) for form in ("txt", "docx", "html")] + [one_score("乙", verdict="missing")]
    told = figures("rules", scores)
    assert told["requirements"]["share"] == 0.75
    assert told["distinct_reports"]["requirements"] == 0.5


def test_differences_name_the_label_the_result_and_the_reason() -> None:
    told = figures("rules", [one_score(verdict="partial")])
    (difference,) = [d for d in told["differences"] if d["what"] == "requirement"]
    assert (difference["gold"], difference["got"], difference["key"]) == ("met", "partial", "plans.actions")
    assert difference["reason"]
    assert difference["quotes"]


def test_nothing_to_measure_is_no_share() -> None:
    told = figures("rules", [])
    assert told["requirements"]["share"] is None
    assert told["findings"]["recall"] is None
    json.dumps(told)


@pytest.mark.parametrize("runs", [1, 2, 3])
def test_the_page_keeps_to_the_width_and_holds_both_engines(runs: int) -> None:
    told = figures("rules", [one_score(), one_score("乙", "docx", verdict="missing")]) | {"without_files": []}
    text = page([told] * runs, Look(80))
    assert max(display_width(line) for line in text.split("\n")) <= 80
    assert "plans.actions" in text
    assert "与标注不同之处" in text


# ── labels and files ─────────────────────────────────────────────────────────────────────────────────────────────────


def labelled(folder: Path, name: str = "甲", gold: str = '{"unit": "某县水利局", "year": 2025}') -> None:
    (folder / f"{name}.gold.json").write_text(gold, encoding="utf-8")


def test_forms_beside_a_label_are_found_and_sources_are_not(tmp_path: Path) -> None:
    below = tmp_path / "下级"
    below.mkdir()
    labelled(below)
    for name in ("甲.txt", "甲.docx", "甲.src.txt", "甲乙.txt", "甲.xyz"):
        (below / name).write_bytes(b"x")
    (report,) = find(str(tmp_path), (".txt", ".docx"))
    assert [Path(file).name for file in report.files] == ["甲.docx", "甲.txt"]


def test_copies_of_a_report_in_several_folders_are_one_report(tmp_path: Path) -> None:
    for look in ("plain", "styled"):
        (tmp_path / look).mkdir()
        labelled(tmp_path / look)
        (tmp_path / look / "甲.txt").write_bytes(b"x")
    first, second = find(str(tmp_path), (".txt",))
    assert first.key == second.key
    labelled(tmp_path / "plain", gold='{"unit": "别的"}')
    first, second = find(str(tmp_path), (".txt",))
    assert first.key != second.key


@pytest.mark.parametrize("gold", ["{", '{"year": "去年"}', '{"sections": 3}', "[]"])
def test_a_wrong_label_is_a_sentence_with_its_name(tmp_path: Path, gold: str) -> None:
    labelled(tmp_path, gold=gold)
    with pytest.raises(UsageError, match=r"甲\.gold\.json"):
        find(str(tmp_path), (".txt",))


def test_a_folder_without_labels_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有标注文件"):
        find(str(tmp_path), (".txt",))
    with pytest.raises(UsageError, match="不是文件夹"):
        find(str(tmp_path / "无"), (".txt",))


def test_a_file_that_cannot_be_read_scores_nothing(tmp_path: Path) -> None:
    labelled(
        tmp_path, gold='{"unit": "甲", "sections": {"plans": "present"}, "findings": [{"rule": "x", "quote": "y"}]}'
    )
    (tmp_path / "甲.txt").write_bytes(b"")
    rubric = Rubric.model_validate({"id": "x", "version": "1", "title": "x", "sections": []})
    measured = evaluation.measure(str(tmp_path), Options(rubric))
    told = measured.figures
    assert len(told["unreadable"]) == 1
    assert told["sections"]["right"] == 0
    assert told["findings"]["missed"] == 1
    assert told["head"]["right"] == 0
    assert evaluation.show([measured], "text", Look(80))
    assert json.loads(evaluation.show([measured], "json", Look(80)))["runs"][0]["files"] == 1


def test_outcomes_are_values() -> None:
    assert Outcome("a", "right", None, "。") == Outcome("a", "right", None, "。")


def run_eval(folder: Path, *more: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of ``fajian eval``."""
    done = fajian("eval", folder, "--engine", "rules", *more)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("more", [(), ("--planted",)])
def test_a_folder_without_reports_is_refused_in_one_sentence(more: tuple[str, ...], tmp_path: Path) -> None:
    code, out, told = run_eval(tmp_path, *more)
    assert (code, out) == (2, "")
    assert "没有标注文件" in told
    assert "请在每份报告旁边放一份同名的标注文件" in told
    (tmp_path / "甲.gold.json").write_text("{}", encoding="utf-8")
    (tmp_path / "甲.src.txt").write_text("# 报告", encoding="utf-8")
    code, out, told = run_eval(tmp_path, *more)
    assert (code, out) == (2, "")
    assert told.strip().count("\n") == 0
    assert "请把报告（NAME.docx、NAME.txt 等）放在标注文件旁边" in told
    assert "不作为报告读取" in told
