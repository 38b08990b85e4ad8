"""Headings: by a style's level, by number and look, run in, or without a number; and their levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.model import Look
from checker.outline.names import is_salutation
from checker.outline.numbering import RANKS, Mark, mark_of
from checker.outline.rows import Row
from checker.text import HAN

_LONGEST, _LABEL, _PLAIN = 60, 26, 30
_QUANTITY = re.compile(r"[0-9]\s?(?:余|多)?[件次份名人万元%起场条家户处亿个项宗例天月日]")
_STOP = re.compile(r"[。!?](?![\"'])|[。!?][\"']")
_CONTENTS = re.compile(r"(?:\.{3,}|…+|·{3,}|\t|\s{3,})\s?[0-9]{1,3}$")
_TOPICS = "不足|问题|短板|原因|整改|改进|措施|举措|成效|做法|亮点|情况|安排|打算|计划|思路|建议|困难|任务|目标|方向|经验|成绩|履职|总结|回顾"
_COLON_LABEL = re.compile(
    rf"(?!现将|为此|对此|主要是|具体|其中|目前|下面|一年来)[^,。;:!?0-9]{{0,14}}?(?:{_TOPICS})[^,。;:!?0-9]{{0,10}}:"
)
_NO_LABEL = re.compile(r"以下|如下|下列|一是|包括|例如|重点做好|抓好|几个|方面:$")
_RUN_LABEL = re.compile(
    r"\(?(?:(?:目前)?存在(?:的)?(?:主要|突出)?(?:问题|不足|短板|困难)|主要(?:问题|不足|原因|做法|举措|成效)|(?:问题|不足)(?:和|及|与|、)?原因(?:分析)?|原因(?:分析)?|"
    r"(?:下一步|下步|明年|今后)(?:工作)?(?:的)?(?:打算|计划|安排|措施|举措|思路)|整改(?:措施|情况|落实情况)|改进措施)(?:主要)?(?:和|及|、)?(?:原因|整改措施)?\)?:"
)
_WORDING = re.compile(r"[0-9\u4e00-\u9fff、“”\"《》]")
_NOT_PLAIN = re.compile(
    r"[,。;:!?…]|^\(|^(?:特此|附件|附:|抄送|主送|联系人|此致|敬礼|目录|目\s{1,4}录)|@|www\.|http|\d{5,}"
)


@dataclass(frozen=True)
class Found:
    """A heading that was found in ``row``: its wording is ``row.text[start:end]``; ``level`` 0 is not yet known."""

    row: int
    mark: Mark | None
    start: int
    end: int
    run_in: bool = False
    level: int = 0
    label: bool = False

    @property
    def style(self) -> str | None:
        return self.mark.style if self.mark else None


@dataclass(frozen=True)
class Headings:
    """The headings, and the numbers of all rows that open with one."""

    found: tuple[Found, ...]
    marks: dict[int, Mark]


def find_headings(rows: Sequence[Row], free: Sequence[int]) -> Headings:
    """The headings among the rows ``free`` (paragraphs of the report's text, in order)."""
    marks = _marks(rows, free)
    body = _body_look(rows, free)
    found: list[Found] = []
    for place, index in enumerate(free):
        following = free[place + 1] if place + 1 < len(free) else None
        heading = _heading(rows, index, following, marks, body)
        if heading is not None:
            found.append(heading)
    return Headings(tuple(_levelled(rows, found, body)), marks)


def _marks(rows: Sequence[Row], free: Sequence[int]) -> dict[int, Mark]:
    """The numbers that rows open with; not in a list of attachments."""
    marks: dict[int, Mark] = {}
    attached = False
    for index in free:
        row = rows[index]
        mark = mark_of(row.text, row.block.number)
        attached = row.text.startswith("附件") or (
            attached and mark is not None and mark.style == "arabic" and not row.ends
        )
        if mark is not None and not attached:
            marks[index] = mark
    return marks


# ── which rows are headings ──────────────────────────────────────────────────────────────────────────────────────────


def _heading(
    rows: Sequence[Row], index: int, following: int | None, marks: dict[int, Mark], body: Look
) -> Found | None:
    row, mark = rows[index], marks.get(index)
    if _CONTENTS.search(row.text[-24:]) and len(row.text) <= 80:
        return None
    start = mark.after if mark else 0
    if row.block.look.style_level and len(row.text) <= 100 and not _STOP.search(row.text[:-1][:100]):
        return Found(index, mark, start, _wording_end(row.text), level=row.block.look.style_level)
    if mark is None:
        return _unnumbered(rows, index, following, marks, body)
    if start >= len(row.text):
        return None
    return _stands_alone(rows, index, following, marks) or _runs_in(row, index, mark)


def _wording_end(text: str) -> int:
    return len(text.rstrip("。:; "))


def _stands_alone(rows: Sequence[Row], index: int, following: int | None, marks: dict[int, Mark]) -> Found | None:
    """A numbered row that is a heading as a whole."""
    text, mark = rows[index].text, marks[index]
    wording = text[mark.after :]
    if len(wording) > _LONGEST or _STOP.search(wording[:-1]) or wording[-1] in ";,、!?":
        return None
    if wording[-1] == ":":
        heading = ":" not in wording[:-1] and len(wording) <= _LABEL + 4
    elif wording[-1] == "。":
        heading = len(wording) <= _LABEL and not _QUANTITY.search(wording) and _has_content(following, mark, marks)
    else:
        heading = mark.rank <= RANKS["paren_han"] or _has_content(following, mark, marks)
        heading = heading and not (len(wording) > 30 and _QUANTITY.search(wording) and "," in wording)
    return Found(index, mark, mark.after, _wording_end(text)) if heading else None


def _has_content(following: int | None, mark: Mark, marks: dict[int, Mark]) -> bool:
    """Whether text of its own, or lower numbers, follow a numbered row."""
    if following is None:
        return False
    after = marks.get(following)
    return after is None or after.rank > mark.rank


def _runs_in(row: Row, index: int, mark: Mark) -> Found | None:
    """A numbered row whose first sentence is short and names what follows in the same row."""
    head = row.text[mark.after : mark.after + 80]
    stop = _STOP.search(head)
    end = stop.start() if stop else -1
    if end < 0 or end > 40:
        colon = head.find(":")
        gap = re.search(r"\S\u3000|\S\s{2}", head)
        end = colon if 0 < colon <= 16 and "," not in head[:colon] else -1
        if end < 0 and gap and gap.start() < 20 and "," not in head[: gap.start()]:
            end = gap.start() + 1
    if end <= 1 or mark.after + end + 1 >= len(row.text):
        return None
    label = head[:end]
    if len(HAN.findall(label)) > _LABEL or len(label) > 36 or _QUANTITY.search(label) or ";" in label:
        return None
    return Found(index, mark, mark.after, mark.after + len(label.rstrip()), run_in=True)


def _unnumbered(
    rows: Sequence[Row], index: int, following: int | None, marks: dict[int, Mark], body: Look
) -> Found | None:
    """A row without a number: a label with a colon, or a short line that looks like a heading or stands over long text."""
    row = rows[index]
    text = row.text
    if len(text) <= _LABEL and _COLON_LABEL.fullmatch(text) and not _NO_LABEL.search(text) and not is_salutation(text):
        return Found(index, None, 0, _wording_end(text), label=True) if following is not None else None
    run_in = _RUN_LABEL.match(row.head)
    if run_in and len(text) > run_in.end():
        return Found(index, None, 0, run_in.end() - 1, run_in=True, label=True)
    if not 2 <= len(text) <= 40 or _NOT_PLAIN.search(text) or following is None or is_salutation(text):
        return None
    if _stands_out(row.block.look, body):
        return Found(index, None, 0, len(text))
    long_text = len(rows[following].text) >= 40 and "。" in rows[following].text
    wording = len(_WORDING.findall(text)) >= 0.8 * len(text) and len(HAN.findall(text)) >= 4
    if len(text) <= _PLAIN and (long_text or following in marks) and wording:
        return Found(index, None, 0, len(text))
    return None


def _body_look(rows: Sequence[Row], free: Sequence[int]) -> Look:
    """The look of most of the text."""
    counts: Counter[Look] = Counter()
    for index in free:
        counts[_face(rows[index].block.look)] += len(rows[index].text)
    return counts.most_common(1)[0][0] if counts else Look()


def _face(look: Look) -> Look:
    return Look(bold=look.bold, size=look.size, font=look.font, centred=look.centred)


def _stands_out(look: Look, body: Look) -> bool:
    face = _face(look)
    if face == body or face == Look():
        return False
    return (
        (face.bold and not body.bold) or face.centred or face.font != body.font or (face.size or 0) > (body.size or 0)
    )


# ── levels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _levelled(rows: Sequence[Row], found: Sequence[Found], body: Look) -> list[Found]:
    """The headings with their levels: by style level, by rank of numbering, by place."""
    lowest = min((heading.level for heading in found if heading.level), default=1)
    headings = [replace(h, level=h.level - lowest + 1) if h.level else h for h in found]
    above = _unnumbered_on_top(headings)
    levels = _levels_of_styles(headings, 1 if above else 0)
    faces = _faces_of_levels(rows, headings, levels, body)
    result: list[Found] = []
    section = 0
    for heading in headings:
        level = heading.level
        if not level and heading.style:
            level = levels[heading.style]
        elif not level and heading.label:
            level = section + 1
        elif not level:
            level = 1 if above or not section else faces.get(_face(rows[heading.row].block.look), section + 1)
        if (
            not heading.run_in
            and (heading.style or not heading.label)
            and (heading.style or level == 1 or heading.level)
        ):
            section = level
        result.append(replace(heading, level=level))
    return result


def _unnumbered_on_top(headings: Sequence[Found]) -> bool:
    """Whether headings without a number stand over those with one: they come first, and 一、 is absent or begins anew."""
    plain = [h for h in headings if not h.label and not h.level and not h.style]
    if not plain or not headings or headings[0] is not plain[0]:
        return False
    tops = [h for h in headings if h.mark and not h.level and h.mark.rank <= RANKS["han"]]
    return not tops or sum(h.mark is not None and h.mark.value == 1 for h in tops) > 1


def _levels_of_styles(headings: Sequence[Found], above: int) -> dict[str, int]:
    """A level for each style of numbering, in the order of rank; where styles' levels are given, they lead."""
    levels: dict[str, int] = {}
    level = above or max((h.level for h in headings if h.level and not h.style), default=0)
    for style in sorted({h.style for h in headings if h.style}, key=RANKS.__getitem__):
        given = [h.level for h in headings if h.style == style and h.level]
        level = Counter(given).most_common(1)[0][0] if given else level + 1
        levels[style] = level
    return levels


def _faces_of_levels(
    rows: Sequence[Row], headings: Sequence[Found], levels: dict[str, int], body: Look
) -> dict[Look, int]:
    """The level that headings of one look have, where they are numbered and look like nothing else."""
    faces: dict[Look, int] = {}
    for heading in headings:
        face = _face(rows[heading.row].block.look)
        if heading.style and not heading.run_in and face != body:
            faces[face] = min(levels[heading.style], faces.get(face, 99))
    return faces
