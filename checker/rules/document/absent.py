"""The signature (落款) or the date is not there (contract: ``signature.missing``, ``date.missing``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import flat, own_blocks

_UNFILLED = re.compile(r"[xX×*_○〇某]{1,4}\s*[年月]|[年月]\s*[xX×*_○]")
_TAIL = 4


class Params(Base):
    """``what``: which of the two."""

    what: Literal["signature", "date"]


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """At most one defect, without a place: what is absent stands nowhere."""
    if params.what == "signature":
        if not any(block.kind == "signature" for block in report.blocks):
            above = report.info.unit is not None and any(block.kind == "title" for block in report.blocks)
            where = "，单位名称只写在标题上" if above else ""
            yield Defect(f"文末没有落款{where}。")
    elif report.info.signed_date is None and not _date_unfilled(report):
        undated = "落款处没有写明成文日期" if any(b.kind == "signature" for b in report.blocks) else "文末没有成文日期"
        yield Defect(f"{undated}。")


def _date_unfilled(report: Report) -> bool:
    """Whether a date was begun with placeholders: that is the placeholder rule's to say."""
    copy = flat(report.text)
    tail = [block for _, block in own_blocks(report)][-_TAIL:]
    return any(block.end - block.start <= 24 and _UNFILLED.search(copy, block.start, block.end) for block in tail)
