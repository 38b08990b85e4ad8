"""What an official reads in a terminal: the conclusion, each section with its proof, the defects, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import CheckResult, Evidence, Finding, RequirementResult, SectionResult
from checker.output import summary
from checker.output._layout import Look, pad, wrap
from checker.output._words import (
    CONCLUSIONS,
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
    reason_of,
    reviews,
    told_by_opinions,
    usage_of,
    why,
)
from checker.text import display_width

SUFFIX = ".txt"
SEPARATOR = "\n\n"
_COLOURS = dict.fromkeys(("符合", "齐全", "通过"), "green")
_COLOURS |= dict.fromkeys(("不充分", "需修改", "提醒", "未判定"), "yellow")
_COLOURS |= dict.fromkeys(("缺失", "退回", "错误", UNREADABLE), "red")
_COLOURS |= dict.fromkeys(("参考", "不适用"), "dim")
_LABEL = 10
_SHORT = 64
_INDENT = " " * _LABEL


def opening() -> str:
    return ""


def report(result: CheckResult, look: Look) -> str:
    """One report, whole."""
    lines = _head(result, look)
    if not result.error:
        for section in result.sections:
            lines += ["", *_section(section, look)]
        lines += _findings(result, look)
        lines += _advice(result, look)
    return "\n".join(lines) + "\n"


def outline(result: CheckResult, look: Look) -> str:
    """One report's verdicts in a few lines, without proof, reasons or advice."""
    lines = _head(result, look)
    for section in result.sections:
        optional = "（选报）" if section.level == "optional" else ""
        lines += _lead("【", STATUSES[section.status], "】", clean(section.title) + optional, look)
        verdicts: dict[str | None, list[str]] = {}
        for requirement in section.requirements:
            if requirement.level != "coverage":
                verdicts.setdefault(requirement.verdict, []).append(clean(requirement.title))
        for verdict, titles in verdicts.items():
            word = VERDICTS[verdict]
            lines += _lead("  ", word, pad("", _LABEL - 2 - display_width(word)), "；".join(titles), look)
    return "\n".join(lines) + "\n"


def closing(rows: list[summary.Row], look: Look) -> str:
    """The table of several reports."""
    return "\n\n" + "\n".join(summary.lines(rows, look)) + "\n" if len(rows) > 1 else ""


def _lead(before: str, word: str, after: str, text: str, look: Look, rest: str | None = None) -> list[str]:
    """A coloured word between plain ones, then text that hangs under itself (or under ``rest``)."""
    first, *more = wrap(text, look.width, before + word + after, rest)
    tail = first[len(before) + len(word) :]
    return [before + look.paint(word, _COLOURS.get(word, "bold"), "bold") + tail, *more]


def _head(result: CheckResult, look: Look) -> list[str]:
    heavy = "=" * look.width
    info = result.report
    title = clean(info.title) if info and info.title else "（没有找到标题）" if info else clean(result.source)
    lines = [
        look.paint(heavy, "dim"),
        *(look.paint(line, "bold") for line in wrap(title, look.width)),
        look.paint(heavy, "dim"),
    ]
    if info:
        lines += wrap(clean(result.source), look.width, "文件  ")
        unit = (
            f"{clean(info.unit)}（{UNIT_TYPES[info.unit_type]}）"
            if info.unit
            else f"未能识别（{UNIT_TYPES[info.unit_type]}）"
        )
        lines += wrap(unit, look.width, "单位  ")
        pages = f"，{info.pages}页" if info.pages else ""
        year = f"{info.year}年" if info.year else "未写明"
        lines += wrap(f"{year}，落款日期{date(info.signed_date)}，正文{info.characters}字{pages}", look.width, "年度  ")
    if result.error:
        return lines + _lead("", UNREADABLE, "  ", reason_of(result.error, result.source), look)
    reason = why(result)
    lines += _lead("结论  ", CONCLUSIONS[result.conclusion], "", f"（{reason}）" if reason else "", look, " " * 6)
    if asked(result):
        lines += wrap(judged_by(result), look.width, "判定  ")
        lines += wrap(usage_of(result), look.width, "用量  ")
    if reviews(result):
        told = f"有{reviews(result)}项请人工复核，下面各项后面注明了“请人工复核”。"
        lines += [look.paint(line, "yellow") for line in wrap(told, look.width, "复核  ")]
    for warning in result.warnings:
        lines += wrap(clean(warning), look.width, "注意  ")
    return lines


def _section(section: SectionResult, look: Look) -> list[str]:
    optional = "（选报）" if section.level == "optional" else ""
    lines = _lead("【", STATUSES[section.status], "】", clean(section.title) + optional, look)
    topics = [r for r in section.requirements if r.level == "coverage"]
    others = [r for r in section.requirements if r.level != "coverage"]
    bases = [based(r.basis) for r in others if r.verdict != "met"]
    shared = len(bases) > 1 and len(set(bases)) == 1
    for requirement in others:
        lines += _requirement(requirement, look)
        if requirement.verdict != "met" and not shared:
            lines += _basis(requirement.basis, look, _INDENT)
    if shared:
        lines += _basis(bases[0], look, "  ")
    if not section.requirements and section.evidence:
        lines += _quotes(section.evidence, look, one=True)
    return lines + _topics(topics, look)


def _requirement(requirement: RequirementResult, look: Look) -> list[str]:
    word = VERDICTS[requirement.verdict]
    notes = ["宜有"] if requirement.level == "expected" else []
    who = decided(requirement)
    notes += [who] if who else []
    notes += ["请人工复核"] if requirement.needs_review else []
    title = clean(requirement.title) + (f"（{'，'.join(notes)}）" if notes else "")
    lines = _lead("  ", word, pad("", _LABEL - 2 - display_width(word)), title, look)
    if requirement.verdict != "met" and not told_by_opinions(requirement):
        lines += wrap(clean(requirement.reason), look.width, _INDENT)
    lines += _quotes(requirement.evidence, look, one=requirement.verdict == "met")
    for doubt in doubts(requirement):
        lines += wrap(doubt, look.width, _INDENT)
    return lines


def _basis(basis: str | None, look: Look, indent: str) -> list[str]:
    told = based(basis)
    hang = indent + "依据" + " " * max(2, _LABEL - 4 - len(indent))
    return [look.paint(line, "dim") for line in wrap(told, look.width, hang)] if told else []


def _quotes(evidence: Sequence[Evidence], look: Look, *, one: bool = False) -> list[str]:
    """The proof: two places, or for ``one`` a second only where both are short."""
    told = [cited(item) for item in evidence[:2]]
    if one and len("".join(told)) > _SHORT:
        del told[1:]
    quoted = ["".join(told)] if one else told
    return [look.paint(line, "dim") for quote in quoted if quote for line in wrap(quote, look.width, _INDENT)]


_GROUPED: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("已写到", ("met", "partial")),
    ("未写到", ("missing",)),
    ("不适用", ("not_applicable",)),
    ("未判定", (None,)),
)


def _topics(topics: list[RequirementResult], look: Look) -> list[str]:
    """The topics of coverage, as lists; by group where the rubric has groups."""
    lines: list[str] = []
    for group in dict.fromkeys(topic.group for topic in topics):
        if group:
            lines += wrap(f"{clean(group)}：", look.width, "  ")
        for label, verdicts in _GROUPED:
            titles = [
                clean(t.title) + ("（请人工复核）" if t.needs_review else "")
                for t in topics
                if t.group == group and t.verdict in verdicts
            ]
            if titles:
                lines += wrap(f"{len(titles)}项：{'；'.join(titles)}", look.width, "  " + pad(label, _LABEL - 2))
    for basis in dict.fromkeys(based(topic.basis) for topic in topics if topic.verdict == "missing"):
        lines += _basis(basis, look, "  ")
    return lines


def _findings(result: CheckResult, look: Look) -> list[str]:
    if not result.findings:
        return ["", look.paint("文稿本身的问题：没有发现。", "bold")]
    order = list(SEVERITIES)
    lines = ["", look.paint(f"文稿本身的问题（{len(result.findings)}处）", "bold")]
    for number, finding in enumerate(sorted(result.findings, key=lambda f: order.index(f.severity)), 1):
        lines += _finding(number, finding, look)
    return lines


def _finding(number: int, finding: Finding, look: Look) -> list[str]:
    lines = _lead(f"{number:>3}. ", SEVERITIES[finding.severity], " ", clean(finding.message), look)
    lines += _quotes(finding.evidence, look)
    return lines


def _advice(result: CheckResult, look: Look) -> list[str]:
    todo = advice(result)
    if not todo:
        return []
    lines = ["", look.paint("怎样修改（按轻重排列）", "bold")]
    for number, what in enumerate(todo, 1):
        lines += wrap(clean(what), look.width, f"{number:>3}. ")
    return lines
