"""“重点抓好四项工作：一是……” and then three, or five: a count that the list after it does not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.model import Block, Report
from checker.rules.document._common import NUMERAL, body_blocks
from checker.rules.document._figures import Fault
from checker.text import parse_numeral

_ANNOUNCED = re.compile(
    r"(?:抓好|做好|办好|抓实|做实|开展|落实|推进|完成|突出|重点|着力|存在|以下|下列|如下|从|围绕|抓|做|办)[^,。;:\"《》]{0,12}?"
    rf"(?P<count>{NUMERAL}|两|[2-9])(?:个方面|方面|件事|件实事|项工作|项重点工作|项任务|项重点任务|项重点|项举措|项措施|条措施|个问题|点)(?:的?(?:工作|任务|问题|内容|事))?[:。]"
)
_ITEM = rf"(?P<is>{NUMERAL})是|\((?P<bracket>{NUMERAL})\)|(?P<arabic>[0-9]{{1,2}})[.、](?![0-9])|第(?P<nth>{NUMERAL})[,、件]"
_INSIDE = re.compile(rf"(?:^|[。;:,、\s])(?:{_ITEM})")
_AT_START = re.compile(rf"\s*(?:{_ITEM})")


def faults(report: Report, copy: str) -> Iterator[Fault]:
    """Counts that differ from the number of items that follow at once, in the paragraph or as paragraphs."""
    blocks = [block for _, block in body_blocks(report)]
    for index, block in enumerate(blocks):
        for match in _ANNOUNCED.finditer(copy, block.start, block.end):
            said = 2 if match["count"] == "两" else parse_numeral(match["count"])
            told = _inside(copy, match.end(), block.end)
            if not told and not copy[match.end() : block.end].strip():
                told = _below(copy, blocks[index + 1 :])
            if said and told and said != told:
                yield Fault(match.start(), match.end(), f"文中说有{said}项，接着列出的是{told}项")


def _style(match: re.Match[str]) -> tuple[str, int]:
    for name in ("is", "bracket", "arabic", "nth"):
        if match[name]:
            return name, parse_numeral(match[name]) or 0
    return "", 0


def _inside(copy: str, start: int, end: int) -> int:
    """How many items of one series follow inside the paragraph, 0 where none does."""
    first = _AT_START.match(copy, start, end)
    if first is None or _style(first)[1] != 1:
        return 0
    style, last = _style(first)
    for match in _INSIDE.finditer(copy, first.end(), end):
        name, number = _style(match)
        if name == style and number == last + 1:
            last = number
        elif name == style:
            return 0
    return last if last > 1 else 0


def _below(copy: str, blocks: list[Block]) -> int:
    """How many items of one series the following paragraphs begin with, 0 where the next does not."""
    style, last = "", 0
    for block in blocks:
        match = _AT_START.match(copy, block.start, block.end)
        name, number = _style(match) if match else ("", 0)
        if not last:
            if number != 1:
                return 0
            style, last = name, 1
            if _inside(copy, block.start, block.end):
                return 0
        elif name == style:
            if number != last + 1:
                return last if number == 1 else 0
            last = number
    return last if last > 1 else 0
