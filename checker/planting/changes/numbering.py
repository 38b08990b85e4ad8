"""Numbers of headings and items that skip or repeat; or that start again where they may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.edit import insert
from checker.planting.model import Case, Line, Lines, Wanted
from checker.planting.numbers import han, number_of, ordinals, renumber

RULE = "numbering.sequence"

LISTS = (
    "一是把办事指南送到窗口，二是把咨询电话贴到门口，三是把意见簿摆到桌面。",
    "其一，材料一次告知。其二，结果一次送达。其三，意见一次反馈。",
)
REFERENCES = (
    "具体做法见本报告第三部分和附表2。",
    "按照方案第五条第（二）项办理。",
    "对照指标体系第十二项、第十五项查漏补缺。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """The last of a row of numbers skips or repeats; a list starts anew; a number is only mentioned."""
    if RULE in bench.original.found:
        return
    lines = bench.source.lines
    tops = [part.first for part in bench.source.parts]
    for name, row in (("heading", tops), ("lower", _lower(bench))):
        yield from _disturbed(bench, name, row)
    yield from _inline(bench)
    spots = bench.spots()
    if spots:
        for variant, text in bench.choose("lists", LISTS):
            made = insert(lines, spots[-1] + 1, text)
            yield bench.trap("list_starts_anew", variant, made, about=[RULE])
    for variant, text in bench.choose("references", REFERENCES):
        said = bench.said(text, "references")
        if said is not None:
            yield bench.trap("mentioned", variant, said, about=[RULE])
    yield from _restyled(bench)


def _lower(bench: Bench) -> list[int]:
    """The lines of the longest row of lower numbers within one part."""
    lines = bench.source.lines
    best: list[int] = []
    for part in bench.source.parts:
        row = [i for i in range(part.first + 1, part.last) if number_of(lines[i].text)]
        styles = {style for i in row if (number := number_of(lines[i].text)) and (style := number.style)}
        if len(styles) == 1 and len(row) > len(best):
            best = row
    return best


def _regular(lines: Lines, row: list[int]) -> bool:
    numbers = [number_of(lines[i].text) for i in row]
    return len(row) >= 3 and [n.value if n else 0 for n in numbers] == list(range(1, len(row) + 1))


def _disturbed(bench: Bench, name: str, row: list[int]) -> Iterator[Case]:
    lines = bench.source.lines
    if not _regular(lines, row):
        return
    last = row[-1]
    for change, value in (("skips", len(row) + 1), ("repeats", len(row) - 1)):
        changed: Line = renumber(lines[last], value)
        made = (*lines[:last], changed, *lines[last + 1 :])
        yield bench.plant(f"{name}_{change}", "1", made, findings=[Wanted(RULE, changed.text[:12])])


def _inline(bench: Bench) -> Iterator[Case]:
    """一是, 二是 … within a paragraph."""
    lines = bench.source.lines
    for index, line in enumerate(lines):
        found = ordinals(line.text)
        if line.kind != "paragraph" or len(found) < 3 or [v for v, _, _ in found] != list(range(1, len(found) + 1)):
            continue
        value, start, end = found[-1]
        for change, other in (("inline_skips", value + 1), ("inline_repeats", value - 1)):
            text = line.text[:start] + han(other) + line.text[end:]
            made = (*lines[:index], replace(line, text=text), *lines[index + 1 :])
            quote = text[start : start + 10]
            yield bench.plant(change, str(index), made, findings=[Wanted(RULE, quote)])
        return


def _restyled(bench: Bench) -> Iterator[Case]:
    """一、 throughout as 第一部分, and （一） as 1.: the order is the same."""
    lines = list(bench.source.lines)
    tops = {part.first for part in bench.source.parts}
    top = [number_of(lines[i].text) for i in sorted(tops)]
    if any(n is None or n.style != "一、" for n in top) or any(lines[i].kind != "heading" for i in tops):
        return
    for index, line in enumerate(lines):
        number = number_of(line.text)
        if number is None or line.kind not in ("heading", "paragraph"):
            continue
        rest = line.text[number.end + 1 :]
        if index in tops:
            lines[index] = replace(line, text=f"第{han(number.value)}部分　{rest}")
    yield bench.trap("restyled", "1", tuple(lines), about=[RULE], strict=True)
