"""Which shortcomings are stated: two or more specific ones, one at least of the unit itself.

Basis: 《法治政府建设与责任落实督察工作规定》 (存在的不足和原因), contract.md ``problems``.
"""

from __future__ import annotations

from checker.rules import Context, Judgement
from checker.rules import Params as _Params
from checker.rules.analysis import Analysis
from checker.rules.shortcomings import collect
from checker.text import Span


class Params(_Params):
    """How many specific problems are enough."""

    enough: int = 2


def judge(analysis: Analysis, params: Params, context: Context) -> Judgement:
    """Count the specific ones and whose they are."""
    problems = collect(analysis)
    if not problems:
        return Judgement("missing", "全文没有写推进法治政府建设存在的不足。")
    specific = [p for p in problems if p.specific]
    own = [p for p in specific if not p.others]
    spans: tuple[Span, ...] = tuple(p.spans[0] for p in (specific or problems) if p.spans)[:4]
    if all(p.others for p in problems):
        return Judgement(
            "partial",
            f"所列不足都是企业、群众等外部主体的（“{analysis.quote(spans[0], 30)}”），没有写本单位自身的不足。",
            spans,
        )
    count = sum(p.facts for p in specific)
    if count >= params.enough and own:
        return Judgement("met", f"写明了{count}项具体不足，如“{analysis.quote(spans[0], 30)}”。", spans)
    if count >= params.enough:
        return Judgement("partial", "具体的不足都是外部主体的，本单位自身的不足只有笼统表述。", spans)
    if specific:
        return Judgement("partial", f"具体的不足只有1项（“{analysis.quote(spans[0], 30)}”），其余为笼统表述。", spans)
    return Judgement(
        "partial", f"所列不足均为笼统表述（“{analysis.quote(spans[0], 30)}”），没有说清哪项工作、哪个环节不足。", spans
    )
