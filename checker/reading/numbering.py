"""The numbers that Word generates: a paragraph says "level 2 of list 3", and a reader sees （二）.

``Definitions`` is what a file's numbering part says; ``Counters`` walks along one story and hands out the labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from checker.reading.number_formats import custom_number, format_number
from checker.reading.word_xml import (
    ALTERNATE,
    MC,
    PPR,
    RPR,
    VAL,
    Element,
    Indent,
    W,
    first_line_indent,
    integer,
    is_on,
    value,
)

# A number longer than this is a slip or a trap.
LABEL_LIMIT = 60
_DEPTHS = range(9)
_PLACE = re.compile(r"%([1-9])")
_CLOSING = "、，。．：；）)】〕」』》"


class Label(NamedTuple):
    """A number as a reader sees it, and what parts it from the text."""

    text: str
    gap: str


@dataclass(frozen=True)
class Level:
    """One level of a list. ``restart``: it begins anew after a level below this one (1-based) was used; 0: never."""

    start: int = 0
    form: str = "decimal"
    pattern: str | None = None
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    hidden: bool = False
    indent: Indent = ()

    def number(self, count: int, *, legal: bool) -> str:
        if self.pattern is not None and not legal:
            return custom_number(count, self.pattern)
        return format_number(count, "decimal" if legal and self.form != "none" else self.form)


class Usage(NamedTuple):
    """What a paragraph that names a list gets: whose counters, which levels, and where they start anew."""

    shared: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Definitions:
    """The lists of a file."""

    def __init__(self, root: Element | None = None, style_lists: Mapping[str, str] | None = None) -> None:
        """``style_lists``: the list that each style of the kind "numbering" names, by style id."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, Element] = {}
        self._usages: dict[str, Usage | None] = {}
        self._style_lists = style_lists or {}
        for entry in () if root is None else root:
            if entry.tag == W + "abstractNum":
                identifier = entry.get(W + "abstractNumId", "")
                self._abstract[identifier] = _levels(entry)
                link = value(entry, "numStyleLink")
                if link is not None:
                    self._links[identifier] = link
            elif entry.tag == W + "num":
                self._lists[entry.get(W + "numId", "")] = entry

    def usage(self, list_id: str) -> Usage | None:
        """The list of this id, or None where the file defines none."""
        if list_id not in self._usages:
            self._usages[list_id] = self._usage(list_id)
        return self._usages[list_id]

    def indent(self, list_id: str, index: int) -> Indent:
        """What a level says of the indent of its paragraphs."""
        usage = self.usage(list_id)
        return usage.levels[index].indent if usage and index in usage.levels else ()

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level that names this paragraph style: a style with a list need not say which level it is."""
        usage = self.usage(list_id)
        return next((index for index, level in usage.levels.items() if level.style == style), None) if usage else None

    def _usage(self, list_id: str) -> Usage | None:
        entry = self._lists.get(list_id)
        if entry is None:
            return None
        shared = self._resolve(value(entry, "abstractNumId") or "")
        levels, starts = dict(self._abstract.get(shared, {})), {}
        for override in entry.iterfind(W + "lvlOverride"):
            index = integer(override.get(W + "ilvl"), 0) or 0
            if index not in _DEPTHS:
                continue
            own = override.find(W + "lvl")
            if own is not None:
                levels[index] = _level(own)
            start = integer(value(override, "startOverride"))
            if start is not None:
                starts[index] = start
        return Usage(shared, levels, starts)

    def _resolve(self, abstract: str) -> str:
        """A definition may only point, by way of a style, at the one that has the levels."""
        seen = {abstract}
        while abstract in self._links:
            target = self._lists.get(self._style_lists.get(self._links[abstract], ""))
            found = value(target, "abstractNumId") or ""
            if found in seen or found not in self._abstract:
                break
            seen.add(found)
            abstract = found
        return abstract


class Counters:
    """The state of all lists along one story.

    As in Word, lists with a common definition count on together; one with ``startOverride`` begins anew where it is first used.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, list_id: str, index: int) -> Label | None:
        """Count one paragraph; its label, or None where a reader sees no number (a bullet, no such list)."""
        usage = self._definitions.usage(list_id)
        if usage is None or index not in usage.levels:
            return None
        counts = self._counts.setdefault(usage.shared, {})
        # To Word a level that was passed over has been used: "1.1" first, then "2".
        for above in range(index):
            if above in usage.levels:
                counts.setdefault(above, _start(usage, above))
        fresh = index in usage.starts and (list_id, index) not in self._begun
        self._begun.add((list_id, index))
        if fresh or index not in counts:
            counts[index] = _start(usage, index)
        else:
            counts[index] += 1
        for deeper in [deeper for deeper in counts if deeper > index and _restarts(usage, deeper, index)]:
            del counts[deeper]
        return _label(usage, index, counts)


def _start(usage: Usage, index: int) -> int:
    return usage.starts.get(index, usage.levels[index].start)


def _restarts(usage: Usage, deeper: int, used: int) -> bool:
    level = usage.levels.get(deeper)
    return level is None or level.restart is None or used < level.restart


def _label(usage: Usage, index: int, counts: Mapping[int, int]) -> Label | None:
    level = usage.levels[index]
    if level.form == "bullet" or level.hidden:
        return None

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        return usage.levels[at].number(counts[at], legal=level.legal) if at <= index and at in usage.levels else ""

    text = _PLACE.sub(place, level.text).strip()
    if not text or len(text) > LABEL_LIMIT:
        return None
    if level.suffix == "nothing" or (level.suffix == "tab" and text[-1] in _CLOSING):
        return Label(text, "")
    return Label(text, " ")


def _levels(abstract: Element) -> dict[int, Level]:
    found = {}
    for entry in abstract.iterfind(W + "lvl"):
        index = integer(entry.get(W + "ilvl"), 0) or 0
        if index in _DEPTHS:
            found[index] = _level(entry)
    return found


def _level(entry: Element) -> Level:
    form, pattern = _form(entry)
    text = entry.find(W + "lvlText")
    legal = entry.find(W + "isLgl")
    vanish = entry.find(f"{RPR}/{W}vanish")
    indent = entry.find(f"{PPR}/{W}ind")
    return Level(
        start=integer(value(entry, "start"), 0) or 0,
        form="bullet" if entry.find(W + "lvlPicBulletId") is not None else form,
        pattern=pattern,
        text="" if text is None else text.get(VAL, ""),
        suffix=value(entry, "suff") or "tab",
        restart=integer(value(entry, "lvlRestart")),
        legal=legal is not None and is_on(legal),
        style=value(entry, "pStyle"),
        hidden=vanish is not None and is_on(vanish),
        indent=() if indent is None else first_line_indent(indent),
    )


def _form(entry: Element) -> tuple[str, str | None]:
    """The number form; Word 2010's own patterns stand in a branch of their own, with an older form as a fallback."""
    plain = value(entry, "numFmt")
    if plain is not None:
        return plain, None
    newer = entry.find(f"{ALTERNATE}/{MC}Choice/{W}numFmt")
    if newer is not None and newer.get(VAL) == "custom":
        return "decimal", newer.get(W + "format", "")
    return value(entry.find(f"{ALTERNATE}/{MC}Fallback"), "numFmt") or "decimal", None
