"""Numbers that repeat or skip (contract: ``numbering.sequence``; the levels of GB/T 9704—2012: 一、 （一） 1. （1）).

A series lives on one level; a new item of a higher level closes it, and the next one may begin at 1 again. Series inside
paragraphs (一是…二是…) live within their part and may nest. The defect is at the number that repeats or skips.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import NUMERAL, flat, own_blocks, shorten
from checker.text import Span, parse_numeral

# The styles of numbers, from the highest level; each pattern stands at the start of an item.
_STYLES: dict[str, str] = {
    "part": rf"第({NUMERAL})(?:部分|章|篇)",
    "han": rf"({NUMERAL})\s?[、.](?!{NUMERAL}(?:月|季度|日|级|次|届|期|批|号|中|类|年级|楼|标段)|[0-9])",
    "han_bracket": rf"\(\s?({NUMERAL})\s?\)[、.]?(?![0-9]|条|款|项)",
    "arabic": r"([0-9]{1,2})\s?[、.](?![0-9])(?!\s?[0-9]+\s?(?:年|月|日|%))",
    "arabic_bracket": r"\(\s?([0-9]{1,2})\s?\)[、.]?",
    "arabic_half": r"([0-9]{1,2})\)",
    "circle": r"([①-⑳])",
}
_RANK = {name: rank for rank, name in enumerate(_STYLES)}
_SPOKEN: dict[str, str] = {
    "is": rf"({NUMERAL})是(?!{NUMERAL}[、,。;\s]|[一二三四五六七八九])",
    "must": rf"({NUMERAL})要(?!{NUMERAL})",
    "ordinal": rf"第({NUMERAL})(?:[,、:]|[个件条项点张步][,是:])",
    "which": rf"其({NUMERAL})[,、:是]",
}
_AT_START = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in {**_STYLES, **_SPOKEN}.items()))
_INSIDE = re.compile(
    r"(?<=[。;:,!?)\"—-])\s*(?:"
    + "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {**{k: v for k, v in _STYLES.items() if k != "part"}, **_SPOKEN}.items()
    )
    + ")"
)
_STRONG_BREAK = "。;:!?"


class Params(Base):
    """``styles``: which styles of numbers to look at, all by default."""

    skip: tuple[str, ...] = ()


class _Mark(NamedTuple):
    style: str
    number: int
    start: int
    end: int
    block: int
    opens: bool


@dataclass
class _Series:
    """An open series. ``last``: the numbers that may be its last, more than one after a defect."""

    style: str
    last: set[int]
    skipped: set[int] = field(default_factory=set)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:  # noqa: ARG001 - the rules' interface
    """One defect for each number that does not follow on the one before it."""
    copy = flat(report.text)
    walk = _Walk(report, copy)
    for index, block in own_blocks(report, "heading", "paragraph"):
        marks = [mark for mark in _marks(copy, index, block) if mark.style not in params.skip]
        yield from walk.block(block, marks)


def _marks(copy: str, index: int, block: Block) -> Iterator[_Mark]:
    """The numbers of a block: the one it opens with, then those inside it."""
    start = block.start
    while start < block.end and copy[start].isspace():
        start += 1
    opening = _AT_START.match(copy, start, block.end)
    if opening:
        mark = _mark(opening, index, True)
        if mark:
            yield mark
    for match in _INSIDE.finditer(copy, start, block.end):
        mark = _mark(match, index, False)
        if mark and (mark.style in _SPOKEN or copy[match.start() - 1] in _STRONG_BREAK):
            yield mark


def _mark(match: re.Match[str], index: int, opens: bool) -> _Mark | None:
    style = next(name for name in (*_STYLES, *_SPOKEN) if match[name] is not None)
    inner = next(g for g in match.groups()[match.re.groupindex[style] :] if g is not None)
    number = ord(inner) - ord("①") + 1 if style == "circle" else parse_numeral(inner)
    return _Mark(style, number, match.start(style), match.end(), index, opens) if number else None
