"""The shortcomings that a report states, as a briefing tells them: what is lacking, by which fact, for which cause, in the report's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.briefing.pieces import wording
from checker.briefing.shortening import _LONGEST
from checker.rules import deficits
from checker.rules.analysis import Analysis
from checker.rules.shortcomings import Problem, collect
from checker.text import Span, fold

_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十](?:[,，、]|是)|其[一二三四五](?:[,，]|是)|另?一[件处条个项]是|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[.．、]|[一二三四五六七八九十]+[、．.]|"
    r"同时[，,]|此外[，,]|另外[，,]|还有)+\s*"
)
_ENUMERATED = re.compile(
    r"^(?:如|例如|比如|存在|主要(?:表现|体现)(?:在|为)|表现在|体现在|表现(?=[:：]))[:：，,]?|^[^，。：]{0,40}(?:不足|问题|短板|差距)(?:主要)?(?:是|有|如下|表现在|表现为)?："
)
_CUTS = re.compile(r"[，,；;。]|——")
_NO_END = re.compile(
    r"(?:的|在|对|与|和|是|因|由于|其中|[0-9])$|.{3,}(?:(?<![集其命适高初居折])中|(?<![及临按小同定学适])时|(?<![落滞先])后|期间|以来|之际|过程中|[案件子题]里)$|^(?:随着|当|自|面对)[^,]*$"
)
_LEADING_CAUSE = re.compile(r"原因|由于|因|根|源|主要是|症结|缘|说白")


@dataclass(frozen=True)
class Told:
    """One shortcoming: ``head`` names it, ``fact`` is a further clause with a figure, ``cause`` opens with its own marker (…原因是)."""

    head: str
    fact: str
    cause: str
    spans: tuple[Span, ...]
    fact_span: Span | None
    cause_span: Span | None
    specific: bool
    others: bool
    order: int

    def text(self, room: int) -> str:
        """As much as fits: the head always, then the cause, then the fact."""
        text, cause = self.head, self.cause
        if self.fact and len(text) + 1 + len(self.fact) + (len(cause) + 1 if cause else 0) <= room:
            text += f"，{self.fact}"
        if cause and len(text) + 1 + len(cause) <= room:
            text += f"；{cause}"
        return text

    def cited(self, text: str) -> list[Span]:
        """The spans that a text of it rests on."""
        found = list(self.spans)
        if self.fact and self.fact in text and self.fact_span:
            found.append(self.fact_span)
        if self.cause and self.cause in text and self.cause_span:
            found.append(self.cause_span)
        return found


def told(analysis: Analysis) -> list[Told]:
    """Every shortcoming that can be told in words of its own, the specific ones first in the report's order of each kind."""
    found = []
    for problem in collect(analysis):
        one = _told(analysis, problem)
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda t: (not t.specific, t.others, t.order))


def _told(analysis: Analysis, problem: Problem) -> Told | None:
    head, fact = "", ""
    head_spans: list[Span] = []
    fact_span: Span | None = None
    for span in problem.spans:
        for text, at in _clauses(analysis, span):
            if _is_cause(text):
                break
            if not head:
                head, head_spans = text, [at]
            elif not _tells_lack(head):
                head = f"{head}，{text}"
                head_spans.append(at)
            elif (
                not fact
                and not _ANSWERS.match(text)
                and not re.match(r"(?:对|已|将|正)", text)
                and re.search(r"[0-9]|[一二两三四五六七八九十][个名件次项份卷]", text)
            ):
                fact, fact_span = text, at
            elif fact and fact_span and not _tells_lack(fact) and at[0] - fact_span[1] <= 1 and len(fact) < 30:
                fact, fact_span = f"{fact}，{text}", (fact_span[0], at[1])
        if len(head) > _LONGEST:
            return None
    if _ANSWERS.match(head) or not (problem.headed or _tells_lack(head) or deficits.admits(fold(head).text)):
        return None
    if not head_spans or len(head) < 5:
        return None
    if fact and not _tells_lack(fact):
        fact, fact_span = "", None
    cause, cause_span = _cause(analysis, problem, f"{head}，{fact}")
    head = _UP_TO_IT.sub("", head)
    head = re.sub(r"等(?:不足|问题|短板|情况|方面)?$", "", head)
    return Told(
        head=head,
        fact=fact,
        cause=cause,
        spans=tuple(head_spans),
        fact_span=fact_span,
        cause_span=cause_span,
        specific=problem.specific,
        others=problem.others,
        order=problem.spans[0][0],
    )


# 虽然取得了一定成绩，但也要清醒看到，……: what is lacking comes after.
_UP_TO_IT = re.compile(
    r"^.{4,}?(?:清醒地?(?:看到|认识到|意识到)|但(?:仍|还|也)?(?:存在|面临)(?:一些)?(?:不足|问题)?)[，：]?(?=.{6,})"
)
_ANSWERS = re.compile(
    r"^(?:针对|对照?|围绕)(?:上述|以上|这些|此|存在|查摆)|^(?:下一步|今后|目前)[，,]?(?:将|已)|^(?:现|已)(?:对|就|将)?|^关于(?![^，]*(?:不|缺|未|没|弱|低|少|差))|^对[^，]{2,24}(?:线索|案件|问题|合同|案卷|事项|情况|部门|企业|文件)$|^为(?:补|解决|弥补|整改)|越.{1,4}越|^知不足|有进有退|^以下|[一二三四五六七八九]处短板不容|^回头|以下几|^一年的工作"
)


def _tells_lack(text: str) -> bool:
    return deficits.deficient(fold(text).text)


def _is_cause(text: str) -> bool:
    folded = fold(text).text
    places = deficits.cause_places(folded)
    return bool(places) and places[0][0] <= 2


def _clauses(analysis: Analysis, span: Span) -> list[tuple[str, Span]]:
    """The clauses of a span, markers taken off, and a clause that is only a beginning joined to the next."""
    report = analysis.report.text
    found: list[tuple[str, Span]] = []
    begun: int | None = None
    position = span[0]
    for match in [*_CUTS.finditer(report, span[0], span[1]), None]:
        end = match.start() if match else span[1]
        if match and match.group() in ",，" and report[end - 1].isdigit() and report[end + 1 : end + 4].isdigit():
            continue
        start = position if begun is None else begun
        raw = report[start:end]
        open_marks = any(raw.count(opening) > raw.count(closing) for opening, closing in ("“”", "（）", "《》"))
        if open_marks and match:
            continue
        if raw.count("”") > raw.count("“") and report[start - 1 : start] == "“":
            start, raw = start - 1, "“" + raw  # the opening mark was counted to the sentence before
        bare = raw.strip()
        marker = _MARKER.match(bare)
        bare = bare[marker.end() :] if marker else bare
        enumerated = _ENUMERATED.match(bare)
        bare = bare[enumerated.end() :] if enumerated else bare
        if bare and match and match.group() in ",，" and _NO_END.search(fold(bare).text):
            begun = start
            position = match.end()
            continue
        text = wording(bare).strip("，；：。")
        if len(text) >= 3:
            left = raw.find(bare) if bare else 0
            found.append((text, (start + max(left, 0), end)))
        begun = None
        position = match.end() if match else end
    return found


_LEAD = re.compile(r"^(?:究其原因|分析原因|剖析原因|原因分析)[，,：:]")


def _cause(analysis: Analysis, problem: Problem, known: str) -> tuple[str, Span | None]:
    """The first cause that is not told by ``known`` already: the clause with its marker, and no more."""
    found = [cause for span in problem.causes for cause in _given(analysis, span)]
    found = [cause for cause in found if cause[0] not in known and _bare(cause[0]) not in known]
    found.sort(key=lambda cause: not cause[2])
    return (found[0][0], found[0][1]) if found else ("", None)


def _bare(text: str) -> str:
    return re.sub(r"^(?:主要)?原因是", "", text)


def _given(analysis: Analysis, span: Span) -> list[tuple[str, Span, bool]]:
    """The cause that a span gives, where it stands, and whether its marker leads (由于…) rather than follows (…所致)."""
    folded = fold(analysis.report.text[span[0] : span[1]])
    places = deficits.cause_places(folded.text)
    leading = True
    start = 0
    if places:
        marker = folded.text[places[0][0] : places[0][1]]
        leading = not re.search(r"导致|造成|致使|使得|以致|所致|引起|引发|有关|这才", marker)
        clause = max(folded.text.rfind(mark, 0, places[0][0]) for mark in ",;:。") + 1
        start = folded.origin[places[0][0] if leading else clause]
    clauses = _clauses(analysis, (span[0] + start, span[1]))
    if not clauses:
        return []
    text, at = clauses[0]
    for more, place in clauses[1:]:
        if len(_LEAD.sub("", text)) >= 12 and not _ANNOUNCES.search(text):
            break
        text, at = f"{text}，{more}", (at[0], place[1])
    if not places:
        text = text if _LEADING_CAUSE.search(text[:6]) else f"原因是{text}"
    return [(text, at, leading)]


_ANNOUNCES = re.compile(r"(?:原因|根源|根子|症结|缘由)(?:是|在于|有|为)?$")
