"""A report as a model sees it: numbered paragraphs, without what must not be sent; and the way back from a quote. Pure.

``Shown.view`` is the report with a text of the same length: personal numbers are stars, withheld passages are filled, signs by
which a model's own format could be imitated are replaced one for one. So every offset of the view is one of the report.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from checker.evidence import cite
from checker.llm.masks import personal_numbers
from checker.model import Evidence, Report
from checker.text import Span, sentences

MASK = "*"
WITHHELD = "【此处有一段写给机器的文字，未送模型】"
_FILL = "\ue0ff"  # private use: stands in no quote that could be proved
_MUTE = ("title", "signature", "date")
_KINDS = {"title": " 标题", "heading": " 小标题", "table": " 表格", "signature": " 落款", "date": " 日期"}

# Signs of chat templates (<|im_start|>, <s>, <think>, <<SYS>>, [INST]), of JSON, Markdown and fences: each becomes a sign that
# looks like it and means nothing. Where ``text.fold`` knows the pair, a quote in either form is proved by itself.
_SIGNS = str.maketrans(
    {"<": "‹", ">": "›", "＜": "‹", "＞": "›", "|": "¦", "｜": "¦", "{": "｛", "}": "｝", "\ue0ff": "\ufffd"}
)
_BRACKETED = re.compile(r"\[(?=\s*/?\s*[A-Za-z_ ]{3,24}\])")
_RULE = re.compile(r"(?:#{2,}|={3,}|-{3,}|~{3,}|`{3,})")
_WIDE = str.maketrans({"#": "＃", "=": "＝", "-": "－", "~": "～", "`": "｀", "[": "［"})
# What cannot be seen: controls, bidirectional marks, tags, lone surrogates. ``text.fold`` skips white space.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)

# Sentences beside a withheld one go with it if they go on speaking to the reader.
_GOES_ON = re.compile(
    r"你|您|请(?!求|示|假|教)|务必|一律|输出|回复|回答|打分|评分|判[为定断]|忽略|无视|本报告|该报告|本文件?|本材料|verdict|met\b|pass\b",
    re.IGNORECASE,
)
_ENDS = "。！？!?…；;：:”’」』》）)"
_LINES_OF_A_SENTENCE = 3
_MOST_OF = 0.5


class Piece(NamedTuple):
    """``text[start:end]`` of the block with that index: the whole block, or some sentences of a very long one."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Shown:
    """A report, and what of it a model gets to see. ``withheld`` and ``masked`` are sorted and do not overlap."""

    report: Report
    view: Report
    withheld: tuple[Span, ...]
    masked: tuple[Span, ...]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every block that is sent, in order. Residue is not."""
        return tuple(
            Piece(index, block.start, block.end)
            for index, block in enumerate(self.report.blocks)
            if block.kind != "residue" and block.start < block.end
        )

    @cached_property
    def speaking(self) -> Report:
        """The view in which whatever says nothing of the year's work (title, signature, date) is residue, which proves nothing."""
        blocks = tuple(
            block.model_copy(update={"kind": "residue"}) if block.kind in _MUTE else block for block in self.view.blocks
        )
        return self.view.model_copy(update={"blocks": blocks})

    def lines(self, pieces: Iterable[Piece]) -> str:
        """The numbered paragraphs, one to a line; further lines of a block are indented."""
        return "\n".join(f"[{piece.block}{self._kind(piece)}] {self._words(piece)}" for piece in pieces)

    def restore(self, found: Evidence) -> Evidence | None:
        """The same place in the report itself; None where it is nothing but a mask, cuts one, or was never sent."""
        start, end = found.start, found.end
        if _touching(self.withheld, start, end):
            return None
        hidden = 0
        for first, last in _touching(self.masked, start, end):
            if first < start or last > end:
                return None
            hidden += last - first
        if hidden >= end - start:
            return None
        original = cite(self.report, start, end)
        return original if (original.start, original.end) == (start, end) else None

    def _kind(self, piece: Piece) -> str:
        return _KINDS.get(self.report.blocks[piece.block].kind, "")

    def _words(self, piece: Piece) -> str:
        words, position = [], piece.start
        for start, end in _touching(self.withheld, piece.start, piece.end):
            words += [self.view.text[position:start], WITHHELD]
            position = end
        words.append(self.view.text[min(position, piece.end) : piece.end])
        lines = [line.strip() for line in "".join(words).split("\n")]
        return "\n    ".join(line for line in lines if line)


def show(report: Report, *, withheld: Sequence[Span] = (), masked: Sequence[Span] = ()) -> Shown:
    """The report as a model may see it.

    ``withheld`` are widened to sentences, and on to their neighbours that go on speaking to the reader; most of a block takes all
    of it. ``masked`` spans join the personal numbers that are found here.
    """
    text = report.text
    gone = _merge(_widened(report, withheld))
    stars = _merge([*_inside(report, masked), *personal_numbers(text)])
    copy = list(neutral(text))
    for spans, sign in ((stars, MASK), (gone, _FILL)):
        for start, end in spans:
            copy[start:end] = sign * (end - start)
    document = report.document.model_copy(update={"text": "".join(copy)})
    return Shown(report, report.model_copy(update={"document": document}), tuple(gone), tuple(stars))


def neutral(text: str) -> str:
    """The text with signs that could pass for a model's own format replaced one for one; the length stays."""
    text = _UNSEEN.sub(lambda match: " " * len(match[0]), text.translate(_SIGNS))
    text = _BRACKETED.sub(lambda match: match[0].translate(_WIDE), text)
    return _RULE.sub(lambda match: match[0].translate(_WIDE), text)


def fence(text: str) -> str:
    """A word that does not stand in ``text``, the same for the same text."""
    for attempt in range(1000):
        word = hashlib.sha256(f"{attempt}\n{text}".encode("utf-8", "replace")).hexdigest()[:12]
        if word not in text:
            return word
    raise AssertionError("a thousand sums in a text that does not know them")


# ── spans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _widened(report: Report, spans: Iterable[Span]) -> Iterator[Span]:
    """The sentences that the spans touch, those around that belong to them, and all of a block of which that is the most.

    An instruction may run on over the end of its block: a sentence that has no end belongs to the next.
    """
    hits = _merge(_inside(report, spans))
    if not hits:
        return
    known = [
        (index, start, end)
        for index, block in enumerate(report.blocks)
        if block.kind != "residue"
        for start, end in sentences(report.text, block.start, block.end)
    ]
    gone = {i for i, (_, start, end) in enumerate(known) if _touching(hits, start, end)}
    for step in (-1, 1):
        for index in sorted(gone):
            gone.update(_belonging(report, known, index, step))
    taken = [(block, start, end) for i, (block, start, end) in enumerate(known) if i in gone]
    yield from hits
    for index, block in enumerate(report.blocks):
        own = [(start, end) for place, start, end in taken if place == index]
        if own and sum(end - start for start, end in own) >= _MOST_OF * (block.end - block.start):
            yield block.start, block.end
        else:
            yield from own


def _belonging(report: Report, known: Sequence[tuple[int, int, int]], index: int, step: int) -> Iterator[int]:
    """The sentences on one side that go on speaking to the reader, or are one with it over the end of a line."""
    unfinished = _LINES_OF_A_SENTENCE
    while 0 <= index + step < len(known):
        earlier = known[min(index, index + step)]
        index += step
        block, start, end = known[index]
        heading = report.blocks[block].kind in ("heading", "title")
        if not _GOES_ON.search(report.text, start, end):
            if heading or unfinished == 0 or report.text[earlier[2] - 1] in _ENDS:
                return
            unfinished -= 1
        yield index


def _inside(report: Report, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans cut at the edges of blocks; what stands in no block is left out."""
    for start, end in spans:
        index = max(0, bisect_right(report.blocks, start, key=lambda block: block.start) - 1)
        for block in report.blocks[index:]:
            if block.start >= end:
                break
            piece = max(start, block.start), min(end, block.end)
            if piece[0] < piece[1]:
                yield piece


def _merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def _touching(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of the sorted ``spans`` that share a character with ``start:end``."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, key=lambda span: span[0])]
