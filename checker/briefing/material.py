"""What one report offers to a briefing: for each mandated part the statements it can be shortened to, problems, figures, gaps.

In: a judged report. Out: ``Material``, made once; the writers of one report and of a batch choose from it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from checker.briefing.gaps import Gap, gaps
from checker.briefing.phrases import unit_name
from checker.briefing.picking import overlap
from checker.briefing.pieces import VERBS, Piece
from checker.briefing.problems import Told, told
from checker.briefing.shortening import Candidate, candidates
from checker.evidence import cite
from checker.model import CheckResult, Evidence, Report, SectionResult, Source
from checker.rubric import Rubric
from checker.rules.acts import LAW_WORK, OFF_TOPIC, action, duty_asserted, leader_act
from checker.rules.analysis import ROLE_OF_SECTION, Analysis, Sentence, analyse
from checker.text import Span, fold, quantities

_ASKED = 3.0  # a statement that proves a required requirement weighs as much as a figure


@dataclass(frozen=True)
class Counted:
    """A figure for the table: ``what`` was done or is counted, ``number`` with its unit as the report writes it."""

    what: str
    number: str
    span: Span
    score: float
    block: int


class Material:
    """See the module. Everything is found when it is first asked for."""

    def __init__(self, result: CheckResult, report: Report, rubric: Rubric, index: int = 0) -> None:
        self.result = result
        self.report = report
        self.rubric = rubric
        self.index = index
        info = result.report or report.info
        self.info = info
        self.analysis: Analysis = analyse(report, rubric, info.unit_type)

    # ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────

    def source(self, span: Span) -> Source:
        """A span of the report as a source; to the end of its block at most."""
        return Source(report=self.index, evidence=cite(self.report, *span))

    def sources(self, evidence: tuple[Evidence, ...], most: int = 3) -> tuple[Source, ...]:
        return tuple(Source(report=self.index, evidence=e) for e in evidence[:most])

    @cached_property
    def head(self) -> tuple[Source, ...]:
        """Where the report says whose it is and of which year: title and signature."""
        kinds = ("title", "signature")
        spans = [(b.start, b.end) for b in self.report.blocks if b.kind in kinds and b.end > b.start]
        return tuple(self.source(span) for span in [*spans[:2], *spans[-1:]][: min(3, len(spans))])

    @cached_property
    def dated(self) -> tuple[Source, ...]:
        """Where the signed date stands."""
        blocks = [b for b in self.report.blocks if b.kind == "date" and b.end > b.start]
        return tuple(self.source((b.start, b.end)) for b in blocks[-1:])

    @property
    def unit(self) -> str:
        return unit_name(self.info.unit) if self.info.unit else "单位名称不明的报告"

    # ── what is told of each part ─────────────────────────────────────────────────────────────────────────────────

    def _proofs(self, section_id: str) -> list[Span]:
        return [
            (e.start, e.end)
            for section in self.result.sections
            if section.id == section_id
            for requirement in section.requirements
            if requirement.level == "required"
            for e in requirement.evidence
        ]

    def _proving(self, section_id: str) -> list[Sentence]:
        """The sentences in which the proofs of a part's required requirements stand, wherever they are."""
        proofs = self._proofs(section_id)
        return [
            s
            for s in self.analysis.statements
            if any(overlap(self.analysis.sentence_span(s), proof) for proof in proofs)
        ]

    @cached_property
    def duty(self) -> list[Candidate]:
        """What the leaders did, with whoever did it named."""
        sentences = {
            id(s): s for s in (*self.analysis.role_sentences("first_responsible"), *self._proving("first_responsible"))
        }
        found = candidates(self.analysis, sentences.values(), value=_of_leader, carry=True)
        met = self._is_met("first_responsible", "personal_duty")
        proofs = self._proofs("first_responsible")
        found = [
            c for c in found if c.score > 0 and (_LAW_OR_ACTOR.search(c.text) or any(overlap(c.own, p) for p in proofs))
        ]
        return _weighed(found if met else [c for c in found if _ACTOR.search(c.text)], proofs)

    def _is_met(self, section_id: str, requirement_id: str) -> bool:
        return any(
            (section.id, requirement.id, requirement.verdict) == (section_id, requirement_id, "met")
            for section in self.result.sections
            for requirement in section.requirements
        )

    def proofs_of(self, section_id: str, requirement_id: str) -> list[Span]:
        """Where a requirement's proofs stand."""
        return [
            (e.start, e.end)
            for section in self.result.sections
            for requirement in section.requirements
            if (section.id, requirement.id) == (section_id, requirement_id)
            for e in requirement.evidence
        ]

    @cached_property
    def measures(self) -> list[Candidate]:
        """What the unit did."""
        duty = {id(s) for s in self._proving("first_responsible")}
        sentences = [s for s in self.analysis.in_roles("measures", "other") if id(s) not in duty]
        return [c for c in candidates(self.analysis, sentences) if c.score >= 0.6]

    @cached_property
    def plans(self) -> list[Candidate]:
        """What is planned, as the report's words without 将."""
        sentences = list(self.analysis.in_roles("plan"))
        proofs = self._proofs("plans")
        sentences += [s for s in self._proving("plans") if s.role == "problem" and s.ahead]
        found = candidates(self.analysis, sentences, value=_of_plan, usable=lambda piece: not piece.frame)
        named = self.proofs_of("plans", "actions") if self._is_met("plans", "actions") else []
        found = [c for c in found if c.score >= 0.8 or any(overlap(c.own, proof) for proof in named)]
        found = _weighed(found, proofs)
        told_of = (replace(c, text=_FUTURE.sub("", c.text)) for c in found)
        wanted = (c for c in told_of if len(c.text) >= 6 and not ONLY_FRAME.match(c.text))
        return [c for c in wanted if not _PRAISES_YEAR.search(c.text)]

    @cached_property
    def problems(self) -> list[Told]:
        return told(self.analysis)

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps(self.result, self.rubric)

    def of_section(self, section: SectionResult) -> list[Candidate]:
        """What is told in a part that is none of the known: the acts under its heading, else where its proofs stand."""
        if section.id in ROLE_OF_SECTION:
            sentences = self.analysis.role_sentences(section.id)
        else:
            proofs = [(e.start, e.end) for e in section.evidence]
            proofs += [(e.start, e.end) for r in section.requirements for e in r.evidence]
            span = self.analysis.sentence_span
            sentences = [s for s in self.analysis.statements if any(overlap(span(s), proof) for proof in proofs)]
        return candidates(
            self.analysis, sentences, value=lambda piece: piece.worth + 0.6, usable=lambda piece: not piece.frame
        )

    # ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def figures(self) -> list[Counted]:
        """Figures that can stand in a table on their own, the weightiest first."""
        found = [f for c in self.measures for f in [self._figure(c)] if f is not None]
        found.sort(key=lambda f: (-f.score, f.span))
        return found

    def _figure(self, candidate: Candidate) -> Counted | None:
        if "，" in candidate.text or "；" in candidate.text or len(candidate.text) > 34:
            return None
        counted = [q for q in quantities(candidate.text) if q.unit]
        if len(counted) != 1 or len(re.findall(r"[0-9]+(?:\.[0-9]+)?", candidate.text)) != 1:
            return None
        quantity = counted[0]
        number = candidate.text[quantity.start : quantity.end]
        before, after = candidate.text[: quantity.start], candidate.text[quantity.end :]
        before = _WHEN.sub("", before)
        if after and quantity.unit in ("个", "名", "人", "家", "%"):
            return None  # 整合14个部门力量: taken out, the number would count something else
        what = before if not after else before + after
        if (
            not before
            or after[:1] in ("、", "和", "的", "以", "左", "内")
            or len(what) < 4
            or len(what) > 22
            or not _COUNTABLE.search(what)
        ):
            return None
        size = 0.4 * math.log10(quantity.value + 1) - (0.5 if after else 0.0)
        return Counted(what, number, candidate.span, candidate.score + size, candidate.block)


_WHEN = re.compile(
    r"^(?:全年|年内|本年度|20[0-9]{2}年|今年|[0-9]{1,2}月|上半年|下半年)?(?:共计?|累计|先后|已|总共|合计)?|(?:共计?|累计|先后|已|均|都|达到?|(?<!行)(?<!认)为|(?<!侵)占|比上年|较上年)+$"
)
_COUNTABLE = re.compile(r"^[\u3400-\u9fff“”《》、（）A-Za-z·—]{4,}$")
_FUTURE = re.compile(
    r"^(?:(?:20[0-9]{2}年|下一?步|今后|接下来|明年|下一年度?|新的一年)，?)?(?:(?:该.{1,4}?|[县市区镇乡州省局]?(?:政府|局|委)|全[局县市区镇乡])(?=将|拟|要|计划))?(?:还|也)?(?:(?:拟|要|计划|将(?![^，]{1,40}?(?:纳入|列入|写入|作为|列为|编入|融入|下沉|前移|细化|统一到|结合起来)))(?=继续|进一步|着|重点|加|推|开|建|强|严|全|持|扎|对|围|按|在|从|积|抓|做|落|通|利|把|"
    + VERBS
    + r"))?(?:继续|进一步|着力|力求|持续|深入|扎实)*(?=.)"
)
ONLY_FRAME = re.compile(r"^(?:按照|根据|围绕|对照|聚焦|立足|坚持以|以)[^，；]*$")
_PRAISES_YEAR = re.compile(
    r"之年|开局|[一二三四五六七八九]个方面|以下|如下|重点抓好|重点做好|努力|奋力|新征程|贡献|组合拳|攻坚战|主动仗|^(?:贯彻|落实|学习)[^0-9]*$"
)


_ACTOR = re.compile(
    r"主要(?:负责|领导)|书记|[局县市区镇乡州旗厅]长|主任|党[组委]|党工委|常委会|常务会|领导小组|委员会|班子|办公会|主持"
)
_LAW_OR_ACTOR = re.compile(rf"{_ACTOR.pattern}|出庭|旁听|法治课|述法|学法")
_ASSERTS = re.compile(
    r"(?:严格|认真|切实|全面)(?:落实|履行|贯彻|加强)|示范推进|看得重|率先垂范|扛起|压实|以身作则|自觉做到|强化[^,]*意识"
)
_OTHERS_DO = re.compile(r"^[^,]{0,6}(?:[0-9]+名|各|其他|分管|副|下属|班子成员|股室|科室|乡镇|部门)")


def _of_leader(piece: Piece) -> float:
    worth = min(piece.worth, 2.5)
    if leader_act(piece.folded):
        worth += 2.0
    if piece.done and worth > 0 and LAW_WORK.search(piece.folded) and not piece.frame:
        worth += 1.2
    if not piece.figures and _ASSERTS.search(piece.folded):
        worth -= 3.0
    if OFF_TOPIC.search(piece.folded) and not LAW_WORK.search(piece.folded):
        worth -= 6.0
    if re.search(r"任[^,]{0,12}(?:组长|主任)$", piece.folded):
        worth -= 5.0
    if _OTHERS_DO.match(piece.folded):
        worth -= 3.0
    if duty_asserted(piece.folded) and not piece.figures:
        worth -= 3.0
    return worth if worth else (0.3 if piece.done and not piece.frame and re.search(r"[0-9《]", piece.folded) else -0.2)


def _of_plan(piece: Piece) -> float:
    if re.search(r"[0-9《]", piece.folded) and action(piece.folded):
        return 2.5
    return 1.6 if action(piece.folded) else -0.6


def _weighed(found: list[Candidate], proofs: list[Span]) -> list[Candidate]:
    return [replace(c, score=c.score + _ASKED) if any(overlap(c.own, proof) for proof in proofs) else c for c in found]


def title_names(material: Material) -> Iterator[str]:
    """Names that need no quote: the unit as the report's head gives it."""
    if material.info.unit:
        yield fold(material.info.unit).text
