"""The same figure told twice, differently: how many townships the county has, how many cases were lost.

Only figures that surely speak of the same whole are compared: a count marked as that of all (全县18个乡镇, 辖21个村), a
statutory figure under the very same words, and a figure that a later sentence takes up (“9件败诉案件中……”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.model import Block, Report
from checker.rules.document._common import block_of, clause_start
from checker.text import Span

_HEADS = (
    r"企业|乡镇|镇街|镇|乡|街道|村|社区|部门|单位|机构|人员|干警|民警|教师|队伍|中队|学校|幼儿园|医院|机关|事项|权限|处罚权|任务|取水口|水库|窗口|小区|网格|派出所|司法所|法庭|"
    r"委员会|调委会|项目|分局|科室|站所|中心|党支部|党组织|支部|经营主体|主体|市场主体|个体户|工商户|药店|水站|景区|灌区|林场|矿山|码头|泊位|电梯|河道"
)
_COUNT = (
    r"[ \u3000]?(?P<number>[0-9]+(?:,[0-9]{3})*)(?![0-9.万余多])[ \u3000]?(?P<unit>[个家名人支所座项户处件起份宗卷])"
)
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_WHOLE = re.compile(
    r"(?=[下全共总我所现管辖])(?:"
    rf"(?:全(?P<scope>[省市县区州旗镇乡街局园域]|系统)(?:道|内|系统)?(?:现有|共有?|下辖|范围内|的)?|(?:下|所|管)?辖|现有|共有|总共有?|我[县市区镇乡局](?:现有|共有|有)){_COUNT}"
    rf"(?!以上|左右)\s?(?P<thing>[\u4e00-\u9fff]{{0,7}}?(?:{_HEADS})(?:\([\u4e00-\u9fff、]{{1,6}}\))?)"
    r")"
)
_FURTHER = re.compile(rf"(?:、|和|及){_COUNT}\s?(?P<thing>[\u4e00-\u9fff]{{0,7}}?(?:{_HEADS}))")
_OPENING = re.compile(rf"{_COUNT}\s?(?P<thing>[\u4e00-\u9fff]{{2,7}}?(?:{_HEADS}))")
_PART_OF = re.compile(
    r"其中|部分|有的|一些|新[增设建]|试点|首批|抽[查取]|另有|涉及|分别|由[^,。;]{0,20}(?:为|到|至)|调整|增[加至]|减少|合并|撤并"
)
_PAST = re.compile(r"上年|去年|前年|往年|同期|以前|历史|[比较](?!为)|截至20|上一年")
_NARROW = re.compile(r"[0-9一二三四]{1,2}(?:月|季度)|上半年|下半年|期间|专项|行动中|以来")
_YEAR = re.compile(r"(20[0-9]{2})年")
_LEADING = r"(?:现有|共有|全系统|一年来|年内|全年度?|本年度?|今年以来|今年|20[0-9]{2}年度?|共计?|累计|总计|合计|我[县市区镇乡局委办]|全[县市区镇乡局市]|[县市区]政府|,)*"
_STATUTORY = re.compile(
    r"(?=[一人依信出制办受审执持收政新答行败])(?:"
    r"(?P<thing>(?:(?:收到|受理|审结|办[理结]|新收|答复)(?:各类)?)?(?:行政复议申请|行政复议案件|一审行政诉讼案件|行政诉讼案件|行政应诉案件|行政处罚案件|"
    r"政府信息公开申请|信息公开申请|依申请公开|人大代表建议|人大建议|政协提案)|(?:(?:制定|出台|制发))?行政规范性文件|行政许可事项|持证(?:行政)?执法人员|(?:行政)?执法主体|败诉)"
    + _COUNT
    + r")"
)
_CLAUSE_OPENS = re.compile(rf"(?:^|[,;。:、\n]){_LEADING}$")
_GENERIC = frozenset(
    "案件 文件 问题 事项 案卷 合同 线索 意见 企业 单位 人员 建议 提案 项目 信访 纠纷 隐患 任务 部门 申请 投诉".split()
)
_TAKEN_UP = re.compile(rf"{_COUNT}\s?(?P<thing>[\u4e00-\u9fff、]{{2,10}}?)(?:的?案件|的?案子|案)?(?:当)?中(?=[,有])")
_LEFT = re.compile(
    rf"(?:剩余|余下|剩下|未完成|未办结)的?{_COUNT}(?P<thing>任务|指标|问题|隐患|事项|案件|线索|信访件|建议|提案|名?抽调人员)"
)
_REST = re.compile(r"(?:其余|剩余|余下|还有)(?P<number>[0-9]+)(?P<unit>[个家名人支所座项户处件起份宗卷条])")
# How far back a figure is looked for: more than a report is long.
_REACH = 50_000
_LONGEST = 600
_STOPS = "。!?\n"


class Twice(NamedTuple):
    """Two places that contradict each other."""

    first: Span
    second: Span
    message: str


def twice(report: Report, copy: str, headed: int, plans: list[Span]) -> Iterator[Twice]:
    """Pairs of figures for one and the same thing that differ, each thing once.

    ``headed`` is where the first heading stands, ``plans`` where plans do.
    """
    yield from _differing(_wholes(report, copy, headed))
    yield from _differing(_statutory(report, copy, plans))
    yield from _taken_up(report, copy)
    yield from _left_over(report, copy)


class _Place(NamedTuple):
    key: tuple[str, str, str]
    value: int
    span: Span
    block: int


def _differing(places: Iterable[_Place]) -> Iterator[Twice]:
    """The first two places for each thing in different paragraphs whose values differ."""
    first: dict[tuple[str, str], dict[str, _Place]] = {}
    told: set[tuple[str, str]] = set()
    for place in places:
        thing, unit, scope = place.key
        earlier = first.setdefault((thing, unit), {})
        for other in earlier.values():
            same = other.key[2] == scope or not (scope and other.key[2])
            if same and other.block != place.block and other.value != place.value and (thing, unit) not in told:
                told.add((thing, unit))
                yield Twice(other.span, place.span, _say(thing, unit, other.value, place.value))
        earlier.setdefault(scope, place)


def _sentence(copy: str, position: int) -> Span:
    low, high = max(0, position - _LONGEST), position + _LONGEST
    start = max(low - 1, *(copy.rfind(stop, low, position) for stop in _STOPS)) + 1
    ends = [end for stop in _STOPS if (end := copy.find(stop, position, high)) >= 0]
    return start, min(ends, default=min(high, len(copy)))


def _value(match: re.Match[str]) -> int:
    return int(match["number"].replace(",", ""))


def _figure(match: re.Match[str]) -> Span:
    return match.start("number"), match.end()


def _body(report: Report, position: int) -> Block | None:
    block = block_of(report, position)
    return block if block is not None and block.kind in ("heading", "paragraph", "table") else None


def _wholes(report: Report, copy: str, headed: int) -> list[_Place]:
    """Counts of all townships, firms, officers …, by the thing counted."""
    found: list[_Place] = []
    matches = [(match, match["scope"] or "") for match in _WHOLE.finditer(copy)]
    for match, scope in matches:  # “全区8个街道、63个社区”: what follows in the list is of all, too
        further = _FURTHER.match(copy, match.end())
        if further:
            matches.append((further, scope))
    matches += [(match, "") for match in _OPENING.finditer(copy, 0, headed) if len(match["thing"]) >= 4]
    for match, scope in sorted(matches, key=lambda m: m[0].start()):
        block = _body(report, match.start())
        clause = copy[clause_start(copy, block.start, match.start("number")) : match.start("number")] if block else ""
        if block is None or _PART_OF.search(clause) or _PAST.search(clause) or _YEAR.search(clause):
            continue
        found.append(_Place((match["thing"], match["unit"], scope), _value(match), _figure(match), block.start))
    return found


def _statutory(report: Report, copy: str, plans: list[Span]) -> Iterator[_Place]:
    """Figures of the year under the very same words."""
    year = report.info.year
    for match in _STATUTORY.finditer(copy):
        position = match.start("thing")
        block = _body(report, position)
        if block is None or any(first <= position < last for first, last in plans):
            continue
        if not _CLAUSE_OPENS.search(copy[max(block.start, position - 30) : position]):
            continue
        first, last = _sentence(copy, position)
        words = copy[first:last]
        other_year = year is not None and any(int(found) != year for found in _YEAR.findall(words))
        partly = "其中" in copy[first:position]
        if not (other_year or partly or _PAST.search(words) or _NARROW.search(words)):
            yield _Place((match["thing"], match["unit"], ""), _value(match), match.span("number"), block.start)


def _taken_up(report: Report, copy: str) -> Iterator[Twice]:
    """“9件败诉案件中”: a figure taken up again, of which another value was told before."""
    for match in _TAKEN_UP.finditer(copy):
        thing = match["thing"].removeprefix("被").rstrip("的")
        before = copy[match.start() - 1 : match.start()]
        if (
            len(thing) < 2
            or thing in _GENERIC
            or before in tuple("有各每新.0123456789")
            or _body(report, match.start()) is None
        ):
            continue
        unit = match["unit"]
        label = re.compile(
            rf"{re.escape(thing)}(?:的?案件|案)?(?P<after>[0-9]+){unit}|(?:的|全[县市区镇局]|共|现有|承接|下放|纳入|列入)(?P<before>[0-9]+){unit}{re.escape(thing)}"
        )
        earlier = [
            place
            for place in label.finditer(copy, max(0, match.start() - _REACH), match.start())
            if _body(report, place.start()) and not _PAST.search(copy, *_sentence(copy, place.start()))
        ]
        values = {int(place["after"] or place["before"]) for place in earlier}
        if len(values) == 1 and _value(match) not in values:
            message = _say(thing, match["unit"], values.pop(), _value(match))
            yield Twice(earlier[0].span(), _figure(match), message)


def _left_over(report: Report, copy: str) -> Iterator[Twice]:
    """“127项任务，完成124项，其余3项” and later “剩余5项任务”."""
    for match in _LEFT.finditer(copy):
        if _body(report, match.start()) is None:
            continue
        rests = []
        for rest in _REST.finditer(copy, max(0, match.start() - _REACH), match.start()):
            first, last = _sentence(copy, rest.start())
            if rest["unit"] == match["unit"] and match["thing"] in copy[first:last] and _body(report, rest.start()):
                rests.append(rest)
        if len(rests) == 1 and int(rests[0]["number"]) != _value(match):
            message = _say(f"剩余的{match['thing']}", match["unit"], int(rests[0]["number"]), _value(match))
            yield Twice(rests[0].span(), _figure(match), message)


def _say(thing: str, unit: str, first: int, second: int) -> str:
    return f"“{thing}”的数字前后不一：前文为{first}{unit}，后文为{second}{unit}"
