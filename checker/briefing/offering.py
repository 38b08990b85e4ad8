"""What of a report a model is given to write its briefing from: numbered evidence for each part that the embedded writer tells of.

In: a report's material, and what must not be sent of it. Out: ``Offer`` values, each a verified quote with the words that a model gets to
see. Two springs: what the embedded writer could shorten, and the quotes that the judge proved. Plans are offered for the plans only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.briefing.admitting import Kind
from checker.briefing.material import Material
from checker.briefing.picking import alike, overlap
from checker.briefing.problems import Told
from checker.briefing.shortening import Candidate
from checker.llm.paragraphs import Shown
from checker.llm.writing import Item, Part
from checker.model import Evidence, Passage, SectionResult, Source
from checker.text import Span

KINDS: dict[str, Kind] = {
    "first_responsible": "deed",
    "measures": "deed",
    "shortcomings": "problem",
    "plans": "plan",
}
_TIMES_THE_ROOM = 3  # so much evidence for what is to be written
_LEAST, _MOST = 160, 2_400  # characters of evidence for one part
_LONGEST = 200
_FEW = 3
_BETWEEN = re.compile(r"[，,；;、]\s*")
_SENTENCE = 30  # characters that a sentence takes at least


@dataclass(frozen=True)
class Offer:
    """A piece of evidence: ``item`` is what the model sees, ``sources`` what a briefing cites."""

    part: str
    item: Item
    sources: tuple[Source, ...]
    owner: int = 0  # the report's index, in a batch

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(source.evidence.quote for source in self.sources)


@dataclass(frozen=True)
class _Found:
    span: Span
    weight: float


def offers(material: Material, passages: Sequence[Passage], shown: Shown) -> tuple[Offer, ...]:
    """The evidence for every part of which the embedded writer tells anything, in the report's order within each part."""
    rows = [
        (source.evidence.start, source.evidence.end)
        for passage in passages
        if passage.table is not None
        for row in passage.table.rows
        for cell in row
        for source in cell.sources
    ]
    found: list[Offer] = []
    by_id = {section.id: section for section in material.result.sections}
    for passage in passages:
        section, room = by_id.get(passage.id), room_of(passage)
        if section is not None and room:
            found += _of_part(material, section, room, rows, shown, found)
    return tuple(found)


def parts(found: Sequence[Offer], passages: Sequence[Passage]) -> tuple[Part, ...]:
    """What is asked: the parts with evidence, with as much room as the embedded writer's statements take."""
    asked = []
    for passage in passages:
        items = tuple(offer.item for offer in found if offer.part == passage.id)
        if items:
            room = max(room_of(passage), _SENTENCE)
            most = max(len(passage.statements) + 1, room // _SENTENCE) if room > _SENTENCE else 1
            asked.append(Part(passage.id, passage.title, room, most, items))
    return tuple(asked)


def room_of(passage: Passage) -> int:
    """The characters of what a passage tells of the report itself; 0 where the program says that there is nothing to tell."""
    return sum(len(statement.text) for statement in passage.statements if not statement.by_code)


def _of_part(
    material: Material,
    section: SectionResult,
    room: int,
    rows: Sequence[Span],
    shown: Shown,
    known: Sequence[Offer],
) -> Iterator[Offer]:
    """The part's evidence; what is offered for a part before it, or stands in the table of figures, is told there."""
    wanted = min(max(room * _TIMES_THE_ROOM, _LEAST), _MOST)
    elsewhere = [(source.evidence.start, source.evidence.end) for offer in known for source in offer.sources]
    chosen: list[_Found] = []
    ranked = sorted(_all_of(material, section), key=lambda one: (-one.weight, one.span))
    proved = [] if ranked and section.id == "shortcomings" else list(_proved(material, section))
    for one in [*ranked, *proved]:
        if wanted <= 0:
            break
        if any(overlap(one.span, span) for span in (*elsewhere, *(other.span for other in chosen))):
            continue
        if len(ranked) > _FEW and any(row[0] <= one.span[0] and one.span[1] <= row[1] for row in rows):
            continue
        chosen.append(one)
        wanted -= one.span[1] - one.span[0]
    whole = _joined(material, chosen)
    ranks = {one: rank for rank, one in enumerate(sorted(whole, key=lambda other: -other.weight))}
    number = len(known)
    for one in whole:
        source = material.source(one.span)
        words = seen(shown, source.evidence)
        if words:
            number += 1
            yield Offer(section.id, Item(number, words, ranks[one]), (source,))


def _joined(material: Material, chosen: Iterable[_Found]) -> list[_Found]:
    """In the report's order; pieces of one sentence with a comma between them are one quote, lest the model miss what leans on what."""
    found: list[_Found] = []
    text = material.report.text
    for one in sorted(chosen, key=lambda other: other.span):
        last = found[-1] if found else None
        if (
            last is not None
            and _BETWEEN.fullmatch(text, last.span[1], one.span[0])
            and one.span[1] - last.span[0] <= _LONGEST
        ):
            found[-1] = _Found((last.span[0], one.span[1]), max(last.weight, one.weight))
        else:
            found.append(one)
    return found


def seen(shown: Shown, evidence: Evidence) -> str | None:
    """The quote as a model may see it; None where none of it may be."""
    if shown.restore(evidence) is None:
        return None
    return "".join(shown.view.text[evidence.start : evidence.end].split())


def _all_of(material: Material, section: SectionResult) -> Iterator[_Found]:
    if section.id == "shortcomings":
        for place, problem in enumerate(material.problems):
            yield from (_Found(span, 10.0 - place / 10) for span in _whole(material, problem))
        return
    pools: dict[str, list[Candidate]] = {
        "first_responsible": material.duty,
        "measures": material.measures,
        "plans": material.plans,
    }
    pool = pools[section.id] if section.id in pools else material.of_section(section)
    yield from (_Found(candidate.span, candidate.score) for candidate in pool)


def _whole(material: Material, problem: Told) -> list[Span]:
    """A shortcoming with its fact and cause as one quote where they stand close together, else as several."""
    spans = sorted(problem.cited(problem.text(10_000)))
    blocks = {material.source(span).evidence.paragraph for span in spans}
    joined = (spans[0][0], max(end for _, end in spans))
    return [joined] if len(blocks) == 1 and joined[1] - joined[0] <= _LONGEST else spans


def _proved(material: Material, section: SectionResult) -> Iterable[_Found]:
    """The judge's quotes for this part, those that are told as such a part asks: what is planned is nothing that was done."""
    kind = KINDS.get(section.id, "other")
    for requirement in section.requirements:
        if requirement.verdict not in ("met", "partial"):
            continue
        for evidence in requirement.evidence:
            span = (evidence.start, evidence.end)
            if span[1] - span[0] >= 10 and _told_as(material, span, kind):
                yield _Found(span, 0.0)


def _told_as(material: Material, span: Span, kind: Kind) -> bool:
    analysis = material.analysis
    touched = [s for s in analysis.statements if overlap(analysis.sentence_span(s), span)]
    if not touched:
        return False
    if kind == "plan":
        return all(sentence.ahead for sentence in touched)
    if kind == "problem":
        return all(sentence.role == "problem" and not sentence.ahead for sentence in touched)
    if kind == "deed":
        clauses = [
            (sentence, clause)
            for sentence in touched
            for clause in sentence.clauses
            if overlap(analysis.clause_span(clause), span)
        ]
        return all(s.role not in ("plan", "problem") and not s.ahead for s in touched) and any(
            sentence.done(clause) for sentence, clause in clauses
        )
    return True


def told_in_table(text: str, passages: Iterable[Passage]) -> bool:
    """Whether a table of the briefing says the same already."""
    rows = (row for passage in passages if passage.table is not None for row in passage.table.rows)
    return any(alike(text, "".join(cell.text for cell in row[:2])) for row in rows)
