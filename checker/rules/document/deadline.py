"""The report came after its day (contract: ``date.late``; domain §2: "之前", so the day itself is late unless included)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import own_blocks
from checker.text import Span, dates


class Params(Base):
    """This kind has no keys: the day is the roster's or the rubric's."""


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """Compares the roster's day of receipt, else the signed date, with the day it was due."""
    due = _due(report, context)
    day = context.submitted or report.info.signed_date
    if due is None or day is None or day < due or (day == due and _included(context)):
        return
    by_roster = context.submitted is not None
    basis = "台账登记的报送日期" if by_roster else "落款日期"
    limit = f"{_say(due)}{'' if _included(context) else '之前'}"
    late = (day - due).days + (0 if _included(context) else 1)
    yield Defect(
        f"{basis}为{_say(day)}，报送期限为{limit}，迟了{late}天。",
        spans=() if by_roster else _place(report, day),
    )


def _due(report: Report, context: Context) -> dt.date | None:
    """The day that was named for this report, else the rubric's for this kind of unit."""
    if context.due is not None or report.info.year is None:
        return context.due
    return context.rubric.due.day(context.unit_type or report.info.unit_type, report.info.year)


def _included(context: Context) -> bool:
    return context.due_included if context.due is not None else context.rubric.due.included


def _place(report: Report, day: dt.date) -> tuple[Span, ...]:
    """Where the signed date stands: the last place that names the day."""
    for wanted in (("date", "signature"), ()):
        for _, block in reversed(list(own_blocks(report, *wanted))):
            for place in dates(report.text, block.start, block.end):
                if place.date == day:
                    return ((place.start, place.end),)
    return ()


def _say(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
