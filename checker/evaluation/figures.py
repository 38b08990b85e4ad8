"""Scores → figures: shares, recall and precision, confusion tables, the list of differences. Plain JSON values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from checker.evaluation.scoring import Outcome, Point, Score

LEVELS = ("required", "expected", "coverage", "unknown")


def figures(engine: str, scores: Sequence[Score]) -> dict[str, Any]:
    """Everything that is measured, for all files, by form and by report."""
    by_form = _grouped(scores, lambda s: s.form)
    by_report = _grouped(scores, lambda s: s.key)
    return {
        "engine": engine,
        "reports": len(by_report),
        "files": len(scores),
        "unreadable": [{"source": s.source, "error": s.error} for s in scores if s.error],
        **core(scores),
        "confusion": _confusions(scores),
        "agreement": _agreement(by_report.values()),
        "by_form": {form: core(group) for form, group in sorted(by_form.items())},
        "by_report": {group[0].name: _brief(group) for group in by_report.values()},
        "distinct_reports": _mean([_brief(group) for group in by_report.values()]),
        "differences": [difference for s in scores if not s.error for difference in _differences(s)],
    }


def core(scores: Sequence[Score]) -> dict[str, Any]:
    """The figures proper of some files."""
    points = [point for s in scores for point in s.points]
    outcomes = [outcome for s in scores for outcome in s.outcomes]
    sections = [p for p in points if p.kind == "section"]
    requirements = [p for p in points if p.kind == "requirement"]
    head = [p for p in points if p.kind == "head"]
    levels = [level for level in LEVELS if any(p.level == level for p in requirements)]
    return {
        "sections": share(sections) | {"by_section": _shares(sections, lambda p: p.key)},
        "missing_sections": missing(p for p in sections if p.key != "other"),
        "missing_other": missing(p for p in sections if p.key == "other"),
        "requirements": share(requirements)
        | {"by_level": {level: share(p for p in requirements if p.level == level) for level in levels}}
        | {"by_requirement": _shares(requirements, lambda p: p.key)},
        "findings": found(outcomes)
        | {
            "by_rule": {
                rule: found(o for o in outcomes if o.rule == rule) for rule in sorted({o.rule for o in outcomes})
            }
        },
        "conclusion": share(p for p in points if p.kind == "conclusion"),
        "head": share(head) | {"by_field": _shares(head, lambda p: p.key)},
    }


def share(points: Iterable[Point]) -> dict[str, Any]:
    """How many values are right, of how many."""
    values = [point.right for point in points]
    return {"right": sum(values), "of": len(values), "share": _ratio(sum(values), len(values))}


def missing(points: Iterable[Point]) -> dict[str, Any]:
    """Recall and precision of sections called missing; where the labels allow both, neither counts."""
    counts: Counter[str] = Counter()
    for point in points:
        if "missing" not in point.gold:
            counts["wrong"] += point.got == "missing"
        elif len(set(point.gold)) == 1:
            counts["right" if point.got == "missing" else "missed"] += 1
    return _recall(counts)


def found(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Recall and precision of findings."""
    return _recall(Counter(outcome.outcome for outcome in outcomes))


def _recall(counts: Counter[Any]) -> dict[str, Any]:
    right, missed, wrong = counts["right"], counts["missed"], counts["wrong"]
    return {
        "right": right,
        "missed": missed,
        "wrong": wrong,
        "recall": _ratio(right, right + missed),
        "precision": _ratio(right, right + wrong),
    }


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _grouped(scores: Iterable[Score], key: Callable[[Score], str]) -> dict[str, list[Score]]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        groups[key(one)].append(one)
    return groups


def _shares(points: Sequence[Point], key: Callable[[Point], str]) -> dict[str, Any]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        groups[key(point)].append(point)
    return {name: share(group) for name, group in groups.items()}


def _confusions(scores: Sequence[Score]) -> dict[str, Any]:
    """What was right × what was found: for sections, and for each level of requirement."""
    tables: dict[str, dict[str, Counter[str]]] = {}
    for point in (p for s in scores for p in s.points if p.kind in ("section", "requirement", "conclusion")):
        name = {"section": "sections", "conclusion": "conclusions"}.get(point.kind, point.level)
        table = tables.setdefault(name, defaultdict(Counter))
        table[point.gold_word][point.got or "null"] += 1
    return {name: {gold: dict(row) for gold, row in sorted(table.items())} for name, table in tables.items()}


def _agreement(reports: Iterable[Sequence[Score]]) -> dict[str, Any]:
    """Verdicts of the forms of one report: the share that equals the commonest one of that report."""
    same = total = several = 0
    differences = []
    for scores in reports:
        if len(scores) < 2:
            continue
        several += 1
        for key in dict.fromkeys(key for s in scores for key, _ in s.verdicts):
            verdicts = {s.source: dict(s.verdicts).get(key, "null") for s in scores}
            common, count = Counter(verdicts.values()).most_common(1)[0]
            same, total = same + count, total + len(verdicts)
            if count < len(verdicts):
                others = {source: verdict for source, verdict in verdicts.items() if verdict != common}
                differences.append({"report": scores[0].name, "requirement": key, "common": common, "others": others})
    return {"reports": several, "same": same, "of": total, "share": _ratio(same, total), "differences": differences}


def _brief(scores: Sequence[Score]) -> dict[str, Any]:
    figures = core(scores)
    return {
        "files": len(scores),
        "sections": figures["sections"]["share"],
        "requirements": figures["requirements"]["share"],
        "findings_recall": figures["findings"]["recall"],
        "findings_precision": figures["findings"]["precision"],
        "conclusion": figures["conclusion"]["share"],
        "head": figures["head"]["share"],
    }


def _mean(briefs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Every report counts once, however many forms of it there are."""
    result = {}
    for key in (key for key in (briefs[0] if briefs else ()) if key != "files"):
        values = [brief[key] for brief in briefs if brief[key] is not None]
        result[key] = _ratio(sum(values), len(values))
    return result


def _differences(score: Score) -> list[dict[str, Any]]:
    where = {"report": score.name, "form": score.form, "source": score.source}
    listed: list[dict[str, Any]] = []
    for point in score.points:
        if not point.right:
            gold: Any = list(point.gold) if len(point.gold) > 1 else point.gold[0]
            what = {"what": point.kind, "key": point.key, "level": point.level, "gold": gold, "got": point.got}
            listed.append(where | what | {"reason": point.reason, "quotes": list(point.quotes)})
    for outcome in score.outcomes:
        if outcome.outcome != "right":
            what = {
                "what": "finding",
                "key": outcome.rule,
                "level": outcome.outcome,
                "gold": outcome.wanted,
                "got": None,
            }
            listed.append(where | what | {"reason": outcome.message, "quotes": list(outcome.quotes)})
    return listed
