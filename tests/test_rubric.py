"""Rubric files: what loads, and how an error is told."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import RubricError
from checker.rubric import load_rubric
from checker.rules import check_params

MINIMAL = """id: small
version: "1"
title: 小标准
instruments:
  law: {title: 《某规定》}
sections:
  - id: one
    title: 第一部分
    level: required
    headings: [第一]
    requirements:
      - id: a
        title: 甲
        level: required
        question: 有没有？
        basis: [{instrument: law}]
        rule: {kind: mention, any: [法治]}
"""


def write(folder: Path, text: str, name: str = "small.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_built_in_rubric_has_the_contract_s_ids() -> None:
    rubric = load_rubric()
    ids = {s.id: [r.id for r, _ in s.all_requirements()] for s in rubric.sections}
    assert ids["first_responsible"] == ["personal_duty", "deliberation", "planning", "study_law", "reporting_on_duty"]
    assert ids["measures"][0] == "results"
    assert len(ids["measures"]) == 11
    assert ids["shortcomings"] == ["problems", "causes", "rectification"]
    assert ids["plans"] == ["next_year", "actions", "targets_problems"]
    assert ids["other"] == []
    assert {r.level for s in rubric.sections for r, _ in s.all_requirements()} == {"required", "expected", "coverage"}


def test_every_requirement_has_its_question_basis_suggestion_and_examples() -> None:
    for section in load_rubric().sections:
        for requirement, _ in section.all_requirements():
            assert requirement.question.endswith("？")
            assert requirement.basis
            assert requirement.suggest.get("missing") or "partial" in requirement.suggest
            assert requirement.verdicts["met"]
            assert requirement.verdicts["missing"]


def test_no_article_is_cited_that_the_field_s_notes_do_not_give() -> None:
    allowed = {"ducha": {"第二十四条"}, "diyi": {"第四条", "第五条", "第六条"}}
    for section in load_rubric().sections:
        bases = [*section.basis, *(b for r, _ in section.all_requirements() for b in r.basis)]
        for basis in bases:
            assert basis.article is None or basis.article in allowed.get(basis.instrument, set())


def test_due_dates_are_days_of_the_next_year() -> None:
    due = load_rubric().due
    day = due.day("government", 2025)
    assert day is not None
    assert day.isoformat() == "2026-03-01"
    assert not due.included


def test_the_kinds_and_their_keys_are_known() -> None:
    assert list(check_params(load_rubric())) == []


@pytest.mark.parametrize(
    ("change", "line", "column", "words"),
    [
        (("level: required\n        question", "level: must\n        question"), 14, 16, "must"),
        (("        question: 有没有？\n", ""), 12, 9, "question"),
        (("title: 甲", "titel: 甲"), 13, 16, "titel"),
        (("headings: [第一]", "headings: ['(第一']"), 10, 15, "正则"),
        (("- id: a", "- id: 甲 乙"), 12, 13, "编号"),
        (("instrument: law", "instrument: lex"), 7, 5, "lex"),
        (('version: "1"', 'version: "1"\nversion: "2"'), 3, 1, "重复"),
        (("title: 小标准", "title: [小标准"), 4, 12, "YAML"),
    ],
)
def test_an_error_names_file_line_column_and_what_was_expected(
    tmp_path: Path, change: tuple[str, str], line: int, column: int, words: str
) -> None:
    assert change[0] in MINIMAL
    path = write(tmp_path, MINIMAL.replace(*change, 1))
    with pytest.raises(RubricError) as caught:
        load_rubric(path)
    problem = next(p for p in caught.value.problems if words in p)
    assert problem.startswith(f"{path}:{line}:{column}：")


def test_a_wrong_key_of_a_rule_is_told_with_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL.replace("any: [法治]", "anny: [法治]"))
    (problem,) = check_params(load_rubric(path))
    assert problem.startswith(f"{path}:17:")
    assert "anny" in problem
    (problem,) = check_params(load_rubric(write(tmp_path, MINIMAL.replace("kind: mention", "kind: magic"))))
    assert "magic" in problem


def test_extends_adds_changes_and_removes(tmp_path: Path) -> None:
    child = """id: local
version: "2026"
title: 本地标准
extends: fazhi-annual-report
remove: [measures.digital, other]
due: {township: "01-31"}
sections:
  - id: plans
    requirements:
      - id: next_year
        title: 写明二〇二六年安排
      - id: budget
        title: 经费
        level: expected
        question: 是否写了法治建设经费安排？
        rule: {kind: mention, any: [经费], where: [plan], planned: true}
"""
    rubric = load_rubric(write(tmp_path, child))
    sections = {s.id: s for s in rubric.sections}
    assert "other" not in sections
    assert "digital" not in [r.id for r in sections["measures"].requirements]
    plans = {r.id: r for r in sections["plans"].requirements}
    assert plans["next_year"].title == "写明二〇二六年安排"
    assert plans["next_year"].rule.kind == "next_year"
    assert plans["budget"].level == "expected"
    day = rubric.due.day("township", 2025)
    assert day is not None
    assert day.isoformat() == "2026-01-31"
    assert rubric.due.day("department", 2025) is not None
    assert rubric.sha256 != load_rubric().sha256


def test_extends_of_itself_ends(tmp_path: Path) -> None:
    path = write(tmp_path, 'id: loop\nversion: "1"\ntitle: 循环\nextends: ./loop.yaml\nsections: []\n', "loop.yaml")
    with pytest.raises(RubricError, match="extends"):
        load_rubric(path)


def test_an_unknown_rubric_is_told_with_those_that_there_are() -> None:
    with pytest.raises(RubricError, match="fazhi-annual-report"):
        load_rubric("nothing-like-it")


def long_list() -> str:
    """8 first-level, 36 second-level, 135 third-level items, each with the kinds of unit it applies to."""
    lines = ["id: long", 'version: "1"', "title: 清单", "sections:"]
    counts = [5 if s < 4 else 4 for s in range(8)]
    items = iter([4] * 27 + [3] * 9)
    for s in range(8):
        lines += [f"  - id: s{s}", f"    title: 一级{s}", "    level: required", "    groups:"]
        for g in range(counts[s]):
            lines += [f"      - id: g{g}", f"        title: 二级{s}-{g}", "        requirements:"]
            for r in range(next(items)):
                lines += [
                    f"          - id: r{g}_{r}",
                    f"            title: 三级{s}-{g}-{r}",
                    "            level: expected",
                    "            question: 是否报告了这一事项？",
                    "            applies_to: [government, department]",
                    f"            rule: {{kind: mention, any: [事项{s}{g}{r}]}}",
                ]
    return "\n".join(lines) + "\n"


def test_a_list_of_three_levels_and_135_items_holds_and_loads_fast(tmp_path: Path) -> None:
    path = write(tmp_path, long_list(), "long.yaml")
    load_rubric(path)
    started = time.process_time()
    rubric = load_rubric(path)
    assert time.process_time() - started < 3
    assert len(rubric.sections) == 8
    assert sum(len(s.groups) for s in rubric.sections) == 36
    assert rubric.requirement_count == 135
    assert list(check_params(rubric)) == []


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(MINIMAL) - 1),
    st.sampled_from([*" :-[]{}#&*!|>'\"%@`\t\n甲0", "", "<<: *a", "!!python/object:os.system "]),
)
def test_a_broken_rubric_is_a_sentence_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, insert: str
) -> None:
    folder = tmp_path_factory.mktemp("rubric")
    path = write(folder, MINIMAL[:at] + insert + MINIMAL[at + 1 :])
    problems: list[str] = []
    try:
        assert load_rubric(path).sections is not None
    except RubricError as error:
        problems = error.problems
    assert all(problem.startswith((f"{path}:", "small")) for problem in problems), problems
