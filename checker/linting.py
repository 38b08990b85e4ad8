"""Is a rubric right? Its YAML, its rules' keys, and whether each rule judges the rubric's own examples as they say.

An example is judged in a report on ``YEAR`` in which its section holds nothing else: a heading, then the example, each of its
lines a paragraph. Its own first line is the heading where it opens with "# ". The report's unit is of the kind that the example
speaks of (县委书记: a government, 我局: a department), if the requirement does not say whom it applies to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.errors import RubricError, UsageError
from checker.model import Block, Document, Heading, Report, ReportInfo, UnitType, Verdict
from checker.rubric import Examples, Requirement, Rubric, Section, load_rubric, rubric_files
from checker.rules import Context, check_params, kind

YEAR = 2025
_UNITS: dict[UnitType, str] = {
    "government": "云州县人民政府",
    "department": "云州县水利局",
    "township": "云州县青石镇人民政府",
    "zone": "云州经济开发区管理委员会",
}
# What a section of these ids is headed by in an example: as neutral as can be, lest the heading answer the question.
_HEADINGS = {
    "first_responsible": "党政主要负责人履行推进法治建设第一责任人职责情况",
    "measures": "主要举措和成效",
    "shortcomings": "存在的不足",
    "plans": "工作安排",
}
_SPEAKS_OF: tuple[tuple[UnitType, str], ...] = (
    ("department", "局|厅|党组"),
    ("township", "镇党委|镇长|乡党委|乡长|街道"),
    ("zone", "管委会|开发区|高新区|党工委"),
    ("government", "[县市区州省]委|[县市区州省]长|政府"),
)
_WORDS: dict[Verdict, str] = {"met": "符合", "partial": "不充分", "missing": "缺失", "not_applicable": "不适用"}


@dataclass(frozen=True)
class Outcome:
    """What was found: sentences that open with file:line:column, and one on what was looked at."""

    problems: tuple[str, ...]
    summary: str


def lint(name: str) -> Outcome:
    """Look at a rubric, by path or id. Raises UsageError where there is no such file."""
    if not Path(name).is_file() and name not in rubric_files():
        raise UsageError(f"{name}：找不到这个标准文件，请核对路径。")
    try:
        rubric = load_rubric(name)
    except RubricError as error:
        return Outcome(tuple(error.problems), "")
    problems = list(check_params(rubric))
    count = 0
    if not problems:
        found = list(_examples(rubric))
        count = len(found)
        problems = [problem for problem in found if problem]
    told = f"，{count} 个例句都判得出来" if count else "，没有例句"
    return Outcome(
        tuple(problems),
        f"{name}：没有问题：{len(rubric.sections)} 个部分，{rubric.requirement_count} 项要求，"
        f"{len(rubric.findings)} 条文稿规则{told}。",
    )


def _examples(rubric: Rubric) -> Iterator[str]:
    """For every example a sentence that tells what is wrong, or an empty one."""
    for s, section in enumerate(rubric.sections):
        holders: list[tuple[tuple[str | int, ...], tuple[Requirement, ...]]] = [((), section.requirements)]
        holders += [(("groups", g), group.requirements) for g, group in enumerate(section.groups)]
        for path, requirements in holders:
            for r, requirement in enumerate(requirements):
                for verdict, index, text in _of(requirement.examples):
                    place = rubric.place("sections", s, *path, "requirements", r, "examples", verdict, index)
                    problem = try_example(rubric, section, requirement, text, verdict)
                    yield f"{place}：{problem}" if problem else ""


def _of(examples: Examples) -> Iterator[tuple[Verdict, int, str]]:
    listed: tuple[tuple[Verdict, tuple[str, ...]], ...] = (
        ("met", examples.met),
        ("partial", examples.partial),
        ("missing", examples.missing),
    )
    for verdict, texts in listed:
        for index, text in enumerate(texts):
            yield verdict, index, text


def try_example(rubric: Rubric, section: Section, requirement: Requirement, text: str, verdict: Verdict) -> str | None:
    """Whether the requirement's rule judges the example so; else one sentence about it."""
    if not text.strip():
        return f"要求“{requirement.id}”的例句是空的。"
    got = judge_example(rubric, section, requirement, text)
    if got.verdict == verdict:
        return None
    shown = text.strip().replace("\n", " ")
    shown = shown if len(shown) <= 30 else f"{shown[:30]}……"
    return (
        f"要求“{requirement.id}”的例句“{shown}”应判为{_WORDS[verdict]}，"
        f"实际判为{_WORDS[got.verdict]}（{got.reason.rstrip('。')}）。"
    )


def judge_example(rubric: Rubric, section: Section, requirement: Requirement, text: str) -> Any:
    """What the requirement's rule says of a report that holds nothing but the example."""
    from checker.rules.analysis import analyse

    unit_type = requirement.applies_to[0] if requirement.applies_to else _kind_of_unit(text)
    heading, body = _HEADINGS.get(section.id, section.title), text.strip()
    if body.startswith("# "):
        heading, _, body = body.removeprefix("# ").partition("\n")
    report = example_report(heading, body, unit_type)
    rule = kind("requirement", requirement.rule.kind)
    params = rule.Params.model_validate(requirement.rule.params)
    return rule.judge(analyse(report, rubric, unit_type), params, Context(rubric, unit_type))


def _kind_of_unit(text: str) -> UnitType:
    return next((name for name, words in _SPEAKS_OF if re.search(words, text)), "department")


def example_report(heading: str, text: str, unit_type: UnitType = "department") -> Report:
    """A report on ``YEAR`` with a title, one heading and the paragraphs of ``text``."""
    unit = _UNITS[unit_type]
    title = f"{unit}{YEAR}年度法治政府建设情况报告"
    pieces: list[tuple[str, Any]] = [(title, "title"), (f"一、{heading}", "heading")]
    pieces += [(line.strip(), "paragraph") for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    position = 0
    for piece, block_kind in pieces:
        number, level = ("一、", 1) if block_kind == "heading" else (None, None)
        blocks.append(Block(kind=block_kind, level=level, number=number, start=position, end=position + len(piece)))
        position += len(piece) + 1
    whole = "\n".join(piece for piece, _ in pieces)
    digest = hashlib.sha256(whole.encode()).hexdigest()
    document = Document(source="例句", sha256=digest, form="txt", text=whole, blocks=tuple(blocks))
    start = blocks[1].start + len("一、")
    headings = (Heading(block=1, level=1, number="一、", start=start, end=blocks[1].end),)
    info = ReportInfo(title=title, unit=unit, unit_type=unit_type, year=YEAR, characters=len(text))
    return Report(document=document, blocks=tuple(blocks), headings=headings, info=info)
