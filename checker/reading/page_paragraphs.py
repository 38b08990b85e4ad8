"""Printed lines → paragraphs, over all pages of a document.

Nothing in a page says where a paragraph ends. What tells is: an indent, a line that is not full though the next word would have
fitted, a wider gap, another size or face, a place in the middle or at the right. Which of these count is learnt from the places
where a paragraph surely ends: after a short line with a closing mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from checker.reading.draft import Line
from checker.reading.page_columns import Column, columns_of
from checker.reading.page_lines import PageLine, face
from checker.reading.page_margins import body_size
from checker.reading.page_tables import Item, Row
from checker.reading.page_wraps import ends, first_word, spare
from checker.reading.wrapping import glue

Place = Literal["left", "centre", "right"]
Joint = Literal["joined", "soft", "apart"]

_ITEM = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(][0-9０-９]{1,2}[）)]|[0-9０-９]{1,2}(?:[.．、](?![0-9０-９])|[)）])"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|第[一二三四五六七八九十]{1,3}(?:部分|章|节))"
)
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}是")
# Two halves of a paragraph that a mere line break parts are at least so long.
_LONG = 24
# A label and its figure: "电话：" at the end of a line closes nothing.
_COLON_FIGURE = re.compile(r"[：:][（(]?[0-9A-Za-z]")
_TITLE_END = re.compile(r"(?:报告|总结|汇报|年报)[)）]?\s*$")
# A title that was parted by hand: no title ends so, none begins so; a first line tells of the year or begins "关于".
_BREAKS_OFF = re.compile(r"(?:[12][0-9]{3}|[0-9〇○零一二三四五六七八九]年度?|[的和与及暨、《（“〔(]|关于|报送)\s*$")
_GOES_ON = re.compile(r"\s*(?:年|度|的|和|与|及|暨|、|[》）”〕)])")
_TELLS_WHAT = re.compile(r"关于|[12][0-9]{3}|二[〇○零]|(?:法治(?:政府)?|建设|工作|依法行政)\s*$")
_OPENS_TITLE = re.compile(r"\s*(?:关于|[12][0-9]{3}|二[〇○零]|[（(—])")


@dataclass(frozen=True)
class Habits:
    """What the paragraphs of a document have in common.

    ``indent``: by how many ems their first lines are indented, 0 if not at all; ``gap``: a gap sets them apart; ``pitch``: points
    from one line to the next; ``spread``: lines are stretched to the right edge; ``flush``: numbered lines begin at the margin.
    """

    size: float
    indent: float = 0.0
    gap: bool = False
    pitch: float = 0.0
    spread: bool = False
    flush: bool = False


@dataclass(frozen=True)
class Placed:
    """A line in its column."""

    line: PageLine
    column: Column
    place: Place

    @property
    def inset(self) -> float:
        """Ems from the left edge."""
        return (self.line.x0 - self.column.left) / self.line.size

    @property
    def room(self) -> float:
        """Ems to the right edge."""
        return (self.column.right - self.line.x1) / self.line.size

    def spare(self, following: Placed) -> float:
        """Ems that would be left if the first word of the following line stood in this one too."""
        return spare(self.line, following.line, self.column.right) / self.line.size


def paragraphs_of(pages: Sequence[Sequence[Item]], widths: Sequence[float]) -> list[Line]:
    """The paragraphs and table rows of all pages, which have these widths, in order."""
    lines = [[item for item in page if isinstance(item, PageLine)] for page in pages]
    size = body_size(lines)
    columns = columns_of(lines, widths, size)
    sequence: list[Placed | Row] = []
    for page, column in zip(pages, columns, strict=True):
        sequence += [item if isinstance(item, Row) else placed(item, column, size) for item in page]
    habits = habits_of([item for item in sequence if isinstance(item, Placed)], size)
    return list(_lines(sequence, habits))


def placed(line: PageLine, column: Column, size: float) -> Placed:
    """Where a line stands: it begins at the left (or is indented), stands in the middle, or at the right."""
    if line.bounds is not None:
        column = Column(*line.bounds)
    left, right = line.x0 - column.left, column.right - line.x1
    # A line of larger print is centred even if it nearly fills its column.
    large = line.size > 1.1 * size and left > -2 * line.size
    place: Place = "left"
    if left > 0.3 * column.width and left - right > 0.2 * column.width:
        place = "right"
    elif (left > 2.6 * size and abs(left - right) < 1.2 * line.size) or (large and abs(left - right) < 0.8 * line.size):
        place = "centre"
    return Placed(line, column, place)


# ── habits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def habits_of(lines: Sequence[Placed], size: float) -> Habits:
    """Learn from surely wrapped lines, and from surely ended paragraphs, what both look like."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.place == b.place == "left" and _same_size(a, b)]
    wrapped = [(a, b) for a, b in pairs if not ends(a.line.text) and a.spare(b) < 0.3 and b.inset < 0.5]
    ended = [(a, b) for a, b in pairs if ends(a.line.text) and a.spare(b) > 1.5]
    pitch = _median(_steps(wrapped)) or _median(_steps(pairs)) or 1.5 * size
    insets = [b.inset for _, b in ended] or [b.inset for _, b in pairs if b.inset > 0.5]
    indents = [inset for inset in insets if 0.8 <= inset <= 6]
    gaps = _steps(ended)
    at_edge = [a for a, _ in wrapped if a.room < 0.2]
    flush = [b for _, b in ended if b.inset < 0.5 and _ITEM.match(b.line.text)]
    return Habits(
        size=size,
        indent=median(indents) if len(indents) >= max(1, 0.4 * len(insets)) else 0.0,
        gap=bool(gaps) and sum(gap > 1.18 * pitch for gap in gaps) >= 0.6 * len(gaps),
        pitch=pitch,
        spread=len(wrapped) >= 5 and len(at_edge) >= 0.85 * len(wrapped),
        flush=len(flush) >= max(1, 0.05 * len(ended)),
    )


def _steps(pairs: Iterable[tuple[Placed, Placed]]) -> list[float]:
    """Points from line to line, within pages."""
    return [b.line.y - a.line.y for a, b in pairs if a.line.page == b.line.page and b.line.y > a.line.y]


def _median(values: Sequence[float]) -> float:
    return median(values) if values else 0.0


# ── joints ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def joint(group: Sequence[Placed], b: Placed, habits: Habits) -> Joint:
    """How a line goes on with the paragraph so far: joined, after a mere line break (soft), or not at all."""
    a = group[-1]
    if not (_same_column(a, b) and _same_size(a, b)):
        return "apart"
    if a.place != "left" or b.place != "left":
        return "joined" if _title_goes_on(group, b) else "apart"
    step = b.line.y - a.line.y if a.line.page == b.line.page and a.line.bounds == b.line.bounds else None
    wide = step is not None and (step > 1.18 * habits.pitch + 0.5 or step < 0)
    indented = b.inset >= max(0.8, 0.5 * habits.indent)
    opens = bool(_ITEM.match(b.line.text))
    left_over = a.spare(b)
    if left_over < 0.1 or (left_over < 1.2 and _seems_cut(a, b) and not (indented or wide or opens)):
        return _after_full_line(group, b, habits, wide=wide, indented=indented, opens=opens)
    if indented or wide or opens or not (habits.indent or habits.gap) or not _same_face(a, b):
        return "apart"
    broken = habits.gap and step is not None and ends(a.line.text) and group[0].inset >= 0.8
    return "joined" if broken and min(len(a.line.text), len(b.line.text)) >= _LONG else "soft"


def _after_full_line(
    group: Sequence[Placed], b: Placed, habits: Habits, *, wide: bool, indented: bool, opens: bool
) -> Joint:
    a = group[-1]
    closed = ends(a.line.text) and not _COLON_FIGURE.search(a.line.text[-1] + b.line.text[:2])
    if indented:
        hangs = len(group) > 1 and abs(a.inset - b.inset) < 0.3
        return "joined" if hangs or not (closed or wide or habits.indent or habits.gap) else "apart"
    if wide:
        return "apart" if closed or habits.gap else "joined"
    if len(group) == 1 and _TITLE_END.search(a.line.text) and _fills_the_middle(a, habits):
        return "apart"
    if not closed:
        headed = len(group) == 1 and bool(_ITEM.match(a.line.text)) and not habits.indent
        return "apart" if headed and not _same_face(a, b) else "joined"
    if opens and (habits.flush or not habits.indent or not _same_face(a, b)):
        return "apart"
    if habits.indent or (habits.gap and a.line.page == b.line.page):
        return "joined"
    if _ORDINAL.match(b.line.text) and (a.line.text[-1] in "：:" or a.line.page != b.line.page):
        return "apart"
    short = habits.spread and a.room > 0.2
    return "apart" if short or not _same_face(a, b) else "joined"


def _fills_the_middle(a: Placed, habits: Habits) -> bool:
    """Whether a line is centred, though so long that it nearly fills its column."""
    return a.inset > 0.3 and abs(a.inset - a.room) < 0.6 and abs(a.inset - habits.indent) > 0.3


def _seems_cut(a: Placed, b: Placed) -> bool:
    return not ends(a.line.text) and _same_face(a, b)


def _title_goes_on(group: Sequence[Placed], b: Placed) -> bool:
    """Whether a centred line was wrapped: the next word would not have fitted into it, or what it says breaks off."""
    a = group[-1]
    if b.place != "centre" or a.place == "right" or ends(a.line.text) or not _same_face(a, b):
        return False
    left = a.column.width - (a.line.x1 - a.line.x0) - first_word(b.line.visible, a.line.pitch)
    return left < 0.1 * a.line.size or (a.place == "centre" and _is_broken_title(a, b))


def _is_broken_title(a: Placed, b: Placed) -> bool:
    """Whether somebody parted a title where it looked well. A unit's name over a title is left a line of its own."""
    near = a.line.page == b.line.page and 0 < b.line.y - a.line.y < 2.5 * a.line.size
    one, other = a.line.text, b.line.text
    if not near or _TITLE_END.search(one) or _ITEM.match(other):
        return False
    if _BREAKS_OFF.search(one) or _GOES_ON.match(other):
        return True
    if not _TITLE_END.search(one + other) or _OPENS_TITLE.match(other):
        return False
    return len(other.strip()) <= 2 or bool(_TELLS_WHAT.search(one) and _TITLE_END.search(other))


def _same_column(a: Placed, b: Placed) -> bool:
    """Whether text can go on from one line to the other: within a column, or from the foot of one to the head of the next."""
    if a.line.bounds == b.line.bounds:
        return True
    turned = a.line.page != b.line.page or a.line.y > b.line.y
    return (
        None not in (a.line.bounds, b.line.bounds) and turned and abs(a.column.width - b.column.width) < 2 * a.line.size
    )


def _same_size(a: Placed, b: Placed) -> bool:
    slack = 0.35 if a.line.rough else 0.08
    one, two = a.line.han[-1].size, b.line.han[0].size
    return abs(one - two) <= slack * max(one, two)


def _same_face(a: Placed, b: Placed) -> bool:
    """Whether the last characters of one line look like the first of the next."""
    last, first = a.line.han[-3:], b.line.han[:3]
    return a.line.rough or bool({(g.font, g.bold) for g in last} & {(g.font, g.bold) for g in first})


# ── lines of the draft ───────────────────────────────────────────────────────────────────────────────────────────────


def _lines(sequence: Iterable[Placed | Row], habits: Habits) -> Iterable[Line]:
    group: list[Placed] = []
    soft = False
    for item in sequence:
        if isinstance(item, Row):
            if group:
                yield _line(group, soft=soft)
            group, soft = [], False
            yield item.line
            continue
        how = joint(group, item, habits) if group else "apart"
        if how == "joined":
            group.append(item)
            continue
        if group:
            yield _line(group, soft=soft)
        group, soft = [item], how == "soft"
    if group:
        yield _line(group, soft=soft)


def _line(group: Sequence[Placed], *, soft: bool) -> Line:
    first = group[0]
    texts = [first.line.text.rstrip(), *(placed.line.text.strip() for placed in group[1:])]
    look = face([glyph for placed in group for glyph in placed.line.han])
    centred, right = first.place == "centre", first.place == "right"
    indent = None if centred or right else max(round(first.inset, 1), 0.0)
    return Line(
        glue(texts),
        look=look.model_copy(update={"centred": centred, "right": right, "indent": indent}),
        page=first.line.page,
        soft=soft,
    )
