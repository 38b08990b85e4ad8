"""The year that a report is about."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from checker.outline.rows import compact
from checker.text import parse_numeral

# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_YEAR = re.compile(
    r"(?=[12二])(?:"
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])\s?(?P<mark>年度?|度)?|(?P<han>二[〇零○oO0][〇零○oO0一二三四五六七八九]{2})年"
    r")"
)
_RANGE = re.compile(
    r"(?=[(12\[《])(?:"
    r"《[^《》]{0,80}》|(?:19|20)[0-9]{2}年?\s?[-~至]{1,2}\s?(?:19|20)[0-9]{2}|[\[(](?:19|20)[0-9]{2}[\])][0-9]{1,5}号"
    r")"
)
_ANNOUNCED = re.compile(r"现[将就把](?P<what>[^。\n]{0,80}?)(?:(?:报告|汇报|总结|公布|通报|公告|说明)(?:如下)|如下)")
_DONE = re.compile(r"举措|成效|做法|工作情况|开展情况|工作总结|主要工作|亮点|完成情况|基本情况|回顾|成绩|进展")
_PLANNED = re.compile(r"安排|计划|打算|思路|下一步|努力方向|展望|谋划|重点|目标")


def years_in(text: str) -> list[int]:
    """The years named in a text, spans of years and titles of documents left out, in order."""
    return [year for year, _ in _marked(text)]


def _marked(text: str) -> list[tuple[int, bool]]:
    found = []
    for match in _YEAR.finditer(_RANGE.sub(lambda m: " " * len(m.group()), text)):
        han = match["han"]
        value = parse_numeral(re.sub("[零○oO0]", "〇", han)) if han else int(match["year"])
        if value and 1990 <= value <= 2100:
            found.append((value, bool(han or match["mark"])))
    return found


def report_year(title: str | None, texts: Sequence[str], headings: Iterable[str], signed: dt.date | None) -> int | None:
    """The year that most speaks for: the title first of all, "现将…报告如下", headings, plans, the date, the text.

    A title with last year's number left in it is outvoted where everything else agrees.
    """
    votes: Counter[int] = Counter()
    done, planned = _by_headings(headings)
    for year, weight in (
        (next(iter(years_in(compact(title))), None) if title else None, 6),
        (_announced(texts), 4),
        (_opening(texts), 3),
        (done, 4),
        (planned, 4),
        (_by_date(signed), 3),
        (_by_count(texts, signed), 2),
    ):
        if year is not None:
            votes[year] += weight
    return votes.most_common(1)[0][0] if votes else None


def _announced(texts: Sequence[str]) -> int | None:
    """The year in "现将2025年度…情况报告如下"."""
    for text in texts[:6]:
        announced = _ANNOUNCED.search(text[:3000])
        if announced and years_in(announced["what"]):
            return years_in(announced["what"])[0]
    return None


def _opening(texts: Sequence[str]) -> int | None:
    """The year in "2025年,我局……" at the beginning of the text."""
    for text in texts[:6]:
        opening = re.match(r"\s*(20[0-9]{2})年度?[,，]", text)
        if opening:
            return int(opening[1])
    return None


def _by_headings(headings: Iterable[str]) -> tuple[int | None, int | None]:
    """The year of which a heading says what was done, and the year before that for which one plans."""
    done = planned = None
    for heading in headings:
        named = years_in(heading)
        if not named:
            continue
        if _PLANNED.search(heading) and not _DONE.search(heading):
            planned = planned or named[-1] - 1
        elif _DONE.search(heading):
            done = done or named[0]
    return done, planned


def _by_count(texts: Sequence[str], signed: dt.date | None) -> int | None:
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(year for year, marked in _marked(text[:20_000]) if marked)
    if signed is not None:
        counts = Counter({year: n for year, n in counts.items() if year <= signed.year})
        if signed.month <= 9 and len(counts) > 1:
            counts.pop(signed.year, None)
    if not counts:
        return None
    return max(counts, key=lambda year: (counts[year], -year))


def _by_date(signed: dt.date | None) -> int | None:
    if signed is None:
        return None
    return signed.year if signed.month >= 11 else signed.year - 1
