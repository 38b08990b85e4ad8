"""What a run with a model will cost, what it is about to do, what it came to: sentences for the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from checker import checking, parallel
from checker.checking import Input, Options
from checker.llm import calling
from checker.llm.calling import Terms
from checker.model import CheckResult, Cost, Usage
from checker.output._words import ENGINES, money, used


def announced(options: Options) -> str:
    """Which engine judges, and where text is sent; before anything is."""
    terms = options.terms
    assert terms is not None
    engine = f"引擎 {options.engine}（{ENGINES[options.engine]}），模型 {terms.model}"
    if terms.endpoint is None:
        return f"{engine}：重放“{terms.replay}”里的记录，不连接任何接口。"
    recorded = f"，回答记录在“{terms.record}”" if terms.record is not None else ""
    return f"{engine}：报告文字将发送到 {terms.endpoint.host}{recorded}。"


def came_to(terms: Terms) -> list[str]:
    """What was used, and what went wrong beside the reports."""
    tally = terms.tally
    if terms.endpoint is None:
        told = f"重放了 {tally.reused} 次回答，没有连接任何接口；以下是记录时的用量：{used(tally.spent)}。"
    else:
        reused = f"{'另有' if tally.spent.calls else ''} {tally.reused} 次回答取自缓存".strip()
        failed = f"{tally.failed} 次提问没有得到答复" if tally.failed else ""
        spent = failed if failed and not tally.spent.calls else used(tally.spent)
        parts = [spent, *([reused] if tally.reused else []), *([failed] if failed and spent != failed else [])]
        told = f"模型用量：{'，'.join(parts)}。"
    return [told, *([tally.trouble] if tally.trouble else [])]


@dataclass
class Estimate:
    """What the first round of questions takes; ``calls`` leaves out what the cache answers (``cached``)."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    most_output_tokens: int = 0
    secret: int = 0
    how: str = ""
    most: Cost | None = None
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The keys of ``dry_run``."""
        return {
            "calls": self.calls,
            "cached_calls": self.cached,
            "input_tokens": self.input_tokens,
            "most_output_tokens": self.most_output_tokens,
            "most_cost": self.most.model_dump() if self.most else None,
            "not_sent": self.secret,
        }

    def told(self, options: Options, files: int) -> str:
        """One paragraph."""
        terms = options.terms
        assert terms is not None
        where = terms.endpoint.host if terms.endpoint is not None else "（重放，不连接接口）"
        sentences = [
            f"将用引擎 {options.engine}、模型 {terms.model}（{where}）、按标准 {options.rubric.id} 检查 {files} 个文件。",
            f"预计调用 {self.calls} 次" + (f"（另有 {self.cached} 次缓存里已有）" if self.cached else ""),
            f"，输入约 {self.input_tokens:,} token，输出至多 {self.most_output_tokens:,} token",
            f"，费用至多约 {money(self.most.amount)} {self.most.currency}。"
            if self.most
            else "；价格表里没有这个模型，不折算费用。",
            "回答有误时会就有误之处再问一次，不在其内。",
            self.how,
            f"有 {self.secret} 份带有密级或者内部文件标志，不会发送。" if self.secret else "",
            "这次没有发送任何内容。",
        ]
        return "".join(sentences)


def estimate(inputs: Sequence[Input], options: Options) -> Estimate:
    """Read the reports and lay out the questions, without asking any."""
    terms = options.terms
    assert terms is not None
    found = Estimate()
    planner = calling.Planner(terms, options.rubric)
    for item in checking.prepare_all(inputs, options, workers=parallel.cores()):
        if isinstance(item, CheckResult):
            found.errors.append(item.error or item.source)
        elif item.precautions.secret:
            found.secret += 1
        else:
            known = item.precautions
            for request in planner.requests(item.report, item.unit_type, known.withheld, known.masked):
                if planner.is_known(request):
                    found.cached += 1
                    continue
                found.calls += 1
                found.input_tokens += planner.tokens.of_request(request)
                found.most_output_tokens += request.max_output_tokens
    found.how = planner.tokens.how
    tokens = Usage(input_tokens=found.input_tokens, output_tokens=found.most_output_tokens)
    found.most = terms.prices.cost(terms.model, tokens)
    return found
