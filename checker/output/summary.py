"""Several reports in one table: who passes, what is missing where. Rows are small, so that a run of thousands fits."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace

from checker.model import CheckResult
from checker.output._layout import Look, columns, wrap
from checker.output._words import CONCLUSIONS, STATUSES, UNREADABLE, clean, count, reason_of, reviews
from checker.text import display_width

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Row:
    """What the table says of one report; ``statuses`` are those of ``titles``, the required sections.

    ``reviews``: requirements that a person has to look at. ``unanswered``: there are no verdicts, because the model gave none.
    """

    source: str
    unit: str
    error: str | None
    conclusion: str | None
    titles: tuple[str, ...] = ()
    statuses: tuple[str | None, ...] = ()
    errors: int = 0
    warnings: int = 0
    reviews: int = 0
    unanswered: bool = False


def row(result: CheckResult) -> Row:
    """The result in short."""
    sections = [section for section in result.sections if section.level == "required"]
    unit = result.report.unit if result.report else None
    return Row(
        source=result.source,
        unit=clean(unit or os.path.basename(result.source.rstrip("/")) or result.source),
        error=result.error,
        conclusion=result.conclusion,
        titles=tuple(section.title for section in sections),
        statuses=tuple(section.status for section in sections),
        errors=count(result.findings, "error"),
        warnings=count(result.findings, "warning"),
        reviews=reviews(result),
        unanswered=_unanswered(result),
    )


def _unanswered(result: CheckResult) -> bool:
    """Whether the engine was the model alone, and it failed. (A report that must not be sent to it is another matter.)"""
    alone = result.engine is not None and result.engine.name == "llm"
    return alone and result.model_error is not None and not result.model_withheld


def counts(rows: list[Row]) -> str:
    """共12份：通过4份，需修改6份，退回2份。"""
    parts = []
    for conclusion, name in CONCLUSIONS.items():
        number = sum(1 for r in rows if not r.error and r.conclusion == conclusion)
        if number:
            parts.append(f"{name}{number}份")
    unread = sum(1 for r in rows if r.error)
    if unread:
        parts.append(f"{UNREADABLE}{unread}份")
    return f"共{len(rows)}份：{'，'.join(parts)}。"


def header(rows: list[Row]) -> tuple[str, ...]:
    """The titles of the required sections (of the first report that has any)."""
    return next((r.titles for r in rows if r.titles), ())


def numeral(index: int) -> str:
    """一 … 十, then 11 …"""
    return _NUMERALS[index] if index < len(_NUMERALS) else str(index + 1)


def told_apart(rows: list[Row]) -> list[Row]:
    """The rows; where a unit stands in several, the file's name is added."""
    seen = Counter(one.unit for one in rows)
    return [
        replace(one, unit=f"{one.unit}（{clean(os.path.basename(one.source))}）") if seen[one.unit] > 1 else one
        for one in rows
    ]


def counters(rows: list[Row]) -> list[str]:
    """What is counted in the last columns: what a person has to look at only where there is something."""
    return ["错误", "提醒", *(["复核"] if any(one.reviews for one in rows) else [])]


def cells(one: Row, rows: list[Row]) -> list[str]:
    """The row's words: unit, conclusion, a status per section, what ``counters`` names."""
    if one.error:
        return [one.unit, UNREADABLE]
    statuses = [STATUSES[status] for status in one.statuses]
    numbers = [one.errors, one.warnings, one.reviews][: len(counters(rows))]
    return [one.unit, CONCLUSIONS[one.conclusion], *statuses, *(str(number or "-") for number in numbers)]


def lines(rows: list[Row], look: Look) -> list[str]:
    """The table for a terminal, its legend, the files that could not be read, the sum."""
    titles = header(rows)
    counted = counters(rows)
    head = ["单位", "结论", *(numeral(i) for i in range(len(titles))), *counted]
    widths = [0, 8, *(6 for _ in titles), *(4 for _ in counted)]
    widths[0] = max(12, min(40, look.width - sum(widths) - 2 * (len(widths) - 1)))
    table = [head]
    for one in told_apart(rows):
        line = cells(one, rows)
        table.append(line + [""] * (len(head) - len(line)))
    printed = columns(table, widths)
    rule = "-" * min(look.width, sum(widths) + 2 * (len(widths) - 1))
    result = ["汇总", rule, look.paint(printed[0], "bold"), rule, *printed[1:], rule]
    legend = "；".join(f"{numeral(i)}、{clean(title)}" for i, title in enumerate(titles))
    if legend:
        result += wrap(f"部分：{legend}。", look.width, rest=" " * display_width("部分："))
    unread = [one for one in rows if one.error]
    for one in unread:
        result += wrap(
            f"{UNREADABLE}：{clean(one.source)}：{reason_of(one.error or '', one.source)}", look.width, rest="  "
        )
    return [*result, *wrap(counts(rows), look.width), *wrapped_reviews(rows, look)]


def wrapped_reviews(rows: list[Row], look: Look) -> list[str]:
    """What of the verdicts still wants a person, or a model."""
    several, empty = sum(1 for one in rows if one.reviews), sum(1 for one in rows if one.unanswered)
    told = [f"有{several}份里有请人工复核的项（“复核”一栏是项数）。"] if several else []
    told += [f"有{empty}份因模型没有回答而没有判定。"] if empty else []
    return [line for sentence in told for line in wrap(sentence, look.width)]
