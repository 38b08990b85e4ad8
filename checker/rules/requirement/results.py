"""How many results are told: figures with a unit on something done, or finished acts that name their object.

Basis: 《法治政府建设与责任落实督察工作规定》 (主要举措和成效), contract.md ``results``: 3 or more are met, 1–2 partial. Standing rules, satisfaction
rates, aims, zeros and evidence of the leaders' duties are none; two figures for one act are one.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.acts import names_finished_act, result_figures
from checker.rules.analysis import Analysis, Clause, Sentence


class Params(_Params):
    """How many results are enough."""

    enough: int = 3


_LEADERS_DUTY = re.compile(
    r"""
    党[组委]会?[^,;。]{0,12}(?:研究|听取)|(?:常务会|常委会|办公会)[^,;。]{0,8}(?:研究|听取|部署|[0-9]+次)|中心组|学习[^,;。]{0,8}[0-9]+次|集中学|会前学法|述法|主要负责人|主要领导
    |主要负责同志|主持召开|听取[^,;。]{0,20}汇报
    """,
    re.X,
)
_RULE = re.compile(
    r"千家万户|(?:指出|反馈|发现|存在)[^,;。]{0,10}问题|新修订的《|^凡|必先|一律(?!完成)|不[^,;。]{1,6}不[^,;。]{1,6}"
)
_SAME_ACT = re.compile(
    r"""
    ^(?:(?:废止|宣布失效|修改|修订|保留|继续有效|办结|结案|审结|查实|整改|调解成功|成功|提出意见|采纳|退回|反馈)(?=[0-9])|罚款|罚没款|罚没|处罚|涉案|金额|标的|共计|合计|其中|占|同比|比上年|较上年|环比|增长|下降|办结率|完成率
    |完成|回复率|合格率|率|受益|惠及|涉及|参[训加与]|覆盖|参与|面积|达到|达|总|为[^,;。]{0,10}(?:挽回|节约|追回)
    |[^,;。]{0,8}率)
    """,
    re.X,
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Count clause by clause, acts of the leaders left out."""
    counted: list[Clause] = []
    told: set[str] = set()  # a sentence that stands twice tells its results once
    for sentence in analysis.in_roles("measures", "other"):
        if sentence.text in told:
            continue
        told.add(sentence.text)
        counted.extend(_results(sentence))
        if len(counted) >= params.enough + 3:
            break
    spans = tuple(analysis.clause_span(c) for c in counted[:4])
    if len(counted) >= params.enough:
        return Judgement(
            "met", f"写明了{params.enough}项以上有数据或有具体对象的成效，如“{analysis.quote(spans[0], 30)}”。", spans
        )
    if counted:
        return Judgement(
            "partial",
            f"有数据或有具体对象的成效只有{len(counted)}项（“{analysis.quote(spans[0], 30)}”），不足{params.enough}项。",
            spans,
        )
    return Judgement("missing", "没有写有数据或有具体对象的成效（表态、长期性规定、满意度、目标和零数据不算）。")


def _results(sentence: Sentence) -> list[Clause]:
    found: list[Clause] = []
    for clause in sentence.clauses:
        if not sentence.done(clause) or _LEADERS_DUTY.search(clause.text) or _RULE.search(clause.text):
            continue
        if result_figures(clause):
            if found and _SAME_ACT.search(clause.text) and found[-1].end == clause.start:
                continue  # a second figure for the act just counted
            found.append(clause)
        elif names_finished_act(clause.text):
            found.append(clause)
    return found
