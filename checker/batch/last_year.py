"""What became of last year's problems and plans in this year's report, and what this year's report copied from last year's.

A problem or a plan is met again by its things, instruments and groups (``object_terms``), never by verbs and stock words; which
sentences state problems, plans and finished acts, the rules say (``checker.rules``). Quotes are verbatim on either side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.batch import neutral
from checker.batch.copies import LEAST, OPENING, RULE, copied_stretches
from checker.batch.matching import Arrival, match
from checker.batch.object_terms import Likeness, Matter, Weights, matter
from checker.batch.passages import in_opening, passage, shorten
from checker.batch.roster import Roster, RosterEntry
from checker.evidence import cite
from checker.model import Evidence, Finding, FollowUp, Report, Severity
from checker.rubric import Rubric
from checker.rules import deficits
from checker.rules.analysis import Analysis, Clause, analyse
from checker.rules.plans import planned_actions
from checker.rules.shortcomings import Problem, collect
from checker.text import Span, fold

Fate = Literal["answered", "passed_over", "repeated"]
_NEARLY = 70  # per cent of likeness from which a sentence stands there again in the same words
_TELLING = 4  # pairs of characters from which one clause of a problem says enough to be looked for alone
_CLEARLY = (
    0.15  # by so much more a plan must be like one of this year's than like an act, to be repeated and not carried out
)
_SHOWN = 2  # passages of this year that are shown for one of last year


def follow_up(this_year: Report, last_year: Report, rubric: Rubric) -> tuple[FollowUp, ...]:
    """What became of each problem and each specific plan of last year's report, problems first, in its order.

    A plan that names no thing to look for is left out: nobody could say whether it was carried out.
    """
    year = _Year(analyse(this_year, rubric), analyse(last_year, rubric))
    return (*year.problems(), *year.plans())


# ── last year's problems and plans ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Said:
    """A passage of this year's report: its folded text, what stands round it in the sentence, where it is."""

    text: str
    around: str
    span: Span


class _Year:
    def __init__(self, now: Analysis, before: Analysis) -> None:
        self.now, self.before = now, before
        self.own = fold(before.report.info.unit or "").text
        self.weights = Weights(s.text for analysis in (now, before) for s in analysis.statements)
        self.done = list(self._done())
        self.problems_again = [self._problem(now, problem) for problem in collect(now)]
        self.plans_again = [_said(now, clause) for clause in _plans(now)]

    def _done(self) -> Iterator[_Said]:
        """What this year's report tells as done."""
        for sentence in self.now.in_roles("measures", "duty", "problem", "other"):
            for clause in sentence.clauses:
                lacking = sentence.role == "problem" and deficits.deficient(clause.text)
                if sentence.done(clause) and len(clause.text) >= 5 and not lacking:
                    yield _said(self.now, clause)

    def _problem(self, analysis: Analysis, problem: Problem) -> _Said:
        text = deficits.strip_number(problem.text)
        start, end = problem.spans[0][0], max(span[1] for span in problem.spans)
        return _Said(text, text, (start, _same_block(analysis.report, start, end)))

    def problems(self) -> Iterator[FollowUp]:
        for problem in collect(self.before):
            said = self._problem(self.before, problem)
            about = matter(said.text, self.own)
            again = self._best(about, said.text, self.problems_again)
            done = self._best(about, said.text, self.done) or self._piecewise(said.text) or self._staffed(said.text)
            if again:
                told = f"今年的报告又写了这个不足（都涉及“{again[0][1].term}”）"
                rest = f"，虽然也写了有关举措：“{self._quote(done[0][0])}”。" if done else "。"
                yield self._follow_up("problem", "repeated", said, [*again, *(done or [])[:1]], told + rest)
            elif done:
                reason = f"今年的报告写了针对它的举措（都涉及“{done[0][1].term}”）：“{self._quote(done[0][0])}”。"
                yield self._follow_up("problem", "answered", said, done, reason)
            elif not about.telling:
                yield self._follow_up("problem", "passed_over", said, [], "去年写得笼统，今年的报告也没有相同的表述。")
            else:
                yield self._follow_up(
                    "problem", "passed_over", said, [], f"今年的报告没有再提到{_named(about)}，也没有写整改情况。"
                )

    def plans(self) -> Iterator[FollowUp]:
        for clause in _plans(self.before):
            said = _said(self.before, clause)
            about = matter(said.text, self.own)
            if not about.telling:
                continue
            done = self._best(about, said.text, self.done)
            again = self._best(about, said.text, self.plans_again)
            if done and not (again and again[0][1].share > done[0][1].share + _CLEARLY):
                reason = f"今年的报告写了落实情况（都涉及“{done[0][1].term}”）：“{self._quote(done[0][0])}”。"
                yield self._follow_up("plan", "answered", said, done, reason)
            elif again:
                reason = f"今年的报告没有写落实情况，又列为下一步安排（都涉及“{again[0][1].term}”）：“{self._quote(again[0][0])}”。"
                yield self._follow_up("plan", "repeated", said, again, reason)
            else:
                yield self._follow_up("plan", "passed_over", said, [], f"今年的报告没有再提到{_named(about)}。")

    # ── matching ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _best(self, about: Matter, text: str, said: Sequence[_Said]) -> list[tuple[_Said, Likeness]]:
        """The passages on the same matter, the likest first."""
        from rapidfuzz.fuzz import ratio

        found: list[tuple[float, int, _Said, Likeness]] = []
        if not about.telling:
            said = [one for one in said if ratio(text, one.text) >= _NEARLY]
        for number, one in enumerate(said):
            wider = self.weights.likeness(about, one.around)
            if not wider.term:
                continue
            likeness = self.weights.likeness(about, one.text)
            same_words = ratio(text, one.text) if len(text) >= 8 else 0.0
            if same_words >= _NEARLY and about.grams:
                likeness = likeness._replace(share=max(likeness.share, same_words / 100))
            elif not _agree(likeness):
                if likeness.share == 0 or not _agree(wider):
                    continue
                likeness = wider
            if likeness.term:
                found.append((-likeness.share, number, one, likeness))
        return [(one, likeness) for _, _, one, likeness in sorted(found, key=lambda x: x[:2])[:_SHOWN]]

    def _piecewise(self, text: str) -> list[tuple[_Said, Likeness]] | None:
        """What was done about one clause of a problem that tells several things."""
        for clause in re.split(r"[,;。]", deficits.strip_number(text)):
            about = matter(clause, self.own)
            found = self._best(about, clause, self.done) if len(about.grams) >= _TELLING else []
            if found:
                return found
        return None

    def _staffed(self, text: str) -> list[tuple[_Said, Likeness]] | None:
        """A want of people is put right by recruiting, in other words than those that tell the want."""
        if not _UNDERSTAFFED.search(text):
            return None
        for one in self.done:
            found = _RECRUITED.search(one.text)
            if found:
                return [(one, Likeness(1.0, found.group()))]
        return None

    # ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _follow_up(
        self,
        kind: Literal["problem", "plan"],
        fate: Fate,
        said: _Said,
        later: Sequence[tuple[_Said, Likeness]],
        reason: str,
    ) -> FollowUp:
        places: dict[Span, Evidence] = {one.span: cite(self.now.report, *one.span) for one, _ in later}
        return FollowUp(
            kind=kind,
            fate=fate,
            earlier=cite(self.before.report, *said.span),
            later=tuple(places.values()),
            reason=reason,
        )

    def _quote(self, said: _Said) -> str:
        return self.now.quote(said.span)


_UNDERSTAFFED = re.compile(
    r"(?:力量|人手|编制|(?:执法|审核|专职|专业|办案|法制)[^,;。]{0,4}人员|持证)[^,;。]{0,10}(?:薄弱|不足|紧缺|短缺|缺|少|只有|仅)"
    r"|(?:没有|缺少|缺乏)[^,;。]{0,6}(?:持证|专职|专业)[^,;。]{0,4}人员"
)
_RECRUITED = re.compile(
    r"(?:招录|招聘|增配|选派|引进|新增|增加|充实|调配|选调)[^,;。]{0,12}(?:人员|编制|队员|干部|力量)|新(?:取得|申领)[^,;。]{0,6}执法证"
)


def _agree(likeness: Likeness) -> bool:
    """Whether what two sentences share is enough for them to be on one matter."""
    size = len(likeness.term)
    return (
        (size >= 5 and likeness.share >= 0.25)
        or (size >= 4 and likeness.share >= 0.3)
        or (size >= 3 and likeness.share >= 0.4)
        or (size >= 2 and likeness.share >= 0.6)
    )


def _said(analysis: Analysis, clause: Clause) -> _Said:
    return _Said(clause.text, clause.sentence.text, analysis.clause_span(clause))


def _plans(analysis: Analysis) -> list[Clause]:
    """The actions that the rules see, and what else the plans say with a verb of work and a thing to look for."""
    actions = {id(clause) for clause in planned_actions(analysis)}
    return [
        clause
        for sentence in analysis.statements
        for clause in sentence.clauses
        if id(clause) in actions or (sentence.role == "plan" and _names_work(clause))
    ]


_WORK = re.compile(
    r"制定|修订|印发|出台|编[制印写]|开展|举办|组织|召开|建立|建成|建设|推行|实行|试行|培养|培训|轮训|配备|配齐|购置|更新|清理|公[开布示]|聘请|选聘|招录|增加|新增|安装|开通|注销|共享|整治"
    r"|治理|检查|评查|评估|整改|化解|压减|缩短|设立|开设|上线|接入|改造|签订|移交|督促|落实[^,;。]{2,}制度"
)
_SLOGAN = re.compile(
    r"思想|精神|指[导引]|引领|为(?:抓手|契机|目标|重点|核心|主线|牵引)|格局|新篇章|高质量发展|大力|营造|氛围"
)


def _names_work(clause: Clause) -> bool:
    if clause.negated or _SLOGAN.search(clause.text) or not _WORK.search(clause.text):
        return False
    return len(matter(clause.text).grams) >= _TELLING or bool(clause.figures)


def _same_block(report: Report, start: int, end: int) -> int:
    block = next(block for block in report.blocks if block.start <= start < block.end)
    return min(end, block.end)


def _named(about: Matter) -> str:
    return "、".join(f"“{term}”" for term in sorted(about.terms, key=lambda term: -len(term))[:2])


# ── copied from last year ────────────────────────────────────────────────────────────────────────────────────────────


def own_copies(this_year: Report, last_year: Report, *, severity: Severity = "warning") -> list[Finding]:
    """Paragraphs that this year's report has from the unit's own of last year, with the year and figures exchanged or not.

    One finding for a run of paragraphs that follow each other; everything before the first heading takes twice as much.
    """
    names = neutral.own_names((this_year.info.unit, last_year.info.unit))
    before = list(_read(last_year, names))
    places: dict[str, list[int]] = {}
    for number, (_, paragraph) in enumerate(before):
        for gram in _grams(paragraph.text):
            places.setdefault(gram, []).append(number)
    copies: list[tuple[int, Span, Span, bool]] = []
    for index, paragraph in _read(this_year, names):
        shared: dict[int, int] = {}
        for gram in _grams(paragraph.text):
            for number in places.get(gram, ()):
                shared[number] = shared.get(number, 0) + 1
        taken: list[Span] = []
        for number in sorted(shared, key=lambda n: (-shared[n], n))[:4]:
            there = before[number]
            opening = in_opening(this_year, index) or in_opening(last_year, there[0])
            least = LEAST * (OPENING if opening else 1)
            for stretch, _ in copied_stretches(paragraph, there[1], least):
                here, earlier = paragraph.span(*stretch.first), there[1].span(*stretch.second)
                if any(here[0] < end and start < here[1] for start, end in taken):
                    continue
                taken.append(here)
                same = neutral.plain_text(this_year.text[slice(*here)]) == neutral.plain_text(
                    last_year.text[slice(*earlier)]
                )
                copies.append((index, here, earlier, same))
    return [_own_copy(this_year, last_year, run, severity) for run in _runs(sorted(copies))]


def _read(report: Report, names: tuple[str, ...]) -> Iterator[tuple[int, neutral.Neutral]]:
    for index, block in enumerate(report.blocks):
        if block.kind == "paragraph":
            yield index, neutral.read(report.text[block.start : block.end], block.start, names)


def _grams(text: str) -> set[str]:
    return {text[i : i + 8] for i in range(len(text) - 7)}


def _runs(copies: Sequence[tuple[int, Span, Span, bool]]) -> Iterator[list[tuple[int, Span, Span, bool]]]:
    run: list[tuple[int, Span, Span, bool]] = []
    for copy in copies:
        if run and copy[0] > run[-1][0] + 1:
            yield run
            run = []
        run.append(copy)
    if run:
        yield run


def _own_copy(
    this_year: Report, last_year: Report, run: Sequence[tuple[int, Span, Span, bool]], severity: Severity
) -> Finding:
    _, here, there, same = max(run, key=lambda copy: copy[1][1] - copy[1][0])
    year = f"{last_year.info.year}年" if last_year.info.year else "上一年"
    size = sum(span[1] - span[0] for _, span, _, _ in run)
    how = "文字、数字都相同" if all(one[3] for one in run) else "只换了年份、数字或个别字句"
    own, earlier = shorten(this_year.text[slice(*here)]), shorten(last_year.text[slice(*there)])
    quotes = f"“{own}”" if same else f"今年写“{own}”，上年写“{earlier}”"
    count = f"等{len(run)}处" if len(run) > 1 else ""
    return Finding(
        rule=RULE,
        severity=severity,
        message=f"本处{count}（约{size}字）与本单位{year}的报告{passage(last_year, there[0])}{how}：{quotes}。",
        suggestion="请按报告年度的实际情况重写，不要沿用上年的文字。",
        evidence=tuple(cite(this_year, *span) for _, span, _, _ in run),
    )


# ── whose last year's report is ──────────────────────────────────────────────────────────────────────────────────────


def find_previous(
    reports: Mapping[str, Report], units: Sequence[RosterEntry | str], *, year: int | None = None
) -> dict[str, str]:
    """Which file of last year belongs to which unit (unit → file), found as this year's files are; unclear ones are left out.

    ``year``: the report year of this year's batch; a file that says it is on that year, or on another than the one before, is none.
    """
    wanted = {file: report for file, report in reports.items() if _is_of(report, year)}
    entries = [
        RosterEntry(unit=one) if isinstance(one, str) else one.model_copy(update={"file": None}) for one in units
    ]
    arrivals = [
        Arrival(
            source=file,
            sha256=report.document.sha256,
            unit=report.info.unit,
            title=report.info.title,
            signed_date=report.info.signed_date,
            text_sha256=None,
        )
        for file, report in wanted.items()
    ]
    found = match(Roster(source="", entries=tuple(entries)), arrivals)
    return {one.entry.unit: one.arrival.source for one in found.matches if one.arrival is not None}


def _is_of(report: Report, year: int | None) -> bool:
    return year is None or report.info.year is None or report.info.year == year - 1
