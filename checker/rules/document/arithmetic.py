"""Figures that contradict each other (contract: ``numbers.inconsistent``): parts and total, percentages, changes.

A sum is a defect only where the text claims that the parts are all of it (其他, 其余, 分别为, 由…组成), or where parts that
exclude each other come to more than the total. Rough figures (余, 近, 约) prove nothing; rounding is allowed for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from pydantic import Field

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import body_blocks, clause_start, flat, number, sentences
from checker.text import Span, han_quantities, quantities

_TRIGGER = re.compile(r"其中|其[余他它]|剩余|余下|分别|组成|分为|构成|合计|共计|总计|%|由|从|比|较|[(:]|保留|继续有效|不合格")
_TIME = frozenset("年 月 日 天 岁 届 周 小时 分钟 个月 工作日 个工作日".split())
_SIDE = frozenset(("元", "%", "‰", "个百分点", "百分点"))
_KIN = ({"件", "起", "宗", "例", "案"}, {"人", "名"}, {"家", "户"}, {"个", "项"}, {"份", "件"})
_COUNTED = frozenset("件 起 宗 例 份 卷 条 项 个 次 场 期 处 篇 部 批 件次 笔 元 户次 家次 场次 项".split())
_COMPARES = re.compile(r"比|较|同比|环比|上年|去年|增加|减少|增长|下降|多|少|超过?|高于|低于|上升|降低|提高")
_REST = re.compile(r"^(?:其他|其它|其余|剩余|余下|剩下|其余的|剩余的)")
_SEPARATOR = re.compile(r"^\s*([、,;]|和|及|与|以及|并|或)\s*")
_KEPT = re.compile(r"^(?:予以|建议|拟)?(?:保留|继续(?:有效|执行|施行)|现行有效)")
_DROPPED = re.compile(r"废止|失效|修[改订]|撤销|取消")
_ATTRIBUTE = re.compile(
    r"适用|涉及|属于?|由|经|被|通过|采[取用]|实行|获|有|为|是|在|对|向|党员|学历|专业|女|男|高新|规上|规模|重点|主动|涉企|涉|全程|网上|线上|当场|现场"
)
_OUTCOME = re.compile(
    r"维持|驳回|撤销|变更|确认违法|责令|终止|撤回|调解|和解|不予受理|予以受理|受理|转送|告知|简易|一般程序|普通程序|快速|优秀|良好|合格|"
    r"废止|失效|修[改订]|保留|继续有效|新[收受]|结转|未结|已结|办结|成功|一审|二审|再审|省级|市级|县级|区级|乡级|镇级|国家级|村级|甲级|乙级|书面|工业|农业"
)
_UP = r"提[高升]|增加|增长|上升|扩大|增|升"
_DOWN = r"减少|下降|降低|压[减缩]|精简|缩短|缩减|削减|回落|降|减|少"
_CHANGE = re.compile(rf"^(?P<mark>[^,;。0-9]{{0,6}}?)(?P<verb>{_UP}|{_DOWN}|调整|变)(?:了)?(?:到|至|为|成|到了)[^,;。0-9]{{0,4}}$")
_FROM = re.compile(r"(?:由|从)[^,;。0-9]{0,14}$")
_BY = re.compile(
    rf"^(?:以上|左右)?[,、]?(?:整体|平均|总体|同比|比上年|较上年|比去年|较去年|环比|降幅|增幅)?(?P<verb>{_UP}|{_DOWN}|降幅|增幅|压缩率|压减率)?(?:了|率|幅度?|比例)?(?:达到?|为|约)?$"
)
_AGAINST = re.compile(
    r"^[,(]?(?:比|较|同比|与)(?:上一?年度?|去年|前年|上年同期|去年同期|同期|改革前|20[0-9]{2}年(?:度|同期)?)(?:全年|同期)?(?:的|同期的)?[^,;。0-9]{0,6}$"
)
_SHARE = re.compile(r"占(?:比|总数|总量|全部|总[件案人]数|其)?(?:的|的比例)?(?:为|达到?|约为?)?$")
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,14})率(?:为|达到?|是|保持在|稳定在|提升到|升至|降至)?$")
_NEUTRAL = re.compile(r"^(?:全|本|我)?[省市县区镇乡局院]?(?:年度?|总体|整体|案件|行政|一审|诉讼|纠纷|平均|其)?")
_TALLY = re.compile(r"(?:^|[,;:])?\s*(?:合计|共计|总计|累计|共)$")
_CONSISTENT_PARTS = 8


class Params(Base):
    """``slack``: units in the last written place of a percentage that rounding may account for."""

    slack: float = Field(default=1.0, ge=0.5)


class _Item(NamedTuple):
    """A figure of a sentence. ``label``: the words since the last one; ``separator``: what parts it from that; ``step``: one unit
    in its last written place, 0 for a whole number."""

    value: float
    unit: str
    start: int
    end: int
    loose: bool
    label: str
    separator: str
    step: float


class _Fault(NamedTuple):
    start: int
    end: int
    message: str
