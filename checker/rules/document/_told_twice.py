"""The same figure told twice, differently: how many townships the county has, how many cases were lost.

Only figures that surely speak of the same whole are compared: a count marked as that of all (全县18个乡镇, 辖21个村), a
statutory figure under the very same words, and a figure that a later sentence takes up (“9件败诉案件中……”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.rules.document._common import number
from checker.rules.document._figures import Item
from checker.text import Span

_HEADS = (
    r"企业|乡镇|镇街|镇|乡|街道|村|社区|部门|单位|机构|人员|干警|民警|教师|队伍|中队|学校|幼儿园|医院|机关|事项|权限|处罚权|任务|取水口|水库|窗口|小区|网格|派出所|司法所|法庭|"
    r"委员会|调委会|项目|分局|科室|站所|中心|党支部|党组织|支部|经营主体|主体|市场主体|个体户|工商户|药店|水站|景区|灌区|林场|矿山|码头|泊位|电梯|河道"
)
_THING = re.compile(rf"\s?([\u4e00-\u9fff]{{0,7}}?(?:{_HEADS})(?:\([\u4e00-\u9fff、]{{1,6}}\))?)")
_OF_ALL = re.compile(
    r"(?:全(?P<scope>[省市县区州旗镇乡街局园域]|系统)(?:道|内|系统)?(?:现?有|共有?|下辖|范围内|的)?|(?:下|所|管)?辖|现有|共有|总共有?|设有|我[县市区镇乡局](?:现有|共有|有)?)$"
)
_PART_OF = re.compile(
    r"其中|部分|有的|一些|新[增设建]|试点|首批|抽[查取]|另有|涉及|分别|由[^,。;]{0,20}(?:为|到|至)|调整|增[加至]|减少|合并|撤并"
)
_PAST = re.compile(r"上年|去年|前年|往年|同期|以前|历史|[比较](?!为)|截至20|上一年")
_NARROW = re.compile(r"[0-9一二三四]{1,2}(?:月|季度)|上半年|下半年|期间|专项|行动中|以来")
_YEAR = re.compile(r"(20[0-9]{2})年")
_LEADING = re.compile(
    r"^(?:一年来|年内|全年度?|本年度?|今年以来|今年|20[0-9]{2}年度?|共计?|累计|总计|合计|我[县市区镇乡局委办]|全[县市区镇乡局市]|[县市区]政府|[,、])+"
)
_STATUTORY = re.compile(
    r"(?:收到|受理|审结|办理|办结|新收|答复)?(?:各类)?(?:行政复议(?:申请|案件)|一审行政诉讼案件|行政诉讼案件|行政应诉案件|行政处罚案件|(?:政府)?信息公开申请|依申请公开|人大代表建议|人大建议|政协提案)"
    r"|(?:制定|出台|制发)?行政规范性文件|行政许可事项|持证(?:行政)?执法人员|(?:行政)?执法主体|败诉|(?:持有|换发)行政执法证"
)
_TAKEN_UP = re.compile(r"\s?(?P<thing>[\u4e00-\u9fff、]{2,10}?)(?:的?案件|的?案子|案)?(?:当)?中(?=[,有])")


class Told(NamedTuple):
    """A figure with the sentence that it stands in."""

    item: Item
    sentence: Span
    block: int
    opening: bool
    plan: bool


class Twice(NamedTuple):
    """Two places that contradict each other."""

    first: Item
    second: Item
    message: str


def twice(copy: str, figures: Iterable[Told], year: int | None) -> Iterator[Twice]:
    """Pairs of figures for one and the same thing that differ; each thing once."""
    told = [figure for figure in figures if not figure.item.loose and figure.item.value >= 1]
    yield from _wholes(copy, told)
    yield from _statutory(copy, told, year)
    yield from _taken_up(copy, told)


def _sentence(copy: str, figure: Told) -> str:
    return copy[slice(*figure.sentence)]


def _wholes(copy: str, told: list[Told]) -> Iterator[Twice]:
    """Counts of all townships, firms, officers …, by the thing counted."""
    seen: dict[tuple[str, str], list[tuple[Told, str]]] = {}
    for figure in told:
        item = figure.item
        thing = _THING.match(copy, item.end, figure.sentence[1])
        if thing is None or item.unit not in ("个", "家", "名", "人", "支", "所", "座", "项", "户", "处"):
            continue
        before = copy[max(figure.sentence[0], item.start - 10) : item.start]
        whole = _OF_ALL.search(before)
        opens = figure.opening and len(thing[1]) >= 4
        clause = re.split(r"[,;:。]", copy[figure.sentence[0] : item.start])[-1]
        if not (whole or opens) or _PART_OF.search(clause) or _PAST.search(clause):
            continue
        seen.setdefault((item.unit, thing[1]), []).append((figure, (whole["scope"] or "") if whole else ""))
    for (unit, name), places in seen.items():
        first, scope = places[0]
        for other, its_scope in places[1:]:
            same_scope = scope == its_scope or not (scope and its_scope)
            if same_scope and other.item.value != first.item.value:
                yield Twice(first.item, other.item, _say(name, unit, first.item, other.item))
                break


def _statutory(copy: str, told: list[Told], year: int | None) -> Iterator[Twice]:
    """Figures of the year under the very same words in two paragraphs."""
    seen: dict[tuple[str, str], Told] = {}
    for figure in told:
        words = _sentence(copy, figure)
        label = _LEADING.sub("", figure.item.clause)
        other_year = any(int(found) != year for found in _YEAR.findall(words)) if year else False
        if figure.plan or not _STATUTORY.fullmatch(label) or other_year:
            continue
        if _PAST.search(words) or _NARROW.search(words) or "其中" in words[: figure.item.start - figure.sentence[0]]:
            continue
        first = seen.setdefault((label, figure.item.unit), figure)
        if first.block != figure.block and first.item.value != figure.item.value:
            yield Twice(first.item, figure.item, _say(label, figure.item.unit, first.item, figure.item))


def _taken_up(copy: str, told: list[Told]) -> Iterator[Twice]:
    """“9件败诉案件中”: a figure taken up again, of which another value was told before."""
    for figure in told:
        item = figure.item
        match = _TAKEN_UP.match(copy, item.end, figure.sentence[1])
        before = copy[max(figure.sentence[0], item.start - 6) : item.start]
        if match is None or re.search(r"[的有各每新]$", before):
            continue
        thing = match["thing"].removeprefix("被").rstrip("的")
        earlier = [
            other.item
            for other in told
            if other.item.unit == item.unit
            and other.item.start < item.start
            and other.item.clause.endswith(thing)
            and not _PAST.search(_sentence(copy, other))
        ]
        values = {other.value for other in earlier}
        if len(values) == 1 and item.value not in values and len(thing) >= 2:
            yield Twice(earlier[0], item, _say(thing, item.unit, earlier[0], item))


def _say(thing: str, unit: str, first: Item, second: Item) -> str:
    return f"“{thing}”的数字前后不一：前文为{number(first.value)}{unit}，后文为{number(second.value)}{unit}"
