"""Report × Rubric → CheckResult: the verdicts of the rules, the status of each section, the conclusion. Pure.

``section_status``, ``conclusion`` and ``join`` hold the rules of the contract and know nothing of rubrics or reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from checker.errors import MissingComponent
from checker.evidence import cite
from checker.model import (
    CheckResult,
    Conclusion,
    EngineName,
    EngineRef,
    Evidence,
    Finding,
    Level,
    Opinion,
    Report,
    RequirementResult,
    RubricRef,
    SectionLevel,
    SectionResult,
    SectionStatus,
    Severity,
    UnitType,
    Usage,
    Verdict,
)
from checker.rubric import FindingRule, Group, Requirement, Rubric, Section
from checker.rules import Context, Judgement, kind
from checker.text import Span
from checker.version import program_version

MAX_EVIDENCE = 6
_DEADLINE = "deadline"  # the kind of rule that looks at the day of submission
UNIT_TYPES: dict[UnitType, str] = {
    "government": "政府",
    "department": "政府部门",
    "township": "乡镇（街道）",
    "zone": "开发区",
}
DecidedBy = Literal["rules", "llm", "both"] | None


@dataclass(frozen=True)
class Place:
    """What a section's status needs beside verdicts: whether its own content was found, whether it has a place of its own."""

    found: bool
    own: bool
    evidence: tuple[Evidence, ...] = ()


class Places(Protocol):
    """What ``checker.rules.analysis`` tells about a section."""

    def section_evidence(self, section_id: str) -> tuple[Span, ...]:
        """Where the section's own content stands."""

    def own_place(self, section_id: str) -> bool:
        """Whether a heading or a paragraph is devoted to the section."""


# ── the contract's rules, as functions of plain values ───────────────────────────────────────────────────────────────


def section_status(
    requirements: Iterable[tuple[Level, Verdict | None]], *, own_content: bool, own_place: bool
) -> SectionStatus | None:
    """The status of a section from its requirements' levels and verdicts.

    Only required requirements count, and of them those that apply to the unit. ``own_content``: text of the section's own was
    found; ``own_place``: a heading or a paragraph is devoted to it. None: a required verdict is unknown.
    """
    verdicts = [verdict for level, verdict in requirements if level == "required"]
    if None in verdicts:
        return None
    asked = [verdict for verdict in verdicts if verdict != "not_applicable"]
    if not own_content and all(verdict == "missing" for verdict in asked):
        return "missing"
    if not asked:
        return "present"
    return "present" if own_place and all(verdict == "met" for verdict in asked) else "partial"


def conclusion(
    sections: Iterable[tuple[SectionLevel, SectionStatus | None]], severities: Iterable[Severity]
) -> Conclusion | None:
    """``return``, ``revise`` or ``pass``; None where a section is unknown and nothing else settles it."""
    known = list(sections)
    if ("required", "missing") in known:
        return "return"
    if any(status == "partial" for _, status in known) or "error" in set(severities):
        return "revise"
    return None if any(status is None for _, status in known) else "pass"


RANK: dict[Verdict, int] = {"missing": 0, "not_applicable": 0, "partial": 1, "met": 2}


def join(rules: Opinion, llm: Opinion | None, *, injection: bool) -> tuple[Verdict | None, DecidedBy, bool]:
    """The verdict of the hybrid engine, whose it is, and whether a person should look.

    The model counts where its quotes are proved (an opinion's evidence always is), and for an absence where the rules found
    nothing either; else the rules count. With text in the report that is addressed to a machine reader, the lower counts.
    """
    if llm is None:
        return rules.verdict, "rules" if rules.verdict else None, False
    if llm.verdict is None:
        return rules.verdict, "rules" if rules.verdict else None, True
    absent = RANK[llm.verdict] == 0
    unproved = not absent and not llm.evidence
    if rules.verdict == llm.verdict:
        return rules.verdict, "both", unproved
    if rules.verdict is None:
        trusted = not injection and not absent and not unproved
        return (llm.verdict, "llm", True) if trusted else (None, None, True)
    if injection:
        lower = RANK[llm.verdict] < RANK[rules.verdict]
        return (llm.verdict, "llm", True) if lower else (rules.verdict, "rules", True)
    proved = RANK[rules.verdict] == 0 if absent else bool(llm.evidence)
    return (llm.verdict, "llm", True) if proved else (rules.verdict, "rules", True)


# ── a report against a rubric ────────────────────────────────────────────────────────────────────────────────────────


def judge(
    report: Report,
    rubric: Rubric,
    *,
    unit_type: UnitType | None = None,
    due: dt.date | None = None,
    submitted: dt.date | None = None,
    as_of: dt.date | None = None,
    engine: EngineName = "rules",
) -> CheckResult:
    """Everything that the rules find in ``report``. (``checker.joining`` adds what a model says.)

    ``unit_type`` and ``due`` overrule what the report and the rubric say; ``submitted`` is the day of receipt, if a roster
    names one; ``as_of`` is the day on which the report is looked at. Raises MissingComponent for another engine.
    """
    if engine != "rules":
        raise MissingComponent("这里只有规则引擎；要让模型参与，请用 checker.check(..., engine=…)。")
    context = make_context(report, rubric, unit_type=unit_type, due=due, submitted=submitted)
    return judge_in(report, context, as_of=as_of)[0]


def judge_in(report: Report, context: Context, *, as_of: dt.date | None = None) -> tuple[CheckResult, dict[str, Place]]:
    """The rules' result and, by section id, where each section stands."""
    rubric = context.rubric
    analysis, judgements = _ask_rules(report, rubric, context)
    places = {section.id: _place(report, section, analysis) for section in rubric.sections}
    sections = tuple(
        _section(report, rubric, section, places[section.id], judgements, context) for section in rubric.sections
    )
    findings = tuple(_findings(report, rubric, context))
    result = CheckResult(
        source=report.document.source,
        sha256=report.document.sha256,
        report=report.info.model_copy(update={"unit_type": context.unit_type}),
        rubric=RubricRef(id=rubric.id, version=rubric.version, sha256=rubric.sha256 or None),
        engine=EngineRef(name="rules", version=program_version()),
        conclusion=conclusion(((s.level, s.status) for s in sections), (f.severity for f in findings)),
        sections=sections,
        findings=findings,
        usage=Usage(),
        warnings=(*report.document.warnings, *_undated(report, context, as_of)),
    )
    return result, places


def make_context(
    report: Report,
    rubric: Rubric,
    *,
    unit_type: UnitType | None = None,
    due: dt.date | None = None,
    submitted: dt.date | None = None,
) -> Context:
    """What the rules may know: the overrides, else what the report and the rubric say."""
    effective = unit_type or report.info.unit_type
    if due is None and report.info.year is not None:
        due = rubric.due.day(effective, report.info.year)
    return Context(rubric, effective, due, rubric.due.included, submitted)


def _undated(report: Report, context: Context, as_of: dt.date | None) -> Iterator[str]:
    """Whether an undated report came in time cannot be told once the day has passed."""
    if as_of is None or context.due is None or report.info.signed_date or context.submitted:
        return
    if as_of > context.due or (as_of == context.due and not context.due_included):
        yield (
            f"截至{_date(as_of)}，报送期限（{_date(context.due)}{'' if context.due_included else '之前'}）已过，"
            "文稿没有写日期，是否按时报送请核对收文记录。"
        )


def _date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


Judgements = dict[tuple[str, str], Judgement]


def _ask_rules(report: Report, rubric: Rubric, context: Context) -> tuple[Places, Judgements]:
    """What the rules say of every requirement, by section id and requirement id."""
    from checker.rules.analysis import analyse

    analysis = analyse(report, rubric, context.unit_type)
    judgements: Judgements = {}
    for section in rubric.sections:
        for requirement, _ in section.all_requirements():
            rule = kind("requirement", requirement.rule.kind)
            params = rule.Params.model_validate(requirement.rule.params)
            asked = replace(context, title=requirement.title)
            judgements[section.id, requirement.id] = rule.judge(analysis, params, asked)
    return analysis, judgements


def _place(report: Report, section: Section, places: Places) -> Place:
    own = places.section_evidence(section.id)
    return Place(bool(own), places.own_place(section.id), cite_all(report, own))


def _section(
    report: Report, rubric: Rubric, section: Section, place: Place, judgements: Judgements, context: Context
) -> SectionResult:
    requirements = tuple(
        _requirement(report, rubric, section, requirement, group, judgements[section.id, requirement.id], context)
        for requirement, group in section.all_requirements()
    )
    return section_result(section, requirements, place)


def section_result(section: Section, requirements: tuple[RequirementResult, ...], place: Place) -> SectionResult:
    """The section's status and evidence from its requirements' verdicts, whoever gave them."""
    counted = [r for r in requirements if section.content == "any" or place.own or r.level == "required"]
    told = any(r.verdict in ("met", "partial") for r in counted) if requirements else place.found
    status = section_status(((r.level, r.verdict) for r in requirements), own_content=told, own_place=place.own)
    evidence = place.evidence
    if not evidence and status in ("present", "partial"):
        evidence = _of_requirements(requirements)
    required = [r.verdict for r in requirements if r.level == "required"]
    waived = bool(required) and all(verdict == "not_applicable" for verdict in required)
    return SectionResult(
        id=section.id,
        title=section.title,
        level="optional" if waived else section.level,
        status=status,
        suggestion=_scattered(section, status, required),
        evidence=evidence,
        requirements=requirements,
    )


def _scattered(section: Section, status: SectionStatus | None, required: list[Verdict | None]) -> str | None:
    """What to say where only the place is wanting: all that is required is told, but in other parts or in a clause."""
    if status != "partial" or any(verdict not in ("met", "not_applicable") for verdict in required):
        return None
    return f"“{section.title}”的内容都写到了，但散在其他部分或者只有一两句，没有单列。" + (
        section.suggest or "请单列一部分。"
    )


def _of_requirements(requirements: Sequence[RequirementResult]) -> tuple[Evidence, ...]:
    """The first proof of each requirement, where a section has no place of its own."""
    firsts = {r.evidence[0].start: r.evidence[0] for r in requirements if r.evidence and r.level != "coverage"}
    return tuple(firsts[start] for start in sorted(firsts)[:MAX_EVIDENCE])


def _requirement(
    report: Report,
    rubric: Rubric,
    section: Section,
    requirement: Requirement,
    group: Group | None,
    judgement: Judgement,
    context: Context,
) -> RequirementResult:
    judgement = _apply(requirement, judgement, context.unit_type)
    evidence = cite_all(report, judgement.spans)
    opinion = Opinion(by="rules", verdict=judgement.verdict, reason=judgement.reason, evidence=evidence)
    return RequirementResult(
        id=requirement.id,
        title=requirement.title,
        group=group.title if group else None,
        level=requirement.level,
        verdict=judgement.verdict,
        reason=judgement.reason,
        suggestion=suggestion(requirement, judgement.verdict),
        basis=rubric.basis_text(requirement.basis or section.basis, context.unit_type),
        evidence=evidence,
        decided_by="rules",
        opinions=(opinion,),
    )


def _apply(requirement: Requirement, judgement: Judgement, unit_type: UnitType | None) -> Judgement:
    """A requirement that is not for this kind of unit is no gap; told all the same, it counts."""
    excluded = requirement.applies_to is not None and unit_type is not None and unit_type not in requirement.applies_to
    if not excluded or judgement.verdict != "missing" or unit_type is None:
        return judgement
    return Judgement("not_applicable", f"按照审核标准，{UNIT_TYPES[unit_type]}可以不报告这项内容，文稿也未写到。")


def suggestion(requirement: Requirement, verdict: Verdict | None) -> str | None:
    """What to do about a verdict that is not ``met``, in the rubric's words where it has some."""
    if verdict not in ("partial", "missing"):
        return None
    general = "请补充写实" if verdict == "partial" else "请补写"
    return requirement.suggest.get(verdict) or f"{general}“{requirement.title}”方面的内容。"


# ── the document's own defects ───────────────────────────────────────────────────────────────────────────────────────


def _findings(report: Report, rubric: Rubric, context: Context) -> Iterator[Finding]:
    for finding in rubric.findings:
        if not finding.off:
            yield from _defects(report, finding, context)


def _defects(report: Report, rule: FindingRule, context: Context) -> Iterator[Finding]:
    module = kind("document", rule.kind)
    params = module.Params.model_validate(rule.params)
    found = [
        Finding(
            rule=rule.rule,
            severity=defect.severity or rule.severity,
            message=defect.message,
            suggestion=defect.suggestion or rule.suggest,
            evidence=cite_all(report, defect.spans, residue=True),
        )
        for defect in module.find(report, params, context)
    ]
    yield from sorted(found, key=lambda f: f.evidence[0].start if f.evidence else -1)


def redated(
    result: CheckResult,
    report: Report,
    rubric: Rubric,
    *,
    due: dt.date | None,
    due_included: bool,
    submitted: dt.date | None,
) -> CheckResult:
    """``result`` with the findings that depend on the unit's own days (a roster's) made anew; everything else stays.

    ``result`` is of the same report and rubric, judged without those days.
    """
    unit_type = result.report.unit_type if result.report else None
    context = Context(rubric, unit_type, due, due_included, submitted)
    findings: list[Finding] = []
    for rule in rubric.findings:
        if rule.kind == _DEADLINE and not rule.off:
            findings += _defects(report, rule, context)
        else:
            findings += [finding for finding in result.findings if finding.rule == rule.rule]
    found = tuple(findings)
    concluded = conclusion(((s.level, s.status) for s in result.sections), (f.severity for f in found))
    return result.model_copy(update={"findings": found, "conclusion": concluded})


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cite_all(report: Report, spans: Iterable[Span], *, residue: bool = False) -> tuple[Evidence, ...]:
    """Evidence for the first ``MAX_EVIDENCE`` spans, in reading order; what overlaps within a block becomes one.

    Spans that are empty or stand in no block are passed over, and so is residue unless it is what the evidence is about.
    """
    kept: list[Evidence] = []
    for start, end in spans:
        try:
            cited = cite(report, max(start, 0), min(end, len(report.text)))
        except ValueError:
            continue
        if report.blocks[cited.paragraph].kind == "residue" and not residue:
            continue
        touching = [e for e in kept if e.paragraph == cited.paragraph and e.start < cited.end and cited.start < e.end]
        if not touching and len(kept) >= MAX_EVIDENCE:
            continue
        if touching:
            kept = [e for e in kept if e not in touching]
            cited = cite(report, min(e.start for e in (cited, *touching)), max(e.end for e in (cited, *touching)))
        kept.append(cited)
    return tuple(sorted(kept, key=lambda e: (e.start, e.end)))
