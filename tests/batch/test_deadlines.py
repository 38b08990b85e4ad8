"""Submission and publication: what counts as in time (domain.md §2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from checker.batch.deadlines import submission
from checker.batch.roster import RosterEntry
from checker.model import Submission, UnitType
from checker.rubric import load_rubric

D = dt.date


def status(
    as_of: dt.date,
    *,
    file: str | None = "a.docx",
    signed: dt.date | None = None,
    kind: UnitType | None = "department",
    **entry: Any,
) -> Submission:
    return submission(
        RosterEntry(unit="云岫县财政局", **entry),
        load_rubric(),
        kind=kind,
        year=2025,
        as_of=as_of,
        file=file,
        signed_date=signed,
    )


@pytest.mark.parametrize(
    ("entry", "file", "signed", "as_of", "expected", "days"),
    [
        ({}, None, None, D(2026, 2, 28), "not_due", 0),
        ({}, None, None, D(2026, 3, 1), "overdue", 1),  # “之前”：当日已属逾期
        ({}, "a", D(2026, 2, 28), D(2026, 3, 9), "on_time", 0),
        ({}, "a", D(2026, 3, 1), D(2026, 3, 9), "late", 1),
        ({}, "a", None, D(2026, 3, 9), "undated", 9),
        ({"submitted": D(2026, 2, 1)}, "a", D(2026, 3, 5), D(2026, 3, 9), "on_time", -27),
        ({"submitted": D(2026, 3, 4)}, None, None, D(2026, 3, 9), "late", 4),
        ({"due": D(2026, 2, 10)}, "a", D(2026, 2, 10), D(2026, 3, 9), "late", 1),
        ({"due": D(2026, 2, 10), "due_included": True}, "a", D(2026, 2, 10), D(2026, 3, 9), "on_time", 0),
        ({"due": D(2026, 2, 10), "due_included": True}, None, None, D(2026, 2, 11), "overdue", 1),
    ],
)
def test_status(
    entry: dict[str, Any], file: str | None, signed: dt.date | None, as_of: dt.date, expected: str, days: int
) -> None:
    told = status(as_of, file=file, signed=signed, **entry)
    assert (told.status, told.days) == (expected, days)
    assert told.due == entry.get("due", D(2026, 3, 1))
    assert told.submitted_by == ("roster" if "submitted" in entry else "signature" if signed and file else None)


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        (None, D(2026, 3, 31), "not_due"),
        (None, D(2026, 4, 1), "overdue"),
        (D(2026, 3, 31), D(2026, 4, 9), "on_time"),
        (D(2026, 4, 1), D(2026, 4, 9), "late"),
    ],
)
def test_publication_is_a_status_of_its_own(published: dt.date | None, as_of: dt.date, expected: str) -> None:
    told = status(as_of, published=published, signed=D(2026, 5, 5))
    assert (told.publication, told.status) == (expected, "late")


def test_a_unit_of_unknown_kind_has_the_earliest_day() -> None:
    assert status(D(2026, 3, 9), kind=None).due == D(2026, 3, 1)
