"""The signature and the date, at the end or under the title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.outline.names import is_salutation, is_unit, units
from checker.outline.rows import Row, compact
from checker.text import dates, fold_width

_YEAR_RUN = re.compile(r"[一二][〇零○oO0Ｏ一二三四五六七八九]{3}(?=年)")
_ZEROS = str.maketrans("零○oO0Ｏ", "〇〇〇〇〇〇")
_AROUND = re.compile(r"^(?:(?:报告|成文|落款|填报|报送|上报|发文|签发)?(?:日期|时间):?|[()\[\]:,。.])*$")
_PARTIAL = re.compile(
    r"\(?(?:(?:19|20)[0-9×xX*_]{2}|二[〇零○一二三四五六七八九×]{3})?年(?:[0-9×xX*_]{1,2}|[一二三四五六七八九十×]{1,2})?月(?:[0-9×xX*_]{1,2}|[一二三四五六七八九十×]{1,3})?日?\)?"
)
_AFTER = re.compile(
    r"\(?(?:此件|联系人|联系电话|联系方式|电话|附件|附:|抄送|主送|公开|信息公开|主动公开|依申请)|.{0,60}印发$"
)
_RUN_ON = re.compile(
    r"(?<=[。!;:])\s{0,40}(?P<unit>[^\s,。;:!?]{3,42}?)?\s{0,60}(?P<date>[(]?[0-9一二][0-9〇零○一二三四五六七八九\s年月日十元./-]{6,22})$"
)
_UNIT_AND_DATE = re.compile(
    r"(?P<unit>\S[^,。;:!?0-9]{2,60}?)\s{0,60}(?P<date>[(]?[0-9一二][0-9〇零○一二三四五六七八九\s年月日十元./-]{6,22}[)]?)$"
)


TAIL = 140


@dataclass(frozen=True)
class Signature:
    """Rows of the signature, rows of the date, the names and the day."""

    signed: tuple[int, ...] = ()
    dated: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    date: dt.date | None = None


def date_of(text: str) -> tuple[bool, dt.date | None]:
    """Whether a line is a date and nothing else, and which; a date without its day is one without a value."""
    if len(text) > 60:
        return False, None
    line = readable_date(compact(text))
    places = list(dates(line))
    if len(places) == 1:
        rest = line[: places[0].start] + line[places[0].end :]
        return (True, places[0].date) if _AROUND.fullmatch(rest) else (False, None)
    return bool(_PARTIAL.fullmatch(line)) and len(line) > 3, None


def readable_date(line: str) -> str:
    """The line with 元月 and odd zeros written plainly; its length stays."""
    line = line.replace("元月", "一月")
    return _YEAR_RUN.sub(lambda match: match.group().translate(_ZEROS), line)


def split_points(tail: str, *, whole: bool) -> list[int]:
    """Where a row that runs on into signature and date, or holds both, is to be cut: offsets of the parts after the first.

    ``tail`` is the last of its text (``TAIL`` characters suffice), ``whole`` says that this is all of it.
    """
    if len(tail) < 8 or tail[-1] not in "日)0123456789号":
        return []
    found = _RUN_ON.search(tail) if "。" in tail else None
    if found is None and whole:
        found = _UNIT_AND_DATE.fullmatch(tail)
    if found is None or not date_of(found["date"])[0] or (found["unit"] and not is_unit(found["unit"])):
        return []
    points = [found.start("unit")] if found["unit"] and (found.start("unit") or not whole) else []
    return [*points, found.start("date")]


def find_signature(rows: Sequence[Row], residue: set[int], title_end: int, text_start: int) -> Signature:
    """The signature at the end, else the one under the title."""
    free = [i for i in range(text_start, len(rows)) if i not in residue and rows[i].block.kind != "table"]
    dated = [i for i in free if date_of(rows[i].text)[0]]
    last_body = max((i for i in free if rows[i].is_body), default=text_start - 1)
    places = {index: place for place, index in enumerate(free)}
    for index in reversed(dated):
        signed = _beside(rows, free, places[index])
        if signed:
            return _signature(rows, signed, (index,))
    tail = [i for i in free if i > last_body]
    at_end = [i for i in dated if i > last_body]
    signed = _alone(rows, tail)
    if signed or at_end:
        return _signature(rows, signed, tuple(at_end[:1]))
    return _under_title(rows, residue, title_end, text_start)


def _beside(rows: Sequence[Row], free: Sequence[int], place: int) -> tuple[int, ...]:
    """Names of units right above the date, which is ``free[place]``, else right below it."""
    above: list[int] = []
    while place - len(above) > 0 and len(above) < 4 and is_unit(rows[free[place - len(above) - 1]].text):
        above.append(free[place - len(above) - 1])
    if above:
        return tuple(reversed(above))
    below: list[int] = []
    for following in free[place + 1 : place + 3]:
        if not is_unit(rows[following].text):
            break
        below.append(following)
    return tuple(below)


def _alone(rows: Sequence[Row], tail: Sequence[int]) -> tuple[int, ...]:
    """Names of units after the text where no date stands beside them."""
    signed: list[int] = []
    for index in tail:
        if is_unit(rows[index].text):
            signed.append(index)
        elif signed:
            break
    return tuple(signed)


def _under_title(rows: Sequence[Row], residue: set[int], title_end: int, text_start: int) -> Signature:
    """A date under the title counts, and a unit's name beside it."""
    between = [i for i in range(title_end, text_start) if i not in residue and not is_salutation(rows[i].head)]
    for index in between:
        is_date, date = date_of(rows[index].text)
        if is_date and "年" in rows[index].text:
            signed = tuple(i for i in between if abs(i - index) == 1 and is_unit(rows[i].text))
            return Signature(signed, (index,), _names(rows, signed), date)
    return Signature()


def _signature(rows: Sequence[Row], signed: tuple[int, ...], dated: tuple[int, ...]) -> Signature:
    date = date_of(rows[dated[0]].text)[1] if dated else None
    return Signature(signed, dated, _names(rows, signed), date)


def _names(rows: Sequence[Row], signed: Sequence[int]) -> tuple[str, ...]:
    return tuple(name for i in signed for name in units(rows[i].text))


def is_afterword(text: str) -> bool:
    """Whether a line stands after the signature by its nature: a contact, attachments, copies to."""
    return bool(_AFTER.match(fold_width(text[:80])))
