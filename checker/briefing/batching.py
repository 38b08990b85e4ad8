"""The briefing on a batch, by the embedded writer.

In: judged reports (or their digests), and a roster's submissions where there are any. Out: a ``Briefing``: who is in, late, missing; units by
mandated parts; topics; the shortcomings stated most; results worth spreading; common defects; whom to chase and for what. Everything that counts
units is ``by_code``; what a unit says or did is cited from its report. In two stages, so that thousands of reports fit: see ``digesting``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from checker.briefing.digesting import Digest, GoodResult, Lack, StatedProblem, digest
from checker.briefing.dropping import fitted
from checker.briefing.lengths import Length, fits
from checker.briefing.phrases import SUBMISSIONS, ended, kind_of_report, limit, listing, unit_name
from checker.briefing.picking import alike
from checker.briefing.themes import OTHER
from checker.model import (
    Briefing,
    Cell,
    CheckResult,
    EngineRef,
    Passage,
    Report,
    SectionStatus,
    Source,
    Statement,
    Submission,
    Table,
)
from checker.rubric import Rubric
from checker.text import fold
from checker.words import CONCLUSIONS, STATUSES, day

_SECTIONS = {
    "first_responsible": "第一责任人",
    "measures": "举措成效",
    "shortcomings": "不足原因",
    "plans": "下年安排",
    "other": "其他",
}
_GROUPS: dict[str, str] = {
    "required": "没有写",
    "weak": "写得不充分",
    "part": "缺少部分",
}


_MOST_ROWS = 60


@dataclass(frozen=True)
class Amount:
    """How many of each kind a briefing of a length shows; ``names``: units named before 等N家; ``ask``: characters of what to tell one."""

    rows: int
    topics: int
    themes: int
    quotes: int
    results: int
    defects: int
    chased: int
    names: int
    ask: int

    def fewer(self) -> Iterator[Amount]:
        """Itself, then always one item less of the kind of which the largest share is left, down to the least of each."""
        current = self
        yield current
        while True:
            shares = {
                field: (getattr(current, field) - least) / (getattr(self, field) - least)
                for field, least in (_LEAST_IN_FULL if self.ask else _LEAST).items()
                if getattr(current, field) > least
            }
            if not shares:
                return
            field = max(shares, key=lambda name: shares[name])
            current = replace(current, **{field: getattr(current, field) - 1})
            yield current


_LEAST = {"chased": 1, "names": 1, "results": 1, "topics": 1, "themes": 1, "defects": 1, "quotes": 0}
_LEAST_IN_FULL = _LEAST | {"chased": 4, "names": 2, "results": 3, "themes": 3, "defects": 2, "quotes": 1}
# What goes where even that is too long: of a passage all statements but so many.
_DROPPED = (
    ("submissions", 3),
    ("topics", 1),
    ("results", 1),
    ("submissions", 2),
    ("topics", 0),
    ("defects", 0),
    ("submissions", 1),
    ("results", 0),
    ("problems", 1),
    ("chase", 1),
    ("problems", 0),
)
AMOUNTS: dict[Length, Amount] = {
    "short": Amount(rows=0, topics=0, themes=2, quotes=0, results=0, defects=1, chased=3, names=3, ask=0),
    "page": Amount(rows=_MOST_ROWS, topics=2, themes=3, quotes=1, results=2, defects=2, chased=4, names=3, ask=0),
    "full": Amount(rows=_MOST_ROWS, topics=20, themes=7, quotes=2, results=8, defects=5, chased=16, names=6, ask=24),
}


def brief_batch(
    items: Sequence[tuple[CheckResult, Report | None]],
    rubric: Rubric,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
) -> Briefing:
    """What a leader reads on a batch; the report is None where the file could not be read."""
    return brief_digests(
        (digest(result, report, rubric) for result, report in items),
        rubric,
        length=length,
        as_of=as_of,
        submissions=submissions,
    )


def brief_digests(
    digests: Iterable[Digest],
    rubric: Rubric,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    submissions: Sequence[Submission] | None = None,
) -> Briefing:
    """The second stage: the same from digests, in the order they come."""
    known, named = tuple(digests), tuple(submissions or ())
    years = Counter(d.report.year for d in known if d.error is None and d.report.year)
    year = f"{years.most_common(1)[0][0]}年" if years else ""
    frame = Briefing(
        kind="batch",
        length=length,
        title=f"{year}{kind_of_report(rubric)}审核情况简报",
        reports=tuple(d.report for d in known),
        passages=(),
        as_of=as_of,
        writer=EngineRef(name="rules"),
        left_out=sum(d.left_out for d in known),
        warnings=tuple(d.error.replace(d.report.source, _file_name(d.report.source)) for d in known if d.error),
    )

    @cache
    def drafted(amount: Amount) -> Briefing:
        batch = _Batch(known, named, amount, length, as_of)
        passages = tuple(p for p in batch.passages() if p.statements or p.table is not None)
        return frame.model_copy(update={"passages": passages})

    # Every step is shorter than the one before: the first that fits is found by halves, a big batch takes long to tell.
    for whole in (
        AMOUNTS[length],
        replace(AMOUNTS[length], quotes=0),
    ):  # where nothing else helps, without units' own words
        amounts = list(whole.fewer())
        first = bisect_left(amounts, True, key=lambda amount: fits(drafted(amount)))
        if first < len(amounts):
            return drafted(amounts[first])
    return fitted(drafted(amounts[-1]), _DROPPED)


@dataclass(frozen=True)
class _Batch:
    digests: tuple[Digest, ...]
    submissions: tuple[Submission, ...]
    amount: Amount
    length: Length
    as_of: dt.date | None

    @property
    def read(self) -> list[Digest]:
        return [d for d in self.digests if d.error is None]

    @property
    def _listed(self) -> bool:
        """On a page the items run on: each would take a line more."""
        return self.length == "full"

    def at(self, index: int, sources: Iterable[Source]) -> tuple[Source, ...]:
        """Sources of the report at that index."""
        return tuple(source.model_copy(update={"report": index}) for source in sources)

    def name(self, index: int) -> str:
        found = self.digests[index].report
        if found.unit:
            return unit_name(found.unit)
        return _file_name(found.source)

    def passages(self) -> Iterator[Passage]:
        yield self._conclusion()
        yield self._submissions()
        yield self._table()
        yield self._topics()
        yield self._problems()
        yield self._results()
        yield self._defects()
        yield self._chase()

    # ── who ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _indices(self, conclusion: str | None) -> list[int]:
        return [i for i, d in enumerate(self.digests) if d.error is None and d.report.conclusion == conclusion]

    def _heads(self, indices: Iterable[int], most: int = 6) -> tuple[Source, ...]:
        found: list[Source] = []
        for index in list(indices)[:most]:
            found += self.at(index, self.digests[index].head)
        return tuple(found)

    def _conclusion(self) -> Passage:
        unread = [i for i, d in enumerate(self.digests) if d.error is not None]
        back = self._indices("return")
        returned = listing([self.name(i) for i in back], self.amount.names)
        parts = []
        for key, word in CONCLUSIONS.items():
            count = len(self._indices(key))
            if count:
                named = f"（{returned}）" if key == "return" and self.length == "page" else ""
                parts.append(f"{word}{count}份{named}")
        on = f"截至{day(self.as_of)}，" if self.as_of and self.length == "page" and not self.submissions else ""
        text = f"{on}共检查报告{len(self.read)}份" + (f"，其中{'、'.join(parts)}" if parts else "")
        sources = self._heads(back) if self.length == "page" else ()
        statements = [Statement(text=ended(text), sources=sources, by_code=True)]
        if back and self.length == "full":
            statements.append(Statement(text=f"退回的是{returned}。", sources=self._heads(back), by_code=True))
        if unread:
            names = listing([self.name(i) for i in unread], self.amount.names, "份")
            named = f"：{names}" if self.amount.names > 1 else ""  # the notes name them too
            statements.append(Statement(text=f"未能读取{len(unread)}份{named}。", by_code=True))
        return Passage(id="conclusion", title="总体情况", statements=tuple(statements))

    def _submissions(self) -> Passage:
        statements = list(self._by_roster() if self.submissions else self._by_dates())
        return Passage(id="submissions", title="报送情况", statements=tuple(statements))

    def _by_roster(self) -> Iterator[Statement]:
        known = [s for s in self.submissions if s.unit]
        parts = []
        for status, word in SUBMISSIONS.items():
            names = [s.unit or "" for s in known if s.status == status]
            named = self.length == "page" and status in ("late", "undated")  # whom to chase is told below
            rest = "等" if len(names) > self.amount.names else ""
            if names:
                told = f"（{'、'.join(names[: self.amount.names])}{rest}）" if named else ""
                parts.append(f"{word}{len(names)}家{told}")
        told = "、".join(parts)
        on = f"截至{day(self.as_of)}，" if self.as_of else ""
        listed = "名册" if self.length == "page" else "名册所列"
        yield Statement(text=f"{on}{listed}{len(known)}家单位中，{told}。", by_code=True)
        for status in ("overdue", "late", "undated"):
            names = [_late(s) if self.length == "full" else s.unit or "" for s in known if s.status == status]
            if names and (self.length == "full" or (self.length == "short" and status == "overdue")):
                told = listing(names, self.amount.names * 2 if self.length == "full" else self.amount.names)
                yield Statement(text=f"{SUBMISSIONS[status]}的有：{told}。", by_code=True)
        stray = [s for s in self.submissions if not s.unit]
        if stray:
            unit = "" if self.length == "page" else "中的单位"
            yield Statement(text=f"另有{len(stray)}份文件对不上名册{unit}。", by_code=True)

    def _by_dates(self) -> Iterator[Statement]:
        """Without a roster only the signed dates are known."""
        late = [i for i, d in enumerate(self.digests) if d.late]
        undated = [i for i, d in enumerate(self.digests) if d.error is None and d.report.signed_date is None]
        if self.length == "short" and (late or undated):
            parts = [
                f"{word}{len(found)}份" for word, found in (("落款逾期", late), ("没有落款日期", undated)) if found
            ]
            yield Statement(text=f"{'、'.join(parts)}。", sources=self._heads([*late, *undated]), by_code=True)
            return
        if late:
            names = listing([self.name(i) for i in late], self.amount.names)
            said = "落款日期晚于报送期限的" if self.length == "full" else "落款逾期的"
            yield Statement(text=f"{said}{len(late)}份：{names}。", sources=self._heads(late), by_code=True)
        if undated:
            names = listing([self.name(i) for i in undated], self.amount.names)
            check = "，是否按时报送请核对收文记录" if self.length == "full" else ""
            text = f"没有落款日期的{len(undated)}份：{names}{check}。"
            yield Statement(text=text, sources=self._heads(undated), by_code=True)
        if not late and not undated and self.read:
            yield Statement(text="各份报告的落款日期都在报送期限内。", by_code=True)

    # ── units by parts ────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self) -> Passage:
        read = [i for i, d in enumerate(self.digests) if d.error is None]
        statements = list(self._weak_parts(read))
        if not self.amount.rows or not read:
            return Passage(id="sections", title="各部分情况", statements=tuple(statements))
        order = sorted(read, key=lambda i: (-_badness(self.digests[i]), i))
        shown = order[: self.amount.rows] if len(order) > self.amount.rows else read
        columns = [(key, title) for key, title, _, required in self.digests[read[0]].sections if required]
        rows = tuple(self._row(i, [key for key, _ in columns]) for i in shown)
        if len(shown) < len(read):
            statements.append(
                Statement(text=f"表中列出问题较多的{len(shown)}家，其余{len(read) - len(shown)}家从略。", by_code=True)
            )
        table = Table(
            title="各单位报告情况",
            columns=("单位", *(_SECTIONS.get(key, title) for key, title in columns), "结论"),
            rows=rows,
        )
        return Passage(id="sections", title="各部分情况", statements=tuple(statements), table=table, picture=True)

    def _weak_parts(self, read: Sequence[int]) -> Iterator[Statement]:
        counts: dict[str, Counter[SectionStatus | None]] = {}
        for index in read:
            for key, title, status, required in self.digests[index].sections:
                if required:
                    counts.setdefault(_SECTIONS.get(key, title), Counter())[status] += 1
        found = []
        for title, statuses in sorted(counts.items(), key=lambda kv: -(kv[1]["missing"] * 2 + kv[1]["partial"])):
            told = [f"{STATUSES[s]}{statuses[s]}家" for s in ("missing", "partial") if statuses[s]]
            if told:
                found.append(f"“{title}”{'、'.join(told)}")
        if found:
            if self.length != "full":
                found = found[: self.amount.defects + (self.length == "page")]
            yield Statement(text=f"各部分中，{'；'.join(found)}。", by_code=True)

    def _row(self, index: int, keys: Sequence[str]) -> tuple[Cell, ...]:
        found = self.digests[index]
        statuses = {key: status for key, _, status, _ in found.sections}
        sources = dict(found.section_sources)
        cells = [
            Cell(
                text=STATUSES[statuses.get(key)],
                status=statuses.get(key),
                sources=self.at(index, sources.get(key, ())),
            )
            for key in keys
        ]
        return (Cell(text=self.name(index)), *cells, Cell(text=CONCLUSIONS[found.report.conclusion]))

    # ── topics ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _topics(self) -> Passage:
        told: dict[str, list[int]] = {}
        left: dict[str, list[int]] = {}
        for index, found in enumerate(self.digests):
            for _, title, covered in found.topics:
                told.setdefault(title, [])
                if covered is not None:
                    (told if covered else left).setdefault(title, []).append(index)
        titles = sorted(told, key=lambda t: -len(told[t]))
        most = [f"“{t}”（{len(told[t])}家）" for t in titles if told[t]][: self.amount.topics]
        least = [t for t in sorted(left, key=lambda t: -len(left[t])) if left[t]][: self.amount.topics]
        statements = []
        if most and self.length == "page" and (self.amount.topics > 1 or not least):
            statements.append(Statement(text=f"写到较多的是{'、'.join(most)}。", by_code=True))
        if least:
            parts = [f"{len(left[t])}家没有写“{t}”" for t in least[:3]]
            statements.append(Statement(text=f"{'，'.join(parts)}。", by_code=True))
        table = None
        if self.length == "full":
            complete = [title for title in titles if not left.get(title)]
            if complete:
                statements.append(
                    Statement(text=f"没有单位漏写的方面：{''.join(f'“{title}”' for title in complete)}。", by_code=True)
                )
            rows = []
            for title in (title for title in titles if left.get(title)):
                names = listing([self.name(i) for i in left[title]], 4)
                cells = (str(len(told[title])), str(len(left[title])), names)
                rows.append((Cell(text=title), *(Cell(text=cell) for cell in cells)))
            if rows:
                columns = ("方面", "写到（家）", "没有写到（家）", "没有写到的单位")
                table = Table(title="有单位没有写到的方面", columns=columns, rows=tuple(rows))
        return Passage(id="topics", title="工作覆盖", statements=tuple(statements), table=table)

    # ── what units say and did ────────────────────────────────────────────────────────────────────────────────────

    def _problems(self) -> Passage:
        """Shortcomings by theme, the theme of most units first, with who says so in which words."""
        by_theme: dict[str, dict[int, StatedProblem]] = {}
        for index, found in enumerate(self.digests):
            for problem in found.problems:
                known = by_theme.setdefault(problem.theme, {})
                if index not in known or (problem.specific and not known[index].specific):
                    known[index] = problem
        order = sorted(by_theme, key=lambda t: (t == OTHER, -len(by_theme[t]), t))
        statements = []
        for title in [t for t in order if t != OTHER and len(by_theme[t]) >= 2][: self.amount.themes]:
            said = by_theme[title]
            names = [self.name(i) for i in said]
            text = f"{title}（{len(said)}家）"
            quoted = sorted(said, key=lambda i: (not said[i].specific, -_figures(said[i].text), len(said[i].text)))
            quoted = [i for i in quoted if said[i].specific][: self.amount.quotes]
            if self.length == "full" or (not quoted and self.length == "page"):
                rest = "等" if len(names) > self.amount.names else ""
                text += f"：{'、'.join(names[: self.amount.names])}{rest}"
            if quoted:
                told = "；".join(f"{self.name(i)}称“{_inner(said[i].text)}”" for i in quoted)
                text += f"，如{told}"
            sources = [s for i in [*quoted, *(i for i in said if i not in quoted)] for s in self.at(i, said[i].sources)]
            statements.append(Statement(text=ended(text), sources=tuple(sources[:60]), by_code=True))
        return Passage(id="problems", title="自述不足", statements=tuple(statements), listed=self._listed)

    def _results(self) -> Passage:
        """The weightiest results, at most one of a unit while others have any."""
        found = [
            (result.weight, index, place, result)
            for index, one in enumerate(self.digests)
            for place, result in enumerate(sorted(one.results, key=lambda r: -r.weight))
        ]
        found.sort(key=lambda item: (item[2], -item[0], item[1]))
        chosen: list[tuple[int, GoodResult]] = []
        for _, index, _, result in found:
            if len(chosen) >= self.amount.results:
                break
            if not any(alike(result.text, other.text) for _, other in chosen):
                chosen.append((index, result))
        statements = []
        for index, result in chosen:
            sources = (*self.at(index, result.sources), *self.at(index, self.digests[index].head))
            statements.append(Statement(text=f"{self.name(index)}：{result.text}", sources=sources))
        return Passage(id="results", title="可供推广的做法", statements=tuple(statements), listed=self._listed)

    # ── what to put right ─────────────────────────────────────────────────────────────────────────────────────────

    def _defects(self) -> Passage:
        lacks: dict[tuple[str, str], list[int]] = {}
        rules: dict[str, list[int]] = {}
        for index, found in enumerate(self.digests):
            for lack in found.lacks:
                if lack.kind in ("required", "weak"):
                    lacks.setdefault(("required", lack.name), []).append(index)
                elif lack.kind == "expected":
                    lacks.setdefault(("expected", lack.name), []).append(index)
            for rule in dict.fromkeys(rule for rule, severity, _ in found.defects if severity == "error"):
                rules.setdefault(rule, []).append(index)
        statements = []
        for kind, opening in (("required", "必有内容中没有写或者写得不充分的"), ("expected", "宜有内容中没有写到的")):
            named = [(name, units) for (k, name), units in lacks.items() if k == kind]
            named.sort(key=lambda item: -len(item[1]))
            told = "、".join(f"“{name}”（{len(units)}家）" for name, units in named[: self.amount.defects])
            if told and kind == "required" and self.length == "page":
                told = "、".join(f"“{name}”的{len(units)}家" for name, units in named[: self.amount.defects])
                statements.append(Statement(text=f"欠缺{told}。", by_code=True))
            elif told and (kind == "required" or self.length == "full"):
                statements.append(Statement(text=f"{opening}：{told}。", by_code=True))
        named = sorted(
            ((_RULES.get(rule, rule), units) for rule, units in rules.items()), key=lambda item: -len(item[1])
        )
        told = "、".join(f"{name}（{len(units)}家）" for name, units in named[: self.amount.defects])
        if told and (self.length == "full" or not statements):
            statements.append(Statement(text=f"文稿错误较多的：{told}。", by_code=True))
        return Passage(id="defects", title="共性问题", statements=tuple(statements))

    def _chase(self) -> Passage:
        """Whom to ask for what: those that sent nothing, then those whose report goes back, then those to be put right."""
        statements = list(self._urged())
        order = [*self._indices("return"), *self._indices("revise")]
        for index in order:
            lacks = [
                lack
                for lack in self.digests[index].lacks
                if lack.kind in ("part", "required", "weak", "place", "errors")
            ]
            if lacks:
                text = f"{self.name(index)}：{_ask(lacks, self.amount.ask)}"
                told = Statement(text=text, sources=self.at(index, self.digests[index].head), by_code=True)
                statements.append((1, told))
        shown = [statement for _, statement in statements[: self.amount.chased]]
        rest = sum(count for count, _ in statements[self.amount.chased :])
        if rest:
            shown.append(Statement(text=f"其余{rest}家见检查结果。", by_code=True))
        return Passage(id="chase", title="督办建议", statements=tuple(shown), listed=self._listed)

    def _urged(self) -> Iterator[tuple[int, Statement]]:
        """To send what is overdue, with of how many units that is said: in ``full`` of each, else of all with the same day."""
        overdue = [s for s in self.submissions if s.status == "overdue" and s.unit]
        days: dict[tuple[object, ...], list[Submission]] = {}
        for submission in overdue:
            key = (submission.unit,) if self.length == "full" else (submission.due, submission.due_included)
            days.setdefault(key, []).append(submission)
        for found in days.values():
            first = found[0]
            names = listing([s.unit or "" for s in found], max(self.amount.names, 3))
            contact = f"（联系人：{first.contact}）" if first.contact and self.length == "full" else ""
            due = f"应于{limit(first.due, first.due_included)}报送" if first.due else "已过报送期限"
            due = f"{due}，" if self.amount.names > 1 else ""
            text = f"{names}{contact}：{due}至今未报，请催报。"
            yield len(found), Statement(text=text, by_code=True)


_RULES = {
    "year.mismatch": "年份不一致",
    "term.wrong": "会议或文件名称有误",
    "placeholder": "留有未填写的空位",
    "privacy.personal": "载有个人信息",
    "secrecy.mark": "带有密级标志",
    "numbers.inconsistent": "数字前后不一致",
    "injection": "夹有写给机器的文字",
    "hidden.text": "含有隐藏文字",
    "copied": "与其他单位雷同",
    "date.late": "逾期",
}


def _file_name(path: str) -> str:
    """Where a file lies on a machine concerns no reader."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _late(submission: Submission) -> str:
    """A unit with by how many days, where that is known. (Of a report without a day it is not: it came some time.)"""
    told = submission.status in ("overdue", "late") and submission.days is not None and submission.days > 0
    days = f"（逾期{submission.days}天）" if told else ""
    return f"{submission.unit}{days}"


def _badness(found: Digest) -> int:
    statuses = [status for _, _, status, required in found.sections if required]
    return (
        statuses.count("missing") * 10
        + statuses.count("partial") * 3
        + sum(1 for d in found.defects if d[1] == "error")
    )


def _figures(text: str) -> int:
    return sum(character.isdigit() for character in fold(text).text)


def _inner(text: str) -> str:
    """A quotation within a quotation has single marks."""
    return text.replace("“", "‘").replace("”", "’")


def _ask(lacks: Sequence[Lack], room: int) -> str:
    """What to tell the unit: the most important gap with what to do, the others by name."""
    first = lacks[0]
    parts = [first.asked(room) if room else first.head]
    others = [f"“{lack.name}”" for lack in lacks[1:] if lack.kind != "errors"]
    if others:
        parts.append(f"另需补正{''.join(others)}" if room or len(others) == 1 else f"另需补正{len(others)}项")
    errors = next((lack.name for lack in lacks[1:] if lack.kind == "errors"), "")
    if errors:
        parts.append(f"{errors}，请改正")
    return ended("；".join(parts))
