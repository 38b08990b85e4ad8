"""Letters to units: 修改意见函 for a report that has to change or come again, 催报函 where nothing has come. In the form of GB/T 9704—2012.

What is wrong stands there with the sentence it is about, its basis, what to do and by when. The office's own Word template goes
before the one that ships (``checker.output.official``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from checker.model import BatchLine, CheckResult, Evidence, Finding, RequirementResult
from checker.output._words import based, shorten
from checker.output.batch.naming import without_path
from checker.output.official import Heading, Official, Part, Template, Text, write
from checker.words import FINDINGS
from checker.words import day as _day

REVISE, CHASE = "修改意见函", "催报函"
_QUOTE = 80
_NOT_QUOTED = ("privacy.personal",)  # a letter does not spread what should not have been written
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Sender:
    """Who writes. ``office`` None: the signature is left for a person to fill in. ``answer_by``: the day by which to answer."""

    office: str | None
    day: dt.date
    answer_by: dt.date
    revise_template: Template | None = None
    chase_template: Template | None = None


def kind(line: BatchLine) -> str | None:
    """Which letter a line calls for; None for none."""
    if line.unit is None:
        return None
    if line.result is not None and (line.result.error is not None or line.result.conclusion in ("revise", "return")):
        return REVISE
    nothing = line.result is None and not line.submission.others and line.submission.submitted is None
    return CHASE if nothing and line.submission.status == "overdue" else None


def letter(line: BatchLine, sender: Sender, *, year: int | None) -> bytes:
    """The .docx for a line that ``kind`` calls for one. Raises UsageError for a template that cannot be used."""
    name = kind(line)
    if name == REVISE:
        return write(_revise(line, sender, year), sender.revise_template)
    if name == CHASE:
        return write(_chase(line, sender, year), sender.chase_template)
    raise ValueError(f"no letter for {line.unit}")


# ── 催报函 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _chase(line: BatchLine, sender: Sender, year: int | None) -> Official:
    given = line.submission
    report = f"{year}年度法治政府建设年度报告" if year else "法治政府建设年度报告"
    due = f"{_day(given.due)}{'（含当日）' if given.due_included else '之前'}" if given.due else "规定期限内"
    return Official(
        title=f"关于催报{report}的函",
        to=line.unit,
        body=(
            Text(
                f"按照《法治政府建设与责任落实督察工作规定》和报送安排，你单位应当在{due}报送{report}。截至{_day(sender.day)}，尚未收到你单位的报告。"
            ),
            Text(f"请于{_day(sender.answer_by)}前报送，并书面说明逾期原因。报告应当写明以下内容："),
            Text("（一）上一年度推进法治政府建设的主要举措和成效；"),
            Text("（二）上一年度推进法治政府建设存在的不足和原因；"),
            Text("（三）上一年度党政主要负责人履行推进法治建设第一责任人职责的有关情况；"),
            Text("（四）下一年度推进法治政府建设的主要安排；"),
            Text("（五）其他需要报告的情况。"),
            Text("已经报送的，请告知报送日期和报送方式，以便核对。"),
        ),
        signature=_signature(sender),
        date=sender.day,
    )


# ── 修改意见函 ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _revise(line: BatchLine, sender: Sender, year: int | None) -> Official:
    result = line.result
    assert result is not None
    back = result.conclusion == "return"
    report = f"{year}年度法治政府建设年度报告" if year else "法治政府建设年度报告"
    return Official(
        title=f"关于{_asked(result)}{report}的函",
        to=line.unit,
        body=tuple(_opening(result, report, back)) + tuple(_points(result)) + tuple(_ending(result, sender, back)),
        signature=_signature(sender),
        date=sender.day,
    )


def _asked(result: CheckResult) -> str:
    if result.error is not None:
        return "重新报送"
    return "退回补写" if result.conclusion == "return" else "修改"


def _opening(result: CheckResult, report: str, back: bool) -> Iterator[Part]:
    if result.error is not None:
        yield Text(f"你单位报送的{report}收悉，但文件打不开或者读不出来，未能审核。情况如下：")
        return
    titled = f"《{result.report.title}》" if result.report and result.report.title else report
    told = "缺少必须写明的内容，现予退回" if back else "有的内容写得不够充分，或者文稿有需要改正的地方"
    yield Text(
        f"你单位报送的{titled}收悉。经对照《法治政府建设与责任落实督察工作规定》等规定审核，{told}，具体意见如下。"
    )


def _points(result: CheckResult) -> Iterator[Part]:
    """What to change: what must be told and is not, what would be better told, what is wrong in the text."""
    if result.error is not None:
        yield Text(_ended(without_path(result.error, result.source)))
        return
    groups = [
        ("必须补写、写实的内容", list(_required(result))),
        ("文稿需要改正的地方", [_finding(one) for one in result.findings if one.severity == "error"]),
        (
            "请一并完善的地方",
            [*_expected(result), *(_finding(one) for one in result.findings if one.severity == "warning")],
        ),
    ]
    present = [(title, points) for title, points in groups if points]
    for number, (title, points) in enumerate(present):
        yield Heading(1, f"{_NUMERALS[number]}、{title}")
        for place, point in enumerate(points, 1):
            yield Text(f"{place}. {point}")


def _required(result: CheckResult) -> Iterator[str]:
    for section in result.sections:
        if section.level != "required" or section.status == "present":
            continue
        wrong = [
            one for one in section.requirements if one.level == "required" and one.verdict in ("partial", "missing")
        ]
        for one in wrong:
            yield _requirement(section.title, one)
        if not wrong and section.suggestion:
            yield f"“{section.title}”：{_ended(section.suggestion)}"


def _expected(result: CheckResult) -> Iterator[str]:
    for section in result.sections:
        for one in section.requirements:
            if one.level == "expected" and one.verdict in ("partial", "missing"):
                yield _requirement(section.title, one)


def _requirement(section: str, one: RequirementResult) -> str:
    parts = [f"“{section}”中的“{one.title}”：{_ended(one.reason)}"]
    if one.evidence:
        parts.append(f"所写的是{_quoted(one.evidence[0])}。")
    if one.suggestion:
        parts.append(_ended(one.suggestion))
    if one.basis:
        parts.append(f"（依据：{based(one.basis)}）")
    return "".join(parts)


def _finding(one: Finding) -> str:
    parts = [f"{FINDINGS.get(one.rule, one.rule)}：{_ended(one.message)}"]
    if one.evidence and one.rule in _NOT_QUOTED:
        parts.append(f"（{_place(one.evidence[0])}）")
    elif one.evidence and shorten(one.evidence[0].quote, _QUOTE) not in one.message:
        parts.append(f"原文为{_quoted(one.evidence[0])}。")
    if one.suggestion:
        parts.append(_ended(one.suggestion))
    return "".join(parts)


def _ending(result: CheckResult, sender: Sender, back: bool) -> Iterator[Part]:
    again = "重新报送" if back or result.error is not None else "修改后重新报送"
    differ = "" if result.error is not None else "对以上意见有不同看法的，请一并说明。"
    yield Text(f"请于{_day(sender.answer_by)}前{again}。{differ}")


def _quoted(evidence: Evidence) -> str:
    return f"“{shorten(evidence.quote, _QUOTE)}”（{_place(evidence)}）"


def _place(evidence: Evidence) -> str:
    return f"第{evidence.paragraph + 1}段，第{evidence.page}页" if evidence.page else f"第{evidence.paragraph + 1}段"


def _signature(sender: Sender) -> str:
    return sender.office or "（发函单位）"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "；", "？", "”")) else text + "。"
