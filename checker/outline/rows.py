"""The blocks of a document while their kinds are being found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.model import Block, Document
from checker.text import fold_width

ENDS_SENTENCE = re.compile(r"[。!?;:…][\"')\]》」』]{0,3}$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Row:
    """A block and its text, width folded (of the same length, so that offsets hold).

    ``continues``: it is the rest of a line that was cut at a mark left by Word.
    """

    block: Block
    text: str
    continues: bool = False

    @property
    def head(self) -> str:
        """The beginning, enough to tell a kind by: patterns never run over a whole long text."""
        return self.text[:160]

    @property
    def tail(self) -> str:
        return self.text[-160:]

    @property
    def ends(self) -> bool:
        """Whether a closing mark ends it."""
        return bool(ENDS_SENTENCE.search(self.text[-8:]))

    @property
    def is_body(self) -> bool:
        """Running text, surely: it has a full stop and some length."""
        return self.block.kind == "table" or (len(self.text) >= 25 and "。" in self.text)


def rows_of(document: Document, pieces: Sequence[tuple[Block, bool]]) -> list[Row]:
    """A row for each block; the flag says that it continues a line."""
    folded = fold_width(document.text)
    return [Row(block, folded[block.start : block.end], continues) for block, continues in pieces]


def compact(text: str) -> str:
    """The text without white space."""
    return _SPACE.sub("", text)
