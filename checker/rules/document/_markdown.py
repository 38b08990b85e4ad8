"""Marks of Markdown left in a text that is none (domain §5): **bold**, ### headings, code fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.model import Block
from checker.text import Span

_MARKDOWN = re.compile(
    r"\*\*(?<![0-9A-Za-z*]\*\*)(?=[^\s*])[^*\n]{1,200}\*\*(?![0-9A-Za-z*])|__(?=[^\s_])[^_\n]{1,80}[^\s_]__"
)
_MARKDOWN_LINE = re.compile(r"\s*#{1,6}(?:[ \t]+(?=\S)|(?=[一二三四五六七八九十(第]))|`{3,}")


def marks(copy: str, block: Block) -> Iterator[Span]:
    """Where the folded text of a block has such marks: the opening ones of a line, and what two asterisks enclose."""
    opening = _MARKDOWN_LINE.match(copy, block.start, block.end)
    if opening:
        yield opening.span()
    for match in _MARKDOWN.finditer(copy, block.start, block.end):
        yield match.span()
