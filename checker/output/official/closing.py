"""Signature and date of a document without a seal's picture (GB/T 9704—2012, 7.3.5.1).

The date stands four characters from the right; the unit stands above it, centred over it. A unit longer than that leaves room for
moves the date in, so that it stays centred and neither leaves the type area.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checker.text import display_width

DATE_RIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Places:
    """The right indents of both lines, in characters."""

    signature: float
    date: float


def day(date: dt.date) -> str:
    """2026年2月20日: Arabic numerals, no leading zero (7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def number(text: str) -> str:
    """发文字号 with its year in 〔〕, whichever brackets it came in (7.2.5)."""
    for opening, closing in ("[]", "()", "（）", "【】", "［］"):
        first, last = text.find(opening), text.find(closing)
        if first >= 0 and text[first + 1 : last].isdigit() and last - first == 5:
            return f"{text[:first]}〔{text[first + 1 : last]}〕{text[last + 1 :]}"
    return text


def places(signature: str | None, date: dt.date | None) -> Places:
    """Where the two lines end."""
    over = display_width(signature or "") / 2
    under = display_width(day(date)) / 2 if date else 0
    if not date:
        return Places(DATE_RIGHT, DATE_RIGHT)
    right = DATE_RIGHT + (under - over) / 2
    if right >= 0:
        return Places(right, DATE_RIGHT)
    return Places(0, min((over - under) / 2, 28 - under))
