"""What the document rules share: the folded text, which blocks are the report's own words, clauses, plans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from checker import patterns
from checker.model import Block, Report
from checker.text import Span, fold_width

NUMERAL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# Cut at 1,000 characters, lest a text without punctuation be one sentence.
SENTENCE = re.compile(r"[^。!?\n]{0,1000}[。!?\n]?")
PLAN_WORDS = re.compile(
    r"计划|打算|安排|工作要点|思路|部署|谋划|下一步|下步|下一年|明年|努力方向|工作目标|展望|[年度]要办的"
)
PROBLEM_WORDS = re.compile(r"不足|问题|短板|差距|薄弱|困难")
OTHER_WORDS = re.compile(r"其他|其它|需要(?:报告|说明)|附")
TASK_WORDS = re.compile(r"(?:重点|主要|中心)?(?:工作|任务|事项)$|重点[抓做]|怎么干|怎么办")
DONE_WORDS = re.compile(r"完成|落实情况|执行情况|开展情况|推进情况|进展|成效|成绩|做法|回顾|总结|所做|情况$")


@lru_cache(maxsize=4)
def flat(text: str) -> str:
    """The text with its width folded; every offset stays."""
    return fold_width(text)


class Squeezed(NamedTuple):
    """A copy without white space and zero-width characters, width folded; ``origin[i]`` is where character ``i`` stood."""

    text: str
    origin: list[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the original text that ``text[start:end]`` came from."""
        return self.origin[start], self.origin[end - 1] + 1


def squeeze(text: str, start: int = 0, end: int | None = None) -> Squeezed:
    """``text[start:end]`` squeezed; offsets are those of ``text``."""
    stop = len(text) if end is None else end
    pieces: list[str] = []
    origin: list[int] = []
    position = start
    for gap in UNSEEN.finditer(text, start, stop):
        pieces.append(text[position : gap.start()])
        origin.extend(range(position, gap.start()))
        position = gap.end()
    pieces.append(text[position:stop])
    origin.extend(range(position, stop))
    return Squeezed(fold_width("".join(pieces)), origin)


def own_blocks(report: Report, *kinds: str) -> Iterator[tuple[int, Block]]:
    """Blocks with their index: those of ``kinds``, else everything but residue."""
    for index, block in enumerate(report.blocks):
        if block.kind in kinds if kinds else block.kind != "residue":
            yield index, block


def block_of(report: Report, offset: int) -> Block | None:
    """The block in which ``offset`` stands, unless it is residue."""
    index = bisect_right(report.blocks, offset, key=_start) - 1
    if index < 0 or offset >= report.blocks[index].end or report.blocks[index].kind == "residue":
        return None
    return report.blocks[index]


def _start(block: Block) -> int:
    return block.start


def body_blocks(report: Report) -> Iterator[tuple[int, Block]]:
    """Headings, paragraphs and tables."""
    return own_blocks(report, "heading", "paragraph", "table")


def sentences(copy: str, start: int, end: int) -> Iterator[Span]:
    """Spans of the sentences of ``copy[start:end]``; ``copy`` is folded."""
    for match in SENTENCE.finditer(copy, start, end):
        if match.end() > match.start():
            yield match.span()


def clause_start(copy: str, start: int, position: int) -> int:
    """Where the clause in which ``position`` stands begins, not before ``start``; ``copy`` is folded."""
    return max(start, max(copy.rfind(mark, start, position) for mark in ",;:。!?\n") + 1)


class Part(NamedTuple):
    """A top-level part of the report: ``wording`` is its heading's folded text, ``text[start:end]`` all of it."""

    wording: str
    heading: Span
    start: int
    end: int
    plan: bool


def parts(report: Report) -> list[Part]:
    """The parts that the report's highest headings make."""
    if not report.headings:
        return []
    top = min(heading.level for heading in report.headings)
    heads = [heading for heading in report.headings if heading.level == top]
    copy = flat(report.text)
    found: list[Part] = []
    for index, head in enumerate(heads):
        end = report.blocks[heads[index + 1].block].start if index + 1 < len(heads) else len(report.text)
        start = report.blocks[head.block].start
        wording = copy[head.start : head.end]
        found.append(Part(wording, (start, head.end), start, end, is_plan(wording)))
    # “2025年重点任务” looks back or forward: at the end of the report, or after the shortcomings, it looks forward.
    own = [part for part in found if not OTHER_WORDS.search(part.wording)]
    after_problems = False
    for index, part in enumerate(found):
        late = after_problems or (len(own) > 2 and part is own[-1])
        after_problems = after_problems or bool(PROBLEM_WORDS.search(part.wording))
        if late and TASK_WORDS.search(part.wording) and not DONE_WORDS.search(part.wording):
            found[index] = part._replace(plan=True)
    return found


def is_plan(wording: str) -> bool:
    """Whether a heading announces plans, not what became of them."""
    return bool(PLAN_WORDS.search(wording)) and not DONE_WORDS.search(wording)


Pattern = Annotated[str, AfterValidator(patterns.checked)]


def shorten(text: str, length: int = 40) -> str:
    """The text on one line, cut at ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def number(value: float) -> str:
    """A number as it is written in a sentence."""
    return str(int(value)) if value == int(value) else f"{value:.10g}"
