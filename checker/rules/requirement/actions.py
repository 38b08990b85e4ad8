"""How many specific actions are planned: a verb with a concrete object or instrument; slogans are none.

Basis: 《法治政府建设与责任落实督察工作规定》 (下一年度主要安排), contract.md ``actions``: two or more are met; slogans, or one, partial.
"""

from __future__ import annotations

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.analysis import Analysis
from checker.rules.plans import planned_actions


class Params(_Params):
    """How many actions are enough."""

    enough: int = 2


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Count the actions of the plans and of future measures under 整改."""
    found = planned_actions(analysis)
    spans = tuple(analysis.clause_span(c) for c in found[:4])
    if len(found) >= params.enough:
        return Judgement("met", f"写明了{params.enough}项以上具体安排，如“{analysis.quote(spans[0], 30)}”。", spans)
    if found:
        return Judgement("partial", f"具体安排只有1项（“{analysis.quote(spans[0], 30)}”），其余为原则性表述。", spans)
    planned = [s for s in analysis.in_roles("plan") if len(s.text) >= 8]
    if planned:
        span = analysis.sentence_span(planned[0])
        return Judgement(
            "partial", f"写了今后打算，但都是原则性表述（“{analysis.quote(span, 30)}”），没有具体任务。", (span,)
        )
    return Judgement("missing", "没有写下一年度的具体安排。")
