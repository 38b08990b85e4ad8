"""One page that needs nothing else: no script, no network; light and dark, and on paper."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from checker.model import Briefing, Passage, SectionStatus, Source, Table
from checker.output._layout import Look
from checker.output._words import clean
from checker.output.briefings import _chart
from checker.output.briefings._parts import SOURCES, heading, item_number, legend, notes, worded, writer
from checker.output.briefings._sources import MARK, Reference, Sources, parted
from checker.output.official import Template

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SUFFIX = ".html"
_FOLDER = Path(__file__).with_name("page")


@dataclass(frozen=True)
class Sentence:
    """A statement: the text, whether it is the program's own, the references, the number they lead to, the mark at its end."""

    text: str
    own: bool
    cited: str
    first: int
    end: str


@dataclass(frozen=True)
class TableCell:
    """A cell; ``tone`` is its status or nothing."""

    text: str
    tone: SectionStatus | str
    cited: str
    first: int


@dataclass(frozen=True)
class Section:
    """A passage."""

    heading: str
    paragraphs: list[list[Sentence]]
    title: str = ""
    columns: tuple[str, ...] = ()
    rows: list[list[TableCell]] = field(default_factory=list)
    charts: list[Markup] = field(default_factory=list)


def write(briefing: Briefing, look: Look, template: Template | None) -> bytes:  # noqa: ARG001
    """The page."""
    from markupsafe import Markup

    sources = Sources(briefing)
    style = _style()
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    told = legend(briefing, bool(sources.listed))
    references: list[Reference] = sources.listed
    page = _environment().get_template("briefing.html.j2")
    text = page.render(
        policy=policy,
        style=Markup(style),
        title=clean(briefing.title),
        sections=[_section(briefing, index, sources) for index in range(len(briefing.passages))],
        mark=MARK,
        notes=[*([f"{told}。"] if told else []), *notes(briefing), writer(briefing)],
        heading=SOURCES,
        references=references,
        several=len(briefing.reports) > 1,
    )
    return text.encode("utf-8", errors="replace")


def _section(briefing: Briefing, index: int, sources: Sources) -> Section:
    passage = briefing.passages[index]
    told = [_sentence(passage, number, sources) for number in range(len(passage.statements))]
    paragraphs = [[one] for one in told] if passage.listed else [told] if told else []
    name = "" if briefing.length == "short" else heading(briefing, index)
    if passage.table is None:
        return Section(name, paragraphs)
    table = passage.table
    columns = tuple(clean(column) for column in table.columns)
    return Section(name, paragraphs, clean(table.title), columns, _rows(table, sources), _charts(passage))


def _sentence(passage: Passage, number: int, sources: Sources) -> Sentence:
    statement = passage.statements[number]
    text, end = parted(statement)
    cited, first = _cited(statement.sources, sources)
    return Sentence(item_number(passage, number) + text, statement.by_code, cited, first, end)


def _cited(told: tuple[Source, ...], sources: Sources) -> tuple[str, int]:
    numbers = sources.numbers(told)
    return sources.cited(told), numbers[0] if numbers else 0


def _rows(table: Table, sources: Sources) -> list[list[TableCell]]:
    return [
        [TableCell(worded(cell), cell.status or "", *_cited(cell.sources, sources)) for cell in row]
        for row in table.rows
    ]


def _charts(passage: Passage) -> list[Markup]:
    from markupsafe import Markup

    from checker.output.briefings._chart_svg import svg

    chart = _chart.chart(passage)
    if chart is None:
        return []
    told = _chart.describe(chart)
    return [Markup(svg(sheet, told)) for sheet in _chart.sheets(chart)]


@cache
def _style() -> str:
    return (_FOLDER / "briefing.css").read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
