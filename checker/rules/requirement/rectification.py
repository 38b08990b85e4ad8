"""Are there measures to put the stated problems right: in the shortcomings part, or under a label 整改/改进?

Contract.md ``rectification``: of the problems the report states as its own or that a 法治督察 put to the unit; future measures under 整改
count; 整改 of audit findings, hazards or enterprises told as a result does not.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement, deficits
from checker.rules import Params as _Params
from checker.rules.acts import action
from checker.rules.analysis import Analysis, Sentence
from checker.rules.shortcomings import REMEDY
from checker.rules.tense import told_as_done
from checker.text import Span


class Params(_Params):
    """No parameters."""


_LABEL = re.compile(r"整改|改进(?:措施|情况|方向|打算)|(?:解决|应对)(?:措施|办法|对策)|下一?步整改", re.X)
# (?=[…]) names the characters that a match can begin with, so that a search skips the others (tests/test_patterns.py).
_INSPECTION = re.compile(
    r"""
    (?=[依办整法督销])(?:
    (?:法治(?:政府建设)?(?:实地)?督察|依法治[国省市县区州]+?(?:委|办)[^,;。]{0,16}(?:督察|督查|反馈)|(?:法治
    |依法行政)[^,;。]{0,10}(?:督察|督查|考核|评估)|督察)[^。]{0,40}(?:问题|意见|事项)[^。]{0,60}(?:整改|办结
    |销号|补[齐正]|完成|解决|落实)|(?:整改|办结|销号)[^。]{0,30}(?:法治(?:政府建设)?督察
    |依法治[国省市县区]+?[委办])[^。]{0,20}(?:问题|意见)
    )
    """,
    re.X,
)
_OTHER_INSPECTION = re.compile(
    r"环保|环境保护|生态|巡视|巡察|审计|安全|统计督察|土地督察|自然资源督察|能源|粮食|农村|食品|消防|财会", re.X
)
_STRONG_REMEDY = re.compile(
    r"""
    有了?(?:回音|回应|着落|结果)|(?:均|都|全部)已?(?:整改|办结|销号|补[正齐审办])
    |逐[一项件条][^,;。]{0,6}(?:整改|销号|补)|(?:对|针对)(?:上述|以上|这些)[^,;。]{0,12}(?:问题|不足|短板|差距)
    """,
    re.X,
)
# Words that only stand before what was or will be done about a shortcoming.
_REMEDY_FOLLOWS = re.compile(
    r"""
    (?:^|[,;。])(?:解决|整改|改进)(?:办法|措施|情况)?[:,]|(?:^|[,;。])已改:|为(?:补|解决|改变|扭转|堵)[^,;。]{0,8}(?:这|该|上述)
    |(?:前|后|第[一二三四])一?个?(?:问题|不足),|(?:边查边|即知即|立行立|立查立)改
    """,
    re.X,
)
# The unit inspects others: their rectification is a result, not this requirement.
_INSPECTS_OTHERS = re.compile(
    r"(?=[下制发对牵组])(?:"
    r"(?:组织|牵头|对[^,;。]{2,30})(?:开展|进行|实施)?[^,;。]{0,12}(?:督察|督查)|(?:下发|发出|制发)[^,;。]{0,10}(?:督察|督办|监督)"
    r")"
)
_FUTURE_REMEDY = re.compile(
    r"^(?:为此|对此|针对(?:上述|以上|这些|存在|此)|对(?:上述|以上|这些)|围绕(?:上述|以上))", re.X
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Look in the shortcomings part first, then for labels, then for the rectification of what a 法治督察 found."""
    spans = _labelled(analysis) + _in_problems(analysis) + _after_inspection(analysis)
    if spans:
        return Judgement("met", f"写明了整改情况或整改措施：“{analysis.quote(spans[0])}”。", tuple(spans[:3]))
    return Judgement("missing", "没有写对所列不足的整改情况或整改措施。")


def _in_problems(analysis: Analysis) -> list[Span]:
    found: list[Span] = []
    for sentence in analysis.sentences:
        if sentence.label or sentence.role not in ("problem", "plan"):
            continue
        if sentence.role == "plan" and not sentence.after_plan_word:
            continue
        if _is_remedy(sentence):
            found.append(analysis.sentence_span(sentence))
    return found


# 督促企业整改隐患, 审计发现的问题已整改: rectification by, or before, somebody else, told as a result.
_OF_OTHERS = re.compile(
    r"""
    (?:督促|责令|指导|推动)[^,;。]{0,8}(?:企业|单位|商户|经营者|场所|业主|公司|学校|医院)[^,;。]{0,6}整改|整改[^,;。]{0,10}(?:隐患|违建|违法建设)
    |(?:隐患|违建)[^,;。]{0,16}(?:整改|拆除|消除)|(?:审计|巡视|巡察|环保督察)[^,;。]{0,14}问题
    |(?:相关|有关|涉事)?(?:企业|商户|经营者|经营单位|业主)[^,;。]{0,4}(?:均|全部)?已?(?:全部)?整改
    """,
    re.X,
)


def _is_remedy(sentence: Sentence) -> bool:
    text = deficits.strip_number(sentence.text)
    if _OF_OTHERS.search(text) and not _FUTURE_REMEDY.search(text):
        return False
    if sentence.after_plan_word:
        return any(action(c.text) for c in sentence.clauses)
    if _REMEDY_FOLLOWS.search(text):
        return True
    if not told_as_done(text) and not any(action(c.text) for c in sentence.clauses):
        return False  # a promise to improve is no measure
    if re.search(r"虽(?:然|已)?|尽管", text) or re.search(r"整改[^,;。]{0,6}(?:不|缓慢|滞后|未|没有)", text):
        return False
    if _STRONG_REMEDY.search(text):
        return True
    if not REMEDY.search(text):
        return bool(_FUTURE_REMEDY.search(text))
    rest = REMEDY.sub("", text)
    blamed = deficits.deficient(rest) and not re.search(r"已(?!成|有)|均|全部|完成|责令|整改", text)
    announced_only = re.search(r"(?:问题|不足|原因)[^,;。]{0,8}(?:如下|主要有|有以下)", text)
    return not blamed and not announced_only


def _labelled(analysis: Analysis) -> list[Span]:
    """The first statement under a sub-heading or label 整改 / 改进措施, where it is the unit's own."""
    found: list[Span] = []
    label = False
    for sentence in analysis.sentences:
        text = deficits.strip_number(sentence.text)
        if sentence.label or (len(text) <= 14 and text.endswith(":")):
            label = (
                bool(_LABEL.search(text))
                and not _OTHER_INSPECTION.search(text)
                and not re.search(r"隐患|违建|企业|执法", text)
            )
            if label and sentence.role not in ("problem", "plan") and not re.search(r"问题|不足|督察", text):
                label = False
            continue
        if label and len(text) >= 10:
            found.append(analysis.sentence_span(sentence))
            label = False
    return found


def _after_inspection(analysis: Analysis) -> list[Span]:
    found: list[Span] = []
    for sentence in analysis.in_roles("duty", "measures", "other", "problem"):
        match = None if _INSPECTS_OTHERS.search(sentence.text) else _INSPECTION.search(sentence.text)
        if (
            match
            and not _OTHER_INSPECTION.search(match.group())
            and not (
                sentence.role == "problem" and deficits.deficient(sentence.text) and not told_as_done(match.group())
            )
            and not any(c.mood == "planned" for c in sentence.clauses if c.start - sentence.start <= match.start())
        ):
            found.append(analysis.sentence_span(sentence))
    return found
