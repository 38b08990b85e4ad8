"""What is read in a terminal."""

from __future__ import annotations

from checker.model import Briefing, Table
from checker.output._layout import Look, columns, wrap
from checker.output._words import clean
from checker.output.briefings._parts import SOURCES, heading, item_number, legend, notes, worded, writer
from checker.output.briefings._sources import MARK, Sources, parted
from checker.output.official import Template
from checker.text import display_width

SUFFIX = ".txt"
_COLOURS = {"present": "green", "partial": "yellow", "missing": "red"}
_LEAST = 6


def write(briefing: Briefing, look: Look, template: Template | None) -> bytes:  # noqa: ARG001
    """Title, passages, tables, sources."""
    sources = Sources(briefing)
    lines = [look.paint(line, "bold") for line in wrap(clean(briefing.title), look.width)]
    for index, passage in enumerate(briefing.passages):
        lines.append("")
        if briefing.length != "short":
            lines += [look.paint(line, "bold") for line in wrap(heading(briefing, index), look.width)]
        told = []
        for number, statement in enumerate(passage.statements):
            text, end = parted(statement)
            mark = MARK if statement.by_code else ""
            told.append(item_number(passage, number) + text + mark + sources.cited(statement.sources) + end)
        for paragraph in told if passage.listed else ["".join(told)] if told else []:
            lines += wrap(paragraph, look.width, "    ", "")
        if passage.table:
            lines += _table(passage.table, sources, look)
    lines.append("")
    marks = legend(briefing, bool(sources.listed))
    for note in [*([f"{marks}。"] if marks else []), *notes(briefing), writer(briefing)]:
        lines += [look.paint(line, "dim") for line in wrap(note, look.width)]
    if sources.listed:
        lines += ["", look.paint(SOURCES, "bold")]
        several = len(briefing.reports) > 1
        for one in sources.listed:
            unit = f"{one.unit}，" if several else ""
            lines += wrap(f"{unit}{one.place}：“{one.quote}”", look.width, f"[{one.number}] ")
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def _table(table: Table, sources: Sources, look: Look) -> list[str]:
    """Columns as wide as their longest cell; where that is too wide, the widest give way."""
    rows = [[clean(c) for c in table.columns]]
    rows += [[worded(cell) + sources.cited(cell.sources) for cell in row] for row in table.rows]
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    gaps = 2 * (len(widths) - 1)
    while sum(widths) + gaps > look.width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    lines = ["", look.paint(clean(table.title), "bold")]
    for row, told in enumerate(rows):
        printed = columns([told], widths)
        statuses = {cell.status for cell in table.rows[row - 1] if cell.status} if row else set()
        worst = next((s for s in ("missing", "partial") if s in statuses), None)
        style = "bold" if row == 0 else _COLOURS[worst] if worst else None
        lines += [look.paint(line, style) if style else line for line in printed]
    return lines
