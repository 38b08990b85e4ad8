"""A made-up batch for the tests of what is written about one."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import checker
from checker.model import Batch, BatchLine, Submission

ROOT = Path(__file__).parents[2]
D = dt.date
DUE = D(2026, 3, 1)


@cache
def batch() -> Batch:
    """The examples' reports under made-up submissions, with a unit that sent nothing, a file of nobody and one that cannot be read."""
    results = checker.check(ROOT / "examples", engine="rules")
    lines = []
    for number, result in enumerate(results):
        unit = (result.report.unit if result.report else None) or Path(result.source).stem
        status = ("on_time", "late", "undated")[number % 3]
        submitted = {"on_time": D(2026, 2, 20), "late": D(2026, 3, 4), "undated": None}[status]
        given = Submission.model_validate(
            {
                "unit": unit,
                "kind": result.report.unit_type if result.report else None,
                "status": status,
                "due": DUE,
                "submitted": submitted,
                "submitted_by": "roster" if submitted else None,
                "days": (submitted - DUE).days + 1 if submitted else 5,
                "publication": "overdue",
                "file": result.source,
                "contact": "=cmd|' /C calc'!A0" if number == 0 else "李某",
            }
        )
        changes = ("结论由“退回”变为“通过”。",) if number == 1 else ()
        lines.append(BatchLine(unit=unit, submission=given, result=result, changes=changes))
    missing = Submission(unit="云岫县审计局", kind="department", status="overdue", due=DUE, days=12, contact="王某 000")
    doubled = Submission(
        unit="云岫县统计局", kind="department", status="undated", due=DUE, days=12, others=("a.docx", "b.docx")
    )
    broken = checker.model.CheckResult(source="坏.doc", sha256="0", error="坏.doc：文件已损坏，请重新报送。")
    stray = Submission(unit=None, status="undated", due=DUE, file="送/未知<b>.docx", days=12)
    lines += [
        BatchLine(unit="云岫县审计局", submission=missing, result=None),
        BatchLine(unit="云岫县统计局", submission=doubled, result=None, notes=("收到 2 份文件，看不出以哪一份为准。",)),
        BatchLine(
            unit="云岫县档案馆",
            submission=missing.model_copy(update={"unit": "云岫县档案馆", "file": "坏.doc", "status": "undated"}),
            result=broken,
        ),
        BatchLine(
            unit=None,
            submission=stray,
            result=results[0],
            notes=("名册里没有这个单位。",),
            candidates=("云岫县审计局",),
        ),
    ]
    return Batch(
        folder="送来",
        year=2025,
        as_of=D(2026, 3, 12),
        rostered=True,
        lines=tuple(lines),
        since=D(2026, 3, 10),
        rubric=results[0].rubric,
        engine=results[0].engine,
        warnings=("名册里没有用到的列：备用。",),
    )
