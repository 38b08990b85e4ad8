"""The report page: one file that needs nothing else, with the report on one side and what was found on the other.

Everything that comes from a report goes through Jinja's autoescape; the page may run one script and one style, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from checker.model import Apart, CheckResult, Evidence, Finding, Report, RequirementResult, SectionResult
from checker.output import summary
from checker.output._layout import Look
from checker.output._marks import Mark, MarkedText, Paragraph, Piece
from checker.output._words import (
    CONCLUSIONS,
    KINDS,
    LEVELS,
    SEVERITIES,
    STATUSES,
    UNIT_TYPES,
    UNREADABLE,
    VERDICTS,
    asked,
    based,
    clean,
    date,
    decided,
    doubts,
    judged_by,
    meaning,
    place,
    produced,
    reason_of,
    shorten,
    tasks,
    told_by_opinions,
    why,
)

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SUFFIX = ".html"
SEPARATOR = ""
NEEDS_REPORT = True
ALONE = True
INDEX = "index.html"

_FOLDER = Path(__file__).with_name("page")
_FIRST_TASKS = 6
_QUOTE = 90
_TONES = {"met": "good", "present": "good", "pass": "good", "partial": "weak", "revise": "weak", "missing": "bad"}
_TONES |= {"return": "bad", "error": "bad", "warning": "weak"}
# What would not be seen, or would turn the order of what is: shown as a small box instead.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    r"\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def opening() -> str:
    return ""


def report(result: CheckResult, look: Look, report: Report | None = None) -> str:  # noqa: ARG001
    """One page; without ``report`` (the text) the quotes stand there unlinked."""
    page = _error_page(result) if result.error or result.report is None else _Builder(result, report).page()
    return render("report.html.j2", "report.js", page=page)


def closing(rows: list[summary.Row], look: Look) -> str:  # noqa: ARG001
    return ""


def index(rows: list[summary.Row], files: Sequence[str]) -> str:
    """The page of several reports: the table, each unit a link to its file."""
    table = []
    for one, file in zip(summary.told_apart(rows), files, strict=True):
        unit, word, *cells = summary.cells(one, rows)
        statuses = [Status(name, _TONES.get(s or "", "idle")) for name, s in zip(cells, one.statuses, strict=False)]
        error = reason_of(one.error, one.source) if one.error else None
        verdict = Status(word, "bad" if error else _TONES.get(one.conclusion or "", "idle"))
        table.append(Line(unit, "./" + quote(file), verdict, statuses, cells[len(statuses) :], error))
    shown = {"titles": summary.header(rows), "counters": summary.counters(rows), "counts": summary.counts(rows)}
    return render("index.html.j2", None, lines=table, **shown)


# ── what the template sees ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Status:
    """A word and its tone: good, weak, bad, idle."""

    word: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A line of the index."""

    unit: str
    href: str
    conclusion: Status
    statuses: list[Status]
    counts: list[str]
    error: str | None


@dataclass(frozen=True)
class Quote:
    """A piece of the report that an item shows; ``first`` and ``last`` number its marked pieces."""

    text: str
    place: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Item:
    """A verdict, a finding or the head of a section. ``number`` is what people call it by."""

    index: int
    title: str
    status: Status
    number: int | None = None
    notes: list[str] = field(default_factory=list)
    todo: bool = False
    reason: str = ""
    suggestion: str = ""
    basis: str = ""
    quotes: list[Quote] = field(default_factory=list)
    opinions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Topics:
    """Items that only show what a report covers; ``basis`` is told once where they share it."""

    title: str
    basis: str
    items: list[Item]


@dataclass(frozen=True)
class Part:
    """A section with its items."""

    head: Item
    items: list[Item]
    topics: list[Topics]

    @property
    def todo(self) -> bool:
        """Whether anything in it has to be put right."""
        return any(item.todo for item in [*self.items, *(topic for topics in self.topics for topic in topics.items)])


@dataclass(frozen=True)
class ToDo:
    """A thing to do and the item that asks for it."""

    text: str
    item: int


@dataclass(frozen=True)
class Page:
    """Everything on a page."""

    title: str
    facts: list[tuple[str, str]]
    conclusion: Status
    meaning: str
    why: str = ""
    error: str | None = None
    warnings: list[str] = field(default_factory=list)
    first: list[ToDo] = field(default_factory=list)
    more: int = 0
    parts: list[Part] = field(default_factory=list)
    findings: list[Item] = field(default_factory=list)
    paragraphs: tuple[Paragraph, ...] = ()
    apart: tuple[Apart, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    produced: list[str] = field(default_factory=list)


# ── from result and report to a page ─────────────────────────────────────────────────────────────────────────────────


def _error_page(result: CheckResult) -> Page:
    return Page(
        title=clean(result.source),
        facts=[],
        conclusion=Status(UNREADABLE, "bad"),
        meaning="这个文件没有检查，不能据此作出结论。请按下面的说明处理之后再检查。",
        error=reason_of(result.error or "没有检查结果。", result.source),
        produced=produced(result),
    )


class _Builder:
    """Gives every item an index, marks its evidence in the text, then tells the items where their quotes stand."""

    def __init__(self, result: CheckResult, report: Report | None) -> None:
        self.result, self.report = result, report
        order = list(SEVERITIES)
        self.findings = sorted(result.findings, key=lambda finding: order.index(finding.severity))
        requirements = [(s, r) for s in result.sections for r in (None, *_listed(s))]
        self.owners: list[SectionResult | RequirementResult | Finding] = [r or s for s, r in requirements]
        self.owners += self.findings
        self.indexes = {id(owner): index for index, owner in enumerate(self.owners)}
        named = [i for i, owner in enumerate(self.owners) if not isinstance(owner, SectionResult)]
        self.numbers = {index: number for number, index in enumerate(named, 1)}
        self.marked = MarkedText(report, self._marks()) if report else None

    def _marks(self) -> Iterable[Mark]:
        for index, owner in enumerate(self.owners):
            for evidence in _evidence(owner):
                yield Mark(evidence.start, evidence.end, index, _look(owner))

    def page(self) -> Page:
        result, info = self.result, self.result.report
        todo = tasks(result)
        return Page(
            title=clean(info.title or "（没有找到标题）") if info else "",
            facts=_facts(result),
            conclusion=Status(CONCLUSIONS[result.conclusion], _TONES.get(result.conclusion or "", "idle")),
            meaning=meaning(result),
            why=why(result),
            warnings=[clean(warning) for warning in result.warnings],
            first=[ToDo(clean(task.text), self.indexes[id(task.about[0])]) for task in todo[:_FIRST_TASKS]],
            more=max(0, len(todo) - _FIRST_TASKS),
            parts=[self._part(section) for section in result.sections],
            findings=[self._finding(finding) for finding in self.findings],
            paragraphs=self.marked.paragraphs if self.marked else (),
            apart=self.report.document.apart if self.report else (),
            names={index: _name(owner) for index, owner in enumerate(self.owners)},
            numbers=self.numbers,
            produced=produced(result),
        )

    def _part(self, section: SectionResult) -> Part:
        optional = section.level == "optional"
        tone = "idle" if optional and section.status == "missing" else _TONES.get(section.status or "", "idle")
        head = Item(
            index=self.indexes[id(section)],
            title=clean(section.title),
            status=Status(STATUSES[section.status], tone),
            notes=["选报，没有可以不写"] if optional else [],
            quotes=_told_apart(self._quotes(section.evidence)),
        )
        groups: dict[str, list[Item]] = {}
        for requirement in _listed(section):
            if requirement.level == "coverage":
                groups.setdefault(clean(requirement.group or ""), []).append(self._requirement(requirement))
        items = [self._requirement(r) for r in section.requirements if r.level != "coverage"]
        return Part(head, items, [_topics(title, topics) for title, topics in groups.items()])

    def _requirement(self, requirement: RequirementResult) -> Item:
        index = self.indexes[id(requirement)]
        topic = requirement.level == "coverage"
        tone = "idle" if topic and requirement.verdict == "missing" else _TONES.get(requirement.verdict or "", "idle")
        notes = ([] if topic else [LEVELS[requirement.level]]) + (["请人工复核"] if requirement.needs_review else [])
        who = decided(requirement)
        notes += [who] if who else []
        return Item(
            index=index,
            number=self.numbers[index],
            title=clean(requirement.title),
            status=Status(VERDICTS[requirement.verdict], tone),
            notes=notes,
            todo=requirement.needs_review
            or requirement.verdict is None
            or (not topic and requirement.verdict in ("partial", "missing")),
            reason="" if told_by_opinions(requirement) else clean(requirement.reason),
            suggestion=clean(requirement.suggestion or ""),
            basis=based(requirement.basis),
            quotes=self._quotes(requirement.evidence),
            opinions=doubts(requirement),
        )

    def _finding(self, finding: Finding) -> Item:
        index = self.indexes[id(finding)]
        return Item(
            index=index,
            number=self.numbers[index],
            title=clean(finding.message),
            status=Status(SEVERITIES[finding.severity], _TONES.get(finding.severity, "idle")),
            todo=True,
            suggestion=clean(finding.suggestion or ""),
            quotes=self._quotes(finding.evidence),
        )

    def _quotes(self, evidence: Sequence[Evidence]) -> list[Quote]:
        quotes = []
        for one in evidence:
            pieces = self.marked.pieces_of(one.start, one.end) if self.marked else None
            quotes.append(Quote(shorten(one.quote, _QUOTE), place(one), *(pieces or (None, None))))
        return quotes


def _topics(title: str, items: list[Item]) -> Topics:
    bases = {item.basis for item in items}
    if len(bases) > 1:
        return Topics(title, "", items)
    return Topics(title, bases.pop(), [replace(item, basis="") for item in items])


def _told_apart(quotes: list[Quote]) -> list[Quote]:
    """Where several stand in one paragraph, each gets a number: 第7段①, 第7段②."""
    seen: dict[str, list[Quote]] = {}
    for one in quotes:
        seen.setdefault(one.place, []).append(one)
    counted = {id(one): n for same in seen.values() if len(same) > 1 for n, one in enumerate(same[:20])}
    marks = {key: chr(ord("①") + number) for key, number in counted.items()}
    return [replace(one, place=one.place.replace("段", f"段{marks.get(id(one), '')}", 1)) for one in quotes]


def _listed(section: SectionResult) -> list[RequirementResult]:
    """The requirements in the order of the page: topics after the others, by group, those that are told first."""
    topics = [r for r in section.requirements if r.level == "coverage"]
    groups = list(dict.fromkeys(topic.group for topic in topics))
    verdicts = ("met", "partial", "missing", None, "not_applicable")
    topics.sort(key=lambda topic: (groups.index(topic.group), verdicts.index(topic.verdict)))
    return [r for r in section.requirements if r.level != "coverage"] + topics


def _evidence(owner: SectionResult | RequirementResult | Finding) -> tuple[Evidence, ...]:
    return owner.evidence


def _look(owner: SectionResult | RequirementResult | Finding) -> str:
    if isinstance(owner, Finding):
        return owner.severity
    if isinstance(owner, SectionResult):
        return "place"
    if owner.level == "coverage":
        return "topic"
    return "met" if owner.verdict == "met" else "weak"


def _name(owner: SectionResult | RequirementResult | Finding) -> str:
    """What a mark says when the mouse rests on it."""
    if isinstance(owner, Finding):
        return f"{SEVERITIES[owner.severity]}：{shorten(owner.message, 40)}"
    if isinstance(owner, SectionResult):
        return ""
    return f"{VERDICTS[owner.verdict]}：{clean(owner.title)}"


def _facts(result: CheckResult) -> list[tuple[str, str]]:
    info = result.report
    if info is None:
        return []
    pages = f"，{info.pages}页" if info.pages else ""
    return [
        ("单位", clean(info.unit or "未能识别")),
        ("类型", UNIT_TYPES[info.unit_type]),
        ("年度", f"{info.year}年" if info.year else "未写明"),
        ("落款日期", date(info.signed_date)),
        ("篇幅", f"正文{info.characters}字{pages}"),
        ("文件", clean(result.source)),
        *([("判定", judged_by(result))] if asked(result) else []),
    ]


# ── rendering ────────────────────────────────────────────────────────────────────────────────────────────────────────


def render(template: str, script: str | None, *, styles: Sequence[str] = ("report.css",), **values: Any) -> str:
    """A page of the folder ``page``, with its style and script inside it and allowed by their sums alone."""
    from markupsafe import Markup

    style, code = "".join(map(_file, styles)), _file(script) if script else ""
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    policy += f"; script-src '{_hash(code)}'" if code else ""
    shared = {"policy": policy, "style": Markup(style), "script": Markup(code)}
    return _environment().get_template(template).render(shared | values)


@cache
def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.globals["kinds"] = KINDS
    environment.globals["describe"] = _describe
    environment.globals["notes"] = _notes
    return environment


def shown(text: str) -> Markup:
    """The text escaped; a character that cannot be seen becomes a small box that names it."""
    from markupsafe import Markup, escape

    def box(match: re.Match[str]) -> str:
        name = f"U+{ord(match[0]):04X}"
        return f'<span class="unseen" title="看不见的字符 {name}"></span>'

    return Markup(_UNSEEN.sub(box, str(escape(text))))


def _describe(piece: Piece, names: dict[int, str]) -> str:
    told = [names[item] for item in piece.items if names[item]]
    more = f"；另有{len(told) - 3}条" if len(told) > 3 else ""
    return "；".join(told[:3]) + more


def _notes(piece: Piece, numbers: dict[int, int]) -> str:
    """The numbers of the items whose quote ends here, for the footnotes of the print."""
    return "、".join(str(numbers[item]) for item in piece.ends if item in numbers)
