"""The number that opens a heading or an item: "一、", "（一）", "1.", "（1）", "①", "第一部分"."""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.text import parse_numeral

_HAN = "[一二三四五六七八九十百]{1,4}"
# In the order of rank: what stands earlier stands higher.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s?(?P<n>{_HAN}|[0-9]{{1,2}})\s?(?:部分|编|篇)\s{{0,4}}[:、.]?")),
    ("chapter", re.compile(rf"第\s?(?P<n>{_HAN}|[0-9]{{1,2}})\s?章\s{{0,4}}[:、.]?")),
    ("section", re.compile(rf"第\s?(?P<n>{_HAN}|[0-9]{{1,2}})\s?节\s{{0,4}}[:、.]?")),
    ("han", re.compile(rf"(?P<n>{_HAN})\s{{0,2}}[、.]|(?P<n2>{_HAN})(?=\s{{1,4}}[\u4e00-\u9fff])")),
    ("paren_han", re.compile(rf"[(]\s?(?P<n>{_HAN})\s?[)]\s{{0,2}}[、.]?|(?P<n2>{_HAN})[)]|[㈠-㈩]")),
    (
        "decimal",
        re.compile(
            r"(?P<n>[0-9]{1,2})(?:\.[0-9]{1,2}){1,3}(?=[\s、\u4e00-\u9fff])(?![%个件人万亿元倍分年月日次])[、]?"
        ),
    ),
    ("arabic", re.compile(r"(?P<n>[0-9]{1,2})\s{0,2}(?:\.(?![0-9])|\.(?=(?:19|20)[0-9]{2}\s?年)|、)|[⒈-⒛]")),
    ("paren_arabic", re.compile(r"[(]\s?(?P<n>[0-9]{1,2})\s?[)]\s{0,2}[、.]?|[⑴-⒇]")),
    ("half_paren", re.compile(r"(?P<n>[0-9]{1,2})\s?[)]")),
    ("circled", re.compile(r"[①-⑳❶-❿➀-➉]\s{0,2}[、.]?")),
)
RANKS = {style: rank for rank, (style, _) in enumerate(_STYLES)} | {"generated": 90}


class Mark(NamedTuple):
    """The number at the start of a row: its style, its value where it can be told, and where the wording begins."""

    style: str
    value: int | None
    end: int
    after: int

    @property
    def rank(self) -> int:
        return RANKS[self.style]


def mark_of(text: str, generated: str | None = None) -> Mark | None:
    """The number that a row (width folded) opens with; ``generated`` is the one that the word processor made."""
    head = text[:24]
    for style, pattern in _STYLES:
        match = pattern.match(head)
        if match:
            groups = match.groupdict()
            digits = groups.get("n") or groups.get("n2")
            return _mark(style, parse_numeral(digits) if digits else _value(match.group()[0]), match.end(), text)
    if generated and text.startswith(generated):
        return _mark("generated", None, len(generated), text)
    return None


def _mark(style: str, value: int | None, end: int, text: str) -> Mark:
    number = len(text[:end].rstrip())
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    return Mark(style, value, number, after)


def _value(character: str) -> int | None:
    for first, start in (("㈠", 1), ("⒈", 1), ("⑴", 1), ("①", 1), ("❶", 1), ("➀", 1)):
        if 0 <= ord(character) - ord(first) < 20:
            return ord(character) - ord(first) + start
    return None
