"""Whether a printed line is full: whether the first word of the next would still have fitted into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.reading.page_lines import PageLine
from checker.reading.page_model import Glyph
from checker.text import HAN

CLOSING = "，。、；：！？）》”’〕】」』〉｝］,;:!?)]}%％"
_OPENING = "（《“‘〔【「『〈｛［([{"
# What no program parts: opening marks before a character, a word or number, two dashes, closing marks after it. Some keep a
# number together with the mark before it.
_WORD = r"[0-9A-Za-z.,%+\-/:@_&=?#~]{1,40}"
_CHUNK = re.compile(
    rf"[{re.escape(_OPENING)}]{{0,4}}(?:{_WORD}|[—…─]{{2}}|.)(?:[{re.escape(CLOSING)}]{{1,4}}(?:(?=[0-9]){_WORD})?)?"
)
_ENDS = re.compile(r"[。！？；：!?;:…][”’」』》）)\]】〕\"]*$")
# The gap that programs leave between Chinese and Latin, in shares of the size.
_MIXED = 0.25


def ends(text: str) -> bool:
    """Whether a closing mark ends it."""
    return bool(_ENDS.search(text.rstrip()[-6:]))


def spare(line: PageLine, following: PageLine, right: float) -> float:
    """How much room would be left if the first word of ``following`` stood in ``line`` too; below 0: it does not fit."""
    return right - end_of(line) - _mixed_gap(line, following) - first_word(following.visible, line.pitch)


def end_of(line: PageLine) -> float:
    """Where a line ends, but for closing marks: those may be squeezed, or hang over the margin."""
    glyphs = line.visible
    last = len(glyphs)
    while last > 1 and glyphs[last - 1].text in CLOSING:
        last -= 1
    core = glyphs[last - 1]
    return core.x1 + min(sum(glyph.x1 - glyph.x0 for glyph in glyphs[last:]), line.x1 - core.x1)


def first_word(glyphs: Sequence[Glyph], gap: float) -> float:
    """The width of what cannot be parted from the first character, each with a gap; of several closing marks one counts."""
    head = glyphs[:48]
    match = _CHUNK.match("".join(glyph.text[:1] for glyph in head))
    length = match.end() if match else 1
    word = head[:length]
    while len(word) > 2 and word[-1].text in CLOSING and word[-2].text in CLOSING:
        word = word[:-1]
    return sum(glyph.x1 - glyph.x0 + gap for glyph in word)


def _mixed_gap(line: PageLine, following: PageLine) -> float:
    last, first = line.visible[-1].text, following.visible[0].text
    mixed = (HAN.match(last) and first.isascii() and first.isalnum()) or (
        HAN.match(first) and last.isascii() and last.isalnum()
    )
    return _MIXED * line.size if mixed else 0.0
