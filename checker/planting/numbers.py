"""The numbers that headings and items open with: read, written, and put in order again when a line is gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from checker.planting.model import Line, Lines

_HAN = "[一二三四五六七八九十]{1,3}"
_STYLES = {
    "一、": re.compile(rf"()({_HAN})([、．.])"),
    "（一）": re.compile(rf"([（(])({_HAN})([）)])"),
    "1.": re.compile(r"()([0-9]{1,2})([、．.](?![0-9]))"),
    "（1）": re.compile(r"([（(])([0-9]{1,2})([）)])"),
    "一是": re.compile(rf"()({_HAN})([是要](?!否|求|么))"),
    "第一": re.compile(rf"(第)({_HAN})(部分|件)"),
}
_DIGITS = "一二三四五六七八九"
_INLINE = re.compile(rf"(?:(?<=^)|(?<=[。；：;:，,]))({_HAN})(是|要)(?!否|求|么)")


class Number(NamedTuple):
    """``text[start:end]`` is the numeral of a line's number of this style."""

    style: str
    value: int
    start: int
    end: int


def number_of(text: str) -> Number | None:
    """The number that a line opens with."""
    for style, pattern in _STYLES.items():
        match = pattern.match(text)
        if match:
            return Number(style, _value(match[2]), *match.span(2))
    return None


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, _, ones = numeral.partition("十") if "十" in numeral else ("", "", numeral)
    high = (_DIGITS.index(tens) + 1 if tens else 1) * 10 if "十" in numeral else 0
    return high + (_DIGITS.index(ones) + 1 if ones else 0)


def han(value: int) -> str:
    """1–99 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def renumber(line: Line, value: int) -> Line:
    """The line with another number in the same style."""
    number = number_of(line.text)
    if number is None or number.value == value:
        return line
    written = str(value) if number.style in ("1.", "（1）") else han(value)
    text = line.text[: number.start] + written + line.text[number.end :]
    return replace(line, text=text, head=line.head + len(text) - len(line.text) if line.head else 0)


def in_order(before: Lines, kept: Sequence[tuple[int | None, Line]]) -> Lines:
    """The lines that are kept (with their index in ``before``), numbered as if the others had never been there."""
    groups = _groups(before)
    reached: dict[int, int] = {}
    result: list[Line] = []
    for index, line in kept:
        group = groups.get(index) if index is not None else None
        if group is not None:
            first = group[1]
            reached[group[0]] = reached.get(group[0], first - 1) + 1
            line = renumber(line, reached[group[0]])
        result.append(line)
    return tuple(result)


def _groups(lines: Lines) -> dict[int, tuple[int, int]]:
    """For each numbered line the group that it belongs to, and the number with which that group begins."""
    found: dict[int, tuple[int, int]] = {}
    open_: dict[str, tuple[int, int, int]] = {}  # style → group, first number, last number
    top = min((line.level for line in lines if line.level is not None), default=None)
    for index, line in enumerate(lines):
        number = number_of(line.text) if line.kind in ("heading", "paragraph") else None
        if line.level is not None and line.level == top:
            open_ = {style: value for style, value in open_.items() if number and style == number.style}
        if number is None:
            continue
        group = open_.get(number.style)
        if group is None or number.value != group[2] + 1:
            group = (index, number.value, number.value)
        open_[number.style] = (group[0], group[1], number.value)
        found[index] = (group[0], group[1])
    return found


def ordinals(text: str) -> list[tuple[int, int, int]]:
    """The 一是, 二是 … of a paragraph: value, and where the numeral stands."""
    return [(_value(m[1]), *m.span(1)) for m in _INLINE.finditer(text)]


def ordinals_in_order(text: str) -> str:
    """The paragraph with its 一是, 二是 … counted anew."""
    found = ordinals(text)
    for count, (_, start, end) in reversed(list(enumerate(found, 1))):
        text = text[:start] + han(count) + text[end:]
    return text
