"""A body that is too short, or just long enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.edit import paragraph
from checker.planting.model import Case, Line, Lines, Wanted
from checker.text import han_count

RULE = "body.too_short"
# Below these a report says too little (contract: a government, and any other unit).
_LEAST = {"government": 800}
_OTHERS = 500
_BODY = ("heading", "paragraph", "table")
_FILLER = (
    "办事窗口延长开放时间，老人和残疾人随到随办，证件当场核对、当场退还，群众少等候、少往返。",
    "经办人员轮流到基层坐班，对复杂事项先商量后答复，对跨科室事项由首问科室牵头联系到底。",
    "每月末对当月来件回头看，没有答复的查明缘由，答复不清的重新说明，办得慢的通报提醒。",
    "新进人员由老同志结对带教，先学流程再上岗，遇到吃不准的问题集体商量后再作处理。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """The report cut down to below the mark, and filled up to above it. Its verdicts are of no account."""
    if RULE in bench.original.found:
        return
    least = _LEAST.get(bench.source.unit_type, _OTHERS)
    loose = [
        *(f"{section}.{one}" for section, ones in bench.original.sections.items() for one in ones),
        *bench.original.sections,
        *(bench.original.found | {"numbers.inconsistent", "numbering.sequence", "year.mismatch", "title.form"}),
    ]
    short = _cut(bench, least - 120)
    if short is None:
        return
    yield bench.plant("short", "1", short, findings=[Wanted(RULE, None)], loose=loose)
    place = max((i for i, line in enumerate(short) if line.kind in _BODY), default=0) + 1
    missing = least + 60 - _size(short)
    filler: list[Line] = []
    rng = bench.rng("filler")
    while sum(han_count(line.text) for line in filler) < missing:
        filler.append(paragraph(f"{rng.randint(1, 12)}月，" + rng.choice(_FILLER)))
    yield bench.trap(
        "long_enough", "1", (*short[:place], *filler, *short[place:]), about=[RULE], loose=[*loose, "text.duplicate"]
    )


def _size(lines: Lines) -> int:
    return sum(han_count(line.text) for line in lines if line.kind in _BODY)


def _cut(bench: Bench, most: int) -> Lines | None:
    """The headings, and of each part as many of its first sentences as there is room for."""
    parts = bench.source.parts
    share = (most - 60) // max(len(parts), 1)
    tops = {part.first for part in parts}
    kept: list[Line] = []
    room = 0
    for index, line in enumerate(bench.source.lines):
        if line.kind not in _BODY or (index < parts[0].first and "报告如下" in line.text and len(line.text) < 40):
            kept.append(line)
            continue
        if index in tops:
            room = share
        if line.kind == "heading" and index not in tops:
            continue
        text = line.text
        if han_count(text) > room:
            end = text.find("。", min(room, len(text)) // 2)
            text = text[: end + 1] if 0 <= end <= room and end >= line.head else text[: line.head] if line.head else ""
        if text:
            kept.append(replace(line, text=text))
            room -= han_count(text)
    made = tuple(kept)
    return made if _size(made) < most + 60 else None
