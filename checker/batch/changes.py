"""What is new about a unit since the last run: came, replaced, put right, newly wrong. Pure.

A run leaves a ``UnitState`` per unit in the store; two of them make sentences for the clerk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from pydantic import Field

from checker.model import BatchLine, Conclusion, Submission, SubmissionStatus, Value, Verdict
from checker.words import CONCLUSIONS, SUBMISSIONS, VERDICTS

_WORTH: dict[Verdict | None, int] = {"missing": 0, "partial": 1, "not_applicable": 2, "met": 2}


class KnownDefect(Value):
    """A finding as far as it can be known again: its rule and the words that it points at (or its message, where at none)."""

    rule: str
    at: str
    message: str


class UnitState(Value):
    """What a run leaves of a unit. Keys of ``verdicts`` are "section.requirement"; ``titles`` are for the sentences."""

    status: SubmissionStatus
    submitted: dt.date | None = None
    file: str | None = None
    sha256: str | None = None
    error: str | None = None
    conclusion: Conclusion | None = None
    judged: bool = False
    verdicts: dict[str, Verdict | None] = Field(default_factory=dict)
    titles: dict[str, str] = Field(default_factory=dict)
    defects: tuple[KnownDefect, ...] = ()


def state_of(line: BatchLine) -> UnitState:
    """What to keep of a line."""
    given: Submission = line.submission
    result = line.result
    if result is None or result.error is not None:
        return UnitState(
            status=given.status,
            submitted=given.submitted,
            file=given.file,
            sha256=result.sha256 if result else None,
            error=result.error if result else None,
        )
    # Coverage is for the topics' table: that a topic is not told is no defect to be followed up.
    asked = [(section, one) for section in result.sections for one in section.requirements if one.level != "coverage"]
    return UnitState(
        status=given.status,
        submitted=given.submitted,
        file=given.file,
        sha256=result.sha256,
        conclusion=result.conclusion,
        judged=True,
        verdicts={f"{section.id}.{one.id}": one.verdict for section, one in asked},
        titles={f"{section.id}.{one.id}": one.title for section, one in asked},
        defects=tuple(
            KnownDefect(rule=one.rule, at=one.evidence[0].quote if one.evidence else one.message, message=one.message)
            for one in result.findings
            if one.severity != "info"
        ),
    )


def changes(before: UnitState | None, now: UnitState) -> tuple[str, ...]:
    """Sentences on what is new; none where nothing is. ``before`` None: the unit was not in the last run."""
    return tuple(_changes(before, now))


def _changes(before: UnitState | None, now: UnitState) -> Iterator[str]:
    if before is None:
        yield "上次没有这个单位。"
        return
    if before.file is None and now.file is not None:
        yield "新报送。"
    elif before.file is not None and now.file is None:
        yield f"上次的文件“{before.file}”这次没有了。"
    elif before.sha256 != now.sha256:
        yield "换了文件。" if before.file != now.file else "文件有改动。"
    if before.status != now.status:
        yield f"报送状态由“{SUBMISSIONS[before.status]}”变为“{SUBMISSIONS[now.status]}”。"
    if before.error and not now.error and now.judged:
        yield "上次读不出来的文件，这次读出来了。"
    elif now.error and not before.error:
        yield "文件读不出来。"
    if before.judged and now.judged:
        yield from _judgements(before, now)


def _judgements(before: UnitState, now: UnitState) -> Iterator[str]:
    if before.conclusion != now.conclusion:
        yield f"结论由“{CONCLUSIONS[before.conclusion]}”变为“{CONCLUSIONS[now.conclusion]}”。"
    better, worse = _moved(before.verdicts, now.verdicts, now.titles)
    gone = [one.message for one in before.defects if not _among(one, now.defects)]
    come = [one.message for one in now.defects if not _among(one, before.defects)]
    if better:
        yield f"已补写：{'；'.join(better)}。"
    if gone:
        yield f"已改正：{'；'.join(one.rstrip('。') for one in gone)}。"
    if worse:
        yield f"新的不足：{'；'.join(worse)}。"
    if come:
        yield f"新出现：{'；'.join(one.rstrip('。') for one in come)}。"


def _moved(
    before: Mapping[str, Verdict | None], now: Mapping[str, Verdict | None], titles: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Requirements told better than before, and worse. What was or is not judged says neither."""
    better: list[str] = []
    worse: list[str] = []
    for name, verdict in now.items():
        known = before.get(name)
        if known is None or verdict is None or _WORTH[known] == _WORTH[verdict]:
            continue
        told = f"{titles.get(name, name)}（{VERDICTS[known]}→{VERDICTS[verdict]}）"
        (better if _WORTH[verdict] > _WORTH[known] else worse).append(told)
    return better, worse


def _among(defect: KnownDefect, others: tuple[KnownDefect, ...]) -> bool:
    return any(other.rule == defect.rule and other.at == defect.at for other in others)
