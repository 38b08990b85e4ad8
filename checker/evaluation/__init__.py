"""Labelled reports → figures: how right the verdicts and findings of an engine are."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker import checking
from checker.checking import Options
from checker.evaluation.comparing import compare
from checker.evaluation.figures import figures
from checker.evaluation.labels import find
from checker.evaluation.scoring import Examined, Score, score
from checker.model import CheckResult, Report, Usage
from checker.output._layout import Look


@dataclass(frozen=True)
class Measured:
    """One engine on all labelled reports: its figures, and the scores that they come from."""

    figures: dict[str, Any]
    scores: tuple[Score, ...]


def evaluate(folder: str, options: Options, *, workers: int = 1) -> dict[str, Any]:
    """The figures of one engine on every labelled report under ``folder``. Raises UsageError."""
    return measure(folder, options, workers=workers).figures


def measure(folder: str, options: Options, *, workers: int = 1) -> Measured:
    """The same with the scores."""
    labelled = find(folder, checking.suffixes())
    files = [checking.Input(file) for report in labelled for file in report.files]
    used: list[Usage] = []
    scores = []
    examined = checking.present_all(files, options, examine, workers=workers)
    for report in labelled:
        for _, one in zip(report.files, examined, strict=False):
            scores.append(score(report.name, report.key, report.gold, one))
            used.append(one.result.usage or Usage())
    usage = sum(used, Usage())
    figured = figures(options.engine, scores) | {"without_files": [r.name for r in labelled if not r.files]}
    reused = options.terms.tally.reused if options.terms else 0
    model = {"model": options.terms.model if options.terms else None, "cached_calls": reused}
    return Measured(figured | {"usage": usage.model_dump(mode="json") | model}, tuple(scores))


def examine(result: CheckResult, report: Report | None) -> Examined:
    """A result with the text in which quotes are looked for."""
    if report is None:
        return Examined(result, _form(result.source))
    document = report.document
    return Examined(result, _form(result.source), document.text, "\n".join(apart.text for apart in document.apart))


def _form(source: str) -> str:
    suffix = os.path.splitext(source)[1].lower().lstrip(".")
    return "html" if suffix == "htm" else suffix


def show(measured: Sequence[Measured], form: str, look: Look) -> str:
    """The figures of one engine, or of several side by side and compared, as text or JSON."""
    runs = [one.figures for one in measured]
    compared = compare({one.figures["engine"]: one.scores for one in measured}) if len(measured) > 1 else None
    if form == "json":
        more = {"comparison": compared} if compared else {}
        return json.dumps({"schema_version": "1", "runs": runs, **more}, ensure_ascii=False, indent=1) + "\n"
    from checker.evaluation.printing import page

    return page(runs, look, compared)
