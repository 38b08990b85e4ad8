"""Plain Markdown: the same as in a terminal, for a mail or a file."""

from __future__ import annotations

import re

from checker.model import CheckResult, Finding, RequirementResult, SectionResult
from checker.output import summary
from checker.output._layout import Look
from checker.output._words import (
    CONCLUSIONS,
    SEVERITIES,
    STATUSES,
    UNIT_TYPES,
    UNREADABLE,
    VERDICTS,
    advice,
    cited,
    clean,
    date,
    reason_of,
    why,
)

SUFFIX = ".md"
SEPARATOR = "\n---\n\n"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def _plain(text: str) -> str:
    """The text on one line, with every mark that Markdown or HTML would take for its own made plain."""
    return _MARKS.sub(r"\\\1", clean(text))


def opening() -> str:
    return ""


def report(result: CheckResult, look: Look) -> str:  # noqa: ARG001
    """One report, whole."""
    info = result.report
    title = (info.title or "（没有找到标题）") if info else result.source
    lines = [f"# {_plain(title)}", ""]
    if info is None or result.error:
        return "\n".join([*lines, f"**{UNREADABLE}**：{_plain(reason_of(result.error or '', result.source))}", ""])
    reason = why(result)
    lines += [
        f"- 文件：{_plain(result.source)}",
        f"- 单位：{_plain(info.unit or '未能识别')}（{UNIT_TYPES[info.unit_type]}）",
        f"- 年度：{info.year or '未写明'}；落款日期：{date(info.signed_date)}；正文 {info.characters} 字",
        f"- 结论：**{CONCLUSIONS[result.conclusion]}**" + (f"（{_plain(reason)}）" if reason else ""),
        *(f"- 注意：{_plain(warning)}" for warning in result.warnings),
        "",
    ]
    for section in result.sections:
        lines += [*_section(section), ""]
    lines += _findings(result.findings)
    todo = advice(result)
    if todo:
        lines += ["## 怎样修改", "", *(f"{n}. {_plain(what)}" for n, what in enumerate(todo, 1)), ""]
    return "\n".join(lines)


def closing(rows: list[summary.Row], look: Look) -> str:  # noqa: ARG001
    """The table of several reports."""
    if len(rows) < 2:
        return ""
    titles = [_plain(title) for title in summary.header(rows)]
    head = ["单位", "结论", *titles, "错误", "提醒"]
    lines = ["", "---", "", "# 汇总", "", _row(head), _row(["---"] * len(head))]
    for one in summary.told_apart(rows):
        cells = [_plain(cell) for cell in summary.cells(one)]
        lines.append(_row(cells + [""] * (len(head) - len(cells))))
    lines += ["", summary.counts(rows), ""]
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _section(section: SectionResult) -> list[str]:
    optional = "（选报）" if section.level == "optional" else ""
    lines = [f"## {_plain(section.title)}{optional}：{STATUSES[section.status]}", ""]
    if not section.requirements:
        return lines + [f"> {_plain(cited(evidence))}" for evidence in section.evidence[:1]]
    lines += ["| 要求 | 结果 | 说明 | 原文 |", "| --- | --- | --- | --- |"]
    return lines + [_requirement(requirement) for requirement in section.requirements]


def _requirement(requirement: RequirementResult) -> str:
    quotes = "<br>".join(_plain(cited(evidence)) for evidence in requirement.evidence[:2])
    verdict = VERDICTS[requirement.verdict] + ("（请人工复核）" if requirement.needs_review else "")
    return _row([_plain(requirement.title), verdict, _plain(requirement.reason), quotes])


def _findings(findings: tuple[Finding, ...]) -> list[str]:
    if not findings:
        return ["## 文稿本身的问题", "", "没有发现。", ""]
    lines = ["## 文稿本身的问题", "", "| 程度 | 说明 | 原文 |", "| --- | --- | --- |"]
    for finding in sorted(findings, key=lambda f: list(SEVERITIES).index(f.severity)):
        quotes = "<br>".join(_plain(cited(evidence)) for evidence in finding.evidence[:2])
        lines.append(_row([SEVERITIES[finding.severity], _plain(finding.message), quotes]))
    return [*lines, ""]
