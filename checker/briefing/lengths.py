"""How long a briefing may be, and how long it is: characters for ``short``, lines of 28 characters for ``page`` and ``full``.

A page of an official document has 22 lines of 28 characters (GB/T 9704—2012). The title takes two lines, a table its title, its head and a
line a row. On one page headings run in, in three pages they stand on lines of their own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from checker.model import Passage

Length = Literal["short", "page", "full"]
LINE = 28
SHORT = 200
LINES: dict[Length, int] = {"short": 10, "page": 22, "full": 62}
_TITLE = 2


@dataclass(frozen=True)
class Room:
    """Characters for each part of a report's briefing; ``longest`` is that of one statement, ``rows`` the table's."""

    duty: int
    measures: int
    problems: int
    plans: int
    other: int
    gap: int
    gaps: int
    findings: int
    rows: int
    longest: int

    def scaled(self, factor: float) -> Room:
        """The same shares of more or less room; single statements and rows get fewer only where much less is left."""
        most = {"longest": max(int(self.longest * min(factor, 1.0)), 16), "gaps": self.gaps if factor >= 0.5 else 1}
        most["findings"] = self.findings if factor >= 0.4 else 0
        shares = {k: int(getattr(self, k) * factor) for k in ("duty", "measures", "problems", "plans", "other", "gap")}
        rows = min(int(self.rows * factor + 0.5), self.rows + 1) if self.rows else 0
        return Room(**shares, **most, rows=rows)


ROOMS: dict[Length, Room] = {
    "short": Room(duty=30, measures=45, problems=40, plans=26, other=0, gap=38, gaps=1, findings=0, rows=0, longest=34),
    "page": Room(duty=72, measures=100, problems=84, plans=52, other=0, gap=42, gaps=2, findings=1, rows=4, longest=64),
    "full": Room(
        duty=240, measures=520, problems=380, plans=260, other=90, gap=80, gaps=8, findings=10, rows=14, longest=100
    ),
}
FACTORS: dict[Length, tuple[float, ...]] = {
    "short": (1.4, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2),
    "page": (1.9, 1.75, 1.6, 1.45, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3),
    "full": (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2),
}

_ASCII = re.compile(r"[\x20-\x7e]")


def cells(text: str) -> float:
    """How many squares of the grid the text takes: two Latin letters or digits share one."""
    narrow = len(_ASCII.findall(text))
    return len(text) - narrow / 2


def characters(passages: Iterable[Passage]) -> int:
    """All characters of the passages' running text."""
    return sum(len(statement.text) for passage in passages for statement in passage.statements)


def lines(passages: Iterable[Passage], length: Length) -> int:
    """The lines that title and passages take."""
    total = _TITLE
    for passage in passages:
        heading = cells(passage.title) + 1
        if length == "full":
            total, heading = total + 1, 0.0
        texts = [s.text for s in passage.statements]
        if not passage.listed and texts:
            texts = ["".join(texts)]
        for position, text in enumerate(texts):
            squares = cells(text) + 2 + (heading if position == 0 else 0)
            total += math.ceil(squares / LINE)
        if passage.table is not None:
            total += 1 + len(passage.table.rows) + (0 if passage.statements or length == "full" else 1)
    return total


def fits(passages: Iterable[Passage], length: Length) -> bool:
    """Whether the passages are as short as they have to be."""
    told = list(passages)
    return characters(told) <= SHORT if length == "short" else lines(told, length) <= LINES[length]


def spare(passages: Iterable[Passage], length: Length) -> bool:
    """Whether there is room for another sentence."""
    told = list(passages)
    return characters(told) <= SHORT - 25 if length == "short" else lines(told, length) <= LINES[length] - 2
