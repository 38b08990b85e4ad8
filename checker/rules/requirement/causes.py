"""Is a cause stated for at least one shortcoming: with an explicit marker, or under a label 原因 that gives it?

Basis: 《法治政府建设与责任落实督察工作规定》 (不足和原因), contract.md ``causes``: only implied, or announced and not given, is partial.
"""

from __future__ import annotations

import re

from checker.rules import Context, Judgement, deficits
from checker.rules import Params as _Params
from checker.rules.analysis import Analysis
from checker.rules.shortcomings import Problem, collect
from checker.text import Span


class Params(_Params):
    """No parameters."""


_CONDITION = re.compile(
    r"""
    (?:人员|编制|力量|队伍|经费|费用|资金|装备|专业|人手|培训|投入|重视|思想|认识|机制|制度|规定|责任|职责|流动|轮岗|年龄
    |老化|老龄化|兼职|兼任|身兼|新进|转岗|抽调|时间|任务)[^,;。]{0,14}(?:不足|不够|缺乏|缺少|没有|未|紧缺|短缺
    |薄弱|偏[大少低弱]|频繁|不强|不到位|不健全|不完善|不清|不明|繁重|较重|多|少|紧|大|快|仅|只有)|(?:仅|只|不足
    |缺|没有|尚无)(?:有|配|配备|设)?[^,;。]{0,10}(?:人员?|名|编制|经费|设备|车辆|律师|法制员)
    |精力[^,;。]{0,4}(?:难以|无法|有限|不济|不足|顾不)|力不从心|分身乏术|应接不暇|既要[^,;。]{2,12}又要|共用|合用|沿用|重[^,;。]{1,8}轻[^,;。]{1,8}|一兼多职|身兼数职|人少事多|案多人少
    """,
    re.X,
)


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """An explicit cause of any stated shortcoming, the text under a 原因 label included."""
    problems = collect(analysis)
    if not problems:
        return Judgement("missing", "没有写不足，也就没有写原因。")
    spans = [p.causes[0] for p in problems if p.causes]
    if spans:
        return Judgement("met", f"写明了不足的原因：“{analysis.quote(spans[0])}”。", tuple(spans[:4]))
    implied = [s for p in problems for s in _implied(p)]
    if implied:
        return Judgement(
            "partial", f"没有点明原因，只在叙述中隐含（“{analysis.quote(implied[0], 30)}”）。", tuple(implied[:2])
        )
    announced = _announced(analysis)
    if announced:
        return Judgement(
            "partial",
            f"标题或开头提到原因（“{analysis.quote(announced[0], 30)}”），正文没有写出原因。",
            tuple(announced[:1]),
        )
    return Judgement("missing", "只写了不足，没有分析原因。")


def _implied(problem: Problem) -> list[Span]:
    """A clause of the same problem that names a condition which would produce it: after the deficit, never alone."""
    clauses = [c for c in re.split(r"[,;。]", deficits.strip_number(problem.text)) if len(c) >= 4]
    if len(clauses) < 2 or not problem.spans:
        return []
    for i, clause in enumerate(clauses):
        others = clauses[:i] + clauses[i + 1 :]
        if _CONDITION.search(clause) and any(_OUTCOME.search(c) for c in others):
            return [problem.spans[0]]
    return []


_OUTCOME = re.compile(
    r"累计|有误|断档|差错|超过|仍在|不能|难以|无法|影响|跟不上|超期|不足(?=[0-9一二两三四五六七八九十])|慢|积压|被|出现|未(?:能|按|在|及时|完成|如期)|没有做到|滞后|缓慢|少$|共用"
)


def _announced(analysis: Analysis) -> list[Span]:
    spans = [
        s for s in analysis.heading_spans("shortcomings") if deficits.announces_cause(analysis.report.text[s[0] : s[1]])
    ]
    for sentence in analysis.sentences:
        if sentence.role == "problem" and deficits.announces_cause(sentence.text):
            spans.append(analysis.sentence_span(sentence))
    return spans
