"""Plain Markdown: the same as in a terminal, for a mail or a file."""

from __future__ import annotations

import re

from checker.model import CheckResult, Finding, RequirementResult, SectionResult
from checker.output import summary
from checker.output._layout import Look
from checker.output._words import (
    CONCLUSIONS,
    LEVELS,
    SEVERITIES,
    STATUSES,
    UNIT_TYPES,
    UNREADABLE,
    VERDICTS,
    advice,
    asked,
    based,
    cited,
    clean,
    date,
    decided,
    doubts,
    judged_by,
    meaning,
    place,
    produced,
    reason_of,
    told_by_opinions,
    usage_of,
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
    pages = f"，{info.pages}页" if info.pages else ""
    reason = why(result)
    lines += [
        f"- 文件：{_plain(result.source)}",
        f"- 单位：{_plain(info.unit or '未能识别')}（{UNIT_TYPES[info.unit_type]}）",
        f"- 年度：{info.year or '未写明'}；落款日期：{date(info.signed_date)}；正文 {info.characters} 字{pages}",
        f"- 结论：**{CONCLUSIONS[result.conclusion]}**。{meaning(result)}",
        *([f"- 原因：{_plain(reason)}。"] if reason else []),
        *([f"- 判定：{_plain(judged_by(result))}；{_plain(usage_of(result))}"] if asked(result) else []),
        *(f"- 注意：{_plain(warning)}" for warning in result.warnings),
        "",
    ]
    todo = advice(result)
    if todo:
        lines += ["## 怎样修改（按轻重排列）", "", *(f"{n}. {_plain(what)}" for n, what in enumerate(todo, 1)), ""]
    for section in result.sections:
        lines += [*_section(section), ""]
    lines += _findings(result.findings)
    return "\n".join([*lines, _plain("；".join(produced(result))) + "。", ""])


def closing(rows: list[summary.Row], look: Look) -> str:  # noqa: ARG001
    """The table of several reports."""
    if len(rows) < 2:
        return ""
    titles = [_plain(title) for title in summary.header(rows)]
    head = ["单位", "结论", *titles, *summary.counters(rows)]
    lines = ["", "---", "", "# 汇总", "", _row(head), _row(["---"] * len(head))]
    for one in summary.told_apart(rows):
        cells = [_plain(cell) for cell in summary.cells(one, rows)]
        lines.append(_row(cells + [""] * (len(head) - len(cells))))
    lines += ["", summary.counts(rows), ""]
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _section(section: SectionResult) -> list[str]:
    optional = "（选报）" if section.level == "optional" else ""
    lines = [f"## {_plain(section.title)}{optional}：{STATUSES[section.status]}", ""]
    places = "、".join(dict.fromkeys(place(evidence) for evidence in section.evidence))
    if places:
        lines += [f"写在{places}。", ""]
    for requirement in section.requirements:
        if requirement.level != "coverage":
            lines += _requirement(requirement)
    if not section.requirements:
        lines += [f"> {_plain(cited(evidence))}" for evidence in section.evidence[:1]]
    topics = [requirement for requirement in section.requirements if requirement.level == "coverage"]
    for group in dict.fromkeys(topic.group for topic in topics):
        title = group or "涉及的举措"
        lines += ["", f"### {_plain(title)}（只看写到了哪些，不影响结论）", ""]
        for topic in topics:
            if topic.group == group:
                lines += _requirement(topic)
    return lines


def _requirement(requirement: RequirementResult) -> list[str]:
    notes = [] if requirement.level == "coverage" else [LEVELS[requirement.level]]
    who = decided(requirement)
    notes += [who] if who else []
    notes += ["请人工复核"] if requirement.needs_review else []
    told = f"（{'，'.join(notes)}）" if notes else ""
    lines = [f"- **{VERDICTS[requirement.verdict]}** {_plain(requirement.title)}{told}"]
    if requirement.reason and not told_by_opinions(requirement):
        lines.append(f"  - 说明：{_plain(requirement.reason)}")
    lines += [f"  - {_plain(doubt)}" for doubt in doubts(requirement)]
    lines += [f"  - 原文：{_plain(cited(evidence))}" for evidence in requirement.evidence]
    if requirement.suggestion:
        lines.append(f"  - 怎样改：{_plain(requirement.suggestion)}")
    if requirement.basis:
        lines.append(f"  - 依据：{_plain(based(requirement.basis))}")
    return lines


def _findings(findings: tuple[Finding, ...]) -> list[str]:
    lines = ["## 文稿本身的问题", ""]
    if not findings:
        return [*lines, "没有发现。", ""]
    for number, finding in enumerate(sorted(findings, key=lambda f: list(SEVERITIES).index(f.severity)), 1):
        lines.append(f"{number}. **{SEVERITIES[finding.severity]}** {_plain(finding.message)}")
        lines += [f"   - 原文：{_plain(cited(evidence))}" for evidence in finding.evidence]
        if finding.suggestion:
            lines.append(f"   - 怎样改：{_plain(finding.suggestion)}")
    return [*lines, ""]
