"""Plain Markdown, for a mail or a file."""

from __future__ import annotations

import re

from checker.model import Briefing, Passage, Table
from checker.output._layout import Look
from checker.output._words import clean
from checker.output.briefings._parts import SOURCES, heading, item_number, legend, notes, worded, writer
from checker.output.briefings._sources import MARK, Sources, parted
from checker.output.official import Template

SUFFIX = ".md"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_OPENS = re.compile(r"^(\s*)([-+=]|\d+[.)](?=\s))")


def write(briefing: Briefing, look: Look, template: Template | None) -> bytes:  # noqa: ARG001
    """The title, the passages, the sources."""
    sources = Sources(briefing)
    lines = [f"# {_plain(briefing.title)}", ""]
    for index, passage in enumerate(briefing.passages):
        if briefing.length != "short":
            lines += [f"## {_plain(heading(briefing, index))}", ""]
        lines += _passage(passage, sources)
    told = legend(briefing, bool(sources.listed))
    about = [*([f"{told}。"] if told else []), *notes(briefing), writer(briefing)]
    lines += ["---", "", *(f"{_opened(_plain(note))}\n" for note in about)]
    if sources.listed:
        lines += [f"## {SOURCES}", ""]
        several = len(briefing.reports) > 1
        for one in sources.listed:
            unit = f"{one.unit}，" if several else ""
            lines.append(f"- [{one.number}] {_plain(f'{unit}{one.place}：“{one.quote}”')}")
        lines.append("")
    return "\n".join(lines).encode("utf-8", errors="replace")


def _passage(passage: Passage, sources: Sources) -> list[str]:
    told = []
    for index, statement in enumerate(passage.statements):
        text, end = parted(statement)
        mark = MARK if statement.by_code else ""
        number = item_number(passage, index)
        sentence = _plain(text) + mark + sources.cited(statement.sources) + end
        told.append(number + (sentence if number else _opened(sentence)))
    lines = told if passage.listed else (["".join(told)] if told else [])
    lines = [*lines, ""] if lines else []
    return lines + (_table(passage.table, sources) if passage.table else [])


def _table(table: Table, sources: Sources) -> list[str]:
    lines = [
        f"**{_plain(table.title)}**",
        "",
        _row([_plain(c) for c in table.columns]),
        _row(["---"] * len(table.columns)),
    ]
    for row in table.rows:
        lines.append(_row([_plain(worded(cell)) + sources.cited(cell.sources) for cell in row]))
    return [*lines, ""]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """The text on one line, with every mark that Markdown or HTML would take for its own made plain."""
    return _MARKS.sub(r"\\\1", clean(text))


def _opened(line: str) -> str:
    """A line that opens like a list's item made plain."""
    return _LINE_OPENS.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", line)
