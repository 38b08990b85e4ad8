"""The embedded engine. A rule is data in a rubric; a *kind* of rule is one file here, found by its name.

``requirement/KIND.py`` judges a requirement: it holds ``Params`` (a pydantic model of the rule's own keys) and
``judge(analysis, params, context) -> Judgement``.
``document/KIND.py`` finds defects of the document: it holds ``Params`` and ``find(report, params, context) -> Iterable[Defect]``.
Rules do no I/O and are deterministic.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from checker.model import Severity, UnitType, Verdict
from checker.rubric import Rubric
from checker.text import Span


class Params(BaseModel):
    """A rule's own keys; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason (one sentence in official Chinese) and the spans of the report that prove it."""

    verdict: Verdict
    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Defect:
    """A defect found: a sentence in official Chinese, the places it stands at, and a severity if not the rubric's."""

    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None
    suggestion: str | None = None


@dataclass(frozen=True)
class Context:
    """What rules may know beside the report. ``submitted`` is the day of receipt that a roster names.

    ``title`` is that of the requirement being judged, for its reason.
    """

    rubric: Rubric
    unit_type: UnitType | None = None
    due: dt.date | None = None
    due_included: bool = False
    submitted: dt.date | None = None
    title: str = ""


@cache
def kinds(group: str) -> tuple[str, ...]:
    """The names of the kinds in ``group`` ("requirement" or "document")."""
    package = importlib.import_module(f"checker.rules.{group}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")))


@cache
def kind(group: str, name: str) -> Any:
    """The module of one kind; raises KeyError where there is none."""
    if name not in kinds(group):
        raise KeyError(name)
    return importlib.import_module(f"checker.rules.{group}.{name}")


def check_params(rubric: Rubric) -> Iterator[str]:
    """A sentence, with file:line:column, for every rule of the rubric whose kind or keys are wrong."""
    for s, section in enumerate(rubric.sections):
        for r, requirement in enumerate(section.requirements):
            yield from _check(
                rubric,
                "requirement",
                requirement.rule.kind,
                requirement.rule.params,
                ("sections", s, "requirements", r, "rule"),
            )
        for g, group in enumerate(section.groups):
            for r, requirement in enumerate(group.requirements):
                where = ("sections", s, "groups", g, "requirements", r, "rule")
                yield from _check(rubric, "requirement", requirement.rule.kind, requirement.rule.params, where)
    for f, finding in enumerate(rubric.findings):
        yield from _check(rubric, "document", finding.kind, finding.params, ("findings", f, "params"))


def _check(rubric: Rubric, group: str, name: str, params: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[str]:
    try:
        module = kind(group, name)
    except KeyError:
        yield f"{rubric.place(*path)}：没有“{name}”这种规则，现有：{'、'.join(kinds(group))}。"
        return
    try:
        module.Params.model_validate(params)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            where = rubric.place(*path, *problem["loc"])
            key = ".".join(str(part) for part in problem["loc"])
            yield f"{where}：规则“{name}”的“{key}”不合要求（{problem['msg']}）。"
