"""The title: without its year or its words, with another year; or on two lines, with another year's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.planting.bench import Bench
from checker.planting.model import Case, Line, Lines, Wanted

FORM, YEAR, RESIDUE = "title.form", "year.mismatch", "text.residue"
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def cases(bench: Bench) -> Iterator[Case]:
    """For reports with an ordinary title."""
    if {FORM, YEAR, RESIDUE} & bench.original.found:
        return
    title = [line for line in bench.source.lines if line.kind == "title"]
    text = "".join(line.text for line in title)
    match = re.search(rf"(?:推进)?{bench.source.year}年度?", text)
    if not title or match is None or not text.endswith("报告"):
        return
    yield from _defects(bench, text, match.group())
    yield from _variants(bench, text, match.group())


def _titled(bench: Bench, *texts: str) -> Lines:
    """The report under another title."""
    lines = [line for line in bench.source.lines if line.kind != "title"]
    place = next(i for i, line in enumerate(bench.source.lines) if line.kind == "title")
    return (*lines[:place], *(Line("title", text) for text in texts), *lines[place:])


def _defects(bench: Bench, text: str, year: str) -> Iterator[Case]:
    without_year = text.replace(year, "", 1)
    yield bench.plant("year_gone", "1", _titled(bench, without_year), findings=[Wanted(FORM, without_year)])
    without_word = re.sub("(?:的)?(?:工作|年度)?报告$", "", text)
    yield bench.plant("report_gone", "1", _titled(bench, without_word), findings=[Wanted(FORM, without_word)])
    if "法治政府建设" in text:
        other = text.replace("推进法治政府建设", "工作").replace("法治政府建设", "依法行政")
        yield bench.plant("subject_gone", "1", _titled(bench, other), findings=[Wanted(FORM, other)])
    body = "".join(line.body for line in bench.source.lines)
    rest = (str(bench.source.year), str(bench.source.year + 1))
    if body.count(rest[0]) >= 2 and rest[1] in body and bench.original.says("plans.next_year"):
        last = text.replace(str(bench.source.year), str(bench.source.year - 1), 1)
        yield bench.plant("year_wrong", "1", _titled(bench, last), findings=[Wanted(YEAR, last)])


def _variants(bench: Bench, text: str, year: str) -> Iterator[Case]:
    about = [FORM, YEAR, RESIDUE]
    other = year.removesuffix("年度") + "年" if year.endswith("度") else f"{year}度"
    yield bench.trap("year_or_annual", "1", _titled(bench, text.replace(year, other, 1)), about=about, strict=True)
    written = year.translate(_HAN_DIGITS)
    yield bench.trap("year_in_words", "1", _titled(bench, text.replace(year, written, 1)), about=about, strict=True)
    place = text.find("关于") if "关于" in text else text.find(year)
    lines = [text] if place < 4 else [text[:place], text[place:]]
    if len([line for line in bench.source.lines if line.kind == "title"]) == len(lines):
        lines = ["".join(lines)]
    yield bench.trap("lines", str(len(lines)), _titled(bench, *lines), about=about, strict=True)
    spaced = [replace(line, text=" ".join(line.text)) for line in bench.source.lines if line.kind == "title"]
    yield bench.trap("letter_spaced", "1", _titled(bench, *(line.text for line in spaced)), about=about, strict=True)
