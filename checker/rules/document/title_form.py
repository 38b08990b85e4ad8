"""The title lacks what a title of such a report must hold (contract: ``title.form``; domain §5)."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model import Report
from checker.patterns import compiled
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import Pattern, own_blocks, squeeze


class Params(Base):
    """``required``: what must stand in the title, by the words that name it: a pattern for each."""

    required: dict[str, Pattern]


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect that names all that is wanting."""
    blocks = [block for _, block in own_blocks(report, "title")]
    title = squeeze("".join(report.text[block.start : block.end] for block in blocks) or report.info.title or "").text
    if not title:
        yield Defect("文稿没有标题。")
        return
    wanting = [name for name, pattern in params.required.items() if not compiled(pattern).search(title)]
    if wanting:
        spans = tuple((block.start, block.end) for block in blocks)
        yield Defect(f"标题“{title}”缺少{'、'.join(wanting)}。", spans)
