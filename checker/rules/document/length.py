"""The body is too short to report on a year (contract: ``body.too_short``)."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from checker.model import Report, UnitType
from checker.rules import Context, Defect
from checker.rules import Params as Base


class Params(Base):
    """``least``: Chinese characters of the body, at least; ``by_unit_type`` overrules it."""

    least: int = Field(gt=0)
    by_unit_type: dict[UnitType, int] = Field(default_factory=dict)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """At most one defect, without a place."""
    unit_type = context.unit_type or report.info.unit_type
    least = params.by_unit_type.get(unit_type, params.least) if unit_type else params.least
    if report.info.characters < least:
        yield Defect(f"正文只有{report.info.characters}个汉字，不足{least}个汉字。")
