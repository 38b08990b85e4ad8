"""``fajian rubric lint``: what is wrong is told with file, line and column; examples are really judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.linting import YEAR, example_report, lint
from checker.rubric import rubric_files

RUBRIC = """\
id: try
version: "1"
title: 试用
sections:
  - id: plans
    title: 下一年度主要安排
    level: required
    requirements:
      - id: actions
        title: 具体安排
        level: required
        question: 有没有具体安排？
        rule: {kind: actions}
        examples:
          met:
            - 2026年，制定行政处罚裁量基准，组织执法人员培训4期。
          missing:
            - 全年办理行政处罚案件12件。
"""


def written(folder: Path, text: str) -> str:
    path = folder / "try.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_right_rubric_is_told_to_be_right(tmp_path: Path) -> None:
    outcome = lint(written(tmp_path, RUBRIC))
    assert outcome.problems == ()
    assert "2 个例句都判得出来" in outcome.summary


def test_an_example_that_is_judged_otherwise_is_told_with_its_place(tmp_path: Path) -> None:
    wrong = RUBRIC.replace("          missing:\n", "          partial:\n")
    path = written(tmp_path, wrong)
    (problem,) = lint(path).problems
    line = wrong.split("\n").index("            - 全年办理行政处罚案件12件。") + 1
    assert problem.startswith(f"{path}:{line}:15：")
    assert "应判为不充分，实际判为缺失" in problem


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: actions", "kind: act", "没有“act”这种规则"),
        ("kind: actions", "kind: actions, enoug: 3", "enoug"),
        ("level: required\n    requirements", "level: must\n    requirements", "level"),
        ("title: 试用\n", "", "title"),
        ('version: "1"', "version: [1", "YAML"),
        ("            - 全年办理行政处罚案件12件。", '            - "  "', "例句是空的"),
    ],
)
def test_what_is_wrong_opens_with_file_line_and_column(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = written(tmp_path, RUBRIC.replace(old, new, 1))
    problems = lint(path).problems
    assert problems
    assert all(re.match(re.escape(path) + r":\d+:\d+：", problem) for problem in problems)
    assert any(words in problem for problem in problems)


def test_a_file_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到"):
        lint(str(tmp_path / "无.yaml"))


def test_examples_within_groups_are_tried_too(tmp_path: Path) -> None:
    head, _, tail = RUBRIC.partition("    requirements:\n")
    indented = "".join(f"    {line}\n" for line in tail.rstrip("\n").split("\n"))
    grouped = f"{head}    groups:\n      - id: g\n        title: 一级\n        requirements:\n{indented}"
    path = written(tmp_path, grouped.replace("          missing:\n", "          partial:\n"))
    (problem,) = lint(path).problems
    assert "实际判为缺失" in problem
    assert re.match(re.escape(path) + r":2\d:\d+：", problem)


def test_lines_of_an_example_are_paragraphs_of_a_report() -> None:
    report = example_report("不足", "第一段。\n\n 第二段。")
    assert [block.kind for block in report.blocks] == ["title", "heading", "paragraph", "paragraph"]
    texts = [report.text[block.start : block.end] for block in report.blocks]
    assert texts[1:] == ["一、不足", "第一段。", "第二段。"]
    heading = report.headings[0]
    assert report.text[heading.start : heading.end] == "不足"
    assert report.info.year == YEAR


@pytest.mark.parametrize("name", sorted(rubric_files()))
def test_the_rubrics_that_ship_are_right(name: str) -> None:
    assert lint(name).problems == ()


def test_an_example_may_bring_its_own_heading(tmp_path: Path) -> None:
    example = '            - "# 2026年工作安排\\n制定行政处罚裁量基准，组织执法人员培训4期。"'
    path = written(
        tmp_path, RUBRIC.replace("            - 2026年，制定行政处罚裁量基准，组织执法人员培训4期。", example)
    )
    assert lint(path).problems == ()
