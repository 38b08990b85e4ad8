"""What the clerk is to do about a line of a batch, in a few words: the same in the ledger, on the dashboard and on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from checker.model import BatchLine, CheckResult
from checker.words import CONCLUSIONS


def advice(line: BatchLine) -> str:
    """What to do next: chase, find out, send back, ask for changes, file."""
    return "；".join(_advice(line)) + "。"


def _advice(line: BatchLine) -> Iterator[str]:
    result, given = line.result, line.submission
    if line.unit is None:
        yield f"查明是哪个单位的（可能是{'、'.join(line.candidates)}）" if line.candidates else "查明是哪个单位的"
        return
    if result is None and given.others:
        yield f"收到 {len(given.others)} 份文件，确认以哪一份为准"
        return
    if result is None:
        yield "催报" if given.status == "overdue" else "已登记报送，补交文件" if given.submitted else "等候报送"
        return
    if result.error is not None:
        yield "文件读不出来，请单位重新报送"
        return
    if result.conclusion == "return":
        yield "退回补写"
    elif result.conclusion == "revise":
        yield "发修改意见，限期改后重报"
    elif result.conclusion is None:
        yield "模型没有判定，重新检查或人工审核"
    else:
        yield "归档"
    if any(one.needs_review for section in result.sections for one in section.requirements):
        yield "有存疑的判定，请人工复核"
    if given.status == "undated":
        yield "核对收文日期"
    if given.publication == "overdue":
        yield "督促向社会公开"


def problems(result: CheckResult) -> int:
    """How many things have to be put right: required content that is not met, and errors and warnings about the document."""
    asked = (one for section in result.sections for one in section.requirements if one.level == "required")
    unmet = sum(1 for one in asked if one.verdict not in ("met", "not_applicable"))
    return unmet + sum(1 for finding in result.findings if finding.severity != "info")


def state(line: BatchLine) -> str:
    """The conclusion in words; for a line without one, why there is none."""
    if line.result is None:
        return "待确认" if line.submission.others else "—"
    if line.result.error is not None:
        return "读不出来"
    return CONCLUSIONS[line.result.conclusion]
