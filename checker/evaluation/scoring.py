"""One checked file against its labels: which values are right, which findings are right, missed or wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from checker.evaluation.labels import Gold, Wanted, any_of
from checker.model import CheckResult, Evidence, Finding
from checker.text import Span, fold

Kind = Literal["section", "requirement", "head", "conclusion"]
# A topic that does not apply is scored as one that is left out.
_SAME = {"not_applicable": "missing"}
# Only in these forms may the reader strip what is residue elsewhere.
_STRIPPING = {"html"}


@dataclass(frozen=True)
class Examined:
    """A file as it was read and judged. ``apart`` is what stands outside of ``text``."""

    result: CheckResult
    form: str
    text: str = ""
    apart: str = ""


@dataclass(frozen=True)
class Point:
    """One value: what is right, what was found. ``level`` is a requirement's."""

    kind: Kind
    key: str
    gold: tuple[str | None, ...]
    got: str | None
    level: str = ""
    reason: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.got in self.gold and (self.got is not None or self.kind == "head")

    @property
    def gold_word(self) -> str:
        """One of the right values: the one that was found, if it was."""
        value = self.got if self.right else self.gold[0]
        return "null" if value is None else value


@dataclass(frozen=True)
class Outcome:
    """One finding, right or wrong, or one that is missed (``message`` then says so)."""

    rule: str
    outcome: Literal["right", "missed", "wrong"]
    wanted: str | None
    message: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """A file's values and findings against its labels."""

    name: str
    key: str
    form: str
    source: str
    error: str | None
    points: tuple[Point, ...]
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


def score(name: str, key: str, gold: Gold, examined: Examined) -> Score:
    """Everything about one file."""
    result = examined.result
    points = (*_sections(gold, result), *_requirements(gold, result), *_head(gold, result))
    verdicts = tuple((id_, _same(requirement.verdict) or "null") for id_, requirement in _by_id(result).items())
    reasons = tuple((id_, requirement.reason) for id_, requirement in _by_id(result).items())
    outcomes = tuple(_findings(gold, examined))
    return Score(name, key, examined.form, result.source, result.error, points, outcomes, verdicts, reasons)


def _same(verdict: str | None) -> str | None:
    return _SAME.get(verdict, verdict) if verdict else None


def _quotes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(item.quote for item in evidence[:2])


def _by_id(result: CheckResult) -> dict[str, Any]:
    return {f"{section.id}.{r.id}": r for section in result.sections for r in section.requirements}


def _sections(gold: Gold, result: CheckResult) -> Iterator[Point]:
    found = {section.id: section for section in result.sections}
    for id_, value in gold.sections.items():
        section = found.get(id_)
        status, quotes = (section.status, _quotes(section.evidence)) if section else (None, ())
        yield Point("section", id_, any_of(value), status, section.level if section else "", "", quotes)


def _requirements(gold: Gold, result: CheckResult) -> Iterator[Point]:
    found = _by_id(result)
    for id_, value in gold.requirements.items():
        right = tuple(_same(verdict) for verdict in any_of(value))
        item = found.get(id_)
        if item is None:
            yield Point("requirement", id_, right, None, "unknown", "标准里没有这项要求，或文件没有读出来。")
        else:
            yield Point("requirement", id_, right, _same(item.verdict), item.level, item.reason, _quotes(item.evidence))


def _head(gold: Gold, result: CheckResult) -> Iterator[Point]:
    info = result.report

    def plain(text: str | None) -> str | None:
        return fold(text).text if text else None

    unit = info.unit if info else None
    units = {plain(name) for name in gold.units}
    yield Point(
        "head", "unit", (unit,) if info and plain(unit) in units else (gold.unit,), unit if info else "（未读出）"
    )
    if gold.unit_type is not None:
        yield Point("head", "unit_type", any_of(gold.unit_type), info.unit_type if info else "（未读出）")
    yield Point("head", "year", (_text(gold.year),), _text(info.year) if info else "（未读出）")
    yield Point("head", "signed_date", (_text(gold.signed_date),), _text(info.signed_date) if info else "（未读出）")
    if gold.conclusion is not None:
        yield Point("conclusion", "conclusion", any_of(gold.conclusion), result.conclusion)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Places:
    """Where quotes stand in one text. White space and width do not count."""

    def __init__(self, text: str, apart: str) -> None:
        self.folded = fold(text)
        self.apart = fold(apart).text
        self.known: dict[str, list[Span]] = {}

    def find(self, quote: str) -> list[Span]:
        if quote not in self.known:
            wanted = fold(quote).text
            places: list[Span] = []
            position = self.folded.text.find(wanted) if wanted else -1
            while position >= 0:
                places.append(self.folded.span(position, position + len(wanted)))
                position = self.folded.text.find(wanted, position + 1)
            self.known[quote] = places
        return self.known[quote]

    def hit(self, finding: Finding, rule: str, quote: str) -> bool:
        """Whether the finding points at the quote: its evidence overlaps it, or its message tells words that stand apart."""
        places = self.find(quote)
        if rule == "text.duplicate" and len(places) > 1:
            places = places[1:]
        if any(e.start < end and start < e.end for e in finding.evidence for start, end in places):
            return True
        wanted = fold(quote).text
        return (
            not finding.evidence and not places and bool(wanted) and wanted in fold(finding.message).text + self.apart
        )


def _matches(finding: Finding, wanted: Wanted, places: _Places) -> bool:
    if finding.rule != wanted.rule:
        return False
    return not wanted.quotes or any(places.hit(finding, wanted.rule, quote) for quote in wanted.quotes)


def _findings(gold: Gold, examined: Examined) -> Iterator[Outcome]:
    places = _Places(examined.text, examined.apart)
    found = [finding for finding in examined.result.findings if finding.severity != "info"]
    wanted = [item for item in gold.findings if not _stripped(item, examined.form, places)]
    pairs = _pair([[_matches(f, w, places) for w in wanted] for f in found], len(wanted))
    for finding, match in zip(found, pairs, strict=True):
        quotes = _quotes(finding.evidence)
        if match is not None:
            yield Outcome(finding.rule, "right", wanted[match].quote, finding.message, quotes)
        elif any(_matches(finding, item, places) for item in gold.findings_optional):
            continue
        elif any(item.quotes and _matches(finding, item, places) for item in gold.must_not_flag):
            yield Outcome(finding.rule, "wrong", None, f"{finding.message}（标注：此处不得报）", quotes)
        elif finding.rule in gold.scored_rules:
            again = "（标注只有一处，重复报告）" if any(_matches(finding, w, places) for w in wanted) else ""
            yield Outcome(finding.rule, "wrong", None, finding.message + again, quotes)
    taken = {match for match in pairs if match is not None}
    for index, item in enumerate(wanted):
        if index not in taken:
            lost = bool(item.quotes) and not any(places.find(quote) for quote in item.quotes)
            yield Outcome(item.rule, "missed", item.quote, "标注的原文不在读出的文字中" if lost else "没有报告")


def _stripped(wanted: Wanted, form: str, places: _Places) -> bool:
    """What the reader of a web page strips is no residue of the report."""
    gone = bool(wanted.quotes) and not any(places.find(quote) for quote in wanted.quotes)
    return wanted.rule == "text.residue" and form in _STRIPPING and gone


def _pair(table: list[list[bool]], count: int) -> list[int | None]:
    """For each finding the label that it is matched with, each label once, as many pairs as there can be."""
    owner: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for column in range(count):
            if table[row][column] and column not in seen:
                seen.add(column)
                if column not in owner or place(owner[column], seen):
                    owner[column] = row
                    return True
        return False

    for row in range(len(table)):
        place(row, set())
    matched = {row: column for column, row in owner.items()}
    return [matched.get(row) for row in range(len(table))]
