"""The file holds text that a reader does not see (contract: ``hidden.text``; domain §5)."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import UNSEEN, shorten


class Params(Base):
    """``least``: characters, white space apart, from which hidden text counts."""

    least: int = Field(default=2, gt=0)
    shown: int = Field(default=60, gt=0)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each different piece; it has no place in the text, so the words stand in the message."""
    seen: set[str] = set()
    for apart in report.document.apart:
        words = UNSEEN.sub("", apart.text)
        if apart.kind != "hidden" or len(words) < params.least or words in seen:
            continue
        seen.add(words)
        yield Defect(f"文件中有读者看不见的隐藏文字：“{shorten(apart.text, params.shown)}”。")
