"""Planted changes → figures: does the result change where it must, and nowhere else?

Every labelled report is read, written out as plain text and judged; then each of its cases is judged and compared with it.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from checker import checking, parallel, planting
from checker.checking import Options
from checker.errors import FajianError
from checker.evaluation.before_after import Seen, compare, judge_text, same
from checker.evaluation.labels import Gold, Labelled, any_of, find
from checker.planting.model import Case, Original, Source, text_of
from checker.planting.source import source_of

# The form of which a report's lines are taken, where there are several.
_FORMS = (".txt", ".md", ".docx", ".html", ".htm", ".pdf")
_SHOWN = 4  # changed lines that a failure shows


@dataclass(frozen=True)
class Outcome:
    """What became of one case. ``unmet``: what must have changed and did not; ``others``: what must not have and did.

    ``compared``: the share of verdicts that the change did not leave uncertain.
    """

    report: str
    family: str
    change: str
    variant: str
    trap: bool
    about: tuple[str, ...]
    unmet: tuple[str, ...]
    others: tuple[str, ...]
    compared: float = 1.0
    said: tuple[str, ...] = ()
    planted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """All cases of one report; ``problem``: why there are none."""

    report: str
    outcomes: tuple[Outcome, ...] = ()
    problem: str | None = None


Choice = Callable[[Case], bool]


@dataclass(frozen=True)
class OneIn:
    """Every so manieth case, whichever they are: the same ones each time."""

    count: int

    def __call__(self, case: Case) -> bool:
        return int.from_bytes(hashlib.sha256(case.name.encode()).digest()[:4], "big") % self.count == 0


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


def original_of(source: Source, base: Seen, gold: Gold) -> Original:
    """What is known of a report: what the program says of it and its labels do not deny."""
    verdicts = {
        key: verdict
        for key, verdict in base.verdicts.items()
        if verdict and (key not in gold.requirements or verdict in map(same, any_of(gold.requirements[key])))
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
    uncertain = sum(key in case.expected.loose for key in base.verdicts)
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
        1 - uncertain / max(len(base.verdicts), 1),
        said,
        planted,
    )


def _named(differences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(difference.split(" ", 1)[0] for difference in differences))


def _reason(seen: Seen, key: str) -> str:
    section, _, requirement = key.partition(".")
    reasons = [r.reason for s in seen.result.sections if s.id == section for r in s.requirements if r.id == requirement]
    return "".join(reasons) or "；".join(finding.message for finding in seen.findings if finding.rule == key)


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
        "verdicts_compared": _mean(o.compared for o in outcomes),
    }


def _share(values: Iterable[bool]) -> float | None:
    return _mean(map(float, values))


def _mean(values: Iterable[float]) -> float | None:
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
