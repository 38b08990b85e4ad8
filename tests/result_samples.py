"""Hand-made results and reports for the tests of what comes after the engine."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from checker.model import (
    Block,
    CheckResult,
    Document,
    EngineRef,
    Evidence,
    Finding,
    Heading,
    Opinion,
    Report,
    ReportInfo,
    RequirementResult,
    RubricRef,
    SectionResult,
    Usage,
)


def make_report(*paragraphs: str | tuple[str, str], **info: Any) -> Report:
    """A report of these paragraphs; a pair is (text, kind)."""
    blocks: list[Block] = []
    headings: list[Heading] = []
    position = 0
    texts = []
    for index, paragraph in enumerate(paragraphs):
        text, kind = (paragraph, "paragraph") if isinstance(paragraph, str) else paragraph
        level = 1 if kind == "heading" else None
        block = Block(kind=kind, level=level, start=position, end=position + len(text))  # type: ignore[arg-type]
        blocks.append(block)
        if kind == "heading":
            headings.append(Heading(block=index, level=1, number=None, start=position, end=position + len(text)))
        texts.append(text)
        position += len(text) + 1
    text = "\n".join(texts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(source="报告.txt", sha256=digest, form="txt", text=text, blocks=tuple(blocks))
    values = {"title": None, "unit": "某县水利局", "unit_type": "department", "year": 2025, "characters": len(text)}
    return Report(document=document, blocks=tuple(blocks), headings=tuple(headings), info=ReportInfo(**(values | info)))


def evidence(quote: str, start: int = 10, paragraph: int = 3, page: int | None = None) -> Evidence:
    return Evidence(quote=quote, start=start, end=start + len(quote), paragraph=paragraph, page=page)


LONG = (
    "2月20日，局党组书记、局长主持召开全系统法治工作会议，审定年度法治工作要点，将法治建设列入股室和分局年度绩效考核，"
    "权重由8%提高到12%；全年主持局党组会4次、局长办公会3次，研究法治政府建设、重大案件处理和文件清理等议题。"
)


def requirement(id_: str, verdict: str | None, level: str = "required", **more: Any) -> RequirementResult:
    reason = more.pop(
        "reason", "写明了局长主持召开会议、主办案件等具体履职行为。" if verdict == "met" else "没有写到。"
    )
    proof = more.pop("evidence", (evidence(LONG),) if verdict in ("met", "partial") else ())
    values: dict[str, Any] = {"title": f"要求{id_}", "suggestion": None, "basis": "《某规定》"} | more
    return RequirementResult(
        id=id_,
        level=level,  # type: ignore[arg-type]
        verdict=verdict,  # type: ignore[arg-type]
        reason=reason,
        evidence=proof,
        decided_by="rules" if verdict else None,
        opinions=(Opinion(by="rules", verdict=verdict, reason=reason, evidence=proof),),  # type: ignore[arg-type]
        **values,
    )


def section(id_: str, status: str | None, *requirements: RequirementResult, **more: Any) -> SectionResult:
    values: dict[str, Any] = {
        "title": f"党政主要负责人履行推进法治建设第一责任人职责情况{id_}",
        "level": "required",
    } | more
    return SectionResult(id=id_, status=status, requirements=requirements, **values)  # type: ignore[arg-type]


def finding(rule: str = "term.wrong", severity: str = "error", **more: Any) -> Finding:
    values: dict[str, Any] = {
        "message": "会议名称有误：应为“党的十九届六中全会”。",
        "suggestion": "请改为“党的十九届六中全会”。",
        "evidence": (evidence("党的十九大六中全会"),),
    } | more
    return Finding(rule=rule, severity=severity, **values)  # type: ignore[arg-type]


def result(**more: Any) -> CheckResult:
    """A result with something of everything."""
    topics = [requirement(f"t{i}", v, "coverage") for i, v in enumerate(("met", "missing", "not_applicable", "met"))]
    values: dict[str, Any] = {
        "source": "送审/报告.docx",
        "sha256": "0" * 64,
        "report": ReportInfo(
            title="某县水利局2025年度法治政府建设工作报告",
            unit="某县水利局",
            unit_type="department",
            year=2025,
            signed_date=dt.date(2026, 1, 20),
            characters=4321,
            pages=9,
        ),
        "rubric": RubricRef(id="fazhi-annual-report", version="1.0"),
        "engine": EngineRef(name="rules"),
        "conclusion": "return",
        "sections": (
            section(
                "a",
                "present",
                requirement("duty", "met"),
                requirement("study", "missing", "expected", suggestion="请补写学法情况。"),
            ),
            section(
                "b",
                "missing",
                requirement("causes", "missing", suggestion="请写明原因。"),
                requirement("problems", "partial"),
            ),
            section("c", "partial", requirement("results", "partial", suggestion="请补充数字。"), *topics),
            section("other", "missing", level="optional"),
        ),
        "findings": (
            finding(),
            finding("date.late", "warning", message="报送晚于期限。"),
            finding("old", "info", evidence=()),
        ),
        "usage": Usage(),
        "warnings": ("第3页有一处文字读不出来。",),
    }
    return CheckResult(**(values | more))
