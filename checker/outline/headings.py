"""Headings: by a style's level, by number and look, run in, or without a number; and their levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.model import Look
from checker.outline.levels import Face, Found, levelled
from checker.outline.names import is_salutation
from checker.outline.numbering import RANKS, Mark, mark_of
from checker.outline.rows import Row
from checker.text import HAN

_NO_FACE: Face = (False, None, None, False)
_LONGEST, _LABEL, _RUN_IN, _PLAIN = 60, 26, 34, 30
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
    r"[。;:!?…]|,$|^\(|^(?:特此|附件|附:|抄送|主送|联系人|此致|敬礼|目录|目\s{1,4}录)|@|www\.|http|\d{5,}"
)


@dataclass(frozen=True)
class Headings:
    """The headings, and the numbers of all rows that open with one.

    ``carried``: where a mark left by Word stands between a number and its wording, the wording's row by the number's.
    """

    found: tuple[Found, ...]
    marks: dict[int, Mark]
    carried: dict[int, int] = field(default_factory=dict)


def find_headings(rows: Sequence[Row], free: Sequence[int]) -> Headings:
    """The headings among the rows ``free`` (paragraphs of the report's text, in order)."""
    scan = _Scan(rows, free, _marks(rows, free), _body_face(rows, free))
    found = [heading for place in range(len(free)) if (heading := scan.heading(place))]
    return Headings(tuple(levelled(found)), scan.marks, scan.carried)


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


def _wording_end(text: str) -> int:
    return len(text.rstrip("。:; "))


# ── which rows are headings ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Scan:
    """The rows ``rows[i]`` for i of ``free``, what is known of all of them, and ``carried`` numbers."""

    rows: Sequence[Row]
    free: Sequence[int]
    marks: dict[int, Mark]
    body: Face
    carried: dict[int, int] = field(default_factory=dict)

    def heading(self, place: int) -> Found | None:
        """The heading in row ``free[place]``, if it is one or opens with one."""
        index = self.free[place]
        row, mark = self.rows[index], self.marks.get(index)
        if _CONTENTS.search(row.text[-24:]) and len(row.text) <= 80:
            return None
        if row.continues:
            return self._carried(place)
        start = mark.after if mark else 0
        if start >= len(row.text):
            return None
        found = self._styled(row, index, mark) or (self._numbered(place, mark) if mark else self._unnumbered(place))
        face = _face(row.block.look)
        return replace(found, face=face) if found and face not in (self.body, _NO_FACE) else found

    def _carried(self, place: int) -> Found | None:
        """The wording of a heading whose number stands before a mark left by Word."""
        if not place or self.free[place] - self.free[place - 1] != 2:
            return None
        index, before = self.free[place], self.free[place - 1]
        mark, text = self.marks.get(before), self.rows[index].text
        if mark is None or mark.after < len(self.rows[before].text) or len(text) > _LONGEST or _STOP.search(text):
            return None
        self.carried[before] = index
        level = self.rows[index].block.look.style_level or 0
        return Found(index, mark, 0, _wording_end(text), level=level)

    def _styled(self, row: Row, index: int, mark: Mark | None) -> Found | None:
        level = row.block.look.style_level
        if not level or len(row.text) > 100 or _STOP.search(row.text[:-1]):
            return None
        return Found(index, mark, mark.after if mark else 0, _wording_end(row.text), level=level)

    def _numbered(self, place: int, mark: Mark) -> Found | None:
        index = self.free[place]
        row = self.rows[index]
        wording = row.text[mark.after : mark.after + _LONGEST + 1]
        whole = len(wording) <= _LONGEST and not _STOP.search(wording[:-1]) and wording[-1] not in ";,、!?"
        if whole and self._names(place, mark, wording):
            return Found(index, mark, mark.after, _wording_end(row.text))
        return _run_in(row, index, mark)

    def _names(self, place: int, mark: Mark, wording: str) -> bool:
        """Whether a short numbered row is a heading, not an item of a list."""
        if wording[-1] == ":":
            return ":" not in wording[:-1] and len(wording) <= _LABEL + 4
        if wording[-1] == "。":
            return len(wording) <= _LABEL and not _QUANTITY.search(wording) and self._has_content(place, mark)
        if len(wording) > 30 and _QUANTITY.search(wording) and "," in wording:
            return False
        return mark.rank <= RANKS["paren_han"] or self._has_content(place, mark)

    def _has_content(self, place: int, mark: Mark) -> bool:
        """Whether text of its own, or lower numbers, follow a numbered row."""
        if place + 1 >= len(self.free):
            return False
        after = self.marks.get(self.free[place + 1])
        return after is None or after.rank > mark.rank

    def _unnumbered(self, place: int) -> Found | None:
        """A row without a number: a label with a colon, or a short line that stands out or stands over long text."""
        index = self.free[place]
        row = self.rows[index]
        text = row.text
        last = place + 1 >= len(self.free)
        if (
            len(text) <= _LABEL
            and _COLON_LABEL.fullmatch(text)
            and not _NO_LABEL.search(text)
            and not is_salutation(text)
        ):
            return None if last else Found(index, None, 0, _wording_end(text), label=True)
        run_in = _RUN_LABEL.match(row.head)
        if run_in and len(text) > run_in.end():
            return Found(index, None, 0, run_in.end() - 1, run_in=True, label=True)
        if last or not _can_be_plain(text):
            return None
        stands_over = self._stands_over_text(place) or (
            place + 2 < len(self.free)
            and _can_be_plain(self.rows[self.free[place + 1]].text)
            and self._stands_over_text(place + 1)
        )
        following = self.rows[self.free[place + 1]].text
        told = len(following) >= 12 or following.startswith(("一是", "其一", "第一"))
        topical = re.search(_TOPICS, text) and told and following.endswith((":", "。"))
        worded = len(text) <= _PLAIN and len(_WORDING.findall(text)) >= 0.8 * len(text) and len(HAN.findall(text)) >= 4
        if _stands_out(_face(row.block.look), self.body) or (worded and (stands_over or topical)):
            return Found(index, None, 0, len(text))
        return None

    def _stands_over_text(self, place: int) -> bool:
        following = self.rows[self.free[place + 1]]
        return self.free[place + 1] in self.marks or (len(following.text) >= 40 and "。" in following.text)


def _can_be_plain(text: str) -> bool:
    return 2 <= len(text) <= 40 and not _NOT_PLAIN.search(text) and not is_salutation(text) and text.count(",") <= 1


def _run_in(row: Row, index: int, mark: Mark) -> Found | None:
    """A numbered row whose first sentence is short and names what follows in the same row."""
    head = row.text[mark.after : mark.after + 80]
    stop = _STOP.search(head)
    end = stop.start() if stop else -1
    if end < 0 or end > 40 or mark.after + end + 1 >= len(row.text):
        end = _label_end(head)
    if end <= 1 or mark.after + end + 1 >= len(row.text):
        return None
    label = head[:end]
    if len(HAN.findall(label)) > _RUN_IN or label.count(",") > 1 or _QUANTITY.search(label) or ";" in label:
        return None
    return Found(index, mark, mark.after, mark.after + len(label.rstrip()), run_in=True)


def _label_end(head: str) -> int:
    """Where a label ends that a colon or a gap sets off; -1 if there is none."""
    colon, gap = head.find(":"), re.search(r"\S\u3000|\S\s{2}", head)
    if 0 < colon <= 16 and "," not in head[:colon]:
        return colon
    if gap and gap.start() < 20 and "," not in head[: gap.start()]:
        return gap.start() + 1
    return -1


def _body_face(rows: Sequence[Row], free: Sequence[int]) -> Face:
    """The look of most of the text."""
    counts: Counter[Face] = Counter()
    for index in free:
        counts[_face(rows[index].block.look)] += len(rows[index].text)
    return counts.most_common(1)[0][0] if counts else _NO_FACE


def _face(look: Look) -> Face:
    return look.bold, look.size, look.font, look.centred


def _stands_out(face: Face, body: Face) -> bool:
    if face in (body, _NO_FACE):
        return False
    bold, size, font, centred = face
    return (bold and not body[0]) or centred or font != body[2] or (size or 0) > (body[1] or 0)
