"""The briefing on one report, by the embedded writer: no model, the report's own words shortened.

In: a result with its report and rubric. Out: a ``Briefing`` of the length asked for, every statement with its sources. Deterministic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.briefing.dropping import fitted
from checker.briefing.lengths import FACTORS, ROOMS, Length, Room, fits, spare
from checker.briefing.material import Counted, Material, title_names
from checker.briefing.phrases import ended, kind_of_report, limit, section_name, unit_name
from checker.briefing.picking import alike, overlap, pick
from checker.briefing.problems import Told
from checker.briefing.shortening import Candidate
from checker.briefing.tracing import keep_traced
from checker.model import (
    BriefedReport,
    Briefing,
    Cell,
    CheckResult,
    EngineRef,
    Passage,
    Report,
    SectionResult,
    Statement,
    Table,
)
from checker.rubric import Rubric
from checker.words import CONCLUSIONS, day

EMBEDDED = EngineRef(name="rules")
_ENOUGH_PARAGRAPHS = 3
_TOO_LONG_SHORT = 52
_LITTLE_ROOM = 16
# What goes where even the least room is too much: of a passage all statements but so many; no mandated part goes whole.
_DROPPED = (
    ("findings", 0),
    ("figures", 0),
    ("other", 0),
    ("measures", 1),
    ("plans", 1),
    ("gaps", 1),
    ("shortcomings", 1),
    ("first_responsible", 1),
    ("timeliness", 0),
)
_TITLES = {"first_responsible": "负责人履职", "measures": "主要举措", "shortcomings": "自述不足", "other": "其他事项"}


def brief_report(
    result: CheckResult,
    report: Report,
    rubric: Rubric,
    *,
    length: Length = "page",
    as_of: dt.date | None = None,
    due: dt.date | None = None,
) -> Briefing:
    """What a leader reads on one report. ``due`` overrules the rubric's day; ``as_of`` is the day of looking."""
    material = Material(result, report, rubric)
    day_due = due or (rubric.due.day(material.info.unit_type, material.info.year) if material.info.year else None)
    year = f"{material.info.year}年" if material.info.year else ""
    frame = Briefing(
        kind="report",
        length=length,
        title=f"{unit_name(material.info.unit or '')}{year}{kind_of_report(rubric)}简报",
        reports=(briefed(result),),
        passages=(),
        as_of=as_of,
        writer=EMBEDDED,
        warnings=result.warnings,
    )

    def drafted(room: Room) -> Briefing:
        return frame.model_copy(update={"passages": tuple(_passages(material, length, room, as_of, day_due))})

    rooms = [ROOMS[length].scaled(factor) for factor in FACTORS[length]]
    if length != "short":  # where a table leaves too little room for words, the words tell the figures
        rooms += [replace(room, rows=0, findings=0) for room in rooms if room.longest < ROOMS[length].longest]
    for room in rooms:
        draft = drafted(room)
        if fits(draft):
            break
    draft = fitted(draft, _DROPPED)
    if spare(draft):
        # There is room left: more of what the unit did.
        wider = (
            replace(room, measures=int(room.measures * more), longest=max(room.longest, 40))
            for more in (3.0, 2.2, 1.6, 1.3)
        )
        draft = next((fuller for one in wider if fits(fuller := drafted(one))), draft)
    kept, left_out = keep_traced(draft.passages, known=tuple(title_names(material)))
    kept = tuple(_still_planned(passage) if passage.id == "plans" else passage for passage in kept)
    return frame.model_copy(update={"passages": kept, "left_out": left_out})


def briefed(result: CheckResult) -> BriefedReport:
    """The report's head data, as a briefing lists them."""
    info = result.report
    return BriefedReport(
        source=result.source,
        unit=info.unit if info else None,
        title=info.title if info else None,
        year=info.year if info else None,
        signed_date=info.signed_date if info else None,
        conclusion=result.conclusion,
        sha256=result.sha256,
    )


def _passages(
    material: Material, length: Length, room: Room, as_of: dt.date | None, due: dt.date | None
) -> Iterator[Passage]:
    timeliness = _timeliness(material, as_of, due, brief=length == "short")
    opening = (_conclusion(material, length), *(timeliness if length != "full" else ()))
    yield Passage(id="conclusion", title="结论", statements=opening)
    counted = _figures(material, room.rows) if room.rows else None
    told = [f"{row[0].text}{row[1].text}" for row in counted.table.rows] if counted and counted.table else []
    for section in material.result.sections:
        if section.status in ("present", "partial"):
            passage = _section(material, section, length, room, told)
            if passage is not None:
                told += [s.text for s in passage.statements]
                yield passage
    if counted is not None:
        yield counted
    yield _gaps(material, length, room)
    if room.findings:
        yield from _findings(material, length, room)
    if length == "full" and timeliness:
        yield Passage(id="timeliness", title="报送时间", statements=timeliness)


# ── conclusion, time ─────────────────────────────────────────────────────────────────────────────────────────────────


def _conclusion(material: Material, length: Length) -> Statement:
    result = material.result
    told = CONCLUSIONS[result.conclusion]
    if length == "short":
        text = f"检查结论为{told}"
    else:
        year = f"{material.info.year}年" if material.info.year else ""
        text = f"{material.unit}{year}{kind_of_report(material.rubric)}，检查结论为“{told}”"
    required = [s for s in result.sections if s.level == "required"]
    missing = [section_name(s) for s in required if s.status == "missing"]
    weak = [section_name(s) for s in result.sections if s.status == "partial"]
    errors = sum(1 for f in result.findings if f.severity == "error")
    warnings = sum(1 for f in result.findings if f.severity == "warning")
    parts = []
    if missing:
        parts.append(f"缺少{''.join(f'“{name}”' for name in missing)}部分")
    if weak:
        parts.append(f"{''.join(f'“{name}”' for name in weak)}部分不充分")
    if not missing and not weak and all(s.status == "present" for s in required):
        parts.append(f"应当报告的{len(required)}个部分齐全")
    if errors and length != "short":
        parts.append(f"文稿有错误{errors}处" + (f"、需提醒的{warnings}处" if warnings else ""))
    elif errors:
        parts.append(f"错误{errors}处")
    elif warnings and length == "full":
        parts.append(f"文稿有需提醒的{warnings}处")
    sources = material.head
    return Statement(text=ended(text + ("，" if parts else "") + "，".join(parts)), sources=sources, by_code=True)


def _timeliness(
    material: Material, as_of: dt.date | None, due: dt.date | None, *, brief: bool
) -> tuple[Statement, ...]:
    signed = material.info.signed_date
    late = next((f for f in material.result.findings if f.rule == "date.late"), None)
    included = material.rubric.due.included
    if late is not None:
        text = late.message if not brief or signed is None else f"{day(signed)}落款，已逾期"
        return (Statement(text=ended(text), sources=material.dated, by_code=True),)
    if signed is None:
        text = "没有落款日期" if brief else "没有写落款日期，是否按时报送请核对收文记录"
        if as_of and due and not brief and (as_of > due or (as_of == due and not included)):
            text = f"没有写落款日期，截至{day(as_of)}报送期限（{limit(due, included)}）已过，是否按时报送请核对收文记录"
        return (Statement(text=ended(text), sources=material.head[-1:], by_code=True),)
    if due is None:
        return (Statement(text=f"落款日期为{day(signed)}。", sources=material.dated, by_code=not material.dated),)
    text = f"{day(signed)}落款，未逾期" if brief else f"落款日期为{day(signed)}，在报送期限（{limit(due, included)}）内"
    return (Statement(text=ended(text), sources=material.dated, by_code=True),)


# ── the mandated parts ───────────────────────────────────────────────────────────────────────────────────────────────


def _section(
    material: Material, section: SectionResult, length: Length, room: Room, told: Sequence[str]
) -> Passage | None:
    title = _TITLES.get(section.id, section.title)
    statements: tuple[Statement, ...]
    if section.id == "shortcomings":
        statements = _problems(material, room)
    elif section.id == "plans":
        title = _plan_title(material, section)
        chosen = pick(material.plans, room.plans, longest=room.longest, told=told)
        statements = _planned(material, chosen)
    else:
        share = {"first_responsible": room.duty, "measures": room.measures}.get(section.id, room.other)
        if section.level == "optional" and not share:
            return None
        found = {"first_responsible": material.duty, "measures": material.measures}
        pool = found[section.id] if section.id in found else material.of_section(section)
        if section.id == "first_responsible":
            chosen = _leaders(material, pool, room, told)
        else:
            chosen = pick(pool, share or room.measures // 2, longest=room.longest, told=told)
        statements = tuple(_statement(material, c) for c in chosen)
    if length == "short" and section.status == "partial" and sum(len(s.text) for s in statements) > _TOO_LONG_SHORT:
        statements = ()
    if not statements:
        if section.level == "optional":
            return None
        statements = (_only_in_principle(material, section),)
    return Passage(id=section.id, title=title, statements=statements, listed=_listed(section, length))


def _leaders(material: Material, pool: Sequence[Candidate], room: Room, told: Sequence[str]) -> list[Candidate]:
    """First what the leader did, then where the leading body met on the work, then the rest."""
    chosen: list[Candidate] = []
    left = room.duty
    for requirement in ("personal_duty", "deliberation"):
        proofs = material.proofs_of("first_responsible", requirement)
        if any(overlap(c.own, proof) for c in chosen for proof in proofs):
            continue
        proving = [c for c in pool if any(overlap(c.own, proof) for proof in proofs)]
        proving = [c for c in proving if not any(overlap(c.own, other.own) for other in chosen)]
        if proving and (left >= 12 or not chosen):
            share = left if chosen else max(left * 4 // 5, 16)
            picked = pick(proving, share, longest=min(room.longest, share), most=1, told=told)
            if not chosen and picked and picked[0].length > share:
                picked = pick(proving, left, longest=max(room.longest, left), most=1, told=told)
            if chosen and picked and picked[0].length > left:
                continue
            chosen += picked
            left -= sum(c.length + 1 for c in picked)
    if left >= 12:
        others = [c for c in pool if not any(overlap(c.own, other.own) for other in chosen)]
        rest = pick(others, left, longest=min(room.longest, left), told=[*told, *(c.text for c in chosen)])
        chosen += [c for c in rest if c.length <= left]
    return sorted(chosen, key=lambda c: c.order)


def _listed(section: SectionResult, length: Length) -> bool:
    return length == "full" and section.id == "shortcomings"


def _statement(material: Material, candidate: Candidate) -> Statement:
    return Statement(text=ended(candidate.text), sources=(material.source(candidate.span),))


def _only_in_principle(material: Material, section: SectionResult) -> Statement:
    """A part in which nothing is told that a leader could use: the program says so itself."""
    text = "报告只作了原则性表述，没有写具体做法。"
    if section.id == "first_responsible":
        text = "报告没有写主要负责人本人推进法治建设的具体做法。"
    if section.id == "shortcomings":
        text = "报告只作了笼统表述，没有写具体的不足。"
    elif section.id == "plans":
        text = "报告只写了原则性打算，没有具体任务。"
    return Statement(text=text, sources=material.sources(section.evidence), by_code=True)


def _plan_title(material: Material, section: SectionResult) -> str:
    """The year stands only where the report itself names it."""
    dated = any(r.id == "next_year" and r.verdict == "met" for r in section.requirements)
    return f"{material.info.year + 1}年计划" if dated and material.info.year else "下一步计划"


def _planned(material: Material, chosen: Sequence[Candidate]) -> tuple[Statement, ...]:
    """One sentence of all that is planned, so that nobody takes it for done."""
    found = []
    for position, candidate in enumerate(chosen):
        text = ("计划" if position == 0 else "") + candidate.text
        mark = "。" if position == len(chosen) - 1 else "；"
        found.append(Statement(text=ended(text, mark), sources=(material.source(candidate.span),)))
    return tuple(found)


def _still_planned(passage: Passage) -> Passage:
    """What is left of the planned is still one sentence that says so, whichever of its pieces could not be traced."""
    found = list(passage.statements)
    if found and not found[0].by_code and not found[0].text.startswith("计划"):
        found[0] = found[0].model_copy(update={"text": f"计划{found[0].text}"})
    if found and not found[-1].text.endswith("。"):
        found[-1] = found[-1].model_copy(update={"text": ended(found[-1].text)})
    return passage.model_copy(update={"statements": tuple(found)})


def _problems(material: Material, room: Room) -> tuple[Statement, ...]:
    """The unit's own statement of what is lacking, the specific first; facts and causes as there is room."""
    left = room.problems
    known = [p for p in material.problems if len(p.head) <= max(room.longest, 24)] or material.problems[:1]
    heads: list[Told] = []
    for problem in known:  # every problem by its name first …
        if (heads and len(problem.head) + 1 > left) or any(alike(problem.head, other.head) for other in heads):
            continue
        left -= len(problem.head) + 1
        heads.append(problem)
    found: list[tuple[int, Statement]] = []
    for problem in heads:  # … then facts and causes while there is room
        text = problem.text(len(problem.head) + max(left, 0))
        left -= len(text) - len(problem.head)
        sources = tuple(material.source(span) for span in problem.cited(text))
        found.append((problem.order, Statement(text=ended(text), sources=sources)))
    return tuple(statement for _, statement in sorted(found, key=lambda item: item[0]))


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _figures(material: Material, most: int) -> Passage | None:
    """The figures that matter: the weightiest of different paragraphs, told in the table and not again in the text."""
    if len({c.block for c in material.measures}) < _ENOUGH_PARAGRAPHS:
        return None  # what little there is stands in the text
    chosen: list[Counted] = []
    for allowed in (1, 2, 3):
        for figure in material.figures:
            of_block = sum(1 for other in chosen if other.block == figure.block)
            if len(chosen) >= most or of_block >= allowed or figure in chosen:
                continue
            if not any(alike(figure.what, other.what) for other in chosen):
                chosen.append(figure)
    if not chosen:
        return None
    rows = []
    for figure in sorted(chosen, key=lambda f: f.span):
        source = material.source(figure.span)
        page = f"，第{source.evidence.page}页" if source.evidence.page else ""
        place = f"第{source.evidence.paragraph + 1}段{page}"
        rows.append(
            (Cell(text=figure.what, sources=(source,)), Cell(text=figure.number, sources=(source,)), Cell(text=place))
        )
    table = Table(title="主要数据", columns=("事项", "数量", "出处"), rows=tuple(rows))
    return Passage(id="figures", title="主要数据", table=table)


# ── what to ask for ──────────────────────────────────────────────────────────────────────────────────────────────────


def _gaps(material: Material, length: Length, room: Room) -> Passage:
    known = material.gaps
    serious = [gap for gap in known if gap.serious]
    if not known:
        text = "没有发现应当补正的内容。"
        return Passage(id="gaps", title="需要补正", statements=(Statement(text=text, by_code=True),))
    shown = (serious or known)[: room.gaps] if length != "full" else known[: room.gaps]
    if length == "short":
        shown = known[:1]
    statements = [
        Statement(text=gap.told(room.gap), sources=material.sources(gap.evidence), by_code=True) for gap in shown
    ]
    rest = [gap for gap in serious if gap not in shown]
    if rest and length != "short":
        names = "".join(f"“{gap.name}”" for gap in rest if gap.kind != "errors")
        names = "，".join(filter(None, [names, *(gap.name for gap in rest if gap.kind == "errors")]))
        text = f"此外需补正：{names}。" if room.gap >= _LITTLE_ROOM else f"此外需补正{len(rest)}项，见检查结果。"
        statements.append(Statement(text=text, by_code=True))
    return Passage(
        id="gaps",
        title="需要补正" if serious else "宜补充",
        statements=tuple(statements),
        listed=length == "full",
    )


def _findings(material: Material, length: Length, room: Room) -> Iterator[Passage]:
    """What is wrong with the document itself: errors, then what to remind of; what the time passage says is left out."""
    wanted = ("error",) if length == "page" else ("error", "warning")
    found = [
        f for f in material.result.findings if f.severity in wanted and f.rule not in ("date.late", "date.missing")
    ]
    found.sort(key=lambda f: (f.severity != "error", length == "page" and f.message.startswith("“……")))
    if not found:
        return
    shown = found[: room.findings]
    if length == "page":
        shown = [f for f in found if len(f.message) <= 2 * room.gap][: room.findings]
    if not shown:
        return
    statements = [Statement(text=ended(f.message), sources=material.sources(f.evidence), by_code=True) for f in shown]
    if len(found) > len(shown):
        statements.append(Statement(text=f"另有{len(found) - len(shown)}处，见检查结果。", by_code=True))
    yield Passage(id="findings", title="文稿问题", statements=tuple(statements), listed=length == "full")
