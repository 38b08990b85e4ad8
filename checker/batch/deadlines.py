"""When a unit's report was due, when it came, and what follows (domain §2: "之前", so the day itself is late unless included).

Submission and publication are two days and two statuses. Pure.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

from checker.batch.roster import RosterEntry
from checker.model import PublicationStatus, Submission, SubmissionStatus, UnitType
from checker.rubric import Due, Rubric


def submission(
    entry: RosterEntry,
    rubric: Rubric,
    *,
    kind: UnitType | None,
    year: int,
    as_of: dt.date,
    file: str | None,
    signed_date: dt.date | None,
    others: tuple[str, ...] = (),
) -> Submission:
    """The status of a unit that reports on ``year``, looked at on ``as_of``.

    The roster's due date goes before the rubric's; the day of receipt in the roster before the date under the report. A file
    without either is "undated"; no file and no day of receipt is "not_due" or, once the day is past, "overdue".
    """
    due, included = due_day(entry, rubric, kind, year)
    submitted, by = _submitted(entry, file, signed_date)
    if submitted is not None:
        passed = None if due is None else days_past(due, included, submitted)
        status: SubmissionStatus = "late" if passed is not None and passed > 0 else "on_time"
    else:
        passed = None if due is None else days_past(due, included, as_of)
        status = "undated" if file is not None else "overdue" if passed is not None and passed > 0 else "not_due"
    publication_due = rubric_day(rubric.publication, kind, year)
    return Submission(
        unit=entry.unit,
        kind=kind,
        contact=entry.contact,
        status=status,
        due=due,
        due_included=included,
        submitted=submitted,
        submitted_by=by,
        published=entry.published,
        publication=_publication(entry.published, publication_due, rubric.publication.included, as_of),
        publication_due=publication_due,
        days=passed,
        file=file,
        others=others,
    )


def due_day(entry: RosterEntry, rubric: Rubric, kind: UnitType | None, year: int) -> tuple[dt.date | None, bool]:
    """The day before which the unit reports, and whether the day itself is in time."""
    included = rubric.due.included if entry.due_included is None else entry.due_included
    return entry.due or rubric_day(rubric.due, kind, year), included


def rubric_day(due: Due, kind: UnitType | None, year: int) -> dt.date | None:
    """The rubric's day for that kind of unit; where the kind is not known, the earliest of all kinds."""
    if kind is not None:
        return due.day(kind, year)
    days = [day for known in get_args(UnitType) if (day := due.day(known, year)) is not None]
    return min(days, default=None)


def days_past(due: dt.date, included: bool, day: dt.date) -> int:
    """By how many days ``day`` is past the last day in time; 0 or less: it is in time."""
    return (day - due).days + (0 if included else 1)


def _submitted(
    entry: RosterEntry, file: str | None, signed_date: dt.date | None
) -> tuple[dt.date | None, Literal["roster", "signature"] | None]:
    if entry.submitted is not None:
        return entry.submitted, "roster"
    if file is not None and signed_date is not None:
        return signed_date, "signature"
    return None, None


def _publication(
    published: dt.date | None, due: dt.date | None, included: bool, as_of: dt.date
) -> PublicationStatus | None:
    if due is None:
        return None
    if published is not None:
        return "late" if days_past(due, included, published) > 0 else "on_time"
    return "overdue" if days_past(due, included, as_of) > 0 else "not_due"
