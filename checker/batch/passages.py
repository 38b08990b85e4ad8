"""How a sentence for the clerk speaks of a place in a report: which page or paragraph, under which heading. Pure."""

from __future__ import annotations

from checker.evidence import block_at
from checker.model import Report


def passage(report: Report, offset: int) -> str:
    """第3页“二、主要举措”部分, 第7段“……”部分: paragraphs are counted as ``fajian read`` shows them."""
    index = block_at(report.blocks, offset)
    page = report.blocks[index].page
    place = f"第{page}页" if page else f"第{index + 1}段"
    heading = next((h for h in reversed(report.headings) if h.block <= index), None)
    if heading is None:
        return place
    return f"{place}“{shorten((heading.number or '') + report.text[heading.start : heading.end].rstrip('。'), 24)}”部分"


def in_opening(report: Report, block: int) -> bool:
    """Whether a block stands before the first heading."""
    return bool(report.headings) and block < report.headings[0].block


def shorten(text: str, limit: int = 60) -> str:
    """The text on one line; what is longer than ``limit`` keeps its beginning."""
    line = "".join(text.split()).strip("，；：、,;:")
    return line if len(line) <= limit else line[:limit] + "……"
