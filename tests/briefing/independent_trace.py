"""A second opinion on briefings: is every figure, date and name of a statement in its cited source? Shares no code with ``checker``.

In: a briefing as JSON and the texts of its reports. Out: sentences about what could not be found. Works on characters: a statement of the embedded
writer is made of pieces of its sources, so a name must lie within one piece, and a number must stand there with the same value and the same word
after it.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
_ONES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_COUNTERS = "次件起份户家场条项个名期人宗例本部台套辆"


def plain(text: str) -> str:
    """Compatibility forms, no white space, one kind of dash and quotation mark."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[‘’“”]", '"', re.sub(r"[—–－]+", "-", text))
    return re.sub(r"\s", "", text)


def han_value(numeral: str) -> int:
    """Recursive: split at the greatest power."""
    if not numeral:
        return 0
    if all(c in _ONES for c in numeral):
        return int("".join(str(_ONES[c]) for c in numeral))
    power = max((c for c in numeral if c in _POWERS), key=lambda c: _POWERS[c])
    at = numeral.rindex(power)
    before, after = numeral[:at], numeral[at + 1 :].lstrip("零〇")
    return (han_value(before) if before else 1) * _POWERS[power] + han_value(after)


def amounts(text: str) -> set[tuple[Fraction, str]]:
    """Every number as (value, the character after it). 万 and 亿 are multiplied in; 余 and 多 are passed over."""
    found: set[tuple[Fraction, str]] = set()
    for match in re.finditer(r"(\d[\d,]*(?:\.\d+)?)(余|多)?([十百千]?[万亿]|[百千](?=[^分]))?(余|多)?(.?)", text):
        value = Fraction(match[1].replace(",", "").rstrip("."))
        for power in match[3] or "":
            value *= _POWERS[power]
        found.add((value, match[5] if match[5] not in ",。;:、" else ""))
    for match in re.finditer(rf"([零〇一二三四五六七八九十百千万亿两]+)(?:余|多)?([{_COUNTERS}])", text):
        if match[1] != "一":
            found.add((Fraction(han_value(match[1])), match[2]))
    return found


_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,14}?(?:人民政府|委员会|管委会|办事处|法院|检察院|司法所|派出所|党组|党委|局|厅|镇|乡|县)"
)


def lost(statement: str, quotes: list[str], heads: list[str]) -> list[str]:
    """What of a statement does not stand in its quotes; ``heads`` are the names of the reports' units."""
    told = plain(statement)
    sources = [plain(quote) for quote in quotes]
    own = [re.sub(r"[我本](?=[局县市区镇乡委办厅省州旗院街园单中])", "该", source) for source in sources]
    sources += own + [plain(head) for head in heads]
    every = "|".join(sources)
    missing = []
    known: set[tuple[Fraction, str]] = set()
    for source in sources:
        known |= amounts(source)
    for value, after in amounts(told):
        if (value, after) not in known and not any(v == value and not (a and after) for v, a in known):
            missing.append(f"数字{float(value):g}{after}")
    for title in re.findall(r"《[^《》]+》", told):
        if title not in every:
            missing.append(title)
    for day in re.findall(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?", told):
        if day not in every:
            missing.append(day)
    for match in _NAME.finditer(told):
        name = match.group()
        if not _in_pieces(name, every):
            missing.append(name)
    return missing


def _in_pieces(name: str, every: str) -> bool:
    """The name lies in one piece of the source, or a piece ends before it (计划…, 该…)."""
    for cut in range(len(name) - 1):
        before, rest = name[:cut], name[cut:]
        if rest in every and (
            not before or before.endswith(("计划", "该")) or before[-2:] in every or len(before) == 1
        ):
            return True
    return False


def faults(briefing: Json, texts: list[str]) -> list[str]:
    """Everything that is wrong with a briefing: quotes that are not verbatim, facts that are not in their sources."""
    found: list[str] = []
    heads = [report["unit"] or "" for report in briefing["reports"]]
    for passage in briefing["passages"]:
        for statement in passage["statements"]:
            found += _verbatim(statement["sources"], texts)
            quotes = [source["evidence"]["quote"] for source in statement["sources"]]
            if not statement["by_code"]:
                missing = lost(statement["text"], quotes, heads)
                found += [f"{statement['text']}：{item}" for item in missing]
            for said in re.findall(r"称“([^”]+)”", statement["text"]):
                found += [f"{said}：{item}" for item in lost(said, quotes, heads)]
        for row in (passage["table"] or {"rows": []})["rows"]:
            cited = [source for cell in row for source in cell["sources"]]
            found += _verbatim(cited, texts)
            quotes = [source["evidence"]["quote"] for source in cited]
            for cell in row:
                if quotes and passage["id"] == "figures" and cell["sources"]:
                    told = amounts(plain(cell["text"]))
                    known = set().union(*(amounts(plain(quote)) for quote in quotes))
                    found += [f"表：{cell['text']}" for value, _ in told if value not in {v for v, _ in known}]
                    words = re.sub(r"[\d.,%万亿余多]", "", plain(cell["text"]))
                    found += [f"表：{cell['text']}"] * (not _scattered(words, plain("".join(quotes))))
    return found


def _verbatim(sources: list[Json], texts: list[str]) -> list[str]:
    wrong = []
    for source in sources:
        evidence = source["evidence"]
        if texts[source["report"]][evidence["start"] : evidence["end"]] != evidence["quote"]:
            wrong.append(f"引文与原文不符：{evidence['quote']}")
    return wrong


def _scattered(words: str, quote: str) -> bool:
    """Whether the characters stand in the quote in this order."""
    at = 0
    for character in words:
        at = quote.find(character, at) + 1
        if not at and character != "该":
            return False
    return True
