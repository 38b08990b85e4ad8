"""One text judged, and two judgements compared: what should have changed and did not, what should not have and did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.checking import Options
from checker.judging import conclusion
from checker.model import Apart, CheckResult, Finding, Report
from checker.planting.model import Case, Wanted
from checker.text import Folded, Span, fold

_HEAD = ("unit", "unit_type", "year", "signed_date")
_TOLD = 24  # characters that a message repeats of what stands apart, at least


@dataclass(frozen=True)
class Seen:
    """What the program says of one text. A topic that does not apply is one that is left out."""

    text: str
    verdicts: Mapping[str, str | None]
    statuses: Mapping[str, str | None]
    findings: tuple[Finding, ...]
    head: Mapping[str, str | None]
    result: CheckResult


def judge_text(text: str, options: Options, *, apart: tuple[Apart, ...] = (), encoding: str = "utf-8") -> Seen:
    """What the program says of a text file with this text, and with ``apart`` beside it."""
    from checker import outline, reading
    from checker.judging import judge

    document = reading.read_bytes(text.encode(encoding), "planted.txt", "planted.txt")
    if apart:
        document = document.model_copy(update={"apart": (*document.apart, *apart)})
    report = outline.outline(document)
    result = judge(
        report,
        options.rubric,
        unit_type=options.unit_type,
        due=options.due,
        as_of=options.as_of,
        engine=options.engine,
    )
    return _seen(report, result)


def _seen(report: Report, result: CheckResult) -> Seen:
    verdicts = {f"{s.id}.{r.id}": same(r.verdict) for s in result.sections for r in s.requirements}
    info = result.report.model_dump(mode="json", include=set(_HEAD)) if result.report else {}
    return Seen(
        report.text,
        verdicts,
        {section.id: section.status for section in result.sections},
        tuple(finding for finding in result.findings if finding.severity != "info"),
        {key: None if info.get(key) is None else str(info[key]) for key in _HEAD},
        result,
    )


def same(verdict: str | None) -> str | None:
    """A topic that does not apply is one that is left out."""
    return "missing" if verdict == "not_applicable" else verdict


# ── before and after ─────────────────────────────────────────────────────────────────────────────────────────────────


def compare(base: Seen, now: Seen, case: Case) -> tuple[list[str], list[str]]:
    """What should have changed and did not, and what should not have and did."""
    expected = case.expected
    unmet: list[str] = []
    others: list[str] = []
    for wanted, before, after in (
        (expected.verdicts, base.verdicts, now.verdicts),
        (expected.statuses, base.statuses, now.statuses),
    ):
        for key, value in after.items():
            if key in wanted:
                if value not in wanted[key]:
                    unmet.append(f"{key} {before.get(key)} → {'|'.join(sorted(wanted[key]))}，得到 {value}")
            elif key not in expected.loose and value != before.get(key):
                others.append(f"{key} {before.get(key)} → {value}")
    for key, value in now.head.items():
        if key in expected.head:
            if value != expected.head[key]:
                unmet.append(f"{key} {base.head[key]} → {expected.head[key]}，得到 {value}")
        elif f"head.{key}" not in expected.loose and _plain(value) != _plain(base.head[key]):
            others.append(f"{key} {base.head[key]} → {value}")
    _findings(base, now, case, unmet, others)
    _conclusion(base, now, case, unmet, others)
    return unmet, others


def _plain(value: str | None) -> str | None:
    return value and fold(value).text


def _findings(base: Seen, now: Seen, case: Case, unmet: list[str], others: list[str]) -> None:
    before = Counter(finding.rule for finding in base.findings)
    folded = fold(now.text)
    lost = Counter(finding.rule for finding in base.findings if _lost_place(finding, folded.text))
    after = Counter(finding.rule for finding in now.findings)
    wanted = Counter(finding.rule for finding in case.expected.findings)
    for item in case.expected.findings:
        if not any(_points_at(finding, item, folded) for finding in now.findings):
            unmet.append(f"{item.rule} 应报“{item.quote or '（缺）'}”")
            wanted[item.rule] -= 1
    for rule in sorted({*before, *after}):
        if rule in case.expected.loose:
            continue
        surplus = after[rule] - before[rule] - wanted[rule]
        if surplus > 0 or surplus < -lost[rule]:  # a finding whose words are gone may go with them
            others.append(f"{rule} {'多报' if surplus > 0 else '少报'} {abs(surplus)} 处")


def _lost_place(finding: Finding, text: str) -> bool:
    """Whether the words that a finding of the original pointed at are no longer there."""
    return any(fold(evidence.quote).text not in text for evidence in finding.evidence)


def _points_at(finding: Finding, wanted: Wanted, folded: Folded) -> bool:
    if finding.rule != wanted.rule:
        return False
    if wanted.quote is None:
        return True
    words = fold(wanted.quote).text
    places = list(_places(folded, words))
    if not places:  # what stands apart is told in the message
        return not finding.evidence and words[:_TOLD] in fold(finding.message).text
    if wanted.nth is not None:
        places = places[wanted.nth : wanted.nth + 1]
    return any(e.start < end and start < e.end for e in finding.evidence for start, end in places)


def _places(folded: Folded, words: str) -> Iterator[Span]:
    position = folded.text.find(words)
    while position >= 0:
        yield folded.span(position, position + len(words))
        position = folded.text.find(words, position + 1)


def _conclusion(base: Seen, now: Seen, case: Case, unmet: list[str], others: list[str]) -> None:
    """The conclusion follows from statuses and findings; where those are sure, so is it."""
    expected = case.expected
    statuses: dict[str, Any] = {}
    for section in base.result.sections:
        values = expected.statuses.get(section.id, frozenset((section.status,)))
        if section.id in expected.loose or len(values) != 1:
            return
        statuses[section.id] = (section.level, next(iter(values)))
    severities = {finding.rule: finding.severity for finding in now.findings}
    text = fold(now.text).text
    errors = [f.severity for f in base.findings if f.rule not in expected.loose and not _lost_place(f, text)]
    if any(severities.get(rule) == "error" for rule in expected.loose):
        return
    planted = [severities[item.rule] for item in expected.findings if item.rule in severities]
    right = conclusion(statuses.values(), [*errors, *planted])
    if right != now.result.conclusion:
        changed = right != base.result.conclusion
        (unmet if changed else others).append(
            f"conclusion {base.result.conclusion} → {right}，得到 {now.result.conclusion}"
        )
