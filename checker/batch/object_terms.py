"""What a sentence is about: its things, instruments and groups, without verbs and the words that every report uses. Pure.

Two sentences of different years are on the same matter where they share enough of these terms, rare terms counting for more than
frequent ones (inverse document frequency over the sentences of both reports: K. Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_STOCK = re.compile(
    r"""
    法治政府建设|法治政府|法治建设|依法行政|综合行政执法(?!培训|资格|案卷)|行政执法(?!培训|资格|案卷)|行政处罚案件|行政处罚|每季度|季度|每半年|[上下]半年|(?:年|月)?底前|门户网站|(?:政府|县政府|市政府)?常务会议?|专题研究|专题|
    局党组|党组|县?司法局|邀请|宣传|普通程序|行政机关|进一步|第[一二三四五六七八九十]+季度|加强|强化|提升|提高|推进|推动|深化|完善|健全|建立|建成|建设
    |落实|工作|政府|法治|依法|全面|存在|问题|不足|不够|不强|不高|不到位|不及时|不规范|不完善|不健全|不严|不细|不彻底|不充分|不均衡|不平衡|不熟悉|不清|有待
    |需要|部分|个别|一些|仍然|仍未|仍有|能力|水平|意识|力度|方面|原因|主要|由于|没有|未能|尚未|至今|未|情况|开展|组织|进行|实施|制度|机制|体系|相关|有关
    |单位|部门|重点|全县|全市|全区|全镇|我局|我镇|我县|我市|我区|本局|全年|年度|今年|明年|每年|其中|以上|以下|不少于|各类|各项|以及|同时|通过|事项
    |处理|运用|方式|相应|要求|继续|持续|不断|深入|积极|切实|充分|严格|规范|质量|效果|责任|作用|目标|任务|薄弱|滞后|缺乏|缺少|缺失|单一|较少|偏少|偏低|较低|较弱
    |制定|修订|出台|印发|编制|编印|举办|召开|完成|实现|推行|推广|开通|配备|购置|聘请|安装|新建|清理|公布|公示|发布|公开|启动|参加|办理|办结|查处|受理|整治|整改
    |治理|检查|专项|争取|安排|帮助|支持|指导|对|与|为|年底前|年内|力争|确保|达到|以内|左右|率|次数|数量|管理|服务|发挥|增加|减少|压减|缩短|提请|审议
    |更新|及时|主动|有效|明显|人员|干部|基层|[0-9.%]+(?:个|件|次|起|人次|人|户|家|场|份|条|项|期|批|部|套|台|辆|处|宗|所|名|万元|元|月|日|年|天|小时)?
    |[,;:。、()"《》一二三四五六七八九十是和及的了在将要把等中上下个有并由让使从向到其]
    """,
    re.X,
)
LEAST = 0.2  # what two texts share that share less is not looked at
_TITLE = re.compile(r"《([^》]{2,60})》")


class Matter(NamedTuple):
    """A sentence's terms. ``grams`` are the pairs of neighbouring characters within them; ``titles`` the instruments named."""

    terms: tuple[str, ...]
    grams: frozenset[str]
    titles: frozenset[str]

    @property
    def telling(self) -> bool:
        """Whether there is something to look for."""
        return len(self.grams) > 1 or bool(self.titles)


class Likeness(NamedTuple):
    """``share`` of the first one's weight that the second has, and the longest term that both have ("" below ``LEAST``)."""

    share: float
    term: str


def matter(text: str, own: str = "") -> Matter:
    """The terms of a folded text; ``own`` is the unit's name, which says nothing."""
    text = re.sub(r"\s", "", text)
    if own:
        text = text.replace(own, " ")
    titles = frozenset(re.sub(r"[(（].*?[)）]", "", title) for title in _TITLE.findall(text))
    terms = tuple(term for term in _STOCK.sub(" ", text).split() if len(term) >= 2)
    return Matter(terms, frozenset(term[i : i + 2] for term in terms for i in range(len(term) - 1)), titles)


class Weights:
    """How much each pair of characters says, from how many of the sentences have it."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: Counter[str] = Counter()
        self._count = 1
        for text in texts:
            self._count += 1
            found.update(matter(text).grams)
        self._found = found
        self._known: dict[str, float] = {}

    def of(self, gram: str) -> float:
        """From about 0 for what stands everywhere."""
        known = self._known.get(gram)
        if known is None:
            known = self._known[gram] = math.log(1 + self._count / (1 + self._found[gram])) ** 2
        return known

    def likeness(self, one: Matter, other: str) -> Likeness:
        """How much of the matter ``other`` speaks of, a folded text without white space."""
        whole = sum(self.of(gram) for gram in one.grams)
        shared = sum(self.of(gram) for gram in one.grams if gram in other)
        title = next((title for title in sorted(one.titles) if title in other), None)
        share = shared / whole if whole else 0.0
        if not title and share < LEAST:
            return Likeness(share, "")
        term = title or max((_longest(term, other) for term in one.terms), key=len, default="")
        return Likeness(max(share, 0.9) if title else share, term)


def _longest(term: str, text: str) -> str:
    for size in range(len(term), 1, -1):
        for start in range(len(term) - size + 1):
            if term[start : start + size] in text:
                return term[start : start + size]
    return ""
