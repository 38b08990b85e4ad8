"""The title: one line or several, and second copies of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from checker.outline.names import is_salutation, is_unit, unit_in_title
from checker.outline.rows import Row, compact

_TOPIC = re.compile(r"法治|法制|依法行政|依法治|信息公开|第一责任人|述法|普法")
_END = re.compile(r"(?:报告|总结|汇报|情况|年报|小结|通报|综述|材料|自查)(?:\([^()]{1,14}\)|_.{2,30}|-.{2,30})?$")
_STRICT_END = re.compile(r"(?:报告|总结|汇报|年报)(?:\([^()]{1,14}\)|_.{2,30}|-.{2,30})?$")
_NEVER = re.compile(
    r"[。;!?]|[:,]$|^(?:现将|根据|按照|为了?|附件|秘密|机密|绝密|一是|抄送|名称|标题|第[一二三四五六七八九十]{1,2}(?:部分|章))"
    r"|^[(]?[一二三四五六七八九十]{1,3}[)、.]|^\(?\d{1,2}[.、)](?!\d)|号$"
)
_YEAR = re.compile(r"(?:19|20)\d{2}|二[〇零○oO0][〇零○oO0一二三四五六七八九]{2}")
_TAIL_PIECE = re.compile(r"(?:的|工作|年度|情况|专项|自查){0,4}(?:的)?(?:报告|总结|汇报|年报)(?:\([^()]{1,14}\))?")
_UNDER = re.compile(
    rf"\((?:{_YEAR.pattern})(?:年度?|度)?(?:公开版|公开稿)?\)|\((?:公开|送审|征求意见|修改|定|报批|审议)[稿版]\)"
)
_HEAD_PIECE = re.compile(r"关于|年|[\u4e00-\u9fff]{4}")
_TWO_UNITS = re.compile(r"[^关]{3,30}(?:人民政府|局|委员会)\s?关于")
_LONGEST, _HEAD_ROWS = 70, 40


@dataclass(frozen=True)
class Title:
    """Rows ``rows[start:end]`` make the title ``text``; ``copies`` are rows that repeat it, ``other`` their text."""

    start: int
    end: int
    text: str
    copies: tuple[int, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Group:
    start: int
    end: int
    text: str

    @property
    def completeness(self) -> int:
        return 2 * bool(_YEAR.search(self.text)) + bool(unit_in_title(self.text))


def find_title(rows: Sequence[Row], residue: set[int]) -> Title | None:
    """The title, searched before the first paragraph of running text."""
    head = _head(rows, residue)
    groups = _groups(rows, head)
    if not groups:
        return _by_look(rows, head)
    best = max(groups, key=lambda group: (group.completeness, -group.start))
    same = [group for group in groups if group is not best and _same(group.text, best.text)]
    copies = tuple(i for group in same for i in range(group.start, group.end) if i not in residue)
    return Title(best.start, best.end, best.text, copies, tuple(group.text for group in same))


def put_together(lines: Sequence[str]) -> str:
    """The lines of a title as one; a space only between the names of two units."""
    text = ""
    for line in lines:
        gap = " " if text and is_unit(text) and (is_unit(line) or re.match(_TWO_UNITS, line)) else ""
        text += gap + line.strip()
    return text


def _head(rows: Sequence[Row], residue: set[int]) -> list[int]:
    """The rows before the text."""
    head: list[int] = []
    for index, row in enumerate(rows):
        if index in residue:
            continue
        if row.is_body or is_salutation(row.head) or len(head) >= _HEAD_ROWS:
            break
        head.append(index)
    return head


def _groups(rows: Sequence[Row], head: Sequence[int]) -> list[_Group]:
    """Every run of rows that reads as a title."""
    groups: list[_Group] = []
    position = 0
    while position < len(head):
        length = _ending(rows, head, position)
        if not length:
            position += 1
            continue
        first = position
        text = put_together([rows[i].text for i in head[position : position + length]])
        floor = head.index(groups[-1].end - 1) + 1 if groups else 0
        while first > floor and position - first < 3 and _belongs_above(rows[head[first - 1]], rows[head[first]], text):
            first -= 1
            text = put_together([rows[head[first]].text, text])
        if first == position and text.startswith("--") and first > floor and _can_stand_over(rows[head[first - 1]]):
            first -= 1
            text = rows[head[first]].text.strip() + text
        while position + length < len(head) and _UNDER.fullmatch(compact(rows[head[position + length]].head)):
            text += rows[head[position + length]].text.strip()
            length += 1
        groups.append(_Group(head[first], head[position + length - 1] + 1, text))
        position += length
    return groups


def _ending(rows: Sequence[Row], head: Sequence[int], position: int) -> int:
    """How many rows, from ``position``, end as a title does; 0 if none."""
    row = rows[head[position]]
    text = compact(row.head)
    if len(text) > _LONGEST or _NEVER.search(text):
        return 0
    following = compact(rows[head[position + 1]].head) if position + 1 < len(head) else ""
    if _reads_as_title(text):
        return 2 if _TAIL_PIECE.fullmatch(following) and not _STRICT_END.search(text) else 1
    if not (0 < len(following) <= 40 and _HEAD_PIECE.search(text)) or is_unit(row.head) or _reads_as_title(following):
        return 0
    return 2 if _reads_as_title(text + following) and not _NEVER.search(following) else 0


def _reads_as_title(text: str) -> bool:
    return 6 <= len(text) <= _LONGEST and bool(_TOPIC.search(text) and _END.search(text)) and not _NEVER.search(text)


def _belongs_above(row: Row, below: Row, text: str) -> bool:
    """Whether the row above belongs to a title that so far reads ``text``: a unit's name, or the first half."""
    above = compact(row.head)
    if len(row.text) > 60 or _NEVER.search(above) or row.ends:
        return False
    if unit_in_title(text):
        return is_unit(row.head) and is_unit(below.head)
    return is_unit(row.head) or bool(re.search(r"关于|(?:19|20)\d{2}年度?$", above))


def _can_stand_over(row: Row) -> bool:
    """Whether a row can be the heading over a title that opens with a dash."""
    return 4 <= len(row.text) <= 40 and not row.ends and not _NEVER.search(compact(row.head)) and not is_unit(row.head)


def _same(first: str, second: str) -> bool:
    """Whether two titles are one, written more or less fully."""
    one, two = _core(first), _core(second)
    if not one or not two or not (_STRICT_END.search(first) or one == two):
        return False
    return one in two or two in one or SequenceMatcher(None, one, two).ratio() >= 0.8


def _core(title: str) -> str:
    title = re.sub(r"[_-].{2,30}$", "", compact(title))
    unit = unit_in_title(title)
    bare = title.replace(unit, "") if unit else title
    return re.sub(rf"{_YEAR.pattern}|年度|年|关于|的|度|工作|情况|[()\"《》、]", "", bare)


def _by_look(rows: Sequence[Row], head: Sequence[int]) -> Title | None:
    """A title that does not read like one: the file says so, or it stands centred over the text."""
    for index in head[:12]:
        row = rows[index]
        text = compact(row.head)
        if len(row.text) > _LONGEST or _NEVER.search(text) or len(text) < 4:
            continue
        named = row.block.look.style_level == 0
        centred = row.block.look.centred and bool(_END.search(text) or _TOPIC.search(text))
        worded = bool(_TOPIC.search(text) or _STRICT_END.search(text)) and bool(
            _YEAR.search(text) or unit_in_title(text)
        )
        if named or centred or worded:
            end = index + 1
            while end < len(rows) and end in head and rows[end].block.look.style_level == 0:
                end += 1
            return Title(index, end, put_together([rows[i].text for i in range(index, end)]))
    return None
