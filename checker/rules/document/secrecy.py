"""A secrecy mark on a text that must be published (contract: ``secrecy.mark``; domain §5).

A mark is 绝密, 机密 or 秘密 with ★ (and a period), or a line of its own that holds nothing but marks: those three where marks
stand (at the top of a page, above the title), 内部资料 or 工作秘密 anywhere. A sentence that speaks of such marks is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pydantic import Field

from checker.model import Report
from checker.rules import Context, Defect
from checker.rules import Params as Base
from checker.rules.document._common import flat, shorten
from checker.text import Span

_SECRET = r"(?:绝\s*密|机\s*密|秘\s*密)"
_PERIOD = r"(?:[0-9]{1,2}\s*(?:年|个月)|长\s*期|启用前|解密前)"
_STARRED = re.compile(rf"{_SECRET}\s*[★☆✩✭⭐]\s*(?:{_PERIOD})?|{_SECRET}\s*\*\s*{_PERIOD}|[★☆]\s*{_SECRET}")
_AROUND = rf"[\s()\[\]<>《》\"“”'「」★☆*:,;。、!·|/-]|{_PERIOD}|密\s*级|[0-9]{{4,8}}|特\s*急|加\s*急|平\s*急|急\s*件|份\s*号|第?[0-9]+号|[0-9]+年"
_SECRET_TOKEN = re.compile(rf"(?P<mark>{_SECRET})|{_AROUND}")
_ASKS = (
    r"注意保[存管密]|妥善保[存管]|[请严]?(?:勿|不得|禁止?|禁|不要|切勿)(?:擅自)?(?:外传|外泄|外借|传播|扩散|转发|复印|公开|对外公开|对外传播|上网|"
    r"翻印|传阅|对外提供)|仅[供限].{0,8}(?:使用|参考|阅读|掌握|传阅)|阅后.{1,4}|不予公开|对外|请|严格|本|此|件|文件?|材料|报告|资料|属于?|为|系|按|掌握|及|和|"
    r"使用|参考|保密|的|事项|标识|标志|编号"
)
_LONGEST = 60
_QUOTES = "\"“”'「『"


class Params(Base):
    """``internal``: the words of a mark of lower rank (内部资料, 工作秘密), which is a warning only."""

    internal: tuple[str, ...] = ()
    top: int = Field(default=6, ge=0)


class _Mark(NamedTuple):
    words: str
    secret: bool
    spans: tuple[Span, ...]


def find(report: Report, params: Params, context: Context) -> Iterable[Defect]:
    """One defect for each mark in the text and for each different one in headers, footers, notes and hidden text."""
    for mark in (*_in_text(report, params), *_apart(report, params)):
        words = shorten(mark.words, 30)
        where = "" if mark.spans else "页眉、页脚或批注处"
        if mark.secret:
            yield Defect(f"{where}文稿带有密级标志“{words}”，涉密文件不得公开。", mark.spans)
        else:
            yield Defect(
                f"{where}文稿带有内部文件标志“{words}”，与依法公开的要求不符。", mark.spans, severity="warning"
            )


def _in_text(report: Report, params: Params) -> Iterator[_Mark]:
    copy = flat(report.text)
    internal = _internal_line(params.internal)
    title = next((i for i, block in enumerate(report.blocks) if block.kind == "title"), -1)
    for index, block in enumerate(report.blocks):
        long = block.end - block.start > _LONGEST
        if long and "密" not in copy[block.start : block.end]:
            continue
        starred = [
            m
            for m in _STARRED.finditer(copy, block.start, block.end)
            if not _told(copy, *m.span(), block.start, block.end)
        ]
        for match in starred:
            yield _Mark(match[0], True, (match.span(),))
        if starred or long:
            continue
        words = copy[block.start : block.end]
        if _only(_SECRET_TOKEN, words) and (index < max(title, params.top) or index >= len(report.blocks) - 3):
            yield _Mark(report.text[block.start : block.end], True, ((block.start, block.end),))
        elif internal and _only(internal, words):
            yield _Mark(report.text[block.start : block.end], False, ((block.start, block.end),))


def _told(copy: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether the mark is quoted inside a sentence about marks."""
    quoted = copy[max(first, start - 1) : start] in tuple(_QUOTES) and start > first
    long = last - first > 40
    return long and (quoted or (copy[end : end + 1] in tuple(_QUOTES) and end < last))


def _apart(report: Report, params: Params) -> Iterator[_Mark]:
    internal = _internal_line(params.internal)
    seen: set[str] = set()
    for apart in report.document.apart:
        for line in flat(apart.text).splitlines():
            words = line.strip()
            starred = _STARRED.search(words)
            if starred and not _told(words, *starred.span(), 0, len(words)):
                mark = _Mark(starred[0], True, ())
            elif _only(_SECRET_TOKEN, words):
                mark = _Mark(words, True, ())
            elif internal and _only(internal, words):
                mark = _Mark(words, False, ())
            else:
                continue
            if mark.words not in seen:
                seen.add(mark.words)
                yield mark


@cache
def _internal_line(internal: tuple[str, ...]) -> re.Pattern[str] | None:
    """The words of internal marks and what goes with them."""
    if not internal:
        return None
    words = "|".join(r"\s*".join(map(re.escape, word)) for word in sorted(internal, key=len, reverse=True))
    return re.compile(rf"(?P<mark>{words})|{_ASKS}|{_AROUND}")


def _only(token: re.Pattern[str], words: str) -> bool:
    """Whether the line is made of such tokens alone, a mark among them."""
    position, marked = 0, False
    while position < len(words) <= _LONGEST:
        match = token.match(words, position)
        if match is None or match.end() == position:
            return False
        marked = marked or match.lastgroup == "mark"
        position = match.end()
    return marked and position == len(words)
