"""Whether a report may be sent to a model at all. Two locks: what the rules found, and a look of our own. Pure.

The second holds where a rubric has the rule ``secrecy.mark`` off, or nobody asked the rules. It is coarse on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.model import Finding, Report
from checker.text import fold_width

REFUSED = "文稿带有密级或者内部文件标志，按规定不得发送给模型，本文稿只由规则判断。"
_SECRET = r"(?:绝\s*密|机\s*密|秘\s*密)"
_STARRED = re.compile(rf"{_SECRET}\s*[★☆✩✭⭐*](?!\*)|[★☆]\s*{_SECRET}")
# A line that holds a mark and next to nothing else.
_LINE = re.compile(
    rf"^[\s()\[\]:,、·-]*(?:密\s*级)?[\s:]*(?:{_SECRET}|内部(?:资料|文件|材料|使用|参考|传阅|文稿|情况)|工作秘密|internal only|confidential)"
    r"[\s()\[\]:,、。!·-]*(?:[0-9一二三四五十]{1,3}\s*(?:年|个月)|长期)?[\s()\[\],、。!]*"
    r"(?:(?:请|严)?(?:勿|不得|禁止?|切勿)(?:擅自)?(?:外传|传播|扩散|公开|转发)|注意保[存管密]|妥善保管|特急|加急|平急)?[\s()\[\],、。!]*$",
    re.IGNORECASE,
)


def must_not_be_sent(findings: Iterable[Finding]) -> str | None:
    """The sentence that says why a report with these findings is not sent to any model; None where it may be."""
    return REFUSED if any(finding.rule == "secrecy.mark" for finding in findings) else None


def marked(report: Report) -> bool:
    """Whether the text, or anything that stands apart from it, bears a mark of secrecy."""
    pieces = [report.text, *(apart.text for apart in report.document.apart)]
    return any(_bears_mark(fold_width(piece)) for piece in pieces)


def _bears_mark(text: str) -> bool:
    if _STARRED.search(text):
        return True
    return any(len(line) <= 40 and _LINE.match(line) for line in text.splitlines())
