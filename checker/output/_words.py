"""What ids and statuses are called in Chinese, for every form."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from checker.model import CheckResult, Evidence, Finding, Opinion, RequirementResult, SectionResult, Usage
from checker.words import CONCLUSIONS, SEVERITIES, STATUSES, UNIT_TYPES, VERDICTS

__all__ = ["CONCLUSIONS", "SEVERITIES", "STATUSES", "UNIT_TYPES", "VERDICTS"]  # and all that is defined here

LEVELS = {"required": "必有", "expected": "宜有", "coverage": "举措覆盖"}
KINDS = {
    "title": "标题",
    "heading": "小标题",
    "paragraph": "正文",
    "table": "表格",
    "signature": "署名",
    "date": "日期",
    "residue": "杂质",
    "header": "页眉",
    "footer": "页脚",
    "note": "注释",
    "hidden": "隐藏文字",
}
JUDGES = {"rules": "规则", "llm": "模型", "both": "规则与模型一致"}
DECIDED = {"rules": "按规则判定", "llm": "按模型判定", "both": "规则与模型一致"}
ENGINES = {"rules": "规则引擎", "llm": "模型", "hybrid": "规则与模型"}
UNREADABLE = "未能检查"

# Control characters, and those that turn the direction of a line, are never sent to a terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text on one line, without control characters."""
    return _CONTROL.sub("", re.sub(r"[\n\t\r\v\f\u2028\u2029]+", " ", text)).strip()


def reason_of(error: str, source: str) -> str:
    """Why a file could not be read, without the file's name before it."""
    return clean(error.removeprefix(f"{source}："))


def date(day: dt.date | None) -> str:
    """2026年1月20日, or that none is known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "未写明"


def place(evidence: Evidence) -> str:
    """第6段，第2页 (paragraphs are counted from 1 for people)."""
    page = f"，第{evidence.page}页" if evidence.page else ""
    return f"第{evidence.paragraph + 1}段{page}"


_STOPS = "。；！？，、：;,"


def shorten(quote: str, limit: int = 60) -> str:
    """The quote on one line, its middle left out where it is long; cut at a mark where there is one, never in a number."""
    quote = clean(quote).rstrip("，、；：,;:")
    if len(quote) <= limit:
        return quote
    head, tail = limit * 2 // 3, len(quote) - limit // 3
    marks = [i + 1 for i in range(head // 2, head) if _stops(quote, i)]
    head = marks[-1] if marks else _outside_number(quote, head, -1)
    marks = [i + 1 for i in range(tail, len(quote) - 4) if _stops(quote, i)]
    tail = marks[0] if marks else _outside_number(quote, tail, 1)
    return f"{quote[:head].rstrip('，、：；,')}……{quote[tail:]}"


def _stops(text: str, index: int) -> bool:
    """Whether a mark stands there that ends a clause, not one within a number (1,200；10:30)."""
    return text[index] in _STOPS and not (text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit())


_NUMERAL = frozenset("〇零一二三四五六七八九十百千万亿两")


def _outside_number(text: str, cut: int, step: int) -> int:
    """The cut moved until it parts no word, and no number from its digits or its unit (5月, 12.5%, 二十三件)."""

    def word(character: str) -> bool:
        return (character.isascii() and (character.isalnum() or character in ".,%:-")) or character in _NUMERAL

    def parted(before: str, after: str) -> bool:
        number = before.isdigit() or before in _NUMERAL
        return (word(before) and word(after)) or (number and after not in _STOPS)

    while 0 < cut < len(text) and parted(text[cut - 1], text[cut]):
        cut += step
    return cut


def cited(evidence: Evidence, limit: int = 60) -> str:
    """“…”（第6段，第2页）"""
    return f"“{shorten(evidence.quote, limit)}”（{place(evidence)}）"


_BASIS = re.compile(r"(《[^《》]*(?:《[^《》]*》[^《》]*)*》)([^《》、]*)")


def based(basis: str | None) -> str:
    """The basis with an instrument that stands several times named once: 《…规定》第五条、第六条."""
    articles: dict[str, list[str]] = {}
    parts = (basis or "").split("、《")
    for part in [parts[0], *("《" + rest for rest in parts[1:])]:
        found = _BASIS.fullmatch(part)
        if found is None:
            return clean(basis or "")
        articles.setdefault(found[1], []).append(found[2])
    return clean("、".join(title + "、".join(filter(None, told)) for title, told in articles.items()))


def why(result: CheckResult) -> str:
    """What the conclusion rests on, in one clause; empty where there is nothing to say."""
    parts = []
    for status, word in (("missing", "缺少"), ("partial", ""), (None, "")):
        titles = [s.title for s in result.sections if s.status == status and (s.level == "required" or status)]
        titles = [s for s in titles if status != "missing" or _required(result.sections, s)]
        if titles:
            named = "".join(f"“{title}”" for title in titles)
            parts.append(f"{word}{named}" if word else f"{named}{'不充分' if status else '未判定'}")
    counts = [(name, count(result.findings, severity)) for severity, name in SEVERITIES.items() if severity != "info"]
    told = "、".join(f"{name}{number}处" for name, number in counts if number)
    if told:
        parts.append(f"文稿问题：{told}")
    return "；".join(parts)


def meaning(result: CheckResult) -> str:
    """What the conclusion means for the clerk who collects the reports."""
    number = reviews(result)
    return _meaning(result) + (f"有{number}项请人工复核（见各项说明）。" if number else "")


def _meaning(result: CheckResult) -> str:
    if result.conclusion == "pass":
        more = "文稿本身的提醒和参考事项，由报送单位自行斟酌。" if result.findings else ""
        return "规定的内容齐全，没有必须改正的错误，可以收下。" + more
    if result.conclusion == "return":
        return "缺少规定必须报告的内容。请退回报送单位，补写之后重新报送。"
    if result.conclusion is None:
        return "有的要求还没有判定结果，请人工核对之后再下结论。"
    thin = "有的写得不充分" if any(section.status == "partial" for section in result.sections) else ""
    wrong = "文稿有必须改正的错误" if count(result.findings, "error") else ""
    return f"规定的内容都写到了，但{'，'.join(filter(None, (thin, wrong)))}。请报送单位按下面的意见修改后再报。"


def _required(sections: tuple[SectionResult, ...], title: str) -> bool:
    return any(s.title == title and s.level == "required" for s in sections)


def produced(result: CheckResult) -> list[str]:
    """What the result rests on: the rubric, the engine, the file's checksum."""
    told = []
    if result.rubric:
        told.append(f"审核标准 {clean(result.rubric.id)}，版本 {clean(result.rubric.version)}")
    if result.engine:
        told.append(judged_by(result))
        if result.engine.prompts_sha256:
            told.append(f"提示词校验码 {result.engine.prompts_sha256[:16]}…")
        if result.engine.version:
            told.append(f"程序版本 {clean(result.engine.version)}")
    if result.sha256:
        told.append(f"文件校验码 SHA-256 {result.sha256[:16]}…")
    if asked(result):
        told.append(f"模型用量：{usage_of(result)}")
    return told


# ── the model's part ─────────────────────────────────────────────────────────────────────────────────────────────────


def asked(result: CheckResult) -> bool:
    """Whether a model took part, or was to."""
    return result.engine is not None and result.engine.name != "rules"


def judged_by(result: CheckResult) -> str:
    """规则与模型（qwen-plus）"""
    if result.engine is None:
        return ""
    model = f"（{clean(result.engine.model)}）" if result.engine.model else ""
    return ENGINES[result.engine.name] + model


def usage_of(result: CheckResult) -> str:
    """What asking about this report took."""
    if result.usage is not None and result.usage.calls:
        return used(result.usage)
    return "没有调用" if result.model_error else "没有调用，回答取自缓存"


def used(usage: Usage) -> str:
    """调用 1 次，输入 5,900 token（其中命中缓存 3,000）、输出 1,200 token，约 0.0123 元"""
    if not usage.calls:
        return "没有调用"
    cached = f"（其中命中缓存 {usage.cached_input_tokens:,}）" if usage.cached_input_tokens else ""
    told = f"调用 {usage.calls} 次，输入 {usage.input_tokens:,} token{cached}、输出 {usage.output_tokens:,} token"
    return told + (f"，约 {money(usage.cost.amount)} {usage.cost.currency}" if usage.cost else "")


def money(amount: float) -> str:
    """With as many places as say something."""
    return f"{amount:,.2f}" if amount >= 10 else f"{amount:.4f}"


def decided(requirement: RequirementResult) -> str | None:
    """Who decided, where a model was asked as well."""
    if not any(opinion.by == "llm" for opinion in requirement.opinions):
        return None
    return DECIDED[requirement.decided_by] if requirement.decided_by else None


def doubts(requirement: RequirementResult) -> list[str]:
    """Why a person has to look: what each judge says, with a proof of the one that was not followed."""
    return [_opinion(one, requirement) for one in requirement.opinions] if requirement.needs_review else []


def _opinion(opinion: Opinion, requirement: RequirementResult) -> str:
    verdict = VERDICTS[opinion.verdict]
    told = f"{JUDGES[opinion.by]}{'认为' if opinion.verdict else ''}{verdict}：{clean(opinion.reason)}"
    if opinion.verdict in ("met", "partial") and not opinion.evidence:
        return f"{told}（没有能够核实的原文）"
    shown = opinion.evidence and opinion.by != requirement.decided_by
    return told + (cited(opinion.evidence[0]) if shown else "")


def told_by_opinions(requirement: RequirementResult) -> bool:
    """Whether the reason stands among the doubts, and need not be told twice."""
    return requirement.needs_review and any(one.reason == requirement.reason for one in requirement.opinions)


def reviews(result: CheckResult) -> int:
    """How many requirements a person has to look at."""
    return sum(1 for section in result.sections for one in section.requirements if one.needs_review)


def count(findings: tuple[Finding, ...], severity: str) -> int:
    return sum(1 for finding in findings if finding.severity == severity)


@dataclass(frozen=True)
class Task:
    """One thing to do; ``about`` are the requirements and findings that ask for it."""

    text: str
    about: tuple[RequirementResult | Finding, ...]


def tasks(result: CheckResult) -> list[Task]:
    """What to do, the weightiest first, each thing once; for a defect with the paragraphs that it is about.

    Topics that a report leaves out are listed with their section, not here.
    """
    ordered: list[tuple[int, str, RequirementResult | Finding]] = []
    weight = {
        ("required", "missing"): 0,
        ("required", "partial"): 1,
        ("expected", "partial"): 4,
        ("expected", "missing"): 5,
    }
    for section in result.sections:
        if section.suggestion and section.requirements:
            ordered.append((1, section.suggestion, section.requirements[0]))
        for requirement in section.requirements:
            rank = weight.get((requirement.level, requirement.verdict or ""))
            if rank is not None and requirement.suggestion:
                ordered.append((rank, requirement.suggestion, requirement))
    for finding in result.findings:
        if finding.suggestion:
            ordered.append(({"error": 2, "warning": 3, "info": 6}[finding.severity], finding.suggestion, finding))
    about: dict[str, list[RequirementResult | Finding]] = {}
    for _, what, owner in sorted(ordered, key=lambda item: item[0]):
        about.setdefault(what, []).append(owner)
    return [Task(_with(what, _where(owners)), tuple(owners)) for what, owners in about.items()]


def advice(result: CheckResult) -> list[str]:
    """The sentences of ``tasks``."""
    return [task.text for task in tasks(result)]


def _where(owners: list[RequirementResult | Finding]) -> str:
    """（第4段、第9段）: the paragraphs of the findings."""
    return _paragraphs([e.paragraph + 1 for owner in owners if isinstance(owner, Finding) for e in owner.evidence])


def _with(sentence: str, note: str) -> str:
    """The note before the sentence's full stop."""
    return f"{sentence[:-1]}{note}。" if sentence.endswith("。") else sentence + note


def _paragraphs(numbers: list[int], most: int = 6) -> str:
    listed = sorted(set(numbers))
    if not listed:
        return ""
    more = "等" if len(listed) > most else ""
    return f"（{'、'.join(f'第{number}段' for number in listed[:most])}{more}）"
