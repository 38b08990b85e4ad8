"""What the rules found and what a model answered → one result. Pure: verdicts by the contract's rule, statuses and conclusion by code.

``hybrid``: ``judging.join`` decides requirement by requirement. ``llm``: the model's verdict stands; where the report holds
text that is addressed to a machine, the lower of the two does, as in ``hybrid``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.judging import RANK, UNIT_TYPES, DecidedBy, Place, conclusion, join, section_result, suggestion
from checker.llm.model import Answer, ModelOpinion
from checker.model import (
    CheckResult,
    EngineName,
    EngineRef,
    Evidence,
    Opinion,
    Report,
    RequirementResult,
    SectionResult,
    UnitType,
    Verdict,
)
from checker.precautions import Precautions
from checker.rubric import Requirement, Rubric

SECRET = "文稿带有密级或者内部文件标志，按规定不得发送给模型"


@dataclass(frozen=True)
class Prepared:
    """A report that was read and judged by the rules, and what a model may be shown of it."""

    report: Report
    result: CheckResult
    places: Mapping[str, Place]
    precautions: Precautions = field(default_factory=Precautions)

    @property
    def unit_type(self) -> UnitType | None:
        """The kind of unit that the rules took it for."""
        return self.result.report.unit_type if self.result.report else None


def unsent(prepared: Prepared) -> Answer:
    """What stands for an answer where nothing was sent."""
    return Answer(error=SECRET if prepared.precautions.secret else "没有可以发送给模型的内容")


def joined(prepared: Prepared, rubric: Rubric, answer: Answer, engine: EngineName) -> CheckResult:
    """The result of ``engine`` (``llm`` or ``hybrid``)."""
    known = {(section.id, item.id): item for section in rubric.sections for item, _ in section.all_requirements()}
    own = {section.id: section for section in rubric.sections}
    sections: list[SectionResult] = []
    for section in prepared.result.sections:
        requirements = tuple(
            _joined(prepared, known[section.id, one.id], one, _opinion(answer, section.id, one), answer, engine)
            for one in section.requirements
        )
        sections.append(section_result(own[section.id], requirements, prepared.places[section.id]))
    severities = (finding.severity for finding in prepared.result.findings)
    program = prepared.result.engine.version if prepared.result.engine else None
    return prepared.result.model_copy(
        update={
            "engine": EngineRef(name=engine, model=answer.model, prompts_sha256=answer.prompt_sha256, version=program),
            "conclusion": conclusion(((s.level, s.status) for s in sections), severities),
            "sections": tuple(sections),
            "usage": answer.usage,
            "warnings": (*prepared.result.warnings, *_told(answer, engine)),
            "model_error": answer.error,
            "model_withheld": answer.error is not None and prepared.precautions.secret,
            "model_answers": answer.raw,
        }
    )


def _told(answer: Answer, engine: EngineName) -> list[str]:
    """What the user has to know of the model's part."""
    problems = list(answer.problems)
    if answer.error:
        stands = "各项要求没有判定" if engine == "llm" else "以下是规则的判定"
        problems.insert(0, f"{answer.error.rstrip('。')}；{stands}。")
    return list(dict.fromkeys(problems))


# ── one requirement ──────────────────────────────────────────────────────────────────────────────────────────────────


def _opinion(answer: Answer, section: str, ruled: RequirementResult) -> ModelOpinion | None:
    """What the model said of a requirement; None where it said nothing of the report at all."""
    if answer.error and not answer.opinions:
        return None
    return answer.opinions.get(f"{section}.{ruled.id}") or ModelOpinion(verdict=None, reason="模型没有回答这一项。")


def _joined(
    prepared: Prepared,
    requirement: Requirement,
    ruled: RequirementResult,
    said: ModelOpinion | None,
    answer: Answer,
    engine: EngineName,
) -> RequirementResult:
    rules = Opinion(by="rules", verdict=ruled.verdict, reason=ruled.reason, evidence=ruled.evidence)
    llm = None if said is None else _applied(prepared.unit_type, requirement, said)
    injection = prepared.precautions.injection
    if engine == "hybrid":
        verdict, decided_by, review = join(rules, llm, injection=injection)
    else:
        verdict, decided_by, review = _by_model(rules, llm, injection=injection)
    return _result(requirement, ruled, rules, llm, said, answer, verdict, decided_by, review)


def _by_model(rules: Opinion, llm: Opinion | None, *, injection: bool) -> tuple[Verdict | None, DecidedBy, bool]:
    """The verdict of the engine ``llm``: the model's, or none."""
    if llm is None or llm.verdict is None:
        return None, None, True
    unproved = RANK[llm.verdict] > 0 and not llm.evidence
    if injection and rules.verdict is not None and rules.verdict != llm.verdict:
        lower = RANK[llm.verdict] < RANK[rules.verdict]
        return (llm.verdict, "llm", True) if lower else (rules.verdict, "rules", True)
    return llm.verdict, "llm", unproved


def _applied(unit_type: UnitType | None, requirement: Requirement, said: ModelOpinion) -> Opinion:
    """The model's opinion, with "not applicable" exactly where the rubric says so and the report does not tell it anyway."""
    excluded = requirement.applies_to is not None and unit_type is not None and unit_type not in requirement.applies_to
    verdict, reason = said.verdict, said.reason
    if verdict == "missing" and excluded and unit_type is not None:
        verdict = "not_applicable"
        reason = f"按照审核标准，{UNIT_TYPES[unit_type]}可以不报告这项内容，文稿也未写到。"
    elif verdict == "not_applicable" and not excluded:
        verdict = "missing"
        reason = f"模型认为不适用，但按照审核标准这项要求适用于本单位，按未写到计。{said.reason}"
    return Opinion(by="llm", verdict=verdict, reason=reason, evidence=said.evidence)


def _result(
    requirement: Requirement,
    ruled: RequirementResult,
    rules: Opinion,
    llm: Opinion | None,
    said: ModelOpinion | None,
    answer: Answer,
    verdict: Verdict | None,
    decided_by: DecidedBy,
    review: bool,
) -> RequirementResult:
    advised = suggestion(requirement, verdict)
    evidence: tuple[Evidence, ...]
    if verdict is None:
        reason = llm.reason if llm is not None else f"{(answer.error or '模型没有回答').rstrip('。')}，这一项没有判定。"
        evidence = ()
    elif decided_by == "llm" and llm is not None:
        reason, evidence = llm.reason, llm.evidence
        if (
            verdict in ("partial", "missing")
            and said is not None
            and said.suggestion
            and not requirement.suggest.get(verdict)
        ):
            advised = said.suggestion
    else:
        reason, evidence = rules.reason, rules.evidence
        if decided_by == "both" and llm is not None:
            evidence = rules.evidence or llm.evidence
    return ruled.model_copy(
        update={
            "verdict": verdict,
            "reason": reason,
            "suggestion": advised,
            "evidence": evidence,
            "decided_by": decided_by,
            "needs_review": review,
            "opinions": (rules,) if llm is None else (rules, llm),
        }
    )
