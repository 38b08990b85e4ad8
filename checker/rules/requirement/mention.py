"""Does the report tell an act in certain words? The general kind: most requirements of local rubrics are of this one.

``any`` lists regular expressions over a clause without white space and with half-width punctuation; ``both`` lists pairs that must
stand in one sentence. ``none`` takes a clause out. ``where`` says in which parts of the report an act counts. Nothing planned,
negated or merely required counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import field_validator

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.analysis import Analysis, Role, Sentence
from checker.text import Span


class Params(_Params):
    """What to look for, and where."""

    any: tuple[str, ...] = ()
    both: tuple[tuple[str, str], ...] = ()
    none: tuple[str, ...] = ()
    where: tuple[Role, ...] = ("duty", "measures", "other")
    planned: bool = False

    @field_validator("any", "none")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            _check(pattern)
        return value

    @field_validator("both")
    @classmethod
    def _pairs(cls, value: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        for pair in value:
            for pattern in pair:
                _check(pattern)
        return value


def _check(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则表达式“{pattern}”有误（{error}）") from error


@lru_cache(maxsize=512)
def _joined(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Met by the first clauses that tell it; the spans are those clauses, widened to the pair where two words are asked for."""
    wanted, unwanted = _joined(params.any), _joined(params.none)
    spans: list[Span] = []
    for sentence in analysis.in_roles(*params.where):
        span = _told(analysis, sentence, wanted, unwanted, params)
        if span is not None:
            spans.append(span)
        if len(spans) >= 3:
            break
    if spans:
        return Judgement("met", f"写明了这方面的做法：“{analysis.quote(spans[0])}”。", tuple(spans))
    about = f"“{context.title}”方面" if context.title else "这方面"
    return Judgement("missing", f"全文没有写{about}已经做了的工作（表态、计划不算）。")


def _told(
    analysis: Analysis,
    sentence: Sentence,
    wanted: re.Pattern[str] | None,
    unwanted: re.Pattern[str] | None,
    params: Params,
) -> Span | None:
    for clause in sentence.clauses if wanted is not None and wanted.search(sentence.text) else ():
        text = clause.plain
        if wanted is None or not wanted.search(text):
            continue
        if unwanted is not None and unwanted.search(text):
            continue
        if params.planned or sentence.done(clause):
            return analysis.clause_span(clause)
    for first, second in params.both:
        one, two = re.search(first, sentence.text), re.search(second, sentence.text)
        if not one or not two or (unwanted is not None and unwanted.search(sentence.text)):
            continue
        covered = [c for c in sentence.clauses if _touches(c.start - sentence.start, c.end - sentence.start, one, two)]
        if params.planned or all(sentence.done(c) for c in covered):
            return analysis.span(sentence.block, covered[0].start, covered[-1].end)
    return None


def _touches(start: int, end: int, *matches: re.Match[str]) -> bool:
    low, high = min(m.start() for m in matches), max(m.end() for m in matches)
    return start < high and low < end
