"""Markdown: headings become style levels, the other marks are taken off, comments are set apart.

Only what Markdown surely means is taken off: balanced marks. ``138****5678`` and ``召开会议*次`` stay as they are.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from checker.model import Apart, Look
from checker.reading.decoding import decode, lines_of
from checker.reading.draft import Draft, Line
from checker.reading.wrapping import Wrapping, unwrap, wrapping_of

FORM = "md"
SUFFIXES = (".md", ".markdown")

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t\u3000])(.*)")
_ATX_CLOSING = re.compile(r"[ \t]#+$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_ORDERED = re.compile(r"[ \t]*[0-9]{1,3}[.)][ \t]+\S")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?")
_MARKED = re.compile(r"[ \t]*(?:#|\||>|[-*+][ \t]|```|~~~)")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)---[ \t]*(?:\n|\Z)")
_BREAK_TAG = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|font|center|sup|sub|small|big|a|img|h[1-6]|ul|ol|li|blockquote)(?:[ \t][^<>]{0,300})?/?>",
    re.IGNORECASE,
)
# Escaped characters are set aside, as characters that no text has, while the marks are taken off.
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~|>])")
_ASIDE = 0x10_0000
_SET_ASIDE = re.compile("[\U00100000-\U0010007f]")
_MARK_CHARACTERS = frozenset("*_`~<>[]\\&!")
_MARKS = (
    (re.compile(r"!\[([^\[\]\n]{0,200})\]\([^()\n]{0,1000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,400})\]\([^()\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]{1,400})\]\[[^\[\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>"), r"\1"),
    (re.compile(r"(?<!`)`([^`\n]{1,500})`(?!`)"), r"\1"),
    (re.compile(r"(?<!\*)\*{3}(?![*\s])([^*\n]{1,1000})(?<!\s)\*{3}(?!\*)"), r"\1"),
    (re.compile(r"(?<!\*)\*{2}(?![*\s])([^*\n]{1,1000})(?<!\s)\*{2}(?!\*)"), r"\1"),
    (re.compile(r"(?<!_)__(?![_\s])([^_\n]{1,1000})(?<!\s)__(?!_)"), r"\1"),
    (re.compile(r"(?<!~)~~(?![~\s])([^~\n]{1,1000})(?<!\s)~~(?!~)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?![*\s])([^*\n]{1,1000})(?<![\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?![_\s])([^_\n]{1,1000})(?<![\s_])_(?![\w_])"), r"\1"),
)


def matches(data: bytes, name: str) -> bool:  # noqa: ARG001 (every reader is asked in the same way)
    """By suffix only: the marks of Markdown in another text are that text's own."""
    return name.lower().endswith(SUFFIXES)


def read(data: bytes, name: str) -> Draft:  # noqa: ARG001 (every reader is asked in the same way)
    """The text of a Markdown file, marks taken off."""
    decoded = decode(data)
    draft = Draft(warnings=list(decoded.warnings))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    text = _set_apart(text, draft)
    raws = lines_of(text)
    scan = _Scan(wrapping_of([raw for raw in raws if not _MARKED.match(raw)]))
    for raw in raws:
        scan.take(raw)
    scan.flush()
    draft.lines.extend(_title_first(scan.lines))
    return draft


def _set_apart(text: str, draft: Draft) -> str:
    """Take front matter and comments out of the text, into ``draft.apart``."""
    front = _FRONT.match(text)
    if front and ":" in front[1]:
        draft.apart.append(Apart(kind="hidden", text=front[1].strip()))
        text = text[front.end() :]
    pieces, position = [], 0
    for comment in _COMMENT.finditer(text):
        if comment[1].strip():
            draft.apart.append(Apart(kind="hidden", text=comment[1].strip()))
        pieces.append(text[position : comment.start()])
        position = comment.end()
    return "".join([*pieces, text[position:]])


@dataclass
class _Scan:
    """The lines so far; ``plain`` are lines of running text that may belong together."""

    wrapping: Wrapping | None = None
    lines: list[Line] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    fence: str | None = None

    def take(self, raw: str) -> None:
        """One line of the file."""
        if self.fence is not None:
            self._in_fence(raw)
        elif fence := _FENCE.fullmatch(raw):
            self.flush()
            self.fence = fence[1]
        elif heading := _ATX.fullmatch(raw):
            self._heading(_ATX_CLOSING.sub("", heading[2].strip()), len(heading[1]))
        elif _SETEXT.fullmatch(raw) and self.plain and self.plain[-1].strip():
            text = self.plain.pop()
            self._heading(text, 1 if "=" in raw else 2)
        elif _RULE.fullmatch(raw):
            self.flush()
        elif "|" in raw and (raw.lstrip().startswith("|") or _TABLE_RULE.fullmatch(raw)):
            self._row(raw)
        else:
            self._running(raw)

    def _in_fence(self, raw: str) -> None:
        if self.fence is not None and raw.strip().startswith(self.fence) and not raw.strip().strip(self.fence[0]):
            self.fence = None
        elif raw.strip():
            self.lines.append(Line(raw))

    def _heading(self, text: str, level: int) -> None:
        self.flush()
        text = _unmarked(text)
        if text:
            self.lines.append(Line(text, look=Look(style_level=level)))

    def _row(self, raw: str) -> None:
        self.flush()
        if not _TABLE_RULE.fullmatch(raw):
            cells = re.split(r"(?<!\\)\|", raw.strip().removeprefix("|").removesuffix("|"))
            self.lines.append(Line("\t".join(_unmarked(cell) for cell in cells), table=True))

    def _running(self, raw: str) -> None:
        if raw.lstrip().startswith(">"):
            raw = re.sub(r"^[ \t]*(?:>[ \t]?)+", "", raw)
        if _ITEM.match(raw) or _ORDERED.match(raw):
            self.flush()
            raw = _ITEM.sub("", raw, count=1)
        self.plain.extend(_BREAK_TAG.split(raw))

    def flush(self) -> None:
        """Hand over the running text: paragraphs stay apart, wrapped lines are joined."""
        for printed in unwrap(self.plain, self.wrapping):
            text = _unmarked(printed.text)
            if text:
                self.lines.append(Line(text))
        self.plain = []


def _unmarked(text: str) -> str:
    """The text without emphasis, links, tags and escapes."""
    if _MARK_CHARACTERS.isdisjoint(text):
        return text.strip()
    text = _ESCAPED.sub(lambda match: chr(_ASIDE + ord(match[1])), _TAG.sub("", text))
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return _SET_ASIDE.sub(lambda match: chr(ord(match.group()) - _ASIDE), html.unescape(text)).strip()


def _title_first(lines: list[Line]) -> list[Line]:
    """The headings of level 1 that open the file are its title, if no other heading has that level; the rest moves up."""
    levels = [line.look.style_level for line in lines]
    opening = 0
    while opening < len(lines) and levels[opening] == 1:
        opening += 1
    others = [level for level in levels[opening:] if level is not None]
    if not opening or 1 in others:
        return lines
    top = min(others, default=1)
    return [
        replace(line, look=Look(style_level=0))
        if index < opening
        else line
        if line.look.style_level is None
        else replace(line, look=Look(style_level=line.look.style_level - top + 1))
        for index, line in enumerate(lines)
    ]
