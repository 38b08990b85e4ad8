"""The first stage of a batch's briefing: of one report what the batch may tell, small, with its sources.

In: a judged report. Out: a ``Digest`` that holds no text but what it cites, so that thousands fit and they can be made in many processes.
"""

from __future__ import annotations

import re

from checker.briefing.gaps import Gap
from checker.briefing.material import Material, title_names
from checker.briefing.phrases import ended, first_clauses
from checker.briefing.picking import pick
from checker.briefing.reporting import briefed
from checker.briefing.shortening import Candidate
from checker.briefing.themes import theme
from checker.briefing.tracing import traced
from checker.model import BriefedReport, CheckResult, Report, SectionStatus, Source, Statement, Value
from checker.rubric import Rubric

_RESULTS = 3
_PROBLEMS = 6


class StatedProblem(Value):
    """A shortcoming as its unit states it."""

    theme: str
    text: str
    sources: tuple[Source, ...]
    specific: bool


class GoodResult(Value):
    """A concrete act that others could copy; ``weight`` ranks it among all."""

    text: str
    sources: tuple[Source, ...]
    weight: float


class Lack(Value):
    """Something to chase: see ``Gap``."""

    kind: str
    id: str
    name: str
    head: str
    ask: str

    def asked(self, room: int) -> str:
        """What is lacking and what to do, in about ``room`` characters beyond the first clause."""
        ask = first_clauses(self.ask, room)
        return f"{self.head}，{ask}" if ask else self.head


class Digest(Value):
    """What one report gives to a batch. A file that could not be read has ``error`` and nothing else."""

    report: BriefedReport
    error: str | None = None
    sections: tuple[tuple[str, str, SectionStatus | None, bool], ...] = ()
    section_sources: tuple[tuple[str, tuple[Source, ...]], ...] = ()
    topics: tuple[tuple[str, str, bool | None], ...] = ()
    lacks: tuple[Lack, ...] = ()
    defects: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[StatedProblem, ...] = ()
    results: tuple[GoodResult, ...] = ()
    head: tuple[Source, ...] = ()
    late: str | None = None
    left_out: int = 0


def digest(result: CheckResult, report: Report | None, rubric: Rubric) -> Digest:
    """The report's share of a batch's briefing; ``report`` is None where the file could not be read."""
    if report is None or result.error or not result.sections:
        return Digest(report=briefed(result), error=result.error or "没有检查结果")
    material = Material(result, report, rubric)
    known = tuple(title_names(material))
    problems = [p for p in (_problem(material, told) for told in material.problems[:_PROBLEMS]) if p]
    results = [_good(material, candidate) for candidate in _worth_spreading(material)]
    kept_problems = tuple(p for p in problems if traced(Statement(text=p.text, sources=p.sources), known=known))
    kept_results = tuple(r for r in results if traced(Statement(text=r.text, sources=r.sources), known=known))
    late = next((f.message for f in result.findings if f.rule == "date.late"), None)
    return Digest(
        report=briefed(result),
        sections=tuple((s.id, s.title, s.status, s.level == "required") for s in result.sections),
        section_sources=tuple((s.id, material.sources(s.evidence, 1)) for s in result.sections if s.evidence),
        topics=_topics(result),
        lacks=tuple(_lack(gap) for gap in material.gaps),
        defects=tuple((f.rule, f.severity, f.message) for f in result.findings if f.severity != "info"),
        problems=kept_problems,
        results=kept_results,
        head=material.head[:1],
        late=late,
        left_out=len(problems) - len(kept_problems) + len(results) - len(kept_results),
    )


def _topics(result: CheckResult) -> tuple[tuple[str, str, bool | None], ...]:
    """The rubric's topics: id, title, and whether the report tells of it; None where it need not."""
    told = {"met": True, "partial": True, "missing": False}
    return tuple(
        (r.id, r.title, told.get(r.verdict or ""))
        for section in result.sections
        for r in section.requirements
        if r.level == "coverage"
    )


def _lack(gap: Gap) -> Lack:
    return Lack(kind=gap.kind, id=gap.id, name=gap.name, head=gap.head, ask=gap.ask)


def _problem(material: Material, told: object) -> StatedProblem | None:
    from checker.briefing.problems import Told

    assert isinstance(told, Told)
    if told.others or len(told.head) > 60:
        return None
    text = told.text(46) if not told.cause else told.head
    if told.fact and len(told.head) + len(told.fact) < 46:
        text = f"{told.head}，{told.fact}"
    sources = tuple(material.source(span) for span in told.cited(text))
    return StatedProblem(theme=theme(told.head, told.fact), text=text, sources=sources, specific=told.specific)


# ── results ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_HONOUR = re.compile(
    r"(?:获评|荣获|获得|被评为|入选|被确定为|被命名|被授予|获批|被列入|刊载|刊发|推广)[^，；]{0,40}(?:全国|全省|省级|省委|省政府|国家级|部级|全市|市级|示范|先进|优秀|典型|案例|试点|称号|奖|日报)"
)
_NEW = re.compile(r"首(?:次|个|创|家)|率先|创新|探索|试行|试点|推出|创建|打造|研发|建成|成立|设立|上线|建立")
_EFFECT = re.compile(
    r"(?:下降|减少|压减|压缩|缩短|精简|降到|降至|压缩到|由[^，]{1,12}[降减缩压提升增])[^，；]{0,14}[0-9]|[0-9.]+%"
)
_NAMED = re.compile(r"“[^”]{2,20}”|《[^》]{4,40}》")
_ROUTINE = re.compile(
    r"办复率|信息公开申请|建议[0-9]+件|提案|培训[0-9]+|发放|宣传资料|学习|专题研究|听取|备案率|审核率|普法|讲座|满意|^(?:全年)?(?:检查|立案|受理|办理|公开)[^，]{0,12}[0-9]"
)


def _spread(candidate: Candidate) -> float:
    """How much a result is worth spreading: an award, a measurable effect, a named practice; routine counts are not."""
    text = candidate.text
    weight = 0.0
    if _HONOUR.search(text):
        weight += 5.0
    if _EFFECT.search(text):
        weight += 2.0
    if _NEW.search(text):
        weight += 1.5
    if _NAMED.search(text):
        weight += 1.5
    if _ROUTINE.search(text):
        weight -= 2.5
    if not 16 <= len(text) <= 70:
        weight -= 2.0
    return weight + min(len(candidate.figures), 3) * 0.4


def _worth_spreading(material: Material) -> list[Candidate]:
    """At most a few of a report, from different paragraphs."""
    from dataclasses import replace

    weighed = [replace(c, score=weight) for c in material.measures if (weight := _spread(c)) >= 3.0]
    return pick(weighed, 70 * _RESULTS, longest=70, most=_RESULTS) if weighed else []


def _good(material: Material, candidate: Candidate) -> GoodResult:
    return GoodResult(text=ended(candidate.text), sources=(material.source(candidate.span),), weight=candidate.score)
