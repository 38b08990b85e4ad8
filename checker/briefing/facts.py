"""What of a sentence can be checked: its numbers, dates, instruments, quoted names, units and persons, each in one normal form.

``facts(text)`` gives them as they are told; ``Known(texts)`` says which of them stand in the texts that are cited. Two ways of writing one
thing come out the same (1.2万件 and 12000件, 三次 and 3次, 2026-02-09 and 2026年2月9日); everything else is another fact: 件 is not 万件,
％ is no 百分点, 430余人次 is not 430人次, 第三次 is not 三次.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from checker.text import UNITS, fold, parse_numeral

FactKind = Literal["number", "date", "instrument", "quoted", "unit", "person"]


class Fact(NamedTuple):
    """``text`` is how it is told, ``key`` its normal form."""

    kind: FactKind
    text: str
    key: tuple[str, ...]


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_HAN_YEAR = r"[一二][〇零○Ｏ0-9一二三四五六七八九]{3}"
_DAY = r"[12][0-9]|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?"
_DATE = re.compile(
    rf"(?P<y>(?<![0-9.])(?:19|20)[0-9]{{2}}|{_HAN_YEAR})年(?:度)?(?:(?P<m>[0-9]{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:(?P<d>{_DAY})日)?)?"
    r"|(?<![0-9.])(?P<y2>(?:19|20)[0-9]{2})[-/.](?P<m2>[01]?[0-9])[-/.](?P<d2>[0-3]?[0-9])(?![0-9])"
    rf"|(?<![0-9.个])(?P<m3>[0-9]{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:(?P<d3>{_DAY})日)?"
    rf"|(?<![0-9.零〇一二三四五六七八九十])(?P<d4>{_DAY})日(?![前内均报常用夜])"
)


def _dates(text: str) -> Iterator[tuple[Fact, int, int]]:
    for match in _DATE.finditer(text):
        year, month = match["y"] or match["y2"], match["m"] or match["m2"] or match["m3"]
        parts = (year, month, match["d"] or match["d2"] or match["d3"] or match["d4"])
        key = tuple(_number_of(part) if part else "" for part in parts)
        yield Fact("date", match.group(), key), match.start(), match.end()


def _number_of(text: str) -> str:
    value = parse_numeral(text.replace("廿", "二十").replace("○", "〇").replace("Ｏ", "〇"))
    return text if value is None else str(value)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_MORE_UNITS = "批次 季度 世纪 公斤 国 省 市 县 区 乡 镇 街道 村 社区 项次 场景 分 档 级 星 成 倍 折 度 页 字 遍 趟 回 桩 类 拨 班 席 股 盏 艘 款 方 处室 局 委 办 倍 周年 半年"
_UNIT = "|".join(sorted({re.escape(u) for u in (UNITS + " " + _MORE_UNITS).split()}, key=len, reverse=True))
_SAME_UNIT = {"个百分点": "百分点", "名": "名", "周年": "年"}
_NEAR = {
    "近": "near",
    "将近": "near",
    "接近": "near",
    "约": "about",
    "大约": "about",
    "共约": "about",
    "逾": "over",
    "超": "over",
}
_NEAR |= {
    "超过": "over",
    "不足": "under",
    "不到": "under",
    "少于": "under",
    "低于": "under",
    "不少于": "least",
    "不低于": "least",
}
_NEAR |= {"至少": "least", "不超过": "most", "最多": "most", "": ""}
_BEFORE = (
    r"(?P<before>将近|接近|近(?!期|年)|大约|共约|约|不超过|不少于|不低于|超过|超|逾|不足|不到|少于|低于|至少|最多)?"
)
_NUMBER = re.compile(
    rf"{_BEFORE}(?P<ordinal>第)?(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<loose1>余|多|来)?(?P<scale>[十百千]?[万亿]|[百千](?!分))?(?P<loose2>余|多)?(?P<unit>{_UNIT})?(?P<after>以上|以下|以内|左右)?"
)
_HAN_NUMBER = re.compile(
    rf"{_BEFORE}(?P<ordinal>第)?(?P<percent>百分之)?(?P<number>[零〇一二三四五六七八九十百千万亿两]+)(?:点(?P<decimals>[零〇一二三四五六七八九]+))?"
    rf"(?P<loose>余|多)?(?P<unit>{_UNIT})?(?P<after>以上|以下|以内|左右)?"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_SCALES |= {"十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
# Words that are written with a numeral and count nothing.
_NO_COUNT = re.compile(
    r"统一|一律|一致|一定|一些|一般|一样|一旦|一直|一并|一同|一起(?=[^^])|进一步|一步(?!到)|下一|上一|一体|一方面|第一时间|千方百计|万一|唯一|之一|任一|一线|一带|一贯|十分|一时|万千|一如|"
    r"同一|逐一|一揽子|一系列|一手|一经|一次性|一家人|百姓|一旁|一切|百花|三农|一流"
)
_VALUE = re.compile(r"[0-9]")


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _numbers(text: str) -> Iterator[Fact]:
    taken = list(text)
    for match in _NUMBER.finditer(text):
        value = Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"] or ""]
        unit = match["unit"] or ""
        loose = "over" if match["loose1"] or match["loose2"] else _NEAR[match["before"] or ""]
        yield _number(match.group(), value, unit, loose, match["after"], match["ordinal"], text[match.end() :])
        taken[match.start() : match.end()] = "＃" * (match.end() - match.start())
    rest = _NO_COUNT.sub(lambda m: "　" * len(m.group()), "".join(taken))
    for match in _HAN_NUMBER.finditer(rest):
        numeral = match["number"]
        value_of = parse_numeral(numeral)
        unit = match["unit"] or ("%" if match["percent"] else "")
        if value_of is None or (numeral in "一万千百亿" and not unit):
            continue
        value = Decimal(value_of)
        if match["decimals"]:
            value += Decimal("0." + "".join(_number_of(d) for d in match["decimals"]))
        loose = "over" if match["loose"] else _NEAR[match["before"] or ""]
        if unit:
            yield _number(match.group(), value, unit, loose, match["after"], match["ordinal"], rest[match.end() :])
        else:  # 十五五, 八五普法, 第三方: a name, to be found as it is written
            yield Fact(
                "number", match.group(), ("word", match.group().lstrip("第") + rest[match.end() : match.end() + 1])
            )


def _number(
    told: str, value: Decimal, unit: str, loose: str, after: str | None, ordinal: str | None, rest: str
) -> Fact:
    if unit in ("万元", "亿元"):
        value, unit = value * (10**4 if unit == "万元" else 10**8), "元"
    unit = _SAME_UNIT.get(unit, unit)
    if not unit and rest[:1] and "\u4e00" <= rest[0] <= "\u9fff":
        unit = "?" + rest[0]
    return Fact("number", told, (_plain(value), unit, loose, after or "", ordinal or ""))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_INSTRUMENT = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_QUOTED = re.compile(r"\"([^\"]{2,60})\"")

_SUFFIX = (
    "人民政府|政府|管理委员会|管委会|委员会|办事处|党组|党委|党工委|工委|常委会|局|厅|署|法院|检察院|法庭|街道|开发区|高新区|公司|集团|中心|大队|支队|总队|"
    "派出所|司法所|医院|大学|学院|学校|协会|学会|商会|银行|日报|电视台|办公室|省|市|县|区|州|盟|旗|镇|乡|村|社区"
)
_HAN_RUN = re.compile(r"[\u3400-\u9fff〇]+")
_BREAKS = re.compile(r"[的了对把被将]")
_LONGEST_NAME = 26
_SUFFIX_END = re.compile(
    rf"(?:{_SUFFIX})(?!级|域|场|民|面|长|容|政(?!府)|情|际|直|属|里|内|外|处|部|务|值|分|门|规|示|限|势|落)"
)
# What may stand before a name and is no part of it: function words, verbs, time words, measure words.
_BEFORE_NAME = re.compile(
    r"""
    (?:^|[的由对向与和及在把将被经给同从于至到为以等或是有让使请并、各每全该本我另其因但而已均仍共还则即了若]
    |会同|联合|牵头|组织|推动|督促|指导|协调|约谈|通报|批评|报送|提交|报请|收到|移送|送达|下发|印发|邀请|委托|责成|要求|建议|配合|协助
    |支持|帮助|包括|涉及|其中|以及|覆盖|走访|深入|进入|前往|赶赴|来自|隶属|建立|成立|设立|组建|召开|参加|出席|主持|全年|今年|去年|年内
    |先后|有关|相关|部分|个别|多数|少数|所有|主要|通过|依托|接受|推进|落实|开展|加强|规范|完善|健全|强化|深化|整合|依法|计划|获|推广|选派|指派
    |(?<![\u3400-\u9fff])[零一二三四五六七八九十百千万两]*[个家名位件次处条户份场项起人日月年度])$
    """,
    re.X,
)
_REFERENCE = re.compile(
    r"[^该]{0,3}(?:该|本|我|全|各|其|每|两|此)(?:级|个)?(?:局|县|市|区|镇|乡|委|办|厅|省|州|盟|旗|村|单位|街道|社区|中心|公司|政府|乡镇|县区|市县)"
)


def _units(text: str) -> Iterator[Fact]:
    """Every run that ends as the name of a unit or place does, from the last word that can be no part of a name."""
    for run in _HAN_RUN.finditer(text):
        for match in _SUFFIX_END.finditer(run.group()):
            name = _BREAKS.split(run.group()[: match.end()])[-1][-_LONGEST_NAME:]
            if len(name) > 1 and not _REFERENCE.fullmatch(name):
                yield Fact("unit", name, (name,))


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史"
    "陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE = (
    "书记|局长|厅长|县长|市长|区长|镇长|乡长|州长|主任|部长|司长|处长|科长|股长|所长|站长|队长|支队长|大队长|院长|庭长|检察长|校长|会长|委员|律师|法官|检察官|调解员|民警|干警|教授|"
    "专家|同志|先生|女士|专员|秘书长|政委"
)
_BEFORE_PERSON = re.compile(
    rf"(?:{_TITLE})(?P<name>[\u4e00-\u9fff]{{2,3}})(?=[,。;:、()主出带作在对就被到赴率督批亲为等]|$)"
)
_PERSON_TITLE = re.compile(rf"(?:^|[,。;:、由经向请与和县市区局镇乡])(?P<name>[\u4e00-\u9fff]{{2,3}})(?={_TITLE})")
_NO_PERSON = re.compile(
    r"[全年主持带头会同班子成员负责人亲自督办常务工作专题分管办公室依法先后出席现场牵头组织进行开展的了和及]"
    r"|高度|高位|高效|高质|任务|任职|任组|万元|向县|向市|向区|向省|方面|方式|金融|石油|田间|江苏|江西|武警|史上|白天|龙头|夏季|秦岭|何时|许可|顾问"
)


def _persons(text: str) -> Iterator[Fact]:
    for pattern in (_BEFORE_PERSON, _PERSON_TITLE):
        for match in pattern.finditer(text):
            name = match["name"]
            if name[0] in _SURNAMES and not _NO_PERSON.search(name):
                yield Fact("person", name, (name,))


# ── all ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "。" * (end - start)
    return "".join(characters)


def facts(text: str) -> list[Fact]:
    """Every fact that a sentence tells. What stands within the name of an instrument belongs to that name alone."""
    folded = fold(text).text
    found: list[Fact] = []
    spans = []
    for match in _INSTRUMENT.finditer(folded):
        found.append(Fact("instrument", match.group(), (match.group(),)))
        spans.append(match.span())
    bare = _hide(folded, spans)
    for match in _QUOTED.finditer(bare):
        found.append(Fact("quoted", match.group(1), (match.group(1),)))
    bare = bare.replace('"', "")
    dated = list(_dates(bare))
    found += [fact for fact, _, _ in dated]
    undated = _hide(bare, [(start, end) for _, start, end in dated])
    found += _numbers(undated)
    found += _units(undated)
    found += _persons(undated)
    return found


@dataclass(frozen=True)
class Known:
    """What the cited texts tell; ``tells(fact)`` says whether one of them tells the fact too."""

    texts: tuple[str, ...]
    keys: frozenset[tuple[FactKind, tuple[str, ...]]]
    dates: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Known:
        """The facts of each text; nothing is read over the border of two."""
        folded = tuple(fold(text).text for text in texts)
        told = [fact for text in folded for fact in facts(text)]
        inner = [fact for text in folded for name in _INSTRUMENT.findall(text) for fact in facts(name[1:-1])]
        return cls(
            folded,
            frozenset((fact.kind, fact.key) for fact in told),
            frozenset(fact.key for fact in (*told, *inner) if fact.kind == "date"),
        )

    def tells(self, fact: Fact) -> bool:
        """Whether the fact stands in one of the texts, as its kind asks."""
        if fact.kind == "date":
            return any(_within(fact.key, date) for date in self.dates)
        if fact.kind in ("number", "instrument"):
            return (fact.kind, fact.key) in self.keys
        if fact.kind == "unit":
            return any(self._names(fact.text, text) for text in self.texts)
        plain = [text.replace('"', "") for text in self.texts]
        return any(fact.key[0].replace('"', "") in text for text in plain)

    def _names(self, run: str, text: str) -> bool:
        """The whole run stands there, or what is left of it after words that are no part of a name."""
        text = text.replace('"', "")
        return run in text or any(
            run[start:] in text and _BEFORE_NAME.search(run[:start]) for start in range(1, len(run))
        )


def _within(told: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """A date told less exactly than it is known is told rightly."""
    return any(told) and all(part in ("", other) for part, other in zip(told, known, strict=True))
