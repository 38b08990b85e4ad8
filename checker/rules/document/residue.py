"""Text that is not the report's (contract: ``text.residue``; domain §5): navigation, footers, a second title, field codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import Field

from checker.model import Block, Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import Pattern, block_of, flat, own_blocks, shorten
from checker.rules.document._markdown import marks

_PAGE = re.compile(
    r"\s*(?:[-·]\s*[0-9]{1,4}\s*[-·]|第\s*[0-9]{1,4}\s*页(?:\s*[,/]?\s*共\s*[0-9]{1,4}\s*页)?|[0-9]{1,4}\s*/\s*[0-9]{1,4})\s*"
)


class Params(Base):
    """``inside``: patterns, by name, of what a program left inside a paragraph."""

    inside: dict[str, Pattern] = Field(default_factory=dict)


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each contiguous run; page numbers together are one, and so are leavings of one sort and marks of Markdown."""
    copy = flat(report.text)
    pages: list[Block] = []
    for run in _runs(report):
        if all(_PAGE.fullmatch(copy, block.start, block.end) for block in run):
            pages.extend(run)
            continue
        words = shorten(report.text[run[0].start : run[0].end], 30)
        more = f"等{len(run)}行" if len(run) > 1 else ""
        yield Defect(f"文中夹有不属于报告的文字：“{words}”{more}。", tuple((b.start, b.end) for b in run))
    if pages:
        yield Defect("文中夹有页码。", tuple((b.start, b.end) for b in pages))
    yield from _inside(report, params, copy)
    left = [span for _, block in own_blocks(report) for span in marks(copy, block)]
    if left:
        words = shorten(report.text[left[0][0] : left[0][1]], 20)
        yield Defect(
            f"文中留有排版标记“{words}”。", tuple(left), suggestion="请删去星号、井号等标记，改用文档自身的格式。"
        )


def _runs(report: Report) -> Iterable[list[Block]]:
    """Blocks of residue that stand together."""
    run: list[Block] = []
    for block in report.blocks:
        if block.kind == "residue":
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _inside(report: Report, params: Params, copy: str) -> Iterable[Defect]:
    for name, pattern in params.inside.items():
        spans = tuple(match.span() for match in re.finditer(pattern, copy) if block_of(report, match.start()))
        if spans:
            words = shorten(report.text[spans[0][0] : spans[0][1]], 30)
            yield Defect(f"文中留有{name}“{words}”。", spans)
