"""Small reports made by hand, in the notation of the labelled sources: ``# `` title, ``## `` headings, @sign, @date, @noise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from checker.evidence import cite
from checker.model import Apart, Block, BlockKind, Document, Heading, Report, ReportInfo, UnitType
from checker.rubric import Rubric
from checker.rules import Context, Defect
from checker.text import HAN, dates

_NUMBER = re.compile(
    r"第[一二三四五六七八九十]+部分\s*|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、](?![0-9])|（[0-9]+）"
)
_YEAR = re.compile(r"(20[0-9]{2})年")
_MARKS: tuple[tuple[str, BlockKind, int | None], ...] = (
    ("# ", "title", None),
    ("## ", "heading", 1),
    ("### ", "heading", 2),
    ("#### ", "heading", 3),
    ("@sign ", "signature", None),
    ("@date ", "date", None),
    ("@noise ", "residue", None),
)
RUBRIC = Rubric(id="test", version="1", title="试验", sections=())
CONTEXT = Context(RUBRIC)


def report(
    *lines: str,
    year: int | None = None,
    signed: dt.date | None = None,
    unit_type: UnitType | None = None,
    apart: Iterable[Apart] = (),
    characters: int | None = None,
) -> Report:
    """A report of these lines. What is not given (year, signed date) is read off the title and the date."""
    text, blocks, headings = "", [], []
    for line in lines:
        kind, level, words = _kind(line)
        start = len(text)
        text += words + "\n"
        end = start + len(words)
        number = _NUMBER.match(words)
        if kind == "heading" or (kind == "paragraph" and number):
            stop = end if kind == "heading" else start + (words.find("。") + 1 or len(words))
            level = level or (1 if number and "、" in number[0] and not words[0].isdigit() else 2)
            first = start + (number.end() if number else 0)
            headings.append(
                Heading(
                    block=len(blocks),
                    level=level,
                    number=number[0] if number else None,
                    start=first,
                    end=stop,
                    run_in=kind != "heading",
                )
            )
        blocks.append(Block(kind=kind, level=level, number=number[0] if number else None, start=start, end=end))
    title = "".join(text[b.start : b.end] for b in blocks if b.kind == "title") or None
    if year is None and title and (found := _YEAR.search(title)):
        year = int(found[1])
    if signed is None:
        signed = next((d.date for b in blocks if b.kind == "date" for d in dates(text, b.start, b.end)), None)
    if characters is None:
        characters = sum(
            len(HAN.findall(text, b.start, b.end)) for b in blocks if b.kind in ("heading", "paragraph", "table")
        )
    info = ReportInfo(title=title, unit=None, unit_type=unit_type, year=year, signed_date=signed, characters=characters)
    document = Document(
        source="试验.txt", sha256="0" * 64, form="txt", text=text, blocks=tuple(blocks), apart=tuple(apart)
    )
    return Report(document=document, blocks=tuple(blocks), headings=tuple(headings), info=info)


def _kind(line: str) -> tuple[BlockKind, int | None, str]:
    for mark, kind, level in _MARKS:
        if line.startswith(mark):
            return kind, level, line[len(mark) :]
    return "paragraph", None, line


def quotes(made: Report, defects: Iterable[Defect]) -> list[list[str]]:
    """The words that each defect points at, after the proof that it may point there."""
    return [[cite(made, start, end).quote for start, end in defect.spans] for defect in defects]
