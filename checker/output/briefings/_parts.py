"""What the forms say alike: numbers of passages and items, statuses in words, notes about the briefing."""

from __future__ import annotations

import re

from checker.model import Briefing, Cell, Passage
from checker.output._words import STATUSES, clean, date
from checker.output.briefings._sources import MARK, marked
from checker.output.summary import numeral

SOURCES = "出处"
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.．、])")


def heading(briefing: Briefing, index: int) -> str:
    """一、title; a lone passage and one that has a number get none."""
    title = clean(briefing.passages[index].title)
    if len(briefing.passages) < 2 or _NUMBERED.match(title) or not title:
        return title
    return f"{numeral(index)}、{title}"


def item_number(passage: Passage, index: int) -> str:
    """“1. ” before an item of a list, unless it is the only one or has a number."""
    if not passage.listed or len(passage.statements) < 2 or _NUMBERED.match(passage.statements[index].text):
        return ""
    return f"{index + 1}. "


def worded(cell: Cell) -> str:
    """A cell's text with its status in words, where they do not stand there: colour alone tells nothing to some readers."""
    text = clean(cell.text)
    if cell.status is None or STATUSES[cell.status] in text:
        return text
    return f"{text}（{STATUSES[cell.status]}）" if text else STATUSES[cell.status]


def legend(briefing: Briefing, sources: bool) -> str:
    """What the marks in the text mean; empty where there are none."""
    told = ["[ ]内为出处序号"] if sources else []
    told += [f"带{MARK}的由程序统计得出"] if marked(briefing) else []
    return "，".join(told)


def notes(briefing: Briefing) -> list[str]:
    """Sentences about the briefing itself: the day it is of, what was left out, warnings."""
    told = [f"统计截至{date(briefing.as_of)}。"] if briefing.as_of else []
    if briefing.left_out:
        told.append(f"另有{briefing.left_out}句因在报告中查不到出处，没有写入。")
    return told + [clean(warning) for warning in briefing.warnings]


def writer(briefing: Briefing) -> str:
    """Who wrote it."""
    if briefing.writer.name == "rules":
        return "本简报由程序摘自报告原文。"
    model = f"（{clean(briefing.writer.model)}）" if briefing.writer.model else ""
    return f"本简报由模型{model}起草，逐句与报告原文核对。"
