"""What is to be said of a report, and of which of its words: verdicts that are not met, findings.

What is about no words of the text (a section that is missing, a defect of a header) is said of its section's heading, where there
is one, else of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.model import CheckResult, Evidence, Finding, Report, RequirementResult, SectionResult
from checker.output._words import LEVELS, SEVERITIES, STATUSES, VERDICTS, based, clean
from checker.text import trim
from checker.words import FINDINGS

AUTHOR = "法鉴"
_REVIEW = "规则与模型的判断不一致，请人工复核。"
_NO_SECTION = "规定必须报告这一部分，全文没有写到。"
_TOPICS = "这些方面没有写到；确有工作的，可以补写。"
_UNJUDGED = "这几项没有得出判定结果，请人工核对。"
_AGAIN = "同一问题，第 {} 处，共 {} 处；说明和建议见第 1 处的批注。"
# Characters that no XML file may hold and that ``clean`` leaves.
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Remark:
    """Something said of ``text[start:end]``: a head, and the lines below it. ``apart``: it is about no words, and stands here for want of them."""

    start: int
    end: int
    head: str
    lines: tuple[str, ...] = ()
    apart: bool = False


def remarks(result: CheckResult, report: Report) -> list[Remark]:
    """All remarks in the order of the text; what stands on the same words in the order of their weight."""
    title = _title(report)
    found: list[tuple[int, Remark]] = []
    for section in result.sections:
        place = _heading(section, report)
        found += [(_weight(remark), remark) for remark in _of_section(section, place, title)]
    for finding in result.findings:
        found += [(_weight(remark), remark) for remark in _of_finding(finding, title)]
    found.sort(key=lambda one: (one[1].start, one[1].end, one[0]))
    return [remark for _, remark in found]


def told(remarks: Sequence[Remark]) -> list[tuple[str, tuple[str, ...]]]:
    """Heads and lines of what is said of the same words, each once, numbered where there are several."""
    once = list(dict.fromkeys((remark.head, remark.lines) for remark in remarks))
    if len(once) == 1:
        return once
    return [(f"{number}. {head}", lines) for number, (head, lines) in enumerate(once, 1)]


# ── where ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _title(report: Report) -> tuple[int, int]:
    """The span of the title; where none was found, of the first paragraph."""
    first = next((index for index, block in enumerate(report.blocks) if block.kind == "title"), None)
    if first is None:
        first = next((index for index, block in enumerate(report.blocks) if block.kind != "residue"), 0)
    if not report.blocks:
        return 0, 0
    block = report.blocks[first]
    return trim(report.text, block.start, block.end) or (block.start, block.end)


def _heading(section: SectionResult, report: Report) -> tuple[int, int] | None:
    """The heading of a section that has a place of its own."""
    spans = {heading.block: (heading.start, heading.end) for heading in report.headings}
    for one in section.evidence:
        start, end = spans.get(one.paragraph, (0, 0))
        if start <= one.start < one.end <= end:
            return one.start, one.end
    return None


# ── what ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_section(section: SectionResult, heading: tuple[int, int] | None, title: tuple[int, int]) -> Iterator[Remark]:
    place = heading or title
    of = () if heading else (_line("所属部分", section.title),)
    if section.status == "missing" and section.level == "required":
        yield Remark(*title, _head(STATUSES["missing"], section.title), (_line("理由", _NO_SECTION),), apart=True)
    elif section.suggestion and section.status not in ("present", None):
        head, lines = _head(STATUSES[section.status], section.title), (_line("建议", section.suggestion),)
        yield from _at(section.evidence[:1], place, head, lines, ())
    unwritten, unjudged = [], []
    for requirement in section.requirements:
        if requirement.verdict is None:
            unjudged.append(requirement.title or requirement.id)
        elif requirement.level == "coverage":
            if requirement.verdict == "missing":
                unwritten.append(requirement.title or requirement.id)
        elif requirement.verdict in ("partial", "missing"):
            yield from _of_requirement(requirement, place, of)
    if unwritten:
        lines = (*of, _line("方面", "、".join(unwritten)), _line("说明", _TOPICS))
        yield Remark(*place, _head(SEVERITIES["info"], "没有写到的举措"), lines, apart=True)
    if unjudged:
        lines = (*of, _line("要求", "、".join(unjudged)), _line("说明", _UNJUDGED))
        yield Remark(*place, _head(VERDICTS[None], section.title), lines, apart=True)


def _of_requirement(requirement: RequirementResult, place: tuple[int, int], of: tuple[str, ...]) -> Iterator[Remark]:
    level = f"（{LEVELS[requirement.level]}）" if requirement.level != "required" else ""
    head = _head(VERDICTS[requirement.verdict] + level, requirement.title or requirement.id)
    lines = [
        _line("理由", requirement.reason),
        _line("建议", requirement.suggestion),
        _line("依据", based(requirement.basis)),
        _line("复核", _REVIEW if requirement.needs_review else None),
    ]
    yield from _at(requirement.evidence, place, head, tuple(filter(None, lines)), of)


def _of_finding(finding: Finding, title: tuple[int, int]) -> Iterator[Remark]:
    head = _head(SEVERITIES[finding.severity], FINDINGS.get(finding.rule, finding.rule))
    lines = (_line("说明", finding.message), _line("建议", finding.suggestion))
    yield from _at(finding.evidence, title, head, tuple(filter(None, lines)), ())


def _at(
    evidence: Iterable[Evidence], place: tuple[int, int], head: str, lines: tuple[str, ...], of: tuple[str, ...]
) -> Iterator[Remark]:
    """One remark for each quote, told in full at the first; where there is no quote, one at ``place``."""
    spans = sorted({(one.start, one.end) for one in evidence})
    if not spans:
        yield Remark(*place, head, (*of, *lines), apart=True)
    for number, (start, end) in enumerate(spans, 1):
        again = (_line("说明", _AGAIN.format(number, len(spans))),)
        yield Remark(start, end, head, lines if number == 1 else again)


def _head(what: str, title: str) -> str:
    return f"{what}：{_clean(title)}"


def _line(name: str, text: str | None) -> str:
    told = _clean(text or "")
    return f"{name}：{told}" if told else ""


def _clean(text: str) -> str:
    return _NO_XML.sub("", clean(text))


_ORDER = ("错误", "缺失", "不充分", "提醒", "缺失（", "不充分（", "未判定", "参考")


def _weight(remark: Remark) -> int:
    """What has to be put right comes first."""
    return max((rank for rank, word in enumerate(_ORDER) if remark.head.startswith(word)), default=len(_ORDER))
