"""Where the families make their cases: choices that depend on report and change alone, and what a change leaves uncertain."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

from checker.model import Apart
from checker.planting.cues import CUES, cue
from checker.planting.edit import append, body_pieces, pieces
from checker.planting.model import Case, Expected, Lines, Original, Source, Verdicts, Wanted, text_of
from checker.planting.words import slots
from checker.text import fold, han_count

T = TypeVar("T")

# The program counts a body as too short below these; a change must not come near them by chance.
_SHORTEST = 900
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}(?:[、．.）)]|是|要)|第[一二三四五六七八九十]")
_BOTH = re.compile("不足|问题|短板|打算|下一?步|计划")
# Where all depends on the whole, what else is uncertain when a part loses sentences.
_WHOLE = {"shortcomings": {"shortcomings", "plans"}, "plans": {"plans"}, "other": {"other"}}


class Bench:
    """One report on the bench of one family."""

    def __init__(self, original: Original, family: str) -> None:
        self.original = original
        self.source: Source = original.source
        self.family = family
        self._pieces = frozenset(body_pieces(self.source.lines))
        self._proofs = {key: [fold(quote).text for quote in quotes] for key, quotes in original.proofs.items()}
        self._requirements = {
            f"{section}.{requirement}": section
            for section, requirements in original.sections.items()
            for requirement in requirements
        }

    # ── choices ──────────────────────────────────────────────────────────────────────────────────────────────────

    def rng(self, *change: object) -> Random:
        """Chance that is the same for the same report and change."""
        seed = "|".join(map(str, (self.source.name, self.family, *change)))
        return Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))

    def choose(self, change: str, variants: Sequence[T], count: int = 1) -> list[tuple[str, T]]:
        """Some of the variants, each with its name."""
        chosen = self.rng(change).sample(range(len(variants)), min(count, len(variants)))
        return [(str(index + 1), variants[index]) for index in sorted(chosen)]

    def fitting(self, variants: Sequence[str]) -> list[str]:
        """Those of the sentences that name nothing of later years."""
        early = self.source.year < 2020
        return [text for text in variants if not (early and "习近平法治思想" in text)]

    def fill(self, text: str, *change: object) -> str:
        """The text with its slots filled."""
        return text.format(**slots(self.source, self.rng("fill", *change)))

    def spots(self) -> list[int]:
        """Paragraphs on what was done, to which a sentence can be added; none with a defect in it."""
        parts = [part for part in self.source.parts if part.section == "measures"]
        if not parts:  # under headings that tell nothing there may be anything
            parts = [part for part in self.source.parts if part.section is None and not _BOTH.search(part.wording)]
        inside = [i for part in parts for i in range(part.first, part.last)]
        return [i for i in inside if self._fit(i, bool(parts) and parts[0].section is None)]

    def _fit(self, index: int, doubtful: bool) -> bool:
        line = self.source.lines[index]
        if line.kind != "paragraph" or len(line.body) < 40:
            return False
        if any(mark in line.text for mark in self.original.marked if mark):
            return False
        return not (doubtful and (_BOTH.search(line.text) or str(self.source.year + 1) in line.text))

    def spot(self, *change: object) -> int | None:
        """One of them."""
        found = self.spots()
        return self.rng("spot", *change).choice(found) if found else None

    def said(self, sentence: str, *change: object) -> Lines | None:
        """The report with one more sentence on what was done."""
        place = self.spot(*change)
        return None if place is None else append(self.source.lines, place, sentence)

    # ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────

    def plant(
        self,
        change: str,
        variant: str,
        lines: Lines,
        *,
        about: Sequence[str] = (),
        verdicts: Mapping[str, str | Iterable[str]] | None = None,
        statuses: Mapping[str, str | Iterable[str]] | None = None,
        findings: Sequence[Wanted] = (),
        head: Mapping[str, str | None] | None = None,
        loose: Iterable[str] = (),
        apart: tuple[Apart, ...] = (),
    ) -> Case:
        """A change that must bring about what is named; where that is as it was already, the change is a look-alike."""
        named_verdicts = {key: _any(value) for key, value in (verdicts or {}).items()}
        named_statuses = {key: _any(value) for key, value in (statuses or {}).items()}
        uncertain = self._uncertain(lines, set(named_verdicts), set(named_statuses)) | set(loose)
        expected = Expected(named_verdicts, named_statuses, tuple(findings), head or {}, frozenset(uncertain))
        concerns = tuple(about) or (*named_verdicts, *(finding.rule for finding in findings))
        same = not findings and not head and self._as_before(named_verdicts, named_statuses)
        return Case(self.source.name, self.family, change, variant, same, lines, expected, concerns, apart)

    def _as_before(self, verdicts: Mapping[str, Verdicts], statuses: Mapping[str, Verdicts]) -> bool:
        """Whether all that is named is what the original has."""
        was = {**self.original.verdicts, **self.original.statuses}
        return all(value == {was.get(key)} for key, value in (*verdicts.items(), *statuses.items()))

    def trap(
        self,
        change: str,
        variant: str,
        lines: Lines,
        *,
        about: Sequence[str],
        loose: Iterable[str] = (),
        strict: bool = False,
        apart: tuple[Apart, ...] = (),
        encoding: str = "utf-8",
        newline: str = "\n",
    ) -> Case:
        """A change that must not show. ``strict``: in nothing at all, not even where a proof was touched."""
        uncertain = set(loose) | (self.original.doubtful if strict else self._uncertain(lines, set(), set()))
        return Case(
            self.source.name,
            self.family,
            change,
            variant,
            True,
            lines,
            Expected(loose=frozenset(uncertain)),
            tuple(about),
            apart,
            encoding,
            newline,
        )

    def _uncertain(self, lines: Lines, verdicts: set[str], statuses: set[str]) -> set[str]:
        """Requirements of which a proof is gone, or which are not met and of which something is newly said; their sections."""
        now = fold(text_of(lines)).text
        there = frozenset(body_pieces(lines))
        new = "".join(piece for piece in there if piece not in self._pieces)
        loose = set(self.original.doubtful)
        if not self._pieces <= there:  # with the other copy, or the line before, such a finding goes too
            loose |= {"text.duplicate", "numbering.sequence"} & self.original.found
            loose.add("numbers.inconsistent")  # a list may have lost one of the items that it counts
        if any(_ITEM.match(piece) for piece in self._pieces - there):
            loose.add("numbering.sequence")
        if str(self.source.year + 1) in new and self.original.verdicts.get("plans.next_year") != "met":
            loose |= {"plans.next_year", "plans"}
        cut, bereft = self._cut(there), self._bereft(there)
        loose |= {"other"} & cut
        for requirement, section in self._requirements.items():
            if requirement in verdicts:
                continue
            verdict = self.original.verdicts.get(requirement)
            proofs = self._proofs[requirement]
            touched = any(quote not in now or quote in bereft for quote in proofs)
            told = verdict != "met" and requirement in CUES and bool(cue(requirement).search(new))
            if verdict is None or touched or told or section in cut:
                loose.add(requirement)
                if requirement in self.original.required and section not in statuses:
                    loose.add(section)
        if han_count(now) < _SHORTEST:
            loose.add("body.too_short")
        return loose - statuses

    def _bereft(self, there: frozenset[str]) -> str:
        """The paragraphs that lost sentences: what is left of them may have lost its subject."""
        lines = [line for line in self.source.lines if line.body and not there.issuperset(pieces(line.body))]
        return fold("\n".join(line.text for line in lines)).text

    def _cut(self, there: frozenset[str]) -> set[str]:
        """Sections that depend on the whole of a part that lost sentences."""
        cut: set[str] = set()
        for part in self.source.parts:
            own = body_pieces(self.source.lines[part.first : part.last])
            sections = _WHOLE.get(part.section or "", set())
            if part.section is None and _BOTH.search(part.wording):
                sections = {"shortcomings", "plans"}
            if sections and not there.issuperset(own):
                cut |= sections
        return cut


def _any(value: str | Iterable[str]) -> frozenset[str]:
    return frozenset((value,)) if isinstance(value, str) else frozenset(value)
