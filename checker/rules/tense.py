"""Done, planned or merely required: the mood of a Chinese clause, which has no tense of its own.

Texts are width-folded and free of white space (``checker.text.fold``).
"""

from __future__ import annotations

import re
from typing import Literal

Mood = Literal["done", "planned", "required"]

# 将 + noun phrase + one of these is the object marker 将 (= 把), not the future.
_OBJECT_VERB = r"""
    纳入|列入|写入|编入|融入|作为|列为|摆在|摆上|放在|贯穿|落实到|贯彻到|移送|移交|下沉|下放|赋权|压缩|压减|压降
    |缩短|延伸|延长|降[至到低]|提高[到至]|整合|分解|细化|转化|转变|转交|转办|划转|并入|嵌入|引入|引向|推向|推送
    |覆盖|扩大到|扩展|拓展[到至]|拓宽|前移|集中|统一|分为|分成|设为|设在|确定为|明确为|明确[到写]|列[进出]
    |写[进在]|计入|归集|汇总|通报|报送|上报|抄送|印发|发[给至]|送[至到达]|交[由给]|改为|调整为|调整到|作了|作出
    |结合|联系|挂钩|相结合|紧密结合|抓在|扛在|抓实|做实|压实|落[到实细]|传导|贯通|打造成|建成|培养|纠正|退[还回]
    |清[退出]|公开|公示|公布|上[网墙]|接入|联通|对接|聘[请任为]|吸纳|选[派入聘]|培育|补充到|充实到|配备到|调解
    |化解|消除|解决在|控制在|定为|视为|认定为|评为
    """
_OBJECT_JIANG = re.compile(
    r"将(?!来|于|在|要|会|继续|进一步|持续|深入|坚持|着力|重点|始终|不断|全面|认真|严格)[^,;。:]{1,40}?(?:"
    + _OBJECT_VERB
    + r")"
)
_FUTURE_JIANG = re.compile(
    r"""
    (?:^|[^即必])将(?:来|于|在|要|会|继续|进一步|更加|更好|持续|深入|坚持|围绕|以|着力|重点|始终|不断|全面|认真
    |严格|按照|紧紧|聚焦|立足|锚定|对照|对标|针对|从|加快|加大|加强|强化|完善|健全|推动|推进|提升|提高|深化|落实
    |抓好|做好|突出|牢牢|大力|积极|切实|努力|统筹|组织|开展|建立|制定|出台|探索|主动|适时|逐步|通过|结合|把|对
    |依托|充分|牢固|贯彻|实施|启动|完成|召开|举办|采取|扎实|有序|力争|争取|另行|接续|会同|联合|牵头|根据|依法
    |陆续|尽快|定期|优先|一如既往|发挥|借助|依据|安排|修订|印发|办理|履行|高质量|高标准|奋力|学习|常态化
    |[^,;。:]{0,6}(?:作为|列为|纳入)(?:明年|下一年|下步|下一步|今后))
    """,
    re.X,
)
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_FUTURE = re.compile(
    r"""
    (?=[0-9,;。一七三下九争二五今八六准到力区十县四尚局届市年并待我打拟接新明有未来要计还镇预])(?:
    (?:^|[,;])到20[0-9]{2}年(?!底?[^,;。]{0,10}(?:已|共|累计))|下一步|下一阶段|下阶段|下步|今后|接下来|明年|来年|下一年度?|下年度?|新的一年|未来|力争|争取(?!到|了|资金
    |上级)|(?<![模虚草比代])拟(?!定|制|出台前|订|发|稿|办)|打算|有望|预计|届时|尚待|有待|待[^,;。]{0,6}后|(?:(?:^|[,;。我局镇县市区还并])计划|准备)(?:于|在
    |用|从|年底|年内|今年|明年|[0-9]|开展|组织|举办|建|出台|制定|安排)|要(?:继续|进一步|持续|着力|把|以|在|坚持
    |加强|强化|不断|切实|牢固|紧紧|始终|通过|认真|严格|加大|全面|深入|积极|充分|利用|带头|解放|办的|抓好|做好)
    |[0-9一二三四五六七八九十]+月(?:底|中旬|上旬|下旬|份)?之?前(?!后|来|往|期|述|置)|年底前|年内(?:将|要|力争
    |完成[^了]{0,12}$)
    )
    """,
    re.X,
)
_REQUIRED = re.compile(
    r"""
    (?=[,:;不严亟仍务尚应必有理禁还需须])(?:
    (?:应当|应该|必须|(?:^|,|;|:)须|务必|不得|(?:^|,|;|:)(?:禁止|严禁)|理应|有必要|亟需|亟待|需要(?!的|处理
    |解决的|协调)|仍需|还需|尚需|(?<![相适对反响供])应(?:把|将|加强|进一步|建立|坚持|以|在))
    )
    """,
    re.X,
)
_DONE = re.compile(
    r"""
    已(?!经?达到法定|婚)|了(?!解|然|结)|完成(?!时限|时间|情况)|(?:全|本|一)年(?:共|累计|来|内|以来|度)?|累计
    |共(?!同|享|建|治|赢|识|和|性|产)|先后|同比|比上年|较上年|比去年|较去年|增长|下降[0-9]|获评|荣获|被评为|入选
    |今年以来|年初以来|以来|均(?:已|为|未|无|按|在|达)|办结|审结|结案|建成|全部(?:办结|整改|完成|按期|销号|到位)
    |顺利|圆满|实现了|[0-9](?:余|多)?(?:件|起|次|场|人|份|条|项|户|家)
    """,
    re.X,
)


_TITLE = re.compile(r"《[^》]*》", re.X)


def mood(clause: str) -> Mood:
    """The mood of one clause by its own words: planned and required need a marker, everything else is told as done."""
    clause = _TITLE.sub("", clause) if "《" in clause else clause
    if _FUTURE.search(clause):
        return "planned"
    if "将" in clause and _FUTURE_JIANG.search(clause) and not _OBJECT_JIANG.search(clause):
        return "planned"
    if _REQUIRED.search(clause):
        return "required"
    return "done"


def told_as_done(clause: str) -> bool:
    """True where the clause carries a mark of the accomplished (已, 了, 全年, 同比 …)."""
    return bool(_DONE.search(clause))


def looks_ahead(text: str) -> bool:
    """True where the text carries a mark of the future."""
    return bool(_FUTURE.search(text) or _FUTURE_JIANG.search(text))


_NEGATED_ACT = re.compile(
    r"""
    (?:未(?!发生|出现|受|来|成年|检|必|经审|遂|了)|没有(?!发生|出现|人员|一)|尚未|从未|无(?=专门|专人|统一|明确
    |具体)|未能|没能|不曾|并未|暂未|均未|一直未|还没)(?:再|新|能|曾|及时|按时|按期|专门|专题|组织|单独|实际|有效
    |真正|另行|[0-9]+次)?(?:制定|出台|印发|修订|开展|召开|研究|听取|建立|设立|成立|举办|组织|落实|纳入|列入|写入
    |学习|述法|主持|出庭|配备|聘请|公开|公示|进行|履行|部署|安排|培训|编制|作出|办理|审查|审核|评查|清理|推行
    |实行|形成|使用|应用|上线|调解|报告|汇报|参加|专题|提交|接入|普及|覆盖|完成|启动|涉及)
    """,
    re.X,
)


def negated(clause: str) -> bool:
    """True where the clause says that an act was not done (未制定, 没有召开 …)."""
    return bool(_NEGATED_ACT.search(clause))


# 本年度没有重大行政决策事项, 全年未收到检察建议: there was nothing of the kind. 未经审查不上会, 无证经营, 未成年人 deny no act, and
# what no X without Y says (没有……不得……) is a rule.
_NOTHING_OF_THE_KIND = re.compile(
    r"""
    ^(?:[^,;:]{0,10}(?:本年度?|全年|年内|一年来|今年|去年|20[0-9]{2}年度?|报告期内|期内))?(?:我|本|全)?[局镇县市区乡街道单位]{0,2}
    (?:均|暂|也|都)?(?:没有|未|无|暂无|尚无)(?=收到|接到|发生|新|重大|行政|规范性|执法|处罚|司法|检察|复议|诉讼|信访|涉|列入|制定|办理|组织|举办
    |开展|召开|调整|出台|建|开发|设|承担|受理|被|需要|应当|应|符合)
    (?!经)[^,;:]{2,30}[,;:。]?$
    """,
    re.X,
)
_SECOND_VERB = re.compile(r"不(?!动产)|未|无|一律|即|就|的[^,;:]{0,4}(?:坚决|严肃|责令|退回)|而")


def nothing_of_the_kind(clause: str) -> bool:
    """True where the whole clause says that the year had no such thing (没有行政复议案件), which is no act."""
    match = _NOTHING_OF_THE_KIND.match(clause)
    if not match:
        return False
    first = re.search(r"没有|暂无|尚无|未|无", clause)
    return bool(first) and not _SECOND_VERB.search(clause[first.end() if first else 0 :])
