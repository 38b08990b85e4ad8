"""总览.html: the dashboard of a batch, one page that needs nothing else. Progress, whom to chase, what is new, units by sections."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from checker.model import Batch, BatchLine, SubmissionStatus
from checker.output.batch.handling import advice, problems, state
from checker.output.batch.naming import file_name, without_path
from checker.output.html import Status, render
from checker.words import FATES, PUBLICATIONS, STATUSES, SUBMISSIONS

_SUBMISSION_TONES: dict[SubmissionStatus, str] = {
    "not_due": "idle",
    "overdue": "bad",
    "on_time": "good",
    "late": "weak",
    "undated": "weak",
}
_STATE_TONES = {"通过": "good", "需修改": "weak", "退回": "bad", "读不出来": "bad", "未判定": "weak", "待确认": "weak"}
_SECTION_TONES = {"present": "good", "partial": "weak", "missing": "bad", None: "idle"}
_MOST_NAMED = 30  # units named in a cell
_MOST_TOLD = 5  # sentences of one kind about a unit


@dataclass(frozen=True)
class Tile:
    """A number with its word."""

    word: str
    count: int
    tone: str


@dataclass(frozen=True)
class Gauge:
    """A bar of parts; ``told`` says the same in words."""

    parts: Sequence[Tile]

    @property
    def told(self) -> str:
        return "，".join(f"{part.word} {part.count}" for part in self.parts)

    @property
    def all(self) -> int:
        return sum(part.count for part in self.parts)

    def before(self, index: int) -> int:
        """Where the part begins."""
        return sum(part.count for part in self.parts[:index])


@dataclass(frozen=True)
class Row:
    """A unit, as the tables show it."""

    unit: str
    status: Status
    conclusion: Status
    due: str
    days: str
    advice: str
    contact: str
    problems: str
    sections: Sequence[Status]
    href: str | None = None
    letter: str | None = None
    letter_name: str = ""


@dataclass(frozen=True)
class Stray:
    """A file of nobody."""

    file: str
    why: str
    candidates: str
    href: str | None


@dataclass(frozen=True)
class Told:
    """Sentences about units, under a heading: what is new, what to make sure of, what was found beside the report itself."""

    title: str
    small: str
    rows: Sequence[tuple[Row, Sequence[str]]]


@dataclass(frozen=True)
class Topic:
    """One of the rubric's topics: how many units tell of it, and which do not."""

    title: str
    told: int
    all: int
    without: str


@dataclass(frozen=True)
class Links:
    """Where the files beside the dashboard stand, relative to it: line's index → path."""

    reports: Mapping[int, str] = field(default_factory=dict)
    letters: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # path, what it is called


def dashboard(batch: Batch, links: Links = Links()) -> str:
    """The page."""
    sections = _sections(batch)
    rows = {number: _row(number, line, sections, links) for number, line in enumerate(batch.lines)}
    named = [(number, line) for number, line in enumerate(batch.lines) if line.unit is not None or not batch.rostered]
    chase = [rows[number] for number, line in sorted(named, key=lambda one: _urgency(one[1])) if _to_chase(line)]
    year = f"{batch.year}年度" if batch.year else ""
    return render(
        "dashboard.html.j2",
        None,
        styles=("report.css", "dashboard.css"),
        title=f"{year}法治政府建设年度报告报送审核总览",
        facts="；".join(_facts(batch)) + "。",
        deadline=_deadline(batch),
        tiles=list(_tiles(batch)),
        gauges=[gauge for gauge in _gauges(batch) if gauge.parts],
        warnings=batch.warnings,
        chase=chase,
        told=[one for one in _told(batch, [(rows[number], line) for number, line in named]) if one.rows],
        strays=list(_strays(batch, links)),
        sections=list(sections.values()),
        lines=[rows[number] for number, _ in named],
        topics=list(_topics(batch)),
        produced=list(_produced(batch)),
    )


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _facts(batch: Batch) -> Iterator[str]:
    yield f"截至{_day(batch.as_of)}"
    units = sum(1 for line in batch.lines if line.unit is not None)
    yield f"名册 {units} 个单位" if batch.rostered else f"没有名册，收到 {len(batch.lines)} 份文件"
    strays = sum(1 for line in batch.lines if line.unit is None)
    if batch.rostered and strays:
        yield f"另有 {strays} 个文件没有对上单位"


def _deadline(batch: Batch) -> str:
    """The day that most units have, and how far it is."""
    days = Counter((line.submission.due, line.submission.due_included) for line in batch.lines if line.submission.due)
    if not days:
        return ""
    (due, included), _ = days.most_common(1)[0]
    assert due is not None
    left = (due - batch.as_of).days - (0 if included else 1)
    told = f"还有 {left + 1} 天" if left > 0 else "今天是最后一天" if left == 0 else f"已过 {-left} 天"
    return f"多数单位的期限：{_day(due)}{'（含当日）' if included else '之前'}，{told}"


def _tiles(batch: Batch) -> Iterator[Tile]:
    lines = [line for line in batch.lines if line.unit is not None or not batch.rostered]
    yield Tile("应报单位" if batch.rostered else "收到文件", len(lines), "idle")
    if batch.rostered:
        yield Tile("已报送", sum(1 for line in lines if _came(line)), "good")
    by_status = Counter(line.submission.status for line in lines)
    for status in ("overdue", "late", "undated", "not_due"):
        if by_status[status]:
            yield Tile(SUBMISSIONS[status], by_status[status], _SUBMISSION_TONES[status])
    by_state = Counter(state(line) for line in lines)
    for word in ("通过", "需修改", "退回", "读不出来", "未判定", "待确认"):
        if by_state[word]:
            yield Tile(word, by_state[word], _STATE_TONES[word])


def _gauges(batch: Batch) -> Iterator[Gauge]:
    lines = [line for line in batch.lines if line.unit is not None or not batch.rostered]
    statuses = Counter(line.submission.status for line in lines)
    known: tuple[SubmissionStatus, ...] = ("on_time", "late", "undated", "not_due", "overdue")
    yield Gauge([Tile(SUBMISSIONS[one], statuses[one], _SUBMISSION_TONES[one]) for one in known if statuses[one]])
    states = Counter(state(line) for line in lines)
    words = ("通过", "需修改", "退回", "读不出来", "未判定", "待确认")
    yield Gauge([Tile(one, states[one], _STATE_TONES[one]) for one in words if states[one]])


def _row(number: int, line: BatchLine, sections: Mapping[str, str], links: Links) -> Row:
    given, checked = line.submission, line.result if line.result is not None and not line.result.error else None
    by_id = {section.id: section for section in checked.sections} if checked else {}
    letter, letter_name = links.letters.get(number, (None, ""))
    word = state(line)
    return Row(
        unit=_name(line),
        status=Status(SUBMISSIONS[given.status], _SUBMISSION_TONES[given.status]),
        conclusion=Status(word, _STATE_TONES.get(word, "idle")),
        due=_day(given.due) if given.due else "—",
        days=_days(line),
        advice=advice(line),
        contact=given.contact or "",
        problems=str(problems(checked)) if checked else "",
        sections=[
            Status(STATUSES[by_id[one].status], _SECTION_TONES[by_id[one].status])
            if one in by_id
            else Status("—", "idle")
            for one in sections
        ],
        href=_href(links.reports.get(number)),
        letter=_href(letter),
        letter_name=letter_name,
    )


def _days(line: BatchLine) -> str:
    given = line.submission
    if given.status in ("overdue", "late") and given.days:
        return f"{'逾期' if given.status == 'overdue' else '迟报'} {given.days} 天"
    if given.publication == "overdue":
        return PUBLICATIONS["overdue"]
    return ""


def _to_chase(line: BatchLine) -> bool:
    """Whether the clerk has to turn to the unit: nothing came in time, or what came has to come again."""
    if line.submission.status == "overdue" or line.submission.publication == "overdue":
        return True
    if line.result is None:
        return bool(line.submission.others)
    return bool(line.result.error) or line.result.conclusion in ("revise", "return")


def _urgency(line: BatchLine) -> int:
    """What comes first on the list: nothing there, sent back, unreadable, unclear, to be changed, only not published."""
    if line.submission.status == "overdue":
        return 0
    order = {"退回": 1, "读不出来": 2, "待确认": 3, "需修改": 4}
    return order.get(state(line), 5)


def _strays(batch: Batch, links: Links) -> Iterator[Stray]:
    if not batch.rostered:
        return
    for number, line in enumerate(batch.lines):
        if line.unit is None:
            error = line.result.error if line.result else None
            why = without_path(error, line.submission.file) if error else " ".join(line.notes)
            yield Stray(
                file_name(line.submission.file),
                why,
                "、".join(line.candidates) or "—",
                _href(links.reports.get(number)),
            )


def _told(batch: Batch, lines: Sequence[tuple[Row, BatchLine]]) -> Iterator[Told]:
    yield Told(f"比上次（{_day(batch.since)}）的变化", "", [(row, line.changes) for row, line in lines if line.changes])
    yield Told("请核对", "文件是怎样归入单位的", [(row, line.notes) for row, line in lines if line.notes])
    copied = [(row, tuple(_copied(line))) for row, line in lines]
    yield Told("与其他单位或者上年相同的文字", "原文见检查结果", [(row, found) for row, found in copied if found])
    edited = [(row, tuple(_some([one.message for one in line.edits or ()]))) for row, line in lines]
    yield Told("公开的文本与报送的不同", "两边的原文见台账“比对”", [(row, found) for row, found in edited if found])
    followed = [(row, tuple(_followed(line))) for row, line in lines]
    yield Told("上年的问题和计划", "两年的原文见台账“比对”", [(row, found) for row, found in followed if found])


def _copied(line: BatchLine) -> Iterator[str]:
    for finding in line.result.findings if line.result else ():
        if finding.rule == "copied":
            yield finding.message


def _followed(line: BatchLine) -> Iterator[str]:
    for kind, word in (("problem", "上年的问题"), ("plan", "上年的计划")):
        fates = Counter(FATES[one.fate] for one in line.last_year or () if one.kind == kind)
        if fates:
            parts = [f"{fate} {fates[fate]}" for fate in FATES.values() if fates[fate]]
            yield f"{word} {fates.total()} 项：{'，'.join(parts)}。"


def _some(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:_MOST_TOLD]
    if len(sentences) > _MOST_TOLD:
        yield f"……共 {len(sentences)} 处。"


def _topics(batch: Batch) -> Iterator[Topic]:
    titles: dict[str, str] = {}
    told: dict[str, list[tuple[str, bool]]] = {}
    for line in batch.lines:
        if batch.rostered and line.unit is None:
            continue
        for section in line.result.sections if line.result else ():
            for one in section.requirements:
                if one.level == "coverage" and one.verdict in ("met", "partial", "missing"):
                    titles[f"{section.id}.{one.id}"] = one.title
                    told.setdefault(f"{section.id}.{one.id}", []).append((_name(line), one.verdict != "missing"))
    for topic, units in told.items():
        without = [unit for unit, has in units if not has]
        named = "、".join(without[:_MOST_NAMED]) + (f"等 {len(without)} 个单位" if len(without) > _MOST_NAMED else "")
        yield Topic(titles[topic], len(units) - len(without), len(units), named or "—")


def _produced(batch: Batch) -> Iterator[str]:
    if batch.rubric:
        yield f"审核标准：{batch.rubric.id}（{batch.rubric.version}）"
    if batch.engine:
        yield f"引擎：{ {'rules': '规则', 'llm': '模型', 'hybrid': '规则与模型'}[batch.engine.name] }{f'，{batch.engine.model}' if batch.engine.model else ''}"
    if batch.usage.calls:
        yield f"调用模型 {batch.usage.calls} 次，输入 {batch.usage.input_tokens} 个词元（其中缓存 {batch.usage.cached_input_tokens}），输出 {batch.usage.output_tokens} 个"


def _sections(batch: Batch) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in batch.lines:
        if line.result is not None:
            found.update({section.id: section.title for section in line.result.sections if section.level == "required"})
    return found


def _came(line: BatchLine) -> bool:
    return line.submission.status in ("on_time", "late", "undated")


def _name(line: BatchLine) -> str:
    if line.unit is not None:
        return line.unit
    known = line.result.report.unit if line.result and line.result.report else None
    return known or file_name(line.submission.file) or "（不知哪个单位）"


def _href(path: str | None) -> str | None:
    return None if path is None else "./" + quote(path)


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"
