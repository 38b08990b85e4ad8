"""Changes of lines that the families share: taking sentences away, filling a part anew, moving, inserting. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from checker.planting.model import Line, Lines, Part, Source
from checker.planting.numbers import in_order, number_of, ordinals, ordinals_in_order, renumber
from checker.planting.source import body_end

_PIECE = re.compile(r"[^。！？!?；;]*[。！？!?；;]+[”’」』）)]*|[^。！？!?；;]+$")
_BODY = ("paragraph", "table")


def paragraph(text: str) -> Line:
    """A paragraph of the body."""
    return Line("paragraph", text)


def pieces(text: str) -> list[str]:
    """Sentences, and what semicolons part."""
    return _PIECE.findall(text)


def body_pieces(lines: Iterable[Line]) -> list[str]:
    """The pieces of all paragraphs."""
    return [piece for line in lines if line.kind in _BODY for piece in pieces(line.body)]


# ── taking away ──────────────────────────────────────────────────────────────────────────────────────────────────────


def strip(source: Source, gone: Callable[[str], bool], *, where: Callable[[int], bool]) -> Lines:
    """The lines without the pieces of which ``gone`` holds; headings of nothing go too; numbers are put in order.

    ``where`` says of a line's index whether it may be touched.
    """
    tops = {part.first for part in source.parts if part.section is not None}
    kept: list[tuple[int | None, Line]] = []
    emptied: set[int] = set()
    for index, line in enumerate(source.lines):
        if line.kind not in _BODY or not where(index):
            kept.append((index, line))
            continue
        found = pieces(line.body)
        left = [piece for piece in found if not gone(piece)]
        if len(left) == len(found):
            kept.append((index, line))
        elif left or index in tops:
            body = _joined(found, left)
            kept.append((index, replace(line, text=line.text[: line.head] + body)))
        else:
            emptied.add(index)
    return in_order(source.lines, _without_bare_headings(source, kept, emptied))


def cleared(source: Source, patterns: Iterable[re.Pattern[str]], keep: Iterable[str | None]) -> Lines:
    """The report without what its parts other than ``keep`` (and its opening) say in the words of ``patterns``."""
    known = list(patterns)
    kept = set(keep)
    inside = {i for part in source.parts if part.section in kept for i in range(part.first, part.last)}
    return strip(
        source,
        lambda piece: "报告如下" not in piece and any(pattern.search(piece) for pattern in known),
        where=lambda index: index not in inside,
    )


def _joined(found: Sequence[str], left: Sequence[str]) -> str:
    body = "".join(left)
    if not body:
        return ""
    body = re.sub(r"[；;]$", "。", body)
    return ordinals_in_order(body) if ordinals("".join(found)) else body


def _without_bare_headings(
    source: Source, kept: list[tuple[int | None, Line]], emptied: set[int]
) -> list[tuple[int | None, Line]]:
    """Lower headings under which nothing is left."""
    if not emptied:
        return kept
    tops = {part.first for part in source.parts if part.section is not None}
    end = body_end(source.lines)
    result: list[tuple[int | None, Line]] = []
    for place, (index, line) in enumerate(kept):
        following = kept[place + 1] if place + 1 < len(kept) else None
        bare = following is None or (following[0] or 0) >= end or _not_lower(following[1], line)
        lost = index is not None and index + 1 in emptied
        if line.kind == "heading" and index not in tops and bare and lost:
            continue
        result.append((index, line))
    return result


def _not_lower(line: Line, heading: Line) -> bool:
    return line.level is not None and heading.level is not None and line.level <= heading.level and bool(line.text)


def without_part(source: Source, part: Part) -> Lines:
    """The report without one part, the others numbered in order."""
    kept = [(i, line) for i, line in enumerate(source.lines) if not part.first <= i < part.last]
    return in_order(source.lines, kept)


# ── filling anew ─────────────────────────────────────────────────────────────────────────────────────────────────────


def refill(source: Source, part: Part, paragraphs: Sequence[str], wording: str | None = None) -> Lines:
    """The report with other paragraphs under a part's heading (and with another wording of it)."""
    head = source.lines[part.first]
    if wording is not None:
        head = reworded(head, wording)
    if head.kind == "heading":
        made = [head, *map(paragraph, paragraphs)]
    else:
        opening = head.text[: head.head]
        made = [replace(head, text=opening + "".join(paragraphs[:1])), *map(paragraph, paragraphs[1:])]
    return (*source.lines[: part.first], *made, *source.lines[part.last :])


def reworded(line: Line, wording: str) -> Line:
    """A heading with another wording behind its number."""
    number = number_of(line.text)
    opening = ""
    if number is not None:
        closing = re.compile(r"(?:部分|件)?[、．.）)\s\u3000:：]*").match(line.text, number.end)
        opening = line.text[: closing.end() if closing else number.end]
    if line.kind == "heading":
        return replace(line, text=opening + wording)
    made = f"{opening}{wording}。"
    return replace(line, text=made + line.text[line.head :], head=len(made))


def move(source: Source, part: Part, place: int) -> Lines:
    """The report with a part at another place among the parts, all numbered in order."""
    others = [other for other in source.parts if other is not part]
    order = [*others[:place], part, *others[place:]]
    first = source.parts[0].first
    last = source.parts[-1].last
    tops = [source.lines[p.first] for p in source.parts]
    numbers = [number_of(line.text) for line in tops]
    made: list[Line] = []
    for slot, one in enumerate(order):
        lines = list(source.lines[one.first : one.last])
        number = numbers[slot]
        if number is not None:
            lines[0] = renumber(lines[0], number.value)
        made += lines
    return (*source.lines[:first], *made, *source.lines[last:])


# ── putting in ───────────────────────────────────────────────────────────────────────────────────────────────────────


def insert(lines: Lines, index: int, *texts: str) -> Lines:
    """The lines with paragraphs before ``index``."""
    return (*lines[:index], *map(paragraph, texts), *lines[index:])


def append(lines: Lines, index: int, sentence: str) -> Lines:
    """The lines with a sentence at the end of one of them."""
    line = lines[index]
    text = line.text if line.text.endswith(("。", "！", "）", ")", "”")) else f"{line.text}。"
    return change(lines, index, text + sentence)


def change(lines: Lines, index: int, text: str) -> Lines:
    """The lines with another text of one of them."""
    return (*lines[:index], replace(lines[index], text=text), *lines[index + 1 :])


def swap(lines: Lines, index: int, old: str, new: str) -> Lines:
    """The lines with ``new`` for the first ``old`` in one of them."""
    return change(lines, index, lines[index].text.replace(old, new, 1))
