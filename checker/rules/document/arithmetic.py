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
from checker.rules.document._common import body_blocks, clause_start, flat, sentences
from checker.rules.document._figures import Item, items, without_parentheses

_TRIGGER = re.compile(r"其[中余他它]|剩余|余下|剩下|分别|[合共总]计|共|%|由|从|保留|继续|不合格|[:(]")
_FIGURES = re.compile(r"[0-9][^0-9]+[0-9]")
_IN_PARENTHESES = re.compile(r"\(([^()]*[0-9][^()]*)\)")


class Params(Base):
    """``slack``: units in the last written place of a percentage that rounding may account for."""

    slack: float = Field(default=1.0, ge=0.5)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:  # noqa: ARG001 - the rules' interface
    """One defect for each paragraph whose arithmetic is wrong."""
    copy = flat(report.text)
    for _, block in body_blocks(report):
        found = sorted(set(_faults(copy, block, params)))
        if not found:
            continue
        spans = tuple((clause_start(copy, block.start, fault.start), fault.end) for fault in found)
        messages = dict.fromkeys(fault.message for fault in found)
        yield Defect("；".join(messages) + "。", spans)


def _faults(copy: str, block: Block, params: Params) -> Iterator[_sums.Fault]:
    if not _FIGURES.search(copy, block.start, block.end):
        return
    before: list[Item] = []
    told: list[tuple[str, int, list[Item]]] = []
    for start, end in sentences(copy, block.start, block.end):
        sentence = without_parentheses(copy, start, end)
        told.append((sentence, start, items(sentence, start) if _FIGURES.search(sentence) else []))
    paragraph = [item for _, _, found in told for item in found]
    for sentence, start, found in told:
        if found and _TRIGGER.search(copy, start, start + len(sentence)):
            yield from _sums.faults(sentence, start, found, before)
            yield from _after_colons(sentence, start, found)
            yield from _shares.faults(found, paragraph, params.slack)
            yield from _in_parentheses(copy, start, start + len(sentence), found)
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
