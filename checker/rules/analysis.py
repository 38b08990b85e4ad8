"""The report taken apart for the rules: sentences, clauses, who acts, in which mood, and what part of the report it is.

Every rule reads the same ``Analysis``, made once per report. Texts of sentences and clauses are folded (width, white space);
``Analysis.span`` maps them back to code points of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from checker.lazy import lazy
from checker.model import Block, Report, UnitType
from checker.patterns import compiled
from checker.rubric import Rubric
from checker.rules.actors import Mention, mentions, names_office
from checker.rules.acts import SET_PHRASE, leader_act, on_topic
from checker.rules.tense import Mood, mood, negated
from checker.text import Folded, Span, fold, quantities

Role = Literal["opening", "duty", "measures", "problem", "plan", "other"]
ROLE_OF_SECTION: dict[str, Role] = {
    "first_responsible": "duty",
    "measures": "measures",
    "shortcomings": "problem",
    "plans": "plan",
    "other": "other",
}

# What is longer than any sentence or clause is cut: each is searched whole for every one of its parts.
_SENTENCE = re.compile(r"[^。!?]{1,1000}[。!?]*[\"')\]》」』]*")
_CLAUSE = re.compile(r"[^,;:]{1,500}[,;:]?")
# (联系人:张三,电话:……) under the text says nothing of the year.
_CONTACT = re.compile(r"[(]?(?:联系人|联系电话|联系方式|经办人|填报人|报送人)[^。]{0,6}:")


@dataclass(eq=False)
class Clause:
    """A piece between commas; ``start`` and ``end`` count in its block's folded text."""

    text: str
    start: int
    end: int
    sentence: Sentence = field(repr=False)
    unit_type: UnitType | None = None

    @lazy
    def mood(self) -> Mood:
        return mood(self.text)

    @lazy
    def plain(self) -> str:
        """The clause without the set phrases of party documents."""
        return SET_PHRASE.sub("　", self.text)

    @lazy
    def negated(self) -> bool:
        return negated(self.text)

    @lazy
    def mentions(self) -> list[Mention]:
        return mentions(self.text, self.unit_type)

    @lazy
    def leader_act(self) -> str | None:
        """The concrete act on law-based-government work that the clause tells, whoever its subject."""
        return leader_act(self.text)

    @lazy
    def on_topic(self) -> bool:
        """Whether the clause, or what stands round it in the sentence, speaks of law-based-government work."""
        return on_topic(self.text, self.sentence.text, default=False)

    @lazy
    def figures(self) -> list[str]:
        """The figures with a unit that the clause tells, zeros left out."""
        return [self.text[q.start : q.end] for q in quantities(self.text) if q.unit and q.value]


@dataclass(eq=False)
class Sentence:
    """A sentence; ``label``: it is a heading or a run-in heading, not a statement."""

    text: str
    block: int
    start: int
    end: int
    role: Role
    item: int = -1
    label: bool = False
    after_plan_word: bool = False
    unit_type: UnitType | None = field(default=None, repr=False)

    @lazy
    def clauses(self) -> list[Clause]:
        return [
            Clause(m.group(), self.start + m.start(), self.start + m.end(), self, self.unit_type)
            for m in _CLAUSE.finditer(self.text)
        ]

    @lazy
    def names_leader(self) -> bool:
        """Whether the principal leader is named as a subject."""
        if not names_office(self.text):
            return False
        return any(m.actor == "leader" for c in self.clauses for m in c.mentions)

    @lazy
    def ahead(self) -> bool:
        """True where the sentence as a whole looks ahead: its first clauses set a plan's frame."""
        return self.role == "plan" or any(c.mood == "planned" for c in self.clauses[:2])

    def done(self, clause: Clause) -> bool:
        """Is the act of this clause told as done?"""
        if clause.mood != "done" or clause.negated:
            return False
        if self.role == "plan":
            return False
        return not any(c.mood == "planned" for c in self.clauses if c.start < clause.start)


@dataclass(eq=False)
class Part:
    """The blocks that a heading governs, or that stand together without one."""

    role: Role
    heading: int | None
    blocks: list[int]
    announced: bool = False


class Analysis:
    """See the module. ``sentences`` stand in reading order, labels included."""

    def __init__(self, report: Report, rubric: Rubric, unit_type: UnitType | None = None) -> None:
        from checker.rules.roles import assign_roles

        self.report = report
        self.rubric = rubric
        self.unit_type = unit_type or report.info.unit_type
        self.folded: dict[int, Folded] = {}
        for index, block in enumerate(report.blocks):
            if block.kind in ("heading", "paragraph", "table"):
                self.folded[index] = fold(report.text[block.start : block.end])
        self.year = report.info.year
        self.withheld = _machine_spans(report, rubric)
        self.sentences: list[Sentence] = []
        self.parts: list[Part] = []
        self.memo: dict[str, Any] = {}  # what several rules derive from the analysis, derived once
        self.top_level = min((h.level for h in report.headings), default=1)
        assign_roles(self)

    # ── the pieces ────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self) -> Iterator[tuple[int, Block]]:
        """The blocks that can prove anything, with their indices."""
        for index in self.folded:
            yield index, self.report.blocks[index]

    def split(self, index: int, role: Role) -> list[Sentence]:
        """The sentences of one block."""
        text = self.folded[index].text
        found: list[Sentence] = []
        for match in _SENTENCE.finditer(text):
            cuts = [match.start(), *(match.start() + at for at in self._plan_clauses(match.group())), match.end()]
            found += [Sentence(text[a:b], index, a, b, role, unit_type=self.unit_type) for a, b in pairwise(cuts)]
        found = [s for s in found if not _CONTACT.match(s.text)]
        return [s for s in found if not self._withheld(s)] if self.withheld else found

    def _withheld(self, sentence: Sentence) -> bool:
        start, end = self.sentence_span(sentence)
        return any(start < stop and begin < end for begin, stop in self.withheld)

    def _plan_clauses(self, sentence: str) -> list[int]:
        """Where a plan begins in the middle of a sentence (……等不足,下一步将……): the two are read apart."""
        match = self._plan_opens.search(sentence)
        return [match.end()] if match and match.start() >= 12 else []

    @lazy
    def _plan_opens(self) -> re.Pattern[str]:
        following = f"|{self.year + 1}年" if self.year else ""
        return re.compile(
            rf"[,;](?=(?:我[局镇县市区们]|本局|对此)?(?:下一步|下步|下一阶段|今后|接下来|明年|来年{following})[^,;。]{{0,30}}(?:将|要|拟|力争|继续|重点|着力|进一步))"
        )

    @lazy
    def statements(self) -> list[Sentence]:
        """Every sentence that is not a heading."""
        return [s for s in self.sentences if not s.label]

    def in_roles(self, *roles: Role) -> Iterator[Sentence]:
        """The statements of those roles."""
        return (s for s in self.statements if s.role in roles)

    @lazy
    def by_block(self) -> dict[int, list[Sentence]]:
        found: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.block, []).append(sentence)
        return found

    # ── back to the report ────────────────────────────────────────────────────────────────────────────────────────

    def span(self, block: int, start: int, end: int) -> Span:
        """Code points of the report for a piece of a block's folded text."""
        first, last = self.folded[block].span(start, end)
        base = self.report.blocks[block].start
        return base + first, base + last

    def sentence_span(self, sentence: Sentence) -> Span:
        return self.span(sentence.block, sentence.start, sentence.end)

    def clause_span(self, clause: Clause) -> Span:
        """The clause without its closing comma."""
        end = clause.end - 1 if clause.text[-1:] in ",;:" else clause.end
        return self.span(clause.sentence.block, clause.start, max(end, clause.start + 1))

    def quote(self, span: Span, limit: int = 40) -> str:
        """A piece of the report for a reason: shortened in the middle of nothing but at the end, never in a number."""
        text = self.report.text[span[0] : span[1]].strip("，；：。、,;: \n")
        if len(text) <= limit:
            return text
        cut = limit
        while cut > 1 and (text[cut - 1].isdigit() or (text[cut - 1].isascii() and text[cut].isascii())):
            cut -= 1
        return text[:cut].rstrip("，；：、,;: ") + "……"

    # ── sections ──────────────────────────────────────────────────────────────────────────────────────────────────

    def heading_spans(self, section_id: str) -> list[Span]:
        """Where a heading announces the section."""
        role = ROLE_OF_SECTION.get(section_id)
        spans = []
        for part in self.parts:
            if part.role == role and part.heading is not None and part.announced:
                heading = self.report.headings[part.heading]
                spans.append((heading.start, heading.end))
        return spans

    def role_sentences(self, section_id: str) -> list[Sentence]:
        role = ROLE_OF_SECTION.get(section_id)
        return [s for s in self.statements if s.role == role]

    def section_evidence(self, section_id: str) -> tuple[Span, ...]:
        """Where the section's own content stands: its heading and the first sentences told in its role."""
        role = ROLE_OF_SECTION.get(section_id)
        if role is None:
            return self._other_rubric_evidence(section_id)
        sentences = [s for s in self.role_sentences(section_id) if len(s.text) >= 6]
        if not sentences:
            return ()
        return (*self.heading_spans(section_id)[:1], *(self.sentence_span(s) for s in sentences[:2]))

    def own_place(self, section_id: str) -> bool:
        """True where a heading or a paragraph is devoted to the section (contract.md: ``present``)."""
        role = ROLE_OF_SECTION.get(section_id)
        if role is None:
            return bool(self._other_rubric_evidence(section_id))
        for part in self.parts:
            if part.role == role and part.announced and self._has_content(part.blocks, role):
                return True
        return any(self._devoted(sentences, role) for sentences in self.by_block.values())

    def _has_content(self, blocks: Iterable[int], role: Role) -> bool:
        return any(
            s.role == role and not s.label and len(s.text) >= 6 for b in blocks for s in self.by_block.get(b, ())
        )

    def _devoted(self, sentences: list[Sentence], role: Role) -> bool:
        total = sum(len(s.text) for s in sentences if not s.label)
        own = sum(len(s.text) for s in sentences if not s.label and s.role == role)
        if any(s.after_plan_word for s in sentences if s.role == role):
            return own >= 30 and own == total  # within the shortcomings only a paragraph of its own counts
        return own >= 30 and own * 2 >= total

    def _other_rubric_evidence(self, section_id: str) -> tuple[Span, ...]:
        """A section of a rubric with other parts: the blocks under a heading that announces it."""
        section = next((s for s in self.rubric.sections if s.id == section_id), None)
        patterns = [compiled(p) for p in section.headings] if section else []
        spans: list[Span] = []
        for heading in self.report.headings:
            wording = fold(self.report.text[heading.start : heading.end]).text
            if any(p.search(wording) for p in patterns):
                spans.append((heading.start, heading.end))
        return tuple(spans[:2])


def _machine_spans(report: Report, rubric: Rubric) -> list[Span]:
    """Text addressed to a machine reader proves nothing."""
    from checker.rules import Context
    from checker.rules.document import machine_address

    defects = machine_address.find(report, machine_address.Params(), Context(rubric))
    return [span for defect in defects for span in defect.spans]


def analyse(report: Report, rubric: Rubric, unit_type: UnitType | None = None) -> Analysis:
    """Take the report apart. ``unit_type`` overrides what the outline found."""
    return Analysis(report, rubric, unit_type)
