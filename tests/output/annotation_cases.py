"""Small Word files with something to say of their words: the result is made by hand, the report is what the reader reads."""

from __future__ import annotations

import sys
from pathlib import Path

from checker.model import CheckResult, Evidence, Finding, Report, ReportInfo
from checker.reading import read_bytes

READING = str(Path(__file__).resolve().parent.parent / "reading")
if READING not in sys.path:
    sys.path.append(READING)


def report_of(data: bytes, name: str = "报告.docx") -> Report:
    """The report as read; its structure is not looked for."""
    document = read_bytes(data, name, name)
    return Report(document=document, blocks=document.blocks, headings=(), info=ReportInfo())


def evidence(report: Report, start: int, end: int) -> Evidence:
    paragraph = next(i for i, block in enumerate(report.blocks) if block.start <= start < block.end)
    page = report.blocks[paragraph].page
    return Evidence(quote=report.text[start:end], start=start, end=end, paragraph=paragraph, page=page)


def at(report: Report, quote: str, which: int = 0) -> Evidence:
    """The evidence for the ``which``-th place of a quote; -1: the last."""
    places = [i for i in range(len(report.text)) if report.text.startswith(quote, i)]
    assert places, quote
    return evidence(report, places[which], places[which] + len(quote))


def result_about(*found: Evidence) -> CheckResult:
    """A finding for each piece of evidence."""
    findings = [
        Finding(rule="term.wrong", severity="error", message=f"第{n}处有误。", suggestion="请改正。", evidence=(one,))
        for n, one in enumerate(found, 1)
    ]
    return CheckResult(source="报告.docx", findings=tuple(findings))
