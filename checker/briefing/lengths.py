"""How long a briefing may be, and how long it is: characters for ``short``, lines of 28 characters for ``page`` and ``full``.

A page of an official document has 22 lines of 28 characters (GB/T 9704—2012); how many a briefing takes, the official form says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from checker.model import Briefing, Passage
from checker.output.briefings import lines

Length = Literal["short", "page", "full"]
SHORT = 200
_PAGE = 22
LINES: dict[Length, int] = {"page": _PAGE, "full": 3 * _PAGE - 1}  # on three pages an estimate may err by a line


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


def characters(passages: Iterable[Passage]) -> int:
    """All characters of the passages' running text."""
    return sum(len(statement.text) for passage in passages for statement in passage.statements)


def fits(briefing: Briefing) -> bool:
    """Whether the briefing is as short as it has to be; in lines, as the official form lays it out."""
    if briefing.length == "short":
        return characters(briefing.passages) <= SHORT
    return lines(briefing) <= LINES[briefing.length]


def spare(briefing: Briefing) -> bool:
    """Whether there is room for another sentence."""
    if briefing.length == "short":
        return characters(briefing.passages) <= SHORT - 25
    return lines(briefing) <= LINES[briefing.length] - 2
