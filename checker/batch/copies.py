"""Text that stands in the reports of several units: reports → findings ``copied`` (contract.md), each at its place.

Candidates come from MinHash (``near``), what is told from an exact comparison (``stretches``) of copies in which names and figures
are neutral (``neutral``). Stock phrases are known by how many units use them: what more than ``many`` units write is nobody's. What a
report cites, in quotation or title marks, and the set phrases of party documents do not count towards the length of a copy.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from checker.batch import foreign_names, neutral
from checker.batch.near import Signatures
from checker.batch.neutral import Neutral
from checker.batch.passages import in_opening, passage, shorten
from checker.batch.stretches import Stretch, common
from checker.batch.unit_names import plain, same
from checker.evidence import cite
from checker.model import Block, Finding, Report, Severity
from checker.text import Span
from checker.words import day as _day

LEAST = 36  # Chinese characters of its own wording from which a common stretch is a copy
OPENING = 2  # before the first heading everybody says the same: there it takes so many times as much
_PART, _TOGETHER = (
    0.45,
    1.5,
)  # the share of it that a stretch holds that counts with others, and what they must hold together
LONG = 200  # characters from which a paragraph is a copy however many units have it
_PIECE = 24  # characters of a sentence from which candidates are looked for
_FEW, _SHARE, _MANY = 5, 0.05, 20  # what more units than this write is a stock phrase: a share, within two bounds
_SLOTS = 1 << 24
RULE = "copied"


def copied(
    reports: Mapping[str, Report],
    *,
    names: Mapping[str, str],
    dates: Mapping[str, dt.date | None] | None = None,
    places: Iterable[str] = (),
    severity: Severity = "warning",
    least: int = LEAST,
) -> dict[str, list[Finding]]:
    """The findings of every file that has any, by file.

    ``reports`` may load a report when it is asked for; each is asked for a few times. ``names``: whose a file is; files of one unit are
    not compared. ``dates``: the day by which a report was there, for who was first. ``places``: names of places other than those that
    the names tell. Where the days, or names left in, tell that this report was first, the finding is ``info``: it is not at fault;
    so it is of a government that sums up what its own units report, and of such a unit unless the government's report was first.
    """
    batch = _Batch(reports, names, dates or {}, severity, least)
    batch.take_in()
    batch.compare()
    known = foreign_names.Known(names.values(), places)
    found: dict[str, list[Finding]] = {}
    for file in reports:
        told = [*batch.findings(file), *foreign_names.find(reports[file], names.get(file), known, severity)]
        if told:
            found[file] = told
    return found


class _Hit(NamedTuple):
    """A stretch of this report (``block``, ``span``) that stands in another too (``other``, ``there``)."""

    block: int
    span: Span
    other: int
    there: Span
    length: int
    exchanged: bool


@dataclass
class _Batch:
    reports: Mapping[str, Report]
    names: Mapping[str, str]
    dates: Mapping[str, dt.date | None]
    severity: Severity
    least: int
    files: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)  # of each file: the number of its unit
    hits: dict[int, list[_Hit]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        units: dict[str, int] = {}
        keyed = [(plain(self._name(file)), file) for file in self.reports]
        for unit, file in sorted(keyed):  # files of one unit one after the other: a clause counts once for a unit
            self.files.append(file)
            self.owner.append(units.setdefault(unit, len(units)))
        self.numbers = {file: number for number, file in enumerate(self.files)}
        self.most = min(max(_FEW, int(len(units) * _SHARE)), _MANY)
        self.signatures = Signatures()
        self.places: list[tuple[int, int]] = []  # of each text that is compared: its file and block
        self.users = bytearray(_SLOTS)  # how many units write a clause, by a hash of it
        self.long: dict[int, list[tuple[int, int]]] = defaultdict(list)  # long paragraphs, by a hash
        self.neutral = lru_cache(maxsize=4096)(self._neutral)

    # ── taking in ────────────────────────────────────────────────────────────────────────────────────────────────────

    def take_in(self) -> None:
        """Sign every sentence, count every clause."""
        counted: set[int] = set()
        for number, file in enumerate(self.files):
            if number and self.owner[number] != self.owner[number - 1]:
                counted = set()
            report = self.reports[file]
            whole = neutral.same_length(report.text, self._names(number))
            for index, block in _paragraphs(report):
                level = whole[block.start : block.end]
                for clause in neutral.clauses(level):
                    counted.add(_slot(clause))
                for piece in neutral.pieces(level, _PIECE):
                    self.signatures.add(piece, self.owner[number])
                    self.places.append((number, index))
                if block.end - block.start >= LONG:
                    self.long[hash(neutral.squeezed(level))].append((number, index))
            if number + 1 == len(self.files) or self.owner[number + 1] != self.owner[number]:
                for slot in counted:
                    if self.users[slot] < 255:
                        self.users[slot] += 1

    def _names(self, number: int) -> tuple[str, ...]:
        file = self.files[number]
        return neutral.own_names((self.names.get(file), self.reports[file].info.unit))

    def _neutral(self, number: int, block: int) -> Neutral:
        report = self.reports[self.files[number]]
        place = report.blocks[block]
        read = neutral.read(report.text[place.start : place.end], place.start, self._names(number))
        for start, end in read.clauses:
            if end - start >= neutral.SHORTEST and self.users[_slot(read.text[start:end])] > self.most:
                read.own[start:end] = [False] * (end - start)
        return read

    # ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────

    def compare(self) -> None:
        """Compare the paragraphs of every pair of candidates, each pair of paragraphs once."""
        pairs = {(*self.places[a], *self.places[b]) for a, b in self.signatures.pairs(self.most)}
        for first, block, second, other in sorted(pairs):
            self._keep(first, block, second, other)
        for places in self.long.values():
            self._keep_long(places)

    def _keep(self, first: int, block: int, second: int, other: int) -> None:
        """Keep what two paragraphs have in common: a long stretch, or several that together are longer still."""
        if same(self._unit(first), self._unit(second)):
            return
        one, two = self.neutral(first, block), self.neutral(second, other)
        opening = in_opening(self._report(first), block) or in_opening(self._report(second), other)
        least = self.least * (OPENING if opening else 1)
        for stretch, length in copied_stretches(one, two, least):
            self._hit(first, block, second, other, (one.span(*stretch.first), two.span(*stretch.second)), length)

    def _hit(self, first: int, block: int, second: int, other: int, spans: tuple[Span, Span], length: int) -> None:
        here, there = spans
        exchanged = _squeezed(self._report(first), here) != _squeezed(self._report(second), there)
        self.hits[first].append(_Hit(block, here, second, there, length, exchanged))
        self.hits[second].append(_Hit(other, there, first, here, length, exchanged))

    def _keep_long(self, places: Sequence[tuple[int, int]]) -> None:
        """A long paragraph that more units have than a stock phrase needs: each is told of the first."""
        if len({self.owner[number] for number, _ in places}) <= self.most:
            return
        order = sorted(places, key=lambda place: (self._day(place[0]) or dt.date.max, place))
        origin, source = order[0]
        for number, block in order[1:]:
            if self.owner[number] == self.owner[origin]:
                continue
            one, two = self.neutral(number, block), self.neutral(origin, source)
            spans = one.span(0, len(one.text)), two.span(0, len(two.text))
            self._hit(number, block, origin, source, spans, len(one.text))

    def _report(self, number: int) -> Report:
        return self.reports[self.files[number]]

    def _day(self, number: int) -> dt.date | None:
        return self.dates.get(self.files[number])

    def _unit(self, number: int) -> str:
        return self._name(self.files[number])

    def _name(self, file: str) -> str:
        """Whose a file is; one of nobody stands for itself."""
        return self.names.get(file) or self.reports[file].info.unit or file

    # ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def findings(self, file: str) -> Iterator[Finding]:
        """One finding for each other unit whose text stands here, with all the places."""
        number = self.numbers[file]
        chosen = self._principal(self.hits.get(number, []))
        groups: dict[int, list[_Hit]] = defaultdict(list)
        for hit in chosen:
            groups[hit.other].append(hit)
        for other, hits in sorted(groups.items(), key=lambda item: min(hit.span for hit in item[1])):
            yield self._finding(number, other, hits)

    def _principal(self, hits: Sequence[_Hit]) -> list[_Hit]:
        """Of several units that share a stretch one is told: the first by date, else the one that shares most."""
        shared: dict[int, int] = defaultdict(int)
        for hit in hits:
            shared[hit.other] += hit.length
        ranked = sorted(
            hits,
            key=lambda hit: (self._day(hit.other) or dt.date.max, -shared[hit.other], hit.other, -hit.length, hit.span),
        )
        kept: list[_Hit] = []
        by_block: dict[int, list[_Hit]] = defaultdict(list)
        for hit in ranked:
            if not any(hit.span[0] < one.span[1] and one.span[0] < hit.span[1] for one in by_block[hit.block]):
                by_block[hit.block].append(hit)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.span)

    def _finding(self, number: int, other: int, hits: Sequence[_Hit]) -> Finding:
        here, there = self._report(number), self._report(other)
        longest = max(hits, key=lambda hit: hit.length)
        day, their_day = self._day(number), self._day(other)
        left = self._left(number, other, [hit.span for hit in hits])
        ours_left = None if left else self._left(other, number, [hit.there for hit in hits])
        first = _first(day, their_day)
        was_first = ours_left is not None or (left is None and first == "this")
        if foreign_names.is_under(self._unit(other), self._unit(number)):
            was_first, note = True, "本级政府的报告可以汇总所属单位的材料，只作提示。"
        elif foreign_names.is_under(self._unit(number), self._unit(other)):
            was_first, note = first != "other", ""
        else:
            note = ""
        told = [
            self._where(other, hits, longest),
            self._both(here, there, longest),
            f"文中还留有对方的名称“{left}”。" if left else "",
            f"对方文中留有本单位的名称“{ours_left}”。" if ours_left else "",
            *_order(self._unit(number), day, self._unit(other), their_day),
            *self._sharers(number, other, hits),
            note,
        ]
        return Finding(
            rule=RULE,
            severity="info" if was_first else self.severity,
            message="".join(told),
            suggestion=None if was_first else "请核实本单位的实际情况，改写为本单位自己的做法、数据和问题。",
            evidence=tuple(cite(here, *hit.span) for hit in hits),
        )

    def _where(self, other: int, hits: Sequence[_Hit], longest: _Hit) -> str:
        place = passage(self._report(other), longest.there[0])
        count = "" if len(hits) == 1 else f"等{len(hits)}处"
        size = sum(hit.span[1] - hit.span[0] for hit in hits)
        what = "只换了名称、数字或个别字句，其余相同" if all(hit.exchanged for hit in hits) else "相同"
        return f"本处{count}（约{size}字）与“{self._unit(other)}”的报告{place}{what}："

    def _both(self, here: Report, there: Report, hit: _Hit) -> str:
        own = shorten(here.text[slice(*hit.span)])
        if not hit.exchanged:
            return f"“{own}”。"
        return f"本报告写“{own}”，对方写“{shorten(there.text[slice(*hit.there)])}”。"

    def _left(self, number: int, other: int, spans: Sequence[Span]) -> str | None:
        """A name of the other unit that stands in those places of this one's report."""
        text = "".join(self._report(number).text[slice(*span)] for span in spans)
        return foreign_names.left_in(text, self._unit(number), self._unit(other))

    def _sharers(self, number: int, other: int, hits: Sequence[_Hit]) -> Iterator[str]:
        """How many more units have the same."""
        more = {
            self.owner[hit.other]
            for hit in self.hits[number]
            for one in hits
            if hit.other != other and hit.span[0] < one.span[1] and one.span[0] < hit.span[1]
        } - {self.owner[other], self.owner[number]}
        if more:
            yield f"另有{len(more)}个单位的报告也有相同文字。"


def copied_stretches(one: Neutral, two: Neutral, least: int) -> list[tuple[Stretch, int]]:
    """The stretches of two paragraphs that make one a copy of the other, each with how much of its own wording it holds.

    A stretch of ``least`` characters does, and so do several shorter ones that together hold half as much again.
    """
    measured = [(s, sum(sum(one.own[a : a + size]) for a, _, size in s.pieces)) for s in common(one.text, two.text)]
    parts = [(stretch, length) for stretch, length in measured if length >= least * _PART]
    if sum(length for _, length in parts) >= least * _TOGETHER:
        return parts
    return [(stretch, length) for stretch, length in parts if length >= least]


def _paragraphs(report: Report) -> Iterator[tuple[int, Block]]:
    for index, block in enumerate(report.blocks):
        if block.kind == "paragraph":
            yield index, block


def _slot(clause: str) -> int:
    return zlib.crc32(clause.encode()) & (_SLOTS - 1)


def _squeezed(report: Report, span: Span) -> str:
    return neutral.plain_text(report.text[span[0] : span[1]])


def _first(day: dt.date | None, their_day: dt.date | None) -> str | None:
    """Whose report was there first: ``this``, ``other``, or None where the days do not tell."""
    if day is None or their_day is None or day == their_day:
        return None
    return "this" if day < their_day else "other"


def _order(unit: str, day: dt.date | None, other: str, their_day: dt.date | None) -> Iterator[str]:
    """Who was first, where the days tell."""
    if day is None or their_day is None or day == their_day:
        return
    first = unit if day < their_day else other
    earlier, later = sorted((day, their_day))
    yield f"“{first}”的报告在先（{_day(earlier)}，另一份为{_day(later)}）。"
