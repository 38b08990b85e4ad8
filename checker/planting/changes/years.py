"""A sentence that speaks of another report year than the rest; or that compares with other years, or looks back on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.model import Case, Wanted

RULE = "year.mismatch"

FINE = (
    "受理量比{last}年下降12%。",
    "自{earlier}年以来，累计更新公示栏{some}块。",
    "截至{next}年1月，{last}年遗留的{few}件事项全部办结。",
    "落实《{place}法治建设实施方案（{last}—{later}年）》有关任务。",
    "办结{last}年结转事项{few}件。",
    "{year}年6月至{next}年5月为集中提升期，已完成第一阶段任务。",
)


def cases(bench: Bench) -> Iterator[Case]:
    """The opening, or a heading, with another year; three sentences with other years in them."""
    if RULE in bench.original.found:
        return
    yield from _opening(bench)
    yield from _heading(bench)
    year = bench.source.year
    for variant, text in bench.choose("fine", FINE, 3):
        more = text.replace("{earlier}", str(year - 4)).replace("{later}", str(year + 3))
        lines = bench.said(bench.fill(more.replace("{place}", bench.source.unit[:3]), "fine", variant), "fine")
        if lines is not None:
            yield bench.trap("other_years", variant, lines, about=[RULE])


def _opening(bench: Bench) -> Iterator[Case]:
    """“2025年，我局……” with last year's number."""
    year = str(bench.source.year)
    first = bench.source.parts[0].first
    body = "".join(line.body for line in bench.source.lines[first:])
    for index, line in enumerate(bench.source.lines[:first]):
        if line.kind == "paragraph" and re.match(rf"{year}年[，,]", line.text) and len(line.text) > 40:
            text = str(bench.source.year - 1) + line.text[4:]
            if year in body or year in bench.source.title:
                made = (*bench.source.lines[:index], replace(line, text=text), *bench.source.lines[index + 1 :])
                yield bench.plant("opening", "1", made, findings=[Wanted(RULE, text[:12])])
            return


def _heading(bench: Bench) -> Iterator[Case]:
    """“二、2025年主要举措” with last year's number."""
    part = bench.source.part("measures")
    if part is None or bench.source.lines[part.first].kind != "heading":
        return
    line = bench.source.lines[part.first]
    number = re.match(r"(?:[一二三四五六七八九十]+、|第[一二三四五]部分\s*)?", line.text)
    opening = number.group() if number else ""
    wording = re.sub(r"^20[0-9]{2}年度?", "", line.text[len(opening) :])
    changed = f"{opening}{bench.source.year - 1}年{wording}"
    made = (*bench.source.lines[: part.first], replace(line, text=changed), *bench.source.lines[part.first + 1 :])
    yield bench.plant("heading", "1", made, findings=[Wanted(RULE, changed)])
