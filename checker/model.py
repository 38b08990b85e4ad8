"""The types that every part of the program shares.

Offsets are Unicode code points into ``Document.text``, half-open: ``text[start:end]``. All values are frozen.
Only the standard library and pydantic are imported here.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["met", "partial", "missing", "not_applicable"]
Level = Literal["required", "expected", "coverage"]
SectionLevel = Literal["required", "optional"]
SectionStatus = Literal["present", "partial", "missing"]
Conclusion = Literal["pass", "revise", "return"]
Severity = Literal["error", "warning", "info"]
EngineName = Literal["rules", "llm", "hybrid"]
Judge = Literal["rules", "llm"]
UnitType = Literal["government", "department", "township", "zone"]
BlockKind = Literal["title", "heading", "paragraph", "table", "signature", "date", "residue"]
ApartKind = Literal["header", "footer", "note", "hidden"]
Offset = Annotated[int, Field(ge=0)]

SCHEMA_VERSION = "1"


class Value(BaseModel):
    """A frozen value; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Look(Value):
    """What a paragraph looked like in its file, as far as the format tells. Sizes are points, indents are characters."""

    style_level: int | None = None
    centred: bool = False
    right: bool = False
    bold: bool = False
    size: float | None = None
    font: str | None = None
    indent: float | None = None


PLAIN = Look()


class Block(Value):
    """One paragraph, table, heading … of a document: ``text[start:end]``.

    ``level`` is the heading level from 1 (also on a paragraph that opens with a run-in heading), ``number`` the number as a
    reader sees it ("一、", "（一）"), ``page`` is 1-based where the form has pages.
    """

    kind: BlockKind
    level: int | None = None
    number: str | None = None
    start: Offset
    end: Offset
    page: int | None = None
    look: Look = Field(default=PLAIN, exclude=True, repr=False)


class Apart(Value):
    """Text of the file that is not part of ``Document.text``: running heads, notes, comments, hidden text."""

    kind: ApartKind
    text: str


class Document(Value):
    """What a reader made of one file.

    ``form`` is the reader's name ("docx", "txt" …). ``blocks`` are in reading order and do not overlap; a reader gives them the
    kinds ``paragraph``, ``table`` or, where the format itself says so, ``residue``; ``checker.outline`` finds the others.
    ``warnings`` are sentences for the user: what could not be read, or not surely.
    """

    source: str
    sha256: str
    form: str
    text: str
    blocks: tuple[Block, ...]
    apart: tuple[Apart, ...] = ()
    pages: int | None = None
    warnings: tuple[str, ...] = ()


class ReportInfo(Value):
    """The head data of a report. ``characters`` counts the Chinese characters of the body."""

    title: str | None = None
    unit: str | None = None
    unit_type: UnitType | None = None
    year: int | None = None
    signed_date: dt.date | None = None
    characters: int = 0
    pages: int | None = None


class Heading(Value):
    """A heading: ``text[start:end]`` is its wording without the number.

    ``block`` is the index of its block. ``run_in``: the heading is the first sentence of a paragraph that goes on.
    """

    block: int
    level: int
    number: str | None
    start: Offset
    end: Offset
    run_in: bool = False


class Report(Value):
    """A document with its structure found: ``blocks`` are the document's with their final kinds."""

    document: Document
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    info: ReportInfo

    @property
    def text(self) -> str:
        return self.document.text


class Evidence(Value):
    """A verbatim piece of the report: ``quote == text[start:end]``. ``paragraph`` is the index of its block."""

    quote: str
    start: Offset
    end: Offset
    paragraph: int
    page: int | None = None


class Opinion(Value):
    """What one judge says of one requirement; ``verdict`` None: it did not judge."""

    by: Judge
    verdict: Verdict | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


class RequirementResult(Value):
    """The verdict on one requirement; ``verdict`` None (未判定) is never a pass."""

    id: str
    title: str
    group: str | None = None
    level: Level
    verdict: Verdict | None
    reason: str
    suggestion: str | None = None
    basis: str | None = None
    evidence: tuple[Evidence, ...] = ()
    decided_by: Literal["rules", "llm", "both"] | None = None
    needs_review: bool = False
    opinions: tuple[Opinion, ...] = ()


class SectionResult(Value):
    """A mandated section: ``evidence`` shows where its content stands.

    ``suggestion``: what to do where every required requirement is met, and yet the section has no place of its own.
    """

    id: str
    title: str
    level: SectionLevel
    status: SectionStatus | None
    suggestion: str | None = None
    evidence: tuple[Evidence, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()


class Finding(Value):
    """A defect of the document itself."""

    rule: str
    severity: Severity
    message: str
    suggestion: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Cost(Value):
    """Money, by the user's own table of prices; ``as_of`` is the day that table gives."""

    amount: float
    currency: str
    as_of: str | None = None


class Usage(Value):
    """What a model was asked, in calls and tokens. ``input_tokens`` takes in the cached ones; ``cost`` where prices are known."""

    calls: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost: Cost | None = None

    def __add__(self, other: Usage) -> Usage:
        costs = [usage.cost for usage in (self, other) if usage.cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=costs[0].model_copy(update={"amount": sum(cost.amount for cost in costs)}) if costs else None,
        )


class RubricRef(Value):
    """Which rubric judged: ``sha256`` is that of its file (and of those it extends)."""

    id: str
    version: str
    sha256: str | None = None


class EngineRef(Value):
    """Which engine judged; ``model`` None where no model was asked.

    ``prompts_sha256`` is that of what the model was told, ``version`` the program's.
    """

    name: EngineName
    model: str | None = None
    prompts_sha256: str | None = None
    version: str | None = None


class CheckResult(Value):
    """Everything that is known of one file. Where it could not be read, ``error`` says why and the rest is empty.

    ``model_error``: the model was to be asked and gave nothing, and why (``model_withheld``: because the report must not be sent);
    ``model_answers``: answers of its that were in part or wholly not usable, as they came.
    """

    source: str
    sha256: str | None = None
    error: str | None = None
    report: ReportInfo | None = None
    rubric: RubricRef | None = None
    engine: EngineRef | None = None
    conclusion: Conclusion | None = None
    sections: tuple[SectionResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    usage: Usage | None = None
    warnings: tuple[str, ...] = ()
    model_error: str | None = None
    model_withheld: bool = False
    model_answers: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's JSON element, with dates as ISO strings."""
        return self.model_dump(mode="json")


# ── submissions ──────────────────────────────────────────────────────────────────────────────────────────────────────

SubmissionStatus = Literal["not_due", "overdue", "on_time", "late", "undated"]
PublicationStatus = Literal["not_due", "overdue", "on_time", "late"]


class Submission(Value):
    """Whether a unit's report came in time (contract: ``submission`` in results.jsonl). ``unit`` None: nobody knows whose it is.

    ``due_included``: the day itself is in time, else "之前". ``submitted_by``: which day was judged, the roster's or the signed one.
    ``days``: by how many days the last day in time is passed, by the submission or, where none came, on the day of looking; 0 or
    less is in time. ``publication`` is a status of its own, None where the unit's kind has no such day.
    """

    unit: str | None
    kind: UnitType | None = None
    contact: str | None = None
    status: SubmissionStatus
    due: dt.date | None
    due_included: bool = False
    submitted: dt.date | None = None
    submitted_by: Literal["roster", "signature"] | None = None
    published: dt.date | None = None
    publication: PublicationStatus | None = None
    publication_due: dt.date | None = None
    days: int | None = None
    file: str | None = None
    others: tuple[str, ...] = ()


class FollowUp(Value):
    """What became of a problem or a plan of last year's report: ``earlier`` in last year's text, ``later`` in this year's.

    ``answered``: this year's report tells what was done about it; ``repeated``: it stands there again as a problem or a plan;
    ``passed_over``: nothing is said.
    """

    kind: Literal["problem", "plan"]
    fate: Literal["answered", "passed_over", "repeated"]
    earlier: Evidence
    later: tuple[Evidence, ...] = ()
    reason: str


class Edit(Value):
    """A passage in which the published text differs from the submitted one. An empty side: it stands on the other only."""

    submitted: Evidence | None
    published: Evidence | None
    message: str


class BatchLine(Value):
    """A unit of the roster, or a file that is no unit's (``unit`` None), with all that is known of it.

    ``notes`` are sentences for the clerk (how the file was found, what to make sure of), ``candidates`` units that the file may be
    from, ``changes`` sentences on what is new since the last run. ``last_year`` and ``edits`` are None where nobody asked.
    """

    unit: str | None
    submission: Submission
    result: CheckResult | None
    notes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    last_year: tuple[FollowUp, ...] | None = None
    edits: tuple[Edit, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's line of results.jsonl, with dates as ISO strings."""
        return self.model_dump(mode="json")


class Batch(Value):
    """One run over a folder: a line per unit of the roster in its order, then the files that are no unit's.

    ``since``: the day of the run before, to which ``changes`` compare; None in a first run. ``rostered``: there was a roster.
    """

    folder: str
    year: int | None
    as_of: dt.date
    rostered: bool
    lines: tuple[BatchLine, ...]
    since: dt.date | None = None
    rubric: RubricRef | None = None
    engine: EngineRef | None = None
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()


# ── briefings ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Source(Value):
    """A verified quote of one of the reports that a briefing is on. ``report`` is the index into ``Briefing.reports``."""

    report: int = 0
    evidence: Evidence


class Statement(Value):
    """One sentence of a briefing, or a piece of one, with what it rests on.

    Everything in ``text`` that could be checked (numbers, dates, names) stands in the ``sources``. ``by_code``: it says what the
    program found or computed itself (a verdict, a sum, a count of units), and is marked so; its sources show from what.
    """

    text: str
    sources: tuple[Source, ...] = ()
    by_code: bool = False


class Figure(Value):
    """A number that matters: ``what`` was done, ``number`` as the report writes it with its unit, where it stands."""

    what: str
    number: str
    section: str
    source: Source


class Cell(Value):
    """A cell of a briefing's table; ``status`` colours it."""

    text: str
    status: SectionStatus | None = None
    sources: tuple[Source, ...] = ()


class Table(Value):
    """A table of a briefing. Every row has as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Passage(Value):
    """A headed part of a briefing: statements, each a sentence of a running text (or an item, where ``listed``), then a table.

    ``id`` is that of a rubric's section, or "conclusion", "figures", "gaps", "timeliness", "submissions", "topics" … . ``picture``:
    the table is drawn too, as units by sections.
    """

    id: str
    title: str
    statements: tuple[Statement, ...] = ()
    listed: bool = False
    table: Table | None = None
    picture: bool = False


class BriefedReport(Value):
    """A report that a briefing is on."""

    source: str
    unit: str | None = None
    title: str | None = None
    year: int | None = None
    signed_date: dt.date | None = None
    conclusion: Conclusion | None = None
    sha256: str | None = None


class Briefing(Value):
    """What a leader reads on one report or on a batch.

    ``left_out`` counts the statements that were written and could not be traced to their sources. ``writer``: the embedded one
    or a model. ``warnings`` are sentences for the user about the briefing itself.
    """

    kind: Literal["report", "batch"]
    length: Literal["short", "page", "full"]
    title: str
    reports: tuple[BriefedReport, ...]
    passages: tuple[Passage, ...]
    as_of: dt.date | None = None
    writer: EngineRef
    left_out: int = 0
    usage: Usage | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The JSON form, with dates as ISO strings."""
        return self.model_dump(mode="json")
