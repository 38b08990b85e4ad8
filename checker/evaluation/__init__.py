"""Labelled reports → figures: how right the verdicts and findings of an engine are."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import Any

from checker import checking, parallel
from checker.checking import Options
from checker.evaluation.figures import figures
from checker.evaluation.labels import find
from checker.evaluation.scoring import Examined, score
from checker.model import CheckResult
from checker.output._layout import Look
from checker.reading import limits


def evaluate(folder: str, options: Options, *, workers: int = 1) -> dict[str, Any]:
    """The figures of one engine on every labelled report under ``folder``. Raises UsageError."""
    labelled = find(folder, checking.suffixes())
    files = [file for report in labelled for file in report.files]
    function = partial(examine, options=options)
    examined = parallel.run(function, files, workers=workers, lost=_lost, limits=limits.PER_FILE)
    scores = [
        score(report.name, report.key, report.gold, one)
        for report in labelled
        for _, one in zip(report.files, examined, strict=False)
    ]
    without = [report.name for report in labelled if not report.files]
    return figures(options.engine, scores) | {"without_files": without}


def examine(source: str, *, options: Options) -> Examined:
    """One file, read and judged, with the text in which quotes are looked for."""
    result, report = checking.examine(source, options)
    if report is None:
        return Examined(result, _form(source))
    document = report.document
    return Examined(result, _form(source), document.text, "\n".join(apart.text for apart in document.apart))


def _lost(source: str, loss: parallel.Loss) -> Examined:
    return Examined(CheckResult(source=source, error=f"{source}：{limits.lost(loss)}"), _form(source))


def _form(source: str) -> str:
    suffix = os.path.splitext(source)[1].lower().lstrip(".")
    return "html" if suffix == "htm" else suffix


def show(runs: list[dict[str, Any]], form: str, look: Look) -> str:
    """The figures of one engine, or of two side by side, as text or JSON."""
    if form == "json":
        return json.dumps({"schema_version": "1", "runs": runs}, ensure_ascii=False, indent=1) + "\n"
    from checker.evaluation.printing import page

    return page(runs, look)
