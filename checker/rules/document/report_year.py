"""The report speaks of another report year than the rest of it (contract: ``year.mismatch``).

Looked at are only the places that name the year reported on, or planned for: the title, the sentence that announces the
report, the opening, headings, the first words of plans, the signed date. Years in facts and in titles of plans are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from pydantic import Field

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import (
    PLAN_WORDS,
    Part,
    block_of,
    flat,
    is_plan,
    own_blocks,
    parts,
    sentences,
)
from checker.text import Span, dates, parse_numeral

_Y = r"(?:20[0-9]{2}|二[〇零○][一二三四五六七八九〇零○]{2})"
_YEAR = re.compile(
    rf"(?<![0-9\-~])({_Y})\s?(?:年\s?度?|度|(?=法治政府))(?!\s?(?:-|~|至|到)\s?{_Y})(?!\s?[0-9]{{1,2}}\s?月|以来|[初底末])"
)
_RANGE_BEFORE = re.compile(rf"{_Y}\s?年?\s?(?:-|~|至|到){{1,2}}\s?$")
_QUOTED = re.compile(r"《[^》\n]{0,80}》")
_ANNOUNCES = re.compile(
    r"(?:现(?:将|就|对|把)|兹将|谨将|下面,?将)[^。\n]{0,90}?(?:报告|汇报|总结|通报|公布|公告|说明|情况)如下"
    r"|(?:以上是|以上为|特将)[^。\n]{0,60}?(?:报告|汇报|总结)"
)
_ANNOUNCING = re.compile(r"如下|特将|以上[是为]")
_BEGINS = re.compile(r"[。!?\n]\s*(?=2|二)")
_OPENING = re.compile(rf"\s*(?P<words>({_Y})\s?年度?(?:,|是))")
_ABOUT = re.compile(
    rf"\s*(?P<words>({_Y})\s?年度?,?[^。,;]{{0,24}}?(?:法治政府建设|依法行政|法治建设)[^。;]{{0,16}}?(?:虽|尽管|但|存在|不足|问题|差距))"
)
_PLANNED = re.compile(rf"\s*(?P<words>({_Y})\s?年度?(?:,|是|要|将|拟|重点|计划|继续|[我全本][局县市区镇乡街委办们]))")
_AHEAD = re.compile(
    rf"\s*(?P<words>({_Y})\s?年度?,?)(?:我们|[我本全][局县市区镇乡街委办院]|[^,。;]{{2,12}}?(?:政府|局|委员会|办事处|管委会))?(?:还|也)?将"
    r"(?:进一步|继续|深入|坚持|以|围绕|按照|重点|着力|认真|全面|始终|紧紧|持续|大力|切实|突出|聚焦|不断)"
)
_WILL = re.compile(r"将|要(?!求)|拟|计划|打算|着力|继续|重点[抓做推围]|突出|力争|之年")
_PAST = re.compile(r"已|完成了|取得了")
_PART_WORDS = re.compile(
    r"(?:我|全|本)?[省市县区镇乡局街委办]?(?:道)?(?:推进|加强)?(?:法治|依法行政|主要|重点|工作|开展|履行|取得|所做|存在|党政|度)"
)
_OWN_MATTER = re.compile(r"不足|问题|短板|困难|薄弱|情况|成效|成绩|做法|原因|举措")
_OTHER_MATTER = re.compile(r"督察|督查|反馈|巡[视察]|审计|遗留|结转|上年|去年|对照")
_OPENING_BLOCKS = 3
_LATE_IN_YEAR = 10


class Params(Base):
    """``signed_from``: the month of the report's own year from which a signature is usual."""

    signed_from: int = Field(default=_LATE_IN_YEAR, ge=1, le=13)


class _Place(NamedTuple):
    """A place that names the year reported on (``offset`` 0) or planned for (1). ``weight`` is its vote."""

    what: str
    year: int
    offset: int
    span: Span
    weight: int


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each place."""
    copy = flat(report.text)
    places = list(_places(report, copy))
    year = _agreed(report, copy, places)
    if year is None:
        return
    covered: list[Span] = []
    for place in places:
        overlaps = any(start < place.span[1] and place.span[0] < end for start, end in covered)
        if place.year == year + place.offset or overlaps:
            continue
        covered.append(place.span)
        aim = "下一年度的安排应为" if place.offset else "应为"
        yield Defect(
            f"{place.what}写的是{place.year}年，而本报告的年度是{year}年，{aim}{year + place.offset}年。", (place.span,)
        )
    yield from _signed(report, params, year)


def _agreed(report: Report, copy: str, places: list[_Place]) -> int | None:
    """The year that most of the report speaks of; what the outline found breaks a tie."""
    votes: Counter[int] = Counter()
    for place in places:
        votes[place.year - place.offset] += place.weight
    signed = report.info.signed_date
    if signed is not None:
        votes[signed.year if signed.month >= _LATE_IN_YEAR else signed.year - 1] += 2
    own = report.info.year
    if own is not None:
        votes[own] += 2
    named = Counter(re.findall("20[0-9]{2}(?=年)", copy))
    if named:
        votes[int(named.most_common(1)[0][0])] += 1
    if not votes:
        return None
    best = max(votes.values())
    return own if own is not None and votes[own] == best else min(y for y, n in votes.items() if n == best)


def _number(words: str) -> int:
    return parse_numeral(words.replace("○", "〇")) or 0


def _years(copy: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Years in ``copy[start:end]``, but not in titles and not in spans of years."""
    quoted = [match.span() for match in _QUOTED.finditer(copy, start, end)]
    for match in _YEAR.finditer(copy, start, end):
        inside = any(first <= match.start() < last for first, last in quoted)
        if not inside and not _RANGE_BEFORE.search(copy[max(start, match.start() - 12) : match.start()]):
            yield match


# ── the places ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _places(report: Report, copy: str) -> Iterator[_Place]:
    for _, block in own_blocks(report, "title"):
        years = list(_years(copy, block.start, block.end))
        if len({_number(year[1]) for year in years}) == 1:
            yield _Place("标题", _number(years[0][1]), 0, (block.start, block.end), 3)
    yield from _announcements(report, copy)
    yield from _opening(report, copy)
    known = parts(report)
    yield from _headings(report, copy, known)
    for part in known:
        if part.plan:
            yield from _planned(report, copy, part)
    yield from _said_of_itself(report, copy, known)


def _announcements(report: Report, copy: str) -> Iterator[_Place]:
    for sign in _ANNOUNCING.finditer(copy):
        block = block_of(report, sign.start())
        if block is None or block.kind != "paragraph":
            continue
        start = max(copy.rfind("。", block.start, sign.start()) + 1, block.start)
        for match in _ANNOUNCES.finditer(copy, start, min(block.end, sign.end() + 80)):
            for year, offset in _with_offsets(copy, *match.span()):
                yield _Place("报告的引语", _number(year[1]), offset, match.span(), 2)


def _with_offsets(copy: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """The years of a heading or announcement, each with 1 if plans are for it, 0 if it is reported on."""
    years = list(_years(copy, start, end))
    for index, year in enumerate(years):
        last = years[index + 1].start() if index + 1 < len(years) else end
        words = copy[year.end() : last]
        plan = PLAN_WORDS.search(words)
        own = plan is None or not is_plan(words) or bool(_OWN_MATTER.search(words, 0, plan.start()))
        yield year, 0 if own else 1


def _opening(report: Report, copy: str) -> Iterator[_Place]:
    """The year with which the first paragraphs begin, unless the same paragraph goes on to another year."""
    first = [block for _, block in own_blocks(report, "paragraph") if block.end - block.start > 20][:_OPENING_BLOCKS]
    headed = min((report.blocks[h.block].start for h in report.headings), default=len(copy))
    for block in first:
        match = _OPENING.match(copy, block.start, block.end)
        if match is None or block.start > headed:
            continue
        starts = {
            _number(m[2]) for s, e in sentences(copy, block.start, block.end) if (m := _OPENING.match(copy, s, e))
        }
        if len(starts) == 1:
            yield _Place("开头", _number(match[2]), 0, match.span("words"), 2)


def _headings(report: Report, copy: str, known: list[Part]) -> Iterator[_Place]:
    """Headings that name the year reported on, or planned for."""
    for heading in report.headings:
        index = bisect_right(known, heading.start, key=lambda part: part.start) - 1
        inside = known[index] if index >= 0 and heading.start < known[index].end else None
        top = inside is not None and inside.heading[1] == heading.end
        wording = copy[heading.start : heading.end]
        if _OTHER_MATTER.search(wording):
            continue
        for year, offset in _with_offsets(copy, heading.start, heading.end):
            leads = year.start() - heading.start <= 4
            ours = bool(_PART_WORDS.match(copy, year.end(), heading.end))
            offset = offset or int(top and inside is not None and inside.plan and not is_plan(wording))
            in_plan = inside is not None and inside.plan and not top
            if (offset and not (top or leads)) or (not offset and (in_plan or not ours)):
                continue
            span = (report.blocks[heading.block].start, heading.end)
            yield _Place(f"标题“{wording.strip()}”", _number(year[1]), offset, span, 2 if top else 1)


def _planned(report: Report, copy: str, part: Part) -> Iterator[_Place]:
    """Sentences of the plans that begin with the year planned for. A later year is a long-term aim, but for the first."""
    first = True
    index = bisect_left(report.blocks, part.start, key=lambda block: block.start)
    for block in takewhile(lambda block: block.start < part.end, islice(report.blocks, index, None)):
        if block.kind == "residue":
            continue
        for start, end in sentences(copy, max(block.start, min(part.heading[1], block.end)), block.end):
            match = _PLANNED.match(copy, start, end)
            if match and _WILL.search(copy, match.end(), end) and not _PAST.search(copy, match.end(), end):
                place = _Place("工作安排", _number(match[2]), 1, match.span("words"), 1)
                own = report.info.year or place.year
                if first or place.year <= own:
                    yield place
            first = False


def _said_of_itself(report: Report, copy: str, known: list[Part]) -> Iterator[_Place]:
    """Sentences that weigh the year's own work: “2024年，我县法治政府建设虽取得成效，但……”."""
    for sign in _BEGINS.finditer(copy):
        match = _ABOUT.match(copy, sign.end()) or _AHEAD.match(copy, sign.end())
        block = block_of(report, sign.end()) if match else None
        if match is None or block is None or block.kind != "paragraph":
            continue
        planned = any(part.plan and part.start <= block.start < part.end for part in known)
        if not planned and not _QUOTED.search(copy, sign.end(), match.end()):
            ahead = match.re is _AHEAD
            yield _Place("下一步打算" if ahead else "总结的一句", _number(match[2]), int(ahead), match.span("words"), 1)


def _signed(report: Report, params: Params, year: int) -> Iterator[Defect]:
    """A report signed before its year was nearly over."""
    signed = report.info.signed_date
    if signed is None or (signed.year, signed.month) >= (year, params.signed_from):
        return
    spans = [
        (place.start, place.end)
        for _, block in own_blocks(report, "date", "signature")
        for place in dates(report.text, block.start, block.end)
        if place.date == signed
    ]
    day = f"{signed.year}年{signed.month}月{signed.day}日"
    yield Defect(f"落款日期{day}在报告年度{year}年结束之前，年份可能写错。", tuple(spans[-1:]))
