"""台账.xlsx: the ledger of a batch, in the sheets and columns of the contract.

Text is written as text: a report that holds "=HYPERLINK(…)" or "+86…" makes no formula. Dates are dates.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from checker.model import Batch, CheckResult, SectionResult
from checker.output.batch.handling import advice, problems, state
from checker.output.batch.naming import file_in, nobody, without_path
from checker.text import display_width
from checker.words import FATES, FINDINGS, PUBLICATIONS, SEVERITIES, STATUSES, SUBMISSIONS, UNIT_TYPES, VERDICTS

MAX_TEXT = 2000  # characters of a cell; a spreadsheet takes 32,767, and nobody reads so many there
_LINE = 16.5  # points of a line: the fonts of other programs are higher than Excel's own
_HIGHEST = 300.0  # points of a row; a spreadsheet takes 409
_HEAD, _TEXT, _DAY, _NUMBER = "法鉴表头", "法鉴文字", "法鉴日期", "法鉴数字"  # names of styles
_GREEN, _YELLOW, _RED, _GREY = "法鉴绿", "法鉴黄", "法鉴红", "法鉴灰"
_BLUE = "DDE6F0"
_COLOURS = {
    "齐全": _GREEN, "通过": _GREEN, "按时报送": _GREEN, "按时公开": _GREEN, "有": _GREEN,
    "不充分": _YELLOW, "未写到": _YELLOW, "需修改": _YELLOW, "日期不明": _YELLOW, "待确认": _YELLOW, "未判定": _YELLOW, "提醒": _YELLOW,
    "缺失": _RED, "退回": _RED, "逾期未报": _RED, "逾期报送": _RED, "读不出来": _RED, "错误": _RED, "逾期未公开": _RED, "逾期公开": _RED,
    "未到期": _GREY, "—": _GREY, "不适用": _GREY, "未到公开期限": _GREY,
}  # fmt: skip
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def ledger(batch: Batch) -> bytes:
    """The workbook."""
    from openpyxl import Workbook

    book = Workbook()
    _name_styles(book)
    first: Any = book.active
    first.title = "单位"
    _fill(first, _unit_head(batch), list(_unit_rows(batch)), batch)
    _fill(book.create_sheet("问题"), _PROBLEM_HEAD, list(_problem_rows(batch)), batch)
    topics = _topics(batch)
    _fill(
        book.create_sheet("举措覆盖"),
        [("单位", 30), *((title, 12) for title in topics.values())],
        list(_topic_rows(batch, topics)),
        batch,
    )
    if any(line.edits is not None or line.last_year is not None or line.changes for line in batch.lines):
        _fill(book.create_sheet("比对"), _COMPARED_HEAD, list(_compared_rows(batch)), batch)
    book.properties.creator = "法鉴"
    book.properties.title = "法治政府建设年度报告报送台账"
    book.properties.created = book.properties.modified = dt.datetime.combine(batch.as_of, dt.time())
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# ── the sheets ───────────────────────────────────────────────────────────────────────────────────────────────────────

_PROBLEM_HEAD = [
    ("单位", 28),
    ("类别", 12),
    ("规则或要求", 26),
    ("严重程度", 10),
    ("说明", 50),
    ("原文", 50),
    ("页", 6),
    ("建议", 50),
]
_COMPARED_HEAD = [("单位", 28), ("类别", 14), ("说明", 50), ("原先的文字", 50), ("现在的文字", 50)]


def _unit_head(batch: Batch) -> list[tuple[str, int]]:
    sections = [(title, 14) for title in _sections(batch).values()]
    return [
        ("单位", 30), ("类型", 10), ("应报日期", 12), ("报送日期", 12), ("报送状态", 11), ("结论", 9), *sections,
        ("问题数", 8), ("处理意见", 36), ("文件", 40), ("报送日期依据", 12), ("公开日期", 12), ("公开状态", 12), ("联系人", 18), ("备注", 50),
    ]  # fmt: skip


def _unit_rows(batch: Batch) -> Iterator[list[Any]]:
    sections = _sections(batch)
    for line in batch.lines:
        given, result = line.submission, line.result
        checked = result if result is not None and result.error is None else None
        by_id = {section.id: section for section in checked.sections} if checked else {}
        statuses = [_status(by_id.get(name), checked) for name in sections]
        notes = [*line.notes, *(f"本次变化：{one}" for one in line.changes)]
        if result is not None and result.error:
            notes.insert(0, without_path(result.error, result.source))
        yield [
            line.unit or nobody(line),
            UNIT_TYPES[given.kind],
            given.due,
            given.submitted,
            SUBMISSIONS[given.status],
            state(line),
            *statuses,
            problems(checked) if checked else None,
            advice(line),
            file_in(batch.folder, given.file) or "；".join(file_in(batch.folder, one) for one in given.others),
            {"roster": "台账登记", "signature": "落款日期", None: ""}[given.submitted_by],
            given.published,
            PUBLICATIONS[given.publication] if line.unit else "",
            given.contact or "",
            " ".join(notes),
        ]


def _status(section: SectionResult | None, checked: CheckResult | None) -> str:
    return "—" if checked is None or section is None else STATUSES[section.status]


def _problem_rows(batch: Batch) -> Iterator[list[Any]]:
    for line in batch.lines:
        if line.result is None:
            continue
        name = line.unit or nobody(line)
        if line.result.error is not None:
            told = without_path(line.result.error, line.result.source)
            yield [name, "文件", "读取", "错误", told, "", None, "请单位重新报送。"]
            continue
        for kind, title, severity, message, quote, page, suggestion in _problems(line.result):
            yield [name, kind, title, severity, message, quote, page, suggestion]


def _problems(result: CheckResult) -> Iterator[tuple[str, str, str, str, str, int | None, str]]:
    """What is wrong with a report: sections and requirements that are not met, then defects of the document itself."""
    for section in result.sections:
        if section.level == "required" and section.status == "missing":
            yield "必写部分", section.title, "错误", "全文没有写这一部分。", "", None, section.suggestion or ""
        elif section.suggestion:
            yield "必写部分", section.title, "提醒", section.suggestion, "", None, section.suggestion
        for one in section.requirements:
            if one.level == "coverage" or one.verdict in ("met", "not_applicable"):
                continue
            if one.level == "expected" and one.verdict == "missing":
                severity = "参考"
            else:
                severity = "错误" if one.verdict == "missing" else "提醒"
            quote = one.evidence[0] if one.evidence else None
            told = f"{VERDICTS[one.verdict]}：{one.reason}"
            yield (
                "内容要求",
                one.title,
                severity,
                told,
                quote.quote if quote else "",
                quote.page if quote else None,
                one.suggestion or "",
            )
    for finding in result.findings:
        quote = finding.evidence[0] if finding.evidence else None
        # A ledger goes round: it does not spread what should not have been written (the message has it masked).
        words = quote.quote if quote and finding.rule != "privacy.personal" else ""
        yield "文稿", FINDINGS.get(finding.rule, finding.rule), SEVERITIES[finding.severity], finding.message, words, quote.page if quote else None, finding.suggestion or ""  # fmt: skip


def _topic_rows(batch: Batch, topics: dict[str, str]) -> Iterator[list[Any]]:
    for line in batch.lines:
        if line.result is None or line.result.error is not None:
            continue
        told = {f"{s.id}.{one.id}": one.verdict for s in line.result.sections for one in s.requirements}
        words = {"met": "有", "partial": "有", "missing": "未写到", "not_applicable": "不适用", None: "未判定"}
        yield [line.unit or nobody(line), *(words[told.get(topic)] for topic in topics)]


def _compared_rows(batch: Batch) -> Iterator[list[Any]]:
    for line in batch.lines:
        name = line.unit or nobody(line)
        for change in line.changes:
            yield [name, "比上次运行", change, "", ""]
        for edit in line.edits or ():
            yield [name, "报送稿与公开稿", edit.message, edit.submitted.quote if edit.submitted else "", edit.published.quote if edit.published else ""]  # fmt: skip
        for one in line.last_year or ():
            kind = "上年问题" if one.kind == "problem" else "上年计划"
            yield [
                name,
                kind,
                f"{FATES[one.fate]}：{one.reason}",
                one.earlier.quote,
                "\n".join(e.quote for e in one.later),
            ]


def _sections(batch: Batch) -> dict[str, str]:
    """The mandated sections, in the rubric's order: id → title. (One that a unit need not have is no mandated one for it.)"""
    found: dict[str, str] = {}
    for line in batch.lines:
        if line.result is not None:
            found.update({section.id: section.title for section in line.result.sections if section.level == "required"})
    return found


def _topics(batch: Batch) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in batch.lines:
        for section in line.result.sections if line.result else ():
            found.update(
                {f"{section.id}.{one.id}": one.title for one in section.requirements if one.level == "coverage"}
            )
    return found


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fill(sheet: Any, head: Sequence[tuple[str, int]], rows: list[list[Any]], batch: Batch) -> None:
    for column, (title, width) in enumerate(head, 1):
        cell = sheet.cell(1, column, title)
        cell.style = _HEAD
        sheet.column_dimensions[cell.column_letter].width = width
    # The buttons of the filter take room beside the words.
    sheet.row_dimensions[1].height = _height([title + "　" for title, _ in head], [width for _, width in head])
    for number, row in enumerate(rows, 2):
        sheet.row_dimensions[number].height = _height(row, [width for _, width in head])
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.style = _COLOURS.get(value, _TEXT)
                cell.value = _text(value) or None
                if cell.data_type == "f":  # openpyxl takes "=…" for a formula
                    cell.data_type = "s"
                    cell.quotePrefix = True
            else:
                cell.style = _DAY if isinstance(value, dt.date) else _NUMBER
                cell.value = value
                if isinstance(value, dt.date):
                    cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "B2"
    last = sheet.cell(1, len(head)).column_letter
    sheet.auto_filter.ref = f"A1:{last}{max(len(rows) + 1, 2)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = f"截至{batch.as_of.isoformat()}　第 &P 页，共 &N 页"


def _name_styles(book: Any) -> None:
    """The looks of cells. A name for each, because to give every cell its own takes most of the time of a long ledger."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color="BFBFBF")
    border = Border(left=line, right=line, top=line, bottom=line)
    grounds = {_HEAD: _BLUE, _GREEN: "C6E7CE", _YELLOW: "FFE9A8", _RED: "F8C3C0", _GREY: "E4E4E4"}
    for name in (_HEAD, _TEXT, _DAY, _NUMBER, _GREEN, _YELLOW, _RED, _GREY):
        style = NamedStyle(name, border=border)
        style.alignment = Alignment(wrap_text=True, vertical="top", horizontal=None if name == _TEXT else "center")
        if name in grounds:
            style.fill = PatternFill("solid", fgColor=grounds[name])
        if name == _HEAD:
            style.font = Font(bold=True)
        if name == _DAY:
            style.number_format = "yyyy-mm-dd"
        book.add_named_style(style)


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """Points that the row takes when its text is wrapped: programs do not all work that out by themselves."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            lines = max(
                lines, sum(math.ceil((display_width(part) + 1) / (width - 1)) for part in _text(value).split("\n"))
            )
    return min(_LINE * lines + 3, _HIGHEST)


def _text(value: str) -> str:
    value = _ILLEGAL.sub("", value)
    return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "……"
