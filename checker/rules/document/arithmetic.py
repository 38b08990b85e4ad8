"""Figures that contradict each other (contract: ``numbers.inconsistent``): parts and total, percentages, changes.

A sum is a defect only where the text claims that the parts are all of it (其他, 其余, 分别为), or where parts that exclude each
other come to more than the total. Rough figures (余, 近, 约) prove nothing; rounding is allowed for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pydantic import Field

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document import _announced, _shares, _sums
from checker.rules.document._common import body_blocks, clause_start, flat, parts, sentences
from checker.rules.document._figures import Fault, Item, items, spoken, without_parentheses
from checker.rules.document._told_twice import twice
from checker.text import Span

_DIGIT = re.compile(r"[0-9]")
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
# Signs of arithmetic: a part, a rest, a sum, a share, a change, a list.
_TRIGGER = re.compile(
    r"(?=[0-9其另合,;结旧成剩余分总共%由从保继不(:比较与])(?:"
    r"其[中余他它]|另有?[0-9]|合格|[,;][0-9]+[件个条项家起][^0-9,;。]{1,16}[,;][0-9]|结转|旧存|成功|剩余|余下|剩下|分别|[合共总]计|共[0-9]|%|[由从][^,;。]{0,16}[0-9]|保留|继续有效|继续执行|不合格|\([^()]{0,40}[0-9]|:[^,;。]{0,14}[0-9]"
    r"|[0-9][^,。;、0-9]{1,12}、[^,。;、0-9]{1,16}[0-9]|[比较与][^,;。]{1,12}的[0-9]"
    r")"
)
_AMONG = re.compile(r"中(?<=[^空其]中),?(?:就?有|只有|仅有|已有)")
_IN_PARENTHESES = re.compile(r"\(([^()]*[0-9][^()]*)\)")


class Params(Base):
    """``slack``: units in the last written place of a percentage that rounding may account for."""

    slack: float = Field(default=1.0, ge=0.5)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each paragraph whose arithmetic is wrong, one for each figure that is told twice and differently."""
    copy = flat(report.text)
    faulty: list[Span] = []
    told: set[str] = set()
    for _, block in body_blocks(report):
        words = copy[block.start : block.end].strip()
        if len(words) > 30 and words in told:
            continue  # a repeated paragraph is text.duplicate, not a second mistake in arithmetic
        told.add(words)
        faults = sorted(set(_faults(copy, block, params)))
        if faults:
            spans = tuple((clause_start(copy, block.start, fault.start), fault.end) for fault in faults)
            faulty += spans
            yield Defect("；".join(dict.fromkeys(fault.message for fault in faults)) + "。", spans)
    for fault in _announced.faults(report, copy):
        yield Defect(f"{fault.message}。", ((fault.start, fault.end),))
    headed = min((report.blocks[heading.block].start for heading in report.headings), default=0)
    plans = [(part.start, part.end) for part in parts(report) if part.plan]
    for pair in twice(report, copy, headed, plans):
        if not any(start < place[1] and place[0] < end for start, end in faulty for place in (pair.first, pair.second)):
            yield Defect(f"{pair.message}。", (pair.second, pair.first))


def _faults(copy: str, block: Block, params: Params) -> Iterator[Fault]:
    """The contradictions within a paragraph. Only sentences with a sign of arithmetic are taken to pieces."""
    if not _DIGIT.search(copy, block.start, block.end) or not _calculates(copy, block.start, block.end):
        return
    spans = [(start, end) for start, end in sentences(copy, block.start, block.end) if _DIGIT.search(copy, start, end)]
    paragraph = _Paragraph(copy, spans)
    for index, (start, end) in enumerate(spans):
        if not _calculates(copy, start, end):
            continue
        sentence, found = paragraph.sentence(index)
        if found:
            for fault in _of_sentence(copy, (start, end), sentence, found, partial(paragraph.before, index)):
                if not spoken(copy[fault.start : fault.end], fault.unit):
                    yield fault
            yield from _shares.faults(found, paragraph.figures, params.slack)


def _calculates(copy: str, start: int, end: int) -> bool:
    """Whether ``copy[start:end]`` has a sign of arithmetic."""
    return bool(_TRIGGER.search(copy, start, end) or _AMONG.search(copy, start + 1, end))


def _of_sentence(
    copy: str, span: Span, sentence: str, found: list[Item], before: Callable[[], Sequence[Item]]
) -> Iterator[Fault]:
    """Sums that are wrong. ``before``: the figures of the sentence before."""
    yield from _sums.faults(sentence, span[0], found, before)
    yield from _after_colons(sentence, span[0], found)
    yield from _in_parentheses(copy, *span, found)


class _Paragraph:
    """The sentences of a paragraph; each is taken to pieces when it is asked for."""

    def __init__(self, copy: str, spans: list[Span]) -> None:
        self._copy = copy
        self._spans = spans
        self._known: dict[int, tuple[str, list[Item]]] = {}

    def sentence(self, index: int) -> tuple[str, list[Item]]:
        """The words and the figures of a sentence."""
        if index not in self._known:
            start, end = self._spans[index]
            words = without_parentheses(self._copy, start, end)
            self._known[index] = (words, items(words, start))
        return self._known[index]

    def before(self, index: int) -> list[Item]:
        """The figures of the sentence before that one."""
        return self.sentence(index - 1)[1] if index else []

    def figures(self) -> list[Item]:
        """All figures of the paragraph."""
        return [item for index in range(len(self._spans)) for item in self.sentence(index)[1]]


def _in_parentheses(copy: str, start: int, end: int, found: list[Item]) -> Iterator[Fault]:
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


def _after_colons(sentence: str, base: int, found: list[Item]) -> Iterator[Fault]:
    """“立案86件：涉水32件、涉气29件……”."""
    for index, total in enumerate(found[:-1]):
        between = sentence[total.end - base : found[index + 1].start - base]
        if ":" in between[:8] and "其中" not in between:
            yield from _sums.bracketed(found[index + 1 :], total)
