"""``Report`` → ``Source``: its lines, and which part announces which mandated section, told by the words of its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from checker.model import Report
from checker.planting.model import Line, Lines, Part, Source

_WORDS = {
    "first_responsible": r"第一责任人|主要负责人|主要领导|主要负责同志|书记|履职",
    "shortcomings": r"不足|问题|短板|差距|薄弱|弱项",
    "plans": r"打算|安排|计划|思路|谋划|下一?步|明年|下一年|努力方向|工作要点",
    "other": r"其他|其它|另作",
    "measures": r"举措|成效|主要工作|主要做法|工作开展|开展情况|做法|推进情况|完成情况",
}
_CLOSING = re.compile(r"(?:特此|专此|以上)报告|[（(]?联系人|附件|抄送")
_MIXED = re.compile(r"督察")


def source_of(report: Report, name: str) -> Source | None:
    """The report as lines; None where it has no unit, year or headings."""
    info = report.info
    if not info.unit or not info.unit_type or not info.year or not report.headings:
        return None
    run_in = {h.block: h for h in report.headings if h.run_in}
    lines: list[Line] = []
    for index, block in enumerate(report.blocks):
        text = " ".join(report.text[block.start : block.end].split("\n")).strip()
        heading = run_in.get(index)
        head = 0
        if heading is not None and block.kind == "paragraph":
            rest = report.text[heading.end : block.end]
            head = heading.end - block.start + len(rest) - len(rest.lstrip("。.：:；; \u3000"))
        level = block.level if block.kind == "heading" or head else None
        lines.append(Line(block.kind, text, level, head))
    title = "".join(line.text for line in lines if line.kind == "title")
    made = tuple(lines)
    parts = find_parts(made)
    return Source(name, made, parts, title, info.unit, info.unit_type, info.year, info.signed_date)


def find_parts(lines: Lines) -> tuple[Part, ...]:
    """The parts that the highest headings make."""
    levels = [line.level for line in lines if line.level is not None]
    if not levels:
        return ()
    top = min(levels)
    heads = [i for i, line in enumerate(lines) if line.level == top]
    end = body_end(lines)
    ends = [*heads[1:], max(end, heads[-1] + 1)]
    return tuple(
        Part(section_of(_wording(lines[i])), i, last, _wording(lines[i])) for i, last in zip(heads, ends, strict=True)
    )


def body_end(lines: Lines) -> int:
    """Where signature, date and what follows them begin."""
    last = max((i for i, line in enumerate(lines) if line.kind in ("heading", "paragraph", "table")), default=-1)
    first = min((i for i, line in enumerate(lines) if line.kind in ("signature", "date")), default=len(lines))
    heading = max((i for i, line in enumerate(lines) if line.level is not None), default=0)
    closing = [i for i in range(heading + 1, first) if _CLOSING.match(lines[i].text)]
    return min([last + 1, first, *closing])


def _wording(line: Line) -> str:
    return line.text if line.kind == "heading" else line.text[: line.head]


def section_of(wording: str) -> str | None:
    """The mandated section that a heading announces; None where it announces none or several."""
    if _MIXED.search(wording):
        return None
    found = [section for section, words in _WORDS.items() if re.search(words, wording)]
    if "plans" in found and "shortcomings" in found:
        return None
    return found[0] if found else None


def with_lines(source: Source, lines: Sequence[Line]) -> Source:
    """The source with other lines, its parts found anew."""
    made = tuple(lines)
    return replace(source, lines=made, parts=find_parts(made))
