"""What a report lacks and what to ask for, the most important first.

The order is the contract's: a part that is missing (the report goes back), a required requirement missing, one not met in full, a part without
a place of its own, errors of the document, then what is only expected and topics not written of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from checker.briefing.phrases import ended, first_clauses, section_name, without_asides
from checker.model import CheckResult, Evidence, RequirementResult, SectionResult
from checker.rubric import Rubric

GapKind = Literal["part", "required", "weak", "place", "unknown", "errors", "expected", "topics"]
_QUOTE = re.compile(r"[（(][^（）()]*“[^”]*”[^（）()]*[）)]|[，：]?(?:如)?“[^”]*……”")


@dataclass(frozen=True)
class Gap:
    """``name`` is what is lacking, ``why`` what was found instead, ``ask`` what to write back; each without a closing mark."""

    kind: GapKind
    id: str
    name: str
    why: str
    ask: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def serious(self) -> bool:
        """Whether the report does not pass for it."""
        return self.kind in ("part", "required", "weak", "place", "errors")

    @property
    def head(self) -> str:
        """缺少“…”部分 / “…”不充分 …"""
        if self.kind == "part":
            return f"缺少“{self.name}”部分"
        if self.kind == "required":
            return f"没有写“{self.name}”"
        if self.kind == "weak":
            return f"“{self.name}”写得不充分"
        if self.kind == "place":
            return f"“{self.name}”没有单列"
        if self.kind == "unknown":
            return f"“{self.name}”未判定"
        if self.kind == "topics":
            return f"主要举措没有写到{self.name}"
        return self.name if self.kind == "errors" else f"“{self.name}”没有写到"

    def told(self, room: int) -> str:
        """One sentence of about ``room`` characters: what is lacking, why if there is room, and what to ask for."""
        ask = first_clauses(self.ask, max(room - len(self.head) - 1, 12))
        text = f"{self.head}，{ask}" if ask else self.head
        why = self.why
        if why and len(text) + len(why) + 1 <= room:
            text = f"{self.head}（{why}），{ask}" if ask else f"{self.head}：{why}"
        return ended(text)


def gaps(result: CheckResult, rubric: Rubric) -> list[Gap]:
    """Everything that is missing or weak, the most important first; what to ask for a whole part stands in the rubric."""
    found: list[Gap] = []
    asked = {section.id: section.suggest for section in rubric.sections}
    for section in result.sections:
        if section.level == "required" and section.status == "missing":
            found.append(
                Gap(
                    "part",
                    section.id,
                    section_name(section),
                    "",
                    asked.get(section.id) or f"请增写“{section.title}”部分",
                )
            )
    for kind, verdict in (("required", "missing"), ("weak", "partial"), ("unknown", None)):
        for section in result.sections:
            if section.status == "missing":
                continue
            for requirement in section.requirements:
                if requirement.level == "required" and requirement.verdict == verdict:
                    found.append(_of_requirement(kind, section, requirement))  # type: ignore[arg-type]
    for section in result.sections:
        if section.suggestion and section.status == "partial":
            found.append(
                Gap("place", section.id, section_name(section), "", _after(section.suggestion), section.evidence)
            )
    errors = [finding for finding in result.findings if finding.severity == "error"]
    if errors:
        named = tuple(evidence for finding in errors for evidence in finding.evidence[:1])
        found.append(Gap("errors", "findings", f"文稿有错误{len(errors)}处", "", "请逐处改正", named))
    missing = {section.id for section in result.sections if section.status == "missing"}
    for section in result.sections:
        for requirement in section.requirements if section.id not in missing else ():
            if requirement.level == "expected" and requirement.verdict in ("missing", "partial"):
                found.append(_of_requirement("expected", section, requirement))
    topics = [
        requirement.title
        for section in result.sections
        for requirement in section.requirements
        if requirement.level == "coverage" and requirement.verdict == "missing" and section.id not in missing
    ]
    if topics:
        found.append(Gap("topics", "topics", "".join(f"“{topic}”" for topic in topics), "", "确有工作的请补写"))
    return found


def _after(suggestion: str) -> str:
    """Of a sentence that tells what is the matter and what to do, what to do."""
    at = suggestion.find("请")
    return suggestion[at:] if at >= 0 else suggestion


def _of_requirement(kind: GapKind, section: SectionResult, requirement: RequirementResult) -> Gap:
    return Gap(
        kind,
        f"{section.id}.{requirement.id}",
        requirement.title,
        reason(requirement.reason) if kind == "weak" else "",
        requirement.suggestion or "",
        requirement.evidence,
    )


def reason(text: str) -> str:
    """Why a verdict fell so, without the quotation: that stands in the sources."""
    return without_asides(_QUOTE.sub("", text)).rstrip("。；，：")
