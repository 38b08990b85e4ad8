"""The sources of a briefing, numbered in the order in which they are first named: [1], and what [1] is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.model import Briefing, Source, Statement
from checker.output._words import clean, place

MARK = "※"  # stands after what the program found or computed itself
_ENDS = "。；！？，、：…"


@dataclass(frozen=True, slots=True)
class Reference:
    """One of the list: the unit whose report it is of, where it stands there (第6段，第2页) and the quote."""

    number: int
    unit: str
    place: str
    quote: str


class Sources:
    """Every source of a briefing once, with its number."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._numbers: dict[tuple[int, int, int], int] = {}
        self.listed: list[Reference] = []
        for source in _all(briefing):
            key = _key(source)
            if key not in self._numbers:
                self._numbers[key] = len(self.listed) + 1
                self.listed.append(self._reference(source))

    def numbers(self, sources: Iterable[Source]) -> list[int]:
        """The numbers of these, in order, each once."""
        return sorted({self._numbers[_key(source)] for source in sources})

    def cited(self, sources: Iterable[Source]) -> str:
        """[1,3-5], or nothing."""
        return cite(self.numbers(sources))

    def _reference(self, source: Source) -> Reference:
        reports = self._briefing.reports
        report = reports[source.report] if source.report < len(reports) else None
        unit = clean((report.unit or report.title or report.source) if report else "") or "（单位不明）"
        return Reference(len(self.listed) + 1, unit, place(source.evidence), clean(source.evidence.quote))


def cite(numbers: list[int]) -> str:
    """[1,3-5]: three or more that follow each other as a range."""
    told: list[str] = []
    index = 0
    while index < len(numbers):
        last = index
        while last + 1 < len(numbers) and numbers[last + 1] == numbers[last] + 1:
            last += 1
        if last - index >= 2:
            told.append(f"{numbers[index]}-{numbers[last]}")
        else:
            told += [str(number) for number in numbers[index : last + 1]]
        index = last + 1
    return f"[{','.join(told)}]" if told else ""


def parted(statement: Statement) -> tuple[str, str]:
    """The text and the mark that ends it: references stand between."""
    text = clean(statement.text)
    bare = text.rstrip(_ENDS)
    return (bare, text[len(bare) :]) if bare else (text, "")


def marked(briefing: Briefing) -> bool:
    """Whether anything in it is marked as the program's own."""
    return any(statement.by_code for passage in briefing.passages for statement in passage.statements)


def _key(source: Source) -> tuple[int, int, int]:
    return source.report, source.evidence.start, source.evidence.end


def _all(briefing: Briefing) -> Iterator[Source]:
    for passage in briefing.passages:
        for statement in passage.statements:
            yield from statement.sources
        for row in passage.table.rows if passage.table else ():
            for cell in row:
                yield from cell.sources
