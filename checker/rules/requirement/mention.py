"""Does the report tell an act in certain words? The general kind: most requirements of local rubrics are of this one.

``any`` lists regular expressions over a clause without white space and with half-width punctuation; ``both`` lists pairs that must
stand in one sentence. ``none`` takes a clause out. ``where`` says in which parts of the report an act counts. Nothing planned,
negated, merely required or merely called important counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import field_validator

from checker.patterns import checked, compiled
from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.acts import names_finished_act, only_valued
from checker.rules.analysis import Analysis, Clause, Role, Sentence
from checker.rules.tense import nothing_of_the_kind
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
        return tuple(map(checked, value))

    @field_validator("both")
    @classmethod
    def _pairs(cls, value: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        for pair in value:
            for pattern in pair:
                checked(pattern)
        return value


_Compiled = re.Pattern[str]


@lru_cache(maxsize=512)
def _pairs(both: tuple[tuple[str, str], ...]) -> tuple[tuple[_Compiled, _Compiled], ...]:
    return tuple((compiled(first), compiled(second)) for first, second in both)


@lru_cache(maxsize=512)
def _all(patterns: tuple[str, ...]) -> tuple[_Compiled, ...]:
    return tuple(map(compiled, patterns))


def _one_in(text: str, patterns: tuple[_Compiled, ...]) -> bool:
    """Whether one of the patterns is found. One after the other is quicker than all joined: each skips what it cannot begin with."""
    for pattern in patterns:  # noqa: SIM110 - asked thousands of times a report; a generator costs as much as the search
        if pattern.search(text):
            return True
    return False


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Met by the first clauses that tell it; the spans are those clauses, widened to the pair where two words are asked for."""
    wanted, unwanted, pairs = _all(params.any), _all(params.none), _pairs(params.both)
    spans: list[Span] = []
    for sentence in analysis.in_roles(*params.where):
        span = _told(analysis, sentence, wanted, unwanted, pairs, planned=params.planned)
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
    wanted: tuple[_Compiled, ...],
    unwanted: tuple[_Compiled, ...],
    pairs: tuple[tuple[_Compiled, _Compiled], ...],
    *,
    planned: bool,
) -> Span | None:
    for clause in sentence.clauses if _one_in(sentence.text, wanted) else ():
        text = clause.plain
        if not _one_in(text, wanted):
            continue
        if _one_in(text, unwanted):
            continue
        if planned or (sentence.done(clause) and _tells_act(sentence, clause)):
            return analysis.clause_span(clause)
    for first, second in pairs:
        one = first.search(sentence.text)
        two = second.search(sentence.text) if one else None
        if not one or not two or _one_in(sentence.text, unwanted):
            continue
        covered = [c for c in sentence.clauses if _touches(c.start - sentence.start, c.end - sentence.start, one, two)]
        if planned or all(sentence.done(c) and _tells_act(sentence, c) for c in covered):
            return analysis.span(sentence.block, covered[0].start, covered[-1].end)
    return None


def _tells_act(sentence: Sentence, clause: Clause) -> bool:
    """False where the clause denies that there was any, or only values the matter and no other clause tells what was done."""
    if nothing_of_the_kind(clause.text):
        return False
    if not only_valued(clause.text):
        return True
    others = (c for c in sentence.clauses if c is not clause and sentence.done(c))
    return any(c.figures or names_finished_act(c.text) for c in others)


def _touches(start: int, end: int, *matches: re.Match[str]) -> bool:
    low, high = min(m.start() for m in matches), max(m.end() for m in matches)
    return start < high and low < end
