"""Small requests for the tests of the client: two requirements, three paragraphs."""

from __future__ import annotations

from typing import Any

from checker.llm.model import Message, Request

REPORT = "[1] 主要负责人主持召开会议4次。\n[2] 办结行政处罚案件126件。\n[3] 下一步开展培训2期。"
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "enum": ["first.duty", "measures.results"]},
                    "verdict": {"type": "string", "enum": ["met", "partial", "missing"]},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"paragraph": {"type": "integer"}, "quote": {"type": "string"}},
                        },
                    },
                    "reason": {"type": "string"},
                },
            },
        }
    },
    "required": ["verdicts"],
}
SYSTEM = "first.duty 主要负责人主持召开会议。\nmeasures.results 办结行政处罚案件多少件。"


def request(report: str = REPORT, *, bound: int = 2000) -> Request:
    """One question about a report."""
    messages = (Message(role="system", content=SYSTEM), Message(role="user", content=f"报告如下：\n{report}"))
    return Request(messages=messages, form_name="verdicts", form=FORM, max_output_tokens=bound)
