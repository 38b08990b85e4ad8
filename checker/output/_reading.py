"""What ``fajian read`` shows: the report as it was read, with the kind of every paragraph in the margin."""

from __future__ import annotations

import json
from typing import Any

from checker.model import SCHEMA_VERSION, Block, Report
from checker.output._layout import Look, pad, wrap
from checker.output._words import KINDS, UNIT_TYPES, clean, date
from checker.text import display_width

_COLOURS = {
    "title": "bold",
    "heading": "cyan",
    "signature": "green",
    "date": "green",
    "residue": "red",
    "table": "yellow",
}


def show(report: Report, form: str, look: Look) -> str:
    """As text or JSON."""
    if form == "json":
        return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    lines = [*_head(report, look), "", *_body(report, look), *_apart(report, look)]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """The contract's object."""
    return {
        "schema_version": SCHEMA_VERSION,
        "source": report.document.source,
        "sha256": report.document.sha256,
        "form": report.document.form,
        "text": report.text,
        "blocks": [block.model_dump(mode="json") for block in report.blocks],
        "apart": [apart.model_dump(mode="json") for apart in report.document.apart],
        "report": report.info.model_dump(mode="json"),
        "warnings": list(report.document.warnings),
    }


def _head(report: Report, look: Look) -> list[str]:
    info = report.info
    pages = f"，{info.pages}页" if info.pages else ""
    unit = f"{clean(info.unit)}（{UNIT_TYPES[info.unit_type]}）" if info.unit else "未能识别"
    year = f"{info.year}年" if info.year else "未写明"
    count = sum(1 for block in report.blocks if block.kind == "residue")
    lines = wrap(f"{clean(report.document.source)}（{report.document.form}{pages}）", look.width, "文件  ")
    lines += wrap(clean(info.title or "没有找到"), look.width, "标题  ")
    lines += wrap(unit, look.width, "单位  ")
    lines += wrap(f"{year}，落款日期{date(info.signed_date)}，正文{info.characters}字", look.width, "年度  ")
    told = f"{len(report.blocks)}段" + (f"，其中杂质{count}段（不作为依据）" if count else "")
    lines += wrap(told, look.width, "段落  ")
    for warning in report.document.warnings:
        lines += [look.paint(line, "yellow") for line in wrap(clean(warning), look.width, "注意  ")]
    return lines


def _body(report: Report, look: Look) -> list[str]:
    paged = any(block.page for block in report.blocks)
    digits = max(2, len(str(len(report.blocks))))
    lines: list[str] = []
    page: int | None = None
    for index, block in enumerate(report.blocks):
        if paged and block.page != page:
            page = block.page
            lines.append(look.paint(f"--- 第{page}页 ---" if page else "---", "dim"))
        lines += _block(report, index, block, digits, look)
    return lines


def _block(report: Report, index: int, block: Block, digits: int, look: Look) -> list[str]:
    kind = KINDS[block.kind] + (str(block.level) if block.level and block.kind == "heading" else "")
    margin = f"{index + 1:>{digits}}  {pad(kind, 8)}"
    depth = "  " * ((block.level or 1) - 1) if block.kind == "heading" else ""
    rest = " " * display_width(margin) + depth
    lines: list[str] = []
    for number, row in enumerate(report.text[block.start : block.end].split("\n")):
        lines += wrap(clean(row), look.width, rest if number else margin + depth, rest)
    colour = _COLOURS.get(block.kind)
    return [look.paint(line, colour) for line in lines] if colour else lines


def _apart(report: Report, look: Look) -> list[str]:
    if not report.document.apart:
        return []
    lines = ["", look.paint("不算正文、另放一边的文字", "bold")]
    for apart in report.document.apart:
        label = pad(KINDS[apart.kind], 8)
        lines += wrap(clean(apart.text), look.width, f"  {label}  ")
    return lines
