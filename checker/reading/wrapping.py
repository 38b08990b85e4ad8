"""Printed lines → paragraphs: text that was wrapped at a fixed width is put together again.

A file is taken for wrapped only where the longest lines have one width and break off in mid-sentence; a file with one
paragraph per line is left alone. A width is counted in columns, where a Chinese character takes two, or in characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Measure = Callable[[str], int]

_SLACK = 8
_NARROWEST = 20
_END = re.compile(r"[。！？；：!?;:…][”’」』》）)\"]*$|[A-Za-z]\.$")
_STARTS_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(][0-9０-９]{1,2}[）)]|[0-9０-９]{1,2}(?:[.．、](?![0-9０-９])|[)）])"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|第[一二三四五六七八九十]{1,3}(?:部分|章|节)|特此报告|附件[：:0-9]"
)
# A line that is a paragraph however full it is: a title, a salutation.
_WHOLE = re.compile(
    r"(?=[^。；，]{0,40}(?:关于|年))[^。；，]{6,60}(?:报告|总结|汇报)|[^。；]{2,60}(?:委|政府|局|厅|办|会)[：:]"
)
# What a printer does not part: a word or number in Latin letters, opening marks before a character, closing marks after it.
_CHUNK = re.compile(
    r"[（《“‘〔【(「『]{0,4}(?:[0-9A-Za-z.,%+\-/:@_&=?#~]{1,40}|.)[，。、；：！？）》”’〕】」』,;:!?)]{0,4}"
)
_CLOSING = "，。、；：！？）》”’〕】」』,;:!?)"
_DASHES = "-—–―－─·. \u3000\t"
_PAGE_NUMBER = re.compile(
    r"第?\s?[0-9０-９]{1,3}\s?页?(?:[\s,，]{0,3}[共/／]\s?共?\s?[0-9０-９]{1,3}\s?页?)?"
    r"|[Pp]age\s?[0-9]{1,3}(?:\s?(?:of|/)\s?[0-9]{1,3})?"
)


def is_page_number(text: str) -> bool:
    """Whether a line can be a page number ("— 4 —", "第 3 页 共 9 页"); a lone number can, too."""
    return len(text) <= 30 and bool(_PAGE_NUMBER.fullmatch(text.strip(_DASHES)))


def is_bare_number(text: str) -> bool:
    """Whether nothing tells a page number from any other number."""
    return text.strip().isdecimal()


def columns(text: str) -> int:
    """Columns in a Chinese font: GBK takes two bytes for what is two columns wide."""
    return len(text.encode("gbk", "replace"))


@dataclass(frozen=True)
class Printed:
    """A line as it stands in the file: its indent in columns and its width are told apart from the text."""

    text: str
    indent: int = 0
    width: int = 0

    @classmethod
    def of(cls, raw: str, measure: Measure = columns) -> Printed:
        body = raw.rstrip()
        text = body.lstrip()
        space = body[: len(body) - len(text)].expandtabs(4)
        return cls(text, columns(space), measure(space) + measure(text))


@dataclass(frozen=True)
class Wrapping:
    """The width at which the lines of a file were wrapped, and how it was counted."""

    width: int
    measure: Measure


def unwrap(raws: Sequence[str], wrapping: Wrapping | None) -> list[Printed]:
    """The paragraphs that the lines make, empty ones left out."""
    if wrapping is None:
        return [line for line in map(Printed.of, raws) if line.text]
    return _join([Printed.of(raw, wrapping.measure) for raw in raws], wrapping)


def wrapping_of(raws: Sequence[str]) -> Wrapping | None:
    """How a file was wrapped, or None where each line is a paragraph."""
    best: tuple[int, Wrapping] | None = None
    for measure, narrowest in ((columns, _NARROWEST), (len, _NARROWEST // 2)):
        found = _width([Printed.of(raw, measure) for raw in raws], measure, narrowest)
        if found is not None and (best is None or found[1] > best[0]):
            best = found[1], Wrapping(found[0], measure)
    return best[1] if best else None


def _width(lines: Sequence[Printed], measure: Measure, narrowest: int) -> tuple[int, int] | None:
    """The width of the longest lines, if it is that of a wrapped file, and how many lines are that full."""
    filled = [line for line in lines if line.text and not is_page_number(line.text)]
    pairs = list(pairwise(filled))
    counts = Counter(line.width for line in filled)
    longer = 0
    for width in sorted(counts, reverse=True)[:60]:
        if longer > max(1, len(filled) // 50) or width < narrowest:
            return None
        full = _breaks_off_at(pairs, Wrapping(width, measure))
        if full:
            return width, full
        longer += counts[width]
    return None


def _breaks_off_at(pairs: Sequence[tuple[Printed, Printed]], wrapping: Wrapping) -> int:
    """How many lines of this width break off in mid-sentence where the next word would not have fitted; 0 if not mostly so."""
    near = [(a, b) for a, b in pairs if wrapping.width - _SLACK < a.width <= wrapping.width]
    broken = [(a, b) for a, b in near if not _ends(a) and not _STARTS_ITEM.match(b.text)]
    if len(broken) < max(3, len(pairs) // 12) or len(broken) < 0.6 * len(near):
        return 0
    full = sum(_is_full(a, b, wrapping) for a, b in broken)
    return full if full >= 0.8 * len(broken) else 0


def _ends(line: Printed) -> bool:
    return bool(_END.search(line.text[-4:]))


def _is_full(line: Printed, following: Printed, wrapping: Wrapping) -> bool:
    """Whether the following line's first word would not have fitted in this line; a closing mark may hang over."""
    if line.width > wrapping.width + (2 if line.text[-1] in _CLOSING else 0):
        return False
    chunk = _CHUNK.match(following.text)
    room = wrapping.measure(chunk.group()) if chunk else 1
    return line.width + room > wrapping.width


def _join(lines: Sequence[Printed], wrapping: Wrapping) -> list[Printed]:
    """Paragraphs of a wrapped file."""
    width = wrapping.width
    spaced = _every_line_spaced(lines, width)
    indented = _first_lines_indented(lines, width)
    pieces: list[list[Printed]] = []
    gap = turned = False
    for line in lines:
        if not line.text:
            gap = True
        elif pieces and line.width < width // 2 and is_page_number(line.text) and not is_bare_number(line.text):
            turned = True
        else:
            parted = gap and not spaced and not turned
            if pieces and _goes_on(pieces[-1], line, wrapping, parted=parted, indented=indented):
                pieces[-1].append(line)
            else:
                pieces.append([line])
            gap = turned = False
    return [Printed(glue([line.text for line in piece]), piece[0].indent, piece[0].width) for piece in pieces]


def _goes_on(piece: list[Printed], line: Printed, wrapping: Wrapping, *, parted: bool, indented: bool) -> bool:
    """Whether the line goes on with a paragraph so far. ``parted``: an empty line that means something is between."""
    previous = piece[-1]
    if parted or not _is_full(previous, line, wrapping):
        return False
    if line.indent > previous.indent + 3 or (indented and line.indent >= 2):
        return False
    if _ends(previous) and not _ends(line) and line.width < wrapping.width * 0.75:  # a signature, a date, a heading
        return False
    if len(piece) == 1 and _WHOLE.fullmatch(previous.text):
        return False
    if not _STARTS_ITEM.match(line.text):
        return True
    heads = len(piece) <= 2 and bool(_STARTS_ITEM.match(piece[0].text)) and not any("。" in part.text for part in piece)
    return not (heads or _ends(previous))


def _every_line_spaced(lines: Sequence[Printed], width: int) -> bool:
    """Whether empty lines stand after nearly every line, so that they mean nothing."""
    followers = [bool(b.text) for a, b in pairwise(lines) if width - _SLACK < a.width <= width and not _ends(a)]
    return bool(followers) and sum(followers) < 0.3 * len(followers)


def _first_lines_indented(lines: Sequence[Printed], width: int) -> bool:
    """Whether paragraphs open with an indent: what follows a short line that ends a sentence mostly has one."""
    filled = [line for line in lines if line.text]
    openings = [b for a, b in pairwise(filled) if a.width < width - _SLACK and _ends(a)]
    return bool(openings) and sum(2 <= b.indent <= 8 for b in openings) >= 0.6 * len(openings)


def glue(pieces: Sequence[str]) -> str:
    """The pieces of a line put together; a space only between words in Latin letters."""
    parts: list[str] = []
    for piece in pieces:
        last = parts[-1][-1:] if parts else ""
        if last.isascii() and last.isalpha() and piece[:1].isascii() and piece[:1].isalpha():
            parts.append(" ")
        parts.append(piece)
    return "".join(parts)
