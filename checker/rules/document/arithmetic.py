"""Figures that contradict each other (contract: ``numbers.inconsistent``): parts and total, percentages, changes.

A sum is a defect only where the text claims that the parts are all of it (其他, 其余, 分别为), or where parts that exclude each
other come to more than the total. Rough figures (余, 近, 约) prove nothing; rounding is allowed for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import Field

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document import _shares, _sums
from checker.rules.document._common import body_blocks, clause_start, flat, parts, sentences
from checker.rules.document._figures import Item, items, without_parentheses
from checker.rules.document._told_twice import Told, twice
from checker.text import Span

_TRIGGER = re.compile(r"其[中余他它]|剩余|余下|剩下|分别|[合共总]计|共|%|由|从|保留|继续|不合格|[:(]")
_DIGIT = re.compile(r"[0-9]")
_IN_PARENTHESES = re.compile(r"\(([^()]*[0-9][^()]*)\)")

_Sentence = tuple[Span, str, list[Item]]


class Params(Base):
    """``slack``: units in the last written place of a percentage that rounding may account for."""

    slack: float = Field(default=1.0, ge=0.5)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each paragraph whose arithmetic is wrong, one for each figure that is told twice and differently."""
    copy = flat(report.text)
    known = parts(report)
    headed = min((report.blocks[h.block].start for h in report.headings), default=0)
    told: list[Told] = []
    faulty: list[Span] = []
    for index, block in body_blocks(report):
        figures = list(_figures(copy, block))
        plan = any(part.plan and part.start <= block.start < part.end for part in known)
        told += [Told(i, s, index, block.start < headed, plan) for s, _, found in figures for i in found]
        faults = sorted(set(_faults(copy, figures, params)))
        if faults:
            spans = tuple((clause_start(copy, block.start, fault.start), fault.end) for fault in faults)
            faulty += spans
            yield Defect("；".join(dict.fromkeys(fault.message for fault in faults)) + "。", spans)
    for pair in twice(copy, told, report.info.year):
        if any(start <= item.start < end for start, end in faulty for item in (pair.first, pair.second)):
            continue
        spans = tuple((clause_start(copy, 0, item.start), item.end) for item in (pair.second, pair.first))
        yield Defect(f"{pair.message}。", spans)


def _figures(copy: str, block: Block) -> Iterator[_Sentence]:
    """The sentences of a block that hold figures."""
    for start, end in sentences(copy, block.start, block.end):
        if _DIGIT.search(copy, start, end):
            sentence = without_parentheses(copy, start, end)
            yield (start, end), sentence, items(sentence, start)


def _faults(copy: str, figures: list[_Sentence], params: Params) -> Iterator[_sums.Fault]:
    before: list[Item] = []
    paragraph = [item for _, _, found in figures for item in found]
    for (start, end), sentence, found in figures:
        if len(found) and _TRIGGER.search(copy, start, end):
            yield from _sums.faults(sentence, start, found, before)
            yield from _after_colons(sentence, start, found)
            yield from _shares.faults(found, paragraph, params.slack)
            yield from _in_parentheses(copy, start, end, found)
        before = found


def _in_parentheses(copy: str, start: int, end: int, found: list[Item]) -> Iterator[_sums.Fault]:
    """“46件（简易程序29件、普通程序17件）”."""
    for match in _IN_PARENTHESES.finditer(copy, start, end):
        total = next((item for item in reversed(found) if item.end <= match.start()), None)
        inner = items(match[1], match.start(1))
        if (
            total
            and inner
            and match.start() - total.end <= 8
            and not set(",;、") & set(copy[total.end : match.start()])
        ):
            yield from _sums.bracketed(inner, total)


def _after_colons(sentence: str, base: int, found: list[Item]) -> Iterator[_sums.Fault]:
    """“立案86件：涉水32件、涉气29件……”."""
    for index, total in enumerate(found[:-1]):
        between = sentence[total.end - base : found[index + 1].start - base]
        if ":" in between[:8] and "其中" not in between:
            yield from _sums.bracketed(found[index + 1 :], total)
