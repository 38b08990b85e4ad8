"""Planted changes → figures: does the result change where it must, and nowhere else?

Every labelled report is read, written out as plain text and judged; then each of its cases is judged and compared with it.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from checker import checking, parallel, planting
from checker.checking import Options
from checker.errors import FajianError
from checker.evaluation.labels import Gold, Labelled, any_of, find
from checker.judging import conclusion
from checker.model import Apart, CheckResult, Finding, Report
from checker.planting.model import Case, Original, Source, Wanted, text_of
from checker.planting.source import source_of
from checker.text import Folded, Span, fold

# The form of which a report's lines are taken, where there are several.
_FORMS = (".txt", ".md", ".docx", ".html", ".htm", ".pdf")
_TOLD = 24  # characters that a message repeats of what stands apart, at least
_SHOWN = 4  # changed lines that a failure shows
_HEAD = ("unit", "unit_type", "year", "signed_date")


@dataclass(frozen=True)
class Seen:
    """What the program says of one text. A topic that does not apply is one that is left out."""

    text: str
    verdicts: Mapping[str, str | None]
    statuses: Mapping[str, str | None]
    findings: tuple[Finding, ...]
    head: Mapping[str, str | None]
    result: CheckResult


@dataclass(frozen=True)
class Outcome:
    """What became of one case. ``unmet``: what must have changed and did not; ``others``: what must not have and did."""

    report: str
    family: str
    change: str
    variant: str
    trap: bool
    about: tuple[str, ...]
    unmet: tuple[str, ...]
    others: tuple[str, ...]
    said: tuple[str, ...] = ()
    planted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """All cases of one report; ``problem``: why there are none."""

    report: str
    outcomes: tuple[Outcome, ...] = ()
    problem: str | None = None


Choice = Callable[[Case], bool]


def evaluate(folder: str, options: Options, *, workers: int = 1, chosen: Choice | None = None) -> dict[str, Any]:
    """The figures over every labelled report under ``folder``; ``chosen`` picks among the cases. Raises UsageError."""
    labelled = {path: report for report in find(folder, checking.suffixes()) if (path := _file(report))}
    function = partial(examine, labelled=labelled, options=options, chosen=chosen)
    told = list(parallel.run(function, list(labelled), workers=workers, lost=_lost))
    return figures(options.engine, told)


def _file(report: Labelled) -> str | None:
    """The file of which the lines are taken."""
    ranks = {suffix: rank for rank, suffix in enumerate(_FORMS)}
    suffix = {path: os.path.splitext(path)[1].lower() for path in report.files}
    return min(report.files, key=lambda path: (ranks.get(suffix[path], len(ranks)), path), default=None)


def _lost(path: str, loss: parallel.Loss) -> Told:  # noqa: ARG001 (the message is the same)
    return Told(path, problem=f"{path}：处理的进程意外终止。")


# ── one report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def examine(path: str, *, labelled: Mapping[str, Labelled], options: Options, chosen: Choice | None = None) -> Told:
    """Every case of the report in a file."""
    report = labelled[path]
    try:
        source = source_of(checking.read(path), report.name)
    except (FajianError, OSError) as error:
        return Told(report.name, problem=checking.explain(error))
    if source is None:
        return Told(report.name, problem=f"{report.name}：没有读出单位、年度或小标题，不能作更改。")
    base = judge_text(text_of(source.lines), options)
    original = original_of(source, base, report.gold)
    cases = [case for case in planting.cases(original) if chosen is None or chosen(case)]
    before = frozenset(line.text for line in source.lines)
    return Told(report.name, tuple(_outcome(base, case, before, options) for case in cases))


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
    verdicts = {f"{s.id}.{r.id}": _same(r.verdict) for s in result.sections for r in s.requirements}
    info = result.report.model_dump(mode="json", include=set(_HEAD)) if result.report else {}
    return Seen(
        report.text,
        verdicts,
        {section.id: section.status for section in result.sections},
        tuple(finding for finding in result.findings if finding.severity != "info"),
        {key: None if info.get(key) is None else str(info[key]) for key in _HEAD},
        result,
    )


def _same(verdict: str | None) -> str | None:
    return "missing" if verdict == "not_applicable" else verdict


def original_of(source: Source, base: Seen, gold: Gold) -> Original:
    """What is known of a report: what the program says of it and its labels do not deny."""
    verdicts = {
        key: verdict
        for key, verdict in base.verdicts.items()
        if verdict and (key not in gold.requirements or verdict in map(_same, any_of(gold.requirements[key])))
    }
    statuses = {
        key: status
        for key, status in base.statuses.items()
        if status and (key not in gold.sections or status in any_of(gold.sections[key]))
    }
    found = frozenset(finding.rule for finding in base.findings)
    requirements = [(s, r) for s in base.result.sections for r in s.requirements]
    return Original(
        source=source,
        verdicts=verdicts,
        statuses=statuses,
        proofs={f"{s.id}.{r.id}": tuple(e.quote for e in r.evidence) for s, r in requirements},
        found=found,
        marked=tuple(evidence.quote for finding in base.findings for evidence in finding.evidence),
        doubtful=found & frozenset(gold.no_findings),
        required=frozenset(f"{s.id}.{r.id}" for s, r in requirements if r.level == "required"),
        sections={s.id: tuple(r.id for r in s.requirements) for s in base.result.sections},
    )


def _outcome(base: Seen, case: Case, before: frozenset[str], options: Options) -> Outcome:
    try:
        now = judge_text(case.text, options, apart=case.apart, encoding=case.encoding)
        unmet, others = compare(base, now, case)
        said = tuple(f"{key}：{_reason(now, key)}" for key in _named((*unmet, *others)) if _reason(now, key))
    except FajianError as error:
        unmet, others, said = [], [f"读不出来：{error}"], ()
    failed = bool(unmet or others)
    planted = tuple(line.text for line in case.lines if line.text not in before)[:_SHOWN] if failed else ()
    return Outcome(
        case.report,
        case.family,
        case.change,
        case.variant,
        case.trap,
        case.about,
        tuple(unmet),
        tuple(others),
        said,
        planted,
    )


def _named(differences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(difference.split(" ", 1)[0] for difference in differences))


def _reason(seen: Seen, key: str) -> str:
    section, _, requirement = key.partition(".")
    reasons = [r.reason for s in seen.result.sections if s.id == section for r in s.requirements if r.id == requirement]
    return "".join(reasons) or "；".join(finding.message for finding in seen.findings if finding.rule == key)


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
        elif f"head.{key}" not in expected.loose and value != base.head[key]:
            others.append(f"{key} {base.head[key]} → {value}")
    _findings(base, now, case, unmet, others)
    _conclusion(base, now, case, unmet, others)
    return unmet, others


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


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def figures(engine: str, told: Sequence[Told]) -> dict[str, Any]:
    """Shares by family, by change, by what the changes are about; every case that failed. Plain JSON values."""
    outcomes = [outcome for one in told for outcome in one.outcomes]
    return {
        "engine": engine,
        "reports": sum(1 for one in told if one.outcomes),
        "left_out": [{"report": one.report, "problem": one.problem} for one in told if one.problem],
        **_shares(outcomes),
        "by_family": _grouped(outcomes, lambda o: (o.family,)),
        "by_change": _grouped(outcomes, lambda o: (f"{o.family}.{o.change}",)),
        "by_subject": _grouped(outcomes, lambda o: o.about),
        "failures": [_failure(outcome) for outcome in outcomes if outcome.unmet or outcome.others],
    }


def _shares(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    plants = [outcome for outcome in outcomes if not outcome.trap]
    traps = [outcome for outcome in outcomes if outcome.trap]
    return {
        "cases": len(outcomes),
        "changes": {
            "cases": len(plants),
            "all_expected": _share(not o.unmet for o in plants),
            "nothing_else": _share(not o.others for o in plants),
        },
        "lookalikes": {"cases": len(traps), "nothing_changed": _share(not (o.unmet or o.others) for o in traps)},
    }


def _share(values: Iterable[bool]) -> float | None:
    known = list(values)
    return round(sum(known) / len(known), 4) if known else None


def _grouped(outcomes: Iterable[Outcome], keys: Callable[[Outcome], Iterable[str]]) -> dict[str, Any]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for key in keys(outcome):
            groups[key].append(outcome)
    return {key: _shares(group) for key, group in sorted(groups.items())}


def _failure(outcome: Outcome) -> dict[str, Any]:
    return {
        "report": outcome.report,
        "change": f"{outcome.family}.{outcome.change}",
        "variant": outcome.variant,
        "lookalike": outcome.trap,
        "expected_but_not": list(outcome.unmet),
        "changed_but_should_not": list(outcome.others),
        "reasons": list(outcome.said),
        "changed_lines": list(outcome.planted),
    }
