"""Wrong names of plenums and instruments, or names from before they were there (contract: ``term.wrong``; domain §6).

A congress (党的二十大) has no plenum: the plenums are the Committee's (党的二十届三中全会). Only the national titles have fixed
years; a local plan of a like name has its own. What was not yet held or issued on the signed date cannot be named, unless
the text looks forward to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import Field

from checker.model import Report, Severity, Value
from checker.patterns import compiled
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import Pattern, block_of, flat
from checker.text import Span, parse_numeral

_G = "[ \u00a0]{0,2}"
_ORDINAL = "[一二三四五六七八九十]{1,3}"
_NO = "十[一二三四五六七八九]|二十[一二三]?"
_LIST = rf"[一二三四五六七八九十]{_G}中(?:{_G}(?:、|,|和|及|与|到|至|-)?{_G}[一二三四五六七八九十]{_G}中)*"
_SEED = re.compile(rf"全{_G}会|全体会议")
_BACK = 48
_OF_CONGRESS = re.compile(
    rf"(?:党的?|中共|中国共产党){_G}(?P<no>{_NO})次?{_G}大{_G}(?:会议?)?的?{_G}(?P<list>{_LIST}|历次|第{_ORDINAL}次){_G}全(?:{_G}会|体会议)$"
    rf"|(?<![第一二三四五六七八九十])(?P<no2>{_NO}){_G}大{_G}的?{_G}(?P<list2>{_LIST}|历次){_G}全{_G}会$"
)
_OF_COMMITTEE = re.compile(
    rf"(?P<no>{_NO}){_G}届{_G}(?P<list>{_LIST}){_G}全{_G}会$"
    rf"|(?P<no2>{_NO}){_G}届{_G}中央委员会{_G}第(?P<list2>{_ORDINAL})次全体会议$"
)
_LOCAL_COMMITTEE = re.compile(r"(?:[省市县区州盟旗镇乡工](?:委|党委)|团中央|纪委|工会|妇联)[^,。;、]{0,4}$")
_AHEAD = re.compile(r"(?:迎接|喜迎|即将|将要|筹备|将于|拟于|预计|备战|待)[^,。;]{0,12}$")
_AHEAD_AFTER = re.compile(
    r"\s?的?(?:立法|起草|论证|征求意见|草案|即将|将于|召开在即|(?:精神)?(?:召开|出台|颁布|施行|实施)(?:之)?后)"
)
_STUDIED = re.compile(r"(?:学习|宣传|贯彻|落实|领会)[^,。;]{0,8}$")
_SPIRIT = re.compile(r"[^,。;]{0,2}(?:精神|报告|作出|部署|提出)")
_YEARS = re.compile(
    rf"{_G}[>》〉\"]?{_G}[(<\[]?{_G}(?P<first>(?:19|20)[0-9]{{2}}){_G}年?{_G}(?:-|~|至|到){{1,2}}{_G}"
    rf"(?P<last>(?:19|20)?[0-9]{{2}})(?![0-9]){_G}年?{_G}[)>\]]?[》〉\"]?"
)
_LOCAL_NAME = re.compile(r"(?:[省市县区州盟旗镇乡局委厅会办部院]|自治区|街道|示范区)(?:人民政府)?(?:关于)?$")
_NATIONAL_NAME = re.compile(r"(?:中共中央|国务院|党中央|国家|全国|中央)(?:、|国务院|办公厅|印发的?|的)*$")
_NEWLY = re.compile(r"(?:新修[订改]的?|修订后的?|新版?的?)《(?:中华人民共和国)?$")
_DRAFT = re.compile(r"\s?\(?(?:草案|征求意见稿|送审稿|修订草案)")
_MAKING = re.compile(r"(?:草案|立法|起草|制定|论证|征求意见)[^。;]{0,10}$")
_PLAN_YEAR = re.compile(
    r"(?P<year>20[0-9]{2})年?(?:既?是|作为)[^。;,]{0,24}?\"?(?P<plan>[一二三四五六七八九十]{1,2}五)\"?[^。;,]{0,12}?(?P<end>收官|收尾|决胜|开局|起步)之年"
)


class Instrument(Value):
    """A national instrument. ``first`` and ``last`` are the years in its title, ``issued`` the day it was made public.

    ``revised``: when its present revision was; the one before was in ``revised_before``. ``quoted``: only its full name in 《》.
    """

    title: str
    first: int | None = None
    last: int | None = None
    issued: dt.date | None = None
    quoted: bool = False
    revised: dt.date | None = None
    revised_before: dt.date | None = None


class Misnomer(Value):
    """A wrong name (a pattern for the folded text) and the right one."""

    pattern: Pattern
    right: str
    in_titles: bool = True


class Params(Base):
    """Reference facts: ``plenums`` by committee and number (the month held), known for sure until ``known_until``."""

    plenums: dict[str, dict[str, str]]
    congresses: dict[str, str] = Field(default_factory=dict)
    most_plenums: int = Field(default=7, gt=0)
    known_until: str | None = None
    instruments: tuple[Instrument, ...] = ()
    misnomers: tuple[Misnomer, ...] = ()
    plans: dict[str, tuple[int, int]] = Field(default_factory=dict)


class _Wrong(NamedTuple):
    start: int
    end: int
    message: str
    severity: Severity | None = None


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each wrong name, with all the places at which it stands."""
    copy = flat(report.text)
    day = _last_day(report)
    grouped: dict[tuple[str, str, Severity | None], list[Span]] = {}
    found = (
        *_plenums(copy, params, day),
        *_congresses(copy, params, day),
        *_instruments(copy, params, day),
        *_misnomers(copy, params),
        *_plan_years(copy, params),
    )
    for wrong in _outermost(found):
        block = block_of(report, wrong.start)
        if block is not None and block.kind in ("title", "heading", "paragraph", "table"):
            key = ("".join(copy[wrong.start : wrong.end].split()), wrong.message, wrong.severity)
            grouped.setdefault(key, []).append((wrong.start, wrong.end))
    for (_, message, severity), spans in grouped.items():
        yield Defect(message, tuple(spans), severity)


def _outermost(found: Iterable[_Wrong]) -> Iterator[_Wrong]:
    """Of wrong names one inside the other, the outer."""
    end = -1
    for wrong in sorted(found, key=lambda w: (w.start, -w.end)):
        if wrong.start >= end:
            yield wrong
            end = wrong.end


def _last_day(report: Report) -> dt.date | None:
    """The day after which nothing can be named: the signed date, else three months after the report's year."""
    if report.info.signed_date is not None:
        return report.info.signed_date
    return dt.date(report.info.year + 1, 3, 31) if report.info.year else None


# ── plenums ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _plenums(copy: str, params: Params, day: dt.date | None) -> Iterator[_Wrong]:
    for seed in _SEED.finditer(copy):
        first = max(copy.rfind("\n", 0, seed.start()) + 1, seed.start() - _BACK)
        window = copy[first : seed.end()]
        congress = _OF_CONGRESS.search(window)
        if congress:
            yield _of_congress(congress, first)
            continue
        committee = _OF_COMMITTEE.search(window)
        if committee is None or _LOCAL_COMMITTEE.search(window[: committee.start()]):
            continue
        fault = _plenum_fault(committee, params, day)
        ahead = _AHEAD.search(window[: committee.start()]) or _AHEAD_AFTER.match(copy, seed.end())
        if fault and not (ahead and "尚未" in fault):
            yield _Wrong(first + committee.start(), seed.end(), fault)


def _of_congress(match: re.Match[str], base: int) -> _Wrong:
    number = match["no"] or match["no2"]
    which = "".join((match["list"] or match["list2"]).split())
    plenary = re.fullmatch(r"第(.+)次", which)
    right = f"党的{number}届{f'{plenary[1]}中' if plenary else which}全会"
    words = "".join(match[0].split())
    return _Wrong(
        base + match.start(),
        base + match.end(),
        f"“{words}”有误：全会是中央委员会的会议，应按届次写作“{right}”。",
    )


def _plenum_fault(match: re.Match[str], params: Params, day: dt.date | None) -> str | None:
    """What is wrong with the plenums that a text names, or None."""
    number = match["no"] or match["no2"]
    names = re.findall(rf"([一二三四五六七八九十]){_G}中", match["list"]) if match["list"] else [match["list2"]]
    for name in names:
        value = parse_numeral(name)
        if value is None:
            continue
        said = f"{number}届{name}中全会"
        if value > params.most_plenums:
            return f"没有“{said}”，请核对届次。"
        held, known = _held(params, number, name)
        if day is not None and held is not None and (day.year, day.month) < held:
            when = f"{held[0]}年{held[1]}月召开，" if known else ""
            return f"“{said}”{when}成文时（{day.year}年{day.month}月）尚未召开，请核对届次或成文日期。"
    return None


def _held(params: Params, number: str, name: str) -> tuple[tuple[int, int] | None, bool]:
    """The month in which a plenum was held, and whether that is known: else it is the first in which it could have been."""
    table = params.plenums.get(f"{number}届")
    month = table.get(f"{name}中") if table else None
    if month:
        return (int(month[:4]), int(month[5:7])), True
    ordinal, newest = parse_numeral(number), max((parse_numeral(key[:-1]) or 0 for key in params.plenums), default=0)
    if params.known_until is None or ordinal is None or ordinal < newest:
        return None, False
    return (int(params.known_until[:4]), int(params.known_until[5:7]) + 1), False


def _congresses(copy: str, params: Params, day: dt.date | None) -> Iterator[_Wrong]:
    """A congress whose spirit is studied before it was held; to look forward to one is right."""
    for name, month in params.congresses.items():
        held = int(month[:4]), int(month[5:7])
        if day is None or (day.year, day.month) >= held:
            continue
        for match in re.finditer(rf"党的{name}", copy):
            before = copy[max(copy.rfind("\n", 0, match.start()) + 1, match.start() - 16) : match.start()]
            studied = _STUDIED.search(before) or _SPIRIT.match(copy, match.end())
            if studied and not _AHEAD.search(before):
                yield _Wrong(
                    *match.span(),
                    f"“{match[0]}”{held[0]}年{held[1]}月召开，成文时（{day.year}年{day.month}月）尚未召开，请核对名称或成文日期。",
                )


# ── instruments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _instruments(copy: str, params: Params, day: dt.date | None) -> Iterator[_Wrong]:
    for title in dict.fromkeys(instrument.title for instrument in params.instruments):
        known = [instrument for instrument in params.instruments if instrument.title == title]
        position = copy.find(title)
        while position >= 0:
            after = position + len(title)
            wrong = _instrument(copy, position, after, known, day)
            if wrong:
                yield wrong
            position = copy.find(title, after)


def _instrument(copy: str, position: int, after: int, known: list[Instrument], day: dt.date | None) -> _Wrong | None:
    """What is wrong with the title at ``copy[position:after]``."""
    before = copy[max(copy.rfind("\n", 0, position) + 1, position - 16) : position].rstrip()
    opened = before[-1:] in tuple("《<〈")
    if known[0].quoted and not re.search(r"[《<〈](?:中华人民共和国)?$", before):
        return None
    if not opened and not before.endswith('"') and _LOCAL_NAME.search(before) and not _NATIONAL_NAME.search(before):
        return None
    first = position - 1 if opened and copy[position - 1] == before[-1] else position
    years = _YEARS.match(copy, after)
    last = years.end() if years else after + (opened and copy[after : after + 1] in tuple("》>〉"))
    words = "".join(copy[first:last].split())
    chosen = known
    if years and known[0].first is not None:
        said = (
            int(years["first"]),
            int(years["last"] if len(years["last"]) == 4 else years["first"][:2] + years["last"]),
        )
        chosen = [instrument for instrument in known if (instrument.first, instrument.last) == said]
        if not chosen:
            return _Wrong(first, last, f"“{words}”年份有误，应为“{_right(known, said)}”。")
    elif len(known) > 1:
        return None
    issued = chosen[0].issued
    revision = chosen[0].revised
    if revision and chosen[0].revised_before and day and chosen[0].revised_before <= day < revision:
        newly = _NEWLY.search(before)
        if newly and not _DRAFT.match(copy, after) and not _AHEAD_AFTER.match(copy, last):
            return _Wrong(
                first,
                last,
                f"“{words}”{revision.year}年{revision.month}月才修订，成文时（{day.year}年{day.month}月）尚未修订，请核对名称或成文日期。",
            )
    if issued is None or day is None or day >= issued or _DRAFT.match(copy, after):
        return None
    if _AHEAD.search(before) or _MAKING.search(before) or _AHEAD_AFTER.match(copy, last):
        return None
    return _Wrong(
        first,
        last,
        f"“{words}”{issued.year}年{issued.month}月才公布，成文时（{day.year}年{day.month}月）尚未公布，请核对名称或成文日期。",
    )


def _right(known: list[Instrument], said: tuple[int, int]) -> str:
    """The title that was most likely meant."""
    best = min(known, key=lambda i: abs((i.first or 0) - said[0]) + abs((i.last or 0) - said[1]))
    return f"《{best.title}（{best.first}—{best.last}年）》"


def _misnomers(copy: str, params: Params) -> Iterator[_Wrong]:
    for misnomer in params.misnomers:
        for match in compiled(misnomer.pattern).finditer(copy):
            if misnomer.in_titles or not _in_title(copy, match.start()):
                words = "".join(match[0].split())
                yield _Wrong(*match.span(), f"“{words}”有误，应为“{misnomer.right}”。")


def _in_title(copy: str, position: int) -> bool:
    start = max(copy.rfind("\n", 0, position), copy.rfind("》", 0, position))
    return copy.find("《", start + 1, position) >= 0


def _plan_years(copy: str, params: Params) -> Iterator[_Wrong]:
    """A year that is called the first or last of a plan and is not: a hint, since it is no name."""
    for seed in re.finditer("之年", copy) if params.plans else ():
        match = _PLAN_YEAR.search(copy, max(copy.rfind("\n", 0, seed.start()) + 1, seed.start() - 60), seed.end())
        if match is None:
            continue
        years = params.plans.get(match["plan"])
        if years is None:
            continue
        right = years[0] if match["end"] in ("开局", "起步") else years[1]
        if int(match["year"]) != right:
            words = f"“{match['plan']}”{match['end']}之年"
            yield _Wrong(match.start(), match.end(), f"{words}是{right}年，文中写作{match['year']}年，请核对。", "info")
