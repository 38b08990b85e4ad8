"""Numbers that repeat or skip (contract: ``numbering.sequence``; the levels of GB/T 9704—2012: 一、 （一） 1. （1）).

A series lives on one level; an item of a higher level closes it, and the next may begin at 1 again. Series inside paragraphs
(一是…二是…) live within their part and may nest. The defect is at the number that repeats or skips.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import NUMERAL, flat, own_blocks
from checker.text import Span, parse_numeral

_COUNTED = r"(?:月|季度|日|级|次|届|期|批|号|中|类|年级|楼|标段|线|审)"
# The styles of numbers that make levels, from the highest; then those of speech, which make series inside paragraphs.
_LEVELS: dict[str, str] = {
    "part": rf"第({NUMERAL})(?:部分|章|篇)",
    "han": rf"({NUMERAL})\s?[、.](?!{NUMERAL}{_COUNTED})",
    "han_bracket": rf"\(\s?({NUMERAL})\s?\)(?![0-9]|[条款项])",
    "arabic": r"([0-9]{1,2})\s?[、.](?!\s?[0-9]{1,2}\s?(?:月|日)|[0-9])",
    "arabic_bracket": r"\(\s?([0-9]{1,2})\s?\)",
    "arabic_half": r"([0-9]{1,2})\)",
    "circle": r"([①-⑳])",
}
_SPOKEN: dict[str, str] = {
    "is": rf"({NUMERAL})是(?!{NUMERAL}[、,。;\s])",
    "must": rf"({NUMERAL})要(?!{NUMERAL})",
    "ordinal": rf"第({NUMERAL})(?:[,、:]|[个件张点方面]{{1,2}}[,是:])",
    "which": rf"其({NUMERAL})[,、:是]",
}
_RANK = {name: rank for rank, name in enumerate(_LEVELS)}
_HAN = "零一二三四五六七八九"


def _alternatives(styles: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in styles.items())


_AT_START = re.compile(_alternatives(_LEVELS | _SPOKEN))
_INSIDE = re.compile(
    rf"(?<=[。;:,、!?)\"-])\s*(?:{_alternatives({k: v for k, v in _LEVELS.items() if k != 'part'} | _SPOKEN)})"
)
_HINT = re.compile(
    r"[。;:,、!?)\"-]\s*[(第其]?\s?(?:[一二三四五六七八九十]+[是要、.,:)个件点张方面]|[0-9]{1,2}\s?[、.)]|[①-⑳])"
)
_DEEPEST = 8
_SENTENCE_END = "。;:!?"
_FIRST_SENTENCE = re.compile(r"[^。;!?\n]*")
_FIRST_CLAUSE = re.compile(r"[^,。;:!?\n]*")
_LONGEST = 60


class Params(Base):
    """``skip``: styles of numbers not to look at (part, han, han_bracket, arabic …, is, must, ordinal, which)."""

    skip: tuple[str, ...] = ()


class _Mark(NamedTuple):
    style: str
    number: int
    digits: str
    start: int
    end: int
    block: int
    opens: bool


@dataclass
class _Series:
    """An open series. ``last``: the numbers that may be its last, more than one after a defect; ``mark``: its last item."""

    mark: _Mark
    last: set[int]
    skipped: set[int] = field(default_factory=set)

    def follow(self, mark: _Mark) -> bool:
        """Go on to ``mark`` if its number follows, or is one that was skipped before."""
        number = mark.number
        if any(last + 1 == number for last in self.last):
            self.last = {number}
        elif number in self.skipped:
            self.skipped.discard(number)
            self.last.add(number)
        else:
            return False
        self.mark = mark
        return True

    def stumble(self, mark: _Mark) -> int:
        """Take ``mark`` although it does not follow; the number that should have stood there."""
        expected = max(self.last) + 1
        self.skipped.update(range(expected, mark.number))
        self.last = {mark.number, expected}
        self.mark = mark
        return expected


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each number that does not follow on the one before it."""
    copy = flat(report.text)
    walk = _Walk(copy)
    for index, block in own_blocks(report, "heading", "paragraph"):
        marks = [mark for mark in _marks(copy, index, block) if mark.style not in params.skip]
        for mark, expected in walk.block(block, marks):
            yield Defect(_message(copy, mark, expected), (_place(copy, mark, block),))


def _marks(copy: str, index: int, block: Block) -> Iterator[_Mark]:
    """The numbers of a block: the one it opens with, then those inside it."""
    start = block.start
    while start < block.end and copy[start].isspace():
        start += 1
    opening = _AT_START.match(copy, start, block.end)
    if opening:
        yield _mark(opening, index, True)
    if not _HINT.search(copy, start + 1, block.end):
        return
    for match in _INSIDE.finditer(copy, start + 1, block.end):
        mark = _mark(match, index, False)
        before = copy[match.start() - 1]
        if mark.style in _SPOKEN or (
            before in _SENTENCE_END and not (before == ":" and copy[match.start() - 2].isdigit())
        ):
            yield mark


def _mark(match: re.Match[str], index: int, opens: bool) -> _Mark:
    style = next(name for name in (*_LEVELS, *_SPOKEN) if name in match.re.groupindex and match[name] is not None)
    digits = next(g for g in match.groups()[match.re.groupindex[style] :] if g is not None)
    number = ord(digits) - ord("①") + 1 if style == "circle" else parse_numeral(digits) or 0
    return _Mark(style, number, digits, match.start(style), match.end(), index, opens)


class _Walk:
    """Goes through the blocks and keeps the open series: ``levels`` of numbered items, ``spoken`` of 一是, 二是."""

    def __init__(self, copy: str) -> None:
        self.copy = copy
        self.levels: list[_Series] = []
        self.closed: dict[str, _Series] = {}
        self.spoken: list[_Series] = []
        self.fresh = True
        self.since = 0

    def block(self, block: Block, marks: list[_Mark]) -> Iterator[tuple[_Mark, int]]:
        """The marks of a block that do not follow, with the number expected."""
        if not marks or not marks[0].opens:
            if block.kind == "heading":
                self.spoken.clear()
                self.fresh = True
            self.fresh = self.fresh or self.copy[block.end - 1 : block.end] == ":"
        inner: list[_Series] = []
        for mark in marks:
            if mark.style in _SPOKEN:
                expected = self._speak(mark)
            elif mark.opens:
                expected = self._level(mark)
            else:
                expected = self._inner(mark, inner)
            if expected is not None:
                yield mark, expected
            self.since = mark.end

    def _level(self, mark: _Mark) -> int | None:
        """An item with a number at its head."""
        rank = _RANK[mark.style]
        while self.levels and _RANK[self.levels[-1].mark.style] > rank:
            series = self.levels.pop()
            self.closed[series.mark.style] = series
        if rank <= _RANK["arabic"]:
            self.spoken.clear()
        fresh, self.fresh = self.fresh, False
        series_open = bool(self.levels) and self.levels[-1].mark.style == mark.style
        if not series_open:
            return self._begin(mark)
        series = self.levels[-1]
        if series.follow(mark):
            return None
        if mark.number == 1 and (fresh or max(series.last) > 1):
            self.levels[-1] = _Series(mark, {1})
            return None
        if self._stands(mark, max(series.last) + 1, series.mark.end):
            series.stumble(mark)
            return None
        return series.stumble(mark)

    def _begin(self, mark: _Mark) -> int | None:
        """The first item of a series: it has number 1, or goes on with one that a higher item closed."""
        self.levels.append(_Series(mark, {mark.number}))
        earlier = self.closed.get(mark.style)
        if mark.number == 1 or (earlier and earlier.follow(mark)) or _RANK[mark.style] > _RANK["arabic"]:
            return None
        return None if self._stands(mark, 1, self.since) else 1

    def _inner(self, mark: _Mark, inner: list[_Series]) -> int | None:
        """A number inside a paragraph: it belongs to a series of that paragraph, or goes on with one of the levels."""
        if mark.number == 1:
            inner.append(_Series(mark, {1}))
            return None
        same = [series for series in inner if series.mark.style == mark.style]
        levels = [series for series in self.levels if series.mark.style == mark.style]
        same += [series for series in levels if series.mark.block == mark.block]
        if any(series.follow(mark) for series in (*reversed(same), *levels)) or not same:
            return None
        return same[-1].stumble(mark)

    def _speak(self, mark: _Mark) -> int | None:
        """一是, 第二, 其三: series may nest and may go on over paragraphs."""
        same = [series for series in self.spoken if series.mark.style == mark.style]
        if mark.number == 1:
            if same and same[-1].last == {1} and not self._nests(same[-1].mark, mark):
                return same[-1].stumble(mark)
            self.spoken = [*self.spoken[-_DEEPEST:], _Series(mark, {1})]
            return None
        for series in reversed(same):
            if series.follow(mark):
                del self.spoken[self.spoken.index(series) + 1 :]
                return None
        if not same or (self.copy[mark.start - 1] == "、" and not mark.opens):
            return None
        expected = max(same[-1].last) + 1
        known = self._stands(mark, expected, same[-1].mark.end)
        same[-1].stumble(mark)
        return None if known else expected

    def _nests(self, before: _Mark, mark: _Mark) -> bool:
        """Whether a second 一是 begins a series of its own: inside an item, or in another paragraph's text."""
        if before.opens and mark.opens:
            return self.fresh
        return before.opens or before.block != mark.block or ":" in self.copy[before.end : mark.start]

    def _stands(self, mark: _Mark, expected: int, since: int) -> bool:
        """Whether the number that should stand before ``mark`` does, where no item was seen to begin."""
        if mark.number <= expected:
            return False
        wanted = self.copy[mark.start : mark.end].replace(mark.digits, _write(expected, mark.digits)).strip()
        return wanted in self.copy[since : mark.start]


def _write(number: int, like: str) -> str:
    """``number`` in the digits of ``like``; a number that no list of a report reaches in Arabic ones."""
    if (like.isdigit() and like.isascii()) or number >= 100:
        return str(number)
    if "①" <= like <= "⑳":
        return chr(ord("①") + number - 1)
    tens, units = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十"
    return ten + (_HAN[units] if units else "")


def _message(copy: str, mark: _Mark, expected: int) -> str:
    label = copy[mark.start : mark.end].strip()
    right = label.replace(mark.digits, _write(expected, mark.digits))
    if mark.number > expected:
        return f"序号“{label}”跳号，按顺序应为“{right}”。"
    return f"序号“{label}”重复或倒序，按顺序应为“{right}”。"


def _place(copy: str, mark: _Mark, block: Block) -> Span:
    """The number with its heading, or with the first clause of its sentence."""
    if mark.opens and mark.style not in _SPOKEN:
        sentence = _FIRST_SENTENCE.match(copy, mark.end, block.end)
        return mark.start, min(sentence.end() if sentence else mark.end, mark.end + _LONGEST)
    clause = _FIRST_CLAUSE.match(copy, mark.end, block.end)
    return mark.start, min(clause.end() if clause else mark.end, mark.end + _LONGEST)
