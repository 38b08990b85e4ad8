"""The types of planting: a report as lines, what is known of it, a changed copy, and what the change must do to the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checker.model import Apart, BlockKind, UnitType

Verdicts = frozenset[str]


@dataclass(frozen=True)
class Line:
    """A paragraph of a report. ``level`` is a heading's; ``head`` characters of a paragraph are a run-in heading."""

    kind: BlockKind
    text: str
    level: int | None = None
    head: int = 0

    @property
    def body(self) -> str:
        """The text without the run-in heading; nothing of a heading."""
        return "" if self.kind == "heading" else self.text[self.head :]


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """The lines under one of the highest headings, the heading included. ``section``: the mandated one that it announces."""

    section: str | None
    first: int
    last: int
    wording: str


@dataclass(frozen=True)
class Source:
    """A report as lines; ``parts`` are found by ``checker.planting.source``."""

    name: str
    lines: Lines
    parts: tuple[Part, ...]
    title: str
    unit: str
    unit_type: UnitType
    year: int
    signed: dt.date | None

    def part(self, section: str) -> Part | None:
        """The part that announces the section, where there is exactly one."""
        found = [part for part in self.parts if part.section == section]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Original:
    """A report as it is, and what the program rightly says of it.

    ``verdicts`` and ``statuses`` hold only values that the labels confirm (or do not name). ``proofs``: the quotes that the
    verdicts rest on. ``found``: the rules that fire; ``doubtful``: those that should not, by the labels; ``marked``: the
    words that findings point at. ``sections``: the ids of the requirements of each section.
    """

    source: Source
    verdicts: Mapping[str, str]
    statuses: Mapping[str, str]
    proofs: Mapping[str, tuple[str, ...]]
    found: frozenset[str]
    doubtful: frozenset[str]
    marked: tuple[str, ...]
    required: frozenset[str]
    sections: Mapping[str, tuple[str, ...]]

    def says(self, requirement: str, *verdicts: str) -> bool:
        """Whether this is the verdict, by the program and by the labels."""
        return self.verdicts.get(requirement) in (verdicts or ("met",))


@dataclass(frozen=True)
class Wanted:
    """A finding that the change must bring about. ``quote``: what it points at, None where the defect is an absence.

    ``nth``: which occurrence of the quote; None: any.
    """

    rule: str
    quote: str | None
    nth: int | None = None


@dataclass(frozen=True)
class Expected:
    """What the change must bring about; ``loose``: what it may change, or not (requirements, sections, rules, head fields)."""

    verdicts: Mapping[str, Verdicts] = field(default_factory=dict)
    statuses: Mapping[str, Verdicts] = field(default_factory=dict)
    findings: tuple[Wanted, ...] = ()
    head: Mapping[str, str | None] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One change of one report. ``trap``: it only looks like a defect, and must change nothing.

    ``about``: the requirements and rules that the change concerns.
    """

    report: str
    family: str
    change: str
    variant: str
    trap: bool
    lines: Lines
    expected: Expected
    about: tuple[str, ...]
    apart: tuple[Apart, ...] = ()
    encoding: str = "utf-8"
    newline: str = "\n"

    @cached_property
    def text(self) -> str:
        """The changed report as a text file holds it."""
        return text_of(self.lines, self.newline)

    @property
    def name(self) -> str:
        return f"{self.report}/{self.family}.{self.change}/{self.variant}"


def text_of(lines: Lines, newline: str = "\n") -> str:
    """The lines as a text file holds them."""
    return newline.join(line.text for line in lines) + newline
