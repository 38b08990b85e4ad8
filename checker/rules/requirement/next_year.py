"""Do the plans say which year they are for: the report's year + 1, or 明年, 下一年度?

Basis: 《法治政府建设与责任落实督察工作规定》 (下一年度推进法治政府建设的主要安排), contract.md ``next_year``: plans with 下一步, 今后 and no year, or headed with
the report's own year, are partial. A measure under 整改 dated in the next year gives met.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement, deficits
from checker.rules import Params as _Params
from checker.rules.acts import action
from checker.rules.analysis import Analysis, Sentence
from checker.text import Span, parse_numeral


class Params(_Params):
    """No parameters."""


_RELATIVE = re.compile(r"明年|来年|下一?年度?|次年|新的一年", re.X)
_YEAR = re.compile(
    r"(20[0-9]{2})(?=年(?!以来|来))|(20[0-9]{2})年?度|([二2][〇零○0][一二三四五六七八九〇零○]{2})年", re.X
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Look at the headings over plans and at every sentence that plans."""
    wanted = analysis.year + 1 if analysis.year else None
    named, vague = _planning(analysis)
    for span, text in named + vague:
        if _RELATIVE.search(text) or (wanted and wanted in _years(text)):
            shown = str(wanted) + "年" if wanted and wanted in _years(text) else "明年（下一年度）"
            return Judgement("met", f"写明了是{shown}的安排：“{analysis.quote(span, 30)}”。", (span,))
    if wanted is None:
        for span, text in named:
            if _years(text):
                return Judgement("met", f"写明了安排所属年度：“{analysis.quote(span, 30)}”。", (span,))
    for span, text in named:
        if analysis.year and analysis.year in _years(text):
            return Judgement(
                "partial",
                f"安排写的是{analysis.year}年（报告年度），应为{analysis.year + 1}年：“{analysis.quote(span, 30)}”。",
                (span,),
            )
    planned = [span for span, _ in named + vague]
    if planned:
        return Judgement(
            "partial", f"写了今后的打算，但没有写明是哪一年：“{analysis.quote(planned[0], 30)}”。", tuple(planned[:1])
        )
    return Judgement("missing", "没有写下一年度的工作安排。")


def _years(text: str) -> set[int]:
    found: set[int] = set()
    text = re.sub(
        r"《[^》]*》|\([^)]*(?:-|有效|至20)[^)]*\)|20[0-9]{2}(?:年)?-20[0-9]{2}", "", text
    )  # years of documents and terms
    for match in _YEAR.finditer(text):
        value = parse_numeral(next(g for g in match.groups() if g).replace("○", "〇"))
        if value:
            found.add(value)
    return found


def _planning(analysis: Analysis) -> tuple[list[tuple[Span, str]], list[tuple[Span, str]]]:
    """(headings over plans, planning sentences), each with its text."""
    headings: list[tuple[Span, str]] = []
    sentences: list[tuple[Span, str]] = []
    for span in analysis.heading_spans("plans"):
        headings.append((span, _fold(analysis.report.text[span[0] : span[1]])))
    covered = {span for span, _ in headings}
    for sentence in analysis.sentences:
        if sentence.label:
            span = analysis.sentence_span(sentence)
            if sentence.role == "plan" and not any(a <= span[1] and span[0] <= b for a, b in covered):
                headings.append((span, sentence.text))
        elif (sentence.role == "plan" and len(sentence.text) >= 6) or (
            sentence.role == "problem" and _dated_remedy(analysis, sentence)
        ):
            sentences.append((analysis.sentence_span(sentence), sentence.text))
    if not sentences and not any(_numbered_below(s.text) for s in analysis.sentences if s.label and s.role == "plan"):
        return [], []  # a heading over nothing plans nothing
    return headings, sentences


def _numbered_below(text: str) -> bool:
    """A lower heading, which may itself be the task (（一）修订合同审查办法)."""
    return bool(re.match(r"[(（][一二三四五六七八九十]|[0-9]", text))


def _dated_remedy(analysis: Analysis, sentence: Sentence) -> bool:
    """A measure in the shortcomings part that is dated in the next year; a plan not yet made is a shortcoming."""
    dated = _RELATIVE.search(sentence.text) or (analysis.year and analysis.year + 1 in _years(sentence.text))
    return bool(dated) and any(
        action(c.text) and not c.negated and not deficits.deficient(c.text) for c in sentence.clauses
    )


def _fold(text: str) -> str:
    from checker.text import fold

    return fold(text).text
