"""What must not reach a model, told by the rules before anything is sent, whatever the office's own rubric asks for or leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker.model import Report
from checker.rubric import Rubric, load_rubric
from checker.rules import Context, Defect, kind
from checker.text import Span

_SECRECY, _PERSONAL, _ADDRESS = "secrecy", "personal_data", "machine_address"


@dataclass(frozen=True)
class Precautions:
    """``secret``: the report bears a secrecy mark and is not sent at all. ``withheld``: passages addressed to a machine.

    ``injection``: there are such passages, be it in the text or beside it. ``masked``: personal numbers.
    """

    secret: bool = False
    injection: bool = False
    withheld: tuple[Span, ...] = ()
    masked: tuple[Span, ...] = ()


def precautions(report: Report, context: Context) -> Precautions:
    """What holds for this report."""
    addressed = list(_found(report, context, _ADDRESS))
    return Precautions(
        secret=any(_found(report, context, _SECRECY)),
        injection=bool(addressed),
        withheld=_spans(addressed),
        masked=_spans(_found(report, context, _PERSONAL)),
    )


def _spans(defects: Any) -> tuple[Span, ...]:
    return tuple(sorted({span for defect in defects for span in defect.spans}))


def _found(report: Report, context: Context, name: str) -> Iterator[Defect]:
    """What the kind of rule finds with the shipped rubric's parameters, and with the own rubric's where those differ."""
    module = kind("document", name)
    ways = list(_params(_shipped(), name))
    ways += [params for params in _params(context.rubric, name) if params not in ways]
    for params in ways or [{}]:
        yield from module.find(report, module.Params.model_validate(params), context)


def _params(rubric: Rubric, name: str) -> Iterator[dict[str, Any]]:
    return (rule.params for rule in rubric.findings if rule.kind == name)


@cache
def _shipped() -> Rubric:
    return load_rubric()
