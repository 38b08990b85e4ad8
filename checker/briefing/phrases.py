"""The set words of a briefing: names of parts, conclusions, days, lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from checker import words
from checker.model import SectionResult, SubmissionStatus
from checker.rubric import Rubric
from checker.words import day

# In the order in which a briefing tells of them.
_TOLD: tuple[SubmissionStatus, ...] = ("on_time", "late", "overdue", "undated", "not_due")
SUBMISSIONS: dict[SubmissionStatus, str] = {status: words.SUBMISSIONS[status] for status in _TOLD}
_SHORT = {
    "first_responsible": "第一责任人履职",
    "measures": "主要举措和成效",
    "shortcomings": "存在的不足和原因",
    "plans": "下一年度安排",
    "other": "其他事项",
}
_ASIDE = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")


def section_name(section: SectionResult) -> str:
    """A part's name, short where its full title takes a line."""
    return _SHORT.get(section.id, section.title)


def unit_name(name: str) -> str:
    """A unit's name in a running text: that of two units has 、 between them."""
    return "、".join(name.split())


def kind_of_report(rubric: Rubric) -> str:
    """What the reports are called: 法治政府建设年度报告."""
    if "法治政府建设" in rubric.title:
        return "法治政府建设年度报告"
    return re.sub(r"(?:的)?(?:审核|检查|评价|评审|核查)?(?:标准|细则|规则|办法|要点)$", "", rubric.title)


def limit(date: dt.date, included: bool) -> str:
    """The last day as an office says it: a day that is itself too late has 之前."""
    return day(date) if included else f"{day(date)}之前"


def listing(items: Sequence[str], most: int = 0, of: str = "家") -> str:
    """甲、乙、丙; of many the first ``most`` and how many they are in all: 甲、乙等5家."""
    if most and len(items) > most:
        return f"{'、'.join(items[:most])}等{len(items)}{of}"
    return "、".join(items)


def ended(text: str, mark: str = "。") -> str:
    """The sentence with one closing mark."""
    return text.rstrip("。；，、：;,:.!！ ") + mark


def without_asides(text: str) -> str:
    """The sentence without what stands in brackets."""
    return _ASIDE.sub("", text)


def first_clauses(text: str, room: int) -> str:
    """The first clauses of a rubric's or rule's sentence that fit into ``room`` characters; the first one always."""
    text = re.split(r"[。；]", without_asides(text).strip())[0]
    parts = re.split(r"，", text)
    kept = parts[0]
    for part in parts[1:]:
        if len(kept) + 1 + len(part) > room:
            break
        kept += "，" + part
    return kept
