"""A batch's lines with what comparing texts brings: copies between units, what became of last year's problems, what was published.

The comparing itself is in ``copies``, ``last_year`` and ``published``; here it is told which text is compared with which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from checker import parallel
from checker.batch.copies import copied
from checker.batch.last_year import find_previous, follow_up, own_copies
from checker.batch.matching import Arrival, match
from checker.batch.published import edits
from checker.batch.roster import Roster, RosterEntry
from checker.judging import conclusion
from checker.model import BatchLine, Edit, Finding, FollowUp, Report
from checker.rubric import Rubric

COPIED = "copied"
T = TypeVar("T")
Pairs = Mapping[str, tuple[Report, Report]]


def with_copies(lines: Sequence[BatchLine], reports: Mapping[int, Report], rubric: Rubric) -> list[BatchLine]:
    """The lines with findings ``copied``: text that other units of the batch have as well."""
    if len(reports) < 2 or _is_off(rubric):
        return list(lines)
    keys = {str(number): number for number in reports}
    found = copied(
        {key: reports[number] for key, number in keys.items()},
        names={key: _name(lines[number]) for key, number in keys.items()},
        dates={key: lines[number].submission.submitted for key, number in keys.items()},
        places=sorted({line.unit for line in lines if line.unit}),
    )
    return _with_findings(lines, {keys[key]: told for key, told in found.items()}, rubric)


def with_last_year(
    lines: Sequence[BatchLine],
    reports: Mapping[int, Report],
    earlier: Mapping[str, Report],
    rubric: Rubric,
    *,
    year: int | None,
    workers: int,
) -> tuple[list[BatchLine], list[str]]:
    """The lines with what became of last year's problems and plans, and sentences on units whose last report is not there."""
    units = {line.unit: number for number, line in enumerate(lines) if line.unit is not None and number in reports}
    files = find_previous(earlier, list(units), year=year)
    pairs = {str(units[unit]): (reports[units[unit]], earlier[file]) for unit, file in files.items()}
    told = _each(partial(_followed, pairs=pairs, rubric=rubric), pairs, workers)
    done = list(lines)
    findings: dict[int, list[Finding]] = {}
    for key, (fates, copies) in told.items():
        done[int(key)] = done[int(key)].model_copy(update={"last_year": fates})
        findings[int(key)] = copies
    missing = [unit for unit in units if unit not in files]
    note = f"有 {len(missing)} 个单位没有找到上一年的报告，没有比对：{_some(missing)}。"
    return _with_findings(done, findings, rubric), [note] if missing else []


def with_published(
    lines: Sequence[BatchLine], reports: Mapping[int, Report], published: Mapping[str, Report], *, workers: int
) -> tuple[list[BatchLine], list[str]]:
    """The lines with what the published texts change, and sentences on published files that are no unit's."""
    units = {line.unit: number for number, line in enumerate(lines) if line.unit is not None and number in reports}
    roster = Roster(source="", entries=tuple(RosterEntry(unit=unit) for unit in units))
    found = match(roster, [_arrival(file, report) for file, report in published.items()])
    pairs = {
        str(units[one.entry.unit]): (reports[units[one.entry.unit]], published[one.arrival.source])
        for one in found.matches
        if one.arrival is not None
    }
    told = _each(partial(_changed, pairs=pairs), pairs, workers)
    done = list(lines)
    for key, changes in told.items():
        done[int(key)] = done[int(key)].model_copy(update={"edits": changes})
    strays = [stray.arrival.source for stray in found.strays]
    return done, [f"公开的文本有 {len(strays)} 份对不上单位，没有比对：{_some(strays)}。"] if strays else []


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _followed(key: str, *, pairs: Pairs, rubric: Rubric) -> tuple[tuple[FollowUp, ...], list[Finding]]:
    now, before = pairs[key]
    return follow_up(now, before, rubric), [] if _is_off(rubric) else own_copies(now, before)


def _changed(key: str, *, pairs: Pairs) -> tuple[Edit, ...]:
    return edits(*pairs[key])


def _each(function: Callable[[str], T], pairs: Pairs, workers: int) -> dict[str, T]:
    """``function`` for every pair, in processes; one that is lost is left out."""
    told = parallel.run(function, list(pairs), workers=workers, lost=_lost)
    return {key: value for key, value in zip(pairs, told, strict=True) if value is not None}


def _lost(key: str, loss: parallel.Loss) -> None:  # noqa: ARG001
    return None


def _is_off(rubric: Rubric) -> bool:
    return any(rule.rule == COPIED and rule.off for rule in rubric.findings)


def _with_findings(
    lines: Sequence[BatchLine], findings: Mapping[int, Sequence[Finding]], rubric: Rubric
) -> list[BatchLine]:
    """The lines with further findings; a rubric that names the rule may give it another severity."""
    severity = next((rule.severity for rule in rubric.findings if rule.rule == COPIED), None)
    done = list(lines)
    for number, told in findings.items():
        result = done[number].result
        if not told or result is None:
            continue
        weighed = [
            one.model_copy(update={"severity": severity}) if severity and one.severity != "info" else one
            for one in told
        ]
        found = (*result.findings, *weighed)
        concluded = conclusion(((s.level, s.status) for s in result.sections), (f.severity for f in found))
        new = result.model_copy(update={"findings": found, "conclusion": concluded})
        done[number] = done[number].model_copy(update={"result": new})
    return done


def _arrival(file: str, report: Report) -> Arrival:
    info = report.info
    return Arrival(
        source=file, sha256=report.document.sha256, unit=info.unit, title=info.title, signed_date=info.signed_date
    )


def _name(line: BatchLine) -> str:
    told = line.result.report if line.result else None
    return line.unit or (told.unit if told else None) or line.submission.file or ""


def _some(names: Sequence[str], most: int = 8) -> str:
    return "、".join(names[:most]) + (f"等 {len(names)} 个" if len(names) > most else "")
